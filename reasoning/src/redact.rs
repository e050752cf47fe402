//! Personal data: where it is, and the document without it.
//!
//! Names are found by their key or role and then wherever they stand; numbers by their checksum or form; addresses and
//! record numbers by their key. Organisations are no persons. What no key and no form gives away is not found: a redacted
//! document wants a person's look.

use std::collections::{BTreeMap, HashMap, HashSet};

use document::{Document, Line, Place, RegionClass, WordId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::legal::{LegalFact, Party};
use crate::value::{find_bank_cards, find_phones, find_resident_ids};
use crate::{AttributeKind, Body, Dossier, Fact, Facts, MedicalFact};

/// What stands in place of each hidden letter.
const BLACK: char = '█';

/// A Chinese name has at most so many letters, one of a minority with its dot more; what is longer is an organisation.
const LONGEST_HAN_NAME: usize = 4;

/// What kind of personal data it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PersonalKind {
    /// A person's name.
    Name,
    /// A resident identity number.
    ResidentId,
    /// A telephone number.
    Phone,
    /// The number of a bank card.
    BankCard,
    /// An address.
    Address,
    /// The number of a record, a visit, a sample, a card.
    RecordNumber,
    /// A day of birth.
    Birth,
    /// A signature by hand.
    Signature,
}

/// Personal data at its places.
#[derive(Debug, Clone, PartialEq)]
pub struct Personal {
    /// What kind.
    pub kind: PersonalKind,
    /// As printed; empty for a signature.
    pub text: String,
    /// Where, wherever it stands: one place per line.
    pub places: Vec<Place>,
    words: Vec<WordId>,
}

/// What was hidden, without saying it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Hidden {
    /// What kind.
    pub kind: PersonalKind,
    /// The same number for the same text: `1` is the first name of the document.
    pub number: usize,
    /// Where it stood.
    pub places: Vec<Place>,
}

/// A document without its personal data.
#[derive(Debug, Clone, PartialEq)]
pub struct Redacted {
    /// The document; each hidden letter is a `█`.
    pub document: Document,
    /// What was hidden.
    pub hidden: Vec<Hidden>,
}

/// The personal data of `dossier`, each text once with all its places, in the order found.
///
/// ```
/// use reasoning::{Dossier, FactOptions, redact::{PersonalKind, personal}};
/// let text = "检验报告单\n姓名：孙雨桐  性别：女\n联系电话：13800138000";
/// let found = personal(&Dossier::of_text(text, &FactOptions::default()));
/// let kinds: Vec<PersonalKind> = found.iter().map(|personal| personal.kind).collect();
/// assert_eq!(kinds, [PersonalKind::Name, PersonalKind::Phone]);
/// ```
pub fn personal(dossier: &Dossier) -> Vec<Personal> {
    let mut texts: Vec<(PersonalKind, String)> = Vec::new();
    for fact in &dossier.facts.facts {
        texts.extend(
            of_fact(&dossier.facts, fact).into_iter().map(|(kind, text)| (kind, text.trim().to_owned())),
        );
    }
    for passage in dossier.view.passages() {
        let folded = passage.folded();
        let ids = find_resident_ids(folded).into_iter().map(|id| (PersonalKind::ResidentId, id.range));
        let phones = find_phones(folded).into_iter().map(|phone| (PersonalKind::Phone, phone.range));
        let cards = find_bank_cards(folded).into_iter().map(|card| (PersonalKind::BankCard, card.range));
        texts.extend(
            ids.chain(phones)
                .chain(cards)
                .map(|(kind, range)| (kind, passage.printed(range).trim().to_owned())),
        );
    }
    let mut seen = HashSet::new();
    // A single letter stands everywhere.
    texts.retain(|(_, text)| text.chars().count() > 1 && seen.insert(text.clone()));
    texts.into_iter().map(|(kind, text)| placed(dossier, kind, text)).collect()
}

/// All places of `text`.
fn placed(dossier: &Dossier, kind: PersonalKind, text: String) -> Personal {
    let mut found = Personal { kind, text, places: Vec::new(), words: Vec::new() };
    for passage in dossier.view.passages() {
        for (at, matched) in passage.text().match_indices(found.text.as_str()) {
            let first = passage.text().get(..at).map_or(0, |before| before.chars().count());
            let bytes = passage.bytes(first..first + matched.chars().count());
            let span = passage.span(bytes);
            found.places.extend(span.places);
            found.words.extend(span.words);
        }
    }
    found
}

