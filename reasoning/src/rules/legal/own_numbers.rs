//! Numbers of its own items to which a paper that is no contract points: part of L34.

use std::collections::BTreeSet;

use super::matter::{Matter, Quote};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::whole_number;

/// Items that a paper has at least where it is looked at.
const LEAST_ITEMS: usize = 3;

/// An item that the paper points at and does not have: `在第11条担保金额内`, `the sum in paragraph 14`, `items (1) to (6)`.
pub(super) fn dangling(matter: &Matter<'_>) -> Option<Draft> {
    let items = items(matter);
    let most = items.iter().max().copied()?;
    // Numbers that have gaps are those of another paper.
    if items.len() < LEAST_ITEMS || u32::try_from(items.len()) != Ok(most) {
        return None;
    }
    let chinese = pattern!(
        r"(?P<led>[》法例定书同议]?)第(?:[一二三四五六七八九十\d]{1,3}[、,和至])*\(?(?P<number>[一二三四五六七八九十\d]{1,3})\)?(?:条|项|款)"
    );
    let english = pattern!(
        r"(?i)(?P<led>\b(?:act|code|regulations?|rules|schedule|contract|agreement|policy|lease)[ ,]{1,2})?\b(?:clauses?|paragraphs?|sections?|items?|§§?) ?\(?(?P<number>\d{1,2})\b\)?(?:(?: to | and |-|–)\(?(?P<last>\d{1,2})\b\)?)?(?P<behind>.{0,40})"
    );
    let form = if matter.is_chinese() { chinese } else { english }?;
    let text = matter.text();
    form.captures_iter(text).find_map(|found| {
        let number = found.name("last").or(found.name("number"))?;
        let value = whole_number(number.as_str()).and_then(|(number, _)| u32::try_from(number).ok())?;
        let led = found.name("led").is_some_and(|led| !led.as_str().is_empty());
        let behind = found.name("behind").map_or("", |behind| behind.as_str());
        // Another paper's or a law's own items.
        let other = led
            || behind.starts_with('.')
            || [" of the", " of that", " of its", " of schedule", " above of", " act", " of our", " of your"]
                .iter()
                .any(|word| behind.to_lowercase().starts_with(word));
        let sentence = text.get(..number.start())?.rsplit(['。', ';']).next()?;
        let cites = matter.is_chinese() && sentence.contains('》') || sentence.ends_with("Act, section ");
        let whole = found.get(0)?;
        let range = whole.start() + found.name("led").map_or(0, |led| led.len())..number.end();
        let draft = Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range));
        (value > most && !other && !cites).then(|| draft.expected(format!("1–{most}")))
    })
}

/// The numbers of clauses that paragraphs begin with, whether or not they were taken for clauses: `第八条`, `3. Payment`.
pub(super) fn labelled(matter: &Matter<'_>) -> BTreeSet<u32> {
    let form = pattern!(
        r"^(?:第(?P<zh>[〇零一二三四五六七八九十百\d]{1,5})条|(?i:clause |article |section )?(?P<plain>\d{1,2})(?:\.|\)|:)(?:[^\d]|$))"
    );
    let text = matter.text();
    let (mut found, mut at) = (BTreeSet::new(), 0);
    while at < text.len() {
        let end = matter.flow.paragraph_behind(at).max(at + 1);
        let own = form.and_then(|form| form.captures(matter.flow.slice(at..end).trim_start()));
        let number = own.and_then(|own| whole_number(own.name("zh").or(own.name("plain"))?.as_str()));
        found.extend(number.and_then(|(number, _)| u32::try_from(number).ok()));
        at = end;
    }
    found
}

/// The numbers that lines begin with, of the style that most of them have.
fn items(matter: &Matter<'_>) -> BTreeSet<u32> {
    let form = pattern!(
        r"^(?:(?P<plain>\d{1,2})(?:\.|、|\))(?:\D|$)|\((?P<bracket>\d{1,2})\)|(?P<zh>[一二三四五六七八九十]{1,3})、|§ ?(?P<sign>\d{1,2})\b)"
    );
    let text = matter.text();
    let mut styles: [BTreeSet<u32>; 4] = Default::default();
    let mut at = 0;
    while at < text.len() {
        let end = matter.flow.line_behind(at).max(at + 1);
        let line = matter.flow.slice(at..end).trim_start();
        if let Some(found) = form.and_then(|form| form.captures(line)) {
            for (index, name) in ["plain", "bracket", "zh", "sign"].iter().enumerate() {
                let number = found.name(name).and_then(|own| whole_number(own.as_str()));
                if let (Some((number, _)), Some(style)) = (number, styles.get_mut(index))
                    && let Ok(number) = u32::try_from(number)
                {
                    style.insert(number);
                }
            }
        }
        at = end;
    }
    styles.into_iter().max_by_key(BTreeSet::len).unwrap_or_default()
}
