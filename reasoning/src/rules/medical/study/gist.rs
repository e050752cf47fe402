//! What a clause speaks of: the words that it can be compared by.

use std::collections::BTreeSet;

use super::places::regions;
use crate::Side;
use crate::pattern::pattern;

/// The words of a clause that tell of what it speaks: in Chinese pairs of neighbouring letters, in Latin script words without their endings;
/// sides, measures and words that any clause may have are left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Gist {
    pub(super) words: BTreeSet<String>,
    pub(super) sides: Vec<Side>,
    sites: BTreeSet<&'static str>,
    /// The regions of the body that it names, as bits.
    regions: u32,
    /// Vertebrae, discs, vessels of the heart and its valves: of those that have names of their own one is not the other.
    levels: BTreeSet<String>,
}

/// Words that tell nothing of what a clause speaks.
const COMMON_HAN: &str = concat!(
    r"未见|可见|见|未探及|探及|未及|未闻及|未发现|发现|明显|明确|确切|显著|异常|正常|考虑|可能|提示|符合|建议|结合|临床|必要时|",
    r"大小|约|直径|范围|形态|边界|边缘|清晰|清楚|光滑|光整|均匀|规则|对称|完整|通畅|局部|部分|多发|散在|少许|轻度|中度|重度|轻微|较大|一枚|数枚|多个|",
    r"双侧|两侧|左侧|右侧|双|左|右|侧|前壁|后壁|上段|中段|下段|近端|远端|内侧|外侧|上方|下方|其内|周围|邻近|余|其余|另|黏膜|粘膜|色泽|血管纹理|结构|实质|组织|回声|信号|密度|形态|表面|呈|示|伴|及|和|与|或|等|的|为|在|有|无|[0-9.×*xX~～-]+\s*(?:mm|cm|ml|枚|个|次|级|型|期|类)?"
);

/// English words that tell nothing of it; endings are off.
const COMMON: [&str; 74] = [
    "there",
    "this",
    "that",
    "with",
    "without",
    "seen",
    "noted",
    "evidence",
    "identified",
    "demonstrated",
    "present",
    "shows",
    "show",
    "appear",
    "normal",
    "unremarkable",
    "left",
    "right",
    "both",
    "bilateral",
    "side",
    "mild",
    "mildly",
    "moderate",
    "moderately",
    "severe",
    "small",
    "large",
    "tiny",
    "minimal",
    "slight",
    "definite",
    "significant",
    "focal",
    "acute",
    "chronic",
    "likely",
    "possible",
    "probable",
    "probably",
    "suggest",
    "suggestive",
    "consistent",
    "compatible",
    "measur",
    "measures",
    "measuring",
    "about",
    "approximately",
    "within",
    "along",
    "from",
    "into",
    "also",
    "other",
    "otherwise",
    "findings",
    "finding",
    "study",
    "examination",
    "image",
    "images",
    "view",
    "views",
    "section",
    "sections",
    "the",
    "and",
    "are",
    "is",
    "was",
    "were",
    "for",
    "not",
];

