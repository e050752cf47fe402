//! Sides that the parts of a study tell differently, or that its conclusion drops: parts of M13 and M14.

use super::gist::Gist;
use super::{Part, Source, Study, Told};
use crate::pattern::pattern;
use crate::{Polarity, Side};

/// Words that two clauses share at least to speak of the same thing.
const SAME_THING: usize = 2;

/// What a clause tells of a side that another clause tells differently.
pub(in super::super) struct Lone<'a> {
    pub(in super::super) source: Source<'a>,
    pub(in super::super) text: &'a str,
    pub(in super::super) side: Side,
    pub(in super::super) other: Source<'a>,
}

impl<'a> Lone<'a> {
    fn of(told: &Told<'a>, side: Side, other: &Told<'a>) -> Self {
        Self { source: told.source, text: told.text, side, other: other.source }
    }
}

/// The other side of one.
pub(in super::super) fn opposite(side: Side) -> Side {
    match side {
        Side::Left => Side::Right,
        _ => Side::Left,
    }
}

/// Whether a clause compares with the other side, or tells of another time: then it may name any side.
fn compares(told: &Told<'_>) -> bool {
    let form = pattern!(
        r"(?i)对侧|健侧|对比|比较|双侧|两侧|均|亦|也|同时|contralateral|compar(?:ed|ison|able|ing|e(?-u:\b))|(?-u:\b)also(?-u:\b)|both|other side|bilateral|opposite|(?-u:\b)than(?-u:\b)|similar"
    );
    told.is_of_other_time() || form.is_some_and(|form| form.is_match(told.text))
}

/// What is concluded or asked of one side where all that speaks of the same thing tells the other one.
pub(in super::super) fn lone_side<'a>(study: &Study<'a>, seen: &mut bool) -> Option<Lone<'a>> {
    let all = &study.0;
    *seen |= all.iter().any(|told| told.part == Part::Concluded && told.gist.side().is_some());
    by_lesion(all).or_else(|| by_place(all)).or_else(|| by_region(all))
}

/// What is concluded or asked of one side of a region of which all that is wrong in the other parts lies on the other side: `骨盆正位、左髋关节侧位`
/// over a fracture of the right hip.
fn by_region<'a>(all: &[Told<'a>]) -> Option<Lone<'a>> {
    let is_odd = |told: &Told<'_>| told.polarity != Polarity::Absent && !told.is_normal();
    let bilateral = pattern!(r"(?i)双|两侧|各|both|bilateral|either");
    for told in all.iter().filter(|told| told.part != Part::Seen && is_odd(told) && !compares(told)) {
        let is_wrong = told.part == Part::Asked || names_lesion(told.text);
        let Some(side) = told.gist.side().filter(|_| is_wrong && told.own.side().is_some()) else { continue };
        let is_other = |other: &&Told<'_>| {
            let is_apart = told.part == Part::Asked && is_of_study(told) != is_of_study(other);
            (other.part != told.part || is_apart)
                && !told.gist.is_elsewhere(&other.gist)
                && !told.gist.is_of_other_level(&other.gist)
        };
        // What names the same side, or both, bears it out.
        let tells_side =
            |other: &&Told<'_>| other.gist.side().is_some() && is_odd(other) && names_lesion(other.text);
        // Where the description tells the side of something, it is what a conclusion must agree with, whatever was asked.
        let by_sight = told.part == Part::Concluded
            && all
                .iter()
                .filter(is_other)
                .filter(tells_side)
                .any(|other| other.part == Part::Seen && told.gist.is_of_region(&other.gist));
        let bears_out = |other: &Told<'_>| {
            let names =
                other.gist.sides.contains(&side) || bilateral.is_some_and(|form| form.is_match(other.text));
            // Of what is only named, such as a specimen, any word does.
            let is_told = is_odd(other) && names_lesion(other.text) || !names_lesion(told.text);
            names && is_told && (other.part == Part::Seen || !by_sight)
        };
        if all.iter().filter(is_other).any(bears_out) {
            continue;
        }
        let contradicts = |other: &&Told<'_>| {
            other.gist.side() == Some(opposite(side))
                && is_odd(other)
                && !compares(other)
                && told.gist.is_of_region(&other.gist)
                && (told.part == Part::Concluded
                    || other.part == Part::Concluded
                    || is_of_study(told)
                    || is_of_study(other))
        };
        if let Some(other) = all.iter().filter(is_other).find(contradicts) {
            return Some(Lone::of(told, side, other));
        }
    }
    None
}

