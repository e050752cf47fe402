use document::RegionClass;

/// The class that other data sets call `name`; nothing where they mean something that has no class here.
///
/// Knows the names of the document schema, PubLayNet, DocLayNet, CDLA, D4LA's commonest, and OmniDocBench; case, spaces,
/// hyphens and underscores do not matter.
///
/// ```
/// use document::RegionClass;
/// assert_eq!(evaluation::region_class("Section-header"), Some(RegionClass::Heading));
/// assert_eq!(evaluation::region_class("page_number"), Some(RegionClass::PageNumber));
/// assert_eq!(evaluation::region_class("abandon"), None);
/// ```
pub fn region_class(name: &str) -> Option<RegionClass> {
    let key: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    Some(match key.as_str() {
        "doctitle" | "documenttitle" => RegionClass::Title,
        "title" | "heading" | "sectionheader" | "paragraphtitle" | "paratitle" => RegionClass::Heading,
        "text" | "textblock" | "paragraph" | "plaintext" | "codetxt" | "paratext" => RegionClass::Text,
        "list" | "listitem" | "listtext" => RegionClass::List,
        "table" => RegionClass::Table,
        "caption" | "figurecaption" | "tablecaption" | "equationcaption" | "tablename" | "figurename" => {
            RegionClass::Caption
        }
        "figure" | "picture" | "image" | "chart" => RegionClass::Figure,
        "formula" | "equation" | "equationisolated" | "displayformula" => RegionClass::Formula,
        "header" | "pageheader" => RegionClass::Header,
        "footer" | "pagefooter" => RegionClass::Footer,
        "pagenumber" | "number" => RegionClass::PageNumber,
        "footnote" | "pagefootnote" | "tablefootnote" | "figurefootnote" => RegionClass::Footnote,
        "reference" | "references" | "bibliography" => RegionClass::Reference,
        "seal" | "stamp" => RegionClass::Seal,
        "signature" => RegionClass::Signature,
        "sidenote" | "asidetext" | "marginalia" => RegionClass::SideNote,
        _ => return None,
    })
}
