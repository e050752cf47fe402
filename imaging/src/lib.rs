//! Pixels, and nothing about models or what documents mean.
//!
//! [`PageImage`] is the picture of a page. [`crop`] cuts a slanted quadrilateral out of it, [`resize`] scales it, and a
//! [`PointMap`] leads points of a derived picture back to the picture that it was made from.

mod crop;
mod map;
mod page_image;
mod resize;
mod ruling;

pub use crop::{crop, turn};
pub use map::{Mesh, PointMap, Projection};
pub use page_image::PageImage;
pub use resize::resize;
pub use ruling::{Ruling, RulingSource, Rulings};
