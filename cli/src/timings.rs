//! Where the time goes: the spans of the stages and of the networks, added up over all threads.
//!
//! Each span is charged with the time in which it was the innermost one on its thread, so that the figures add up to the
//! time worked, and a stage that waits on another's work is not charged for it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};

/// What one kind of span came to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    count: u64,
    time: Duration,
    /// Numbers that went into networks: batch x channels x height x width, added up.
    elements: u64,
}

/// The span of one table's recognition: of these the whole time counts, too, with that of the networks asked within.
const TABLE: &str = "table";

/// The sums so far, by stage or network.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timings {
    sums: Arc<Mutex<BTreeMap<String, Sum>>>,
    /// What each table took as a whole.
    tables: Arc<Mutex<Vec<Duration>>>,
}

/// A span that is open.
struct Open {
    id: Id,
    entered: Instant,
    /// Since when it has been charged.
    since: Instant,
}

thread_local! {
    /// The spans that are open on this thread, innermost last.
    static OPEN: RefCell<Vec<Open>> = const { RefCell::new(Vec::new()) };
}

/// What a span is called in the sums.
struct Named {
    name: String,
    elements: u64,
}

impl Timings {
    /// Watches this process from now on.
    pub(crate) fn watch() -> Self {
        let timings = Self::default();
        // Only one can watch; a second one sees nothing.
        let _ = tracing::subscriber::set_global_default(Registry::default().with(timings.clone()));
        timings
    }

    fn add(&self, name: &str, act: impl FnOnce(&mut Sum)) {
        let mut sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        match sums.get_mut(name) {
            Some(sum) => act(sum),
            None => act(sums.entry(name.to_owned()).or_default()),
        }
    }

    /// The sums as a table, the longest first.
    pub(crate) fn table(&self) -> String {
        let sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let all: f64 = sums.values().map(|sum| sum.time.as_secs_f64()).sum();
        let mut rows: Vec<_> = sums.iter().collect();
        rows.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.time));
        let mut text = format!(
            "{:<34} {:>7} {:>9} {:>7}\n",
            "time worked, over all threads", "times", "seconds", "share"
        );
        for (name, sum) in rows {
            let seconds = sum.time.as_secs_f64();
            let share = 100.0 * seconds / all.max(f64::MIN_POSITIVE);
            let _ = writeln!(text, "{name:<34} {:>7} {seconds:>9.2} {share:>6.1}%", sum.count);
        }
        if let Some((median, longest)) = self.of_tables() {
            let ms = |time: Duration| time.as_secs_f64() * 1000.0;
            let _ = writeln!(
                text,
                "a table with its networks: median {:.0} ms, longest {:.0} ms",
                ms(median),
                ms(longest)
            );
        }
        text
    }

    /// The median and the longest time of a table, from its words to its grid, networks included.
    fn of_tables(&self) -> Option<(Duration, Duration)> {
        let mut all = self.tables.lock().unwrap_or_else(PoisonError::into_inner).clone();
        all.sort_unstable();
        Some((*all.get(all.len() / 2)?, *all.last()?))
    }

    /// Seconds by stage or network since they were last taken.
    pub(crate) fn take(&self) -> BTreeMap<String, f64> {
        let sums = std::mem::take(&mut *self.sums.lock().unwrap_or_else(PoisonError::into_inner));
        sums.into_iter().map(|(name, sum)| (name, sum.time.as_secs_f64())).collect()
    }

    /// The sums for machines.
    pub(crate) fn json(&self) -> Value {
        let sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let median = self.of_tables().map(|(median, _)| median.as_secs_f64());
        let one = |(name, sum): (&String, &Sum)| {
            let seconds = sum.time.as_secs_f64();
            let mut one =
                json!({ "name": name, "times": sum.count, "seconds": seconds, "elements": sum.elements });
            if name == TABLE {
                one["median_seconds_with_networks"] = json!(median);
            }
            one
        };
        sums.iter().map(one).collect()
    }
}

/// Reads the fields of a span of a network.
#[derive(Default)]
struct Fields {
    model: String,
    elements: u64,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "model" {
            self.model = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "model" {
            value.clone_into(&mut self.model);
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "elements" {
            self.elements = value;
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Timings {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.is_span() && *metadata.level() <= Level::DEBUG
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let name = attributes.metadata().name();
        let name =
            if fields.model.is_empty() { name.to_owned() } else { format!("network {}", fields.model) };
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Named { name, elements: fields.elements });
        }
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        let now = Instant::now();
        let outer = OPEN.with_borrow_mut(|open| {
            let outer = open
                .last_mut()
                .map(|outer| (outer.id.clone(), now - std::mem::replace(&mut outer.since, now)));
            open.push(Open { id: id.clone(), entered: now, since: now });
            outer
        });
        if let Some((outer, time)) = outer {
            self.charge(&outer, time, &context);
        }
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        let now = Instant::now();
        let done = OPEN.with_borrow_mut(|open| {
            let at = open.iter().rposition(|one| one.id == *id)?;
            let done = open.remove(at);
            if let Some(outer) = open.last_mut() {
                outer.since = now;
            }
            Some(done)
        });
        if let Some(done) = done {
            self.charge(id, now - done.since, &context);
            if context.metadata(id).is_some_and(|metadata| metadata.name() == TABLE) {
                self.tables.lock().unwrap_or_else(PoisonError::into_inner).push(now - done.entered);
            }
        }
        if let Some(span) = context.span(id) {
            let extensions = span.extensions();
            if let Some(named) = extensions.get::<Named>() {
                self.add(&named.name, |sum| {
                    sum.count += 1;
                    sum.elements += named.elements;
                });
            }
        }
    }
}

impl Timings {
    fn charge<S: Subscriber + for<'a> LookupSpan<'a>>(
        &self,
        id: &Id,
        time: Duration,
        context: &Context<'_, S>,
    ) {
        if let Some(span) = context.span(id)
            && let Some(named) = span.extensions().get::<Named>()
        {
            self.add(&named.name, |sum| sum.time += time);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_timed_as_a_whole() {
        let timings = Timings::default();
        let subscriber = Registry::default().with(timings.clone());
        tracing::subscriber::with_default(subscriber, || {
            for pause in [5, 20, 60] {
                let _table = tracing::debug_span!("table").entered();
                let _inner = tracing::debug_span!("network", model = "m", elements = 5_u64).entered();
                std::thread::sleep(Duration::from_millis(pause));
            }
        });
        let (median, longest) = timings.of_tables().unwrap();
        assert!(median >= Duration::from_millis(20) && longest >= Duration::from_millis(60));
        assert!(median < longest && timings.table().contains("a table with its networks: median"));
        assert!(timings.json().to_string().contains("median_seconds_with_networks"));
        assert!(!Timings::default().table().contains("a table"));
    }

    #[test]
    fn the_innermost_span_is_charged() {
        let timings = Timings::default();
        let subscriber = Registry::default().with(timings.clone());
        tracing::subscriber::with_default(subscriber, || {
            let _outer = tracing::debug_span!("outer").entered();
            for _ in 0..2 {
                let _inner = tracing::debug_span!("network", model = "m", elements = 5_u64).entered();
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let sums = timings.sums.lock().unwrap();
        let (inner, outer) = (sums["network m"], sums["outer"]);
        assert_eq!((inner.count, inner.elements, outer.count), (2, 10, 1));
        assert!(inner.time >= Duration::from_millis(40) && outer.time < inner.time, "{sums:?}");
        drop(sums);
        assert!(timings.table().starts_with("time worked") && timings.json().is_array());
    }
}
