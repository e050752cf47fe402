use crate::content::{Content, TableContent};

/// What the predictions of a set tell about at all. A tool that never gives boxes is not scored on boxes; but where it
/// gives them for some samples, a sample without them has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Offer {
    blocks: bool,
    lines: bool,
    words: bool,
    tables: bool,
    formulas: bool,
    fields: bool,
    facts: bool,
}

impl Offer {
    /// What any of these predictions tells about; all of it if there are none.
    pub(crate) fn of<'a>(predictions: impl IntoIterator<Item = &'a Content>) -> Self {
        let all = |offer: bool| Self {
            blocks: offer,
            lines: offer,
            words: offer,
            tables: offer,
            formulas: offer,
            fields: offer,
            facts: offer,
        };
        predictions
            .into_iter()
            .fold(None, |offer: Option<Self>, prediction| {
                let offer = offer.unwrap_or(all(false));
                let pages = || prediction.pages.iter();
                Some(Self {
                    blocks: offer.blocks || pages().any(|page| page.blocks.is_some()),
                    lines: offer.lines || pages().any(|page| page.lines.is_some()),
                    words: offer.words || pages().any(|page| page.words.is_some()),
                    tables: offer.tables || prediction.tables.is_some(),
                    formulas: offer.formulas || prediction.formulas.is_some(),
                    fields: offer.fields || prediction.fields.is_some(),
                    facts: offer.facts || prediction.facts.is_some(),
                })
            })
            .unwrap_or(all(true))
    }

    /// `prediction` (or, where there is none, an empty one) with all that is offered known, if only as empty.
    pub(crate) fn complete(&self, prediction: Option<Content>) -> Content {
        let mut content =
            prediction.unwrap_or_else(|| Content { missing: true, ..Content::of_text(String::new()) });
        for page in &mut content.pages {
            fill(&mut page.blocks, self.blocks);
            fill(&mut page.lines, self.lines);
            fill(&mut page.words, self.words);
        }
        fill::<TableContent>(&mut content.tables, self.tables);
        fill(&mut content.formulas, self.formulas);
        fill(&mut content.fields, self.fields);
        fill(&mut content.facts, self.facts);
        content
    }
}

fn fill<T>(part: &mut Option<Vec<T>>, offered: bool) {
    if offered {
        part.get_or_insert_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_offered_stays_unknown() {
        let text = Content::of_text("x");
        let tables = Content { tables: Some(vec![]), ..Content::of_text("y") };
        let offer = Offer::of([&text, &tables]);
        let missing = offer.complete(None);
        assert_eq!((missing.tables.as_deref(), missing.fields.as_deref()), (Some(&[][..]), None));
        assert_eq!(missing.text().as_deref(), Some(""));
        assert_eq!(offer.complete(Some(text.clone())).tables.as_deref(), Some(&[][..]));
        assert_eq!(Offer::of([&text]).complete(Some(text.clone())).tables, None);
        assert!(Offer::of([]).complete(None).facts.is_some());
    }
}
