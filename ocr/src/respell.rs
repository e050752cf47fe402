//! Doubtful handwritten words are read again as words of a language.
//!
//! A CTC network writes what each letter looks like; in a hand where `e` looks like `i` it writes "thi". Among the letters
//! that the network itself thought of, the likeliest words are looked for: a beam search over its steps in which only
//! words of the lexicon can be spelt (Graves and Jaitly, Towards End-To-End Speech Recognition with Recurrent Neural
//! Networks, ICML 2014, section 4; we take the best alignment of a word instead of the sum of all). Nothing is invented:
//! every letter had a probability of [`THOUGHT_OF`] at least.

use crate::alphabet::Alphabet;
use crate::ctc::{Character, Guess, Step};
use crate::lexicon::{Lexicon, Prefix};

/// A letter or space may be taken at a step where the network gave it this probability. The same from which on it is kept
/// as an alternative.
const THOUGHT_OF: f32 = 0.02;
/// A blank may be taken anywhere, at no less than this probability.
const LEAST_BLANK: f32 = 1e-4;
/// A run whose letters are all surer is left alone.
const DOUBTFUL: f32 = 0.9;
/// Runs shorter than this have too little to tell, longer ones are no words.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=40;
/// Hypotheses that are followed.
const BEAM: usize = 48;
/// Share of running text that is no word of the lexicon (names), and its letters: each one of some twelve that may follow
/// (the entropy of letters in words is near 3.6 bits).
const UNKNOWN: f32 = -3.0;
const UNKNOWN_LETTER: f32 = -2.5;

/// `path` with the doubtful words of lower-case letters spelt anew, where words of `lexicon` are likelier.
pub(crate) fn respelt(
    path: Vec<Character>,
    steps: &[Step],
    alphabet: &Alphabet,
    lexicon: &Lexicon,
) -> Vec<Character> {
    let speller = Speller { steps, alphabet, lexicon };
    let mut spelt = Vec::with_capacity(path.len());
    let mut rest = path.as_slice();
    while let Some(first) = rest.first() {
        let end = rest.iter().position(|c| !speller.is_letter(c)).unwrap_or(rest.len());
        if end == 0 {
            spelt.push(first.clone());
            rest = rest.get(1..).unwrap_or(&[]);
            continue;
        }
        let (run, after) = rest.split_at(end);
        let from = spelt.last().map_or(0, |before: &Character| before.last + 1);
        let to = after.first().map_or(steps.len(), |next| next.first);
        match speller.respell(run, from, to) {
            Some(words) => spelt.extend(words),
            None => spelt.extend_from_slice(run),
        }
        rest = after;
    }
    spelt
}

struct Speller<'a> {
    steps: &'a [Step],
    alphabet: &'a Alphabet,
    lexicon: &'a Lexicon,
}

/// A way to read the steps so far.
#[derive(Clone, Copy)]
struct Hypothesis {
    prefix: Prefix,
    /// The symbol of the last step, 0 for the blank.
    last: u32,
    score: f32,
    /// The last character in the arena of characters.
    trail: Option<usize>,
}

/// A character of a hypothesis and the one before it.
struct Link {
    symbol: u32,
    step: usize,
    before: Option<usize>,
}