/// The personal data that a fact states.
fn of_fact<'f>(facts: &'f Facts, fact: &'f Fact) -> Vec<(PersonalKind, &'f str)> {
    use LegalFact as L;
    use MedicalFact as M;
    use PersonalKind as P;
    match &fact.body {
        Body::Medical(M::PatientName { name }) => {
            vec![(P::Name, facts.printed(name)), (P::Name, name.value.as_str())]
        }
        Body::Medical(M::PatientBirth { date }) => vec![(P::Birth, facts.printed(date))],
        Body::Medical(M::Identifier { number, .. }) => {
            vec![(P::RecordNumber, facts.printed(number)), (P::RecordNumber, number.value.as_str())]
        }
        Body::Medical(M::Attribute { kind, value }) => match kind {
            AttributeKind::Address => vec![(P::Address, facts.printed(value))],
            AttributeKind::Phone => vec![(P::Phone, facts.printed(value))],
            AttributeKind::OrderedBy | AttributeKind::Contact => vec![(P::Name, facts.printed(value))],
            _ => Vec::new(),
        },
        Body::Medical(M::Signature { name: Some(name), .. }) => vec![(P::Name, facts.printed(name))],
        Body::Legal(L::Party(party)) => of_party(facts, party),
        Body::Legal(L::Agent(agent)) => vec![(P::Name, facts.printed(&agent.name))],
        Body::Legal(L::Signature(signature)) => signature
            .name
            .iter()
            .map(|name| (P::Name, facts.printed(name)))
            .filter(|(_, name)| is_person(name))
            .collect(),
        Body::Legal(L::PanelMember(member)) => vec![(P::Name, facts.printed(&member.name))],
        _ => Vec::new(),
    }
}

fn of_party<'f>(facts: &'f Facts, party: &'f Party) -> Vec<(PersonalKind, &'f str)> {
    use PersonalKind as P;
    let name = facts.printed(&party.name);
    if party.credit_code.is_some()
        || party.sex.is_none() && party.birth.is_none() && party.resident_id.is_none() && !is_person(name)
    {
        return Vec::new();
    }
    let birth = party.birth.iter().map(|birth| (P::Birth, facts.printed(birth)));
    let id = party.resident_id.iter().map(|id| (P::ResidentId, facts.printed(id)));
    let address = party.address.iter().map(|address| (P::Address, facts.printed(address)));
    std::iter::once((P::Name, name)).chain(birth).chain(id).chain(address).collect()
}

/// Whether a name is a person's by its form: a few Han letters, or words that name no kind of company.
fn is_person(name: &str) -> bool {
    let name = name.trim();
    if name.contains(document::is_cjk) {
        return name.contains('·') || name.chars().count() <= LONGEST_HAN_NAME;
    }
    let lower = name.to_lowercase();
    let company = [
        "ltd",
        "inc",
        "llc",
        "corp",
        "company",
        "co.",
        "limited",
        "gmbh",
        "bank",
        "hospital",
        "university",
        "llp",
    ];
    !lower.is_empty() && !company.iter().any(|word| lower.contains(word))
}

/// `document` without the personal data that `dossier`, made of it, shows.
pub fn redact(document: &Document, dossier: &Dossier) -> Redacted {
    let mut found = personal(dossier);
    widen(document, &mut found);
    for page in &document.pages {
        for region in page.regions.iter().filter(|region| region.class == RegionClass::Signature) {
            let places = vec![Place { page: page.number, outline: region.outline.clone() }];
            let lines = region.lines.iter().filter_map(|id| page.line(*id));
            let words = lines.flat_map(|line| &line.words).map(|word| word.id).collect();
            found.push(Personal { kind: PersonalKind::Signature, text: String::new(), places, words });
        }
    }
    let mut document = document.clone();
    black_words(&mut document, &found);
    let document = black_texts(document, &found);
    let mut counts: BTreeMap<PersonalKind, usize> = BTreeMap::new();
    let hidden = found.into_iter().map(|personal| {
        let number = counts.entry(personal.kind).or_default();
        *number += 1;
        Hidden { kind: personal.kind, number: *number, places: personal.places }
    });
    Redacted { hidden: hidden.collect(), document }
}

/// A word that spells its line and is less wide than this share of it has a wrong outline, and so has any part of it.
const WIDE: f32 = 0.9;

/// Adds the whole line where the outline of the word that has a secret cannot be right.
fn widen(document: &Document, found: &mut [Personal]) {
    let lines = document.pages.iter().flat_map(|page| page.lines.iter().map(move |line| (page.number, line)));
    let wrong = lines.filter_map(|(page, line)| match line.words.as_slice() {
        [word] if word.outline.bounds().width() < WIDE * line.outline.bounds().width() => {
            Some((word.id, Place { page, outline: line.outline.clone() }))
        }
        _ => None,
    });
    let wrong: HashMap<WordId, Place> = wrong.collect();
    for personal in found {
        let lines: Vec<Place> = personal.words.iter().filter_map(|word| wrong.get(word).cloned()).collect();
        personal.places.extend(lines);
    }
}

