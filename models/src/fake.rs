//! A session without a network behind it, for tests.

use std::collections::BTreeMap;

use ndarray::{ArrayD, ArrayViewD};

use crate::{Error, ErrorKind, Session};

type Network = Box<dyn FnMut(ArrayViewD<'_, f32>) -> Vec<ArrayD<f32>> + Send>;

/// A [`Session`] made from a closure, so that everything before and after a network can be tested without weights.
///
/// ```
/// use models::{FakeSession, Session};
/// use ndarray::ArrayD;
///
/// // A "network" that answers [N, 4]: always upright.
/// let mut session = FakeSession::new(|input| {
///     let pages = input.shape()[0];
///     let mut scores = ArrayD::zeros(vec![pages, 4]);
///     scores.slice_mut(ndarray::s![.., 0]).fill(1.0);
///     vec![scores]
/// })
/// .with_metadata("character", "a\nb");
///
/// let input = ArrayD::zeros(vec![2, 3, 224, 224]);
/// session.run(input.view(), &mut |outputs| assert_eq!(outputs[0].shape(), [2, 4]))?;
/// assert_eq!(session.metadata("character").as_deref(), Some("a\nb"));
/// # Ok::<(), models::Error>(())
/// ```
pub struct FakeSession {
    network: Option<Network>,
    metadata: BTreeMap<String, String>,
}

impl FakeSession {
    /// A session whose outputs are what `network` returns, in that order.
    pub fn new(network: impl FnMut(ArrayViewD<'_, f32>) -> Vec<ArrayD<f32>> + Send + 'static) -> Self {
        Self { network: Some(Box::new(network)), metadata: BTreeMap::new() }
    }

    /// A session whose every run is an error of kind [`ErrorKind::Run`].
    pub fn failing() -> Self {
        Self { network: None, metadata: BTreeMap::new() }
    }

    /// Adds a string to the metadata.
    #[must_use]
    pub fn with_metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }
}

impl Session for FakeSession {
    fn run(
        &mut self,
        input: ArrayViewD<'_, f32>,
        read: &mut dyn FnMut(&[ArrayViewD<'_, f32>]),
    ) -> Result<(), Error> {
        let Some(network) = &mut self.network else {
            return Err(Error::new(ErrorKind::Run, "this fake session always fails"));
        };
        let outputs = network(input);
        let views: Vec<_> = outputs.iter().map(|output| output.view()).collect();
        read(&views);
        Ok(())
    }

    fn metadata(&self, key: &str) -> Option<String> {
        self.metadata.get(key).cloned()
    }
}
