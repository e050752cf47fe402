//! The sex that a pronoun tells: a part of M02.

use crate::pattern::pattern;
use crate::rules::Case;
use crate::value::Sex;
use crate::{Passage, Role, Span};

/// Where the first pronoun stands that tells another sex of the patient than `sex`: `出院时她一般情况良好` of a man.
pub(super) fn of_other_sex(case: &Case<'_>, sex: Sex) -> Option<Span> {
    let prose = case.passages().filter(|passage| {
        matches!(passage.role, Role::Region { .. } | Role::Plain | Role::Cell { .. })
            && !passage.is_marginal()
    });
    prose.into_iter().find_map(|passage| in_passage(passage, sex))
}

fn in_passage(passage: &Passage, sex: Sex) -> Option<Span> {
    let (han, latin) = match sex {
        Sex::Male => ("她", "she"),
        Sex::Female => ("他", "he"),
    };
    let chinese = pattern!(
        r"(?:^|[,。;:、\s]|[时后前现予嘱对与因使让请为在日并且但而和向将把给])(?P<word>[他她])(?:[^汀克人们院科处达莫扎卡佐唑米替法群啶霉日国乡物的家]|的(?:病|生命|一般|症|体|血|情|切口|伤|饮食|睡眠))"
    );
    let english = pattern!(
        r"(?:^|[.;:]\s+|\b(?i:and|but|when|where|that|then|today|which)\s+|,\s+)(?P<word>[Hh]e|[Ss]he)\s+[a-z]+"
    );
    // Of a child or in the words of somebody else it may be anybody.
    let others = pattern!(
        r"(?i)家属|家人|父|母|夫|妻|儿子|女儿|其子|其女|子女|兄|弟|姐|妹|祖|孙|陪|护工|邻居|同事|朋友|医生|医师|护士|供者|新生儿|胎儿|婴儿|\b(?:mother|father|parents?|wife|husband|partner|son|daughter|brother|sister|friend|neighbou?r|carer|family|nurse|doctor|dr|mr|mrs|ms|baby|infant|donor|colleague|surgeon|consultant)\b"
    );
    let folded = passage.folded();
    let mut at = 0;
    for sentence in folded.split_inclusive(['。', ';', '\n']).flat_map(|part| part.split_inclusive(". ")) {
        let start = at;
        at += sentence.len();
        let word = [chinese, english]
            .into_iter()
            .flatten()
            .flat_map(|form| form.captures_iter(sentence))
            .filter_map(|captures| captures.name("word"))
            .find(|word| word.as_str() == han || word.as_str().to_lowercase() == latin);
        let Some(word) = word else { continue };
        // Whoever was spoken of right before may be meant.
        let before = folded.get(..start + word.start()).unwrap_or("");
        let reach = before.ceil_char_boundary(before.len().saturating_sub(REACH));
        let is_other = others
            .is_some_and(|form| form.is_match(before.get(reach..).unwrap_or("")) || form.is_match(sentence));
        if !is_other {
            return Some(passage.span(start + word.start()..start + word.end()));
        }
    }
    None
}

/// Bytes before a pronoun within which somebody else may have been spoken of.
const REACH: usize = 240;
