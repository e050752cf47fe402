//! Scores and shares told in running text that are more than there is: an Apgar score of 12, an ejection fraction of 138 %: a part of M21.

use regex::Regex;

use crate::Role;
use crate::pattern::pattern;
use crate::rules::{Case, Draft};

/// How a score is told, where its points stand in that, and the fewest and most that there are.
type Score = (Option<&'static Regex>, Option<&'static Regex>, u32, u32);

/// The scores that are known.
fn scores() -> [Score; 8] {
    [
        // The minutes at which newborns are looked at are no points.
        (pattern!(r"(?i)apgar[^。;]{0,48}"), pattern!(r"(?P<n>[0-9]{1,3})\s*分(?:[^钟0-9]|$)"), 0, 10),
        (
            pattern!(
                r"(?i)apgars?(?: scores?)?\s*(?:of|were|was|:)?\s*[0-9]{1,3}(?:\s*(?:and|,|/)\s*[0-9]{1,3})?\s*at"
            ),
            pattern!(r"(?P<n>[0-9]{1,3})"),
            0,
            10,
        ),
        (
            pattern!(
                r"(?i)(?:\bGCS|格拉斯哥(?:昏迷)?)(?:评分|score)?\s*(?:为|:|=|of|was|is)?\s*[0-9]{1,3}(?:\s*/\s*15|\s*分|[\s,.;。)]|$)"
            ),
            pattern!(r"(?P<n>[0-9]{1,3})(?:\s*/\s*15|\s*分|[^0-9]|$)"),
            3,
            15,
        ),
        (
            pattern!(
                r"(?i)(?:\bVAS|\bNRS|疼痛(?:数字)?)\s*(?:疼痛)?(?:评分|评估)\s*(?:为|:|=)?\s*[0-9]{1,3}\s*分"
            ),
            pattern!(r"(?P<n>[0-9]{1,3})\s*分"),
            0,
            10,
        ),
        (
            pattern!(r"(?i)\bpain\s*(?:score)?\s*(?:of|:|was|is)?\s*[0-9]{1,3}\s*/\s*10\b"),
            pattern!(r"(?P<n>[0-9]{1,3})\s*/"),
            0,
            10,
        ),
        (
            pattern!(r"(?i)\bNIHSS\s*(?:评分|score)?\s*(?:为|:|=|of)?\s*[0-9]{1,3}(?:[^0-9]|$)"),
            pattern!(r"(?P<n>[0-9]{1,3})"),
            0,
            42,
        ),
        (pattern!(r"肌力\s*(?:为|:|约)?\s*[0-9]{1,2}\s*级"), pattern!(r"(?P<n>[0-9]{1,2})\s*级"), 0, 5),
        (
            pattern!(
                r"(?i)(?:\bLV?EF|射血分数|\bKi-?67|\bER|\bPR|血氧饱和度|氧饱和度)\s*(?:约|为|:|=|of)?\s*(?:\(?\+\)?,?\s*)?[0-9]{1,3}\s*%"
            ),
            pattern!(r"(?P<n>[0-9]{1,3})\s*%"),
            0,
            100,
        ),
    ]
}

/// Adds the scores that lie beyond the points that there are.
pub(super) fn impossible(case: &Case<'_>, drafts: &mut Vec<Draft>, seen: &mut bool) {
    let told = pattern!(
        r"(?i)apgar|gcs|格拉斯哥|vas|nrs|疼痛|pain|nihss|肌力|ef\b|射血|ki-?67|\ber\b|\bpr\b|氧饱和"
    );
    let texts = case.passages().filter(|passage| {
        matches!(passage.role, Role::Region { .. } | Role::Plain) && !passage.is_marginal()
    });
    for passage in texts.filter(|passage| told.is_some_and(|form| form.is_match(passage.folded()))) {
        let folded = passage.folded();
        for (whole, number, least, most) in scores() {
            for found in whole.iter().flat_map(|form| form.find_iter(folded)) {
                let points = number.iter().flat_map(|form| form.captures_iter(found.as_str()));
                for digits in points.filter_map(|captures| captures.name("n")) {
                    let Ok(points) = digits.as_str().parse::<u32>() else { continue };
                    *seen = true;
                    if (least..=most).contains(&points) {
                        continue;
                    }
                    let at = found.start() + digits.start()..found.start() + digits.end();
                    let name: String = found.as_str().chars().take_while(|c| c.is_alphabetic()).collect();
                    let draft =
                        Draft::new().about_span(passage.span(at)).found(digits.as_str()).with("item", name);
                    drafts.push(draft.expected(format!("{least}-{most}")));
                }
            }
        }
    }
}
