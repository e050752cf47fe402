//! The words around a medicine that tell how it is taken: the unit of its dose, the way, how often, and that it is given or no longer.

use std::ops::Range;

use crate::pattern::pattern;
use crate::{Frequency, Route};

/// The usual sign of the unit of a dose.
pub(super) fn dose_unit(unit: &str) -> String {
    let plain: String = unit.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let usual = match plain.as_str() {
        "mcg" | "mcgs" | "microgram" | "micrograms" | "ug" | "μg" | "微克" => "μg",
        "毫克" | "milligram" | "milligrams" => "mg",
        "gram" | "grams" => "g",
        "克" => "g",
        "ml" | "毫升" => "mL",
        "iu" => "IU",
        "u" | "单位" | "unit" | "units" => "U",
        "万iu" | "万u" | "万单位" => "万U",
        "tablet" | "tablets" | "tab" | "tabs" => "tablet",
        "#" => "片",
        "capsule" | "capsules" | "cap" | "caps" => "capsule",
        "puff" | "puffs" => "puff",
        "drop" | "drops" => "drop",
        other => other,
    };
    usual.to_owned()
}

/// How a medicine is given, with the place of the word.
pub(super) fn route_in(text: &str) -> Option<(Route, Range<usize>)> {
    let ways = [
        (Route::Sublingual, pattern!(r"(?i)舌下含服|舌下|含服|\bsl\b|\bsublingual")),
        (
            Route::Oral,
            pattern!(r"(?i)口服|嚼服|吞服|冲服|温水送服|\bp\.?o\b\.?|\boral(?:ly)?\b|\bby mouth\b"),
        ),
        (
            Route::Intravenous,
            pattern!(
                r"(?i)静脉滴注|静脉注射|静脉泵入|静脉输液|静滴|静推|静注|续静滴|入壶|\biv(?:gtt|drip|p)?\b|\bintravenous"
            ),
        ),
        (Route::Intramuscular, pattern!(r"(?i)肌肉注射|肌注|\bim\b|\bintramuscular")),
        (Route::Subcutaneous, pattern!(r"(?i)皮下注射|皮下|\bs\.?c\b|\bih\b|\bsubq\b|\bsubcutaneous")),
        (Route::Inhaled, pattern!(r"(?i)雾化吸入|吸入|雾化|\binh\b|\binhal")),
        (Route::Topical, pattern!(r"(?i)外用|外敷|外涂|涂抹|\btopical")),
        (Route::Drops, pattern!(r"滴眼|滴鼻|滴耳")),
        (Route::Rectal, pattern!(r"(?i)塞肛|直肠给药|纳肛|\bpr\b|\brectal")),
    ];
    let found = ways.into_iter().filter_map(|(route, pattern)| Some((route, pattern?.find(text)?.range())));
    found.min_by_key(|(_, range)| range.start)
}

