//! Where a network runs.

use std::fmt;
use std::str::FromStr;

use ort::ep::{self, ExecutionProvider, ExecutionProviderDispatch};

use crate::{Error, ErrorKind, Runtime};

/// A place to run networks, written `cpu`, `cuda`, `cuda:1`, ….
///
/// The number is the accelerator's index; `cuda` alone is `cuda:0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Device {
    /// The processor; always there.
    #[default]
    Cpu,
    /// NVIDIA GPUs through CUDA.
    Cuda(u16),
    /// NVIDIA GPUs through TensorRT.
    TensorRt(u16),
    /// Intel processors, GPUs and NPUs through OpenVINO.
    OpenVino,
    /// Huawei Ascend through CANN.
    Cann(u16),
    /// AMD GPUs through ROCm.
    Rocm(u16),
    /// AMD GPUs through MIGraphX.
    MiGraphX(u16),
    /// DirectX 12 GPUs on Windows through DirectML.
    DirectMl(u16),
    /// Apple's accelerators through Core ML.
    CoreMl,
}

impl Device {
    /// One of each kind, at its first index.
    const KINDS: [Self; 9] = [
        Self::Cpu,
        Self::Cuda(0),
        Self::TensorRt(0),
        Self::OpenVino,
        Self::Cann(0),
        Self::Rocm(0),
        Self::MiGraphX(0),
        Self::DirectMl(0),
        Self::CoreMl,
    ];

    /// The kind's name, without the index.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Cuda(_) => "cuda",
            Self::TensorRt(_) => "tensorrt",
            Self::OpenVino => "openvino",
            Self::Cann(_) => "cann",
            Self::Rocm(_) => "rocm",
            Self::MiGraphX(_) => "migraphx",
            Self::DirectMl(_) => "directml",
            Self::CoreMl => "coreml",
        }
    }

    /// The same kind at `index`; `None` for a kind of which there is one only.
    fn at(self, index: u16) -> Option<Self> {
        Some(match self {
            Self::Cuda(_) => Self::Cuda(index),
            Self::TensorRt(_) => Self::TensorRt(index),
            Self::Cann(_) => Self::Cann(index),
            Self::Rocm(_) => Self::Rocm(index),
            Self::MiGraphX(_) => Self::MiGraphX(index),
            Self::DirectMl(_) => Self::DirectMl(index),
            Self::Cpu | Self::OpenVino | Self::CoreMl => return None,
        })
    }

    fn index(self) -> u16 {
        match self {
            Self::Cuda(index)
            | Self::TensorRt(index)
            | Self::Cann(index)
            | Self::Rocm(index)
            | Self::MiGraphX(index)
            | Self::DirectMl(index) => index,
            Self::Cpu | Self::OpenVino | Self::CoreMl => 0,
        }
    }

    /// Whether the loaded ONNX Runtime was built with this device; the hardware may still be missing.
    fn built_in(self) -> bool {
        match self {
            Self::Cpu => Ok(true),
            Self::Cuda(_) => ep::CUDA::is_available(),
            Self::TensorRt(_) => ep::TensorRT::is_available(),
            Self::OpenVino => ep::OpenVINO::is_available(),
            Self::Cann(_) => ep::CANN::is_available(),
            Self::Rocm(_) => ep::ROCm::is_available(),
            Self::MiGraphX(_) => ep::MIGraphX::is_available(),
            Self::DirectMl(_) => ep::DirectML::is_available(),
            Self::CoreMl => ep::CoreML::is_available(),
        }
        .unwrap_or(false)
    }

    /// What to register in a session; nothing for the CPU, which every session falls back on.
    fn provider(self, threads: usize) -> Option<ExecutionProviderDispatch> {
        let id = i32::from(self.index());
        Some(match self {
            Self::Cpu => return None,
            Self::Cuda(_) => ep::CUDA::default().with_device_id(id).build(),
            Self::TensorRt(_) => ep::TensorRT::default().with_device_id(id).build(),
            Self::OpenVino => ep::OpenVINO::default().with_num_threads(threads).build(),
            Self::Cann(_) => ep::CANN::default().with_device_id(id).build(),
            Self::Rocm(_) => ep::ROCm::default().with_device_id(id).build(),
            Self::MiGraphX(_) => ep::MIGraphX::default().with_device_id(id).build(),
            Self::DirectMl(_) => ep::DirectML::default().with_device_id(id).build(),
            Self::CoreMl => ep::CoreML::default().build(),
        })
    }

    /// The providers a session on this device registers, each an error if it cannot be.
    ///
    /// # Errors
    /// [`ErrorKind::Device`] if the library was not built with this device.
    pub(crate) fn providers(
        self,
        runtime: &Runtime,
        threads: usize,
    ) -> Result<Vec<ExecutionProviderDispatch>, Error> {
        if !self.built_in() {
            let there: Vec<_> = available_devices(runtime).iter().map(ToString::to_string).collect();
            let message = format!(
                "device `{self}` is not there: {} has {}",
                runtime.library().display(),
                there.join(", ")
            );
            return Err(Error::new(ErrorKind::Device, message).with_hint(
                "use one of these devices, or an ONNX Runtime library built for the one you want",
            ));
        }
        Ok(self.provider(threads).map(ExecutionProviderDispatch::error_on_failure).into_iter().collect())
    }
}

