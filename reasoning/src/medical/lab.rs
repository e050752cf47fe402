//! Results in tables.

use std::ops::Range;

use rust_decimal::Decimal;

use super::analyte::{Analyte, Analytes, Known};
use super::apart::Apart;
use super::beside;
use super::entries::{is_keyed, row_cells};
use super::flag::read_flag;
use super::lab_name::{
    flag_before, own_line, part_code, part_share, star_before, without_mark, without_number,
};
use super::labels::Column;
use super::laid::Laid;
use super::panel::{Head, Panel, heads, looks_like_results};
use super::row::{Atom, Slot, atoms};
use super::row_unit::LIKE_STARS;
use super::{flag, range, series, stacked, unit};
use crate::pattern::pattern;
use crate::value::{Interval, Sex};
use crate::{
    EvidenceKind, Flag, Flags, LabItem, LabValue, MedicalFact, Notes, Part, Passage, ReferenceRange, Sign,
    Stated, TableView, View,
};

/// For whom and from what the results are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample<'a> {
    pub(super) analytes: &'a Analytes,
    pub(super) sex: Option<Sex>,
    /// In years.
    pub(super) age: Option<Decimal>,
    /// Whether the specimen is urine.
    pub(super) urine: bool,
}

/// States the results in the tables of `part`.
pub(super) fn read_tables(view: &View, part: &Part, sample: Sample<'_>, notes: &mut Notes) {
    let laid = Laid::of(view, part);
    let apart = Apart::of(view, part);
    for table in view.tables_within(part.first..part.end) {
        if super::fees::is_charges(view, table) {
            continue;
        }
        let heads = heads(view, table);
        let mut panels: &[Panel] = &[];
        let whole;
        if heads.is_empty() && series::state_rows(view, table, sample, notes) {
            continue;
        }
        if heads.is_empty() {
            let above = laid.panels(view, table);
            let is_headed = !above.is_empty();
            whole = if is_headed { above } else { super::panel::unheaded(view, table) };
            panels = if is_headed || looks_like_results(view, table) { &whole } else { panels };
        }
        for row in 0..table.rows {
            if let Some(head) = heads.iter().find(|head| head.row == row) {
                panels = &head.panels;
                let first = panels.iter().filter(|_| head.with_results);
                for panel in first {
                    let mut cells = cells(view, table, row, panel);
                    cells.iter_mut().for_each(Slot::drop_head);
                    if let Some(row) = Row::of(cells, sample) {
                        row.state(sample, "lab.table", notes);
                    }
                }
                continue;
            }
            if is_of_fields(view, table, row) {
                continue;
            }
            for panel in panels {
                let whole = cells(view, table, row, panel);
                if apart.lists(&whole) {
                    continue;
                }
                for mut cells in stacked::parted(whole, |name| is_name(name, sample)) {
                    apart.add(&mut cells);
                    if let Some(mut found) = Row::of(cells, sample) {
                        found.take_unit(heads.iter().rfind(|head| head.row < row), view, table, panel);
                        found.state(sample, "lab.table", notes);
                    }
                }
                at_times(view, table, row, panel, (&apart, sample), notes);
            }
        }
    }
    laid.state(sample, notes);
    super::listed::state(view, part, sample, notes);
}

/// Whether a row is fields of a form. A field may have run into the cell of a name, below it.
fn is_of_fields(view: &View, table: &TableView, row: u32) -> bool {
    let ids = row_cells(table, row);
    let texts = ids.iter().filter_map(|id| view.passage(*id)).enumerate().map(|(at, passage)| {
        let first = super::panel::below_head(passage).filter(|_| at == 0 && ids.len() > 2);
        passage.folded().get(..first.unwrap_or(passage.folded().len())).unwrap_or("").trim()
    });
    is_keyed(&texts.collect::<Vec<_>>().join(" "))
}

/// Whether a text is the name of what is measured as the dictionary spells it, or its abbreviation, through look-alikes if it is long.
pub(super) fn is_name(text: &str, sample: Sample<'_>) -> bool {
    let (known, coded) = identify(text, None, sample, None);
    known.is_some_and(|known| !known.mended) || coded.is_some()
}

