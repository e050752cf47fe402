//! What the table stage tells of each cell.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;

/// The numbers of a cell that its certainty is made from.
pub(crate) const NUMBERS: [&str; 5] = ["read", "inside", "support", "row_support", "spans"];
/// The target of the events that tell them.
const TARGET: &str = "cell";

/// Table, row and column of a cell.
type Place = (u64, u64, u64);
type Told = BTreeMap<Place, [f64; NUMBERS.len()]>;

/// Collects what is told of cells.
#[derive(Clone, Default)]
pub(crate) struct Evidence(Arc<Mutex<Told>>);

impl Evidence {
    /// Listens from now on, to all threads.
    pub(crate) fn listen() -> Result<Self, tracing::subscriber::SetGlobalDefaultError> {
        let evidence = Self::default();
        tracing::subscriber::set_global_default(Registry::default().with(evidence.clone()))?;
        Ok(evidence)
    }

    /// What was told since the last time.
    pub(crate) fn take(&self) -> Told {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Layer<Registry> for Evidence {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, Registry>) {
        if event.metadata().target() != TARGET {
            return;
        }
        let mut cell = Cell::default();
        event.record(&mut cell);
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert((cell.table, cell.row, cell.column), cell.numbers);
    }
}

#[derive(Default)]
struct Cell {
    table: u64,
    row: u64,
    column: u64,
    numbers: [f64; NUMBERS.len()],
}

impl Visit for Cell {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "table" => self.table = value,
            "row" => self.row = value,
            "column" => self.column = value,
            _ => {}
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        let at = NUMBERS.iter().position(|name| *name == field.name());
        if let Some(number) = at.and_then(|at| self.numbers.get_mut(at)) {
            *number = value;
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