impl Gist {
    pub(super) fn of(text: &str) -> Self {
        let folded = spelt_out(&crate::fold(text)).to_lowercase();
        let common = pattern!(COMMON_HAN);
        let han = common.map_or_else(|| folded.clone(), |form| form.replace_all(&folded, "|").into_owned());
        let mut words = BTreeSet::new();
        for run in han.split(|c: char| !document::is_cjk(c)) {
            let letters: Vec<char> = run.chars().collect();
            words.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
        }
        for word in folded.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2) {
            if !COMMON.contains(&word) {
                words.insert(stem(word));
            }
        }
        let sites = crate::medical::site_terms(&folded).into_iter().collect();
        // Whereto the midline is shifted is no side of what shifts it.
        let shift = pattern!(
            r"shift(?:ed)?[a-z ]{0,24}to(?:wards?)? the (?:left|right)|向[左右]侧?(?:偏|移)|[左右](?:偏|移)"
        );
        let still = shift.map_or(folded.as_str().into(), |form| form.replace_all(&folded, ""));
        let sides = crate::medical::clause_sides(&still);
        Self { words, sides, sites, regions: regions(&folded), levels: levels(&folded) }
    }

    /// Whether it names a part of the body, or its side.
    pub(super) fn names_place(&self) -> bool {
        !self.sites.is_empty() || !self.sides.is_empty()
    }

    pub(super) fn joined(&self, other: &Self) -> Self {
        let mut all = self.clone();
        all.words.extend(other.words.iter().cloned());
        all.sites.extend(other.sites.iter().copied());
        if all.sides.is_empty() {
            all.sides.clone_from(&other.sides);
        }
        if all.regions == 0 {
            all.regions = other.regions;
        }
        if all.levels.is_empty() {
            all.levels.clone_from(&other.levels);
        }
        all
    }

    /// Whether both have a word that names an illness.
    pub(super) fn shares_illness(&self, other: &Self) -> bool {
        let is_of_both = |word: &&String| other.words.contains(*word);
        self.words
            .iter()
            .filter(is_of_both)
            .any(|word| super::names_illness(word) && word.chars().count() != 1)
    }

    /// How many words both have.
    pub(super) fn shared(&self, other: &Self) -> usize {
        self.words.intersection(&other.words).count()
    }

    /// Whether it names an organ of which there is one alone: a side is a part of it.
    pub(super) fn is_of_single_organ(&self) -> bool {
        const SINGLE: [&str; 15] = [
            "liver",
            "heart",
            "uterus",
            "prostate",
            "stomach",
            "bowel",
            "spleen",
            "pancreas",
            "gallbladder",
            "bladder",
            "spine",
            "throat",
            "aorta",
            "mediastinum",
            "skin",
        ];
        self.sites.iter().any(|site| SINGLE.contains(site))
    }

    /// Whether it names the same sides, and parts of the body of which the other names one.
    pub(super) fn is_where(&self, other: &Self) -> bool {
        let is_near = self.sites.is_empty() || !self.sites.is_disjoint(&other.sites);
        self.sides == other.sides && is_near
    }

    /// Whether it names the same sides as another, or one of them none, and no other parts of the body.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        let is_elsewhere =
            !self.sites.is_empty() && !other.sites.is_empty() && self.sites.is_disjoint(&other.sites);
        !is_elsewhere
            && (self.sides == other.sides || self.sides.is_empty() || self.sides.contains(&Side::Both))
    }

    /// Whether any of its words is Chinese.
    pub(super) fn has_han(&self) -> bool {
        self.words.iter().any(|word| word.chars().any(document::is_cjk))
    }

    /// Whether both name a region of the body, and one of them is the same.
    pub(super) fn is_of_region(&self, other: &Self) -> bool {
        self.regions & other.regions != 0
    }

    /// Whether it names a region of the body.
    pub(super) fn names_region(&self) -> bool {
        self.regions != 0
    }

    /// Whether both name regions or parts of the body, and none in common.
    pub(super) fn is_elsewhere(&self, other: &Self) -> bool {
        let of_region = self.names_region() && other.names_region();
        let of_site = !self.sites.is_empty() && !other.sites.is_empty();
        let names_none = !self.names_region() && !other.names_region();
        match (of_region, of_site) {
            (true, true) => !self.is_of_region(other) && self.sites.is_disjoint(&other.sites),
            (true, false) => !self.is_of_region(other),
            (false, true) => names_none && self.sites.is_disjoint(&other.sites),
            (false, false) => false,
        }
    }

    /// Whether it names a region of which there are two, one on each side.
    pub(super) fn is_of_paired_region(&self) -> bool {
        self.regions & super::places::PAIRED != 0
    }

    /// Whether both name the same vertebra, disc, vessel or valve.
    pub(super) fn is_of_level(&self, other: &Self) -> bool {
        !self.levels.is_disjoint(&other.levels)
    }

    /// Whether both name vertebrae or discs, and none in common.
    pub(super) fn is_of_other_level(&self, other: &Self) -> bool {
        !self.levels.is_empty() && !other.levels.is_empty() && self.levels.is_disjoint(&other.levels)
    }

    /// The one side that it names.
    pub(super) fn side(&self) -> Option<Side> {
        match self.sides.as_slice() {
            [side @ (Side::Left | Side::Right)] => Some(*side),
            _ => None,
        }
    }

    /// Without the words of another.
    pub(super) fn without(&self, other: &Self) -> Self {
        let words = self.words.difference(&other.words).cloned().collect();
        Self { words, ..self.clone() }
    }
}