/// States the results of a row at the other times of its list.
fn at_times(
    view: &View,
    table: &TableView,
    row: u32,
    panel: &Panel,
    (apart, sample): (&Apart<'_>, Sample<'_>),
    notes: &mut Notes,
) {
    for time in &panel.times {
        let mut cells = cells(view, table, row, &series::at_time(panel, *time));
        apart.add(&mut cells);
        if let Some(found) = Row::of(cells, sample).filter(Row::is_measured) {
            found.state(sample, series::RULE, notes);
        }
    }
}

/// The cells of a row that belong to a panel.
fn cells<'v>(view: &'v View, table: &TableView, row: u32, panel: &Panel) -> Vec<Slot<'v>> {
    let mut cells: Vec<Slot<'v>> = Vec::new();
    for (roles, column) in panel.columns.iter().zip(panel.first..) {
        let Some(cell) = table.cell(row, column) else { continue };
        let Some(passage) = view.passage(cell.passage) else { continue };
        match cells.last_mut() {
            // A cell that spans columns holds what all of them are for.
            Some(last) if last.passage.id == passage.id => {
                let new = roles.iter().filter(|role| !last.roles.contains(role)).copied().collect::<Vec<_>>();
                last.roles.extend(new);
            }
            _ => {
                let bytes = beside::part(view, table, cell, roles, row);
                cells.push(Slot { passage, roles: roles.clone(), bytes });
            }
        }
    }
    cells
}

/// A piece of a cell.
pub(super) type Piece<'v> = (&'v Passage, Range<usize>);

