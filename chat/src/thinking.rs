//! Private thoughts told from answers, where a server leaves them in the text.

/// Marks around thoughts: those of Qwen and DeepSeek, of Kimi, and of others.
const MARKS: [(&str, &str); 3] =
    [("<think>", "</think>"), ("◁think▷", "◁/think▷"), ("<thinking>", "</thinking>")];

/// `text` without the thoughts in it. A mark that only closes ends thoughts that began in the prompt; one that never
/// closes hides everything behind it.
pub(crate) fn said(text: &str) -> &str {
    let mut text = text;
    for (open, close) in MARKS {
        if let Some(at) = text.rfind(close) {
            text = text.get(at + close.len()..).unwrap_or("");
        } else if let Some(at) = text.find(open) {
            text = text.get(..at).unwrap_or("");
        }
    }
    text.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_go() {
        for (text, want) in [
            ("answer", "answer"),
            ("<think>a secret</think>answer", "answer"),
            ("a secret</think>\n\nanswer", "answer"),
            ("<think>never closed", ""),
            ("<think>one</think><think>two</think>answer", "answer"),
            ("◁think▷x◁/think▷ answer", "answer"),
            ("", ""),
        ] {
            assert_eq!(said(text), want, "{text}");
        }
    }
}
