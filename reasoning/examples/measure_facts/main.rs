//! Measures medical facts on labelled documents of the fixture factory: `measure_facts TRUTHS [READINGS] [--misses]`.
//!
//! `TRUTHS` holds a folder per document with its `truth.json`. Without `READINGS` the truth's own lines and tables are
//! read, as a perfect reader would give them; with it, `READINGS/<name>/document.json`, as `inkstone evaluate --keep-readings` leaves them.
//! For every type of fact it prints how many of the labelled ones were found exactly, for styles open to development and for those kept for
//! scoring apart, and with `READINGS` for each condition of the page; a laboratory item that is not exact is told by what lost it: the
//! letters, the table, or the fact layer.

mod item;
mod stage;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use document::{Document, Reading};
use reasoning::{AttributeKind, Body, Dossier, FactOptions, Facts, LabItem, MedicalFact, fold};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Found and labelled, by type, apart for conditions and for kept styles.
type Tally = BTreeMap<(String, bool, String), (u32, u32)>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let misses = arguments.iter().any(|argument| argument == "--misses");
    let mut folders = arguments.iter().filter(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let truths = folders.next().ok_or("expected a folder of truths")?;
    let readings = folders.next();
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(&truths)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    names.sort();
    let mut tally = Tally::new();
    for folder in names.iter().filter(|folder| folder.join("truth.json").is_file()) {
        let truth: Value = serde_json::from_slice(&std::fs::read(folder.join("truth.json"))?)?;
        let document = match (&readings, folder.file_name()) {
            (Some(readings), Some(name)) => read(&readings.join(name))?,
            _ => perfect(&truth)?,
        };
        let facts = Dossier::of(&document, &FactOptions::default()).facts;
        let kept = truth["unseen"] == true;
        let condition = readings.as_ref().and(truth["condition"].as_str()).unwrap_or_default();
        for fact in truth["facts"].as_array().into_iter().flatten() {
            for (kind, found) in judge(fact, &facts) {
                let entry = tally.entry((condition.to_owned(), kept, kind.clone())).or_default();
                entry.0 += u32::from(found);
                entry.1 += 1;
                let lost = (kind == "lab_item" && !found).then(|| stage::of(fact, &document));
                let by = lost.filter(|_| readings.is_some()).map(|lost| format!("lost by {lost}"));
                for how in by.into_iter().chain(lost.map(|_| format!("wrong: {}", item::wrong(fact, &facts))))
                {
                    tally.entry((condition.to_owned(), kept, format!("lab_item {how}"))).or_default().0 += 1;
                }
                if misses && !found && !kept {
                    let lost = lost.unwrap_or_default();
                    write(&format!(
                        "{} {kind} {lost}: {fact}{}\n",
                        folder.display(),
                        item::instead(fact, &facts)
                    ))?;
                }
            }
        }
        let labelled =
            truth["facts"].as_array().into_iter().flatten().filter(|fact| fact["type"] == "lab_item").count();
        let extra = labs(&facts).count().saturating_sub(labelled);
        tally.entry((condition.to_owned(), kept, "lab_item without a label".into())).or_default().1 +=
            extra as u32;
        if misses && extra > 0 && !kept {
            let names: Vec<&str> = labs(&facts).map(|item| item.name.value.as_str()).collect();
            write(&format!("{} has {extra} more results: {names:?}\n", folder.display()))?;
        }
    }
    for ((condition, kept, kind), (found, all)) in &tally {
        let share = f64::from(*found) / f64::from((*all).max(1)) * 100.0;
        write(&format!(
            "{condition:8} {:6} {kind:32} {found:5} of {all:5}  {share:6.2} %\n",
            if *kept { "kept" } else { "open" }
        ))?;
    }
    Ok(())
}

fn write(text: &str) -> Result<()> {
    use std::io::Write;
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn read(folder: &Path) -> Result<Document> {
    let inner = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path().join("document.json")));
    let path = std::iter::once(folder.join("document.json")).chain(inner).find(|path| path.is_file());
    let bytes = std::fs::read(path.ok_or_else(|| format!("{} has no document.json", folder.display()))?)?;
    Ok(serde_json::from_slice::<Reading>(&bytes)?.document)
}

