//! What a study describes by its signs and its conclusion denies by its name: a part of M15.

use std::sync::LazyLock;

use regex::Regex;

use super::denied::denied_names;
use super::impression::{clauses, conclusions, is_of_other_side, statements};
use crate::pattern::{pairs, pattern};
use crate::rules::{Case, Draft};
use crate::{Polarity, SectionKind};

/// What a disease is called at the end of its name, and the signs by which a study shows it.
const SIGNS: [(&str, &str); 9] = [
    (
        r"(?i)(?:结石|积水)$|(?:calcul\w+|stones?|lithiasis)$",
        r"(?i)致密影|高密度影|强回声|声影|充盈缺损|calcul|stone|echogenic|opacit|radio-?dens|dense focus",
    ),
    (
        r"(?i)骨折$|fractures?$",
        r"(?i)(?:骨皮质|骨质|皮质)[^,。]{0,8}(?:中断|不连续)|骨折线|断端|成角|fracture|cortical (?:break|disruption)|comminut|angulat",
    ),
    (r"(?i)疝$|hernias?$", r"(?i)突出|膨出|疝|内容物|protru|herniat|bowel is seen|through a defect"),
    (
        r"(?i)肺炎$|pneumonia$",
        r"(?i)实变|斑片|渗出|磨玻璃|支气管充气|consolidat|air bronchogram|air-?space|patchy opaci",
    ),
    (r"(?i)溃疡$|ulcers?$", r"(?i)溃疡|凹陷|覆[白黄]?苔|\bulcer|crater"),
    (
        r"(?i)(?:阑尾炎|胆囊炎|胰腺炎|胃炎|肠炎|乳突炎)(?:伴[^,。]{1,6})?$|(?:appendic|cholecyst|pancreat|gastr|col|mastoid)itis$",
        r"(?i)增粗|壁厚|增厚|模糊|糜烂|充血|水肿|密度增高|软组织影|粪石|thicken|strand|eros|inflam|o?edema|congest|dilated",
    ),
    (
        r"(?i)(?:肿瘤|癌|结节|占位|肿块|肿物|囊肿)$|(?:mass|tumou?r|carcinoma|nodules?|cysts?)$",
        r"(?i)占位|肿块|结节|无回声|低回声|软组织影|\bmass|nodule|lesion|anechoic|hypoechoic",
    ),
    (
        r"(?i)(?:骨关节炎|骨性关节炎|退行性变|退变)$|osteoarthritis$",
        r"(?i)间隙(?:变窄|狭窄|消失)|骨赘|骨质增生|硬化|joint space|osteophyt|subchondral",
    ),
    (r"(?i)肥厚$|hypertrophy$", r"(?i)增厚|肥厚|hypertroph|thick"),
];

/// [`SIGNS`], ready for search.
static FORMS: LazyLock<Vec<(Regex, Regex)>> = LazyLock::new(|| pairs(&SIGNS));

/// A conclusion that denies by its name what the same study describes by its signs: `见骨皮质中断…。未见右桡骨远端骨折`.
pub(super) fn seen_and_denied(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    if !drafts.is_empty() {
        return;
    }
    let ends = conclusions(case);
    let findings = statements(case, &[SectionKind::Findings, SectionKind::AuxiliaryExamination]);
    let other = pattern!(
        r"(?i)其[他它余]|余|另|新发|新鲜|急性期|复查|较前|术后|治疗后|对侧|other|further|additional|elsewhere|new\b|acute|recurren|residual|previous|resolved"
    );
    let is_plain = |text: &str| !other.is_some_and(|form| form.is_match(text));
    for finding in findings.iter().filter(|finding| is_plain(finding.text) || finding.text.len() > 60) {
        let ends = ends.iter().map(|told| (told.fact, told.evidence, told.text));
        let own = last_sentence(finding.text).map(|text| (finding.fact, finding.evidence, text));
        for (fact, evidence, text) in ends.chain(own) {
            let all: Vec<&str> = clauses(text).collect();
            let denies_all =
                all.iter().all(|clause| crate::medical::clause_polarity(clause) == Polarity::Absent);
            if !denies_all || !is_plain(text) {
                continue;
            }
            for name in all.iter().flat_map(|clause| denied_names(clause)) {
                *seen = true;
                let Some(sign) = sign_of(finding.text, text, name) else { continue };
                if is_of_other_side(text, sign) {
                    continue;
                }
                let draft = Draft::new().about(fact, evidence).against(finding.fact, finding.evidence);
                drafts.push(draft.found(text).expected(sign).with("finding", sign));
                return;
            }
        }
    }
}

