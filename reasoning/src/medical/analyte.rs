use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use rust_decimal::Decimal;
use serde::Deserialize;

use super::skeleton::{skeleton, strict};
use super::spelling::canonical;
use super::unit::{is_plainly, plain_unit};
use crate::pattern::pattern;

/// The built-in dictionary.
const DATA: &str = include_str!("../../data/analytes.toml");

/// Names shorter than this must match letter by letter; a longer one may have one letter misread.
const FUZZY_FROM: usize = 5;

/// Something a laboratory measures.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analyte {
    /// Its name in facts and rules.
    pub id: String,
    /// Chinese names, the usual one first.
    #[serde(default)]
    pub zh: Vec<String>,
    /// English names, the usual one first.
    #[serde(default)]
    pub en: Vec<String>,
    /// Abbreviations.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Accepted units, the usual one first; none for a result without one.
    #[serde(default)]
    pub units: Vec<String>,
    /// Lowest and highest value of a living patient, in the usual unit.
    #[serde(default)]
    pub plausible: Option<(Limit, Limit)>,
    /// Limits at or beyond which the ward is told at once, in the usual unit; negative: no limit on that side.
    #[serde(default)]
    pub critical: Option<(Limit, Limit)>,
    /// Whether the entry is meant only where the specimen is urine.
    #[serde(default)]
    pub urine: bool,
    /// Whether a positive result is what one hopes for: antibodies that protect.
    #[serde(default)]
    pub protective: bool,
    /// Grams a mole, where laboratories give it by mass as well as by amount.
    #[serde(default)]
    pub molar: Option<Limit>,
    /// The same where the printed name holds a word: of urea nitrogen two atoms of nitrogen are weighed.
    #[serde(default)]
    pub molar_of: BTreeMap<String, Limit>,
}

/// Letters of the shortest abbreviation that is known through look-alikes.
const SHORTEST_ALIKE: usize = 5;

impl Analyte {
    /// The abbreviation that `code` is where letters of it were read as others that look like them: `CI-` for `Cl-`.
    pub(super) fn code_like(&self, code: &str) -> Option<&str> {
        let letters = code.trim().chars().count();
        let is_known = self.codes.iter().any(|known| strict(known) == strict(code));
        let mut alike = self.codes.iter().filter(|known| skeleton(known) == skeleton(code));
        let best = alike.clone().find(|known| known.chars().count() == letters).or_else(|| alike.next());
        best.map(String::as_str).filter(|_| !is_known)
    }

    /// The abbreviation of which some letters are all but the first, which the bracket before it may swallow: `(LU)` for `(GLU)`.
    pub(super) fn code_behind(&self, letters: &str) -> Option<String> {
        let is_known = self.codes.iter().any(|known| strict(known) == strict(letters));
        let ends = |code: &&String| {
            let first = code.chars().next().map_or(0, char::len_utf8);
            code.get(first..).is_some_and(|rest| rest.eq_ignore_ascii_case(letters))
        };
        let is_long = letters.chars().count() >= SHORTEST_REST;
        let code = self.codes.iter().find(ends).filter(|_| is_long && !is_known)?;
        let is_capital = letters.chars().all(|c| c.is_ascii_uppercase());
        Some(if is_capital { code.to_ascii_uppercase() } else { code.clone() })
    }

    /// A name that ends with its abbreviation, of which letters were read as digits that look like them, as it is spelt: `氯Cl-` of
    /// `氯C1-`. Letters keep the case that they are printed in; one that was misread has that of the letters behind the first.
    pub(super) fn name_with_code(&self, name: &str) -> Option<String> {
        let (_, latin) = super::labels::tongues(name);
        let read = latin.trim_matches(|c: char| !c.is_alphanumeric());
        let code = self.code_like(read).filter(|code| code.chars().count() == read.chars().count())?;
        let is_small = read.chars().skip(1).any(|c| c.is_ascii_lowercase());
        let letter = |(read, spelt): (char, char)| match read {
            _ if read.eq_ignore_ascii_case(&spelt) => read,
            _ if is_small => spelt.to_ascii_lowercase(),
            _ => spelt,
        };
        let spelt: String = read.chars().zip(code.chars()).map(letter).collect();
        Some(name.replacen(read, &spelt, 1))
    }
}