/// How often, with the place of the words.
pub(super) fn frequency_in(text: &str) -> Option<(Frequency, Range<usize>)> {
    let count = pattern!(concat!(
        r"(?i)(?P<minutes>(?:every\s+|each\s+|每\s*(?:隔\s*)?|q)(?P<min>[0-9]{1,3}|半)\s*(?:-?\s*min(?:ute)?s?\b|分钟?|个?小时(?P<half>))(?:\s*[1一]\s*次)?|\bhalf[- ]hourly\b|every half(?:[- ]an)?[- ]hour)|",
        r"(?:每日|每天|一日|1日|一天|1天|日服|日)\s*(?P<zh>[0-9]{1,2}|[一二两三四五六七八九十])\s*[次回]|",
        r"(?P<week>每周|一周|1周|每星期)\s*(?P<weekly>[0-9一二两三])?\s*次?|",
        r"(?P<hours>(?:[每q隔]\s*)?(?P<h>[0-9]{1,2}|[二两三四六八])\s*(?:小时|(?-i:h)\b|H\b|hours?\b|hrs?\b)\s*(?:[1一]\s*次)?)|",
        r"(?P<hour>每\s*(?:一\s*)?个?小时(?:\s*[1一]\s*次)?|every\s+hour|\bhourly\b|\bq1?h\b)|",
        r"every\s+(?P<eh>[0-9]{1,2}|two|three|four|six|eight|twelve)\s*(?:hours?|hrs?)|(?P<hourly>[0-9]{1,2})\s*-?\s*hourly|",
        r"(?P<enday>[0-9]{1,2}|one|two|three|four|five|six|eight)\s*(?:x|×|times?)\s*(?:/|an?\s+day|daily|per\s+day|each\s+day|every\s+day|/\s*(?:d|day)\b)|",
        r"(?P<slash>[0-9]{1,2}|[一二两三四])\s*次?\s*/\s*(?:日|天|d\b|day\b)|(?P<grid>\b[0-9]\s?-\s?[0-9]\s?-\s?[0-9](?:\s?-\s?[0-9])?\b)|",
        r"(?P<other>隔[日天](?:\s*[1一]\s*次)?|\bqod\b|every (?:other|second) day|alternate days)|",
        r"(?P<prn>必要时|按需|需要时|疼痛时|发热时|\bprn\b|\bsos\b|as needed|if needed|as required|when required)|",
        r"(?P<four>\bq\.?i\.?d\b|\bqds\b|four times (?:a|per|each)? ?(?:day|daily))|",
        r"(?P<three>\bt\.?i\.?d\b|\btds\b|(?:three times|thrice) (?:a|per|each)? ?(?:day|daily)|早、?中、?晚|三餐|每餐|随餐|(?:with|after|before) (?:each |every )?meals)|",
        r"(?P<two>\bb\.?i\.?d\b|\bbd\b|(?:twice|two times) (?:a|per|each)? ?(?:day|daily)|早、?晚|morning and (?:evening|night)|mane and nocte)|",
        r"(?P<one>每[晚早晨午](?:\s*[1一]\s*次)?|睡前|晨起|清晨|临睡|\bq\.?[dnm]\b|\bqhs\b|\bhs\b|\bo\.?[dm]\b|\bnocte\b|\bmane\b|once (?:a|per|each)? ?(?:day|daily)|\bdaily\b|every (?:day|morning|evening|night)|in the (?:morning|evening)|at (?:bedtime|night)|nightly|before breakfast|每日|每天)|",
        r"(?P<weeks>\bqw\b|once (?:a week|weekly)|\bweekly\b)|(?P<biw>\bbiw\b|twice (?:a week|weekly))|(?P<tiw>\btiw\b)"
    ))?;
    let captures = count.captures(text)?;
    let has = |name: &str| captures.name(name).is_some();
    let digit = |name: &str| captures.name(name).and_then(|m| times(&m.as_str().to_lowercase()));
    let every = |times: Option<u16>, days: u16| Frequency { times, days, as_needed: false };
    let in_minutes =
        has("minutes") && (!has("half") || captures.name("min").is_some_and(|min| min.as_str() == "半"));
    let frequency = if in_minutes {
        let minutes = digit("min").unwrap_or(MINUTES_OF_AN_HOUR / 2).max(1);
        every(Some(HOURS_OF_A_DAY * MINUTES_OF_AN_HOUR / minutes), 1)
    } else if has("minutes") {
        let hours = digit("min").filter(|hours| (1..=24).contains(hours))?;
        every(Some(HOURS_OF_A_DAY / hours), 1)
    } else if has("zh") {
        every(Some(digit("zh")?), 1)
    } else if has("week") || has("weeks") {
        every(Some(digit("weekly").unwrap_or(1)), DAYS_OF_A_WEEK)
    } else if has("biw") || has("tiw") {
        every(Some(if has("biw") { 2 } else { 3 }), DAYS_OF_A_WEEK)
    } else if has("hour") {
        every(Some(HOURS_OF_A_DAY), 1)
    } else if has("hours") || has("eh") || has("hourly") {
        let hours =
            digit("h").or(digit("eh")).or(digit("hourly")).filter(|hours| (1..=24).contains(hours))?;
        every(Some(HOURS_OF_A_DAY / hours), 1)
    } else if let Some(times) = digit("enday").or(digit("slash")) {
        every(Some(times), 1)
    } else if let Some(grid) = captures.name("grid") {
        // Pieces in the morning, at noon and at night: 1-0-1.
        let taken = grid.as_str().split('-').filter(|pieces| pieces.trim() != "0").count();
        every(Some(u16::try_from(taken).ok().filter(|taken| *taken > 0)?), 1)
    } else if has("other") {
        every(Some(1), 2)
    } else if has("prn") {
        Frequency { times: None, days: 1, as_needed: true }
    } else {
        let times = [("four", 4), ("three", 3), ("two", 2)].into_iter().find(|(name, _)| has(name));
        every(Some(times.map_or(1, |(_, times)| times)), 1)
    };
    Some((frequency, captures.get(0)?.range()))
}

