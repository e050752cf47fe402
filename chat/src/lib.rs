//! A reasoner over the network: any server that speaks the chat completions protocol.
//!
//! [`Chat`] is a [`reasoning::answer::Reasoner`]: it writes sentences on facts, and what it writes is verified by
//! `reasoning` like everybody's. Nothing is sent anywhere but to the address given; what the model thinks in private is
//! counted as a sign of life, never kept, shown or quoted.
//!
//! | module | what |
//! | --- | --- |
//! | `endpoint` | addresses, presets, what a server is capable of |
//! | `client` | one question and its streamed answer: timeouts, retries, limits |
//! | `wire` | what goes over the line; unknown fields are ignored, missing ones allowed |
//! | `thinking` | private thoughts told from answers, in every dialect |
//! | `prompt` | what is asked |
//! | `reply` | the JSON in an answer, mended where it was cut |
//! | `secrets` | personal data replaced by stand-ins before anything is sent |

mod client;
mod endpoint;
mod error;
mod prompt;
mod reasoner;
mod reply;
mod secrets;
mod thinking;
mod wire;

pub use endpoint::{Capabilities, Endpoint, Preset, ReplyFormat, ThinkingSwitch, TokenLimit};
pub use reasoner::{Budget, Chat, ChatOptions};
