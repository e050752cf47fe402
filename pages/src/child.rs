//! PDFs read in a child process: this side ([`Client`]) and the other ([`serve`]).
//!
//! Requests and replies are JSON in length-prefixed frames on the child's standard input and output; the document, the
//! characters and the strokes are frames of bytes; pixels go through a shared file that is unlinked as soon as both
//! have it open. Nothing that the child says is believed unchecked.

mod client;
mod frame;
mod message;
mod process;
mod serve;
mod watchdog;

pub(crate) use client::Client;
pub use serve::serve_child;
