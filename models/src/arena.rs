//! Memory that ONNX Runtime keeps for the tensors of later runs.

use std::sync::atomic::{AtomicBool, Ordering};

use ort::session::{NoSelectedOutputs, RunOptions};

use crate::Device;

/// Asks a run to give back what the arena of the CPU has free when it ends.
const SHRINK: (&str, &str) = ("memory.enable_memory_arena_shrinkage", "cpu:0");

/// Whether the next run on the CPU is to be asked.
static TO_SHRINK: AtomicBool = AtomicBool::new(false);

/// Has the next run on the CPU give back, when it ends, the memory that no run needs just then.
///
/// All sessions share one arena. It grows to the most that workers have ever needed at the same time, which over thousands of
/// pages is now and then more, and keeps that. What later runs need is taken anew, which costs a little: this is for once in a
/// while.
pub fn shrink_arena() {
    TO_SHRINK.store(true, Ordering::Relaxed);
}

/// The options of a run on `device` that is to give memory back; nothing for other runs.
pub(crate) fn shrinking(device: Device) -> Result<Option<RunOptions<NoSelectedOutputs>>, ort::Error> {
    if device != Device::Cpu || !TO_SHRINK.swap(false, Ordering::Relaxed) {
        return Ok(None);
    }
    let mut options = RunOptions::new()?;
    options.set(SHRINK.0, SHRINK.1)?;
    Ok(Some(options))
}
