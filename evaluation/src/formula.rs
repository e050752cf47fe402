//! Formulas in LaTeX.

use crate::text::{ned, symbols_of};

/// Commands that change how a formula looks, not what it says.
const APPEARANCE: [&str; 17] = [
    "\\left",
    "\\right",
    "\\,",
    "\\;",
    "\\:",
    "\\!",
    "\\ ",
    "\\quad",
    "\\qquad",
    "\\displaystyle",
    "\\textstyle",
    "\\limits",
    "\\nolimits",
    "\\big",
    "\\Big",
    "\\nonumber",
    "\\notag",
];
/// Commands whose argument is for other parts of the document, not for the reader of the formula.
const WITH_ARGUMENT: [&str; 3] = ["\\label", "\\tag", "\\hspace"];
/// Other names of the same sign.
const SYNONYMS: [(&str, &str); 7] = [
    ("\\le", "\\leq"),
    ("\\ge", "\\geq"),
    ("\\ne", "\\neq"),
    ("\\to", "\\rightarrow"),
    ("\\lbrace", "\\{"),
    ("\\rbrace", "\\}"),
    ("\\dots", "\\ldots"),
];

/// How alike two formulas are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FormulaScore {
    /// Whether the tokens are the same.
    pub exact: bool,
    /// Edit distance over the tokens, divided by the longer's number of tokens.
    pub token_ned: f64,
    /// The same over all characters but white space, with nothing else evened out.
    pub ned: f64,
}

/// Compares two formulas.
///
/// Exact match and edit distance over tokens as in Y. Deng et al., *Image-to-markup generation with coarse-to-fine
/// attention*, ICML 2017: a token is a command, a brace, or a sign. Spacing, sizes of brackets, labels and braces around a
/// single token are left out; other names of a command are one.
///
/// ```
/// let score = evaluation::formula(r"x ^ {2} \, \le y", r"x^2 \leq y");
/// assert!(score.exact);
/// ```
pub fn formula(prediction: &str, truth: &str) -> FormulaScore {
    let (found, wanted) = (tokens(prediction), tokens(truth));
    let (a, b) = symbols_of(&found, &wanted);
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    FormulaScore {
        exact: found == wanted,
        token_ned: ned(&a, &b),
        ned: ned(&letters(prediction), &letters(truth)),
    }
}

/// The tokens of a formula, evened out.
fn tokens(latex: &str) -> Vec<String> {
    let latex = latex.trim();
    let wrappers = [("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)")];
    let stripped = wrappers.iter().find_map(|(open, close)| latex.strip_prefix(open)?.strip_suffix(close));
    let mut tokens = Vec::new();
    let mut rest = stripped.unwrap_or(latex);
    while let Some(token) = next_token(rest) {
        rest = &rest[token.len()..];
        if WITH_ARGUMENT.contains(&token) {
            rest =
                rest.trim_start().strip_prefix('{').and_then(|r| r.split_once('}')).map_or(rest, |(_, r)| r);
        } else if !token.trim().is_empty() && !APPEARANCE.contains(&token) {
            let name = SYNONYMS.iter().find(|(other, _)| *other == token).map_or(token, |(_, name)| *name);
            tokens.push(name.to_owned());
        }
    }
    without_idle_braces(tokens)
}

fn next_token(text: &str) -> Option<&str> {
    let mut signs = text.char_indices();
    let (_, first) = signs.next()?;
    let Some((_, second)) = signs.next().filter(|_| first == '\\') else {
        return text.get(..first.len_utf8());
    };
    if !second.is_ascii_alphabetic() {
        return text.get(..1 + second.len_utf8());
    }
    let end = signs.find(|(_, c)| !c.is_ascii_alphabetic()).map_or(text.len(), |(at, _)| at);
    text.get(..end)
}

/// Drops braces around a single token: `{x}` is `x`.
fn without_idle_braces(tokens: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let single = out.len() >= 2
            && token == "}"
            && out[out.len() - 2] == "{"
            && !matches!(out[out.len() - 1].as_str(), "{" | "}");
        if single {
            let inside = out.pop().unwrap_or_default();
            out.pop();
            out.push(inside);
        } else {
            out.push(token);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_worked_by_hand() {
        struct Case(&'static str, &'static str, bool, f64);
        let cases = [
            Case("x^2", "x^{2}", true, 0.0),
            Case("$$ \\left( a \\right) \\label{e1} $$", "(a)", true, 0.0),
            Case("\\alpha", "\\beta", false, 1.0),
            Case("\\frac{a}{b}", "\\frac{a}{c}", false, 1.0 / 3.0),
            Case("{{x}}", "x", true, 0.0),
            Case("{ab}", "ab", false, 0.5),
            Case("", "x", false, 1.0),
            Case("\\", "\\\\", false, 1.0),
            Case("\\{é\\}", "\\lbrace é\\rbrace", true, 0.0),
        ];
        for Case(found, wanted, exact, token_ned) in cases {
            let score = formula(found, wanted);
            assert_eq!((score.exact, score.token_ned), (exact, token_ned), "{found} against {wanted}");
        }
        assert_eq!(formula("a b", "ab").ned, 0.0);
        assert_eq!(formula("x^2", "x^{2}").ned, 0.4);
    }
}
