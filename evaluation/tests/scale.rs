//! How long scoring takes. Ignored by default because times mean nothing on a busy machine:
//! `cargo test -p evaluation --test scale -- --ignored`.

use std::time::{Duration, Instant};

use document::Rect;
use evaluation::boxes::TextBox;
use evaluation::markup::parse_html;
use evaluation::table::{Trees, cells_of, grits, teds};
use evaluation::{Block, Content, Options, PageContent, Sample, evaluate};

/// Words of all sizes, different on every page.
fn text(seed: usize, words: usize) -> String {
    let word = |i: usize| format!("w{:x}", (seed * 7919 + i) * 104_729 % 65_521);
    (0..words).map(word).collect::<Vec<_>>().join(" ")
}

/// A page of 50 blocks of 12 words in 2 lines each.
fn page(seed: usize, mistakes: bool) -> Content {
    let lines: Vec<String> = (0..100)
        .map(|line| {
            let text = text(seed * 1000 + line * 6, 6);
            if mistakes && line % 4 == 0 { text.replace('1', "l").replace("w9", "v") } else { text }
        })
        .collect();
    let bounds = |line: usize| Rect::new(0.0, line as f32 * 20.0, 400.0, line as f32 * 20.0 + 16.0);
    let boxes = lines.iter().enumerate().map(|(line, text)| TextBox {
        text: Some(text.clone()),
        outline: bounds(line).into(),
        confidence: Some(0.9),
    });
    let block = |(index, lines): (usize, &[String])| Block {
        class: Some(document::RegionClass::Text),
        bounds: Some(bounds(index * 2).union(&bounds(index * 2 + 1))),
        lines: lines.to_vec(),
        confidence: Some(0.8),
    };
    let page = PageContent {
        number: Some(1),
        text: Some(lines.join("\n")),
        ordered: true,
        blocks: Some(lines.chunks(2).enumerate().map(block).collect()),
        lines: Some(boxes.collect()),
        words: None,
    };
    Content { pages: vec![page], ..Content::default() }
}

#[test]
#[ignore = "measures time"]
fn a_thousand_pages_take_seconds() {
    let samples: Vec<Sample> = (0..1000)
        .map(|seed| Sample {
            id: format!("p{seed}"),
            set: "pages".to_owned(),
            truth: page(seed, false),
            prediction: Some(page(seed, true)),
            ..Sample::default()
        })
        .collect();
    let start = Instant::now();
    let report = evaluate(samples, &Options::default());
    let taken = start.elapsed();
    assert_eq!(report.samples.len(), 1000);
    let start = Instant::now();
    assert!(evaluation::html(&report, None, |_, _| Vec::new()).len() > 10_000);
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(
        taken < Duration::from_secs(10),
        "took {taken:?}, meant to take less than 10 s on two idle cores"
    );
}

#[test]
#[ignore = "measures time"]
fn a_table_of_sixty_by_twenty_takes_less_than_a_second() {
    let table = |shift: usize| {
        let row = |r: usize| {
            let cells: String =
                (0..20).map(|c| format!("<td>{}</td>", text(r * 31 + c * 7 + shift * (c % 3), 2))).collect();
            format!("<tr>{cells}</tr>")
        };
        parse_html(&format!("<table>{}</table>", (0..60).map(row).collect::<String>()))
    };
    let (truth, read) = (table(0), table(1));
    let (truth, read) = (truth.child("table").unwrap(), read.child("table").unwrap());
    let start = Instant::now();
    let score = teds(read, truth, Trees::Normalised, false);
    let taken = start.elapsed();
    assert!((0.3..1.0).contains(&score), "{score}");
    assert!(taken < Duration::from_secs(1), "TEDS took {taken:?}");
    let start = Instant::now();
    grits(&cells_of(read), &cells_of(truth));
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(1), "GriTS took {taken:?}");
}
