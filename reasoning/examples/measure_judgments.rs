//! Measures what is read from real criminal judgments against labels.
//!
//! ```text
//! cargo run -p reasoning --example measure_judgments -- JUDGMENTS.jsonl reasoning/examples/judge_zh_labels.tsv [--show]
//! ```
//!
//! `JUDGMENTS.jsonl` has a judgment a line: `text_id`, `fd` (its text), `la` (numbers of the articles of the Criminal
//! Law it applies). The labels beside this file, of our own reading, have for each `text_id` the crimes, punishments
//! and fines to be executed. `--show` tells where they differ.
//!
//! What counts as found, item by item, with precision, recall and F1 over all items of a half:
//! - *charge*: the set of crimes convicted of, by their printed names with 罪;
//! - *article*: the set of article numbers of the Criminal Law in the sentence the order rests on (`之一` does not count);
//! - *term*: for each defendant the kind and length of the punishment to be executed, years as 12 months;
//! - *probation* and *fine*: likewise, to the day and to the fen.
//!
//! Judgments whose `text_id` begins with an even hexadecimal digit are the half whose errors were looked at while the
//! extractor was made; those of the others were only counted.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::collections::BTreeMap;
use std::error::Error;

use reasoning::legal::{LegalFact, PenaltyKind};
use reasoning::value::Period;
use reasoning::{Body, Dossier, FactOptions, Kind};
use serde_json::Value;

const FIELDS: [&str; 5] = ["charge", "article", "term", "probation", "fine"];

/// The items of one judgment by field, as sorted words.
type Items = BTreeMap<&'static str, Vec<String>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [judgments, labels, ..] = arguments.as_slice() else {
        println!("skipped: give the judgments and their labels");
        return Ok(());
    };
    let show = arguments.iter().any(|argument| argument == "--show");
    let (Ok(judgments), Ok(labels)) = (std::fs::read_to_string(judgments), std::fs::read_to_string(labels))
    else {
        println!("skipped: no judgments or labels there");
        return Ok(());
    };
    let labels: BTreeMap<&str, &str> = labels
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let mut counts: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
    for line in judgments.lines() {
        let row: Value = serde_json::from_str(line)?;
        let id = row["text_id"].as_str().unwrap_or_default();
        let half =
            if id.starts_with(['0', '2', '4', '6', '8', 'a', 'c', 'e']) { "looked" } else { "counted" };
        let truth = truth(&row, labels.get(id).copied().unwrap_or_default());
        let read = read(row["fd"].as_str().unwrap_or_default());
        for field in FIELDS {
            let none = vec![];
            let (truth, read) = (truth.get(field).unwrap_or(&none), read.get(field).unwrap_or(&none));
            let mut rest = truth.clone();
            let hits = read.iter().filter(|item| take(&mut rest, item)).count();
            for half in [half, "all"] {
                let count = counts.entry((half, field)).or_default();
                *count = [count[0] + hits, count[1] + read.len(), count[2] + truth.len()];
            }
            if show && (hits < read.len() || hits < truth.len()) {
                println!("{half} {id} {field}: read {read:?}, label {truth:?}");
            }
        }
    }
    for ((half, field), [hits, read, truth]) in counts {
        let share = |of: usize| hits as f64 / of.max(1) as f64;
        let (precision, recall) = (share(read), share(truth));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::EPSILON);
        println!("{half:8} {field:10} P {precision:.4} R {recall:.4} F1 {f1:.4} ({truth} labels)");
    }
    Ok(())
}

fn take(rest: &mut Vec<String>, item: &String) -> bool {
    let place = rest.iter().position(|other| other == item);
    place.map(|place| rest.swap_remove(place)).is_some()
}

fn truth(row: &Value, label: &str) -> Items {
    let mut items = Items::new();
    let mut columns = label.split('\t');
    for field in ["charge", "term", "probation", "fine"] {
        let column = columns.next().unwrap_or_default();
        items.insert(field, column.split(';').filter(|item| !item.is_empty()).map(str::to_owned).collect());
    }
    let articles = row["la"].as_array().into_iter().flatten();
    items.insert("article", articles.filter_map(Value::as_u64).map(|article| article.to_string()).collect());
    items
}

fn tell(period: &Period) -> String {
    let months = period.years * 12 + period.months;
    if period.days > 0 { format!("{months}m{}d", period.days) } else { format!("{months}m") }
}

fn read(text: &str) -> Items {
    let mut options = FactOptions::default();
    options.kind = Some(Kind::Judgment);
    let dossier = Dossier::of_text(text, &options);
    let mut items = Items::new();
    let mut add = |field, item: String, once: bool| {
        let list = items.entry(field).or_default();
        if !(once && list.contains(&item)) {
            list.push(item);
        }
    };
    for fact in &dossier.facts.facts {
        match &fact.body {
            Body::Legal(LegalFact::Article(article)) if article.applied => {
                let law = article.law.value.as_str();
                if law == "刑法" || law == "中华人民共和国刑法" {
                    add("article", article.article.value.to_string(), true);
                }
            }
            Body::Legal(LegalFact::Sentence(sentence)) => {
                if let Some(charge) = &sentence.charge {
                    add("charge", charge.value.clone(), true);
                }
                if !sentence.executed {
                    continue;
                }
                if let Some(penalty) = &sentence.penalty {
                    let term = penalty.value.term.as_ref().map(tell).unwrap_or_default();
                    add("term", format!("{}{term}", letter(penalty.value.kind)), false);
                }
                if let Some(probation) = &sentence.probation {
                    add("probation", tell(&probation.value), false);
                }
                if let Some(fine) = &sentence.fine {
                    add("fine", (fine.value.minor / 100).to_string(), false);
                }
            }
            _ => {}
        }
    }
    items
}

fn letter(kind: PenaltyKind) -> &'static str {
    match kind {
        PenaltyKind::Imprisonment => "imprisonment ",
        PenaltyKind::CriminalDetention => "detention ",
        PenaltyKind::PublicSurveillance => "surveillance ",
        PenaltyKind::LifeImprisonment => "life",
        PenaltyKind::DeathWithReprieve => "reprieve",
        PenaltyKind::Death => "death",
        PenaltyKind::Exemption => "exempt",
    }
}
