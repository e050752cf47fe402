use std::fmt::Write as _;

use super::{marks, reasons_text, title, written_by};
use crate::answer::lexicon::Lexicon;
use crate::answer::types::{Answer, Citation};

/// The answer as Markdown. Marks are footnotes: each names the page and quotes what is printed.
pub fn answer_markdown(answer: &Answer) -> String {
    let lexicon = Lexicon::of(answer.header.language);
    let mut out = format!("# {}\n\n*{}*\n", line(&title(answer)), line(&written_by(answer)));
    for note in &answer.header.notes {
        let _ = write!(out, "\n> {}\n", line(note));
    }
    if answer.sections.is_empty() {
        let _ = write!(out, "\n{}\n", lexicon.told("nothing", &[]));
    }
    let mut part = None;
    for section in &answer.sections {
        if answer.parts.len() > 1 && section.part != part {
            part = section.part;
            if let Some(head) = section.part.and_then(|part| answer.parts.get(part)) {
                let _ = write!(out, "\n## {}\n", line(&head.title));
            }
        }
        let level = if answer.parts.len() > 1 && section.part.is_some() { "###" } else { "##" };
        let _ = write!(out, "\n{level} {}\n\n", line(&section.title));
        for claim in &section.claims {
            let _ = writeln!(out, "- {}{}", line(&claim.text), footnotes(answer, claim));
        }
    }
    if !answer.not_verified.is_empty() {
        let _ = write!(
            out,
            "\n## {}\n\n{}\n\n",
            lexicon.told("not_verified", &[]),
            lexicon.told("not_verified_note", &[])
        );
        for refused in &answer.not_verified {
            let _ = writeln!(out, "- ~~{}~~ ({})", line(&refused.text), line(&reasons_text(refused)));
        }
    }
    out.push('\n');
    for citation in &answer.citations {
        let _ = writeln!(out, "[^{}]: {}", citation.number, note(citation, lexicon));
    }
    out
}

fn footnotes(answer: &Answer, claim: &crate::answer::Claim) -> String {
    marks(answer, claim).into_iter().flat_map(|(from, to)| from..=to).fold(
        String::new(),
        |mut text, number| {
            let _ = write!(text, "[^{number}]");
            text
        },
    )
}

/// Where a citation leads: the page and what is printed there.
fn note(citation: &Citation, lexicon: &Lexicon) -> String {
    let mut text = citation.fact.to_string();
    let mut page = None;
    for evidence in &citation.evidence {
        let of = evidence.span.page();
        if let Some(number) = of.filter(|_| of != page) {
            let _ = write!(text, ", {}", lexicon.told("page", &[("page", &number.to_string())]));
            page = of;
        }
        let _ = write!(text, " “{}”", line(&evidence.span.text));
    }
    text
}

/// One line that means nothing else in Markdown.
fn line(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(flat.len());
    for c in flat.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    match out.chars().next() {
        Some('#' | '+' | '-' | '=') => format!("\\{out}"),
        _ => out,
    }
}
