//! One sum of a contract in another currency than all others: part of L16.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;

/// A currency, as `data/currencies.toml` tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    class: String,
    #[serde(default)]
    signs: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    units: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
}

#[derive(Default, Deserialize)]
struct File {
    currency: Vec<Entry>,
}

/// The currencies and the patterns that their signs and names make.
struct Table {
    entries: Vec<Entry>,
    /// A sign or code with the first figure behind it, or a figure with the unit behind.
    signs: Option<Regex>,
    /// A name at the end of a sum in English words.
    names: Option<Regex>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let entries =
        toml::from_str::<File>(include_str!("../../../data/currencies.toml")).unwrap_or_default().currency;
    // Longer words first, so that none is cut short by another.
    let all = |of: fn(&Entry) -> &Vec<String>| {
        let mut words: Vec<String> = entries.iter().flat_map(of).map(|word| regex::escape(word)).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.join("|")
    };
    let (signs, codes, units, names) =
        (all(|one| &one.signs), all(|one| &one.codes), all(|one| &one.units), all(|one| &one.names));
    let signs = format!(r"(?P<sign>{signs}|\b(?:{codes}))\s?[0-9]|[0-9]\s?(?:万|亿)?(?P<unit>{units})");
    let names = format!(r"(?i)\b(?P<name>{names})(?:s|es|a|or|er|e)?\b");
    let (signs, names) = (Regex::new(&signs).ok(), Regex::new(&names).ok());
    Table { entries, signs, names }
});

/// Words by which a contract has sums in several currencies on purpose.
const EXCHANGED: [&str; 16] = [
    "exchange",
    "equivalent",
    "conver",
    "approximately",
    "foreign",
    "汇率",
    "折合",
    "折算",
    "折为",
    "等值",
    "约合",
    "外币",
    "外汇",
    "结汇",
    "牌价",
    "兑",
];

/// A sum of the text with what it is counted in.
struct Counted {
    class: &'static str,
    /// Its figures with the sign before or the unit behind them.
    range: Range<usize>,
    /// The end of its first figure, where a sign stands before it.
    behind_sign: Option<usize>,
}

/// The sums of a document by what they are counted in, looked for once, when first asked for.
pub(super) struct Currencies<'m, 'a> {
    matter: &'m Matter<'a>,
    told: OnceCell<Vec<Counted>>,
    exchanged: OnceCell<bool>,
}

impl<'m, 'a> Currencies<'m, 'a> {
    pub(super) fn of(matter: &'m Matter<'a>) -> Self {
        Self { matter, told: OnceCell::new(), exchanged: OnceCell::new() }
    }

    fn told(&self) -> &[Counted] {
        self.told.get_or_init(|| told(self.matter))
    }

    /// Whether the text has a word by which it has sums in several currencies on purpose.
    fn is_exchanged(&self) -> bool {
        *self.exchanged.get_or_init(|| {
            let lower = self.matter.text().to_lowercase();
            EXCHANGED.iter().any(|word| lower.contains(word))
        })
    }

    /// What is odd in the currencies of a document that has sums: the first that is found.
    pub(super) fn odd(&self) -> Option<Draft> {
        let odd = strange(self).or_else(|| same_figures(self)).or_else(|| in_capitals(self));
        odd.or_else(|| self.odd_in_words())
    }

    /// A sum whose words tell another currency.
    pub(super) fn odd_in_words(&self) -> Option<Draft> {
        otherwise_in_words(self).or_else(|| of_words(self))
    }
}

/// The sum that alone in a contract is in another currency than the others. A bare `$` is any dollar.
fn strange(currencies: &Currencies<'_, '_>) -> Option<Draft> {
    let matter = currencies.matter;
    if currencies.is_exchanged() {
        return None;
    }
    let mut all: Vec<Counted> = Vec::new();
    let found = currencies.told();
    // On bills the heads and labels of a table tell the currency, too.
    let found = if matter.is_bill() || matter.is_contract() {
        all.extend(found.iter().map(|one| Counted {
            class: one.class,
            range: one.range.clone(),
            behind_sign: one.behind_sign,
        }));
        all.extend(labelled(matter));
        all.sort_by_key(|one| one.range.start);
        // Of few, one may well be of another thing: charges in the money of the bank.
        if all.len() < LEAST_ALIKE { found } else { all.as_slice() }
    } else {
        found
    };
    // Courts speak of other sums than those in dispute.
    if !matter.is_contract() && !matter.is_bill() && found.len() < LEAST_ALIKE {
        return None;
    }
    let strangers = found.iter().enumerate().filter(|(index, own)| {
        let others = found.iter().enumerate().filter(|(other, _)| other != index);
        let mut others = others.map(|(_, other)| other.class).peekable();
        let first = others.peek().copied();
        first.is_some_and(|first| !alike(own.class, first) && others.all(|other| alike(first, other)))
    });
    // What a court itself takes is in its own money.
    let fee = |class: &str| !matter.is_contract() && matter.is_chinese() && class == "CNY";
    let strangers = strangers.filter(|(_, one)| !fee(one.class));
    // Of two sums in two currencies the later one is a part of the first, or its deposit.
    let (_, Counted { range, .. }) = strangers.into_iter().next_back()?;
    let other = &found.iter().find(|other| other.range != *range)?.range;
    let draft = Draft::new().way("currency").about_text(matter, range.clone());
    let draft = draft.against_text(matter, other.clone());
    Some(draft.found(matter.flow.printed(range.clone())).expected(matter.flow.printed(other.clone())))
}