/// The last sentence of a description, where it has others before it.
fn last_sentence(text: &str) -> Option<&str> {
    let trimmed = text.trim_end_matches(['。', '.', ')', '）', ' ']);
    let at = trimmed.rfind(['。', ';']).into_iter().chain(trimmed.rfind(". ")).max()?;
    let rest = trimmed.get(at..)?.trim_start_matches(['。', ';', '.', ' ', '(', '（']);
    (!rest.is_empty()).then_some(rest)
}

/// The clause of a description that shows by its signs what `name` names, in the place that it names.
fn sign_of<'t>(description: &'t str, denial: &str, name: &str) -> Option<&'t str> {
    let plain = without_qualifier(name);
    let (_, form) = FORMS.iter().find(|(names, _)| names.is_match(plain))?;
    let own = clauses(description).filter(|clause| !denial.contains(*clause) && !clause.contains(denial));
    own.into_iter().find(|clause| {
        form.is_match(clause)
            && crate::medical::clause_polarity(clause) == Polarity::Present
            && shares_place(description, name)
    })
}

/// A name without what goes with the disease: `duodenal ulcer without bleeding`, `结石并积水`.
fn without_qualifier(name: &str) -> &str {
    let form = pattern!(r"(?i)\s+(?:with|without|of|in|at|on)\s.*$|[并伴].{1,8}$|\([^()]*\)?$");
    form.and_then(|form| form.find(name))
        .map_or(name, |found| name.get(..found.start()).unwrap_or(name))
        .trim_end()
}

/// Whether a description names the place that a name does: two Han letters in a row, or a Latin word of some length.
fn shares_place(description: &str, name: &str) -> bool {
    let folded = crate::fold(description).to_lowercase();
    let lower = crate::fold(name).to_lowercase();
    let letters: Vec<char> = lower.chars().filter(|c| document::is_cjk(*c)).collect();
    if letters.len() >= 2 {
        return letters.windows(2).any(|pair| folded.contains(&pair.iter().collect::<String>()));
    }
    lower
        .split(|c: char| !c.is_alphabetic())
        .any(|word| word.len() >= SHORTEST_PLACE && folded.contains(word))
}

/// Letters of the shortest Latin word that names a place.
const SHORTEST_PLACE: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_show_what_a_name_denies() {
        for (description, denial, name, want) in [
            (
                "右侧输尿管中段见一致密影，约7mm",
                "未发现右侧输尿管中段结石并积水",
                "右侧输尿管中段结石并积水",
                true,
            ),
            ("右侧输尿管扩张", "未见右侧输尿管结石", "右侧输尿管结石", false),
            ("桡骨远端骨皮质中断", "未见明显骨折移位", "骨折移位", false),
            ("左股骨颈骨皮质中断", "未见股骨颈骨折", "股骨颈骨折", true),
            (
                "There is a clean-based ulcer on the wall of the duodenal bulb",
                "No evidence of duodenal ulcer",
                "duodenal ulcer without bleeding",
                true,
            ),
            ("The stomach is normal", "No evidence of duodenal ulcer", "duodenal ulcer", false),
        ] {
            assert_eq!(sign_of(description, denial, name).is_some(), want, "{denial}");
        }
    }

    #[test]
    fn the_signs_are_read() {
        assert_eq!(FORMS.len(), SIGNS.len());
    }

    #[test]
    fn the_last_sentence_of_several() {
        assert_eq!(last_sentence("见致密影。未见结石。"), Some("未见结石"));
        assert_eq!(
            last_sentence("An ulcer. No bleeding. (No evidence of ulcer)."),
            Some("No evidence of ulcer")
        );
        assert_eq!(last_sentence("见致密影"), None);
    }
}
