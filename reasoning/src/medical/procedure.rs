//! Operations and other procedures in running text.

use super::entries::Spot;
use crate::pattern::pattern;
use crate::value::find_dates;
use crate::{Body, DiagnosisKind, EventKind, EvidenceKind, MedicalFact, Notes, Passage, SectionKind, View};

/// A date more than this many bytes before the verb belongs to something else.
const DATE_REACH: usize = 24;

/// States the procedures of a text: `3月8日行冠状动脉造影`, `在全麻下行腹腔镜胆囊切除术`, `植入药物洗脱支架1枚`.
pub(super) fn state(view: &View, text: &Spot, notes: &mut Notes) {
    let Some(passage) = view.passage(text.passage) else { return };
    let Some(folded) = passage.folded().get(text.bytes.clone()) else { return };
    let form = pattern!(concat!(
        r"(?:(?:下|日|于|予|已|曾|遂|择期|急诊)\s*行|行)\s*",
        r#"(?P<name>["“]?[\p{Han}A-Za-z+()、/-]{2,30}?(?:切除术|置换术|成形术|修补术|内固定术|引流术|造影术|置入术|植入术|清扫术|吻合术|移植术|剖宫产术|松解术|消融术|造影|穿刺术|探查术|手术|术))"#
    ));
    let dates = find_dates(folded);
    let offset = text.bytes.start;
    for captures in form.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let Some((whole, name)) = captures.get(0).zip(captures.name("name")) else { continue };
        let verb = whole.start();
        let before = folded.get(..verb).unwrap_or("");
        let is_other = before.ends_with(['进', '流', '自', '步', '执', '银', '运', '不']);
        if is_other {
            continue;
        }
        let near = |end: usize| end <= verb + '日'.len_utf8() && verb.saturating_sub(end) <= DATE_REACH;
        let date = dates.iter().rfind(|date| near(date.range.end));
        let name = notes.copy(passage, name.start() + offset..name.end() + offset);
        let date = date
            .map(|date| notes.state(passage, date.range.start + offset..date.range.end + offset, date.value));
        notes.add("procedure", MedicalFact::Procedure { name, date });
    }
}

/// What has been told of the stay so far.
#[derive(Debug, Default)]
pub(super) struct Told {
    days: bool,
    events: Vec<EventKind>,
}

impl Told {
    /// By the facts noted of the part.
    pub(super) fn of(notes: &Notes) -> Self {
        let mut told = Self::default();
        for fact in notes.of_part() {
            match &fact.body {
                Body::Medical(MedicalFact::StayDays { .. }) => told.days = true,
                Body::Medical(MedicalFact::Event { kind, .. }) if !told.events.contains(kind) => {
                    told.events.push(*kind);
                }
                _ => {}
            }
        }
        told
    }
}

/// States what a sentence of the history tells of the stay: `因“发热3天”于2022-08-16入院`, `共住院6天`.
pub(super) fn state_stay(passage: &Passage, told: &mut Told, notes: &mut Notes) {
    let folded = passage.folded();
    state_dates(passage, told, notes);
    let complaint = pattern!(r#"(?P<word>主?因)\s*["“'](?P<text>[^"”']{0,40})["”']"#);
    for captures in complaint.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let Some((word, text)) = captures.name("word").zip(captures.name("text")) else { continue };
        let heading = notes.copy(passage, word.range());
        // Between the marks nothing may stand: then the complaint is missing.
        let text: Vec<_> =
            (!text.is_empty()).then(|| notes.copy(passage, text.range())).into_iter().collect();
        notes.add("history", MedicalFact::Section { kind: SectionKind::ChiefComplaint, heading, text });
    }
    state_complaint(passage, notes);
    state_clerking(passage, told, notes);
    let is_told = |kind: EventKind, told: &Told| told.events.contains(&kind);
    if !is_told(EventKind::Admitted, told) && !is_told(EventKind::Discharged, told) {
        state_span(passage, told, notes);
    }
    // A line of days alone tells how long the stay was where both its days are told.
    let is_stay = is_told(EventKind::Admitted, told) && is_told(EventKind::Discharged, told);
    let alone = pattern!(r"^\s*(?:共计?|计|合计|总计)\s*(?P<days>[0-9]{1,3})\s*[天日]\s*$");
    let behind =
        pattern!(r"[0-9日]\s*[,;(]?\s*(?:共计?|计|合计)\s*(?P<days>[0-9]{1,3})\s*[天日](?:[),。;\s]|$)");
    for row in passage.rows().iter().filter(|_| is_stay) {
        if told.days {
            break;
        }
        let line = folded.get(row.bytes.clone()).unwrap_or("");
        let two = find_dates(line).len() >= 2;
        let captures =
            alone.and_then(|form| form.captures(line)).or_else(|| behind.filter(|_| two)?.captures(line));
        let Some(digits) = captures.and_then(|captures| captures.name("days")) else { continue };
        if let Ok(days) = digits.as_str().parse() {
            let days =
                notes.state(passage, row.bytes.start + digits.start()..row.bytes.start + digits.end(), days);
            notes.add("history", MedicalFact::StayDays { days });
            told.days = true;
        }
    }
    let stay = pattern!(
        r"[住在]院\s*(?:时间|天数)?\s*(?:为|共|:)?\s*(?P<days>[0-9]{1,3})\s*[天日]|(?i:\blength of (?:hospital )?stay\s*(?:was|of|:)?\s*)(?P<en>[0-9]{1,3})\s*(?i:days?|nights?)"
    );
    // What a key has told is not stated again.
    let others = stay
        .iter()
        .filter(|_| !told.days)
        .flat_map(|pattern| pattern.captures_iter(folded))
        .collect::<Vec<_>>();
    for captures in others {
        let Some(digits) = captures.name("days").or(captures.name("en")) else { continue };
        if let Ok(days) = digits.as_str().parse() {
            let days = notes.state(passage, digits.range(), days);
            notes.add("history", MedicalFact::StayDays { days });
            told.days = true;
        }
    }
}