/// The kinds of device that the loaded library was built with, the CPU first. Whether the hardware and its driver
/// are there too shows when a session is opened.
pub fn available_devices(_loaded: &Runtime) -> Vec<Device> {
    Device::KINDS.into_iter().filter(|device| device.built_in()).collect()
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index() {
            0 => f.pad(self.name()),
            index => write!(f, "{}:{index}", self.name()),
        }
    }
}

impl FromStr for Device {
    type Err = Error;

    /// Reads a device's name, in any case, with an optional index after a colon.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (name, index) = match text.split_once(':') {
            Some((name, index)) => (name, Some(index)),
            None => (text, None),
        };
        let Some(kind) = Self::KINDS.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name)) else {
            let names: Vec<_> = Self::KINDS.iter().map(|kind| kind.name()).collect();
            let message = format!("unknown device `{text}`: expected one of {}", names.join(", "));
            return Err(Error::new(ErrorKind::Device, message));
        };
        let Some(index) = index else { return Ok(kind) };
        let number = index.parse().map_err(|source: std::num::ParseIntError| {
            let message = format!("the index of device `{text}` is not a number from 0 to {}", u16::MAX);
            Error::new(ErrorKind::Device, message).with_source(source)
        })?;
        kind.at(number).ok_or_else(|| {
            Error::new(ErrorKind::Device, format!("device `{text}`: {} takes no index", kind.name()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_read_from_names() {
        let cases: [(&str, Device, &str); 7] = [
            ("cpu", Device::Cpu, "cpu"),
            ("CUDA", Device::Cuda(0), "cuda"),
            ("cuda:0", Device::Cuda(0), "cuda"),
            ("cuda:3", Device::Cuda(3), "cuda:3"),
            ("OpenVINO", Device::OpenVino, "openvino"),
            ("cann:7", Device::Cann(7), "cann:7"),
            ("DirectML:1", Device::DirectMl(1), "directml:1"),
        ];
        for (text, device, written) in cases {
            assert_eq!(text.parse::<Device>().unwrap(), device, "{text}");
            assert_eq!(device.to_string(), written);
        }
    }

    #[test]
    fn every_kind_reads_back_what_it_writes() {
        for kind in Device::KINDS {
            assert_eq!(kind.to_string().parse::<Device>().unwrap(), kind);
            if let Some(second) = kind.at(1) {
                assert_eq!(second.to_string().parse::<Device>().unwrap(), second);
                assert_ne!(second, kind);
            }
        }
    }

    #[test]
    fn a_wrong_name_or_index_is_an_error_that_says_so() {
        let cases = [
            (
                "gpu",
                "unknown device `gpu`: expected one of cpu, cuda, tensorrt, openvino, cann, rocm, migraphx, directml, coreml",
            ),
            ("", "unknown device ``: expected one of"),
            ("cpu:0", "device `cpu:0`: cpu takes no index"),
            ("cuda:", "the index of device `cuda:` is not a number from 0 to 65535"),
            ("cuda:-1", "the index of device `cuda:-1` is not a number from 0 to 65535"),
            ("cuda:1:2", "the index of device `cuda:1:2` is not a number from 0 to 65535"),
        ];
        for (text, message) in cases {
            let error = text.parse::<Device>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Device, "{text}");
            assert!(error.to_string().starts_with(message), "{text}: {error}");
        }
    }
}