/// Whether a clause tells of something that is not as it should be, by whatever words.
fn names_lesion(text: &str) -> bool {
    super::names_illness(text)
        || pattern!(r"(?i)信号|回声|密度|影|灶|浓聚|增|减|不[均规光]|受限|模糊|紊乱|肿|痛|胀|粗糙|中断|见|lesion|signal|densit|opacit|enhanc|uptake|abnormal|increas|decreas|reduc|thicken|irregular|displac|hypo|hyper|defect|wide|loss|disrupt|tender|pain|swell|lump|line\b|rim\b|block")
            .is_some_and(|form| form.is_match(text))
}

/// Whether a clause tells what was examined, and of which side: `XR Wrist Left`.
fn is_of_study(told: &Told<'_>) -> bool {
    pattern!(r"(?i)\b(?:mri?|ct|x-?ray|xr|ultraso\w+|scan|radiograph\w*|biopsy|excision|mammogra\w+|views?)\b|平扫|增强|彩超|超声|片|正位|侧位|标本|组织|肿物|关节$")
        .is_some_and(|form| form.is_match(told.text))
}

/// A conclusion or question on something that was seen on the other side alone.
fn by_lesion<'a>(all: &[Told<'a>]) -> Option<Lone<'a>> {
    let concluded = all.iter().filter(|told| told.part != Part::Seen && told.polarity != Polarity::Absent);
    for told in concluded.filter(|told| !compares(told) && !told.is_normal()) {
        let Some(side) = told.gist.side() else { continue };
        let is_stated = |other: &&Told<'_>| {
            let is_other =
                other.part == Part::Seen || told.part == Part::Asked && other.part == Part::Concluded;
            is_other
                && other.polarity != Polarity::Absent
                && !other.own.words.is_empty()
                && !other.is_normal()
        };
        // What shares several words with it, else what names the same illness.
        let several = |other: &&Told<'_>| {
            is_stated(other) && other.gist.shared(&told.own) >= SAME_THING && other.own.shared(&told.own) > 0
        };
        let same_illness = |other: &&Told<'_>| is_stated(other) && other.own.shares_illness(&told.own);
        let several: Vec<&Told<'_>> = all.iter().filter(several).collect();
        let matching = if several.is_empty() { all.iter().filter(same_illness).collect() } else { several };
        let best = matching.iter().map(|other| other.gist.shared(&told.own)).max().unwrap_or(0);
        // Of those that share something the nearest count.
        let nearest: Vec<&&Told<'_>> = matching
            .iter()
            .filter(|other| other.gist.shared(&told.own) + 1 >= best && !other.gist.sides.is_empty())
            .collect();
        let all_opposite = nearest.iter().all(|other| other.gist.side() == Some(opposite(side)));
        let on_own = matching
            .iter()
            .any(|other| other.gist.sides.contains(&side) || other.gist.sides.contains(&Side::Both));
        if let Some(other) = nearest.first().filter(|_| all_opposite && !on_own) {
            return Some(Lone::of(told, side, other));
        }
    }
    None
}

