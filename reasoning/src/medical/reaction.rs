//! What a medicine once did to the patient, told in a sentence: `曾口服布洛芬后出现皮疹`, `came out in hives after amoxicillin`. Who tells it
//! does not bear the medicine, whatever stands under the heading of allergies.

use super::drug::names_medicine;
use super::entries::Spot;
use crate::pattern::pattern;
use crate::{Kind, MedicalFact, Notes, Part, Passage, Polarity, Role, View};

/// States the medicines that sentences and cells of a record say were not borne.
pub(super) fn state(view: &View, part: &Part, notes: &mut Notes) {
    if part.kind != Kind::Record {
        return;
    }
    let passages = view.within(part).iter().filter(|passage| !matches!(passage.role, Role::Joined));
    for passage in passages.filter(|passage| !passage.is_marginal()) {
        for spot in told(passage) {
            let substance = notes.copy(passage, spot.bytes);
            notes.add("reaction", MedicalFact::Allergy { substance, polarity: Polarity::Present });
        }
    }
}

/// The medicines of such sentences.
fn told(passage: &Passage) -> Vec<Spot> {
    let text = passage.folded();
    let forms = [
        // The verb tells that it came up; what was there before may lessen.
        pattern!(concat!(
            r"(?:口服|服用|内服|使用|应用|注射|静滴|静点|静脉滴注|静脉注射|静脉输注|输注|输液|肌注|静推|外用|含服|吸入|接受|[服用打吃])\s*(?:过)?(?P<drug>[\p{Han}A-Za-z]{2,14}?)(?:治疗|等药物?)?",
            r"(?:之?后|时|期间|过程中|的?[0-9一二两三四五六七八九十数半]+(?:分钟|小时|天)后)[^。;未无]{0,12}?(?:出现|发生|引起|诱发|起|致|有)(?:了|过|有)?[^。;未无否]{0,10}?(?:皮疹|红疹|药疹|荨麻疹|风团|瘙痒|过敏|休克|红斑|喉头水肿|水肿|面部肿胀|眼睑肿胀|呼吸困难|哮喘|支气管痉挛)"
        )),
        pattern!(
            r"(?P<drug>[\p{Han}A-Za-z]{2,14}?)(?:引起|导致|所致|致|诱发)(?:的|过)?[^。;,未无]{0,6}?(?:皮疹|药疹|荨麻疹|过敏|休克|红斑|喉头水肿|剥脱性皮炎)"
        ),
        pattern!(concat!(
            r"(?i)\b(?:rash(?:es)?|hives|urticaria|anaphyla\w+|angio-?o?edema|itch(?:ing|y)?|wheez\w*|bronchospasm|swelling|swollen (?:face|lips?|tongue|eyes)|reaction|reacted|erythema|wheals|breathless\w*|stevens[- ]johnson(?: syndrome)?)",
            r"(?: and [a-z]+| of the [a-z]+| all over)?,? (?:(?:shortly |soon |immediately |within [a-z0-9]+ [a-z]+ )?(?:after|following|of|on|upon)|with|to|from|due to|caused by|secondary to|when (?:taking|given|on))",
            r" (?:(?:taking|starting|receiving|using|being given|having|a|an|the|one|single|first|two|dose|doses|course|tablets?|capsules?|injections?|of|oral|iv|intravenous|topical|her|his|previous|prior|use|exposure|to)\s+){0,6}(?P<drug>[A-Za-z][A-Za-z-]{3,30})"
        )),
        pattern!(
            r"(?i)\b(?P<drug>[A-Za-z][A-Za-z-]{3,30}) (?:(?:has |had )?(?:previously |once |apparently )?(?:caused|causes|gave (?:him|her)|gives (?:him|her)|brought (?:on|him|her)|produced|resulted in|led to|made (?:him|her)))[^.;]{0,30}?\b(?:rash|hives|urticaria|anaphyla\w+|angio-?o?edema|itch\w*|wheez\w*|swelling|swell|bronchospasm)\b"
        ),
    ];
    let denied =
        pattern!(r"(?i)\b(?:no|without|denies|nor|not|never)\b[^.;]{0,30}$|(?:无|未|否认|没有)[^。;,]{0,8}$");
    let mut found: Vec<Spot> = Vec::new();
    for captures in forms.into_iter().flatten().flat_map(|form| form.captures_iter(text)) {
        let (Some(whole), Some(drug)) = (captures.get(0), captures.name("drug")) else { continue };
        let ahead = text.get(..whole.start()).unwrap_or("");
        let is_denied = denied.is_some_and(|form| form.is_match(ahead));
        if is_denied || !names_medicine(drug.as_str()) || found.iter().any(|spot| spot.bytes == drug.range())
        {
            continue;
        }
        found.push(Spot { passage: passage.id, bytes: drug.range() });
    }
    found
}