/// Blacks out words of which a part is personal, and spells the lines anew.
fn black_words(document: &mut Document, found: &[Personal]) {
    let mut parts: HashMap<WordId, Vec<&str>> = HashMap::new();
    for personal in found {
        personal.words.iter().for_each(|word| parts.entry(*word).or_default().push(&personal.text));
    }
    for line in document.pages.iter_mut().flat_map(|page| &mut page.lines) {
        let spelled = Line::spell(&line.words) == line.text;
        let mut changed = false;
        for word in &mut line.words {
            let Some(secrets) = parts.get(&word.id) else { continue };
            changed = true;
            word.text = match secrets.iter().any(|secret| !secret.is_empty() && word.text.contains(secret)) {
                true => secrets.iter().fold(word.text.clone(), |text, secret| black(&text, secret)),
                // The word is but a part of the secret.
                false => blacked(&word.text),
            };
            word.alternatives.clear();
        }
        if changed {
            line.text = if spelled { Line::spell(&line.words) } else { blacked(&line.text) };
        }
    }
}

/// Blacks out every text of the document that has a secret: cells, fields, the file's name.
fn black_texts(document: Document, found: &[Personal]) -> Document {
    let Ok(mut value) = serde_json::to_value(&document) else { return document };
    let mut secrets: Vec<&str> =
        found.iter().map(|personal| personal.text.as_str()).filter(|text| !text.is_empty()).collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    walk(&mut value, &secrets);
    serde_json::from_value(value).unwrap_or(document)
}

fn walk(value: &mut Value, secrets: &[&str]) {
    match value {
        Value::String(text) if secrets.iter().any(|secret| text.contains(secret)) => {
            *text = secrets.iter().fold(std::mem::take(text), |text, secret| black(&text, secret));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| walk(value, secrets)),
        Value::Object(map) => {
            // Names of lines and hashes are no text.
            let texts =
                map.iter_mut().filter(|(key, _)| matches!(key.as_str(), "text" | "name") || !is_plain(key));
            texts.for_each(|(_, value)| walk(value, secrets));
        }
        _ => {}
    }
}

/// Whether a field of that name holds no text of the document.
fn is_plain(key: &str) -> bool {
    matches!(key, "id" | "sha256" | "schema_version" | "generator" | "class" | "unit" | "format" | "method")
}

fn black(text: &str, secret: &str) -> String {
    if secret.is_empty() { text.to_owned() } else { text.replace(secret, &blacked(secret)) }
}

fn blacked(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { c } else { BLACK }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FactOptions;
    use crate::sheet::Sheet;
    use crate::truth::Truth;

    #[test]
    fn nothing_personal_is_left() {
        for (name, secrets) in [
            ("lab-report-scan", &["孙雨桐", "20241510142", "79781730", "曹颖"][..]),
            ("discharge-record", &["孙志远", "ZY0048213", "韩雪松"]),
            ("judgment", &["沈思雨", "何文博", "1978年4月12日", "滨河路18号", "高维"]),
            ("contract-scan", &["周秀兰"]),
        ] {
            let document = Truth::of(name).document();
            let redacted = redact(&document, &Dossier::of(&document, &FactOptions::default()));
            let json = serde_json::to_string(&redacted.document).unwrap();
            let told = serde_json::to_string(&redacted.hidden).unwrap();
            for secret in secrets {
                assert!(
                    serde_json::to_string(&document).unwrap().contains(secret),
                    "{name} never had {secret}"
                );
                assert!(!json.contains(secret) && !told.contains(secret), "{name} {secret}");
            }
            assert!(redacted.hidden.iter().all(|hidden| !hidden.places.is_empty()), "{name}");
        }
    }

    #[test]
    fn numbers_of_bank_cards_are_found() {
        let text = "借款合同\n出借人：沈思雨\n收款账户：6222 0212 3456 7894";
        let found = personal(&Dossier::of_text(text, &FactOptions::default()));
        assert!(found.iter().any(|one| one.kind == PersonalKind::BankCard), "{found:?}");
    }

    #[test]
    fn what_is_not_personal_stays() {
        let document = Truth::of("contract-scan").document();
        let redacted = redact(&document, &Dossier::of(&document, &FactOptions::default()));
        let json = serde_json::to_string(&redacted.document).unwrap();
        assert!(json.contains("星桥恒泽商贸有限公司") && json.contains("租赁期限"));
    }

    #[test]
    fn a_name_is_hidden_wherever_it_stands() {
        let sheet = Sheet::new().region(document::RegionClass::Title, &["出院记录"]);
        let sheet =
            sheet.region(document::RegionClass::Text, &["姓名：孙志远", "孙志远因胸痛入院，电话13800138000"]);
        let document = sheet.document();
        let redacted = redact(&document, &Dossier::of(&document, &FactOptions::default()));
        let text: Vec<&str> =
            redacted.document.pages[0].lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(text, ["出院记录", "姓名：███", "███因胸痛入院，电话███████████"]);
        assert_eq!(redacted.hidden[0].places.len(), 2);
    }
}
