//! What a study concludes of the whole, and states that exclude each other: parts of M15.

use std::sync::LazyLock;

use regex::Regex;

use super::{Part, Study, Told};
use crate::Polarity;
use crate::pattern::pattern;
use crate::rules::Draft;

/// Of what, that it is as it should be, and that it is not; in small letters.
const OPPOSITES: [(&str, &str, &str); 9] = [
    (
        r"收缩功能|systolic (?:dys)?function|ejection fraction",
        r"收缩功能(?:正常|良好|未见异常|在正常)|(?:normal|preserved|good|intact) (?:(?:lv|left ventricular|global|rv|biventricular) )*systolic function|systolic function (?:is |was )?(?:normal|preserved|good)",
        r"收缩功能(?:轻度|中度|重度|明显|稍)?(?:减低|降低|减弱|下降|受损|不全)|systolic dysfunction|(?:reduced|impaired|depressed|decreased|poor) (?:(?:lv|left ventricular|global) )*systolic function|systolic function (?:is |was )?(?:\w+ )?(?:reduced|impaired|depressed)",
    ),
    (
        r".",
        r"normal sinus rhythm|^(?:\W*)sinus rhythm|窦性心律|窦律|p波规律|p wave(?:s)? (?:present|regular)",
        r"fibrillation|flutter|irregularly irregular|no discernible p|p waves dissociated|complete .*av block|third degree|房颤|心房颤动|心房扑动|p波消失|未见p波",
    ),
    (
        r"切缘|断端|margin",
        r"(?:切缘|断端)[^,]{0,6}(?:阴性|干净|未见|无)|margins? (?:\w+ )?(?:clear|free|negative|uninvolved)|clear margins?",
        r"(?:切缘|断端)[^,未无]{0,6}(?:阳性|累及|见癌|可见)|margins? (?:\w+ )?(?:positive|involved)|positive margins?",
    ),
    (
        r"excis|切除",
        r"(?-u:\b)complete(?:ly)? excis|excision (?:is )?complete|完整切除|切除完整",
        r"incomplete(?:ly)? excis|excision (?:is )?incomplete|未完整切除|切除不完整",
    ),
    (
        r"增生|cellular|marrow",
        r"增生(?:明显|极度)?活跃|hypercellular|normocellular|^cellular",
        r"增生(?:明显|重度|极度|轻度)?减低|hypocellular|aplas|再生障碍",
    ),
    (
        r"巨核细胞",
        r"巨核细胞[0-9]{2,}|巨核细胞(?:成熟障碍|增多|易见)",
        r"巨核细胞(?:缺如|未见|减少)|未见巨核细胞",
    ),
    (
        r"螺杆菌|尿素酶|hp|pylori|urease",
        r"尿素酶[^,]{0,6}阴性|h\.? ?pylori (?:is |test )?negative|hp\s*[(:]?\s*(?:-|阴性)|未见幽门螺杆菌",
        r"幽门螺杆菌(?:感染|阳性)|h\.? ?pylori (?:infection|positive|gastritis)|尿素酶[^,]{0,6}阳性|hp\s*[(:]?\s*(?:\+|阳性)",
    ),
    (
        r".",
        r"骨密度正常|骨量正常|normal (?:bone )?(?:mineral )?(?:bone )?density",
        r"骨质疏松|骨量(?:减少|低下)|osteopor|osteopenia|low bone mass",
    ),
    (
        r".",
        r"不累及|未(?:见)?(?:累及|侵犯)|not (?:involved|invaded)|free of tumou?r|uninvolved",
        r"(?:可见|见|有|伴)[^,]{0,6}(?:累及|侵犯)|involved by|invaded by|invasion (?:is )?(?:present|seen|identified)",
    ),
];

static FORMS: LazyLock<Vec<[Regex; 3]>> = LazyLock::new(|| {
    let compiled = |(of, good, bad): &(&str, &str, &str)| {
        Some([Regex::new(of).ok()?, Regex::new(good).ok()?, Regex::new(bad).ok()?])
    };
    OPPOSITES.iter().filter_map(compiled).collect()
});

