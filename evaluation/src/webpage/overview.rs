use crate::markup::escape;
use crate::metric::Metric;
use crate::report::{Report, Score, SetReport};

/// What a person looks at first, of each part of a page.
const FIRST: [Metric; 14] = [
    Metric::Ned,
    Metric::Cer,
    Metric::CharacterF1,
    Metric::WordF1,
    Metric::OrderNed,
    Metric::LayoutF1,
    Metric::Teds,
    Metric::TedsStructure,
    Metric::Adjacency,
    Metric::TableDetection50,
    Metric::LineEndToEnd,
    Metric::FieldF1,
    Metric::FormulaTokenNed,
    Metric::WordCalibration,
];

/// The sets beside one another, the most telling scores of each; nothing for a single set, whose scores follow anyway.
pub(super) fn overview(report: &Report) -> String {
    if report.sets.len() < 2 {
        return String::new();
    }
    let any = |metric: &Metric| report.sets.values().any(|set| set.scores.contains_key(metric));
    let metrics: Vec<Metric> = FIRST.into_iter().filter(any).collect();
    let head: String = metrics.iter().map(|metric| head(*metric)).collect();
    let row = |(name, set): (&String, &SetReport)| {
        let cells: String = metrics.iter().map(|metric| cell(*metric, set.scores.get(metric))).collect();
        format!(
            "<tr><td><a href=\"#{}\">{}</a><td class=\"number note\">{}{cells}",
            super::anchor(name),
            escape(name),
            set.samples
        )
    };
    let rows: String = report.sets.iter().map(row).collect();
    format!(
        "<section id=\"overview\"><h2>Overview</h2><div class=\"scroll\"><table class=\"scores heat\"><thead><tr><th>Set\
         <th>Samples{head}</thead><tbody>{rows}</tbody></table></div></section>"
    )
}

fn head(metric: Metric) -> String {
    format!(
        "<th title=\"{}\">{} {}",
        escape(metric.definition()),
        escape(metric.label()),
        if metric.higher_is_better() { "↑" } else { "↓" }
    )
}

/// A score on a ground as strong as what is lost.
fn cell(metric: Metric, score: Option<&Score>) -> String {
    let Some(score) = score else { return "<td class=\"number note\">–".to_owned() };
    let loss = if metric.higher_is_better() { 1.0 - score.value } else { score.value }.clamp(0.0, 1.0);
    // The root shows small losses apart: most scores of a good reader lie near to perfect.
    let strength = (loss.sqrt() * 100.0).round();
    let interval = score.interval.map(|i| format!("{:.3} – {:.3}", i.low, i.high)).unwrap_or_default();
    format!("<td class=\"number\" style=\"--loss:{strength}%\" title=\"{interval}\">{:.3}", score.value)
}