/// Currencies in the cells of tables that are no sums: `Amount (EUR)`, `Total USD`.
fn labelled(matter: &Matter<'_>) -> Vec<Counted> {
    let Some(form) = pattern!(
        r"(?:HK\$|US\$|S\$|A\$|NZ\$|\b(?:USD|EUR|GBP|HKD|SGD|AUD|CAD|NZD|INR|CNY|RMB|CHF|JPY)\b|[£€])(?P<behind>\s?\d)?"
    ) else {
        return Vec::new();
    };
    let text = matter.text();
    let read = |found: regex::Captures<'_>| {
        let whole = found.get(0)?;
        let cell = matter.flow.passage_id(whole.start()).and_then(|id| matter.cell(id))?;
        let inside = matches!(cell.role, crate::Role::Cell { .. });
        let bare = found.name("behind").is_none();
        (inside && bare).then(|| Counted {
            class: class(whole.as_str()),
            range: whole.range(),
            behind_sign: None,
        })
    };
    form.captures_iter(text).filter_map(read).collect()
}

/// Sums of a document that is no contract from which one may be told to be strange.
const LEAST_ALIKE: usize = 4;

/// The sums of the text with what they are counted in.
fn told(matter: &Matter<'_>) -> Vec<Counted> {
    let text = matter.text();
    let read = |one: regex::Captures<'_>| {
        let (whole, sign) = (one.get(0)?, one.name("sign").or_else(|| one.name("unit"))?);
        let figures = |c: char| c.is_ascii_digit() || ",.".contains(c);
        let rest = text.get(whole.end()..)?;
        let more = rest.len() - rest.trim_start_matches(figures).len();
        let lead = text.get(..whole.start())?;
        let less =
            if one.name("unit").is_some() { lead.len() - lead.trim_end_matches(figures).len() } else { 0 };
        let more = if one.name("unit").is_some() { 0 } else { more };
        let range = whole.start() - less..whole.end() + more;
        Some(Counted {
            class: class(sign.as_str()),
            range,
            behind_sign: one.name("sign").map(|_| whole.end()),
        })
    };
    TABLE.signs.iter().flat_map(|signs| signs.captures_iter(text)).filter_map(read).collect()
}

/// Whether two signs may mean one currency: a bare `$` is any dollar.
fn alike(a: &str, b: &str) -> bool {
    let (bare, dollar) = (|class: &str| class == "$", |class: &str| class.ends_with('$'));
    a == b || (bare(a) && dollar(b)) || (bare(b) && dollar(a))
}

/// The same figures, which are many, in two currencies: `US$740,000` and `S$740,000`.
fn same_figures(currencies: &Currencies<'_, '_>) -> Option<Draft> {
    let matter = currencies.matter;
    if currencies.is_exchanged() {
        return None;
    }
    let figures = |range: &Range<usize>| -> Option<Decimal> {
        let own: String =
            matter.flow.slice(range.clone()).chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        own.trim_matches('.').parse().ok().filter(|own| *own >= Decimal::ONE_THOUSAND)
    };
    // The sums before by their figures, the first of each currency.
    let mut earlier: HashMap<Decimal, Vec<&Counted>> = HashMap::new();
    for one in currencies.told() {
        let Some(own) = figures(&one.range) else { continue };
        let others = earlier.entry(own).or_default();
        let first = others.first().filter(|_| others.iter().any(|other| !alike(one.class, other.class)));
        if let Some(first) = first {
            let draft = Draft::new().way("currency").about_text(matter, one.range.clone());
            let draft = draft.against_text(matter, first.range.clone());
            let printed = |range: &Range<usize>| matter.flow.printed(range.clone());
            return Some(draft.found(printed(&one.range)).expected(printed(&first.range)));
        }
        if others.iter().all(|other| other.class != one.class) {
            others.push(one);
        }
    }
    None
}

/// A price in a foreign unit beside capitals of yuan, in a contract whose money is renminbi: `142470瑞士法郎(大写:壹拾肆万…元整)`.
fn in_capitals(currencies: &Currencies<'_, '_>) -> Option<Draft> {
    let matter = currencies.matter;
    let text = matter.text();
    let capitals = pattern!(
        r"^[\s(,]{0,3}(?:人民币)?(?:大写)?(?:金额)?[: )]*(?:人民币)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,30}[元圆]"
    )?;
    let foreign = currencies.told().iter().find(|one| {
        one.class != "CNY" && text.get(one.range.end..).is_some_and(|rest| capitals.is_match(rest))
    })?;
    let range = foreign.range.clone();
    // Where the contract says so nowhere else, its other sums are in yuan.
    let alone = || currencies.told().iter().filter(|one| one.class == foreign.class).count() == 1;
    let spoken = text.contains("人民币") || alone();
    let draft = Draft::new().way("currency").about_text(matter, range.clone());
    spoken.then(|| draft.found(matter.flow.printed(range)).expected("人民币"))
}