/// Letters that are left of an abbreviation, at least.
const SHORTEST_REST: usize = 2;

/// A limit of the dictionary, exact as written.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
#[serde(try_from = "toml::Value")]
pub struct Limit(pub Decimal);

impl TryFrom<toml::Value> for Limit {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        let number = match &value {
            toml::Value::Integer(number) => Some(Decimal::from(*number)),
            // The shortest spelling of a float is the one that was written.
            toml::Value::Float(number) => number.to_string().parse().ok(),
            _ => None,
        };
        number.map(Self).ok_or_else(|| format!("limit is {}, expected a number", value.type_str()))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    analyte: Vec<Analyte>,
}

/// How a name was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known<'d> {
    /// The entry.
    pub analyte: &'d Analyte,
    /// The dictionary's spelling of the name that was matched.
    pub name: &'d str,
    /// Whether a letter was read as another that looks like it, or one was misread.
    pub mended: bool,
}

/// What laboratories measure, by name and abbreviation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analytes {
    entries: Vec<Analyte>,
    /// Entry and spelling by name.
    strict: HashMap<String, Vec<(usize, String)>>,
    /// The same by the form in which spellings of one name are the same.
    canonical: HashMap<String, Vec<(usize, String)>>,
    /// Entry and spelling by name with look-alikes made equal.
    loose: HashMap<String, Vec<(usize, String)>>,
    /// By the number of letters, for names with one misread.
    by_length: HashMap<usize, Vec<(usize, String)>>,
    codes: HashMap<String, Vec<(usize, String)>>,
    /// Entries by abbreviation with look-alikes made equal.
    alike: HashMap<String, Vec<usize>>,
}

static BUILT_IN: LazyLock<Arc<Analytes>> =
    LazyLock::new(|| Arc::new(parse(DATA).map_or_else(|_| Analytes::default(), Analytes::new)));

/// The entries of a table.
fn parse(toml: &str) -> Result<Vec<Analyte>, toml::de::Error> {
    Ok(toml::from_str::<Table>(toml)?.analyte)
}

impl Analytes {
    /// The built-in dictionary.
    pub fn built_in() -> Arc<Self> {
        BUILT_IN.clone()
    }

    /// The built-in dictionary with the entries of a TOML table added; one of the same id takes the other's place.
    ///
    /// # Errors
    /// What is wrong with the table.
    pub fn extended(toml: &str) -> Result<Self, toml::de::Error> {
        let mut entries = BUILT_IN.entries.clone();
        for own in parse(toml)? {
            match entries.iter_mut().find(|entry| entry.id == own.id) {
                Some(entry) => *entry = own,
                None => entries.push(own),
            }
        }
        Ok(Self::new(entries))
    }

    fn new(entries: Vec<Analyte>) -> Self {
        let mut dictionary = Self { entries, ..Self::default() };
        for (index, entry) in dictionary.entries.iter().enumerate() {
            for name in entry.zh.iter().chain(&entry.en) {
                dictionary.strict.entry(strict(name)).or_default().push((index, name.clone()));
                dictionary.canonical.entry(canonical(name)).or_default().push((index, name.clone()));
                dictionary.loose.entry(skeleton(name)).or_default().push((index, name.clone()));
                let letters = strict(name).chars().count();
                if letters >= FUZZY_FROM && !name.is_ascii() {
                    dictionary.by_length.entry(letters).or_default().push((index, name.clone()));
                }
            }
            for code in &entry.codes {
                dictionary.codes.entry(strict(code)).or_default().push((index, code.clone()));
                let alike = dictionary.alike.entry(skeleton(code)).or_default();
                if alike.last() != Some(&index) {
                    alike.push(index);
                }
            }
        }
        dictionary
    }

