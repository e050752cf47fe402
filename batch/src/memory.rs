//! How many pages may be in work at once, given how much memory they may take.

use std::sync::{Condvar, Mutex, PoisonError};

/// Tells how much memory this process holds, in bytes; nothing where that cannot be known.
pub type MemoryMeter = fn() -> Option<u64>;

/// What a page is taken to need before any has been measured, in bytes: the working set of an A4 scan at 200 dpi.
const FIRST_GUESS: u64 = 200 << 20;

/// The resident memory of this process in bytes (Linux only).
pub fn resident_memory() -> Option<u64> {
    /// Pages of memory have this size on every Linux that we run on.
    const PAGE: u64 = 4096;
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    statm.split_ascii_whitespace().nth(1)?.parse::<u64>().ok().map(|pages| pages * PAGE)
}

/// Lets a page in while there is room for it; one is always let in.
pub(crate) struct Gate {
    state: Mutex<State>,
    left: Condvar,
    limit: Option<u64>,
    window: usize,
    meter: MemoryMeter,
    base: u64,
}

struct State {
    inside: usize,
    /// The most memory beyond the base that a page inside has been seen to take.
    per_page: u64,
}

impl Gate {
    pub(crate) fn new(window: usize, limit: Option<u64>, meter: MemoryMeter) -> Self {
        let base = meter().unwrap_or(0);
        let state = State { inside: 0, per_page: FIRST_GUESS };
        Self { state: Mutex::new(state), left: Condvar::new(), limit, window: window.max(1), meter, base }
    }

    /// Waits until there is room for one more page.
    pub(crate) fn enter(&self) -> Pass<'_> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.inside > 0 && state.inside >= self.room(&state) {
            state = self.left.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.inside += 1;
        Pass { gate: self }
    }

    /// How many pages there is room for.
    fn room(&self, state: &State) -> usize {
        let Some(limit) = self.limit else { return self.window };
        let fitting = limit.saturating_sub(self.base) / state.per_page.max(1);
        usize::try_from(fitting).unwrap_or(usize::MAX).clamp(1, self.window)
    }

    fn leave(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(now) = self.limit.and_then(|_| (self.meter)()) {
            let share = now.saturating_sub(self.base) / state.inside.max(1) as u64;
            state.per_page = state.per_page.max(share);
        }
        state.inside -= 1;
        self.left.notify_all();
    }
}

/// The right to work on one page; given back when it is dropped.
pub(crate) struct Pass<'a> {
    gate: &'a Gate,
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_shrinks_to_what_memory_allows() {
        const MIB: u64 = 1 << 20;
        let cases =
            [(None, 4), (Some(10_000 * MIB), 4), (Some(1000 * MIB), 2), (Some(500 * MIB), 1), (Some(0), 1)];
        for (limit, want) in cases {
            let gate = Gate::new(4, limit, || Some(500 * MIB));
            let room = gate.room(&gate.state.lock().unwrap());
            assert_eq!(room, want, "{limit:?}");
        }
    }

    #[test]
    fn pages_that_take_more_than_was_thought_narrow_it() {
        static NOW: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let meter = || Some(NOW.load(std::sync::atomic::Ordering::SeqCst));
        let gate = Gate::new(8, Some(2 << 30), meter);
        assert_eq!(gate.room(&gate.state.lock().unwrap()), 8);
        let pass = gate.enter();
        NOW.store(1 << 30, std::sync::atomic::Ordering::SeqCst);
        drop(pass);
        assert_eq!(gate.room(&gate.state.lock().unwrap()), 2);
    }

    #[test]
    fn this_process_has_memory() {
        if cfg!(target_os = "linux") {
            assert!(resident_memory().unwrap() > 100_000);
        }
    }
}
