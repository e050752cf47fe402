//! `report.html`: the report as one page that needs nothing else, for a person to look at.

mod base64;
mod overview;
mod plot;
mod worst;

use document::RegionClass;

use crate::markup::escape;
use crate::metric::Metric;
use crate::report::{Change, ClassScore, Comparison, Report, SampleReport, Score, SetReport, Verdict};
use crate::speed::Speed;

const STYLE: &str = include_str!("webpage/style.css");

/// A picture that the page carries with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/png`, `image/jpeg` or the like.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The report as a page of HTML that makes no request: scores with their intervals, distributions, reliability curves,
/// and the worst samples with every difference marked. `comparison` adds what changed since another report; `pictures`
/// gives the pages of a sample, by set and id, where there are any.
///
/// ```
/// use evaluation::{evaluate, html, Content, Options, Sample};
/// let sample = Sample { id: "a".into(), set: "notes".into(), truth: Content::of_text("abcd"), ..Sample::default() };
/// let page = html(&evaluate([sample], &Options::default()), None, |_, _| Vec::new());
/// assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("http"));
/// ```
pub fn html(
    report: &Report,
    comparison: Option<&Comparison>,
    pictures: impl Fn(&str, &str) -> Vec<Picture>,
) -> String {
    let title = if report.title.is_empty() { "Evaluation" } else { &report.title };
    let mut body = format!("<h1>{}</h1>{}", escape(title), contents(report, comparison));
    body.push_str(&comparison.map(changes).unwrap_or_default());
    body.push_str(&overview::overview(report));
    body.push_str(&failures(report));
    for (name, set) in &report.sets {
        let members: Vec<&SampleReport> =
            report.samples.iter().filter(|sample| sample.set == *name).collect();
        body.push_str(&section(name, set, &members));
    }
    if !report.worst.is_empty() {
        body.push_str("<h2 id=\"worst\">Worst samples</h2>");
        body.push_str(worst::LEGEND);
        for difference in &report.worst {
            body.push_str(&worst::sample(difference, &pictures(&difference.set, &difference.id)));
        }
    }
    body.push_str(&definitions(report));
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title>\
         <style>{STYLE}</style></head><body><main>{body}</main></body></html>\n",
        escape(title)
    )
}

/// What could not be read, or only in part.
fn failures(report: &Report) -> String {
    let row = |(sample, failure): (&SampleReport, &String)| {
        format!("<tr><td>{}<td>{}<td>{}", escape(&sample.set), escape(&sample.id), escape(failure))
    };
    let failed = report.samples.iter().filter_map(|sample| Some((sample, sample.failure.as_ref()?)));
    let rows: String = failed.map(row).collect();
    if rows.is_empty() {
        return rows;
    }
    format!(
        "<section id=\"failures\"><h2>Failures</h2><table class=\"scores failures\"><thead><tr><th>Set<th>Sample<th>What\
         </thead><tbody>{rows}</tbody></table></section>"
    )
}

/// Links to the parts of the page.
fn contents(report: &Report, comparison: Option<&Comparison>) -> String {
    let link = |anchor: &str, name: &str| format!("<a href=\"#{anchor}\">{}</a>", escape(name));
    let mut links: Vec<String> = comparison.iter().map(|_| link("changes", "Changes")).collect();
    let failed = report.samples.iter().any(|sample| sample.failure.is_some());
    links.extend(failed.then(|| link("failures", "Failures")));
    links.extend(report.sets.keys().map(|name| link(&anchor(name), name)));
    links.extend((!report.worst.is_empty()).then(|| link("worst", "Worst samples")));
    links.push(link("definitions", "Definitions"));
    let samples = report.samples.len();
    let interval = match report.bootstrap.draws {
        0 => String::new(),
        draws => format!(
            " Whiskers: {:.0} % intervals of {draws} draws of the samples.",
            report.bootstrap.level * 100.0
        ),
    };
    format!("<p class=\"note\">{samples} samples.{interval}</p><nav>{}</nav>", links.join(" "))
}

/// A name that can be linked to.
fn anchor(name: &str) -> String {
    let letters = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    format!("set-{}", letters.collect::<String>())
}

