use std::fmt;

use super::compare::{Comparison, Verdict};
use super::{Report, SetReport};

/// Widest name of a metric, in columns.
const NAME: usize = 26;

impl fmt::Display for Report {
    /// The table for a terminal: one set after the other, one metric a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.title.is_empty() {
            writeln!(f, "{}\n", self.title)?;
        }
        for (index, (name, set)) in self.sets.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write_set(f, name, set)?;
        }
        let failed = self.samples.iter().filter(|sample| sample.failure.is_some()).count();
        if failed > 0 {
            writeln!(f, "\n{failed} of {} samples failed or were read in part", self.samples.len())?;
        }
        Ok(())
    }
}

fn write_set(f: &mut fmt::Formatter<'_>, name: &str, set: &SetReport) -> fmt::Result {
    write!(f, "{name}: {} samples", set.samples)?;
    if set.missing > 0 {
        write!(f, ", {} missing", set.missing)?;
    }
    writeln!(f)?;
    for (metric, score) in &set.scores {
        let arrow = if metric.higher_is_better() { '↑' } else { '↓' };
        write!(f, "  {:NAME$} {arrow} {:.4}", metric.label(), score.value)?;
        if let Some(interval) = score.interval {
            write!(f, "  [{:.4}, {:.4}]", interval.low, interval.high)?;
        }
        if let (Some(precision), Some(recall)) = (score.precision, score.recall) {
            write!(f, "  precision {precision:.4} recall {recall:.4}")?;
        }
        if score.samples != set.samples {
            write!(f, "  of {}", score.samples)?;
        }
        writeln!(f)?;
    }
    for (class, score) in &set.classes {
        let name = format!("{class:?}");
        write!(
            f,
            "    {name:24}   {:.4}  precision {:.4} recall {:.4}",
            score.f1, score.precision, score.recall
        )?;
        let precision = score.average_precision.map(|value| format!("  AP {value:.4}")).unwrap_or_default();
        writeln!(f, "{precision}  of {}", score.truth)?;
    }
    let Some(speed) = &set.speed else { return Ok(()) };
    write!(f, "  {} pages in {:.1} s", speed.pages, speed.seconds)?;
    if let Some(rate) = speed.pages_per_second() {
        write!(f, ", {rate:.2} pages/s")?;
    }
    for (stage, seconds) in speed.seconds_per_page() {
        write!(f, ", {stage} {seconds:.3} s/page")?;
    }
    if let Some(bytes) = speed.peak_memory {
        write!(f, ", peak {} MiB", bytes >> 20)?;
    }
    writeln!(f)
}

impl fmt::Display for Comparison {
    /// What changed, a line each; what stayed the same is only counted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in self.changes.iter().filter(|change| change.verdict != Verdict::Same) {
            let word = if change.verdict == Verdict::Worse { "worse " } else { "better" };
            let name = change.metric.label();
            write!(f, "{word} {} {name}: {:.4} -> {:.4}", change.set, change.old, change.new)?;
            if let Some(interval) = change.interval {
                write!(f, " ({:+.4} to {:+.4})", interval.low, interval.high)?;
            }
            writeln!(f, "{}", if change.is_certain() { "" } else { " perhaps noise" })?;
        }
        for (set, metric) in &self.lost {
            writeln!(f, "lost   {set} {}", metric.label())?;
        }
        let same = self.changes.iter().filter(|change| change.verdict == Verdict::Same).count();
        write!(f, "{same} scores as before")?;
        if self.unshared > 0 {
            write!(f, "; {} samples are in one report only", self.unshared)?;
        }
        writeln!(f)
    }
}

#[cfg(test)]
mod tests {
    use crate::report::{Options, Sample, evaluate};
    use crate::{Content, Speed};

    fn report(read: &str) -> crate::Report {
        let sample = |id: &str| Sample {
            id: id.to_owned(),
            set: "notes".to_owned(),
            truth: Content::of_text("abcd"),
            prediction: Some(Content::of_text(read)),
            speed: Some(Speed { pages: 1, seconds: 0.5, ..Speed::default() }),
            ..Sample::default()
        };
        evaluate([sample("a"), sample("b")], &Options { title: "Test".to_owned(), ..Options::default() })
    }

    #[test]
    fn the_table_has_a_line_per_metric() {
        let text = report("abcx").to_string();
        assert!(text.starts_with("Test\n\nnotes: 2 samples\n"), "{text}");
        assert!(text.contains("  NED                        ↓ 0.2500  [0.2500, 0.2500]\n"), "{text}");
        assert!(text.ends_with("  2 pages in 1.0 s, 2.00 pages/s\n"), "{text}");
    }

    #[test]
    fn a_comparison_tells_what_changed() {
        let text = report("abcx").compare(&report("abcd"), 0.01).unwrap().to_string();
        assert!(text.contains("worse  notes CER: 0.0000 -> 0.2500 (+0.2500 to +0.2500)\n"), "{text}");
        let text = report("abcd").compare(&report("abcd"), 0.0).unwrap().to_string();
        assert!(text.ends_with(" scores as before\n") && !text.contains("worse"), "{text}");
    }
}
