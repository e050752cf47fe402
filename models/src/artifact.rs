//! The names of the files Inkstone runs on.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One file that Inkstone needs and does not carry: a library, a network or a list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Artifact {
    /// The ONNX Runtime library, which runs all networks.
    OnnxRuntime,
    /// The PDFium library, which reads PDF.
    Pdfium,
    /// Text detection (DB): `[N, 3, H, W]`, H and W multiples of 32, to a probability map `[N, 1, H, W]`.
    TextDetection,
    /// Text recognition (CTC): `[N, 3, 48, W]` to `[N, T, classes]`.
    TextRecognition,
    /// Page orientation: `[N, 3, 224, 224]` to `[N, 4]`, for 0, 90, 180 and 270 degrees.
    Orientation,
    /// Table structure (SLANet): `[N, 3, 488, 488]` to boxes `[N, T, 4]` and tokens `[N, T, 30]`.
    TableStructure,
    /// Text on round seals (DB): `[N, 3, H, W]` to a probability map.
    SealDetection,
    /// Page layout (PicoDet, Chinese documents): `[1, 3, 800, 608]` to 4 score and 4 distance maps.
    Layout,
    /// English words and how often they are used: lines of a word and a count.
    EnglishWords,
}

impl Artifact {
    /// All artifacts, libraries first.
    pub const ALL: [Self; 9] = [
        Self::OnnxRuntime,
        Self::Pdfium,
        Self::TextDetection,
        Self::TextRecognition,
        Self::Orientation,
        Self::TableStructure,
        Self::SealDetection,
        Self::Layout,
        Self::EnglishWords,
    ];

    /// What reading needs. The others are for what is asked for by name.
    pub const DEFAULT: [Self; 8] = [
        Self::OnnxRuntime,
        Self::Pdfium,
        Self::TextDetection,
        Self::TextRecognition,
        Self::Orientation,
        Self::TableStructure,
        Self::Layout,
        Self::EnglishWords,
    ];

    /// Whether reading needs it.
    pub fn is_default(self) -> bool {
        Self::DEFAULT.contains(&self)
    }

    /// The name used on the command line and in bundles.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnnxRuntime => "onnx-runtime",
            Self::Pdfium => "pdfium",
            Self::TextDetection => "text-detection",
            Self::TextRecognition => "text-recognition",
            Self::Orientation => "orientation",
            Self::TableStructure => "table-structure",
            Self::SealDetection => "seal-detection",
            Self::Layout => "layout",
            Self::EnglishWords => "english-words",
        }
    }

    /// Whether the network reads in 8 bits as well as in single precision, and so much faster that it is done (measured:
    /// DESIGN.md).
    pub fn reads_in_eight_bits(self) -> bool {
        matches!(self, Self::TextDetection | Self::TextRecognition)
    }

    /// Whether this is a network rather than a library or a list.
    pub fn is_model(self) -> bool {
        !matches!(self, Self::OnnxRuntime | Self::Pdfium | Self::EnglishWords)
    }
}

impl fmt::Display for Artifact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
