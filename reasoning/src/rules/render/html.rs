use std::fmt::Write as _;

use super::{counts, heading, numbered, of_part, points, score_of, severity_word, side_word, terms};
use crate::pictured::{Outlined, SCRIPT, STYLE, Sheets, escaped as escape};
use crate::rules::{Bearing, Finding, Report, RuleBook, Severity};
use crate::{Language, Span};

/// What a report adds to the style of the sheets.
const OWN_STYLE: &str = include_str!("findings.css");

/// A quotation that is outlined.
struct Mark<'r> {
    name: String,
    label: String,
    told: String,
    class: &'static str,
    span: &'r Span,
}

/// A report as one HTML page beside the page pictures of `sheets`: each quotation leads to its ink, outlined - what is wrong
/// in red, what it is compared with in blue - and each outline back to its finding.
pub fn html(name: &str, report: &Report, book: &RuleBook, language: Language, sheets: &Sheets) -> String {
    let terms = terms(language);
    let mut body = format!(
        "<h1>{}</h1>\n<p class=\"quiet\">{} · {}</p>\n",
        terms.title,
        escape(name),
        escape(&counts(report, language))
    );
    let mut marks = Vec::new();
    for part in &report.parts {
        let _ = writeln!(body, "<h2>{}</h2>", escape(&heading(part, language)));
        for (index, finding) in of_part(report, part.part) {
            card(&mut body, index, finding, book, language, &mut marks);
        }
        score(&mut body, report, part.part, language);
        unchecked(&mut body, report, part.part, book, language);
    }
    let outlined: Vec<Outlined<'_>> = marks
        .into_iter()
        .map(|mark: Mark<'_>| Outlined {
            name: mark.name,
            label: mark.label,
            told: mark.told,
            class: mark.class,
            places: mark.span.places.iter().collect(),
        })
        .collect();
    let lang = if language == Language::Chinese { "zh" } else { "en" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file: data:; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>{} - {}</title>\n<style>\n{STYLE}{OWN_STYLE}</style>\n</head>\n\
         <body>\n<div class=\"beside\">\n<main class=\"words\">\n{body}</main>\n{}</div>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        terms.title,
        escape(name),
        sheets.html(&outlined)
    )
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn card<'r>(
    out: &mut String,
    index: usize,
    finding: &'r Finding,
    book: &RuleBook,
    language: Language,
    marks: &mut Vec<Mark<'r>>,
) {
    let terms = terms(language);
    let severity = class(finding.severity);
    let title = book.rule(finding.rule.as_str()).map_or("", |rule| rule.title().in_language(language));
    let message = finding.words.message.in_language(language);
    let _ = write!(
        out,
        "<section class=\"card {severity}\" id=\"f{}\">\n<p><span class=\"tag {severity}\">{}</span>",
        index + 1,
        severity_word(finding.severity, language)
    );
    if finding.needs_review {
        let _ = write!(out, "<span class=\"tag review\">{}</span>", terms.review);
    }
    let _ = write!(
        out,
        "<span class=\"quiet\">{} v{} · {}</span></p>\n<p>{}</p>\n<ul>\n",
        finding.rule,
        finding.version,
        escape(title),
        escape(message)
    );
    for (number, exhibit) in finding.evidence.iter().enumerate() {
        let mark = format!("f{}e{}", index + 1, number + 1);
        let class = match exhibit.bearing {
            Bearing::Subject => "error",
            Bearing::Counterpart => "counterpart",
        };
        let side = side_word(exhibit.bearing, language);
        let quoted = escape(&exhibit.span.text);
        let Some(page) = exhibit.span.page() else {
            let _ = writeln!(out, "<li>{side}: {quoted}</li>");
            continue;
        };
        // An outline leads back to the quotation.
        let _ = writeln!(
            out,
            "<li id=\"of-{mark}\">{side}: <a class=\"to {class}\" href=\"#{mark}\">{quoted}</a> <span class=\"quiet\">{}</span></li>",
            numbered(terms.page, page)
        );
        let told = format!("{} {message}", finding.rule);
        marks.push(Mark { name: mark, label: (index + 1).to_string(), told, class, span: &exhibit.span });
    }
    out.push_str("</ul>\n");
    let pair = [(terms.found, &finding.words.found), (terms.expected, &finding.words.expected)];
    let told: Vec<String> = pair
        .into_iter()
        .filter_map(|(word, value)| Some(format!("{word} <b>{}</b>", escape(value.as_deref()?))))
        .collect();
    if !told.is_empty() {
        let _ = writeln!(out, "<p class=\"quiet\">{}</p>", told.join(" · "));
    }
    let suggestion = escape(finding.words.suggestion.in_language(language));
    let _ = writeln!(out, "<p class=\"quiet\">{}: {suggestion}</p>\n</section>", terms.suggestion);
}

