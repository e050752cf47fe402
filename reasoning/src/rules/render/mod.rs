//! A report for a person: Markdown, and HTML beside the pages.

mod html;
mod markdown;

use rust_decimal::Decimal;

pub use html::html;
pub use markdown::markdown;

use super::report::{Bearing, CheckedPart, Finding, Report};
use super::rule::Severity;
use super::score::ScoreSheet;
use crate::{Kind, Language};

/// What a report says around its findings.
struct Terms {
    title: &'static str,
    part: &'static str,
    nothing: &'static str,
    found: &'static str,
    expected: &'static str,
    suggestion: &'static str,
    review: &'static str,
    here: &'static str,
    there: &'static str,
    page: &'static str,
    score: &'static str,
    deducted: &'static str,
    section: &'static str,
    veto: &'static str,
    not_scored: &'static str,
    not_checked: &'static str,
    lacks: &'static str,
    passed: &'static str,
    rule: &'static str,
}

const CHINESE: Terms = Terms {
    title: "质控结果",
    part: "第 {n} 部分",
    nothing: "没有发现问题。",
    found: "实际",
    expected: "应为",
    suggestion: "建议",
    review: "待核对：所依据的文字识读不清",
    here: "此处",
    there: "对照",
    page: "第 {n} 页",
    score: "评分",
    deducted: "扣分",
    section: "项目",
    veto: "单项否决",
    not_scored: "未检查、不计分",
    not_checked: "未检查",
    lacks: "缺少",
    passed: "通过",
    rule: "规则",
};

const ENGLISH: Terms = Terms {
    title: "Quality check",
    part: "Part {n}",
    nothing: "Nothing was found wrong.",
    found: "Found",
    expected: "Expected",
    suggestion: "Suggestion",
    review: "needs review: read with little confidence",
    here: "here",
    there: "against",
    page: "page {n}",
    score: "Score",
    deducted: "Deducted",
    section: "Section",
    veto: "Settled by",
    not_scored: "Not checked, not scored",
    not_checked: "Not checked",
    lacks: "lacks",
    passed: "Kept",
    rule: "Rule",
};

fn terms(language: Language) -> &'static Terms {
    match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    }
}

fn numbered(form: &str, number: impl std::fmt::Display) -> String {
    form.replace("{n}", &number.to_string())
}

fn severity_word(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Chinese) => "错误",
        (Severity::Warning, Language::Chinese) => "警告",
        (Severity::Info, Language::Chinese) => "提示",
        (Severity::Error, Language::English) => "error",
        (Severity::Warning, Language::English) => "warning",
        (Severity::Info, Language::English) => "info",
    }
}

fn kind_word(kind: Kind, language: Language) -> &'static str {
    match (kind, language) {
        (Kind::Lab, Language::Chinese) => "检验报告",
        (Kind::Checkup, Language::Chinese) => "体检报告",
        (Kind::Record, Language::Chinese) => "病历文书",
        (Kind::Judgment, Language::Chinese) => "裁判文书",
        (Kind::Contract, Language::Chinese) => "合同",
        (Kind::General, Language::Chinese) => "其他文书",
        (Kind::Lab, Language::English) => "laboratory report",
        (Kind::Checkup, Language::English) => "health check",
        (Kind::Record, Language::English) => "medical record",
        (Kind::Judgment, Language::English) => "decision of a court",
        (Kind::Contract, Language::English) => "contract",
        (Kind::General, Language::English) => "document",
    }
}

/// The heading of a part: its number, what it is, its title, its pages.
fn heading(part: &CheckedPart, language: Language) -> String {
    let mut heading = numbered(terms(language).part, part.part + 1);
    heading += match language {
        Language::Chinese => "：",
        Language::English => ": ",
    };
    heading += kind_word(part.kind, language);
    if let Some(title) = &part.title {
        heading += &format!(" · {title}");
    }
    match (part.pages.first(), part.pages.last()) {
        (Some(first), Some(last)) if first == last => {
            heading += &format!(" · {}", numbered(terms(language).page, first));
        }
        (Some(first), Some(last)) => {
            heading += &format!(" · {}", numbered(terms(language).page, format!("{first}-{last}")));
        }
        _ => {}
    }
    heading
}

/// How many findings of each severity there are, in words.
fn counts(report: &Report, language: Language) -> String {
    let of = |severity: Severity| report.findings.iter().filter(|f| f.severity == severity).count();
    let all = [Severity::Error, Severity::Warning, Severity::Info];
    let words = all.into_iter().filter(|severity| of(*severity) > 0);
    let counted: Vec<String> =
        words.map(|severity| format!("{} {}", of(severity), severity_word(severity, language))).collect();
    if counted.is_empty() { terms(language).nothing.to_owned() } else { counted.join(" · ") }
}

/// The findings of one part, with their index in the report.
fn of_part(report: &Report, part: usize) -> impl Iterator<Item = (usize, &Finding)> {
    report.findings.iter().enumerate().filter(move |(_, finding)| finding.part == part)
}

fn score_of(report: &Report, part: usize) -> Option<&ScoreSheet> {
    report.scores.iter().find(|sheet| sheet.part == part)
}

fn side_word(bearing: Bearing, language: Language) -> &'static str {
    match bearing {
        Bearing::Subject => terms(language).here,
        Bearing::Counterpart => terms(language).there,
    }
}

fn points(points: Decimal) -> String {
    points.normalize().to_string()
}
