use std::collections::HashMap;
use std::fmt::Write as _;

use super::{marks, reason_text, title, written_by};
use crate::answer::lexicon::Lexicon;
use crate::answer::types::{Answer, Author, Citation, Claim};
use crate::pictured::{Outlined, SCRIPT, STYLE, Sheets, escaped};
use crate::{FactId, Language};

/// What the answer adds to the style of the sheets.
const OWN_STYLE: &str = include_str!("answer.css");

/// More marks than this behind one sentence are folded into their first and last.
const MARKS: usize = 4;

/// The answer as one HTML page beside the pages it stands on: each mark leads to its region, outlined on the picture, and
/// each outline back to the sentence. It makes no request to any other place but for the pictures of `sheets`.
pub fn answer_html(answer: &Answer, sheets: &Sheets) -> String {
    let lexicon = Lexicon::of(answer.header.language);
    let mut out = head(answer);
    let _ = write!(
        out,
        "<div class=\"beside\">\n<main class=\"words\"><h1>{}</h1>\n<p class=\"by\">{}</p>\n",
        escaped(&title(answer)),
        escaped(&written_by(answer))
    );
    for note in &answer.header.notes {
        let _ = writeln!(out, "<p class=\"note\" role=\"note\">{}</p>", escaped(note));
    }
    if answer.sections.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escaped(&lexicon.told("nothing", &[])));
    }
    let numbers: HashMap<FactId, usize> =
        answer.citations.iter().map(|citation| (citation.fact, citation.number)).collect();
    let mut writer = Writer { answer, numbers, anchored: vec![false; answer.citations.len() + 1] };
    writer.sections(&mut out);
    not_verified(&mut out, answer, lexicon);
    evidence(&mut out, answer, lexicon);
    out.push_str("</main>\n");
    let outlined: Vec<Outlined<'_>> = answer.citations.iter().map(outlined).collect();
    out.push_str(&sheets.html(&outlined));
    let _ = write!(out, "</div>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

fn head(answer: &Answer) -> String {
    let language = if answer.header.language == Language::Chinese { "zh" } else { "en" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file: data:; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>{}</title>\n<style>\n{STYLE}{OWN_STYLE}</style>\n</head>\n<body>\n",
        escaped(&title(answer)),
    )
}

/// Writes sections, giving the first sentence that cites something the name that its outline leads back to.
struct Writer<'a> {
    answer: &'a Answer,
    numbers: HashMap<FactId, usize>,
    anchored: Vec<bool>,
}

impl Writer<'_> {
    fn sections(&mut self, out: &mut String) {
        let many = self.answer.parts.len() > 1;
        let mut part = None;
        for section in &self.answer.sections {
            if many && section.part != part {
                part = section.part;
                if let Some(head) = section.part.and_then(|part| self.answer.parts.get(part)) {
                    let _ = writeln!(out, "<h2 class=\"part\">{}</h2>", escaped(&head.title));
                }
            }
            let _ = write!(out, "<section><h3>{}</h3>\n<ul>\n", escaped(&section.title));
            for claim in &section.claims {
                self.claim(out, claim);
            }
            out.push_str("</ul></section>\n");
        }
    }

    fn claim(&mut self, out: &mut String, claim: &Claim) {
        let class = match (claim.needs_review, claim.author) {
            (true, _) => "review",
            (false, Author::Model) => "model",
            (false, Author::Template) => "template",
        };
        let mut anchors = String::new();
        for id in &claim.cites {
            let Some(number) = self.numbers.get(id) else { continue };
            if let Some(anchored @ false) = self.anchored.get_mut(*number) {
                *anchored = true;
                let _ = write!(anchors, "<span id=\"of-c{number}\"></span>");
            }
        }
        let _ = write!(out, "<li class=\"{class}\">{anchors}{} <span class=\"marks\">", escaped(&claim.text));
        let runs = marks(self.answer, claim);
        let all: usize = runs.iter().map(|(from, to)| to - from + 1).sum();
        for (from, to) in runs {
            if all > MARKS && to > from + 1 {
                let _ = write!(out, "{}<span>–</span>{}", link(from), link(to));
            } else {
                (from..=to).for_each(|number| out.push_str(&link(number)));
            }
        }
        out.push_str("</span></li>\n");
    }
}

fn link(number: usize) -> String {
    format!("<a class=\"to\" href=\"#c{number}\">[{number}]</a>")
}

fn not_verified(out: &mut String, answer: &Answer, lexicon: &Lexicon) {
    if answer.not_verified.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<section class=\"refused\"><h3>{}</h3>\n<p>{}</p>\n<ul>\n",
        escaped(&lexicon.told("not_verified", &[])),
        escaped(&lexicon.told("not_verified_note", &[]))
    );
    for refused in &answer.not_verified {
        let _ = write!(out, "<li><s>{}</s><ul>", escaped(&refused.text));
        for reason in &refused.reasons {
            let _ = write!(out, "<li>{}</li>", escaped(&reason_text(reason)));
        }
        out.push_str("</ul></li>\n");
    }
    out.push_str("</ul></section>\n");
}

/// What is printed behind each mark: the list works where no picture is at hand.
fn evidence(out: &mut String, answer: &Answer, lexicon: &Lexicon) {
    let _ = writeln!(
        out,
        "<details class=\"evidence\"><summary>{}</summary><ol>",
        escaped(&lexicon.told("evidence", &[]))
    );
    for citation in &answer.citations {
        let page = citation.evidence.iter().find_map(|evidence| evidence.span.page());
        let page = page.map(|page| lexicon.told("page", &[("page", &page.to_string())])).unwrap_or_default();
        let _ = writeln!(
            out,
            "<li><a class=\"to\" href=\"#c{}\">{}</a> {}</li>",
            citation.number,
            escaped(&page),
            escaped(&quotes(citation))
        );
    }
    out.push_str("</ol></details>\n");
}

fn quotes(citation: &Citation) -> String {
    citation.evidence.iter().map(|evidence| evidence.span.text.trim()).collect::<Vec<_>>().join(" · ")
}

fn outlined(citation: &Citation) -> Outlined<'_> {
    Outlined {
        name: format!("c{}", citation.number),
        label: citation.number.to_string(),
        told: quotes(citation),
        class: "",
        places: citation.evidence.iter().flat_map(|evidence| &evidence.span.places).collect(),
    }
}
