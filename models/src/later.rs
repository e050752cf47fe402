//! Sessions that are opened when they are first run.

use ndarray::ArrayViewD;

use crate::session::Metadata;
use crate::{Error, ErrorKind, Session};

/// A [`Session`] that is opened when it is first run, with the metadata of another one of the same model. Where it cannot be
/// opened, each run is that error.
pub(crate) struct LaterSession {
    state: State,
    metadata: Metadata,
}

/// A session, or how to come by it.
enum State {
    Closed(Opener),
    Open(Box<dyn Session>),
}

/// Opens a session.
type Opener = Box<dyn Fn() -> Result<Box<dyn Session>, Error> + Send>;

impl LaterSession {
    /// A session that `open` opens, of a model with this metadata.
    pub(crate) fn new(open: Opener, metadata: Metadata) -> Self {
        Self { state: State::Closed(open), metadata }
    }
}

impl Session for LaterSession {
    fn run(
        &mut self,
        input: ArrayViewD<'_, f32>,
        read: &mut dyn FnMut(&[ArrayViewD<'_, f32>]),
    ) -> Result<(), Error> {
        if let State::Closed(open) = &self.state {
            self.state = State::Open(open()?);
        }
        match &mut self.state {
            State::Open(session) => session.run(input, read),
            State::Closed(_) => Err(Error::new(ErrorKind::Run, "the network is not open")),
        }
    }

    fn metadata(&self, key: &str) -> Option<String> {
        self.metadata.get(key).cloned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use ndarray::ArrayD;

    use super::*;
    use crate::FakeSession;

    fn runs(session: &mut LaterSession) -> bool {
        session.run(ArrayD::zeros(vec![1]).view(), &mut |_| {}).is_ok()
    }

    #[test]
    fn it_is_opened_by_its_first_run_and_once() {
        let opened = Arc::new(AtomicUsize::new(0));
        let count = opened.clone();
        let open = move || {
            count.fetch_add(1, Ordering::Relaxed);
            Ok(Box::new(FakeSession::new(|_| vec![])) as Box<dyn Session>)
        };
        let metadata = BTreeMap::from([("character".to_owned(), "a".to_owned())]);
        let mut session = LaterSession::new(Box::new(open), Arc::new(metadata));
        assert_eq!(session.metadata("character").as_deref(), Some("a"));
        assert_eq!(opened.load(Ordering::Relaxed), 0);
        assert!(runs(&mut session) && runs(&mut session));
        assert_eq!(opened.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn where_it_cannot_be_opened_each_run_says_why_and_tries_again() {
        let tries = Arc::new(AtomicUsize::new(0));
        let count = tries.clone();
        let open = move || match count.fetch_add(1, Ordering::Relaxed) {
            0 => Err(Error::new(ErrorKind::Model, "no memory left")),
            _ => Ok(Box::new(FakeSession::new(|_| vec![])) as Box<dyn Session>),
        };
        let mut session = LaterSession::new(Box::new(open), Arc::default());
        let error = session.run(ArrayD::zeros(vec![1]).view(), &mut |_| {}).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Model, "no memory left"));
        assert!(runs(&mut session));
    }
}
