//! FUNSD: entities of forms, their words, and which answer belongs to which question.

use std::collections::BTreeMap;

use document::Rect;
use serde::Deserialize;

use super::json;
use crate::Error;
use crate::boxes::TextBox;
use crate::content::{Content, PageContent};
use crate::fields::Field;

#[derive(Deserialize)]
struct File {
    form: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    id: u64,
    text: String,
    label: String,
    #[serde(default)]
    words: Vec<Word>,
    #[serde(default)]
    linking: Vec<[u64; 2]>,
}

#[derive(Deserialize)]
struct Word {
    text: String,
    #[serde(rename = "box")]
    sides: [f32; 4],
}

pub(super) fn read(text: &str) -> Result<Content, Error> {
    let file: File = json(text)?;
    let texts: Vec<&str> =
        file.form.iter().map(|e| e.text.as_str()).filter(|t| !t.trim().is_empty()).collect();
    let words = file.form.iter().flat_map(|entity| &entity.words).filter(|word| !word.text.trim().is_empty());
    let page = PageContent {
        number: Some(1),
        text: Some(texts.join("\n")),
        // The entities come in no order that a reader would follow.
        ordered: false,
        words: Some(words.map(text_box).collect()),
        ..PageContent::default()
    };
    Ok(Content { pages: vec![page], fields: Some(fields(&file.form)), ..Content::default() })
}

fn text_box(word: &Word) -> TextBox {
    let [left, top, right, bottom] = word.sides;
    let outline = Rect::new(left, top, right, bottom).into();
    TextBox { text: Some(word.text.clone()), outline, confidence: None }
}

/// Each question with the answers linked to it, run together in their order.
fn fields(form: &[Entity]) -> Vec<Field> {
    let by_id: BTreeMap<u64, &Entity> = form.iter().map(|entity| (entity.id, entity)).collect();
    let mut answers: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for [question, answer] in form.iter().flat_map(|entity| &entity.linking) {
        let labels = [question, answer].map(|id| by_id.get(id).map(|entity| entity.label.as_str()));
        let known = answers.entry(*question).or_default();
        if labels == [Some("question"), Some("answer")] && !known.contains(answer) {
            known.push(*answer);
        }
    }
    let field = |(question, mut answers): (u64, Vec<u64>)| {
        answers.sort_unstable();
        let texts: Vec<&str> =
            answers.iter().filter_map(|id| by_id.get(id)).map(|e| e.text.as_str()).collect();
        let name = by_id.get(&question)?.text.trim_end_matches([':', ' ']);
        (!texts.is_empty()).then(|| Field::new(name, texts.join(" ")))
    };
    answers.into_iter().filter_map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_get_their_answers() {
        let text = r#"{"form": [
            {"id": 0, "text": "Date:", "box": [0, 0, 9, 9], "label": "question", "linking": [[0, 1], [0, 2], [9, 0]],
             "words": [{"text": "Date:", "box": [0, 0, 9, 9]}]},
            {"id": 1, "text": "May", "box": [10, 0, 19, 9], "label": "answer", "linking": [[0, 1]],
             "words": [{"text": "May", "box": [10, 0, 19, 9]}]},
            {"id": 2, "text": "1998", "label": "answer", "linking": [], "words": []},
            {"id": 3, "text": "FORM", "label": "header", "linking": [[3, 0]], "words": []}]}"#;
        let content = read(text).unwrap();
        assert_eq!(content.fields, Some(vec![Field::new("Date", "May 1998")]));
        assert_eq!(content.text().as_deref(), Some("Date:\nMay\n1998\nFORM"));
        let page = &content.pages[0];
        assert!(!page.ordered && page.words.as_ref().is_some_and(|words| words.len() == 2));
    }
}