    /// All entries.
    pub fn entries(&self) -> &[Analyte] {
        &self.entries
    }

    /// The entry of that id.
    pub fn entry(&self, id: &str) -> Option<&Analyte> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entry of that name, where the specimen is urine or not. Of a name with two meanings (中性粒细胞, a share or a
    /// count) the one that takes `unit` is meant.
    pub fn named(&self, name: &str, urine: bool, unit: Option<&str>) -> Option<Known<'_>> {
        let plain = strict(name);
        if plain.is_empty() || is_of_tracing(name) {
            return None;
        }
        let exact = self.strict.get(&plain).and_then(|all| self.pick(all, urine, unit));
        let known = |found: Option<(usize, &str)>, mended| {
            let (index, name) = found?;
            Some(Known { analyte: self.entries.get(index)?, name: self.spelling(index, name)?, mended })
        };
        let spelt = || self.canonical.get(&canonical(name)).and_then(|all| self.pick(all, urine, unit));
        let bare = || {
            let bare = unqualified(name)?;
            let strictly = self.strict.get(&strict(&bare)).and_then(|all| self.pick(all, urine, unit));
            let found = strictly.or_else(|| {
                self.canonical.get(&canonical(&bare)).and_then(|all| self.pick(all, urine, unit))
            })?;
            Some((found.0, found.1))
        };
        let turned = || {
            let turned = turned(name)?;
            self.strict.get(&strict(&turned)).and_then(|all| self.pick(all, urine, unit))
        };
        known(exact, false)
            .or_else(|| known(spelt(), false))
            .or_else(|| known(turned(), false))
            .or_else(|| known(bare(), false))
            .or_else(|| {
                let all = self.loose.get(&skeleton(name))?;
                let (index, first) = self.pick(all, urine, unit)?;
                // Of spellings that differ in a hyphen or a numeral the one as long as what was read.
                let own = all.iter().filter(|(other, _)| *other == index).map(|(_, spelt)| spelt.as_str());
                let as_long = own.into_iter().find(|spelt| spelt.chars().count() == name.chars().count());
                known(Some((index, as_long.unwrap_or(first))), true)
            })
            .or_else(|| known(self.misread(&plain, urine), true))
    }

    /// The entry with that abbreviation. Of an abbreviation with two meanings the one that takes `unit` is meant.
    pub fn coded(&self, code: &str, urine: bool, unit: Option<&str>) -> Option<&Analyte> {
        let all = self.codes.get(&strict(code))?;
        let exact = all.iter().filter(|(_, spelt)| spelt == code.trim());
        let some: Vec<(usize, String)> = exact.cloned().collect();
        let all = if some.is_empty() { all } else { &some };
        let (index, _) = self.pick(all, urine, unit)?;
        self.entries.get(index)
    }

    /// The entry of the only abbreviation, a long one, of which letters were read as others that look like them.
    pub(super) fn coded_like(&self, code: &str) -> Option<&Analyte> {
        let own = skeleton(code);
        if own.chars().count() < SHORTEST_ALIKE {
            return None;
        }
        let [index] = self.alike.get(&own)?.as_slice() else { return None };
        self.entries.get(*index)
    }

