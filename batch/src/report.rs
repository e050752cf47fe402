use std::time::Duration;

use crate::Failure;

/// Something that happened in a batch. Items are told by their index.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A document was opened.
    Opened {
        /// Which.
        item: usize,
        /// Pages that were asked for.
        pages: usize,
        /// Pages that have landed in an earlier run.
        landed: usize,
    },
    /// A page was read and has landed.
    Page {
        /// Of which item.
        item: usize,
        /// Its number in the document.
        number: u32,
        /// Why it failed, where it did.
        failure: Option<&'a str>,
        /// How long it took.
        took: Duration,
    },
    /// A document was delivered.
    Delivered {
        /// Which.
        item: usize,
        /// Pages of it, failed ones included.
        pages: usize,
        /// Its pages that failed, and why.
        failures: &'a [(u32, String)],
    },
    /// A document was delivered before, and is left as it is.
    Kept {
        /// Which.
        item: usize,
        /// Its pages that failed then.
        failures: usize,
    },
    /// A document could not be read or delivered at all.
    Failed {
        /// Which.
        item: usize,
        /// Why.
        failure: &'a Failure,
    },
}

/// Is told what happens, from the threads on which it happens. `&()` is silent.
pub trait Observer: Sync {
    /// Something happened.
    fn event(&self, event: &Event<'_>);
}

impl Observer for () {
    fn event(&self, _: &Event<'_>) {}
}

/// What a batch came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Documents delivered now, whole or with pages missing.
    pub delivered: usize,
    /// Of those, and of those kept, documents with some pages missing.
    pub partly: usize,
    /// Of those, and of those kept, documents with all pages missing.
    pub without_pages: usize,
    /// Documents delivered before, left as they were.
    pub kept: usize,
    /// Documents that could not be read, by item, and why.
    pub failed: Vec<(usize, Failure)>,
    /// Pages read now, failed ones included.
    pub pages: usize,
    /// Pages that have landed in an earlier run or in another process and were not read again.
    pub pages_kept: usize,
    /// Pages of delivered documents that could not be read, by item and number, and why.
    pub failed_pages: Vec<(usize, u32, String)>,
}

impl Summary {
    /// Puts the lists in the order of the items.
    pub(crate) fn sort(&mut self) {
        self.failed.sort_by_key(|(item, _)| *item);
        self.failed_pages.sort_by_key(|(item, page, _)| (*item, *page));
    }
}