fn score(out: &mut String, report: &Report, part: usize, language: Language) {
    let Some(sheet) = score_of(report, part) else { return };
    let terms = terms(language);
    let _ = writeln!(
        out,
        "<h2>{} {} · {}</h2>\n<table><tr><th>{}</th><th class=\"number\">{}</th><th>{}</th></tr>",
        terms.score,
        points(sheet.points),
        escape(&sheet.grade),
        terms.section,
        terms.deducted,
        terms.rule
    );
    for section in &sheet.sections {
        let rules: Vec<String> = section
            .deductions
            .iter()
            .map(|d| format!("<a href=\"#f{}\">{} -{}</a>", d.finding + 1, d.rule, points(d.points)))
            .collect();
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td class=\"number\">{} / {}</td><td>{}</td></tr>",
            escape(section.name.in_language(language)),
            points(section.deducted),
            points(section.cap),
            rules.join(" ")
        );
    }
    out.push_str("</table>\n");
    let vetoes: Vec<String> = sheet
        .vetoes
        .iter()
        .filter_map(|index| {
            Some(format!("<a href=\"#f{}\">{}</a>", index + 1, report.findings.get(*index)?.rule))
        })
        .collect();
    if !vetoes.is_empty() {
        let _ = writeln!(out, "<p>{}: {}</p>", terms.veto, vetoes.join(" "));
    }
    if !sheet.not_checked.is_empty() {
        let rules: Vec<&str> = sheet.not_checked.iter().map(|rule| rule.as_str()).collect();
        let _ = writeln!(out, "<p class=\"quiet\">{}: {}</p>", terms.not_scored, rules.join(" "));
    }
}

fn unchecked(out: &mut String, report: &Report, part: usize, book: &RuleBook, language: Language) {
    let terms = terms(language);
    let title = |rule: &str| escape(book.rule(rule).map_or("", |rule| rule.title().in_language(language)));
    let missing: Vec<_> = report.not_checked.iter().filter(|missing| missing.part == part).collect();
    if !missing.is_empty() {
        let _ = writeln!(out, "<details><summary>{} ({})</summary>\n<ul>", terms.not_checked, missing.len());
        for missing in missing {
            let what: Vec<String> =
                missing.missing.iter().map(|missing| escape(missing.words.in_language(language))).collect();
            let (rule, lacks) = (&missing.rule, terms.lacks);
            let _ = writeln!(out, "<li>{rule} {} - {lacks} {}</li>", title(rule.as_str()), what.join(", "));
        }
        out.push_str("</ul></details>\n");
    }
    let kept: Vec<_> = report.passed.iter().filter(|kept| kept.part == part).collect();
    if !kept.is_empty() {
        let _ = writeln!(out, "<details><summary>{} ({})</summary>\n<ul>", terms.passed, kept.len());
        for kept in kept {
            let _ = writeln!(out, "<li>{} {}</li>", kept.rule, title(kept.rule.as_str()));
        }
        out.push_str("</ul></details>\n");
    }
}