    /// Of several meanings the one that takes `unit`, for the specimen; the first where there is none.
    fn pick<'a>(
        &self,
        all: &'a [(usize, String)],
        urine: bool,
        unit: Option<&str>,
    ) -> Option<(usize, &'a str)> {
        let unit = unit.map(plain_unit);
        let takes = |entry: &Analyte| {
            unit.as_ref().is_some_and(|unit| entry.units.iter().any(|known| is_plainly(known, unit)))
        };
        let known =
            all.iter().filter_map(|(index, name)| Some((*index, name.as_str(), self.entries.get(*index)?)));
        let known: Vec<(usize, &str, &Analyte)> = known.collect();
        let alone = known.iter().all(|one| known.first().is_some_and(|first| first.0 == one.0));
        let best = known.iter().max_by_key(|(index, _, entry)| {
            (entry.urine == urine, takes(entry), std::cmp::Reverse(*index))
        })?;
        (best.2.urine == urine || alone || urine).then_some((best.0, best.1))
    }

    fn spelling(&self, index: usize, name: &str) -> Option<&str> {
        let entry = self.entries.get(index)?;
        entry.zh.iter().chain(&entry.en).map(String::as_str).find(|spelt| *spelt == name)
    }

    /// The only name that differs from `plain` in one letter.
    fn misread(&self, plain: &str, urine: bool) -> Option<(usize, &str)> {
        let letters: Vec<char> = plain.chars().collect();
        let candidates = self.by_length.get(&letters.len())?;
        let near = |(_, name): &&(usize, String)| {
            let differing = strict(name).chars().zip(&letters).filter(|(a, b)| a != *b).count();
            differing == 1
        };
        let found: Vec<&(usize, String)> = candidates.iter().filter(near).collect();
        let first = found.first()?;
        let is_sole = found.iter().all(|other| other.0 == first.0);
        let fits = self.entries.get(first.0).is_some_and(|entry| !entry.urine || urine);
        (is_sole && fits).then_some((first.0, first.1.as_str()))
    }
}

/// Whether a name is of an electrocardiogram, where P and Q are waves.
pub(super) fn is_of_tracing(name: &str) -> bool {
    pattern!(r"^\s*[PQRSTU]{1,3}(?:波|间期|时限)|波时限|电轴").is_some_and(|form| form.is_match(name))
}

/// Whether a name says that it was counted under the microscope, or in another specimen: then it is another analyte's.
pub(super) fn is_of_other_specimen(name: &str) -> bool {
    pattern!(r"(?i)micro|镜检|镜下|沉渣|尿|便|脑脊液|胸水|腹水|urin|stool|faec|csf|fluid|hpf")
        .is_some_and(|form| form.is_match(name))
}

/// A name with what stands in brackets at its end set before it: which of several is meant, 胆红素(总), 蛋白(总), Bilirubin (direct).
fn turned(name: &str) -> Option<String> {
    let folded = crate::fold(name);
    let (bare, which) = folded.trim_end().strip_suffix(')')?.split_once('(')?;
    let (bare, which) = (bare.trim(), which.trim());
    (!bare.is_empty() && !which.is_empty()).then(|| format!("{which} {bare}"))
}

/// A name whose formula of ions has letters that were read as others that look like them, as it is spelt: `AG=Na-C1-HC03`. Nothing
/// where there is nothing to mend, or no second ion that tells a formula: C1 alone is a protein.
pub(super) fn formula(name: &str) -> Option<String> {
    const IONS: [&str; 4] = ["Na", "K", "Cl", "HCO3"];
    let tokens = pattern!(r"[A-Za-z][A-Za-z0-9]*")?;
    let ion = |token: &str| IONS.into_iter().find(|ion| skeleton(ion) == skeleton(token));
    let operator = |at: usize| {
        name.get(at..).is_some_and(|rest| rest.starts_with(['-', '+', '(', ')', '－', '＋', '–', '—', '−']))
    };
    let count = tokens.find_iter(name).filter(|token| ion(token.as_str()).is_some()).count();
    if count < 2 || !tokens.find_iter(name).any(|token| operator(token.end())) {
        return None;
    }
    let spelt = |found: &regex::Captures<'_>| {
        let token = &found[0];
        ion(token).filter(|ion| !ion.eq_ignore_ascii_case(token)).unwrap_or(token).to_owned()
    };
    let mended = tokens.replace_all(name, spelt);
    (mended != name).then(|| mended.into_owned())
}

