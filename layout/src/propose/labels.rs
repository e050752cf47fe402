use document::RegionClass;

/// The classes of CDLA in the order of the network's scores.
const CDLA: &str =
    "text\ntitle\nfigure\nfigure_caption\ntable\ntable_caption\nheader\nfooter\nreference\nequation";

/// The classes named in the model's metadata, one a line.
pub(crate) fn classes_of(names: Option<&str>) -> Vec<RegionClass> {
    let names = names.map(str::trim).filter(|names| !names.is_empty()).unwrap_or(CDLA);
    names.lines().map(|name| class_of(name.trim())).collect()
}

/// CDLA calls every heading a title; which one is the document's is told later. An unknown class is text.
fn class_of(name: &str) -> RegionClass {
    match name {
        "title" => RegionClass::Heading,
        "figure" => RegionClass::Figure,
        "figure_caption" | "table_caption" => RegionClass::Caption,
        "table" => RegionClass::Table,
        "header" => RegionClass::Header,
        "footer" => RegionClass::Footer,
        "reference" => RegionClass::Reference,
        "equation" => RegionClass::Formula,
        _ => RegionClass::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_goes_before_the_default() {
        assert_eq!(classes_of(None).len(), 10);
        assert_eq!(classes_of(Some("  ")).len(), 10);
        let classes = classes_of(Some("table\nunheard_of\nequation\n"));
        assert_eq!(classes, [RegionClass::Table, RegionClass::Text, RegionClass::Formula]);
    }
}
