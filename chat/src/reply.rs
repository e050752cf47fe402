//! The JSON in an answer.

use reasoning::answer::Draft;
use serde_json::Value;

/// The draft in `text`: the text itself, what stands in a fence or between words, or what is left of JSON that was cut.
/// Nothing where there is none.
pub(crate) fn draft(text: &str) -> Option<Draft> {
    let start = text.find('{')?;
    let inner = text.get(start..)?;
    let whole = inner.get(..=inner.rfind('}').unwrap_or(0)).unwrap_or("");
    let value = [inner, whole].iter().find_map(|text| serde_json::from_str::<Value>(text).ok());
    let value = value.or_else(|| first(inner)).or_else(|| serde_json::from_str(&mended(inner)?).ok())?;
    let draft: Draft = serde_json::from_value(value).ok()?;
    (!draft.sections.is_empty()).then_some(draft)
}

/// The first whole value: models go on talking behind it.
fn first(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// JSON that was cut, closed behind its last whole claim.
fn mended(text: &str) -> Option<String> {
    let (mut stack, mut quoted, mut escaped, mut kept) = (Vec::new(), false, false, None);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' => stack.push('}'),
            '[' => stack.push(']'),
            '}' | ']' => {
                stack.pop();
                // A claim is the innermost object: what ends there can stand.
                if c == '}' && !stack.is_empty() {
                    kept = Some((at + 1, stack.clone()));
                }
            }
            _ => {}
        }
    }
    let (end, stack) = kept?;
    let closing: String = stack.into_iter().rev().collect();
    Some(format!("{}{closing}", text.get(..end)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{"sections":[{"title":"a","claims":[{"text":"x {F1.name}","cites":["F1"],"kind":"stated"},{"text":"y","cites":["F2"]}]}]}"#;

    #[test]
    fn json_is_found_wherever_it_stands() {
        let whole = draft(WHOLE).unwrap();
        assert_eq!(whole.sections[0].claims.len(), 2);
        for text in
            [format!("Here:\n```json\n{WHOLE}\n```\nDone."), format!("{WHOLE} {{}}"), format!("  {WHOLE}")]
        {
            assert_eq!(draft(&text).as_ref(), Some(&whole), "{text}");
        }
    }

    #[test]
    fn what_was_cut_is_kept_up_to_its_last_whole_claim() {
        let cut = draft(&WHOLE[..WHOLE.len() - 12]).unwrap();
        assert_eq!(cut.sections[0].claims.len(), 1);
        for end in (0..WHOLE.len()).filter(|end| WHOLE.is_char_boundary(*end)) {
            let _ = draft(&WHOLE[..end]);
        }
    }

    #[test]
    fn what_is_no_draft_is_none() {
        for text in ["", "{", "no", "[]", "{}", r#"{"sections":[]}"#, r#"{"sections":3}"#, "}{"] {
            assert_eq!(draft(text), None, "{text}");
        }
    }
}
