//! What facts, checks and extractive summary cost, on papers of many kinds and lengths. Ignored by default because times
//! mean nothing on a busy machine: `cargo test --release -p reasoning --test cost -- --ignored --nocapture`.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

#[path = "cost/papers.rs"]
mod papers;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use document::Document;
use papers::Paper;
use reasoning::answer::{Extractive, SummaryOptions, summarize};
use reasoning::rules::{CheckOptions, RuleBook, check};
use reasoning::{Dossier, FactOptions};

/// What 20 pages may cost in all, in milliseconds.
const MOST: f64 = 200.0;

/// Pages of the short papers, and how often the long ones have as many.
const FEW: usize = 20;
const TIMES: usize = 16;

/// How often the long papers of all kinds may cost what the short ones cost: in proportion, and a little for what no longer
/// fits the caches.
const MOST_RATIO: f64 = 16.5;

/// Of one kind alone it may be so much more: the cheap ones take as long as a few ticks.
const BORNE: f64 = 1.2;

/// Rounds, of which the quickest counts; in each, short and long papers take turns, so that other work slows both.
const ROUNDS: usize = 4;

/// Time that this thread has run, where the system tells it: what other work takes does not count. Else time on the clock.
/// It is told by the tick, some milliseconds.
fn ran() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat");
    let run = told.ok().and_then(|told| told.split(' ').next()?.parse().ok());
    run.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

/// What facts, checks and summary of a paper take, read `times` times.
fn cost(document: &Document, book: &RuleBook, times: usize) -> [Duration; 3] {
    let mut taken = [Duration::ZERO; 3];
    let mut at = ran();
    let mut lap = |stage: &mut Duration| {
        let now = ran();
        *stage += now - std::mem::replace(&mut at, now);
    };
    for _ in 0..times {
        let dossier = Dossier::of(document, &FactOptions::default());
        lap(&mut taken[0]);
        let report = check(&dossier, book, &CheckOptions::default());
        lap(&mut taken[1]);
        let answer = summarize(&dossier, &mut Extractive, &SummaryOptions::default(), &mut |_| {});
        assert!(!report.parts.is_empty() && !answer.citations.is_empty());
        drop((answer, report, dossier));
        lap(&mut taken[2]);
    }
    taken
}

#[test]
#[ignore = "measures time"]
fn twenty_pages_take_a_fifth_of_a_second_and_more_pages_in_proportion() {
    let book = RuleBook::built_in();
    let mut whole = [0.0; 2];
    for paper in Paper::ALL {
        let (short, long) = (paper.pages(FEW).unwrap(), paper.pages(FEW * TIMES).unwrap());
        cost(&short, &book, 1);
        let rounds = (0..ROUNDS).map(|_| [cost(&short, &book, TIMES), cost(&long, &book, 1)]);
        let best = rounds.fold([[Duration::MAX; 3]; 2], |best, round| {
            [0, 1].map(|length| [0, 1, 2].map(|stage| best[length][stage].min(round[length][stage])))
        });
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        let [few, many] = best.map(|stages| milliseconds(stages.iter().sum()));
        let one = few / TIMES as f64;
        let [facts, checks, summary] = [0, 1, 2].map(|at| milliseconds(best[0][at]) / TIMES as f64);
        let grown = [0, 1, 2].map(|at| milliseconds(best[1][at]) * TIMES as f64 / milliseconds(best[0][at]));
        let ratio = many / one;
        println!(
            "{paper:?}: {FEW} pages {facts:.1} + {checks:.1} + {summary:.1} = {one:.1} ms; {TIMES} times the pages {:.1}, {:.1}, {:.1}, all {ratio:.1} times",
            grown[0], grown[1], grown[2]
        );
        whole = [whole[0] + one, whole[1] + many];
        assert!(one <= MOST, "{paper:?}: {FEW} pages take {one:.1} ms");
        assert!(
            ratio <= MOST_RATIO * BORNE,
            "{paper:?}: {TIMES} times the pages cost {ratio:.1} times as much"
        );
    }
    let ratio = whole[1] / whole[0];
    println!("all: {ratio:.1} times");
    assert!(ratio <= MOST_RATIO, "{TIMES} times the pages cost {ratio:.1} times as much");
}