/// The document that a truth tells.
fn perfect(truth: &Value) -> Result<Document> {
    let (mut pages, mut tables) = (Vec::new(), Vec::new());
    for page in truth["pages"].as_array().into_iter().flatten() {
        let number = &page["number"];
        let id = |kind: &str, index: usize| format!("p{number}-{kind}{}", index + 1);
        let lines: Vec<Value> = list(&page["lines"])
            .enumerate()
            .map(|(index, line)| json!({"id": id("l", index), "text": line["text"], "outline": line["outline"], "words": []}))
            .collect();
        let first = tables.len();
        for table in list(&page["tables"]) {
            let cells: Vec<Value> = list(&table["cells"])
                .map(|cell| {
                    let header = if cell["header"] == true { "column" } else { "none" };
                    json!({
                        "row": cell["row"], "column": cell["column"], "header": header, "text": cell["text"], "words": [],
                        "row_span": cell["row_span"].as_u64().unwrap_or(1), "column_span": cell["column_span"].as_u64().unwrap_or(1),
                        "places": [{"page": number, "outline": cell["outline"]}]
                    })
                })
                .collect();
            let grid = json!({"rows": table["rows"], "columns": table["columns"], "cells": cells});
            let places = json!([{"page": number, "outline": table["outline"]}]);
            tables.push(json!({"id": format!("t{}", tables.len() + 1), "places": places, "grid": grid, "method": "rulings"}));
        }
        let regions: Vec<Value> = list(&page["regions"])
            .enumerate()
            .map(|(index, region)| {
                let lines: Vec<String> = list(&region["lines"]).filter_map(|l| Some(id("l", l.as_u64()? as usize))).collect();
                let table = region["table"].as_u64().map(|table| format!("t{}", first + table as usize + 1));
                json!({"id": id("r", index), "class": region["class"], "outline": region["outline"], "lines": lines, "table": table})
            })
            .collect();
        let capture = json!({"rotation": 0, "skew": 0.0, "rectified": false, "working_dpi": 72.0});
        pages.push(json!({
            "number": number, "width": page["width"], "height": page["height"], "unit": page["unit"], "capture": capture,
            "regions": regions, "lines": lines
        }));
    }
    let source =
        json!({"name": "truth", "format": "memory", "bytes": 0, "sha256": "", "page_count": pages.len()});
    let generator = json!({"name": "truth", "version": "1"});
    let document = json!({
        "schema_version": "1.0.0", "generator": generator, "source": source, "pages": pages, "tables": tables
    });
    Ok(serde_json::from_value(document)?)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn medical(facts: &Facts) -> impl Iterator<Item = &MedicalFact> {
    facts.facts.iter().filter_map(|fact| match &fact.body {
        Body::Medical(fact) => Some(fact),
        _ => None,
    })
}

fn labs(facts: &Facts) -> impl Iterator<Item = &LabItem> {
    medical(facts).filter_map(|fact| match fact {
        MedicalFact::Lab(item) => Some(&**item),
        _ => None,
    })
}

/// A text as compared: plain forms, no blanks.
fn plain(text: &str) -> String {
    fold(text).nfkc().filter(|c| !c.is_whitespace()).collect()
}

fn same(wanted: &Value, found: &str) -> bool {
    plain(wanted.as_str().unwrap_or("")) == plain(found)
}

/// An attribute of a labelled fact, where it says anything.
fn wanted<'f>(fact: &'f Value, key: &str) -> Option<&'f Value> {
    fact.get(key).filter(|value| value.as_str().is_some_and(|text| !text.is_empty()))
}

