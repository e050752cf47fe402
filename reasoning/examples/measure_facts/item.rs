//! Whether a laboratory item was found exactly: each of its five attributes as it is printed, or as the fact states it where what was
//! read had a slip that the fact mended and marked.

use reasoning::{Facts, Flag, LabItem, LabValue, Qualitative, ReferenceRange, Sign};
use serde_json::Value;

use crate::{labs, plain, wanted};

/// Which attributes of a labelled result were found.
pub(crate) fn judge(fact: &Value, facts: &Facts) -> Vec<(String, bool)> {
    let fields = |item: &LabItem, agrees: &dyn Fn(&LabItem, &str, &str) -> bool| {
        fields(item, facts).iter().all(|(key, text)| agrees(item, key, text))
    };
    let exact = |item: &&LabItem| {
        is_named(fact, item, facts) && fields(item, &|item, key, text| agrees(item, fact, key, text))
    };
    let to_the_letter = |item: &LabItem| {
        is_printed_name(fact, item, facts) && fields(item, &|_, key, text| is_printed(fact, key, text))
    };
    let named = |item: &&LabItem| is_named(fact, item, facts);
    let found = labs(facts).find(exact).or_else(|| labs(facts).find(named));
    let mut judged = vec![("lab_item".to_owned(), found.is_some_and(|item| exact(&item)))];
    judged.push(("lab_item read to the letter".into(), found.is_some_and(to_the_letter)));
    judged.push(("lab_item.known".into(), found.is_some_and(|item| item.analyte.is_some())));
    if let Some(computed) = fact["computed"].as_str() {
        let wanted = match computed {
            "low" => Some(Flag::Low),
            "high" => Some(Flag::High),
            "normal" => Some(Flag::Normal),
            _ => Some(Flag::Abnormal),
        };
        // A label without a direction is met by one that has it: a titre beyond its limit is high.
        let right = found.is_some_and(|item| {
            let computed = item.flags.computed;
            computed == wanted || wanted == Some(Flag::Abnormal) && computed == Some(Flag::High)
        });
        judged.push(("lab_item.computed".into(), right));
        if found.is_some_and(|item| exact(&item)) {
            judged.push(("lab_item.computed of exact items".into(), right));
        }
    }
    judged
}

/// Which fields of a labelled result were found otherwise, or that it was not found at all.
pub(crate) fn wrong(fact: &Value, facts: &Facts) -> String {
    let Some(item) = labs(facts).find(|item| is_named(fact, item, facts)) else {
        return "no such name".into();
    };
    let keys = fields(item, facts).into_iter().filter(|(key, text)| !agrees(item, fact, key, text));
    keys.map(|(key, text)| how(fact, key, text)).collect::<Vec<_>>().join(", ")
}

/// What kinds of characters a text has.
fn kinds(text: &str) -> &'static str {
    let any = |is: fn(char) -> bool| text.chars().any(is);
    match (any(document::is_cjk), any(|c| c.is_ascii_alphabetic()), any(|c| c.is_ascii_digit())) {
        (true, ..) => "words",
        (_, true, _) => "letters",
        (_, _, true) => "figures",
        _ => "signs",
    }
}

/// In what way a field was found otherwise.
fn how(fact: &Value, key: &str, text: &str) -> String {
    let label = |key: &str| plain(fact[key].as_str().unwrap_or(""));
    let (wanted, found) = (label(key), plain(text));
    let other = ["name", "value", "unit", "range", "flag"].into_iter().find(|other| label(other) == found);
    match other {
        _ if found.is_empty() => format!("no {key}"),
        Some(other) => format!("{key} is the {other}"),
        None if wanted.is_empty() => format!("{key} where there is none"),
        None if found.contains(&wanted) => format!("{key} and {}", kinds(&found.replacen(&wanted, "", 1))),
        None if wanted.contains(&found) => format!("part of the {key}"),
        None => format!("{key} otherwise"),
    }
}

/// What was found under a labelled result's name, to be read by people.
pub(crate) fn instead(fact: &Value, facts: &Facts) -> String {
    let alike = labs(facts).filter(|item| fact["type"] == "lab_item" && is_named(fact, item, facts));
    alike.map(|item| format!(" found {:?}", fields(item, facts))).collect()
}

/// A range as compared: without the brackets that some houses set around all of it, and however its dash is drawn (`--`, `—`, `～`).
pub(crate) fn range_form(text: &str) -> String {
    let pairs = [('(', ')'), ('[', ']')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    let mut form = String::new();
    for character in inner.unwrap_or(text).chars() {
        let dash = matches!(character, '-' | '\u{2010}'..='\u{2015}' | '~' | '\u{2212}' | '\u{301c}');
        match (dash, form.ends_with('-')) {
            (true, true) => {}
            (true, false) => form.push('-'),
            (false, _) => form.push(character),
        }
    }
    form
}

/// Whether a name is the labelled one: the code that some houses print with it, or instead of it, and the number before it apart.
fn named(fact: &Value, found: &str) -> bool {
    let code = plain(fact["code"].as_str().unwrap_or(""));
    let Some(wanted) = wanted(fact, "name").map(|name| plain(name.as_str().unwrap_or(""))) else {
        return !code.is_empty() && plain(found) == code;
    };
    let bare = |text: &str| {
        let without = text.replacen(&code, "", usize::from(!code.is_empty() && text != code));
        without
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .replace(['(', ')', '[', ']', '★', '*'], "")
    };
    plain(found) == wanted || bare(&plain(found)) == bare(&wanted)
}

/// Whether the labelled name is printed. A label may have the code in the name's brackets, which a result states apart: `甲胎蛋白(AFP)`.
fn is_printed_name(fact: &Value, item: &LabItem, facts: &Facts) -> bool {
    let name = facts.printed(&item.name);
    let with_code = item.code.as_ref().map(|code| format!("{name}({})", facts.printed(code)));
    named(fact, name) || with_code.is_some_and(|whole| named(fact, &whole))
}

/// Whether the labelled name is printed or stated.
fn is_named(fact: &Value, item: &LabItem, facts: &Facts) -> bool {
    let with_code = item.code.as_ref().map(|code| format!("{}({})", item.name.value, code.value));
    is_printed_name(fact, item, facts)
        || named(fact, &item.name.value)
        || with_code.is_some_and(|whole| named(fact, &whole))
}

/// A result's fields as printed: value, unit, range and flag.
fn fields<'f>(item: &LabItem, facts: &'f Facts) -> [(&'static str, &'f str); 4] {
    [
        ("value", facts.printed(&item.value)),
        ("unit", item.unit.as_ref().map_or("", |unit| facts.printed(unit))),
        ("range", item.range.as_ref().map_or("", |range| facts.printed(range))),
        ("flag", item.flags.printed.as_ref().map_or("", |flag| facts.printed(flag))),
    ]
}