/// One result, as far as its row could be read.
#[derive(Debug)]
pub(super) struct Row<'v> {
    name: Piece<'v>,
    code: Option<Piece<'v>>,
    analyte: Option<&'v Analyte>,
    /// The dictionary's spelling of a name that was read with look-alikes.
    spelling: Option<&'v str>,
    atoms: Vec<(Atom, Piece<'v>)>,
    /// The share of all that stands behind the name of a count: `Neutrophil 62.0%`.
    share: Option<Piece<'v>>,
    /// The star before its name or for a remark, or the dot before its result, that one may be read as.
    star: Option<Piece<'v>>,
    /// The flag that stood before its name.
    beside: Option<(Flag, Piece<'v>)>,
    /// The small letter for low before its result that was read as a figure.
    low: Option<Piece<'v>>,
}

impl<'v> Row<'v> {
    /// The row of those cells; nothing where it names nothing.
    pub(super) fn of(mut cells: Vec<Slot<'v>>, sample: Sample<'v>) -> Option<Self> {
        cells.iter_mut().for_each(Slot::drop_strokes);
        let dot = cells.iter_mut().find_map(Slot::take_dot);
        let normal = normal_interval(&cells);
        let low = normal.and_then(|normal| cells.iter_mut().find_map(|cell| cell.take_low(&normal)));
        let remark = cells.iter().find_map(Slot::star_of_remark);
        let (name, code) = take_names(&mut cells)?;
        let name = own_line(name, sample);
        let (name, beside) = flag_before(name, sample);
        let name = without_mark(name, sample);
        let name = without_number(name, sample);
        let (name, share) = part_share(name);
        let (name, code) = part_code(name, code, sample);
        let text = |piece: &Piece<'_>| piece.0.folded().get(piece.1.clone()).unwrap_or("").to_owned();
        let code_text = code.as_ref().map(text);
        let identify = |unit: Option<&str>| identify(&text(&name), code_text.as_deref(), sample, unit);
        let (known, coded) = identify(None);
        let atoms = atoms(&cells, known.map(|known| known.analyte).or(coded));
        // A name or abbreviation with two meanings goes by the unit printed.
        let unit = atoms.iter().find_map(|(atom, _)| match atom {
            Atom::Unit(unit) => Some(unit.symbol.clone()),
            _ => None,
        });
        let (known, coded) = identify(unit.as_deref());
        let analyte = known.map(|known| known.analyte).or(coded);
        let is_slip = |known: &Known<'_>| known.mended || case_slipped(&text(&name), known.name);
        let spelling = known.filter(is_slip).map(|known| known.name);
        let star = star_before(&name).or(dot).or(remark);
        Some(Self { name, code, analyte, spelling, atoms, share, star, beside, low })
    }

    /// Whether the dictionary knows what was measured.
    pub(super) fn is_known(&self) -> bool {
        self.analyte.is_some()
    }

    /// Whether it has a number: results of other times count by theirs alone.
    pub(super) fn is_measured(&self) -> bool {
        self.atoms.iter().any(|(atom, _)| matches!(atom, Atom::Value(LabValue::Number { .. }, _)))
    }

    /// Takes a share of all that stands behind what is normal: `8.50 10*9/L 2.0-7.5 (72%)`.
    pub(super) fn with_share(mut self, share: Option<Piece<'v>>) -> Self {
        self.share = self.share.or(share);
        self
    }

    /// Whether the row orders a medicine: what nobody measures, named by the dictionary of medicines, with a dose.
    fn is_medicine(&self) -> bool {
        let name = self.name.0.folded().get(self.name.1.clone()).unwrap_or("");
        let doses = |(atom, _): &(Atom, Piece<'_>)| match atom {
            Atom::Unit(unit) => {
                ["mg", "g", "μg", "mL", "IU", "U", "片", "粒"].contains(&unit.symbol.as_str())
            }
            _ => false,
        };
        self.analyte.is_none() && self.atoms.iter().any(doses) && super::drug::names_medicine(name)
    }

    /// Takes the unit that stands in brackets in the head of results or ranges, where the row has none: `结果(mmol/L)`.
    fn take_unit(&mut self, head: Option<&Head>, view: &'v View, table: &TableView, panel: &Panel) {
        let has_unit = self.atoms.iter().any(|(atom, _)| matches!(atom, Atom::Unit(_)));
        let Some(head) = head.filter(|_| !has_unit) else { return };
        let is_number = |atom: &Atom| matches!(atom, Atom::Value(LabValue::Number { .. }, _));
        if !self.atoms.iter().any(|(atom, _)| is_number(atom)) {
            return;
        }
        let accepted: &[String] = self.analyte.map_or(&[], |analyte| &analyte.units);
        let columns = panel.columns.iter().zip(panel.first..);
        let mut units = columns
            .filter(|(roles, _)| roles.iter().any(|role| matches!(role, Column::Value | Column::Range)))
            .filter_map(|(_, column)| {
                let passage = view.passage(table.cell(head.row, column)?.passage)?;
                let inside =
                    pattern!(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$")?.captures(passage.folded())?.get(1)?;
                let unit = unit::read_unit(inside.as_str(), accepted).filter(|unit| !unit.mended)?;
                // Of an analyte that is measured in other units the head says nothing.
                let fits = accepted.is_empty() || accepted.contains(&unit.symbol);
                fits.then(|| (Atom::Unit(unit), (passage, inside.range())))
            });
        self.atoms.extend(units.next());
    }

    /// States the share of all that stands behind the name of a count.
    fn state_share(&self, sample: Sample<'_>, rule: &'static str, notes: &mut Notes) {
        let Some((passage, bytes)) = &self.share else { return };
        let text = |piece: &Piece<'_>| piece.0.folded().get(piece.1.clone()).unwrap_or("").to_owned();
        let digits = text(&(*passage, bytes.clone()));
        let read = super::result::number(digits.trim_end_matches(['%', ' ']));
        let named = identify(&text(&self.name), None, sample, Some("%"));
        let analyte = named.0.map(|known| known.analyte).or(named.1);
        let Some(((number, _), analyte)) =
            read.zip(analyte.filter(|found| found.units.iter().any(|u| u == "%")))
        else {
            return;
        };
        let name = notes.copy(self.name.0, self.name.1.clone());
        let value = LabValue::Number { number, comparator: None, verdict: None };
        let value = notes.state(passage, bytes.clone(), value);
        let unit = Some(notes.state(passage, bytes.end - 1..bytes.end, "%".to_owned()));
        let analyte = Some(analyte.id.clone());
        let flags = Flags::default();
        let item = LabItem { name, code: None, analyte, value, unit, range: None, flags };
        notes.add(rule, MedicalFact::Lab(Box::new(item)));
    }

    /// The name as it is spelt, and whether its abbreviation or formula was mended.
    fn state_name(&self, notes: &mut Notes) -> (Stated<String>, bool) {
        let mut name = notes.copy(self.name.0, self.name.1.clone());
        if let Some(spelling) = self.spelling {
            name.value = spelling.to_owned();
        }
        let with_code = self.analyte.and_then(|known| {
            let is_exact = known.codes.contains(&name.value);
            let slipped = known.codes.iter().find(|code| !is_exact && case_slipped(&name.value, code));
            let code = slipped.map(String::as_str);
            let code = known.code_like(&name.value).or(code);
            code.map(str::to_owned).or_else(|| known.name_with_code(&name.value))
        });
        let with_code = with_code.or_else(|| super::analyte::formula(&name.value));
        let respelt = with_code.is_some();
        name.value = with_code.unwrap_or(name.value);
        (name, respelt)
    }

    /// Leaves out the sign behind the name that is that of what is measured, no flag: 孕酮 P.
    fn drop_sign(&mut self) {
        let (holder, name) = &self.name;
        self.atoms.retain(|(atom, (passage, bytes))| {
            let text = |bytes: Range<usize>| holder.folded().get(bytes);
            let is_sign = matches!(atom, Atom::Flag(Flag::Abnormal | Flag::Normal))
                && passage.id == holder.id
                && text(bytes.clone()).is_some_and(|sign| matches!(sign, "P" | "A" | "N"))
                && text(name.end..bytes.start).is_some_and(|between| between.trim().is_empty());
            !is_sign
        });
    }

    /// States the result, by the rule of that name; whether the row has one.
    pub(super) fn state(mut self, sample: Sample<'_>, rule: &'static str, notes: &mut Notes) -> bool {
        if self.is_medicine() {
            return false;
        }
        self.drop_sign();
        let Some(at) = self.atoms.iter().position(|(atom, _)| matches!(atom, Atom::Value(..))) else {
            return false;
        };
        self.state_share(sample, rule, notes);
        let (Atom::Value(value, mended), place) = self.atoms.swap_remove(at) else { return false };
        let (name, respelt) = self.state_name(notes);
        let mut code = self.code.as_ref().map(|code| notes.copy(code.0, code.1.clone()));
        let spelt = code.as_ref().zip(self.analyte).and_then(|(code, known)| {
            known.code_like(&code.value).map(str::to_owned).or_else(|| known.code_behind(&code.value))
        });
        if let (Some(code), Some(spelt)) = (&mut code, &spelt) {
            code.value.clone_from(spelt);
        }
        let value = notes.state(place.0, place.1, value);
        let (mut unit, mut reference, mut printed) = (None, None, None);
        let mut arrow = None;
        let mut doubtful = mended || spelt.is_some() || respelt;
        for (atom, (passage, bytes)) in self.atoms {
            match atom {
                Atom::Unit(read) if unit.is_none() => {
                    doubtful |= read.mended;
                    unit = Some(notes.state(passage, bytes, read.symbol));
                }
                Atom::Range(read) if reference.is_none() => {
                    doubtful |= read.mended;
                    reference = Some(notes.state(passage, bytes, read.range));
                }
                Atom::Flag(flag) if printed.is_none() => printed = Some(notes.state(passage, bytes, flag)),
                Atom::Arrow if arrow.is_none() => arrow = Some((passage, bytes)),
                _ => {}
            }
        }
        let star = self.star;
        let protective = self.analyte.is_some_and(|analyte| analyte.protective);
        let computed = reference.as_ref().and_then(|r| computed(&value, r, sample, protective));
        if printed.is_none()
            && let Some(sign) = arrow
        {
            doubtful = true;
            printed = shown(sign, computed, notes);
        }
        doubtful |= self.low.is_some();
        let beside = self.beside.or(self.low.map(|low| (Flag::Low, low)));
        let printed = printed.or_else(|| borne_out(beside, computed, notes));
        let printed = printed.or_else(|| starred(star, computed, notes));
        if doubtful {
            notes.mend();
        }
        let flags = Flags::new(printed, computed);
        let analyte = self.analyte.map(|analyte| analyte.id.clone());
        let item = LabItem { name, code, analyte, value, unit, range: reference, flags };
        notes.add(rule, MedicalFact::Lab(Box::new(item)));
        true
    }
}

/// Whether a sign that stands where flags stand may show that flag, which value and range say: an arrow either way, a plus or an asterisk
/// that something is odd.
fn may_show(sign: &str, flag: Flag) -> bool {
    let is_odd = matches!(sign, "+" | "十") || LIKE_STARS.contains(&sign);
    flag.direction().map_or(is_odd && flag == Flag::Abnormal, |way| way != 0)
}

/// The flag that a sign in the place of flags shows, by what value and range say; a sign that shows none is cited.
fn shown(sign: Piece<'_>, computed: Option<Flag>, notes: &mut Notes) -> Option<Stated<Flag>> {
    let (passage, bytes) = sign;
    let text = passage.folded().get(bytes.clone()).unwrap_or("");
    let unsaid = (computed.is_none() && LIKE_STARS.contains(&text)).then_some(Flag::Abnormal);
    let flag = computed.filter(|flag| may_show(text, *flag)).or(unsaid);
    if flag.is_none() {
        notes.cite(passage, bytes.clone(), EvidenceKind::Sign);
    }
    flag.map(|flag| notes.state(passage, bytes, flag))
}

/// The flag that follows from value and range. An antibody that protects is no fault.
pub(super) fn computed(
    value: &Stated<LabValue>,
    range: &Stated<ReferenceRange>,
    sample: Sample<'_>,
    protective: bool,
) -> Option<Flag> {
    match &value.value {
        LabValue::Qualitative(found) | LabValue::Number { verdict: Some(found), .. }
            if protective && found.sign != Sign::Negative =>
        {
            Some(Flag::Normal)
        }
        value => flag::compute(value, &range.value, sample.sex, sample.age),
    }
}

/// What is normal, as the row's cell of ranges says.
fn normal_interval(cells: &[Slot<'_>]) -> Option<Interval> {
    let cell = cells.iter().find(|cell| cell.roles.contains(&Column::Range))?;
    range::interval(cell.text().trim()).map(|read| read.0)
}

/// The flag that stood before a name or a result, where value and range bear it out or say nothing: a sign may mark how something was
/// measured. Else it is cited.
fn borne_out(
    beside: Option<(Flag, Piece<'_>)>,
    computed: Option<Flag>,
    notes: &mut Notes,
) -> Option<Stated<Flag>> {
    let (flag, (passage, bytes)) = beside?;
    let is_letter = passage
        .folded()
        .get(bytes.clone())
        .is_some_and(|sign| sign.starts_with(|c: char| c.is_ascii_alphabetic()));
    let way = |flag: Flag| flag.direction().map(i8::signum);
    let is_odd =
        |computed: Flag| computed != Flag::Normal && (flag == Flag::Abnormal || way(flag) == way(computed));
    if computed.map_or(is_letter, is_odd) {
        return Some(notes.state(passage, bytes, flag));
    }
    notes.cite(passage, bytes, EvidenceKind::Sign);
    None
}

/// Whether a name is spelt as `spelt` but for the case of letters whose small form looks like their capital: `Anti-HBS`.
fn case_slipped(read: &str, spelt: &str) -> bool {
    let alike = |(a, b): (char, char)| {
        a == b || a.eq_ignore_ascii_case(&b) && "cosvwxz".contains(a.to_ascii_lowercase())
    };
    read != spelt
        && read.chars().count() == spelt.chars().count()
        && read.chars().zip(spelt.chars()).all(alike)
}

/// What is measured: by its name, and by its abbreviation.
fn identify<'a>(
    name: &str,
    code: Option<&str>,
    sample: Sample<'a>,
    unit: Option<&str>,
) -> (Option<super::Known<'a>>, Option<&'a Analyte>) {
    if super::analyte::is_of_tracing(name) {
        return (None, None);
    }
    let short = name.split(['(', '[']).next().unwrap_or(name);
    let bare = if super::analyte::is_of_other_specimen(name) && !sample.urine { name } else { short };
    let inside = name.split(['(', '[']).nth(1).map(|rest| rest.trim_end_matches([')', ']']));
    let (han, latin) = super::labels::tongues(name);
    // What sorts under its first word: `Globulin, Total`, `T3, Free`.
    let turned = bare.split_once(", ").map(|(first, rest)| format!("{} {}", rest.trim(), first.trim()));
    let turned = turned.filter(|_| bare.is_ascii()).unwrap_or_default();
    // The abbreviation behind a Chinese name that holds another: 平均Hb量MCH.
    let last = pattern!(r"\p{Han}\s*(?P<code>[A-Z][A-Za-z0-9#%-]{1,9})$");
    let last = last.and_then(|form| form.captures(bare)?.name("code")).map(|code| code.as_str());
    let known = [name, bare, &han, &latin, &turned].into_iter().find_map(|name| {
        let known = sample.analytes.named(name, sample.urine, unit)?;
        (!known.mended || name.chars().count() > 1).then_some(known)
    });
    let codes = [code, inside, Some(name), Some(bare), Some(&latin), last];
    let coded = codes.into_iter().flatten().find_map(|code| sample.analytes.coded(code, sample.urine, unit));
    let coded = coded.or_else(|| if known.is_none() { sample.analytes.coded_like(name) } else { None });
    (known, coded)
}

/// Takes the name and the abbreviation out of the cells of a row; nothing where there is no name.
fn take_names<'v>(cells: &mut Vec<Slot<'v>>) -> Option<(Piece<'v>, Option<Piece<'v>>)> {
    for cell in cells.iter_mut().take(2) {
        cell.drop_index();
    }
    let at = |cells: &[Slot<'v>], role: Column| cells.iter().position(|cell| cell.roles.contains(&role));
    let take = |cells: &mut Vec<Slot<'v>>, index: usize| {
        let cell = cells.get(index)?;
        let (first, rest) = cell.split_name();
        let piece = (cell.passage, first);
        let is_all = rest.is_empty();
        if is_all {
            cells.remove(index);
        } else if let Some(cell) = cells.get_mut(index) {
            cell.bytes = rest;
            cell.roles.retain(|role| !matches!(role, Column::Name | Column::Code));
        }
        Some(piece)
    };
    cells.retain(|cell| !cell.is_blank());
    let code = at(cells, Column::Code).and_then(|index| take(cells, index));
    let name = match at(cells, Column::Name) {
        Some(index) => take(cells, index),
        None if code.is_none() => {
            // What stands first is the name, even where it could be a unit: pH.
            let is_name = |cell: &Slot<'_>| cell.is_wordy() && read_flag(cell.text().trim()).is_none();
            let first = |cell: &&Slot<'_>| cell.text().trim().chars().all(char::is_alphabetic);
            let index = match cells.first().filter(first) {
                Some(_) => 0,
                None => cells.iter().position(is_name).or_else(|| cells.iter().position(Slot::is_wordy))?,
            };
            take(cells, index)
        }
        None => None,
    };
    let named = |piece: &Piece<'_>| {
        piece.0.folded().get(piece.1.clone()).is_some_and(|t| t.chars().any(char::is_alphabetic))
    };
    let code = code.filter(|piece| !piece.1.is_empty());
    match (name.filter(named), code) {
        (Some(name), code) => Some((name, code)),
        (None, Some(code)) if named(&code) => Some((code, None)),
        _ => None,
    }
}

/// The flag that a star before a Latin name or for a remark, or a dot before a result, is: it marks what is not normal; elsewhere it may
/// mark how it was measured.
fn starred(star: Option<Piece<'_>>, computed: Option<Flag>, notes: &mut Notes) -> Option<Stated<Flag>> {
    let (passage, bytes) = star.filter(|_| computed.is_some_and(|flag| flag != Flag::Normal))?;
    Some(notes.state(passage, bytes, Flag::Abnormal))
}

/// Whether words may stand for a range: for analytes without a unit.
pub(super) fn takes_words(analyte: Option<&Analyte>) -> bool {
    analyte.is_none_or(|analyte| analyte.units.is_empty() || analyte.urine)
}

/// The range that a whole text is.
pub(super) fn whole_range(text: &str, analyte: Option<&Analyte>) -> Option<range::ReadRange> {
    range::read_range(text, takes_words(analyte))
}