/// States when the history was taken as when the record was written, where nothing else tells that: `于6月16日15时43分采集病史`.
fn state_clerking(passage: &Passage, told: &mut Told, notes: &mut Notes) {
    if told.events.contains(&EventKind::Recorded) {
        return;
    }
    let folded = passage.folded();
    let behind = pattern!(r"^\s*(?:采集病史|书写|记录|完成记录)");
    let found = find_dates(folded).into_iter().find(|date| {
        let rest = folded.get(date.range.end..).unwrap_or("");
        date.value.day.is_some() && behind.is_some_and(|form| form.is_match(rest))
    });
    if let Some(found) = found {
        let date = notes.state(passage, found.range, found.value);
        notes.add("history", MedicalFact::Event { kind: EventKind::Recorded, date });
        told.events.push(EventKind::Recorded);
    }
}

/// States the complaint that a sentence of the history tells without quotation marks, where no section has it: `因右下腹痛1天入院`,
/// `presented with a 3-day history of chest pain`.
fn state_complaint(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(concat!(
        r"(?:^|[。;,、\s]|患者|病人)(?P<word>主?因|缘于|以)(?P<text>\p{Han}[^。;:“”\x22]{1,36}?[0-9一二两三四五六七八九十半数]\s*余?个?(?:小时|天|日|周|月|年)(?:余|半)?(?:,?(?:加重|再发|复发)[^。;,]{0,12})?)(?:之?主诉)?,?(?:为主诉|由|于|经|门诊|急诊|步行|平车|轮椅|前?来|收入?|入|住)|",
        r"(?i:\b(?P<enword>admitted|presented|presents|referred|attended|brought in)\b[^.;]{0,40}?\b(?:with|for|because of|complaining of)\s+(?P<entext>[^.;]{4,80}?\b(?:hours?|days?|weeks?|months?|years?)\b[^.;]{0,60}))"
    ));
    let inline = pattern!(
        r"(?:^|[。;:,\s])(?P<word>主诉)\s*:?\s*(?P<text>\p{Han}[^。;:]{2,40}?[0-9一二两三四五六七八九十半数]\s*余?个?(?:小时|天|日|周|月|年)(?:余|半)?)\s*(?:[。;,]|$)"
    );
    let captures = form.and_then(|form| form.captures(folded)).or_else(|| inline?.captures(folded));
    let Some(captures) = captures else { return };
    let is_known = notes.of_part().any(|fact| {
        // Where the history has a heading of its own, so has the complaint, or it is missing.
        let kinds = [SectionKind::ChiefComplaint, SectionKind::PresentIllness];
        matches!(&fact.body, Body::Medical(MedicalFact::Section { kind, .. }) if kinds.contains(kind))
    });
    if is_known {
        return;
    }
    let word = captures.name("word").or(captures.name("enword"));
    let Some((word, text)) = word.zip(captures.name("text").or(captures.name("entext"))) else { return };
    let heading = notes.copy(passage, word.range());
    let text = vec![notes.copy(passage, text.range())];
    notes.add("history", MedicalFact::Section { kind: SectionKind::ChiefComplaint, heading, text });
}

