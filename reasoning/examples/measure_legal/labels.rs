//! What the truth of the factory says.

use reasoning::{fold, value::parse_number};
use serde_json::Value;

use crate::Items;

/// A text as it is compared.
pub(crate) fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect::<String>().replace('¥', "")
}

/// Which attribute of a fact is an item of which field.
const FIELDS: [(&str, &str, &str); 29] = [
    ("court", "court", "court"),
    ("court", "case_number", "number"),
    ("court", "cause", "cause"),
    ("party", "name", "party"),
    ("party", "sex", "sex"),
    ("party", "birth", "birth"),
    ("party", "address", "address"),
    ("party", "identity", "identity"),
    ("party", "credit_code", "credit_code"),
    ("party", "legal_person", "legal_person"),
    ("agent", "agent", "agent"),
    ("agent", "firm", "firm"),
    ("claim", "text", "claim"),
    ("holding", "text", "holding"),
    ("holding", "payer", "payer"),
    ("holding", "payee", "payee"),
    ("holding", "deadline", "deadline"),
    ("appeal", "court", "appeal_court"),
    ("panel", "name", "panel"),
    ("charge", "name", "charge"),
    ("fine", "fen", "fine"),
    ("sentence", "months", "months"),
    ("contract", "title", "title"),
    ("contract", "contract_number", "contract_no"),
    ("contract", "date", "signed"),
    ("price", "fen", "capitals"),
    ("dispute", "court", "forum"),
    ("dispute", "arbitration", "forum"),
    ("clause", "title", "clause"),
];

/// The labelled items of `truth`.
pub(crate) fn of(truth: &Value) -> Items {
    let mut items = Items::new();
    for fact in truth["facts"].as_array().into_iter().flatten() {
        let kind = fact["type"].as_str().unwrap_or_default();
        let text = |key: &str| fact[key].as_str().unwrap_or_default();
        let mut add = |field, item: String| items.entry(field).or_default().push(item);
        for (_, key, field) in FIELDS.iter().filter(|(of, ..)| *of == kind) {
            if !text(key).is_empty() {
                add(*field, plain(text(key)));
            }
        }
        match kind {
            "date" if text("role") == "judged" => add("judged", text("date").to_owned()),
            "law" => {
                let article = parse_number(text("article")).map(|number| number.value.to_string());
                add("law", format!("{} {}", plain(text("title")), article.unwrap_or_default()));
            }
            "fee" => {
                let keys = ["fee", "fee_paid", "bearer"];
                for key in keys.into_iter().filter(|key| !text(key).is_empty()) {
                    add(key, text(key).replace(',', "").trim_end_matches(".00").to_owned());
                }
            }
            _ => {}
        }
    }
    items
}
