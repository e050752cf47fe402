use models::{Device, Precision, StoreOptions};
use pages::{Isolation, OpenOptions};

/// How an [`Engine`](crate::Engine) is built.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EngineOptions {
    /// Where the models are, and whether the network may be used to fetch them.
    pub store: StoreOptions,
    /// Where the networks run.
    pub device: Device,
    /// How exactly the networks that find and read text compute.
    pub precision: Precision,
    /// Workers, each with sessions of its own; 0, the default, is one for each core.
    pub threads: usize,
    /// Loads the networks for text alone; only [`Content::Text`] can be read then.
    pub text_only: bool,
    /// Where PDFs are opened. In process by default; a program should give itself as the child, so that a PDF that
    /// hangs or crashes PDFium costs one document only.
    pub isolation: Isolation,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            store: StoreOptions::default(),
            device: Device::Cpu,
            precision: Precision::Auto,
            threads: 0,
            text_only: false,
            isolation: Isolation::default(),
        }
    }
}

/// Whether the text layer of a PDF is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum TextLayerUse {
    /// Region by region, where it can be trusted.
    #[default]
    WhereTrusted,
    /// Never: everything is read from pixels.
    Never,
}

/// What is read from a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Content {
    /// Regions, text, tables, whichever way the page stands.
    #[default]
    Everything,
    /// Lines of text on a page that stands upright, in regions by their place alone.
    Text,
}

/// How one document is read.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Limits, password and page selection. The PDFium library and the isolation are the engine's.
    pub open: OpenOptions,
    /// Whether the text layer of a PDF is used.
    pub text_layer: TextLayerUse,
    /// What is read from a page.
    pub content: Content,
    /// How text is found and read.
    pub ocr: ocr::ReadOptions,
}
