use std::fmt::Write as _;

use super::{counts, heading, numbered, of_part, points, score_of, severity_word, side_word, terms};
use crate::Language;
use crate::rules::{Report, RuleBook};

/// Letters of a quotation; the JSON has it whole.
const QUOTED: usize = 60;

/// A report as Markdown: findings with their quotations and pages, the score, what was not checked, what is kept.
pub fn markdown(name: &str, report: &Report, book: &RuleBook, language: Language) -> String {
    let terms = terms(language);
    let mut out = format!("# {}：{}\n\n{}\n", terms.title, plain(name), counts(report, language));
    if language == Language::English {
        out = out.replacen('：', ": ", 1);
    }
    for part in &report.parts {
        let _ = write!(out, "\n## {}\n", plain(&heading(part, language)));
        findings(&mut out, report, part.part, book, language);
        score(&mut out, report, part.part, language);
        let missing: Vec<_> = report.not_checked.iter().filter(|n| n.part == part.part).collect();
        if !missing.is_empty() {
            let _ = write!(out, "\n**{}**\n\n", terms.not_checked);
            for missing in missing {
                let what: Vec<&str> = missing.missing.iter().map(|m| m.words.in_language(language)).collect();
                let title = book.rule(missing.rule.as_str()).map_or("", |r| r.title().in_language(language));
                let _ =
                    writeln!(out, "- {} {title} - {} {}", missing.rule, terms.lacks, plain(&what.join(", ")));
            }
        }
        let kept: Vec<&str> =
            report.passed.iter().filter(|p| p.part == part.part).map(|p| p.rule.as_str()).collect();
        if !kept.is_empty() {
            let _ = write!(out, "\n**{}** {}\n", terms.passed, kept.join(" "));
        }
    }
    out
}

fn findings(out: &mut String, report: &Report, part: usize, book: &RuleBook, language: Language) {
    let terms = terms(language);
    for (number, (_, finding)) in of_part(report, part).enumerate() {
        let title = book.rule(finding.rule.as_str()).map_or("", |rule| rule.title().in_language(language));
        let severity = severity_word(finding.severity, language);
        let _ = write!(out, "\n{}. **{severity} {}** {}\n", number + 1, finding.rule, plain(title));
        let _ = writeln!(out, "   {}", plain(finding.words.message.in_language(language)));
        if finding.needs_review {
            let _ = writeln!(out, "   *{}*", terms.review);
        }
        for exhibit in &finding.evidence {
            let page = exhibit.span.page().map(|page| format!(" ({})", numbered(terms.page, page)));
            let side = side_word(exhibit.bearing, language);
            let quoted = shortened(&exhibit.span.text);
            let _ = writeln!(out, "   - {side}: “{}”{}", plain(&quoted), page.unwrap_or_default());
        }
        let _ = writeln!(
            out,
            "   - {}: {}",
            terms.suggestion,
            plain(finding.words.suggestion.in_language(language))
        );
    }
}

fn score(out: &mut String, report: &Report, part: usize, language: Language) {
    let Some(sheet) = score_of(report, part) else { return };
    let terms = terms(language);
    let _ = write!(out, "\n**{} {} · {}**\n\n", terms.score, points(sheet.points), sheet.grade);
    for section in sheet.sections.iter().filter(|section| !section.deductions.is_empty()) {
        let rules: Vec<String> =
            section.deductions.iter().map(|d| format!("{} -{}", d.rule, points(d.points))).collect();
        let name = section.name.in_language(language);
        let deducted = points(section.deducted);
        let _ = writeln!(out, "- {name}: -{deducted} / {} ({})", points(section.cap), rules.join(", "));
    }
    let vetoes: Vec<&str> = sheet
        .vetoes
        .iter()
        .filter_map(|index| report.findings.get(*index))
        .map(|f| f.rule.as_str())
        .collect();
    if !vetoes.is_empty() {
        let _ = writeln!(out, "- {}: {}", terms.veto, vetoes.join(", "));
    }
    if !sheet.not_checked.is_empty() {
        let rules: Vec<&str> = sheet.not_checked.iter().map(|rule| rule.as_str()).collect();
        let _ = writeln!(out, "- {}: {}", terms.not_scored, rules.join(" "));
    }
}

fn shortened(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= QUOTED {
        return one_line;
    }
    one_line.chars().take(QUOTED).chain(['…']).collect()
}

/// Text that is no markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '|') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}