impl Speller<'_> {
    fn letter(&self, symbol: u32) -> Option<char> {
        let mut letters = self.alphabet.symbol(symbol as usize).chars();
        let letter = letters.next().filter(char::is_ascii_alphabetic)?;
        letters.next().is_none().then_some(letter)
    }

    fn is_letter(&self, character: &Character) -> bool {
        self.letter(character.symbol).is_some()
    }

    /// The run as words of the lexicon; nothing where it is not doubtful, or likelier as it is.
    fn respell(&self, run: &[Character], from: usize, to: usize) -> Option<Vec<Character>> {
        let text: String = run.iter().filter_map(|c| self.letter(c.symbol)).collect();
        let in_words = text.chars().skip(1).all(|c| c.is_ascii_lowercase());
        let doubtful = run.iter().any(|c| c.probability < DOUBTFUL);
        if !LENGTH.contains(&run.len()) || !in_words || !doubtful {
            return None;
        }
        let known = self.share_of(&text);
        let as_it_is = known.unwrap_or(UNKNOWN + UNKNOWN_LETTER * run.len() as f32);
        let steps = self.steps.get(from..to)?;
        let raw: f32 = steps.iter().map(|step| step.best[0].1.max(f32::MIN_POSITIVE).ln()).sum();
        let mut links = Vec::new();
        let best = self.search(steps, &mut links)?;
        (best.score > raw + as_it_is).then(|| self.characters(&links, best.trail, from))
    }

    fn share_of(&self, word: &str) -> Option<f32> {
        let letters = word.chars().map(|c| c.to_ascii_lowercase());
        let prefix = letters.into_iter().try_fold(self.lexicon.start(), |p, c| self.lexicon.go_on(p, c))?;
        self.lexicon.ends(prefix)
    }

    /// The best reading of `steps` as words parted by spaces.
    fn search(&self, steps: &[Step], links: &mut Vec<Link>) -> Option<Hypothesis> {
        let mut beam = vec![Hypothesis { prefix: self.lexicon.start(), last: 0, score: 0.0, trail: None }];
        for (index, step) in steps.iter().enumerate() {
            let mut next: Vec<Hypothesis> = Vec::new();
            for hypothesis in &beam {
                self.advance(hypothesis, step, index, links, &mut next);
            }
            // The best of those that go on alike; then the best of all. Ties by what they are, so that order is fixed.
            let key = |h: &Hypothesis| (h.prefix, h.last);
            next.sort_by(|a, b| key(a).cmp(&key(b)).then(b.score.total_cmp(&a.score)));
            next.dedup_by_key(|h| key(h));
            next.sort_by(|a, b| b.score.total_cmp(&a.score).then(key(a).cmp(&key(b))));
            next.truncate(BEAM);
            beam = next;
        }
        let ended = beam.into_iter().filter_map(|h| {
            let share = self.lexicon.ends(h.prefix)?;
            Some(Hypothesis { score: h.score + share, ..h })
        });
        ended.max_by(|a, b| a.score.total_cmp(&b.score))
    }

    /// All ways in which `hypothesis` may go through one step.
    fn advance(
        &self,
        hypothesis: &Hypothesis,
        step: &Step,
        index: usize,
        links: &mut Vec<Link>,
        next: &mut Vec<Hypothesis>,
    ) {
        let blank = step.best.iter().find(|guess| guess.0 == 0).map_or(0.0, |guess| guess.1);
        next.push(Hypothesis {
            last: 0,
            score: hypothesis.score + blank.max(LEAST_BLANK).ln(),
            ..*hypothesis
        });
        let space = (self.alphabet.space() as u32, step.space);
        let letters = step.best.iter().copied().filter(|guess| guess.0 != 0 && guess.0 != space.0);
        for (symbol, probability) in letters.chain([space]).filter(|guess| guess.1 >= THOUGHT_OF) {
            let score = hypothesis.score + probability.ln();
            if symbol == hypothesis.last {
                next.push(Hypothesis { score, ..*hypothesis });
                continue;
            }
            let gone_on = if symbol == space.0 {
                self.lexicon.ends(hypothesis.prefix).map(|share| (self.lexicon.start(), share))
            } else {
                let letter = self.letter(symbol).map(|c| c.to_ascii_lowercase());
                letter.and_then(|c| self.lexicon.go_on(hypothesis.prefix, c)).map(|prefix| (prefix, 0.0))
            };
            if let Some((prefix, share)) = gone_on {
                links.push(Link { symbol, step: index, before: hypothesis.trail });
                let trail = Some(links.len() - 1);
                next.push(Hypothesis { prefix, last: symbol, score: score + share, trail });
            }
        }
    }

    /// The characters of a hypothesis; each as sure as the network was of it where it was taken.
    fn characters(&self, links: &[Link], trail: Option<usize>, from: usize) -> Vec<Character> {
        let mut characters: Vec<Character> = Vec::new();
        let mut at = trail.and_then(|at| links.get(at));
        while let Some(link) = at {
            let index = from + link.step;
            let guesses: &[Guess] = self.steps.get(index).map_or(&[], |step| &step.best);
            let is_space = link.symbol as usize == self.alphabet.space();
            let space = self.steps.get(index).filter(|_| is_space).map_or(0.0, |step| step.space);
            let own = guesses.iter().find(|guess| guess.0 == link.symbol).map_or(space, |guess| guess.1);
            let others = guesses.iter().filter(|g| g.0 != 0 && g.0 != link.symbol && g.1 > 0.0).copied();
            characters.push(Character {
                symbol: link.symbol,
                probability: own,
                first: index,
                last: index,
                others: others.collect(),
            });
            at = link.before.and_then(|before| links.get(before));
        }
        characters.reverse();
        characters
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctc::{KEPT, best_path};
    use models::FakeSession;

    /// Steps from lists of (symbol, probability); '_' is the blank.
    fn read(told: &[&[(char, f32)]]) -> String {
        let session = FakeSession::new(|_| vec![]).with_metadata("character", "t\nh\ne\ni\nT\nW\nB\nC\nr");
        let alphabet = Alphabet::of(&session).unwrap();
        let index =
            |c: char| (0..alphabet.len()).find(|i| alphabet.symbol(*i) == c.to_string()).unwrap_or(0) as u32;
        let step = |guesses: &&[(char, f32)]| {
            let mut best = [(0, 0.0); KEPT];
            for (place, (symbol, probability)) in best.iter_mut().zip(guesses.iter()) {
                *place = (index(*symbol), *probability);
            }
            let space = guesses.iter().find(|g| g.0 == ' ').map_or(0.0, |g| g.1);
            Step { best, space }
        };
        let steps: Vec<Step> = told.iter().map(step).collect();
        let lexicon = Lexicon::from_counts("the 900\nit 300\nthe 4\nhe 80\nher 50\n");
        let path = respelt(best_path(&steps), &steps, &alphabet, &lexicon);
        path.iter().map(|c| alphabet.symbol(c.symbol as usize)).collect()
    }

    #[test]
    fn doubtful_words_become_words_that_the_network_thought_of() {
        let (t, h): (&[_], &[_]) = (&[('t', 0.99)], &[('h', 0.98)]);
        let i: &[_] = &[('i', 0.7), ('e', 0.25)];
        assert_eq!(read(&[t, h, i]), "the");
        assert_eq!(read(&[&[('T', 0.9)], h, i]), "The");
        assert_eq!(read(&[t, h, &[('i', 0.85), ('r', 0.1)]]), "thi", "no word was thought of");
        assert_eq!(read(&[t, h, &[('i', 0.95), ('e', 0.03)]]), "thi", "nothing is doubtful");
        assert_eq!(read(&[&[('W', 0.7)], &[('B', 0.8)], &[('C', 0.7)]]), "WBC");
    }

    #[test]
    fn glued_words_part_where_a_space_was_thought_of() {
        let sure = |c: char| vec![(c, 0.97), ('_', 0.02)];
        let told: Vec<Vec<(char, f32)>> = vec![
            sure('i'),
            vec![('t', 0.8), ('r', 0.1)],
            vec![('_', 0.9), (' ', 0.05)],
            sure('h'),
            sure('e'),
            sure('r'),
        ];
        let told: Vec<&[(char, f32)]> = told.iter().map(Vec::as_slice).collect();
        assert_eq!(read(&told), "it her");
        assert_eq!(read(&[]), "");
    }
}
