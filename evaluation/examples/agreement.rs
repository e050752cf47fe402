//! Scores predictions by a manifest of an independent scorer, so that the two can be held against each other: see
//! `bench/agreement`, which runs both.
//!
//! `agreement MANIFEST PREDICTIONS` reads a manifest of JSON lines (`id`, `dataset`, `kind`, `truth`) and the truth files
//! it names, takes `<id>.md`, `.txt`, `.tex`, `.tables.json` and `.fields.json` from the folder, and prints an object of
//! data sets with their scores, named as that scorer names them. Samples without a prediction are left out.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use document::{Rect, RegionClass};
use evaluation::bootstrap::Bootstrap;
use evaluation::markup::parse_html;
use evaluation::read::{PredictionFormat, read_prediction};
use evaluation::table::{GridCell, Neighbours, Relation, cell_adjacency, matched_cells};
use evaluation::tally::{Counts, Tally};
use evaluation::{
    Block, Content, Field, Metric, Options, PageContent, Report, Sample, Scope, TableContent, evaluate,
    region_class,
};
use serde::Deserialize;

/// What both scorers measure, under the other's name.
const COMMON: [(&str, Metric); 30] = [
    ("ned", Metric::Ned),
    ("ned_words_only", Metric::WordsOnlyNed),
    ("block_ned", Metric::BlockNed),
    ("char_f1", Metric::CharacterF1),
    ("word_f1", Metric::WordF1),
    ("order_ned", Metric::OrderNed),
    ("order_found", Metric::OrderFound),
    ("cer", Metric::Cer),
    ("cer_loose", Metric::LooseCer),
    ("teds", Metric::Teds),
    ("teds_s", Metric::TedsStructure),
    ("teds_f", Metric::TedsF1),
    ("teds_s_f", Metric::TedsStructureF1),
    ("teds_pubtabnet", Metric::TedsPubtabnet),
    ("teds_s_pubtabnet", Metric::TedsStructurePubtabnet),
    ("found_f1", Metric::TablesFound),
    ("det_f1_50", Metric::TableDetection50),
    ("det_f1_60", Metric::TableDetection60),
    ("det_f1_80", Metric::TableDetection80),
    ("adj_f1", Metric::Adjacency),
    ("adj_f1_docavg", Metric::AdjacencyPerDocument),
    ("ctdar_wavg_f1", Metric::CellAdjacency),
    ("ctdar_f1_60", Metric::CellAdjacency60),
    ("ctdar_f1_70", Metric::CellAdjacency70),
    ("ctdar_f1_80", Metric::CellAdjacency80),
    ("ctdar_f1_90", Metric::CellAdjacency90),
    ("cell_iou", Metric::CellIou),
    ("kv_f1", Metric::FieldF1),
    ("fields_in_text", Metric::FieldsInText),
    ("formula_ned", Metric::FormulaNed),
];
/// Overlaps at which cells count as the same (ICDAR 2019 cTDaR).
const OVERLAPS: [f32; 4] = [0.6, 0.7, 0.8, 0.9];
/// What a prediction's files end in. Table lists know more of tables than Markdown does, so they come first.
const ENDINGS: [&str; 5] = ["tables.json", "fields.json", "md", "txt", "tex"];

#[derive(Deserialize)]
struct Row {
    id: String,
    dataset: String,
    kind: String,
    truth: String,
    group: Option<String>,
}

#[derive(Deserialize)]
struct Truth {
    text: Option<String>,
    ordered: Option<bool>,
    blocks: Option<Vec<TruthBlock>>,
    tables: Option<Vec<TruthTable>>,
    fields: Option<BTreeMap<String, String>>,
    line: Option<String>,
    latex: Option<String>,
}