/// Which attributes of a labelled fact were found.
fn judge(fact: &Value, facts: &Facts) -> Vec<(String, bool)> {
    let kind = fact["type"].as_str().unwrap_or("");
    let contains = |found: &str, key: &str| {
        let text = fact[key].as_str().unwrap_or("");
        !text.is_empty() && plain(found).contains(&plain(text))
    };
    let any = |matches: &dyn Fn(&MedicalFact) -> bool| vec![(kind.to_owned(), medical(facts).any(matches))];
    match kind {
        "lab_item" => item::judge(fact, facts),
        "patient" | "sample" | "date" | "stay" => attributes(kind, fact, facts),
        "drug" => drug(fact, facts),
        "diagnosis" => any(&|found| match found {
            MedicalFact::Diagnosis { text, .. } => {
                contains(&text.value, "name") || contains(&text.value, "diagnosis")
            }
            _ => false,
        }),
        "vital" => any(&|found| match found {
            MedicalFact::Vital { value, second, .. } => {
                let both = second.as_ref().map(|second| format!("{}/{}", value.value, second.value));
                same(&fact["value"], &value.value.to_string())
                    || both.is_some_and(|both| same(&fact["value"], &both))
            }
            _ => false,
        }),
        "signature" => {
            let keys = ["name", "doctor", "reviewer", "pharmacist", "checker"];
            let Some(name) = keys.into_iter().find_map(|key| wanted(fact, key)) else { return Vec::new() };
            any(&|found| match found {
                MedicalFact::Signature { name: Some(found), .. } => same(name, &found.value),
                MedicalFact::Attribute { kind: AttributeKind::OrderedBy, value } => same(name, &value.value),
                _ => false,
            })
        }
        "complaint" => any(&|found| match found {
            MedicalFact::Section { text, .. } => text.iter().any(|text| contains(&text.value, "chief")),
            _ => false,
        }),
        "surgery" => any(&|found| match found {
            MedicalFact::Procedure { name, .. } => contains(&name.value, "surgery"),
            _ => false,
        }),
        _ => Vec::new(),
    }
}

/// What is stated of the patient, the sample, the stay.
fn attributes(kind: &str, fact: &Value, facts: &Facts) -> Vec<(String, bool)> {
    let keys = [
        "name",
        "sex",
        "age",
        "birth",
        "department",
        "bed",
        "patient_number",
        "identity",
        "phone",
        "specimen",
        "collected_at",
        "received_at",
        "reported_at",
        "admitted_at",
        "discharged_at",
        "days",
    ];
    let judged = keys
        .into_iter()
        .filter_map(|key| Some((format!("{kind}.{key}"), has(facts, key, wanted(fact, key)?))));
    let mut judged: Vec<(String, bool)> = judged.collect();
    if let (Some(role), Some(value)) = (wanted(fact, "role"), wanted(fact, "value")) {
        judged.push((format!("date.{}", role.as_str().unwrap_or("")), has(facts, "date", value)));
    }
    judged
}

/// A medicine by its name, with dose as printed, and whether route and frequency were understood.
fn drug(fact: &Value, facts: &Facts) -> Vec<(String, bool)> {
    let named = medical(facts).find_map(|found| match found {
        MedicalFact::Drug(drug) if same(&fact["name"], facts.printed(&drug.name)) => Some(&**drug),
        _ => None,
    });
    let mut judged = vec![("drug.name".to_owned(), named.is_some())];
    if let Some(dose) = wanted(fact, "dose") {
        let found =
            named.and_then(|drug| drug.dose.as_ref()).is_some_and(|found| same(dose, facts.printed(found)));
        judged.push(("drug.dose".into(), found));
    }
    if wanted(fact, "frequency").is_some() {
        judged.push(("drug.frequency".into(), named.is_some_and(|drug| drug.frequency.is_some())));
    }
    if wanted(fact, "route").is_some() {
        judged.push(("drug.route".into(), named.is_some_and(|drug| drug.route.is_some())));
    }
    judged
}

fn has(facts: &Facts, key: &str, wanted: &Value) -> bool {
    medical(facts).any(|fact| {
        let (keys, text): (&[&str], String) = match fact {
            MedicalFact::PatientName { name } => (&["name"], name.value.clone()),
            MedicalFact::PatientSex { sex } => (&["sex"], facts.printed(sex).to_owned()),
            MedicalFact::PatientAge { age } => (&["age"], facts.printed(age).to_owned()),
            MedicalFact::PatientBirth { date } => (&["birth", "date"], facts.printed(date).to_owned()),
            MedicalFact::Identifier { number, .. } => {
                (&["patient_number", "identity", "bed"], number.value.clone())
            }
            MedicalFact::Attribute { value, .. } => {
                (&["department", "bed", "phone", "specimen"], value.value.clone())
            }
            MedicalFact::Event { date, .. } => (
                &["collected_at", "received_at", "reported_at", "admitted_at", "discharged_at", "date"],
                facts.printed(date).to_owned(),
            ),
            MedicalFact::Procedure { date: Some(date), .. } => (&["date"], facts.printed(date).to_owned()),
            MedicalFact::StayDays { days } => (&["days"], days.value.to_string()),
            _ => return false,
        };
        let bare = |text: &str| plain(text).trim_end_matches(['岁', '天', '床']).to_owned();
        keys.contains(&key) && bare(&text) == bare(wanted.as_str().unwrap_or(""))
    })
}