/// A text with the sides spelt out that stand in abbreviations: `LBBB`, `RA dilatation`.
fn spelt_out(text: &str) -> std::borrow::Cow<'_, str> {
    let form = pattern!(
        r"(?-u:\b)(?P<side>[LR])(?:(?P<block>BBB)|(?P<atrium>A)(?P<rest> (?:dilat|enlarg|size|volume|pressure))|(?P<ventricle>V))(?-u:\b)?"
    );
    let Some(form) = form.filter(|form| form.is_match(text)) else { return text.into() };
    form.replace_all(text, |captures: &regex::Captures<'_>| {
        let side =
            if captures.name("side").is_some_and(|side| side.as_str() == "L") { "left" } else { "right" };
        let rest = captures.name("rest").map_or("", |rest| rest.as_str());
        match (captures.name("block"), captures.name("atrium")) {
            (Some(_), _) => format!("{side} bundle branch block"),
            (_, Some(_)) => format!("{side} atrium{rest}"),
            _ => format!("{side} ventricle"),
        }
    })
}

/// The vertebrae and discs that a text in small letters names; `l4/5` is `l4/l5`.
fn levels(lower: &str) -> BTreeSet<String> {
    let form = pattern!(
        r"(?-u:\b)(?P<first>[cl][1-7]|s1|t1[0-2])(?:\s?[/-]\s?(?P<letter>[cls])?(?P<second>[1-7]))?"
    );
    let captures = form.iter().flat_map(|form| form.captures_iter(lower));
    let named = captures.filter_map(|captures| {
        let first = captures.name("first")?.as_str();
        let Some(second) = captures.name("second") else { return Some(first.to_owned()) };
        let letter = captures.name("letter").map_or(first.get(..1)?, |letter| letter.as_str());
        Some(format!("{first}/{letter}{}", second.as_str()))
    });
    let spots = SPOTS.iter().filter(|(_, names)| names.iter().any(|name| lower.contains(name)));
    named.chain(spots.map(|(spot, _)| (*spot).to_owned())).collect()
}

/// Vessels of the heart and its valves.
const SPOTS: [(&str, &[&str]); 11] = [
    ("lad", &["lad", "前降支", "anterior descending"]),
    ("lcx", &["lcx", "回旋支", "circumflex"]),
    ("rca", &["rca", "右冠", "right coronary"]),
    ("lm", &["左主干", "left main"]),
    ("aortic valve", &["aortic valve", "主动脉瓣", "aortic stenosis", "aortic regurg"]),
    ("mitral", &["mitral", "二尖瓣"]),
    ("tricuspid", &["tricuspid valve", "三尖瓣", "tricuspid regurg"]),
    ("pulmonary valve", &["pulmonary valve", "pulmonic valve", "肺动脉瓣"]),
    ("cruciate a", &["anterior cruciate", "前交叉韧带"]),
    ("cruciate p", &["posterior cruciate", "后交叉韧带"]),
    ("gallbladder", &["gallbladder", "gall bladder", "胆囊"]),
];

/// A Latin word without the ending of its number.
fn stem(word: &str) -> String {
    let short = word.strip_suffix("ies").map(|head| format!("{head}y"));
    let short = short.or_else(|| {
        word.strip_suffix('s').filter(|head| !head.ends_with(['s', 'u', 'i'])).map(str::to_owned)
    });
    short.unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_tell_of_what_a_clause_speaks() {
        let shared = |a: &str, b: &str| Gist::of(a).shared(&Gist::of(b));
        assert!(shared("右侧大脑中动脉M1段局限性狭窄", "左侧大脑中动脉M1段狭窄") >= 4);
        assert_eq!(shared("胃体未见溃疡", "十二指肠球部"), 0);
        assert_eq!(shared("Small joint effusion", "No joint effusions"), 2);
        assert_eq!(Gist::of("左房增大").side(), Some(Side::Left));
        assert!(Gist::of("L4/L5: no compression").is_of_other_level(&Gist::of("disc extrusion at L5/S1")));
        assert!(!Gist::of("L4/5 bulge").is_of_other_level(&Gist::of("L4/L5 bulge")));
    }
}