#[derive(Deserialize)]
struct TruthBlock {
    text: String,
    category: Option<String>,
    bbox: Option<[f32; 4]>,
    lines: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct TruthTable {
    page: Option<u32>,
    bbox: Option<[f32; 4]>,
    html: Option<String>,
    #[serde(default)]
    cells: Vec<TruthCell>,
    #[serde(default)]
    relations: Vec<(usize, usize, String)>,
}

#[derive(Deserialize)]
struct TruthCell {
    row: Option<u32>,
    col: Option<u32>,
    rowspan: Option<u32>,
    colspan: Option<u32>,
    text: Option<String>,
    bbox: Option<[f32; 4]>,
}

type Failure = Box<dyn std::error::Error>;
/// Counts of cell adjacency at the four overlaps, and what paired cells overlap.
#[derive(Default)]
struct Adjacencies {
    counts: [Counts; OVERLAPS.len()],
    overlaps: Vec<f32>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [manifest, predictions] => run(Path::new(manifest), Path::new(predictions)),
        _ => Err("usage: agreement MANIFEST PREDICTIONS".into()),
    };
    match done {
        Ok(text) => {
            let _ = writeln!(std::io::stdout(), "{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(manifest: &Path, predictions: &Path) -> Result<String, Failure> {
    let base = manifest.parent().unwrap_or(Path::new("."));
    let mut samples = Vec::new();
    let mut adjacencies: BTreeMap<String, Adjacencies> = BTreeMap::new();
    for line in std::fs::read_to_string(manifest)?.lines() {
        let row: Row = serde_json::from_str(line)?;
        let Some(prediction) = prediction(predictions, &row.id)? else { continue };
        let truth: Truth = serde_json::from_str(&std::fs::read_to_string(base.join(&row.truth))?)
            .map_err(|error| format!("{}: {error}", row.truth))?;
        add_adjacency(&prediction, &truth, adjacencies.entry(row.dataset.clone()).or_default());
        samples.push(Sample {
            id: row.id,
            set: row.dataset,
            group: row.group,
            truth: content(&truth, &row.kind),
            prediction: Some(prediction),
            ..Sample::default()
        });
    }
    let mut options = Options::default();
    options.bootstrap = Bootstrap { draws: 0, ..Bootstrap::default() };
    options.worst = 0;
    Ok(serde_json::to_string_pretty(&scores(&evaluate(samples, &options), &adjacencies))?)
}

fn prediction(folder: &Path, id: &str) -> Result<Option<Content>, Failure> {
    let mut content: Option<Content> = None;
    for ending in ENDINGS {
        let path = folder.join(format!("{id}.{ending}"));
        if !path.exists() {
            continue;
        }
        let format = PredictionFormat::guess(&format!("x.{ending}")).ok_or("unknown ending")?;
        let read = read_prediction(format, &std::fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        content = Some(content.map_or_else(|| read.clone(), |content| content.merged(read.clone())));
    }
    Ok(content)
}

/// The truth in the common form; which parts of it count depends on the kind of sample.
fn content(truth: &Truth, kind: &str) -> Content {
    let page = PageContent {
        number: Some(1),
        text: truth.text.clone(),
        ordered: truth.ordered != Some(false),
        blocks: truth.blocks.as_ref().map(|blocks| blocks.iter().map(block).collect()),
        ..PageContent::default()
    };
    let tables = || Some(truth.tables.iter().flatten().map(table).collect::<Vec<_>>());
    let pages = vec![page];
    match kind {
        "line" => Content::of_text(truth.line.clone().unwrap_or_default()).with_scope(Scope::Line),
        "formula" => Content { formulas: Some(truth.latex.iter().cloned().collect()), ..Content::default() }
            .with_scope(Scope::Formula),
        "table_image" => Content { tables: tables(), ..Content::default() }.with_scope(Scope::Table),
        "pdf_tables" => Content { tables: tables(), ..Content::default() },
        "page_tables" => {
            let places = truth.tables.iter().flatten().filter_map(|table| {
                Some(TableContent::from_bounds(rect(table.bbox?)).on(table.page, table.bbox.map(rect)))
            });
            Content { tables: Some(places.collect()), ..Content::default() }
        }
        "receipt" => Content {
            pages,
            fields: truth.fields.as_ref().map(|f| f.iter().map(|(k, v)| Field::new(k, v)).collect()),
            without_case: true,
            ..Content::default()
        },
        "page" => Content { pages, tables: tables(), ..Content::default() },
        _ => Content { pages, ..Content::default() },
    }
}

fn block(block: &TruthBlock) -> Block {
    let lines = block.lines.clone().filter(|lines| !lines.is_empty());
    let class = block.category.as_deref().and_then(region_class);
    Block {
        class: class.filter(|class| *class != RegionClass::Reference),
        bounds: block.bbox.map(rect),
        lines: lines.unwrap_or_else(|| vec![block.text.clone()]),
        confidence: None,
    }
}

fn table(table: &TruthTable) -> TableContent {
    let cells: Option<Vec<GridCell>> = table
        .cells
        .iter()
        .map(|cell| {
            let read = GridCell::single(cell.row?, cell.col?, cell.text.as_deref().unwrap_or_default());
            let (row_span, column_span) = (cell.rowspan.unwrap_or(1), cell.colspan.unwrap_or(1));
            Some(GridCell { row_span, column_span, ..read }.with_ink(cell.bbox.map(rect)))
        })
        .collect();
    let root = table.html.as_deref().map(parse_html);
    let element = root.as_ref().and_then(|root| root.outermost("table").into_iter().next());
    let mut read = match (element, cells.filter(|cells| !cells.is_empty())) {
        (Some(element), Some(cells)) => {
            TableContent { cells: Some(cells), ..TableContent::from_html(element) }
        }
        (Some(element), None) => TableContent::from_html(element),
        (None, Some(cells)) => TableContent::from_cells(cells),
        (None, None) => TableContent::default(),
    };
    read.page = Some(table.page.unwrap_or(1));
    read.bounds = table.bbox.map(rect);
    read
}

fn rect([left, top, right, bottom]: [f32; 4]) -> Rect {
    Rect::new(left, top, right, bottom)
}

/// Cells by their boxes: the manifest's truth has relations between cells but not their rows and columns.
fn add_adjacency(prediction: &Content, truth: &Truth, sums: &mut Adjacencies) {
    let (mut cells, mut relations) = (Vec::new(), Neighbours::new());
    for table in truth.tables.iter().flatten() {
        let offset = cells.len();
        cells.extend(table.cells.iter().map(|cell| GridCell::single(0, 0, "").with_ink(cell.bbox.map(rect))));
        relations.extend(table.relations.iter().map(|(a, b, way)| {
            let way = if way == "H" { Relation::Right } else { Relation::Below };
            (a + offset, b + offset, way)
        }));
    }
    if relations.is_empty() {
        return;
    }
    for sum in &mut sums.counts {
        sum.truth += relations.len() as f64;
    }
    for table in prediction.tables.iter().flatten() {
        let boxed = |cell: &&GridCell| cell.ink_rect().is_some();
        let found: Vec<GridCell> = table.cells.iter().flatten().filter(boxed).cloned().collect();
        let pairs = matched_cells(&found, &cells);
        for (sum, counts) in sums.counts.iter_mut().zip(cell_adjacency(&found, &pairs, &relations, &OVERLAPS))
        {
            *sum += Counts { truth: 0.0, ..counts };
        }
        sums.overlaps.extend(pairs.iter().map(|pair| pair.overlap));
    }
}

fn scores(
    report: &Report,
    adjacencies: &BTreeMap<String, Adjacencies>,
) -> BTreeMap<String, BTreeMap<&'static str, f64>> {
    let mut sets: BTreeMap<String, BTreeMap<&'static str, f64>> = BTreeMap::new();
    for (name, set) in &report.sets {
        let value = |(label, metric): (&'static str, Metric)| Some((label, set.scores.get(&metric)?.value));
        let mut scores: BTreeMap<&'static str, f64> = COMMON.into_iter().filter_map(value).collect();
        let told = |a: &&Adjacencies| {
            a.counts.iter().any(|c| c.predicted > 0.0) && a.counts.iter().all(|c| c.truth > 0.0)
        };
        if let Some(Adjacencies { counts, overlaps }) = adjacencies.get(name).filter(told) {
            let sum: f64 = overlaps.iter().copied().map(f64::from).sum();
            scores.entry("cell_iou").or_insert(sum / overlaps.len().max(1) as f64);
            for ((label, _), counts) in
                COMMON.into_iter().skip_while(|(l, _)| *l != "ctdar_f1_60").zip(counts)
            {
                scores.insert(label, counts.f1());
            }
            let weighted = OVERLAPS.into_iter().map(f64::from).zip(counts.iter().copied());
            scores.extend(Tally::Weighted(weighted.collect()).value().map(|mean| ("ctdar_wavg_f1", mean)));
        }
        sets.insert(name.clone(), scores);
    }
    sets
}
