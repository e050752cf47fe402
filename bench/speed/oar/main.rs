//! Reads the pictures listed in a file with oar-ocr's PP-OCRv6 preset; tells how long that took, loading not counted.
//! Runs in the folder that holds the models under the names the preset knows.

use std::time::Instant;

use oar_ocr::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = std::env::args().nth(1).ok_or("a list of pictures is expected")?;
    let ocr = OAROCRBuilder::pp_ocrv6(PpOcrV6Size::Small).build()?;
    let start = Instant::now();
    let mut pages = Vec::new();
    for path in std::fs::read_to_string(list)?.lines() {
        let before = Instant::now();
        let results = ocr.predict(vec![load_image(std::path::Path::new(path))?])?;
        let lines: usize = results.iter().map(|result| result.text_regions.len()).sum();
        pages.push(format!(r#"{{"lines": {lines}, "seconds": {}}}"#, before.elapsed().as_secs_f64()));
    }
    println!(r#"{{"seconds": {}, "pages": [{}]}}"#, start.elapsed().as_secs_f64(), pages.join(", "));
    Ok(())
}
