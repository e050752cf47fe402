//! Pages on which no table stands: what is found there is false.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use crate::Row;

/// More false tables than one on so many pages are too many.
const PAGES_PER_FALSE: u32 = 50;

/// Of which samples it is known whether they have a table.
#[derive(Default)]
pub(crate) struct Known {
    /// Samples with tables, of sets whose truth tells nothing of them.
    with: HashSet<String>,
}

/// What a truth says of tables.
#[derive(Deserialize)]
struct Truth {
    tables: Option<Vec<serde_json::Value>>,
}

impl Known {
    /// The samples named in a list, one a line; lines that begin with `#` say something else.
    pub(crate) fn read(list: Option<&Path>) -> Result<Self, Box<dyn std::error::Error>> {
        let Some(path) = list else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let names = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ok(Self { with: names.map(str::to_owned).collect() })
    }

    /// Whether a sample is known to have no table: its truth says so, or others of its set are in the list and it is not.
    pub(crate) fn has_none(&self, base: &Path, row: &Row) -> bool {
        let prefix = format!("{}__", row.dataset);
        if self.with.iter().any(|id| id.starts_with(&prefix)) {
            return !self.with.contains(&row.id);
        }
        let truth = row.truth.as_ref().and_then(|path| std::fs::read(base.join(path)).ok());
        let truth = truth.and_then(|bytes| serde_json::from_slice::<Truth>(&bytes).ok());
        row.kind.as_deref() == Some("page")
            && truth.and_then(|truth| truth.tables).is_some_and(|tables| tables.is_empty())
    }
}

/// Tables found where none is.
#[derive(Default)]
pub(crate) struct False {
    pub(crate) pages: u32,
    pub(crate) tables: usize,
}

impl False {
    /// Counts a sample that has no table.
    pub(crate) fn add(&mut self, pages: u32, tables: usize) {
        self.pages += pages;
        self.tables += tables;
    }

    /// Whether there are few enough: one at most where there are fewer pages than allow one.
    pub(crate) fn holds(&self) -> bool {
        self.tables as u32 <= (self.pages / PAGES_PER_FALSE).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_false_table_is_allowed_on_fifty_pages() {
        for (pages, tables, holds) in
            [(0, 0, true), (30, 1, true), (50, 2, false), (99, 2, false), (100, 2, true)]
        {
            assert_eq!(False { pages, tables }.holds(), holds, "{tables} on {pages}");
        }
    }

    #[test]
    fn the_list_tells_of_the_sets_that_it_names() {
        let known = Known { with: ["forms__1".to_owned()].into() };
        let row = |id: &str, dataset: &str| Row {
            id: id.into(),
            input: "x.png".into(),
            dataset: dataset.into(),
            kind: None,
            truth: None,
        };
        let none = |id, set| known.has_none(Path::new("."), &row(id, set));
        assert!(none("forms__2", "forms") && !none("forms__1", "forms") && !none("pages__1", "pages"));
    }
}