fn section(name: &str, set: &SetReport, members: &[&SampleReport]) -> String {
    let missing = match set.missing {
        0 => String::new(),
        missing => format!(", <strong class=\"bad\">{missing} without a prediction</strong>"),
    };
    let rows = score_rows(set);
    let losses = losses(members);
    let headline = members.iter().find_map(|sample| sample.headline()).map(|(metric, _)| metric.label());
    let plots: String = set
        .reliability
        .iter()
        .map(|(metric, curve)| figure(&plot::reliability(curve), metric.label()))
        .collect();
    let spread = headline.map(|label| {
        let histogram =
            figure(&plot::histogram(&losses), &format!("{label}: how many samples lose how much"));
        histogram
            + &figure(&plot::worst_first(&losses), &format!("{label}: loss of every sample, the worst first"))
    });
    format!(
        "<section id=\"{}\"><h2>{}</h2><p class=\"note\">{} samples{missing}</p>\
         <div class=\"columns\"><table class=\"scores\"><thead><tr><th>Metric<th>Score<th><th>Interval\
         <th>Precision<th>Recall<th>Samples</thead><tbody>{rows}</tbody></table>\
         <div class=\"plots\">{}{plots}</div></div>{}{}</section>",
        anchor(name),
        escape(name),
        set.samples,
        spread.unwrap_or_default(),
        classes(set.classes.iter()),
        set.speed.as_ref().map(speed).unwrap_or_default(),
    )
}

/// What each sample loses by its headline metric, the worst first, with its id.
fn losses(members: &[&SampleReport]) -> Vec<(f64, String)> {
    let mut losses: Vec<(f64, String)> =
        members.iter().filter_map(|sample| Some((sample.headline()?.1, sample.id.clone()))).collect();
    losses.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    losses
}

fn figure(plot: &str, caption: &str) -> String {
    format!("<figure>{plot}<figcaption>{}</figcaption></figure>", escape(caption))
}

/// The scores, what they look at above each group of them.
fn score_rows(set: &SetReport) -> String {
    let mut rows = String::new();
    let mut group = "";
    for (metric, score) in &set.scores {
        if metric.group() != group {
            group = metric.group();
            rows.push_str(&format!("<tr class=\"group\"><th colspan=\"7\">{group}"));
        }
        rows.push_str(&score_row(*metric, score, set.samples));
    }
    rows
}

fn score_row(metric: Metric, score: &Score, samples: usize) -> String {
    let number = |value: Option<f64>| value.map(|value| format!("{value:.3}")).unwrap_or_default();
    let interval = score.interval.map(|i| format!("{:.3} – {:.3}", i.low, i.high)).unwrap_or_default();
    let count = if score.samples == samples { String::new() } else { score.samples.to_string() };
    format!(
        "<tr><td title=\"{}\">{} <span class=\"note\">{}</span><td class=\"number\"><b>{:.4}</b><td>{}\
         <td class=\"number\">{interval}<td class=\"number\">{}<td class=\"number\">{}<td class=\"number\">{count}",
        escape(metric.definition()),
        escape(metric.label()),
        if metric.higher_is_better() { "↑" } else { "↓" },
        score.value,
        plot::bar(score, metric.higher_is_better()),
        number(score.precision),
        number(score.recall),
    )
}

fn classes<'a>(classes: impl Iterator<Item = (&'a RegionClass, &'a ClassScore)>) -> String {
    let row = |(class, score): (&RegionClass, &ClassScore)| {
        let precision = score.average_precision.map(|value| format!("{value:.3}")).unwrap_or_default();
        format!(
            "<tr><td>{class:?}<td class=\"number\"><b>{:.3}</b><td class=\"number\">{:.3}<td class=\"number\">{:.3}\
             <td class=\"number\">{precision}<td class=\"number\">{}",
            score.f1, score.precision, score.recall, score.truth
        )
    };
    let rows: String = classes.map(row).collect();
    if rows.is_empty() {
        return rows;
    }
    format!(
        "<h3>Regions by class</h3><table class=\"scores\"><thead><tr><th>Class<th>F1 at 0.5<th>Precision<th>Recall\
         <th>AP 0.50–0.95<th>In the truth</thead><tbody>{rows}</tbody></table>"
    )
}

