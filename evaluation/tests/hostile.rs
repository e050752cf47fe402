//! No input makes a reader panic or hang: whole files of every format, cut and garbled in many places.

use evaluation::read::{PageHeights, PredictionFormat, TruthFormat, read_prediction, read_truth};
use evaluation::{Content, score, text::Normalisation};

const PUBTABNET: &str = r#"{"filename": "a.png", "html": {"structure": {"tokens": ["<tr>", "<td", " colspan=\"2\"", ">", "</td>", "</tr>"]}, "cells": [{"tokens": ["x"], "bbox": [1, 2, 3, 4]}]}}"#;
const ICDAR: &str = "<document><table id='1'><region id='1' page='1' col-increment='0' row-increment='4294967295'>\
    <cell id='1' start-row='4294967295' start-col='0' end-col='4294967295'><bounding-box x1='1' y1='2' x2='3' y2='4'/>\
    <content>x</content></cell></region></table></document>";
const CTDAR: &str = "<document><table><Coords points='1,2 3,4'/><cell start-row='0' end-row='70000' start-col='0' \
    end-col='70000'><Coords points='1,2 3,4 nan,inf'/></cell></table></document>";
const FUNSD: &str = r#"{"form": [{"id": 0, "text": "a", "box": [0, 0, 1, 1], "label": "question", "linking": [[0, 1]], "words": [{"text": "a", "box": [0, 0, 1, 1e39]}]}]}"#;
const COCO: &str = r#"{"images": [{"id": 1, "file_name": "a"}], "annotations": [{"image_id": 1, "category_id": 1, "bbox": [0, 0, -5, 1e30]}], "categories": [{"id": 1, "name": "table"}]}"#;
const OMNIDOC: &str = r#"[{"page_info": {"image_path": "a"}, "layout_dets": [{"category_type": "table", "poly": [0, 1, 2], "order": 1, "html": "<table><tr><td rowspan=99999 colspan=200>x"}]}]"#;
const INKSTONE: &str = r#"{"schema": "inkstone-truth/1", "pages": [{"number": 1, "text": "x", "tables": [{"cells": [{"row": 4000000000, "column": 0, "row_span": 0, "column_span": 4000000000, "text": "血"}, {"row": 0, "column": 0, "row_span": 3000, "column_span": 1000, "text": ""}]}]}]}"#;
const TABLE_LIST: &str = r#"[{"page": 1, "bbox": [0, 1, 1e39, 3], "html": "<table><tr><td>x", "cells": [{"row": 4294967295, "col": 4294967295, "rowspan": 4294967295, "colspan": 0, "bbox": [0, 0, -5, 9]}]}]"#;
const HTML: &str =
    "<table><tr><td colspan=300 rowspan=1000>血<table><tr><td>&lt;&#x10ffff;&nosuch;</table><p><br/>";
const MARKDOWN: &str = "# 血糖 **x** [a](b(c)d) ![i](j)\n|a|b\\||\n|--|:-:|\n|1|2<br>|\n$$x$$ \\[y\\] `c` <b a='1'>é</b> <!-- z -->";

/// Cuts and swaps at places that move through the text.
fn garbled(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let step = (signs.len() / 12).max(1);
    let mut out = vec![text.to_owned(), String::new()];
    for at in (0..signs.len()).step_by(step) {
        out.push(signs[..at].iter().collect());
        out.push(signs[at..].iter().collect());
        for wrong in ['<', '"', '血', '9'] {
            let mut changed = signs.clone();
            changed[at] = wrong;
            out.push(changed.into_iter().collect());
        }
    }
    out
}

#[test]
fn no_truth_makes_a_reader_panic() {
    let files = [
        (TruthFormat::PubTabNet, PUBTABNET),
        (TruthFormat::Icdar2013, ICDAR),
        (TruthFormat::Ctdar, CTDAR),
        (TruthFormat::Funsd, FUNSD),
        (TruthFormat::Coco, COCO),
        (TruthFormat::OmniDocBench, OMNIDOC),
        (TruthFormat::Inkstone, INKSTONE),
        (TruthFormat::SroieBoxes, "1,2,3,4,5,6,7,8,A,B\n1,2,3,4,5,6,inf,8,C"),
        (TruthFormat::LineList, "a.png\t血\nb.png\t"),
        (TruthFormat::Html, HTML),
        (TruthFormat::Markdown, MARKDOWN),
    ];
    let read = Content::of_text("some text");
    for (format, text) in files {
        for text in garbled(text) {
            let _ = TruthFormat::guess("file.json", &text);
            let Ok(truths) = read_truth(format, &text, PageHeights(&[f32::NAN])) else { continue };
            for truth in truths {
                score(&read, &truth.content, &Normalisation::default());
                score(&truth.content, &truth.content, &Normalisation::default());
            }
        }
    }
}

#[test]
fn no_prediction_makes_a_reader_panic() {
    let reading = include_str!("data/reading.json");
    let files = [
        (PredictionFormat::Document, reading),
        (PredictionFormat::Markdown, MARKDOWN),
        (PredictionFormat::Html, HTML),
        (PredictionFormat::TableList, TABLE_LIST),
        (PredictionFormat::Fields, r#"{"a": "b"}"#),
        (PredictionFormat::Latex, "\\frac{a}{b} \\left( \\"),
    ];
    let truth = read_prediction(PredictionFormat::Document, reading).unwrap();
    for (format, text) in files {
        for text in garbled(text) {
            if let Ok(read) = read_prediction(format, &text) {
                score(&read, &truth, &Normalisation::default());
            }
        }
    }
}
