//! Which detector a page is looked at with.

use std::sync::atomic::{AtomicUsize, Ordering};

use models::{Lent, Pool, Session};

use crate::{Detector, Error};

/// One detector per worker. The first may use all cores: it is for a page that is read while no other is.
pub(crate) struct Detectors {
    first: Pool<Detector>,
    others: Option<Pool<Detector>>,
    /// How many pages are being looked at or read.
    busy: AtomicUsize,
}

/// A page that is being looked at or read.
pub(crate) struct Busy<'a> {
    count: &'a AtomicUsize,
    is_alone: bool,
}

impl Detectors {
    pub(crate) fn new(sessions: Vec<Box<dyn Session>>) -> Result<Self, Error> {
        let mut detectors = sessions.into_iter().map(Detector::new);
        let first = Pool::new(detectors.next().into_iter().collect())
            .ok_or_else(|| Error::model("detector was given no session, expected one per worker"))?;
        Ok(Self { first, others: Pool::new(detectors.collect()), busy: AtomicUsize::new(0) })
    }

    /// Tells that a page is being looked at or read, until what is returned is dropped.
    pub(crate) fn enter(&self) -> Busy<'_> {
        let is_alone = self.busy.fetch_add(1, Ordering::Relaxed) == 0;
        Busy { count: &self.busy, is_alone }
    }

    /// Whether a page is being looked at or read.
    pub(crate) fn are_busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed) > 0
    }

    /// The detector for a page. Waits while all are lent.
    pub(crate) fn lend(&self, page: &Busy<'_>) -> Lent<'_, Detector> {
        let others = || self.others.as_ref().and_then(Pool::try_lend);
        let free = if page.is_alone { self.first.try_lend().or_else(others) } else { others() };
        free.unwrap_or_else(|| self.first.lend())
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;
    use imaging::PageImage;
    use models::FakeSession;
    use ndarray::ArrayD;

    /// Detectors of which the n-th tells its number as the shape of an output that is none.
    fn numbered(count: usize) -> Detectors {
        let session = |n: usize| FakeSession::new(move |_| vec![ArrayD::zeros(vec![n])]);
        Detectors::new((0..count).map(|n| Box::new(session(n)) as Box<dyn Session>).collect()).unwrap()
    }

    fn number(mut detector: Lent<'_, Detector>) -> String {
        let page = PageImage::new(RgbImage::new(8, 8), None);
        let told = detector.detect(&page, &Default::default()).unwrap_err().to_string();
        told.chars().filter(char::is_ascii_digit).take(1).collect()
    }

    #[test]
    fn a_page_alone_has_the_first_and_pages_beside_each_other_the_others() {
        let detectors = numbered(2);
        assert_eq!(number(detectors.lend(&detectors.enter())), "0");
        assert!(!detectors.are_busy());
        let (one, two) = (detectors.enter(), detectors.enter());
        assert!(detectors.are_busy());
        assert_eq!(number(detectors.lend(&two)), "1");
        let held = detectors.lend(&two);
        assert_eq!(number(detectors.lend(&two)), "0", "rather than to wait");
        drop((held, one, two));
        assert_eq!(number(detectors.lend(&detectors.enter())), "0", "alone again");
        let single = numbered(1);
        let (_one, two) = (single.enter(), single.enter());
        assert_eq!(number(single.lend(&two)), "0");
    }

    #[test]
    fn without_a_session_there_is_no_detector() {
        assert!(Detectors::new(vec![]).is_err());
    }
}
