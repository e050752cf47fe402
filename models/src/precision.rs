//! How exactly a network computes.

use std::fmt;
use std::str::FromStr;

use crate::{Device, Error, ErrorKind};

/// How exactly a network computes: all in single precision, or most of its products in whole numbers of 8 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Precision {
    /// 8 bits where the processor multiplies these much faster, single precision elsewhere.
    #[default]
    Auto,
    /// Single precision, as the model's file says.
    Full,
    /// Wide products of matrices in 8 bits, with the range of the activations taken anew in each run.
    EightBit,
}

impl Precision {
    const ALL: [Self; 3] = [Self::Auto, Self::Full, Self::EightBit];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Full => "full",
            Self::EightBit => "8-bit",
        }
    }

    /// What it comes to on `device` of this machine: [`Precision::Full`] or [`Precision::EightBit`]. Accelerators compute
    /// as the file says.
    #[must_use]
    pub fn on(self, device: Device) -> Self {
        match self {
            _ if device != Device::Cpu => Self::Full,
            Self::Auto if multiplies_bytes() => Self::EightBit,
            Self::Auto => Self::Full,
            asked => asked,
        }
    }
}

/// Whether the processor sums four products of bytes in one instruction (VNNI), which ONNX Runtime then uses. Without it,
/// 8 bits are hardly faster than floats, and sums of two products can overflow.
fn multiplies_bytes() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        is_x86_feature_detected!("avx512vnni") || is_x86_feature_detected!("avxvnni")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Precision {
    type Err = Error;

    /// Reads a precision's name, in any case.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|precision| precision.name().eq_ignore_ascii_case(text)).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Error::new(ErrorKind::Device, format!("unknown precision `{text}`: expected one of {names}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_precision_is_read_from_its_name_and_settled_by_the_machine() {
        for precision in Precision::ALL {
            assert_eq!(precision.to_string().to_uppercase().parse::<Precision>().unwrap(), precision);
            assert_eq!(precision.on(Device::Cuda(0)), Precision::Full);
        }
        assert_eq!(Precision::EightBit.on(Device::Cpu), Precision::EightBit);
        assert_eq!(Precision::Full.on(Device::Cpu), Precision::Full);
        assert_ne!(Precision::Auto.on(Device::Cpu), Precision::Auto);
        let error = "half".parse::<Precision>().unwrap_err();
        assert_eq!(error.to_string(), "unknown precision `half`: expected one of auto, full, 8-bit");
    }
}
