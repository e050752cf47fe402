//! COCO: boxes with categories, many pictures a file (PubLayNet, DocLayNet and others).

use std::collections::BTreeMap;

use document::{Rect, RegionClass};
use serde::Deserialize;

use super::{Labelled, json};
use crate::content::{Block, Content, PageContent, TableContent};
use crate::{Error, region_class};

#[derive(Deserialize)]
struct File {
    images: Vec<Image>,
    annotations: Vec<Annotation>,
    categories: Vec<Category>,
}

#[derive(Deserialize)]
struct Image {
    id: u64,
    file_name: String,
}

#[derive(Deserialize)]
struct Annotation {
    image_id: u64,
    category_id: u64,
    /// Left, top, width, height.
    bbox: [f32; 4],
}

#[derive(Deserialize)]
struct Category {
    id: u64,
    name: String,
}

pub(super) fn read(text: &str) -> Result<Vec<Labelled>, Error> {
    let file: File = json(text)?;
    let classes = classes(&file.categories);
    let mut of_image: BTreeMap<u64, Vec<Block>> = BTreeMap::new();
    for annotation in &file.annotations {
        let [left, top, width, height] = annotation.bbox;
        let class = classes.get(&annotation.category_id).copied();
        let bounds = Some(Rect::new(left, top, left + width, top + height));
        let block = Block { class, bounds, ..Block::default() };
        of_image.entry(annotation.image_id).or_default().push(block);
    }
    let labelled = |image: Image| {
        let blocks = of_image.remove(&image.id).unwrap_or_default();
        Labelled::new(image.file_name, content(blocks))
    };
    Ok(file.images.into_iter().map(labelled).collect())
}

/// What the set's categories mean. Where headings have a category of their own, `Title` is that of the document.
fn classes(categories: &[Category]) -> BTreeMap<u64, RegionClass> {
    let is_title = |category: &Category| category.name.eq_ignore_ascii_case("title");
    let class = |category: &Category| Some((category.id, region_class(&category.name)?));
    let mut classes: BTreeMap<u64, RegionClass> = categories.iter().filter_map(class).collect();
    let headed = categories.iter().any(|c| !is_title(c) && classes.get(&c.id) == Some(&RegionClass::Heading));
    for category in categories.iter().filter(|category| headed && is_title(category)) {
        classes.insert(category.id, RegionClass::Title);
    }
    classes
}

fn content(blocks: Vec<Block>) -> Content {
    let tables = blocks.iter().filter(|block| block.class == Some(RegionClass::Table));
    let tables = tables.filter_map(|block| block.bounds).map(TableContent::from_bounds);
    Content {
        tables: Some(tables.map(|table| TableContent { page: Some(1), ..table }).collect()),
        pages: vec![PageContent { number: Some(1), blocks: Some(blocks), ..PageContent::default() }],
        ..Content::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_go_to_their_pictures() {
        let text = r#"{"images": [{"id": 7, "file_name": "a.jpg", "width": 9}, {"id": 8, "file_name": "b.jpg"}],
            "categories": [{"id": 1, "name": "table"}, {"id": 2, "name": "Section-header"},
                           {"id": 3, "name": "Title"}],
            "annotations": [{"image_id": 7, "category_id": 1, "bbox": [10, 20, 30, 40], "id": 1},
                            {"image_id": 7, "category_id": 2, "bbox": [0, 0, 5, 5]},
                            {"image_id": 8, "category_id": 3, "bbox": [0, 0, 5, 5]}]}"#;
        let truths = read(text).unwrap();
        assert_eq!(truths.iter().filter_map(|t| t.input.as_deref()).collect::<Vec<_>>(), ["a.jpg", "b.jpg"]);
        let tables = truths[0].content.tables.as_deref().unwrap();
        assert_eq!(tables[0].bounds, Some(Rect::new(10.0, 20.0, 40.0, 60.0)));
        let blocks = truths[0].content.pages[0].blocks.as_deref().unwrap();
        assert_eq!(blocks[1].class, Some(RegionClass::Heading));
        let other = truths[1].content.pages[0].blocks.as_deref().unwrap();
        assert_eq!(other[0].class, Some(RegionClass::Title));
        assert_eq!(truths[1].content.tables.as_deref(), Some(&[][..]));
    }
}