/// A sum in figures whose currency the words in the bracket behind it do not bear out: `CHF 27,000.00 (twenty-seven thousand
/// pounds)`.
fn otherwise_in_words(currencies: &Currencies<'_, '_>) -> Option<Draft> {
    let matter = currencies.matter;
    let behind = pattern!(r"^[\d,. ]*\s?\((?P<words>[A-Za-z][A-Za-z0-9 ,/&.-]{5,160})\)")?;
    currencies.told().iter().find_map(|one| {
        // The words stand behind the figures that follow the first one.
        let (start, end) = (one.range.start, one.behind_sign?);
        let rest = matter.text().get(end..)?;
        let found = behind.captures(rest)?;
        let words = found.name("words")?;
        let named = TABLE.names.as_ref()?.captures_iter(words.as_str()).last()?.name("name")?;
        let kinds = named_signs(named.as_str());
        if kinds.is_empty() || kinds.contains(&one.class) {
            return None;
        }
        let range = start..end + words.start();
        let figures =
            range.start..range.start + matter.flow.slice(range.clone()).trim_end_matches([' ', '(']).len();
        let said = end + words.start()..end + words.end();
        let draft = Draft::new().way("currency").about_text(matter, figures.clone());
        let draft = draft.against_text(matter, said.clone());
        Some(draft.found(matter.flow.printed(figures)).expected(matter.flow.printed(said)))
    })
}

/// A sum in words whose currency no sign of the paper has: `In words: ten thousand US dollars` where all is in euros.
fn of_words(currencies: &Currencies<'_, '_>) -> Option<Draft> {
    let matter = currencies.matter;
    if !matter.is_trade() || matter.is_chinese() || currencies.is_exchanged() {
        return None;
    }
    let led = pattern!(r"(?i)(?:\bin words\b|\bthe sum of\b|\bsay\b)[: ]*(?P<words>[A-Za-z ,/&-]{8,160})")?;
    let named = pattern!(
        r"(?i)(?P<land>hong kong|us|united states|singapore|australian|canadian|new zealand)? ?\b(?P<name>dollars?|pounds?|euros?|francs?|rupees?|yuan|renminbi|yen|ringgit)\b"
    )?;
    let words = led.captures(matter.text())?.name("words")?;
    let found = named.captures(words.as_str())?;
    let kinds: Vec<&str> = match found.name("land").map(|land| land.as_str().to_lowercase()).as_deref() {
        Some("hong kong") => vec!["HK$"],
        Some("us" | "united states") => vec!["US$"],
        Some("singapore") => vec!["S$"],
        Some("australian") => vec!["A$"],
        Some("canadian") => vec!["C$"],
        Some("new zealand") => vec!["NZ$"],
        _ => named_signs(found.name("name")?.as_str()),
    };
    let signs: Vec<(&str, Range<usize>)> =
        currencies.told().iter().map(|one| (one.class, one.range.clone())).collect();
    let heads: Vec<(&str, Range<usize>)> =
        pattern!(r"HK\$|US\$|\b(?:USD|EUR|GBP|HKD|SGD|AUD|CAD|NZD|INR|CNY)\b|[£€]")?
            .find_iter(matter.text())
            .map(|one| (class(one.as_str()), one.range()))
            .collect();
    let signs = if signs.is_empty() { heads } else { signs };
    let alike = |sign: &str| kinds.iter().any(|kind| *kind == sign || sign == "$" && kind.ends_with('$'));
    let (_, other) = signs.first().filter(|_| !signs.iter().any(|(sign, _)| alike(sign)))?;
    let draft =
        Draft::new().way("currency").about_text(matter, words.range()).against_text(matter, other.clone());
    Some(draft.found(words.as_str()).expected(matter.flow.printed(other.clone())))
}

/// The currencies that a word means.
fn named_signs(word: &str) -> Vec<&'static str> {
    let lower = word.to_lowercase();
    let mut kinds: Vec<&str> = TABLE
        .entries
        .iter()
        .filter(|one| one.names.iter().any(|name| lower.starts_with(name.as_str())))
        .map(|one| one.class.as_str())
        .collect();
    // ¥ is a sign of the yen too.
    if kinds.contains(&"JPY") {
        kinds.push("CNY");
    }
    kinds
}

/// The currency of a sign.
fn class(sign: &str) -> &'static str {
    let has = |words: &[String]| words.iter().any(|word| word == sign);
    let known = TABLE.entries.iter().find(|one| has(&one.signs) || has(&one.codes) || has(&one.units));
    known.map_or("CNY", |one| one.class.as_str())
}