/// The form from which on what is spoken of must be told by a shared word: 神经未见侵犯, 脉管见侵犯.
const OF_ONE_THING: usize = 8;

/// A clause with its label in small letters.
fn lower(told: &Told<'_>) -> String {
    crate::fold(&format!("{} {}", told.label, told.text)).trim().to_lowercase()
}

/// Adds what was seen in a state that its conclusion excludes: of the pump of the heart, its rhythm, margins, marrow.
pub(in super::super) fn at_odds(study: &Study<'_>, drafts: &mut Vec<Draft>) {
    let all: Vec<(&Told<'_>, String)> = study
        .0
        .iter()
        .filter(|told| told.part != Part::Asked && !told.is_of_other_time())
        .map(|told| (told, lower(told)))
        .collect();
    for (index, [of, good, bad]) in FORMS.iter().enumerate() {
        let state = |text: &str| match (good.is_match(text), bad.is_match(text)) {
            _ if !of.is_match(text) => None,
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
        let told: Vec<(&Told<'_>, bool)> =
            all.iter().filter_map(|(told, text)| Some((*told, state(text)?))).collect();
        let is_same = |a: &Told<'_>, b: &Told<'_>| {
            let sides = &a.gist.sides;
            let is_other_side = !sides.is_empty() && !b.gist.sides.is_empty() && *sides != b.gist.sides;
            !is_other_side
                && !a.gist.is_of_other_level(&b.gist)
                && (index < OF_ONE_THING || a.own.shared(&b.own) > 0)
        };
        for (concluded, is_good) in told.iter().filter(|(told, _)| told.part == Part::Concluded) {
            let seen =
                || told.iter().filter(|(other, _)| other.part == Part::Seen && is_same(concluded, other));
            let other = seen().find(|(_, other)| other != is_good);
            if let Some((other, _)) = other.filter(|_| seen().all(|(_, other)| other != is_good)) {
                let draft = concluded.source.against(other.source.about(Draft::new()));
                drafts.push(draft.found(concluded.text).expected(other.text).with("finding", other.text));
                return;
            }
        }
    }
    kind_of_tissue(&all, drafts);
}

/// Adds what is concluded as harmless where only what is malignant was seen, and the other way round.
fn kind_of_tissue(all: &[(&Told<'_>, String)], drafts: &mut Vec<Draft>) {
    let malignant = pattern!(
        r"carcinoma|lymphoma|sarcoma|melanoma|myeloma|leuka?emia|malignant|blasts increased|癌(?:$|[^栓胚前])|肉瘤|淋巴瘤|恶性|白血病|骨髓瘤"
    );
    let harmless = pattern!(
        r"\bbenign|no evidence of malignan|no malignan|not malignant|negative for malignan|adenoma\b|oncocytoma|keratosis|fibroadenoma|良性|未见(?:明确|明显)?(?:恶性|癌)|未见.{0,8}恶性|纤维腺瘤|nilm"
    );
    let is = |form: Option<&Regex>, text: &str| form.is_some_and(|form| form.is_match(text));
    let is_ill =
        |(told, text): &&(&Told<'_>, String)| told.polarity == Polarity::Present && is(malignant, text);
    let concluded = || all.iter().filter(|(told, _)| told.part == Part::Concluded);
    let seen = || all.iter().filter(|(told, _)| told.part == Part::Seen);
    let mut add = |(one, _): &(&Told<'_>, String), (other, _): &(&Told<'_>, String)| {
        let draft = one.source.against(other.source.about(Draft::new()));
        drafts.push(draft.found(one.text).expected(other.text).with("finding", other.text));
    };
    if let (Some(fine), Some(ill), None) =
        (concluded().find(|(_, text)| is(harmless, text)), seen().find(is_ill), concluded().find(is_ill))
    {
        add(fine, ill);
        return;
    }
    // Of several specimens each has its own side.
    for ill in concluded().filter(is_ill) {
        let same = |(other, _): &&(&Told<'_>, String)| {
            let sides = &ill.0.gist.sides;
            sides.is_empty() && other.gist.sides.is_empty() || *sides == other.gist.sides
        };
        let fine = seen().filter(same).find(|(_, text)| is(harmless, text));
        let is_seen = seen().filter(same).any(|(told, text)| {
            told.polarity != Polarity::Absent && (is(malignant, text) || is_atypical(text))
        });
        if let Some(fine) = fine.filter(|_| !is_seen) {
            add(ill, fine);
            return;
        }
    }
}

/// Whether a text tells of cells that look malignant without that word.
fn is_atypical(text: &str) -> bool {
    pattern!(r"异型|异形|非典型|核分裂|浸润|atypi|mitos|pleomorph|infiltrat|invad|invasi|hyperchroma|dysplas|灰白质硬|肿瘤|tumou?r")
        .is_some_and(|form| form.is_match(text))
}

/// Adds the conclusion that nothing is wrong at all where something odd was seen.
pub(in super::super) fn all_clear(
    study: &Study<'_>,
    clear: Option<&Regex>,
    is_odd: impl Fn(&str) -> bool,
    drafts: &mut Vec<Draft>,
) {
    let whole = pattern!(
        r"(?i)^(?:\W*)(?:overall,? )?(?:(?:entirely|essentially|structurally) )?normal (?:[a-z/-]+ ){0,3}(?:study|examination|scan|ct|mri|ultrasound|x-?ray|radiograph|film|echocardiogra(?:m|phy)|echo|electrocardiogram|ecg|ekg|doppler|mammogram|angiogram|endoscopy|gastroscopy|colonoscopy|bronchoscopy|cystoscopy|hearing|marrow|thyroid|chest|hips?|knees?|pelvis|heart and lungs|findings)\b|^normal sinus rhythm$|no (?:mammographic |sonographic |radiological )?evidence of malignancy in either|no bony injury|正常心电图|大致正常骨髓象|双耳听阈[^,]{0,4}正常|听力正常"
    );
    let told: Vec<&Told<'_>> = study.0.iter().filter(|told| told.part == Part::Concluded).collect();
    let odd_text =
        |told: &Told<'_>| told.polarity == Polarity::Present && is_odd(told.text) && !told.is_of_other_time();
    let is_clear = |told: &Told<'_>| {
        let text = crate::fold(told.text);
        clear.is_some_and(|clear| clear.is_match(&text)) || whole.is_some_and(|form| form.is_match(&text))
    };
    let rest = pattern!(r"余|其余|其他|其它|remain|otherwise|elsewhere|rest of");
    if !drafts.is_empty()
        || told.iter().any(|told| told.polarity != Polarity::Absent && !told.is_normal() && !is_clear(told))
        || told.iter().any(|told| odd_text(told))
    {
        return;
    }
    let is_whole = |told: &&&Told<'_>| is_clear(told) && !rest.is_some_and(|form| form.is_match(told.text));
    for fine in told.iter().filter(is_whole) {
        let is_there = |other: &&Told<'_>| {
            other.part == Part::Seen
                && odd_text(other)
                && !other.is_normal()
                && !fine.own.is_elsewhere(&other.gist)
                && !super::contrary::is_of_other_side(&fine.own.sides, &other.gist.sides)
                && !fine.own.is_of_other_level(&other.gist)
        };
        if let Some(other) = study.0.iter().find(is_there) {
            let draft = fine.source.against(other.source.about(Draft::new()));
            drafts.push(draft.found(fine.text).expected(other.text).with("finding", other.text));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_a_pattern() {
        assert_eq!(FORMS.len(), OPPOSITES.len());
        assert!(is_atypical("核分裂象易见") && !is_atypical("腺体增生"));
    }
}
