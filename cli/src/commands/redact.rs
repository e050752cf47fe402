//! `inkstone redact`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use document::{Outline, Page, Place, Reading, Rect};
use image::{Rgb, RgbImage};
use reasoning::redact::{Hidden, PersonalKind, redact};
use reasoning::{Dossier, FactOptions};
use serde_json::json;

use super::summarize::refuse_taken;
use crate::args::{Global, RedactArgs};
use crate::outcome::Outcome;
use crate::subject::{PICTURES, Subject, Subjects};
use crate::tell;

/// The files of one input.
const FILES: [&str; 2] = ["document.json", "redaction.json"];

/// Ink reaches over the outline of its letters, and the outline of part of a word is a guess: so much of the letters'
/// height is blacked out around it.
const MARGIN: f32 = 0.3;
/// Along the line, where the outline of a part of a word is a guess, it is so much.
const ALONG: f32 = 0.5;

/// JPEG quality of the pictures, which have been through JPEG once.
const QUALITY: u8 = 90;

/// Redacts every input; what fails is told and the rest goes on.
pub(crate) fn run(args: &RedactArgs, global: &Global) -> Outcome {
    if args.subject.inputs.is_empty() {
        tell!("error: nothing to redact was named\n  hint: inkstone redact INPUT... --out DIR");
        return Outcome::Nothing;
    }
    let subjects = Subjects::new(&args.subject, global, true);
    let found = subjects.find();
    found.wrong.iter().for_each(|reason| tell!("error: {reason}"));
    let (mut done, mut failed) = (0_usize, found.wrong.len());
    for input in &found.list {
        match subjects.load(input).and_then(|subject| one(&subject, args, global)) {
            Ok(()) => done += 1,
            Err(reason) => {
                failed += 1;
                tell!("error: {}: {reason}", input.name());
            }
        }
    }
    Outcome::of(done, failed)
}

fn one(subject: &Subject, args: &RedactArgs, global: &Global) -> Result<(), String> {
    let mut options = FactOptions::default();
    options.kind = args.subject.kind.kind();
    let dossier = Dossier::of(&subject.document, &options);
    let redacted = redact(&subject.document, &dossier);
    let place = args.out.join(&subject.folder);
    let told = |error: io::Error| error.to_string();
    refuse_taken(&place, &FILES, args.force).map_err(told)?;
    fs::create_dir_all(&place).map_err(told)?;
    // The pictures as they are never lie in the folder that is handed on.
    let aside = tempfile::Builder::new().prefix("inkstone-").tempdir().map_err(told)?;
    subject.put_pictures(aside.path()).map_err(told)?;
    let mut without = Vec::new();
    for page in &subject.document.pages {
        let name = export::picture_name(page.number);
        let from = aside.path().join(PICTURES).join(&name);
        if !from.exists() {
            without.push(page.number);
            continue;
        }
        fs::create_dir_all(place.join(PICTURES)).map_err(told)?;
        black_out(&from, &place.join(PICTURES).join(&name), page, &redacted.hidden)?;
    }
    let reading = Reading { document: redacted.document, warnings: Vec::new(), failures: Vec::new() };
    let text = serde_json::to_string(&reading).map_err(|error| error.to_string())?;
    fs::write(place.join("document.json"), text).map_err(told)?;
    let counts = counts(&redacted.hidden);
    let report = json!({
        "generator": {"name": "inkstone", "version": env!("CARGO_PKG_VERSION")},
        "counts": counts, "pages_without_picture": without, "hidden": redacted.hidden,
    });
    fs::write(place.join("redaction.json"), format!("{report:#}\n")).map_err(told)?;
    if !global.quiet {
        let counts: Vec<String> = counts.iter().map(|(kind, number)| format!("{number} {kind}")).collect();
        let list = if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") };
        tell!("{}: hidden: {list}; look it through before you hand it on", subject.name);
        if !without.is_empty() {
            tell!("warning: {}: no pictures of pages {without:?} to black out", subject.name);
        }
    }
    Ok(())
}

/// How many different texts of each kind.
fn counts(hidden: &[Hidden]) -> BTreeMap<String, usize> {
    let name = |kind: PersonalKind| {
        serde_json::to_value(kind).ok().and_then(|kind| kind.as_str().map(str::to_owned))
    };
    let mut counts = BTreeMap::new();
    for kind in hidden.iter().filter_map(|hidden| name(hidden.kind)) {
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

/// Writes the picture of `page` with everything hidden on it in black.
fn black_out(from: &Path, to: &Path, page: &Page, hidden: &[Hidden]) -> Result<(), String> {
    let picture =
        image::open(from).map_err(|error| format!("the picture of page {}: {error}", page.number))?;
    let mut picture = picture.into_rgb8();
    let places = hidden.iter().flat_map(|hidden| &hidden.places).filter(|place| place.page == page.number);
    let scale = picture.width() as f32 / page.size.width.max(1.0);
    places.for_each(|Place { outline, .. }| fill(&mut picture, outline, scale));
    let file = fs::File::create(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(io::BufWriter::new(file), QUALITY);
    picture.write_with_encoder(encoder).map_err(|error| format!("{}: {error}", to.display()))
}

fn fill(picture: &mut RgbImage, outline: &Outline, scale: f32) {
    let Rect { left, top, right, bottom, .. } = outline.bounds();
    let height = (bottom - top).min(right - left);
    // A line may run down as well.
    let is_level = right - left >= bottom - top;
    let (across, down) =
        if is_level { (height * ALONG, height * MARGIN) } else { (height * MARGIN, height * ALONG) };
    let pixel = |value: f32, most: u32| (value * scale).round().clamp(0.0, most as f32) as u32;
    let (columns, rows) = picture.dimensions();
    for y in pixel(top - down, rows)..pixel(bottom + down, rows) {
        for x in pixel(left - across, columns)..pixel(right + across, columns) {
            picture.put_pixel(x, y, Rgb([0, 0, 0]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_black_and_a_little_more() {
        let mut picture = RgbImage::from_pixel(100, 100, Rgb([255, 255, 255]));
        fill(&mut picture, &Rect::new(10.0, 10.0, 30.0, 20.0).into(), 2.0);
        assert_eq!(picture.get_pixel(18, 18), &Rgb([0, 0, 0]));
        assert_eq!(picture.get_pixel(64, 44), &Rgb([0, 0, 0]));
        assert_eq!(picture.get_pixel(8, 10), &Rgb([255, 255, 255]));
        fill(&mut picture, &Rect::new(-50.0, -50.0, 500.0, 500.0).into(), 2.0);
        assert!(picture.pixels().all(|pixel| pixel == &Rgb([0, 0, 0])));
    }
}
