//! Blood groups in running text: the patient's and that of the blood given.

use crate::pattern::pattern;
use crate::{AttributeKind, MedicalFact, Notes, Passage};

/// States the ABO groups that a text names behind the word for them: `献血者血型：O型`, `Donor group: A positive`. Those of relatives are
/// left out.
pub(super) fn state(passage: &Passage, notes: &mut Notes) {
    let form = pattern!(concat!(
        r"(?:血\s*型(?:鉴定|结果|复核|复查|检测|检查)?|正反?定型(?:结果)?|反定型(?:结果)?|(?i:\b(?:ABO|blood group|blood type|donor group|recipient group|(?:type|group) and (?:save|screen|hold|match|cross-?match)(?: ?[:,] ?(?:blood )?group)?|units? (?:of )?(?:blood )?group|unit group|grouped as)))",
        r"[\s:(]*(?:为|是|示|结果)?\s*(?:ABO\s*(?:血型)?\s*(?:系统)?\s*[:)]?\s*)?(?:正反定型\s*:?\s*)?[\x22“']?(?P<group>AB|A|B|O)[\x22”']?\s*(?:型|\s(?:Rh|RH)|\+|-|(?i:\s?(?:pos|neg|rh|\(?rh|packed|red cell|whole blood|cells))|\s*[,;。)]|\s*$)"
    ));
    let folded = passage.folded();
    given(passage, notes);
    let relatives =
        pattern!(r"(?i)丈夫|配偶|父|母|新生儿|婴儿|胎儿|子女|husband|partner|mother|father|baby|infant");
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let (Some(whole), Some(group)) = (captures.get(0), captures.name("group")) else { continue };
        let ahead = folded.get(..whole.start()).unwrap_or("");
        let from = ahead.ceil_char_boundary(ahead.len().saturating_sub(REACH));
        if relatives.is_some_and(|form| ahead.get(from..).is_some_and(|ahead| form.is_match(ahead))) {
            continue;
        }
        let characters = passage.characters(group.range());
        let is_stated = notes.facts().evidence.iter().any(|evidence| {
            let known = &evidence.span.characters;
            evidence.span.passage == passage.id
                && evidence.kind == crate::EvidenceKind::Stated
                && (known.start as usize) <= characters.start
                && characters.end <= known.end as usize
                && known.end.saturating_sub(known.start) <= LONGEST_ATTRIBUTE
        });
        if !is_stated {
            let value = notes.copy(passage, group.range());
            notes.add("text", MedicalFact::Attribute { kind: AttributeKind::BloodGroup, value });
        }
    }
}

/// States the group of the blood that is given or held ready, where only the own one is usual: cells of group O and plasma of group AB are
/// given to others too.
fn given(passage: &Passage, notes: &mut Notes) {
    let form = pattern!(
        r"(?:输注?|输血|备|备血|予|配血?|申请)\s*(?P<group>AB|A|B)\s*型\s*(?:Rh\s*\(?D?\)?\s*(?:阳性|阴性|\+|-)\s*)?(?:去白细胞?|悬浮|浓缩|洗涤|滤白|少白)*(?:红细胞|全血|血液|悬红)"
    );
    let folded = passage.folded();
    for captures in form.iter().flat_map(|form| form.captures_iter(folded)) {
        let Some(group) = captures.name("group") else { continue };
        let value = notes.copy(passage, group.range());
        notes.add("text", MedicalFact::Attribute { kind: AttributeKind::BloodGroup, value });
    }
}

/// Characters of the longest attribute; a longer span is running text.
const LONGEST_ATTRIBUTE: u32 = 40;

/// Bytes before the word in which somebody else may be named.
const REACH: usize = 24;