/// States the stay that stands as two days: `住院期间 2024-03-01 至 2024-03-08`, `起 2024-03-01 止 2024-03-08（计7日）`.
fn state_span(passage: &Passage, told: &mut Told, notes: &mut Notes) {
    let folded = passage.folded();
    let dates = find_dates(folded);
    for pair in dates.windows(2) {
        let [first, second] = pair else { continue };
        let between = folded.get(first.range.end..second.range.start).unwrap_or("").trim();
        let ahead: String =
            folded.get(..first.range.start).unwrap_or("").chars().rev().take(SPAN_LEAD).collect();
        let ahead: String = ahead.chars().rev().collect();
        let joins = pattern!(
            r"(?i)^(?:起\s*)?(?:至|到|止|迄|讫|-|~|—|–|to|until|till|through|thru|and)\s*:?(?: the)?$"
        )
        .is_some_and(|form| form.is_match(between));
        let of_stay = pattern!(concat!(
            r"(?i)(?:(?:[住在]|[入出][、/]?[出入])院[^0-9。;]{0,8}|(?:收治|诊治|治疗)(?:时间|期间)?\s*[:为]?\s*(?:自|从|于)?|",
            r"\b(?:stay|stayed|admi|inpatient|in-patient|hospital|under|care|looked after|with us|ward|unit|treated|between)[^0-9.;]{0,30})$|(?:^|[^\p{Han}])(?:起|自)\s*:?\s*$"
        ))
        .is_some_and(|form| form.is_match(&ahead));
        // How long it lasted stands behind a stay, whatever it is called.
        let lasted = pattern!(
            r"(?i)^\s*[,(]?\s*(?:共计?|计|合计|total(?: of)?:?)?\s*[0-9]{1,3}\s*(?:天|日|(?:bed[ -])?days?\b|nights?\b)"
        );
        let behind = folded.get(second.range.end..).unwrap_or("");
        // Two days alone in their line are those of the stay, but for an operation's, which tell the hour.
        let is_alone = second.value.clock.is_none()
            && first.value.clock.is_none()
            && ahead.trim().is_empty()
            && behind.trim().is_empty()
            && matches!(passage.role, crate::Role::Region { .. } | crate::Role::Plain);
        let of_stay = of_stay || is_alone || lasted.is_some_and(|form| form.is_match(behind));
        if !joins || !of_stay {
            continue;
        }
        for (kind, found) in [(EventKind::Admitted, first), (EventKind::Discharged, second)] {
            let date = notes.state(passage, found.range.clone(), found.value);
            notes.add("history", MedicalFact::Event { kind, date });
            told.events.push(kind);
        }
        let days = pattern!(
            r"(?i)^\s*[,(]?\s*(?:共计?|计|合计|total(?: of)?:?)?\s*(?P<days>[0-9]{1,3})\s*(?:天|日|(?:bed[ -])?days?\b|nights?\b)"
        );
        if let Some(days) = days.and_then(|form| form.captures(behind)?.name("days"))
            && let Ok(count) = days.as_str().parse()
            && !told.days
        {
            let at = second.range.end + days.start()..second.range.end + days.end();
            let days = notes.state(passage, at, count);
            notes.add("history", MedicalFact::StayDays { days });
            told.days = true;
        }
        return;
    }
}

/// Letters before a span of days that say what it is of.
const SPAN_LEAD: usize = 40;

/// States the diagnoses that a sentence names: `诊断为社区获得性肺炎`, `出院诊断：高血压病2级`.
pub(super) fn state_diagnosis(passage: &Passage, notes: &mut Notes) {
    let folded = passage.folded();
    let form = pattern!(concat!(
        r"(?:(?P<word>(?:入院|出院|初步|术前|术后|临床|最后|明确)?(?:诊断|认定))\s*(?:明确)?\s*(?:为|是|考虑|:)\s*:?\s*\x22?|(?:^|[。;\s])(?P<guess>考虑|印象|拟诊)\s*:\s*)",
        r"(?P<text>[^,。;:\x22]{2,40})|",
        r"(?i:\b(?P<en>(?:final |working |admission |discharge )?diagnos(?:is|es) (?:of|was|is|were)|diagnosed (?:with|as))\s+(?P<entext>[^.;,:]{3,60}))"
    ));
    for captures in form.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let word = captures.name("word").or(captures.name("guess"));
        let word = word.or(captures.name("en"));
        let text = captures.name("text").or(captures.name("entext"));
        let Some((word, text)) = word.zip(text) else { continue };
        let kind = match word.as_str() {
            "入院诊断" => DiagnosisKind::Admission,
            "出院诊断" => DiagnosisKind::Discharge,
            "初步诊断" | "考虑" | "拟诊" => DiagnosisKind::Preliminary,
            "术前诊断" | "术前认定" => DiagnosisKind::Preoperative,
            "术后诊断" => DiagnosisKind::Postoperative,
            "临床诊断" => DiagnosisKind::Clinical,
            _ => DiagnosisKind::Stated,
        };
        let (side, polarity) = super::clause::judge(text.as_str());
        notes.cite(passage, word.range(), EvidenceKind::Label);
        let text = notes.copy(passage, text.range());
        notes.add("history", MedicalFact::Diagnosis { kind, text, side, polarity });
    }
}

