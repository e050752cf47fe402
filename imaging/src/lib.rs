//! Pixels, and nothing about models or what documents mean.
//!
//! [`PageImage`] is the picture of a page. [`crop`] cuts a slanted quadrilateral out of it, [`resize`] scales it, and a
//! [`PointMap`] leads points of a derived picture back to the picture that it was made from. [`find_rulings`] finds drawn
//! straight lines, [`find_sheet`] the sheet on a photo, [`find_stamps`] seals, [`binarise`] ink, [`letter_heights`] the
//! size of the print.

mod component;
mod crop;
mod filter;
mod hull;
mod letters;
mod map;
mod mask;
mod page_image;
mod remap;
mod resize;
mod ruling;
mod sheet;
mod stamp;

pub use component::{Component, components};
pub use crop::{crop, crop_to, natural_width, turn};
pub use hull::{convex_hull, min_area_rect};
pub use letters::{LetterHeights, letter_heights};
pub use map::{Mesh, PointMap, Projection};
pub use mask::{BinariseOptions, Mask, binarise};
pub use page_image::PageImage;
pub use remap::remap;
pub use resize::resize;
pub use ruling::{Ruling, RulingSource, Rulings, find_rulings};
pub use sheet::{Sheet, find_sheet};
pub use stamp::{Stamp, find_stamps, lift_stamps, red_share, stamp_alone};
