//! What is to be done next. Pages of the earliest open document come first; a document is opened where there are none.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::Key;

/// Something for a worker to do.
pub(crate) enum Task<D> {
    /// Open the item of this index.
    Open(usize),
    /// Read a page of an open document.
    Page(Arc<D>, u32),
}

/// Hands out tasks to the workers of one run.
pub(crate) struct Schedule<D> {
    state: Mutex<State<D>>,
    changed: Condvar,
    /// Most documents that are open at once.
    most_open: usize,
}

struct State<D> {
    waiting: VecDeque<usize>,
    later: Vec<Later>,
    open: Vec<Entry<D>>,
    /// Documents that are being opened or delivered.
    busy: usize,
    keys: HashSet<Key>,
    stopped: bool,
}

/// An item that somebody else works on.
struct Later {
    item: usize,
    key: Key,
    from: Instant,
}

struct Entry<D> {
    document: Arc<D>,
    todo: VecDeque<u32>,
    running: usize,
}

impl<D> Schedule<D> {
    pub(crate) fn new(items: usize, most_open: usize) -> Self {
        let state = State {
            waiting: (0..items).collect(),
            later: Vec::new(),
            open: Vec::new(),
            busy: 0,
            keys: HashSet::new(),
            stopped: false,
        };
        Self { state: Mutex::new(state), changed: Condvar::new(), most_open: most_open.max(1) }
    }

    fn state(&self) -> MutexGuard<'_, State<D>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task; waits where there is none yet, and is nothing where there will be none.
    pub(crate) fn next(&self) -> Option<Task<D>> {
        let mut state = self.state();
        loop {
            if state.stopped {
                return None;
            }
            if let Some(task) = state.task(self.most_open) {
                return Some(task);
            }
            let earliest = state.later.iter().map(|later| later.from).min();
            state = match earliest {
                None if state.is_done() => return None,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(from) => {
                    let pause = from.saturating_duration_since(Instant::now());
                    self.changed.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// Marks `key` as worked on by this run; false where it is already.
    pub(crate) fn reserve(&self, key: &Key) -> bool {
        self.state().keys.insert(key.clone())
    }

    /// A document that was being opened is open, with these pages to do; false where there are none, and the document is
    /// to be finished at once.
    pub(crate) fn opened(&self, document: Arc<D>, todo: VecDeque<u32>) -> bool {
        if todo.is_empty() {
            return false;
        }
        let mut state = self.state();
        state.busy -= 1;
        state.open.push(Entry { document, todo, running: 0 });
        self.changed.notify_all();
        true
    }

    /// A page is done; true where it was the last that was running or waiting, and the document is to be finished.
    pub(crate) fn page_done(&self, document: &Arc<D>) -> bool {
        let mut state = self.state();
        let Some(at) = state.open.iter().position(|entry| Arc::ptr_eq(&entry.document, document)) else {
            return false;
        };
        let entry = &mut state.open[at];
        entry.running -= 1;
        if entry.running > 0 || !entry.todo.is_empty() {
            return false;
        }
        state.open.remove(at);
        state.busy += 1;
        true
    }

    /// A document that was being opened or finished needs nothing more. `key` is free again.
    pub(crate) fn closed(&self, key: Option<&Key>) {
        let mut state = self.state();
        state.busy -= 1;
        if let Some(key) = key {
            state.keys.remove(key);
        }
        self.changed.notify_all();
    }

    /// Whether an item waits for `key`.
    pub(crate) fn is_awaited(&self, key: &Key) -> bool {
        self.state().later.iter().any(|later| later.key == *key)
    }

    /// Somebody else works on an item that was being opened or finished: it comes again after `pause`.
    pub(crate) fn postpone(&self, item: usize, key: Key, pause: Duration) {
        self.state().later.push(Later { item, key, from: Instant::now() + pause });
    }

    /// Ends the run as soon as may be.
    pub(crate) fn stop(&self) {
        self.state().stopped = true;
        self.changed.notify_all();
    }
}

impl<D> State<D> {
    fn task(&mut self, most_open: usize) -> Option<Task<D>> {
        if let Some(entry) = self.open.iter_mut().find(|entry| !entry.todo.is_empty()) {
            entry.running += 1;
            let page = entry.todo.pop_front()?;
            return Some(Task::Page(entry.document.clone(), page));
        }
        let now = Instant::now();
        let due = self.later.iter().position(|later| later.from <= now);
        let item = match due {
            // Not bounded: finished documents of a stream may wait for its turn.
            Some(at) => self.later.remove(at).item,
            None if self.open.len() + self.busy >= most_open => return None,
            None => self.waiting.pop_front()?,
        };
        self.busy += 1;
        Some(Task::Open(item))
    }

    fn is_done(&self) -> bool {
        self.waiting.is_empty() && self.later.is_empty() && self.open.is_empty() && self.busy == 0
    }
}
