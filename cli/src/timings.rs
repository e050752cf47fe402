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

/// The sums so far, by stage or network.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timings {
    sums: Arc<Mutex<BTreeMap<String, Sum>>>,
}

thread_local! {
    /// The spans that are open on this thread, innermost last: since when each has been charged.
    static OPEN: RefCell<Vec<(Id, Instant)>> = const { RefCell::new(Vec::new()) };
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
        text
    }

    /// Seconds by stage or network since they were last taken.
    pub(crate) fn take(&self) -> BTreeMap<String, f64> {
        let sums = std::mem::take(&mut *self.sums.lock().unwrap_or_else(PoisonError::into_inner));
        sums.into_iter().map(|(name, sum)| (name, sum.time.as_secs_f64())).collect()
    }

    /// The sums for machines.
    pub(crate) fn json(&self) -> Value {
        let sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let one = |(name, sum): (&String, &Sum)| json!({ "name": name, "times": sum.count, "seconds": sum.time.as_secs_f64(), "elements": sum.elements });
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
            let outer = open.last_mut().map(|(id, since)| (id.clone(), now - std::mem::replace(since, now)));
            open.push((id.clone(), now));
            outer
        });
        if let Some((outer, time)) = outer {
            self.charge(&outer, time, &context);
        }
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        let now = Instant::now();
        let since = OPEN.with_borrow_mut(|open| {
            let at = open.iter().rposition(|(one, _)| one == id)?;
            let (_, since) = open.remove(at);
            if let Some((_, outer)) = open.last_mut() {
                *outer = now;
            }
            Some(since)
        });
        if let Some(since) = since {
            self.charge(id, now - since, &context);
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
