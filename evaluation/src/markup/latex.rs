//! The little LaTeX that tools put into cells.

/// Commands that stand for one sign.
const SIGNS: [(&str, &str); 3] = [("pm", "±"), ("times", "×"), ("sim", "~")];
/// Commands that only dress their argument.
const DRESSING: [&str; 5] = ["mathrm", "mathbf", "text", "textbf", "textcircled"];

/// `text` without the simplest wrappers of LaTeX: dollar signs, `\mathrm{…}`, `^{…}`, `\pm`. OmniDocBench evens out the
/// same before it compares cells.
pub(crate) fn unwrap_latex(text: &str) -> String {
    if !text.contains(['$', '\\', '^', '_']) {
        return text.to_owned();
    }
    let text = text.replace('$', " ").replace("\\%", "%");
    without_scripts(&without_commands(&text))
}

fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let after = &rest[1..];
        let length = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (name, tail) = after.split_at(length);
        let whole = !tail.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if let Some((_, sign)) = SIGNS.iter().find(|(command, _)| *command == name && whole) {
            out.push_str(sign);
            rest = tail;
        } else if let (true, Some((inside, tail))) = (DRESSING.contains(&name), braced(tail)) {
            out.push_str(inside);
            rest = tail;
        } else {
            out.push('\\');
            rest = after;
        }
    }
    out + rest
}

/// Takes `^{…}` and `_{…}` for what they hold.
fn without_scripts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['^', '_']) {
        out.push_str(&rest[..at]);
        let (sign, tail) = rest[at..].split_at(1);
        if let Some((inside, tail)) = braced(tail) {
            out.push_str(inside);
            rest = tail;
        } else {
            out.push_str(sign);
            rest = tail;
        }
    }
    out + rest
}

/// What stands in the braces that `text` begins with, and what follows them; nothing where braces nest.
fn braced(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start().strip_prefix('{')?;
    let end = inside.find(['{', '}'])?;
    inside[end..].strip_prefix('}').map(|tail| (&inside[..end], tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_go_and_the_rest_stays() {
        let cases = [
            ("plain", "plain"),
            ("$5 \\pm 1$", " 5 ± 1 "),
            ("\\mathrm {kg}^{2}", "kg2"),
            ("95\\%", "95%"),
            ("\\pmb{a} \\timesx", "\\pmb{a} \\timesx"),
            ("a_b ^ {x{y}}", "a_b ^ {x{y}}"),
            ("\\textbf{血糖} \\frac{1}{2}", "血糖 \\frac{1}{2}"),
            ("\\text{", "\\text{"),
        ];
        for (text, want) in cases {
            assert_eq!(unwrap_latex(text), want);
        }
    }
}