/// The place that a side is told of, by the letters or the word right behind it.
fn places(text: &str) -> Vec<(Side, String)> {
    let form = pattern!(
        r"(?i)(?P<left>左)侧?[)）]?\s*(?P<a>\p{Han}{1,2})|(?P<right>右)侧?[)）]?\s*(?P<b>\p{Han}{1,2})|\b(?:(?P<l>left)|right)\s+(?P<c>[a-z]{3,})"
    );
    let mut found = Vec::new();
    for captures in form.iter().flat_map(|form| form.captures_iter(text)) {
        let is_left = captures.name("left").is_some() || captures.name("l").is_some();
        let Some(word) = ["a", "b", "c"].iter().find_map(|name| captures.name(name)) else { continue };
        // Organs of one letter stand alone; of other words two letters tell them apart.
        let word = word.as_str().to_lowercase();
        let first = word.chars().next().unwrap_or(' ');
        let is_organ = "肺肾乳眼耳膝髋肩腕踝肘足颈腋腰颊鼻".contains(first);
        let place = if is_organ { first.to_string() } else { word };
        let is_vague = pattern!(r"^(?:and|or|side|sided|upper|lower|mid|middle|lateral|medial|anterior|posterior|侧|上|下|前|后|叶|.)$")
            .is_some_and(|form| form.is_match(&place) && !is_organ);
        if !is_vague {
            found.push((if is_left { Side::Left } else { Side::Right }, place));
        }
    }
    found
}

/// What is asked or concluded of one side of a place of which all the rest tells the other one.
fn by_place<'a>(all: &[Told<'a>]) -> Option<Lone<'a>> {
    let mentions: Vec<(usize, Side, String)> = all
        .iter()
        .enumerate()
        .flat_map(|(index, told)| {
            let label = if told.is_first { places(&told.label) } else { Vec::new() };
            label.into_iter().chain(places(told.text)).map(move |(side, place)| (index, side, place))
        })
        .collect();
    for (index, side, place) in &mentions {
        let is_odd = |told: &Told<'_>| told.polarity != Polarity::Absent && !told.is_normal();
        let Some(told) = all
            .get(*index)
            .filter(|told| told.part != Part::Seen && !compares(told) && is_odd(told))
            .filter(|told| told.part == Part::Asked || names_lesion(told.text))
        else {
            continue;
        };
        let rest = || mentions.iter().filter(|(other, _, name)| other != index && name == place);
        let is_single = !places(told.text).iter().any(|(other, name)| name == place && other != side);
        if !is_single || rest().any(|(_, other, _)| other == side) {
            continue;
        }
        let other = rest()
            .filter_map(|(other, ..)| all.get(*other))
            .find(|other| other.part != told.part && !compares(other) && is_odd(other));
        if let Some(other) = other {
            return Some(Lone::of(told, *side, other));
        }
    }
    None
}

/// Whether a text of a study that names that side is no slip: it says that all is well there, or the study states something of both
/// sides of what it speaks of.
pub(in super::super) fn is_borne_out(study: &Study<'_>, text: &str, side: Side) -> bool {
    let all = &study.0;
    let Some(own) = all.iter().find(|told| text.contains(told.text) && told.gist.sides.contains(&side))
    else {
        return false;
    };
    let gist = Gist::of(text);
    let states = |wanted: Side| {
        let states = |told: &Told<'_>| {
            told.part != own.part
                && told.polarity != Polarity::Absent
                && told.gist.sides.contains(&wanted)
                && told.gist.shared(&gist) > 0
        };
        all.iter().any(states)
    };
    let other = || {
        let same_part = |told: &&Told<'_>| told.part == own.part && told.gist.sides.contains(&opposite(side));
        all.iter().filter(same_part).any(|told| told.polarity != Polarity::Absent && !told.is_normal())
    };
    own.is_normal() || own.polarity == Polarity::Absent || states(side) && other()
}

