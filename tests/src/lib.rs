//! The integration tests are the binary `all`; this library is empty.
