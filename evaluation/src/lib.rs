//! To come.
pub mod boxes;
pub mod text;
