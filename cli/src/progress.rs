//! Bars on a terminal, lines elsewhere.

use std::io::IsTerminal;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use batch::{Event, Observer};
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use models::{Progress, Step};
use pipeline::Reading;
use serde_json::json;

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
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

pub(crate) fn style(template: &str) -> ProgressStyle {
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

/// Progress of reading, on standard error: a bar on a terminal, lines elsewhere, or events for machines.
pub(crate) struct ReadProgress {
    names: Vec<String>,
    how: How,
    start: Instant,
    state: Mutex<State>,
}

/// How progress is told.
enum How {
    Nothing,
    Bar(ProgressBar),
    /// A line per document, and now and then one in long ones.
    Lines,
    Events,
}

#[derive(Default)]
struct State {
    /// Pages of the documents that were opened, and the documents that were opened or will not be.
    pages_known: usize,
    documents_known: usize,
    documents_opened: usize,
    documents_done: usize,
    documents_delivered: usize,
    pages_done: usize,
    pages_read: usize,
    last_line: Option<Instant>,
}

/// In a long document a line is written so often.
const LINE_EVERY: Duration = Duration::from_secs(30);

impl ReadProgress {
    /// For the inputs of these names. A single input that is printed needs no lines.
    pub(crate) fn new(names: Vec<String>, quiet: bool, events: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let how = match () {
            () if events => How::Events,
            () if quiet || (!terminal && names.len() < 2) => How::Nothing,
            () if terminal => {
                let bar =
                    ProgressBar::with_draw_target(Some(names.len() as u64), ProgressDrawTarget::stderr());
                bar.set_style(style("[{bar:30}] {msg}"));
                bar.enable_steady_tick(Duration::from_millis(200));
                How::Bar(bar)
            }
            () => How::Lines,
        };
        let progress = Self { names, how, start: Instant::now(), state: Mutex::new(State::default()) };
        progress.tell(&json!({ "event": "started", "documents": progress.names.len() }));
        progress
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes an event, where events are wanted.
    pub(crate) fn tell(&self, event: &serde_json::Value) {
        if matches!(self.how, How::Events) {
            tell!("{event}");
        }
    }

    /// Does something beside the bar.
    pub(crate) fn beside<T>(&self, act: impl FnOnce() -> T) -> T {
        match &self.how {
            How::Bar(bar) => bar.suspend(act),
            _ => act(),
        }
    }

    /// Tells the warnings and failures of a reading.
    pub(crate) fn notices(&self, name: &str, reading: &Reading) {
        for (kind, notices) in [("warning", &reading.warnings), ("error", &reading.failures)] {
            for notice in notices {
                if matches!(self.how, How::Events) {
                    self.tell(&json!({
                        "event": kind, "document": name, "page": notice.page, "message": notice.message
                    }));
                    continue;
                }
                let page = notice.page.map(|page| format!(", page {page}")).unwrap_or_default();
                self.beside(|| tell!("{kind}: {name}{page}: {}", notice.message));
            }
        }
    }

    /// Whether a document was delivered, now or before.
    pub(crate) fn has_delivered(&self) -> bool {
        self.state().documents_delivered > 0
    }

    fn name(&self, item: usize) -> &str {
        self.names.get(item).map_or("", String::as_str)
    }

    fn document_done(&self, item: usize, told: &str) {
        self.state().documents_done += 1;
        if matches!(self.how, How::Lines) {
            tell!("{}: {told}", self.name(item));
        }
    }

    /// Draws the bar anew, or writes a line where none was written for long.
    fn refresh(&self) {
        let mut state = self.state();
        let told = state.told(self.names.len(), self.start.elapsed());
        match &self.how {
            How::Bar(bar) => {
                bar.set_length(state.expected(self.names.len()) as u64);
                bar.set_position(state.pages_done as u64);
                bar.set_message(told);
            }
            How::Lines => {
                let since = state.last_line.unwrap_or(self.start);
                if since.elapsed() >= LINE_EVERY {
                    state.last_line = Some(Instant::now());
                    drop(state);
                    tell!("{told}");
                }
            }
            _ => {}
        }
    }
}

impl State {
    /// Pages there will be: those of the documents seen so far, and as many on average in the others.
    fn expected(&self, documents: usize) -> usize {
        let others = documents.saturating_sub(self.documents_known);
        let mean = self.pages_known as f64 / self.documents_opened.max(1) as f64;
        self.pages_known + (mean * others as f64).round() as usize
    }

    fn told(&self, documents: usize, elapsed: Duration) -> String {
        let rate = self.pages_read as f64 / elapsed.as_secs_f64().max(0.001);
        let left = self.expected(documents).saturating_sub(self.pages_done);
        let about = if self.documents_known < documents { "about " } else { "" };
        let mut text = format!(
            "{}/{documents} documents, {} of {about}{} pages, {rate:.1} pages/s",
            self.documents_done,
            self.pages_done,
            self.expected(documents)
        );
        if self.pages_read > 0 && left > 0 {
            text += &format!(", {} left", HumanDuration(Duration::from_secs_f64(left as f64 / rate)));
        }
        text
    }
}

impl Observer for ReadProgress {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Opened { item, pages, landed } => {
                let mut state = self.state();
                state.documents_known += 1;
                state.documents_opened += 1;
                state.pages_known += pages;
                state.pages_done += landed;
                drop(state);
                let name = self.name(*item);
                self.tell(&json!({ "event": "opened", "document": name, "pages": pages, "landed": landed }));
            }
            Event::Page { item, number, failure, took } => {
                let mut state = self.state();
                state.pages_done += 1;
                state.pages_read += 1;
                drop(state);
                self.tell(&json!({
                    "event": "page", "document": self.name(*item), "page": number,
                    "seconds": took.as_secs_f64(), "failure": failure,
                }));
            }
            Event::Delivered { item, pages, failures } => {
                self.state().documents_delivered += 1;
                let name = self.name(*item);
                self.tell(&json!({
                    "event": "delivered", "document": name, "pages": pages, "failed_pages": failures.len()
                }));
                self.document_done(*item, &format!("{} pages", pages - failures.len()));
            }
            Event::Kept { item, failures } => {
                let mut state = self.state();
                state.documents_known += 1;
                state.documents_delivered += 1;
                drop(state);
                let name = self.name(*item);
                self.tell(&json!({ "event": "kept", "document": name, "failed_pages": failures }));
                self.document_done(*item, "exists, left as it is");
            }
            Event::Failed { item, failure } => {
                self.state().documents_known += 1;
                let (name, reason) = (self.name(*item), &failure.reason);
                if matches!(self.how, How::Events) {
                    self.tell(&json!({
                        "event": "failed", "document": name, "reason": reason, "hint": failure.hint
                    }));
                } else {
                    self.beside(|| tell_failure(name, reason, failure.hint.as_deref()));
                }
                self.document_done(*item, "failed");
            }
            _ => {}
        }
        self.refresh();
    }
}

fn tell_failure(name: &str, reason: &str, hint: Option<&str>) {
    if reason.contains(name) {
        tell!("error: {reason}");
    } else {
        tell!("error: {name}: {reason}");
    }
    if let Some(hint) = hint {
        tell!("  hint: {hint}");
    }
}

impl Drop for ReadProgress {
    fn drop(&mut self) {
        if let How::Bar(bar) = &self.how {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_to_come_are_expected_by_the_mean_of_those_seen() {
        let mut state =
            State { pages_known: 30, documents_known: 4, documents_opened: 3, ..State::default() };
        assert_eq!(state.expected(10), 90);
        (state.pages_done, state.pages_read, state.documents_done) = (15, 10, 1);
        let told = state.told(10, Duration::from_secs(5));
        assert_eq!(told, "1/10 documents, 15 of about 90 pages, 2.0 pages/s, 38 seconds left");
    }
}
