//! Something that happens when work takes too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Calls a function once when a piece of work has not ended in time.
pub(super) struct Watchdog {
    /// A time to watch, or nothing when the work has ended; closed, it ends the thread.
    times: Option<Sender<Option<Duration>>>,
    barked: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    pub(super) fn new(bark: impl FnOnce() + Send + 'static) -> std::io::Result<Self> {
        let (times, commands) = channel();
        let barked = Arc::new(AtomicBool::new(false));
        let told = barked.clone();
        let thread = Builder::new().name("watchdog".into()).spawn(move || {
            if watch(&commands) {
                told.store(true, Ordering::SeqCst);
                bark();
            }
        })?;
        Ok(Self { times: Some(times), barked, thread: Some(thread) })
    }

    /// Work begins that may take so long.
    pub(super) fn start(&self, time: Duration) {
        self.tell(Some(time));
    }

    /// Work has ended.
    pub(super) fn stop(&self) {
        self.tell(None);
    }

    fn tell(&self, time: Option<Duration>) {
        // Fails only when the thread has ended, after it has barked.
        let _ = self.times.as_ref().map(|times| times.send(time));
    }

    /// Whether time has run out.
    pub(super) fn has_barked(&self) -> bool {
        self.barked.load(Ordering::SeqCst)
    }
}

/// Waits until a time runs out (true) or nobody is left to give one (false).
fn watch(commands: &Receiver<Option<Duration>>) -> bool {
    let mut time = None;
    loop {
        let command = match time {
            None => commands.recv().map_err(RecvTimeoutError::from),
            Some(time) => commands.recv_timeout(time),
        };
        match command {
            Ok(next) => time = next,
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.times = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_barks_at_what_takes_too_long_only() {
        let (heard, ear) = channel();
        let dog = Watchdog::new(move || heard.send(()).unwrap()).unwrap();
        dog.start(Duration::from_secs(60));
        dog.stop();
        assert!(!dog.has_barked());
        dog.start(Duration::from_millis(1));
        assert!(ear.recv_timeout(Duration::from_secs(10)).is_ok());
        assert!(dog.has_barked());
    }
}