const DAYS_OF_A_WEEK: u16 = 7;
const HOURS_OF_A_DAY: u16 = 24;
const MINUTES_OF_AN_HOUR: u16 = 60;

/// How many a word or figures tell.
pub(super) fn times(text: &str) -> Option<u16> {
    match text {
        "一" | "one" => Some(1),
        "二" | "两" | "two" => Some(2),
        "三" | "three" => Some(3),
        "四" | "four" => Some(4),
        "五" | "five" => Some(5),
        "六" | "six" => Some(6),
        "七" => Some(7),
        "八" | "eight" => Some(8),
        "seven" => Some(7),
        "九" | "nine" => Some(9),
        "十" | "ten" => Some(10),
        "twelve" => Some(12),
        digits => digits.parse().ok(),
    }
}

/// Words that give a medicine, before its name.
pub(super) fn gives() -> Option<&'static regex::Regex> {
    pattern!(concat!(
        r"(?i)^(?:继续|予以|给予|予|服用|口服|加用|停用|改为|改用|联合|联用|使用|应用|静滴|静脉滴注|皮下注射|肌注|及|和|或|与|并|术后|院外|规律|长期|恢复|恢復|重新|续用|续服|改服|加服|坚持|拟用|预防用|预防性|预防|可用|选用|暂用|目前|现|",
        r"continue\s|start\s|take(?:\s|$)|sig\.?(?:\s|:|$)|give(?:\s|$)|started on\s|on\s|and\s|with\s|given\s)+"
    ))
}

/// Whether the words before a medicine say that it is no longer given: `Ceased: oxycodone`, 停用.
pub(super) fn is_stopped(ahead: &str) -> bool {
    let clause = pattern!(
        r"(?i)(?:\b(?:ceased|stopped|discontinued|withheld|stop|cease|discontinue|withhold)\b\s*:?|停用|停服|已停|暂停|禁用|忌用|避免使用)[^.,;。+、]{0,24}$"
    );
    // Behind a colon all that is listed is.
    let list = pattern!(
        r"(?i)(?:\b(?:ceased|stopped|discontinued|withheld)(?:\s+(?:medicines|medications|drugs|meds))?|停用(?:药物|药品)?)\s*:(?:[^.;。]|[0-9]\.[0-9])*$"
    );
    clause.is_some_and(|form| form.is_match(ahead)) || list.is_some_and(|form| form.is_match(ahead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_read() {
        for (text, times, days, as_needed) in [
            ("口服 每日1次", Some(1), 1, false),
            ("每日三次", Some(3), 1, false),
            ("tid", Some(3), 1, false),
            ("每8小时1次", Some(3), 1, false),
            ("q12h", Some(2), 1, false),
            ("隔日1次", Some(1), 2, false),
            ("每周1次", Some(1), 7, false),
            ("每晚1次", Some(1), 1, false),
            ("必要时", None, 1, true),
            ("PO twice daily", Some(2), 1, false),
            ("every 6 hours", Some(4), 1, false),
            ("12 times daily", Some(12), 1, false),
            ("t.i.d.", Some(3), 1, false),
            ("1 tds", Some(3), 1, false),
            ("3次/日", Some(3), 1, false),
            ("每8小时一次", Some(3), 1, false),
            ("Q6H", Some(4), 1, false),
            ("8 hourly", Some(3), 1, false),
            ("1-0-1", Some(2), 1, false),
            ("早晚各1片", Some(2), 1, false),
            ("三餐前服", Some(3), 1, false),
            ("隔天一次", Some(1), 2, false),
            ("every eight hours", Some(3), 1, false),
            ("biw", Some(2), 7, false),
            ("in the morning", Some(1), 1, false),
            ("SOS", None, 1, true),
            ("3x/day", Some(3), 1, false),
            ("每小时1次", Some(24), 1, false),
            ("take one hourly", Some(24), 1, false),
            ("every hour", Some(24), 1, false),
        ] {
            let found = frequency_in(text).map(|(frequency, _)| frequency);
            assert_eq!(found, Some(Frequency { times, days, as_needed }), "{text}");
        }
        assert_eq!(frequency_in("口服"), None);
    }
}