/// What an English sentence says of the day that follows: `was admitted to the ward on`.
fn english_cue(ahead: &str) -> Option<EventKind> {
    let form = pattern!(r"(?i)\b(?:(?P<in>admi(?:tted|ssion))|(?P<out>discharged?))\b[^.;]{0,40}$")?;
    let is_near =
        pattern!(r"(?i)\b(?:on|from|since)(?: the)?\s*$|\b(?:admitted|admission|discharged?)\s*[:-]?\s*$")?
            .is_match(ahead);
    // Of two words the last one counts.
    let start = ahead.to_lowercase().rfind("admi").max(ahead.to_lowercase().rfind("discharg"))?;
    let captures = form.captures(ahead.get(start..)?).filter(|_| is_near)?;
    Some(if captures.name("in").is_some() { EventKind::Admitted } else { EventKind::Discharged })
}

/// States days of admission and discharge that sentences tell; what a key has told already is not stated again.
fn state_dates(passage: &Passage, told: &mut Told, notes: &mut Notes) {
    let folded = passage.folded();
    let admitted = pattern!(concat!(
        r"^\s*(?:[^,。;]{0,40}?(?:而|,|因[^。;]{1,40}?))?(?:门诊|急诊)?(?:收[住治]?)?(?:入住?|住进?)(?:我|本)?[院科](?:[^号]|$)|",
        r"^\s*(?:至|到|-|~)[^。;]{4,24}?(?:期间)?(?:在|于)?[^。;]{0,12}?住院"
    ));
    let discharged = pattern!(r"^\s*(?:,|经?[^,。;入0-9]{0,12}?)(?:准予|予|好转|治愈|康复|带药)*[出离]院");
    let before = pattern!(
        r"(?P<in>入院(?:日期|时间)?|收[住治]入?[院科]?)\s*(?:为|于|是|:)?\s*$|(?:^|[^入、/])(?P<out>[出离]院(?:日期|时间)?)\s*(?:为|于|是|:)?\s*$"
    );
    let hits =
        |pattern: Option<&regex::Regex>, text: &str| pattern.is_some_and(|pattern| pattern.is_match(text));
    // Behind "于" a day belongs to the sentence's verb, however far that stands.
    let far_admitted = pattern!(r"^[^。;0-9出]{0,40}?(?:入院|住院|收入|收住|收治|入住|住入)");
    let far_discharged = pattern!(r"^[^。;0-9入]{0,30}?[出离]院");
    let mut last_admitted = false;
    for found in find_dates(folded) {
        let ahead = folded.get(..found.range.start).unwrap_or("");
        let behind = folded.get(found.range.end..).unwrap_or("");
        let is_birth =
            pattern!(r"(?i)(?:生于|出生(?:日期|年月)?|生日|\bborn|\bd\.?o\.?b\.?)\s*(?:on|为|是|:)?\s*$");
        if hits(is_birth, ahead) {
            continue;
        }
        let cue = before.and_then(|pattern| pattern.captures(ahead));
        let cued = |name: &str| cue.as_ref().is_some_and(|captures| captures.name(name).is_some());
        let english = english_cue(ahead);
        let at = ahead.trim_end().ends_with('于');
        // "自3月4日至3月16日住院": the second day ends the stay that the first began.
        let ends_span = last_admitted && ahead.trim_end().ends_with(['至', '到', '-', '~']);
        let kind = if cued("out")
            || english == Some(EventKind::Discharged)
            || cued("enout")
            || ends_span
            || hits(discharged, behind)
            || at && hits(far_discharged, behind)
        {
            EventKind::Discharged
        } else if cued("in")
            || english == Some(EventKind::Admitted)
            || hits(admitted, behind)
            || at && hits(far_admitted, behind)
        {
            EventKind::Admitted
        } else {
            last_admitted = false;
            continue;
        };
        last_admitted = kind == EventKind::Admitted;
        if !told.events.contains(&kind) {
            told.events.push(kind);
            let date = notes.state(passage, found.range, found.value);
            notes.add("history", MedicalFact::Event { kind, date });
        }
    }
}