/// A name without what says only how it was measured or computed: in brackets, a method, how sensitively, a formula. Nothing where it has
/// none.
fn unqualified(name: &str) -> Option<String> {
    let folded = crate::fold(name);
    if is_of_other_specimen(&folded) {
        return None;
    }
    let bracketed = pattern!(r"\s*[(\[][^()\[\]]{1,24}[)\]]\s*");
    let words = pattern!(
        r"(?i)超敏|高敏感?|第[一二三]代|(?:化学发光|电化学发光|酶|酶联|速率|比色|电极|离子选择电极|间接离子选择电极|免疫比浊|散射比浊|直接|干化学|仪器|手工|凝固|光学)法|计算值?$|\bultra-?sensitive\b|\b(?:high(?:ly)? )?sensitiv(?:e|ity)\b|\bby [a-z -]+$|\(?calculated\)?|\bautomated\b|\bIFCC\b|\bNGSP\b"
    );
    // Twice, for brackets in brackets.
    let bare = |text: &str| {
        bracketed.map_or_else(|| text.to_owned(), |form| form.replace_all(text, " ").into_owned())
    };
    let plain = std::borrow::Cow::from(bare(&bare(&folded)));
    let plain = words.map_or(plain.clone(), |form| form.replace_all(&plain, " ").into_owned().into());
    // Behind the name and its abbreviation: 阴离子间隙AG=Na-Cl-HCO3.
    let plain = plain.split_once('=').map_or(&*plain, |(before, _)| {
        let name = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == ' ');
        if name.is_empty() { before } else { name }
    });
    let plain = plain.trim_matches([' ', ',', '-', ':']).to_owned();
    (!plain.is_empty() && plain != folded).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_is_read_and_sound() {
        let entries = parse(DATA).unwrap();
        assert!(entries.len() > 140, "{}", entries.len());
        let mut ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), entries.len(), "an id stands twice");
        for entry in &entries {
            if let Some((low, high)) = entry.plausible {
                assert!(low.0 < high.0, "{}", entry.id);
            }
            let (Some((low, high)), Some((floor, ceiling))) = (entry.critical, entry.plausible) else {
                continue;
            };
            assert!(low.0.is_sign_negative() || low.0 > floor.0, "{}", entry.id);
            assert!(high.0.is_sign_negative() || high.0 < ceiling.0, "{}", entry.id);
        }
    }

    #[test]
    fn every_name_leads_to_its_entry() {
        let analytes = Analytes::built_in();
        for entry in analytes.entries() {
            for name in entry.zh.iter().chain(&entry.en) {
                let known =
                    analytes.named(name, entry.urine, entry.units.first().map(String::as_str)).unwrap();
                assert!(
                    known.analyte.id == entry.id && !known.mended,
                    "{name} leads to {}",
                    known.analyte.id
                );
            }
            let first = entry.codes.first().map_or("", String::as_str);
            let found = analytes.coded(first, entry.urine, entry.units.first().map(String::as_str));
            assert!(first.is_empty() || found.map(|a| &a.id) == Some(&entry.id), "{first}: {found:?}");
        }
    }

    #[test]
    fn names_are_found_as_they_are_read() {
        let analytes = Analytes::built_in();
        for (name, urine, want) in [
            ("白细胞计数", false, Some(("WBC", false))),
            ("白 细 胞 计 数", false, Some(("WBC", false))),
            ("Y-谷氨酰转移酶", false, Some(("GGT", true))),
            ("ALKALINE PHOSPHATASE", false, Some(("ALP", false))),
            ("天门冬氨酸氦基转移酶", false, Some(("AST", true))),
            ("中性粒细胞", false, Some(("NEUT%", false))),
            ("葡萄糖", true, Some(("U-GLU", false))),
            ("葡萄糖", false, Some(("GLU", false))),
            ("钾", false, Some(("K", false))),
            ("促甲状腺激素（第三代）", false, Some(("TSH", false))),
            ("T.S.H. (Ultrasensitive)", false, Some(("TSH", false))),
            ("Carbon dioxide, total", false, Some(("CO2", false))),
            ("胆红素(总)", false, Some(("TBIL", false))),
            ("胆红素（间接）", false, Some(("IBIL", false))),
            ("蛋白(总)", false, Some(("TP", false))),
            ("Bilirubin (direct)", false, Some(("DBIL", false))),
            ("低密度脂蛋白-C(公式法)", false, Some(("LDL-C", false))),
            ("Albumin/Globulin", false, Some(("A/G", false))),
            ("镓", false, None),
            ("备注", false, None),
        ] {
            let found =
                analytes.named(name, urine, None).map(|known| (known.analyte.id.clone(), known.mended));
            assert_eq!(found, want.map(|(id, mended)| (id.to_owned(), mended)), "{name}");
        }
    }

    #[test]
    fn an_abbreviation_with_two_meanings_goes_by_its_unit() {
        let analytes = Analytes::built_in();
        let found = |code, unit| analytes.coded(code, false, unit).map(|a| a.id.clone());
        assert_eq!(found("PCT", Some("ng/mL")).as_deref(), Some("PCT"));
        assert_eq!(found("PCT", Some("%")).as_deref(), Some("PCT-PLT"));
    }

    #[test]
    fn an_abbreviation_behind_a_name_is_spelt_as_it_is() {
        let analytes = Analytes::built_in();
        let spelt = |id: &str, name: &str| analytes.entry(id).unwrap().name_with_code(name);
        assert_eq!(spelt("Cl", "氯C1-").as_deref(), Some("氯Cl-"));
        assert_eq!(spelt("GLU", "葡萄糖G1u").as_deref(), Some("葡萄糖Glu"));
        assert_eq!(spelt("GLU", "葡萄糖GIU").as_deref(), Some("葡萄糖GLU"));
        for (id, name) in [("Cl", "氯Cl-"), ("Cl", "氯"), ("Cl", "氯K+"), ("HbA1c", "糖化血红蛋白A1c")]
        {
            assert_eq!(spelt(id, name), None, "{name}");
        }
    }

    #[test]
    fn a_formula_of_ions_is_spelt_as_it_is() {
        for (name, want) in [
            ("阴离子间隙AG=Na-C1-HC03", Some("阴离子间隙AG=Na-Cl-HCO3")),
            ("阴离子间隙[Na-(CI+HCO3)]", Some("阴离子间隙[Na-(Cl+HCO3)]")),
            ("阴离子间隙[Na-(Cl+HCO3)]", None),
            ("C1抑制物", None),
            ("补体C1q K", None),
        ] {
            assert_eq!(formula(name).as_deref(), want, "{name}");
        }
        let analytes = Analytes::built_in();
        let found =
            analytes.named("阴离子间隙AG=Na-Cl-HCO3", false, None).map(|found| found.analyte.id.clone());
        assert_eq!(found.as_deref(), Some("AG"));
    }

    #[test]
    fn a_misread_abbreviation_is_mended() {
        let analytes = Analytes::built_in();
        let chloride = analytes.entry("Cl").unwrap();
        for (code, want) in
            [("CI-", Some("Cl-")), ("C1", Some("Cl")), ("Cl", None), ("CL", None), ("Ca", None)]
        {
            assert_eq!(chloride.code_like(code), want, "{code}");
        }
    }

    #[test]
    fn own_entries_are_added() {
        let own = "[[analyte]]\nid = \"XYZ\"\nzh = [\"某某\"]\nunits = [\"g/L\"]\nplausible = [0.5, 2]\n";
        let analytes = Analytes::extended(own).unwrap();
        let found = analytes.named("某某", false, None).unwrap().analyte;
        assert_eq!(found.plausible.map(|p| p.0.0.to_string()).as_deref(), Some("0.5"));
        assert!(Analytes::extended("[[analyte]]\nname = 1").is_err());
    }
}
