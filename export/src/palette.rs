use document::RegionClass;

/// A colour: red, green, blue.
pub(crate) type Rgb = [u8; 3];

/// How a class of regions is named and coloured, alike in the HTML page and on annotated pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// As in JSON.
    pub(crate) name: &'static str,
    /// Dark enough for white letters on it.
    pub(crate) color: Rgb,
}

/// Lines of text, thin under everything else.
pub(crate) const LINE: Rgb = [0x2a, 0x7f, 0xc4];

/// Cells of tables.
pub(crate) const CELL: Rgb = [0xc2, 0x5a, 0x00];

/// The way from region to region.
pub(crate) const ORDER: Rgb = [0x55, 0x55, 0x55];

/// Classes that are often neighbours have hues far apart; what frames the page is grey.
pub(crate) fn look(class: RegionClass) -> Look {
    use RegionClass as C;
    let (name, color) = match class {
        C::Title => ("title", [0xb3, 0x1b, 0x3c]),
        C::Heading => ("heading", [0xc2, 0x3a, 0x1e]),
        C::Text => ("text", [0x1d, 0x5f, 0xa8]),
        C::List => ("list", [0x0b, 0x78, 0x6c]),
        C::Table => ("table", [0xa3, 0x4a, 0x00]),
        C::Caption => ("caption", [0x7a, 0x4e, 0x9e]),
        C::Figure => ("figure", [0x3f, 0x7d, 0x20]),
        C::Formula => ("formula", [0x8a, 0x1f, 0x8a]),
        C::Header => ("header", [0x5f, 0x6b, 0x76]),
        C::Footer => ("footer", [0x5f, 0x6b, 0x76]),
        C::PageNumber => ("page_number", [0x6e, 0x62, 0x5a]),
        C::Footnote => ("footnote", [0x4a, 0x5a, 0xa0]),
        C::Reference => ("reference", [0x3d, 0x6a, 0x8c]),
        C::Seal => ("seal", [0xc4, 0x12, 0x12]),
        C::Signature => ("signature", [0x15, 0x3a, 0x8a]),
        C::SideNote => ("side_note", [0x7d, 0x6a, 0x00]),
        _ => ("region", [0x44, 0x44, 0x44]),
    };
    Look { name, color }
}
