//! Region proposals by a network.

mod decode;
mod labels;
pub(crate) mod tensor;

use document::RegionProposal;
use imaging::{PageImage, resize};
use models::Session;
use ndarray::ArrayViewD;

use crate::Error;
use decode::{InputSize, decode};
use labels::classes_of;

/// What the network was trained on; any page is squeezed to it.
const INPUT: InputSize = InputSize { width: 608, height: 800 };

/// Proposes regions with a PicoDet network trained on CDLA (Chinese papers): input [1, 3, 800, 608], BGR, ImageNet's mean
/// and deviation; outputs four maps of scores [1, N, C] and four of distances [1, N, 4 * 8], for strides 8 to 64.
pub struct Proposer {
    session: Box<dyn Session>,
    classes: Vec<document::RegionClass>,
}

impl Proposer {
    /// A proposer on a loaded network. The names of its classes are read from the metadata (`character`); without them
    /// they are CDLA's.
    pub fn new(session: Box<dyn Session>) -> Self {
        let classes = classes_of(session.metadata("character").as_deref());
        Self { session, classes }
    }

    /// What the network takes for regions on `page`, in pixels of the page, the surest first. Regions may overlap.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Session`] if the network fails, [`crate::ErrorKind::Model`] if its outputs are not PicoDet's.
    pub fn propose(&mut self, page: &PageImage) -> Result<Vec<RegionProposal>, Error> {
        let input = tensor::normalised(&resize(page.pixels(), INPUT.width, INPUT.height));
        let mut found = Err(Error::model("layout network gave no output, expected scores and distances"));
        let (classes, bounds) = (&self.classes, page.bounds());
        let mut read = |outputs: &[ArrayViewD<'_, f32>]| found = decode(outputs, INPUT, classes, &bounds);
        self.session
            .run(input.view().into_dyn(), &mut read)
            .map_err(|e| Error::session("layout network", e))?;
        found
    }
}

#[cfg(test)]
mod tests;
