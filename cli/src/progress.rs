//! Bars on a terminal, lines elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use models::{Progress, Step};

use crate::tell;

/// Progress of fetching, on standard error.
pub(crate) struct FetchProgress {
    bar: Mutex<Option<ProgressBar>>,
    quiet: bool,
}

impl FetchProgress {
    /// Silent where `quiet`.
    pub(crate) fn new(quiet: bool) -> Self {
        Self { bar: Mutex::new(None), quiet }
    }

    fn with_bar(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        act(&mut self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}

impl Progress for FetchProgress {
    fn begin(&self, step: &Step<'_>) {
        if self.quiet {
            return;
        }
        if !std::io::stderr().is_terminal() {
            tell!("fetching {} ({} MB)", step.name, step.total / 1_000_000);
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(step.total), ProgressDrawTarget::stderr());
        bar.set_style(style("fetching {msg:32} [{bar:30}] {bytes}/{total_bytes} {eta}"));
        bar.set_message(step.name.to_owned());
        self.with_bar(|slot| *slot = Some(bar));
    }

    fn advance(&self, _: &Step<'_>, done: u64) {
        self.with_bar(|slot| {
            if let Some(bar) = slot {
                bar.set_position(done);
            }
        });
    }

    fn finish(&self, _: &Step<'_>) {
        self.with_bar(|slot| {
            if let Some(bar) = slot.take() {
                bar.finish();
            }
        });
    }
}

/// Progress of reading, on standard error: a bar on a terminal, a line per document elsewhere.
pub(crate) struct ReadProgress {
    bar: Option<ProgressBar>,
    lines: bool,
}

impl ReadProgress {
    /// For `documents` inputs; silent where `quiet`. A single input that is printed needs no lines.
    pub(crate) fn new(documents: usize, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = (terminal && !quiet).then(|| {
            let bar = ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::stderr());
            bar.set_style(style("[{bar:30}] {pos}/{len} documents, {msg} {elapsed} (about {eta} left)"));
            bar.enable_steady_tick(std::time::Duration::from_millis(200));
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

impl Drop for ReadProgress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
