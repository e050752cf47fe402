//! One loaded network, as the rest of Inkstone sees it.

use std::path::{Path, PathBuf};

use ndarray::{ArrayViewD, CowArray, IxDyn};
use ort::session::SessionOutputs;
use ort::value::{Outlet, TensorElementType, TensorRef, ValueType};

use crate::{Device, Error, ErrorKind, Precision, arena};

/// One loaded network on one device.
///
/// All networks that Inkstone runs take one float tensor.
pub trait Session: Send {
    /// Runs on one float tensor and lends the outputs, in the model's order, to `read`. Outputs are not copied; an
    /// input in standard (row-major, contiguous) layout is not copied either.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] if the input does not fit the model, [`ErrorKind::Run`] if the run fails; `read` is not
    /// called then.
    fn run(
        &mut self,
        input: ArrayViewD<'_, f32>,
        read: &mut dyn FnMut(&[ArrayViewD<'_, f32>]),
    ) -> Result<(), Error>;

    /// A string of the model's metadata, as PaddleOCR's exporters write the alphabet (`character`).
    fn metadata(&self, key: &str) -> Option<String>;
}

/// How a session runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionOptions {
    /// Threads inside one operator. The default is 1: one session per worker is faster than one session with many
    /// threads. 0 is read as 1.
    pub threads: usize,
    /// Where to run; the CPU by default.
    pub device: Device,
    /// How exactly to compute; as the model's file says by default.
    pub precision: Precision,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self { threads: 1, device: Device::Cpu, precision: Precision::Full }
    }
}

/// The one input of a model: its name, and per axis the size it insists on.
#[derive(Debug)]
struct Input {
    name: String,
    axes: Vec<Option<usize>>,
}

/// A [`Session`] on ONNX Runtime.
pub(crate) struct OrtSession {
    session: ort::session::Session,
    input: Input,
    model: PathBuf,
    /// The model's file name without extension.
    name: String,
    device: Device,
}

impl OrtSession {
    /// Takes a loaded session after checking that it has one float input and float outputs only.
    pub(crate) fn new(session: ort::session::Session, model: &Path, device: Device) -> Result<Self, Error> {
        let input = only_input(session.inputs())
            .map_err(|found| wrong_model(model, format!("expected one input of floats, found {found}")))?;
        if let Some(output) = session.outputs().iter().find(|output| !is_float(output.dtype())) {
            let found = format!("expected outputs of floats, found `{}`: {}", output.name(), output.dtype());
            return Err(wrong_model(model, found));
        }
        let name = model.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { session, input, model: model.to_owned(), name, device })
    }

    fn check(&self, shape: &[usize]) -> Result<(), Error> {
        if self.input.accepts(shape) {
            return Ok(());
        }
        let message = format!(
            "{} cannot take an input of shape {shape:?}: expected {}",
            self.model.display(),
            self.input.describe()
        );
        Err(Error::new(ErrorKind::Input, message))
    }
}

impl Session for OrtSession {
    fn run(
        &mut self,
        input: ArrayViewD<'_, f32>,
        read: &mut dyn FnMut(&[ArrayViewD<'_, f32>]),
    ) -> Result<(), Error> {
        self.check(input.shape())?;
        let failed = |source: ort::Error| {
            Error::new(ErrorKind::Run, format!("{} failed to run", self.model.display())).with_source(source)
        };
        let contiguous: CowArray<'_, f32, IxDyn> = input.as_standard_layout();
        let tensor = TensorRef::from_array_view(contiguous.view()).map_err(failed)?;
        let inputs = ort::inputs![self.input.name.as_str() => tensor];
        let elements = contiguous.len() as u64;
        let span = tracing::debug_span!("network", model = self.name.as_str(), elements).entered();
        let options = arena::shrinking(self.device).map_err(failed)?;
        let outputs = match &options {
            Some(options) => self.session.run_with_options(inputs, options),
            None => self.session.run(inputs),
        };
        let outputs = outputs.map_err(failed)?;
        drop(span);
        read(&views(&outputs).map_err(failed)?);
        Ok(())
    }

    fn metadata(&self, key: &str) -> Option<String> {
        self.session.metadata().ok()?.custom(key)
    }
}

impl Input {
    /// Rank and fixed sizes agree, and nothing is empty (on which some kernels divide by zero).
    fn accepts(&self, shape: &[usize]) -> bool {
        let fits =
            |(axis, &size): (&Option<usize>, &usize)| size > 0 && axis.is_none_or(|fixed| fixed == size);
        self.axes.len() == shape.len() && self.axes.iter().zip(shape).all(fits)
    }

    fn describe(&self) -> String {
        let axes: Vec<_> =
            self.axes.iter().map(|axis| axis.map_or("?".to_owned(), |size| size.to_string())).collect();
        format!("`{}` [{}], not empty", self.name, axes.join(", "))
    }
}

fn views<'a>(outputs: &'a SessionOutputs<'_>) -> Result<Vec<ArrayViewD<'a, f32>>, ort::Error> {
    (0..outputs.len()).map(|index| outputs[index].try_extract_array::<f32>()).collect()
}

fn only_input(inputs: &[Outlet]) -> Result<Input, String> {
    let [input] = inputs else {
        return Err(format!("{} inputs", inputs.len()));
    };
    match input.dtype() {
        ValueType::Tensor { ty: TensorElementType::Float32, shape, .. } => {
            let axes = shape.iter().map(|&size| usize::try_from(size).ok()).collect();
            Ok(Input { name: input.name().to_owned(), axes })
        }
        other => Err(format!("`{}`: {other}", input.name())),
    }
}

fn is_float(value: &ValueType) -> bool {
    matches!(value, ValueType::Tensor { ty: TensorElementType::Float32, .. })
}

fn wrong_model(model: &Path, found: String) -> Error {
    Error::new(ErrorKind::Model, format!("{} is not a model that Inkstone can run: {found}", model.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_must_have_the_rank_and_the_fixed_sizes() {
        let input = Input { name: "x".to_owned(), axes: vec![None, Some(3), Some(48), None] };
        let cases: [(&[usize], bool); 7] = [
            (&[1, 3, 48, 320], true),
            (&[6, 3, 48, 8], true),
            (&[1, 3, 32, 320], false),
            (&[1, 1, 48, 320], false),
            (&[3, 48, 320], false),
            (&[1, 3, 48, 320, 1], false),
            (&[0, 3, 48, 320], false),
        ];
        for (shape, fits) in cases {
            assert_eq!(input.accepts(shape), fits, "{shape:?}");
        }
        assert_eq!(input.describe(), "`x` [?, 3, 48, ?], not empty");
    }
}
