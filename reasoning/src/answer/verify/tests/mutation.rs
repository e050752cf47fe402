//! Sentences that stand, tampered with in one place each.

use std::collections::BTreeMap;

use super::super::Verifier;
use super::{answer, dossiers, language};
use crate::answer::supplement::supplement;
use crate::pattern::pattern;
use crate::{Body, Facts, MedicalFact, legal::LegalFact};

/// A kind of tampering: name, and the texts it makes of one.
type Tamper = (&'static str, fn(&str, &[String]) -> Vec<String>);

const TAMPERS: [Tamper; 13] = [
    ("digit", digit),
    ("decimal point", point),
    ("unit", unit),
    ("side", side),
    ("name", name),
    ("letter of a name", letter),
    ("date", date),
    ("negation", negation),
    ("role", role),
    ("direction", direction),
    ("modality", modality),
    ("bounds exchanged", bounds),
    ("values exchanged", exchanged),
];

/// Every text with one of the words replaced, at each place where it stands.
fn replaced(text: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let both = pairs.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    one_way(text, &both.collect::<Vec<_>>())
}

fn one_way(text: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let mut out = Vec::new();
    for (from, to) in pairs.iter().filter(|(from, _)| !from.is_empty()) {
        for (at, _) in text.match_indices(from) {
            out.push(format!("{}{to}{}", &text[..at], &text[at + from.len()..]));
        }
    }
    out
}

fn digit(text: &str, _: &[String]) -> Vec<String> {
    let digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
    // Every third digit: all of them take a minute unoptimised.
    digits
        .step_by(3)
        .map(|(at, c)| format!("{}{}{}", &text[..at], (c as u8 - b'0' + 3) % 10, &text[at + 1..]))
        .collect()
}

fn point(text: &str, _: &[String]) -> Vec<String> {
    let bytes = text.as_bytes();
    let inside = |at: &usize| {
        at.checked_sub(1).is_some_and(|b| bytes[b].is_ascii_digit())
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    };
    let points: Vec<usize> = text.match_indices('.').map(|(at, _)| at).filter(inside).collect();
    points.into_iter().map(|at| format!("{}{}", &text[..at], &text[at + 1..])).collect()
}

fn unit(text: &str, _: &[String]) -> Vec<String> {
    one_way(
        text,
        &[
            ("mmol/L", "μmol/L"),
            ("μmol/L", "mmol/L"),
            (" g/L", " mg/L"),
            ("mg/L", "g/L"),
            ("U/L", "U/mL"),
            ("10^9/L", "10^12/L"),
            ("10^12/L", "10^9/L"),
            (" mm", " cm"),
            (" mg", " g"),
            (" g，", " mg，"),
            ("元", "万元"),
            ("mmHg", "kPa"),
            ("kg/m^2", "g/m^2"),
            ("平方米", "亩"),
            ("十日", "十个月"),
            ("十五日", "十五年"),
            (" fL", " pL"),
        ],
    )
}

fn side(text: &str, _: &[String]) -> Vec<String> {
    replaced(text, &[("左", "右"), ("left", "right"), ("Left", "Right")])
        .into_iter()
        .chain(one_way(text, &[("双侧", "左侧"), ("双肺", "右肺"), ("双下肢", "左下肢")]))
        .collect()
}

fn name(text: &str, names: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for from in names.iter().filter(|name| text.contains(name.as_str())) {
        // A name within a longer one is another's.
        if names.iter().any(|longer| {
            longer.len() > from.len() && longer.contains(from.as_str()) && text.contains(longer.as_str())
        }) {
            continue;
        }
        for to in names
            .iter()
            .filter(|to| {
                !text.contains(to.as_str()) && !from.contains(to.as_str()) && !to.contains(from.as_str())
            })
            .take(3)
        {
            out.extend(one_way(text, &[(from, to)]).into_iter().take(1));
        }
    }
    out
}

fn letter(text: &str, names: &[String]) -> Vec<String> {
    let persons = names
        .iter()
        .filter(|name| (2..=3).contains(&name.chars().count()) && name.len() > name.chars().count());
    let tampered = persons.filter(|name| text.contains(name.as_str())).map(|name| {
        let mut letters: Vec<char> = name.chars().collect();
        if let Some(last) = letters.last_mut() {
            *last = if *last == '伟' { '强' } else { '伟' };
        }
        text.replacen(name.as_str(), &letters.into_iter().collect::<String>(), 1)
    });
    tampered.collect()
}

fn date(text: &str, _: &[String]) -> Vec<String> {
    one_way(
        text,
        &[
            ("2024", "2025"),
            ("2023年", "2021年"),
            ("1978", "1987"),
            ("二〇二四", "二〇二三"),
            ("-03-", "-08-"),
            ("-06-", "-09-"),
            ("5月1日", "6月1日"),
            ("五月", "六月"),
            ("4月17日", "4月11日"),
        ],
    )
}

fn negation(text: &str, _: &[String]) -> Vec<String> {
    one_way(
        text,
        &[
            ("未见", "可见"),
            ("未闻及", "闻及"),
            ("无水肿", "有水肿"),
            ("无积液", "有积液"),
            ("不得", "可以"),
            ("应予支持", "不予支持"),
            ("予以支持", "不予支持"),
            ("未按约定", "按约定"),
            ("No pleural", "There is pleural"),
            ("not ", ""),
            ("denies", "reports"),
            ("受法律保护", "不受法律保护"),
            ("应当承担", "不应当承担"),
            ("结节", "未见结节"),
            ("应保证", "不应保证"),
            ("呼吸音清", "呼吸音不清"),
            ("There is a", "There is no"),
            ("有权", "无权"),
            ("No known", "Known"),
            ("不大", "增大"),
        ],
    )
}

fn role(text: &str, names: &[String]) -> Vec<String> {
    let mut out = replaced(
        text,
        &[
            ("原告", "被告"),
            ("甲方", "乙方"),
            ("出租方", "承租方"),
            ("审判员", "书记员"),
            ("主治医师", "住院医师"),
            ("检验者", "审核者"),
        ],
    );
    // Both parties change places.
    let here: Vec<&String> = names
        .iter()
        .filter(|name| (2..=12).contains(&name.chars().count()) && text.contains(name.as_str()))
        .collect();
    if let [a, b] = here.as_slice()
        && !a.contains(b.as_str())
        && !b.contains(a.as_str())
    {
        out.push(text.replace(a.as_str(), "\u{1}").replace(b.as_str(), a).replace('\u{1}', b));
    }
    out
}

fn direction(text: &str, _: &[String]) -> Vec<String> {
    replaced(text, &[("偏高", "偏低")])
        .into_iter()
        .chain(one_way(text, &[("在参考范围内", "偏高"), (", high", ", low"), (", low", ", high")]))
        .collect()
}

fn modality(text: &str, _: &[String]) -> Vec<String> {
    one_way(text, &[("考虑良性可能", "良性"), ("待查", ""), ("Possible ", ""), ("疑似", "确诊")])
}

/// The two bounds of each range in each other's place.
fn bounds(text: &str, _: &[String]) -> Vec<String> {
    let form = pattern!(
        r"(?:^|[^0-9.-])([0-9]+(?:\.[0-9]+)?)(\s*[-–~至]\s*)([0-9]+(?:\.[0-9]+)?)(?:[^0-9.\-年月日/]|$)"
    )
    .unwrap();
    let turned = form.captures_iter(text).map(|found| {
        let (low, sign, high) = (&found[1], &found[2], &found[3]);
        let at = found.get(1).unwrap().start()..found.get(3).unwrap().end();
        format!("{}{high}{sign}{low}{}", &text[..at.start], &text[at.end..])
    });
    turned.collect()
}

/// The first figures behind two names in each other's place.
fn exchanged(text: &str, names: &[String]) -> Vec<String> {
    let form = pattern!(r"[0-9]+(?:\.[0-9]+)?").unwrap();
    let mut at: Vec<(usize, usize)> =
        names.iter().filter_map(|name| text.find(name.as_str()).map(|at| (at, at + name.len()))).collect();
    at.sort_unstable();
    at.dedup_by(|next, last| next.0 < last.1);
    let behind = |end: usize, stop: usize| {
        form.find(&text[end..stop]).map(|found| end + found.start()..end + found.end())
    };
    let mut out = Vec::new();
    for pair in at.windows(2) {
        let (Some(first), Some(second)) = (
            behind(pair[0].1, pair[1].0),
            behind(pair[1].1, at.iter().map(|n| n.0).find(|n| *n > pair[1].0).unwrap_or(text.len())),
        ) else {
            continue;
        };
        let (a, b) = (&text[first.clone()], &text[second.clone()]);
        if a != b {
            let middle = &text[first.end..second.start];
            out.push(format!("{}{b}{middle}{a}{}", &text[..first.start], &text[second.end..]));
        }
    }
    out
}

/// Sentences that tell two results of a document together, as models do; templates tell them one by one.
fn joined(facts: &Facts, language: crate::Language) -> Vec<(String, Vec<String>)> {
    let told: Vec<(String, String)> = facts
        .facts
        .iter()
        .filter_map(|fact| match &fact.body {
            Body::Medical(MedicalFact::Lab(item)) => {
                let value = item.value.value.number()?;
                let unit = item.unit.as_ref().map_or_else(String::new, |unit| format!(" {}", unit.value));
                Some((format!("{} {value}{unit}", item.name.value), fact.id.to_string()))
            }
            _ => None,
        })
        .take(12)
        .collect();
    let (comma, stop) = if language == crate::Language::Chinese { ("，", "。") } else { (", ", ".") };
    let pairs = told.chunks(2).filter(|pair| pair.len() == 2);
    pairs
        .map(|pair| {
            (format!("{}{comma}{}{stop}", pair[0].0, pair[1].0), vec![pair[0].1.clone(), pair[1].1.clone()])
        })
        .collect()
}

/// Names of persons, bodies and items.
fn names(facts: &Facts) -> Vec<String> {
    let mut names: Vec<String> = facts
        .facts
        .iter()
        .filter_map(|fact| match &fact.body {
            Body::Medical(MedicalFact::PatientName { name }) => Some(name.value.clone()),
            Body::Medical(MedicalFact::Lab(item)) => Some(item.name.value.clone()),
            Body::Medical(MedicalFact::Signature { name, .. }) => {
                name.as_ref().map(|name| name.value.clone())
            }
            Body::Medical(MedicalFact::Drug(drug)) => Some(drug.name.value.clone()),
            Body::Legal(LegalFact::Party(party)) => Some(party.name.value.clone()),
            Body::Legal(LegalFact::Agent(agent)) => Some(agent.name.value.clone()),
            Body::Legal(LegalFact::PanelMember(member)) => Some(member.name.value.clone()),
            _ => None,
        })
        .filter(|name| name.chars().count() > 1)
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn tampered_sentences_are_refused_and_the_untouched_stand() {
    let (mut stand, mut all) = (0_u32, 0_u32);
    let mut tally: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (page, dossier) in dossiers() {
        let answer = answer(&dossier);
        let quoted = answer.steps.iter().filter(|step| step.round == "quote").count() as u32;
        all += quoted;
        missed.extend(
            answer
                .steps
                .iter()
                .filter(|step| step.round == "quote")
                .map(|step| format!("{page} UNTOUCHED {}", step.told)),
        );
        let facts = supplement(&dossier);
        let verifier = Verifier::new(&facts, language(&answer));
        let names = names(&facts);
        let claims = answer.sections.iter().flat_map(|section| &section.claims);
        let claims = claims.map(|claim| {
            (claim.text.clone(), claim.cites.iter().map(ToString::to_string).collect::<Vec<_>>())
        });
        for (claim, cites) in claims.chain(joined(&facts, language(&answer))) {
            all += 1;
            let reasons = verifier.check(&claim, &cites);
            if !reasons.is_empty() {
                missed.push(format!("{page} UNTOUCHED {claim} {reasons:?}"));
                continue;
            }
            stand += 1;
            for (kind, tamper) in TAMPERS {
                for text in tamper(&claim, &names).into_iter().filter(|text| *text != claim) {
                    let entry = tally.entry(kind).or_default();
                    entry.1 += 1;
                    if verifier.check(&text, &cites).is_empty() {
                        missed.push(format!("{page} {kind}: {claim} -> {text}"));
                    } else {
                        entry.0 += 1;
                    }
                }
            }
        }
    }
    let (refused, made) = tally.values().fold((0, 0), |sum, entry| (sum.0 + entry.0, sum.1 + entry.1));
    let told =
        format!("refused {refused} of {made}, {tally:?}; untouched {stand} of {all}\n{}", missed.join("\n"));
    if let Ok(path) = std::env::var("INKSTONE_MUTATIONS") {
        std::fs::write(path, &told).unwrap();
    }
    let first = told.lines().next().unwrap_or_default();
    std::io::Write::write_all(&mut std::io::stdout(), format!("{first}\n").as_bytes()).unwrap();
    assert!(made > 1500 && tally.len() == TAMPERS.len(), "{told}");
    assert!(f64::from(refused) >= 0.99 * f64::from(made), "{told}");
    assert!(f64::from(stand) >= 0.98 * f64::from(all), "{told}");
}
