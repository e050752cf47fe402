//! What tables mean: their captions and notes, what their columns hold, and the fields of forms.

mod attach;
mod fields;
mod units;

use document::{Column, Document, Grid};

/// The same document with what its tables and forms mean.
///
/// Captions and notes are attached to the tables they belong to; [`document::Table::columns`] says what each column
/// holds, its unit apart; [`Document::fields`] lists what forms say, be they grids of names and values or lines of
/// `Name: value`. Nothing is changed but these; doing it twice changes nothing.
///
/// A pure function over what was read, to be called after [`crate::join`].
pub fn explain(mut document: Document) -> Document {
    attach::attach(&document.pages, &mut document.tables);
    for table in &mut document.tables {
        table.columns = columns(&table.grid);
    }
    document.fields = fields::fields(&document);
    document
}

/// What each column holds; empty where no row heads columns.
fn columns(grid: &Grid) -> Vec<Column> {
    if grid.header_rows() == 0 {
        return vec![];
    }
    (0..grid.columns()).map(|column| with_unit(grid.column_path(column))).collect()
}

/// The unit is named by the last header cell, or by the one before if the last is all unit.
fn with_unit(mut path: Vec<String>) -> Column {
    let many = path.len() > 1;
    for index in (0..path.len()).rev() {
        let Some((name, unit)) = path.get(index).and_then(|text| units::split(text)) else { continue };
        match path.get_mut(index) {
            Some(text) if !name.is_empty() => *text = name,
            Some(_) if many => drop(path.remove(index)),
            // A column headed by a unit alone is named by it; a short word may be something else.
            _ if unit.chars().all(char::is_alphabetic) => break,
            _ => {}
        }
        return Column { path, unit: Some(unit) };
    }
    Column { path, unit: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_leave_the_path() {
        let cases: [(&[&str], &[&str], Option<&str>); 8] = [
            (&["Glucose (mmol/L)"], &["Glucose"], Some("mmol/L")),
            (&["Results", "Value（10^9/L）"], &["Results", "Value"], Some("10^9/L")),
            (&["Glucose", "mmol/L"], &["Glucose"], Some("mmol/L")),
            (&["Income (万元)", "2023"], &["Income", "2023"], Some("万元")),
            (&["%"], &["%"], Some("%")),
            (&["kg"], &["kg"], None),
            (&["Name (in full)"], &["Name (in full)"], None),
            (&[], &[], None),
        ];
        for (path, want, unit) in cases {
            let column = with_unit(path.iter().map(|text| (*text).into()).collect());
            assert_eq!(column.path, want, "{path:?}");
            assert_eq!(column.unit.as_deref(), unit, "{path:?}");
        }
    }
}
