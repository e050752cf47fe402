//! Readers of truths and predictions.
//!
//! Each reader takes the text of a file and gives [`Content`]; nothing here opens files. Formats with many samples in one
//! file give a list of [`Labelled`].

mod coco;
mod ctdar;
mod document_form;
mod funsd;
mod icdar2013;
mod inkstone;
mod line_list;
mod omnidocbench;
mod prediction;
mod pubtabnet;
mod sroie;
mod table_list;

use serde::de::DeserializeOwned;

pub use document_form::content_of;
pub(crate) use document_form::{lines_alone, region_text};
pub use icdar2013::PageHeights;
pub use prediction::{PredictionFormat, read_prediction};

use crate::content::Content;
use crate::{Error, ErrorKind};

/// The truth of one sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// The picture or document it belongs to, as the file names it; nothing where the file's own name tells.
    pub input: Option<String>,
    /// What it says.
    pub content: Content,
    /// What the file says about the sample (split, language, source), by name.
    pub attributes: Vec<(String, String)>,
}

impl Labelled {
    pub(crate) fn new(input: impl Into<Option<String>>, content: Content) -> Self {
        Self { input: input.into(), content, attributes: Vec::new() }
    }
}

/// Formats of truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TruthFormat {
    /// `inkstone-truth/1`: see `fixtures/TRUTH.md`.
    Inkstone,
    /// A document as Inkstone writes it, corrected by hand.
    Document,
    /// Plain text of all pages.
    Text,
    /// Markdown of all pages.
    Markdown,
    /// HTML of all pages.
    Html,
    /// OmniDocBench: a JSON list of pages with `layout_dets`.
    OmniDocBench,
    /// PubTabNet: one JSON object a line, with `html.structure.tokens`.
    PubTabNet,
    /// ICDAR 2013 table competition: `-str.xml` or `-reg.xml`.
    Icdar2013,
    /// ICDAR 2019 cTDaR: XML with `Coords`.
    Ctdar,
    /// FUNSD: JSON with `form`.
    Funsd,
    /// SROIE task 1: lines of eight coordinates and a text.
    SroieBoxes,
    /// SROIE task 3: a JSON object of company, date, address, total; any flat JSON object of strings.
    Fields,
    /// COCO boxes with categories.
    Coco,
    /// One line per picture: its name, a tab, its text.
    LineList,
}

impl TruthFormat {
    /// Tells the format from a file's name and text; nothing where no format fits.
    pub fn guess(name: &str, text: &str) -> Option<Self> {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown") => Some(Self::Markdown),
            Some("html" | "htm") => Some(Self::Html),
            Some("xml") if text.contains("<Coords") => Some(Self::Ctdar),
            Some("xml") => text.contains("<region").then_some(Self::Icdar2013),
            Some("jsonl") => text.contains("\"structure\"").then_some(Self::PubTabNet),
            Some("tsv") => Some(Self::LineList),
            Some("txt") if sroie::is_boxes(text) => Some(Self::SroieBoxes),
            Some("txt") if text.trim_start().starts_with('{') => Some(Self::Fields),
            Some("txt") if line_list::is_list(text) => Some(Self::LineList),
            Some("txt") => Some(Self::Text),
            Some("json") => Self::guess_json(text),
            _ => None,
        }
    }

    /// Whether a file of this format tells of many samples.
    pub fn has_many(self) -> bool {
        matches!(self, Self::OmniDocBench | Self::PubTabNet | Self::Coco | Self::LineList)
    }

    fn guess_json(text: &str) -> Option<Self> {
        let value: serde_json::Value = json(text).ok()?;
        let has = |key: &str| value.get(key).is_some();
        let first_has = |key: &str| value.get(0).is_some_and(|page| page.get(key).is_some());
        match () {
            () if value.get("schema").and_then(|s| s.as_str()) == Some(inkstone::SCHEMA) => {
                Some(Self::Inkstone)
            }
            () if has("schema_version") && has("pages") => Some(Self::Document),
            () if first_has("layout_dets") => Some(Self::OmniDocBench),
            () if has("form") => Some(Self::Funsd),
            () if has("annotations") && has("categories") => Some(Self::Coco),
            () if value.pointer("/html/structure").is_some() => Some(Self::PubTabNet),
            () => value.as_object()?.values().all(|v| v.is_string()).then_some(Self::Fields),
        }
    }
}

/// Reads the truths in `text`. `heights` are the heights of the PDF's pages in points, which the boxes of ICDAR 2013
/// are measured from the foot of; without them those boxes are left out. Other formats do not need them.
///
/// ```
/// use evaluation::read::{read_truth, PageHeights, TruthFormat};
/// let truths = read_truth(TruthFormat::LineList, "a.png\t血糖 5.6\n", PageHeights::default()).unwrap();
/// assert_eq!(truths[0].input.as_deref(), Some("a.png"));
/// ```
///
/// # Errors
/// [`ErrorKind::Syntax`] where the text is not JSON or XML, [`ErrorKind::Content`] where a field is missing or wrong.
pub fn read_truth(format: TruthFormat, text: &str, heights: PageHeights<'_>) -> Result<Vec<Labelled>, Error> {
    let one = |content: Content| vec![Labelled::new(None, content)];
    Ok(match format {
        TruthFormat::Inkstone => vec![inkstone::read(text)?],
        TruthFormat::Document => one(read_prediction(PredictionFormat::Document, text)?),
        TruthFormat::Text => one(read_prediction(PredictionFormat::Text, text)?),
        TruthFormat::Markdown => one(read_prediction(PredictionFormat::Markdown, text)?),
        TruthFormat::Html => one(read_prediction(PredictionFormat::Html, text)?),
        TruthFormat::OmniDocBench => omnidocbench::read(text)?,
        TruthFormat::PubTabNet => pubtabnet::read(text)?,
        TruthFormat::Icdar2013 => one(icdar2013::read(text, heights)?),
        TruthFormat::Ctdar => one(ctdar::read(text)?),
        TruthFormat::Funsd => one(funsd::read(text)?),
        TruthFormat::SroieBoxes => one(sroie::read_boxes(text)?),
        TruthFormat::Fields => one(sroie::read_fields(text)?),
        TruthFormat::Coco => coco::read(text)?,
        TruthFormat::LineList => line_list::read(text)?,
    })
}

/// Parses JSON, a byte order mark before it passed over.
pub(crate) fn json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| {
        let kind = if error.is_data() { ErrorKind::Content } else { ErrorKind::Syntax };
        let expected = if error.is_data() { "a file of this format" } else { "JSON" };
        Error::new(kind, format!("{error}, expected {expected}")).caused_by(error)
    })
}