/// Whether no word of the study tells on which side something is that lies on one: no spread, nothing in the middle.
fn is_silent(all: &[Told<'_>], told: &Told<'_>) -> bool {
    let focal = pattern!(
        r"(?i)结节|肿块|占位|囊肿|囊性|结石|骨折|撕裂|断裂|积水|息肉|血栓|癌|腺瘤|新生物|分离|梗[死塞]|血肿|气胸|nodule|mass|cyst|calcul|stone|fracture|tear\b|hydroneph|carcinoma|thromb|infarct|pneumothorax|haematoma|hematoma|varicocele|primary|osteoarthr"
    );
    let central = pattern!(
        r"(?i)脑干|脑桥|桥脑|延髓|胼胝体|小脑蚓|峡部|pons|pontine|brain ?stem|medulla|vermis|callos|isthmus|subarachnoid"
    );
    let is_focal = focal.is_some_and(|form| form.is_match(told.text))
        && !central.is_some_and(|form| form.is_match(told.text));
    let is_silent = all.iter().all(|other| {
        other.gist.side().is_none()
            || told.own.names_region() && !told.own.is_of_region(&other.gist) && other.gist.names_region()
    });
    is_focal && is_silent
}

/// A conclusion that names no side of something that was seen on one side alone: by the organs that a rule lists, and by region where a
/// report has one study alone.
pub(in super::super) fn side_dropped<'a>(
    study: &Study<'a>,
    places: &[Vec<String>],
    by_region: bool,
    seen: &mut bool,
) -> Option<Lone<'a>> {
    let all = &study.0;
    let many = pattern!(r"(?i)双|两|各|来源|多发|全身|弥漫|both|bilateral|multiple|diffuse|each");
    for told in all.iter().filter(|told| told.part == Part::Concluded && told.polarity != Polarity::Absent) {
        let lower = crate::fold(told.text).to_lowercase();
        let group = places.iter().find(|words| words.iter().any(|word| lower.contains(word.as_str())));
        let is_sided = !told.gist.sides.is_empty() || many.is_some_and(|form| form.is_match(told.text));
        if is_sided || told.is_normal() || compares(told) || !super::names_illness(told.text) {
            continue;
        }
        *seen = true;
        // Another clause of its sentence tells the side for all of them.
        if all.iter().any(|other| {
            other.part == Part::Concluded && other.sentence == told.sentence && !other.gist.sides.is_empty()
        }) {
            continue;
        }
        let stated = || {
            all.iter().filter(|other| {
                other.part != Part::Concluded && other.polarity != Polarity::Absent && !other.is_normal()
            })
        };
        let is_paired = by_region && told.own.is_of_paired_region();
        let fewest = if group.is_some() || is_paired { SAME_THING } else { SAME_WORDS };
        let alike =
            stated().filter(|other| other.part == Part::Seen && other.gist.shared(&told.own) >= fewest);
        let of_group = |other: &&Told<'_>| {
            let text = crate::fold(&format!("{} {}", other.context, other.text)).to_lowercase();
            let is_of_group =
                group.is_some_and(|group| group.iter().any(|word| text.contains(word.as_str())));
            (is_of_group || is_paired && told.own.is_of_region(&other.gist)) && names_lesion(other.text)
        };
        // What shares most with it, else all that is told to be wrong with the organ.
        let alike: Vec<&Told<'_>> = match alike.collect::<Vec<_>>() {
            _ if group.is_none() && !is_paired && told.own.is_of_single_organ() => continue,
            alike
                if (group.is_some() || is_paired)
                    && alike.iter().all(|other| other.gist.sides.is_empty()) =>
            {
                stated().filter(of_group).collect()
            }
            alike => alike,
        };
        let mut sides = alike.iter().filter(|other| !other.gist.sides.is_empty());
        let Some(first) = sides.next() else {
            let silent = Some(told).filter(|told| (group.is_some() || is_paired) && is_silent(all, told));
            match silent.and_then(|told| nearest_of(all, told)) {
                Some(other) => return Some(Lone::of(told, Side::Both, other)),
                None => continue,
            }
        };
        let Some(side) = first.gist.side() else { continue };
        if sides.all(|other| other.gist.side() == Some(side)) {
            let nearest = alike
                .iter()
                .filter(|other| other.gist.side() == Some(side))
                .max_by_key(|other| other.gist.shared(&told.own));
            return Some(Lone::of(told, side, nearest.unwrap_or(first)));
        }
    }
    None
}

/// What was seen that shares most with a clause.
fn nearest_of<'t, 'a>(all: &'t [Told<'a>], told: &Told<'_>) -> Option<&'t Told<'a>> {
    all.iter().filter(|other| other.part == Part::Seen).max_by_key(|other| other.gist.shared(&told.own))
}

/// Words that a conclusion shares with what was seen where no organ is known that comes in pairs.
const SAME_WORDS: usize = 3;