fn speed(speed: &Speed) -> String {
    let rate = speed.pages_per_second().map(|rate| format!(", <b>{rate:.2} pages/s</b>")).unwrap_or_default();
    let stages = speed.seconds_per_page().into_iter().map(|(s, t)| format!(", {} {t:.3} s/page", escape(s)));
    let memory =
        speed.peak_memory.map(|bytes| format!(", peak memory {} MiB", bytes >> 20)).unwrap_or_default();
    let stages: String = stages.collect();
    format!("<p>{} pages in {:.1} s{rate}{stages}{memory}.</p>", speed.pages, speed.seconds)
}

fn changes(comparison: &Comparison) -> String {
    let row = |change: &Change| {
        let class = if change.verdict == Verdict::Worse { "bad" } else { "good" };
        let interval = change.interval.map(|i| format!("{:+.4} – {:+.4}", i.low, i.high)).unwrap_or_default();
        let noise = if change.is_certain() { "" } else { "perhaps noise" };
        format!(
            "<tr><td>{}<td>{}<td class=\"number\">{:.4}<td class=\"number {class}\"><b>{:.4}</b>\
             <td class=\"number\">{:+.4}<td class=\"number\">{interval}<td class=\"note\">{noise}",
            escape(&change.set),
            escape(change.metric.label()),
            change.old,
            change.new,
            change.new - change.old,
        )
    };
    let changed = comparison.changes.iter().filter(|change| change.verdict != Verdict::Same);
    let rows: String = changed.map(row).collect();
    let lost: Vec<String> =
        comparison.lost.iter().map(|(set, metric)| escape(&format!("{set}: {}", metric.label()))).collect();
    let lost = match lost.as_slice() {
        [] => String::new(),
        lost => format!("<p class=\"bad\">No longer measured: {}</p>", lost.join(", ")),
    };
    let table = if rows.is_empty() {
        "<p>No score changed by more than the tolerance.</p>".to_owned()
    } else {
        format!(
            "<table class=\"scores\"><thead><tr><th>Set<th>Metric<th>Before<th>After<th>Difference<th>Interval<th>\
             </thead><tbody>{rows}</tbody></table>"
        )
    };
    format!("<section id=\"changes\"><h2>Changes</h2>{table}{lost}</section>")
}

/// What every metric on the page means.
fn definitions(report: &Report) -> String {
    let shown = |metric: &Metric| report.sets.values().any(|set| set.scores.contains_key(metric));
    let entry = |metric: Metric| format!("<dt>{}<dd>{}", escape(metric.label()), escape(metric.definition()));
    let entries: String = Metric::ALL.into_iter().filter(shown).map(entry).collect();
    format!("<section id=\"definitions\"><h2>Definitions</h2><dl>{entries}</dl></section>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Content;
    use crate::report::{Options, Sample, evaluate};

    fn report(read: &str) -> Report {
        let sample = |id: &str| Sample {
            id: id.to_owned(),
            set: "notes <1>".to_owned(),
            truth: Content::of_text("blood glucose 5.6"),
            prediction: Some(Content::of_text(read)),
            ..Sample::default()
        };
        evaluate([sample("a"), sample("b&c")], &Options { title: "A & B".to_owned(), ..Options::default() })
    }

    #[test]
    fn the_page_needs_nothing_else() {
        let picture = Picture { media_type: "image/png".to_owned(), bytes: vec![1, 2, 3] };
        let page = html(&report("blood glucose 5.8"), None, |set, id| {
            if set == "notes <1>" && id == "a" { vec![picture.clone()] } else { vec![] }
        });
        for part in [
            "<title>A &amp; B</title>",
            "b&amp;c",
            "data:image/png;base64,AQID",
            "<ins>8</ins>",
            "<del>6</del>",
        ] {
            assert!(page.contains(part), "{part}");
        }
        for outside in ["http://", "https://", "<script", "@import", "url(", "notes <1>"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn changes_are_told() {
        let (old, new) = (report("blood glucose 5.6"), report("blood"));
        let comparison = new.compare(&old, 0.01).unwrap();
        let page = html(&new, Some(&comparison), |_, _| Vec::new());
        assert!(page.contains("<h2>Changes</h2>") && page.contains("class=\"number bad\""));
        let same = html(&new, Some(&Comparison::default()), |_, _| Vec::new());
        assert!(same.contains("No score changed"));
    }
}