/// Whether a field is printed as labelled.
fn is_printed(fact: &Value, key: &str, text: &str) -> bool {
    let form = |text: &str| if key == "range" { range_form(&plain(text)) } else { plain(text) };
    form(fact[key].as_str().unwrap_or("")) == form(text)
}

/// Whether a field is as labelled, printed or stated.
fn agrees(item: &LabItem, fact: &Value, key: &str, text: &str) -> bool {
    is_printed(fact, key, text)
        || match key {
            "unit" => is_unit(item, fact),
            "value" => is_value(item, fact, text),
            "range" => is_range(item, fact),
            "flag" => is_flag(item, fact),
            _ => false,
        }
}

/// Whether the unit that the fact states, in its usual form, is the labelled one.
fn is_unit(item: &LabItem, fact: &Value) -> bool {
    let form = |text: &str| {
        let text = plain(text)
            .to_lowercase()
            .replace("10*", "10^")
            .replace(['μ', 'µ'], "u")
            .replace("units/", "u/")
            .replace("m^2", "m2");
        text.trim_start_matches(['×', 'x']).to_owned()
    };
    item.unit.as_ref().is_some_and(|unit| form(&unit.value) == form(fact["unit"].as_str().unwrap_or("")))
}

/// Whether the range stated is the labelled one: nothing found where a dash is printed.
fn is_range(item: &LabItem, fact: &Value) -> bool {
    // The interval, however its dash was read: `25.0 一 58.0`.
    let limit = |key: &str| fact[key].as_str().and_then(|text| text.parse().ok());
    let is_interval = item.range.as_ref().is_some_and(|range| match &range.value {
        ReferenceRange::Interval(interval) => {
            (interval.low, interval.high) == (limit("low"), limit("high"))
                && interval.low.or(interval.high).is_some()
        }
        _ => false,
    });
    if is_interval {
        return true;
    }
    let label = plain(fact["range"].as_str().unwrap_or(""));
    item.range.as_ref().is_some_and(
        |range| matches!(range.value, ReferenceRange::Expected(expected) if is_sign(expected, &label)),
    )
}

/// Whether a label is the sign of what was found, in brackets or bare: `-`, `(++)`.
fn is_sign(found: Qualitative, label: &str) -> bool {
    // The word and the sign in brackets behind it say one thing: 阴性(-).
    let (word, sign) = label.split_at(label.find('(').unwrap_or(0));
    let is_word = match word {
        "阴性" => found.sign == Sign::Negative,
        "阳性" => found.sign == Sign::Positive,
        word => word.is_empty(),
    };
    if !is_word {
        return false;
    }
    let label = range_form(if word.is_empty() { label } else { sign });
    let grade = usize::from(found.grade.unwrap_or(1));
    match found.sign {
        Sign::Negative => label == "-",
        Sign::Positive => label == "+".repeat(grade),
        Sign::Borderline => label == "±",
    }
}

/// Whether the value stated is the labelled one: the sign that is printed, however its strokes were read, or the verdict that stands
/// beside the number printed.
fn is_value(item: &LabItem, fact: &Value, printed: &str) -> bool {
    let label = plain(fact["value"].as_str().unwrap_or(""));
    match item.value.value {
        LabValue::Qualitative(found) => is_sign(found, &label),
        LabValue::Number { verdict: Some(verdict), .. } => {
            let said = if label.contains('阳') { Sign::Positive } else { Sign::Negative };
            let printed = plain(printed);
            let number = printed.split(['阴', '阳']).next().unwrap_or(&printed);
            let beside = label.strip_prefix(number).unwrap_or("");
            beside.contains(['阴', '阳']) && verdict.sign == said
        }
        _ => false,
    }
}

/// Whether the flag stated is the labelled one, by where it points.
fn is_flag(item: &LabItem, fact: &Value) -> bool {
    let label = plain(fact["flag"].as_str().unwrap_or(""));
    let points = |signs: &str| !label.is_empty() && label.chars().all(|sign| signs.contains(sign));
    match item.flags.printed.as_ref().map(|flag| flag.value) {
        // A titre that is too high is positive.
        Some(Flag::High) if matches!(item.value.value, LabValue::Titre { .. }) && label == "+" => true,
        Some(Flag::High) => points("↑⬆▲△H高偏升"),
        Some(Flag::Low) => points("↓⬇▼▽L低偏降"),
        Some(Flag::Normal) => label == "-",
        Some(Flag::Abnormal) => label == "*" || label == "+",
        _ => false,
    }
}
