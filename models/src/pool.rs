//! Sessions to lend: as many as there are workers, each used by one at a time.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, PoisonError};

/// Lends values to threads, one thread at a time each; who finds none waits.
///
/// Networks keep scratch memory between runs, so a session cannot be used by two threads at once. A pool with one
/// session per worker never makes a worker wait.
#[derive(Debug)]
pub struct Pool<T> {
    free: Mutex<Vec<T>>,
    returned: Condvar,
    size: usize,
}

impl<T> Pool<T> {
    /// A pool of `items`; nothing for an empty list, from which nobody could ever borrow.
    pub fn new(items: Vec<T>) -> Option<Self> {
        let size = items.len();
        (size > 0).then(|| Self { free: Mutex::new(items), returned: Condvar::new(), size })
    }

    /// Number of values, lent or not.
    pub fn size(&self) -> usize {
        self.size
    }

    /// One value, given back when the guard is dropped. Waits while all are lent.
    pub fn lend(&self) -> Lent<'_, T> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(item) = free.pop() {
                return Lent { pool: self, item: Some(item) };
            }
            free = self.returned.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// One value, or nothing while all are lent.
    pub fn try_lend(&self) -> Option<Lent<'_, T>> {
        let item = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(Lent { pool: self, item: Some(item) })
    }
}

/// A value out of a [`Pool`].
#[derive(Debug)]
pub struct Lent<'a, T> {
    pool: &'a Pool<T>,
    item: Option<T>,
}

#[expect(clippy::expect_used, reason = "the value is there from construction to drop")]
impl<T> Deref for Lent<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.item.as_ref().expect("lent value")
    }
}

#[expect(clippy::expect_used, reason = "the value is there from construction to drop")]
impl<T> DerefMut for Lent<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.item.as_mut().expect("lent value")
    }
}

impl<T> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        if let Some(item) = self.item.take() {
            self.pool.free.lock().unwrap_or_else(PoisonError::into_inner).push(item);
            self.pool.returned.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_waiters_get_them() {
        let pool = Pool::new(vec![0_u32]).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| *pool.lend() += 1);
            }
        });
        let lent = pool.lend();
        assert_eq!(*lent, 4);
        assert!(pool.try_lend().is_none());
        drop(lent);
        assert!(pool.try_lend().is_some());
        assert!(Pool::<u32>::new(vec![]).is_none());
    }
}
