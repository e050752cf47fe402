//! Progress of commands that take one document after the other: a bar on a terminal, a line per document elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget};

use crate::progress::style;
use crate::tell;

/// How often the bar moves by itself.
const TICK: Duration = Duration::from_millis(200);

/// Documents done, on standard error.
pub(crate) struct Steps {
    bar: Option<ProgressBar>,
    lines: bool,
}

impl Steps {
    /// For so many documents; silent where `quiet`.
    pub(crate) fn new(documents: usize, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = (terminal && !quiet).then(|| {
            let bar = ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::stderr());
            bar.set_style(style("[{bar:30}] {pos}/{len} documents, {msg} {elapsed} (about {eta} left)"));
            bar.enable_steady_tick(TICK);
            bar
        });
        Self { bar, lines: !terminal && !quiet && documents > 1 }
    }

    /// Shows what is being read.
    pub(crate) fn page(&self, name: &str, number: u32) {
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{name} page {number},"));
        }
    }

    /// One document is done.
    pub(crate) fn document(&self, name: &str, told: &str) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
        if self.lines {
            tell!("{name}: {told}");
        }
    }

    /// Writes a line past the bar.
    pub(crate) fn say(&self, act: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(act),
            None => act(),
        }
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
