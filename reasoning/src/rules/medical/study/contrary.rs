//! What one part of a study denies and another one states: a part of M15.

use super::gist::Gist;
use super::{Part, Study, Told};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::{Polarity, Side};

/// Something that is denied: what the denial says it of, its name, and of which degree alone it is denied (`no significant stenosis`).
struct Denial<'t> {
    subject: &'t str,
    object: &'t str,
    degree: Option<&'t str>,
}

/// What a clause denies: `双侧胸腔未见积液`, `No joint effusion or loose body`.
fn denials(clause: &str) -> Vec<Denial<'_>> {
    let form = pattern!(concat!(
        r"(?i)^(?P<before>.{0,60}?)(?:(?:均|亦|也)?(?:未见|未发现|未探及|未查见|未显示|未检出|未找到|未及|无|不伴|阴性)(?P<grade>明显|显著|明确|确切|肯定|典型)?(?:的)?(?P<zh>[^,，。;；:：未无]{2,40})|",
        r"\b(?:no|without|negative for|free of|absence of)\s+(?:(?P<much>acute|significant|obvious|suspicious|pathologic(?:al)?(?:ly)?|enlarged|new|discrete|displaced|marked|severe|large|complete|full[- ]thickness|high[- ]grade|focal|gross|residual|further|other|additional|active)\s+)?",
        r"(?:definite |convincing |radiological |sonographic |visible )?(?:(?:evidence|signs?|features?|suggestion) of )?(?:an? |the |any )?(?P<en>[a-z][a-z0-9/' -]{2,90}))"
    ));
    let Some(captures) = form.and_then(|form| form.captures(clause)) else { return Vec::new() };
    let subject = captures.name("before").map_or("", |before| before.as_str().trim());
    let rest = pattern!(r"余|其余|其他|其它|另|remain|other|elsewhere|rest of");
    if rest.is_some_and(|form| form.is_match(subject)) {
        return Vec::new();
    }
    let degree = captures.name("much").map(|much| much.as_str());
    let Some(names) = captures.name("zh").or(captures.name("en")) else { return Vec::new() };
    // Of what comes in grades only what is marked is denied: 未见明显狭窄.
    let graded = pattern!(r"狭窄|[增扩反返]|流|受压|移位|变|萎缩|突出|膨出|退|肿大|分离|钙化|强化|改变");
    let is_graded = |name: &str| {
        captures.name("grade").is_some()
            && !name.contains("淋巴结")
            && graded.is_some_and(|form| form.is_match(name))
    };
    let trail = pattern!(
        r"(?i)(?:的)?(?:征象|表现|改变|迹象|声像|影像|情况|形成|灶|影|回声|信号|显像|证据|依据)+$|\s+(?:is|are|was|were|by|seen|identified|present|noted|demonstrated|found|in|at|of the|within|on|to)\b.*$"
    );
    let within = pattern!(r"(?i)\b(?:in|of|at|within|on|to) (?P<where>.*)$");
    let place = captures.name("en").and_then(|names| within?.captures(names.as_str())?.name("where"));
    let subject = place.map_or(subject, |place| place.as_str());
    let mut found = Vec::new();
    for part in names.as_str().split(['、', '及', '和', '或', '与', ',', '/']) {
        for name in
            part.split(" or ").flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" nor "))
        {
            let name = name.trim().trim_end_matches(['.', ' ', ')', '）']);
            let end = trail.and_then(|form| form.find(name)).map_or(name.len(), |trail| trail.start());
            let object = name.get(..end).unwrap_or(name).trim();
            // Of nodes all that is denied is that they are enlarged: 未见异常肿大淋巴结.
            let object = if object.ends_with("淋巴结") { "淋巴结" } else { object };
            let is_general = pattern!(
                r"(?i)异常|特殊|不适|明显|改变|其他|变化|^(?:代谢|放射性|摄取|血流)?(?:增高|减低|增强|浓聚|增粗|增大|增厚|血流)$|abnormalit|change|other|additional|further|change|complication|specific"
            );
            let letters = object.chars().filter(|c| c.is_alphabetic()).count();
            // A state of the wall of the heart is one thing.
            let is_general = is_general.filter(|_| {
                !pattern!(r"(?i)运动异常|motion abnormalit|^异常细胞$")
                    .is_some_and(|form| form.is_match(object))
            });
            let is_name = letters >= if object.is_ascii() { 4 } else { 2 } || matches!(object, "癌" | "痔");
            if is_name && !is_graded(object) && !is_general.is_some_and(|form| form.is_match(object)) {
                // Two names that stand together: 未见出血渗出.
                let halves = object.char_indices().nth(2).map(|(at, _)| object.split_at(at));
                let halves = halves.filter(|(a, b)| {
                    letters == 4
                        && super::names_illness(a)
                        && pattern!(r"^(?:渗出|水肿|出血|肿物|积水|扩张|糜烂|息肉)$")
                            .is_some_and(|form| form.is_match(b))
                });
                match halves {
                    Some((a, b)) => found.extend([a, b].map(|object| Denial { subject, object, degree })),
                    None => found.push(Denial { subject, object, degree }),
                }
            }
        }
    }
    found
}

/// Whether a clause states what is denied: its name, its last two letters beside the others, or one of its kind.
fn states(told: &Told<'_>, object: &str) -> bool {
    is_stated(told.text, object) || is_stated(&format!("{} {}", told.label, told.text), object)
}

/// [`states`] of a clause alone.
fn is_stated(clause: &str, object: &str) -> bool {
    let (clause, object) = (crate::fold(clause).to_lowercase(), crate::fold(object).to_lowercase());
    if is_of_kind(&object, &clause) {
        return true;
    }
    // That nodes are there is nothing new.
    if object == "淋巴结" {
        return false;
    }
    if object.chars().any(document::is_cjk) {
        let letters: Vec<char> = object.chars().filter(|c| c.is_alphanumeric()).collect();
        let at = letters.len().saturating_sub(2);
        let head: String = letters.get(at..).unwrap_or(&[]).iter().collect();
        let others = letters.get(..at).unwrap_or(&[]);
        return head.chars().count() == 2
            && clause.contains(&head)
            && others.iter().all(|c| clause.contains(*c));
    }
    // Where in the body at large it would be tells nothing of what it is.
    let at_large = pattern!(
        r"\b(?:intracranial|intra-?abdominal|abdominal|pelvic|thoracic|visible|bony|osseous|underlying|associated)\b"
    );
    let object = at_large.map_or(object.as_str().into(), |form| form.replace_all(&object, ""));
    let (object, clause) = (Gist::of(&object), Gist::of(&clause));
    !object.words.is_empty() && object.words.is_subset(&clause.words)
}

/// Whether a text states what a name stands for; the words before the head of a Latin name must be there too, or name where it is.
fn is_of_kind(object: &str, clause: &str) -> bool {
    if super::kinds::is_kind_of(object, clause) {
        return true;
    }
    if !object.is_ascii() {
        return false;
    }
    let vague = pattern!(
        r"^(?:definite|displaced|acute|visible|obvious|focal|solid|discrete|large|small|renal|or|the|traumatic|new|abnormal|enlarged|hypermetabolic|intra\w+)$"
    );
    let told = Gist::of(clause);
    let splits = object.match_indices(' ').map(|(at, _)| object.split_at(at));
    splits.into_iter().any(|(before, head)| {
        let head = head.trim();
        let is_node = head.contains("adenopath") || head.contains("node");
        let is_there = |word: &str| {
            let own = Gist::of(word);
            vague.is_some_and(|form| form.is_match(word))
                || own.words.is_subset(&told.words)
                || is_node && own.names_region() && !own.is_elsewhere(&told)
        };
        super::kinds::is_kind_of(head, clause) && before.split(' ').all(is_there)
    })
}

/// Whether a clause states something of that degree; of any, where none is told.
fn of_degree(told: &Told<'_>, degree: Option<&str>) -> bool {
    match degree.map(str::to_lowercase) {
        // What is suspicious is no more than possible.
        Some(degree) => told.polarity != Polarity::Absent && told.text.to_lowercase().contains(&degree),
        None => told.polarity == Polarity::Present,
    }
}

/// Whether a clause tells of what may come, or of what others had.
fn is_of_risk(text: &str) -> bool {
    pattern!(r"(?i)\brisk\b|family|mother|father|to exclude|rule out|风险|概率|家族")
        .is_some_and(|form| form.is_match(text))
}

/// Whether two clauses speak of sides that have none in common.
pub(super) fn is_of_other_side(a: &[Side], b: &[Side]) -> bool {
    !a.is_empty()
        && !b.is_empty()
        && a.iter().all(|side| *side != Side::Both && !b.contains(side) && !b.contains(&Side::Both))
}

/// The sides of which a clause without one speaks: those of the clause before it of the same text that begins with the organ of one side,
/// as its label or with its size: `Right kidney measures 10.8 cm. Normal echogenicity. No calculus.`
fn carried_sides<'t>(all: &'t [Told<'_>], index: usize) -> &'t [Side] {
    let Some(own) = all.get(index) else { return &[] };
    let before = all.get(..=index).unwrap_or(&[]).iter().rev().take(CARRIED);
    let mut same = before.take_while(|told| told.part == own.part && told.source.is_same(own.source));
    let begins = pattern!(r"(?i)^\W*(?:the\s+)?(?:right|left|左|右)");
    let leads = |told: &&Told<'_>| {
        let is = |text: &str| begins.is_some_and(|form| form.is_match(text));
        let is_measured = told.text.chars().any(|c| c.is_ascii_digit());
        is(&told.label) || is(told.text) && is_measured
    };
    same.find(|told| !told.gist.sides.is_empty()).filter(leads).map_or(&[], |told| &told.gist.sides)
}

/// Clauses over which a side is carried.
const CARRIED: usize = 6;

/// Adds what one part of a study denies and another one states of the same place, where nothing else contradicts itself; false where the
/// document is no study.
pub(in super::super) fn denied_elsewhere(
    study: &Study<'_>,
    drafts: &mut Vec<Draft>,
    seen: &mut bool,
) -> bool {
    let all = &study.0;
    if all.is_empty() || !drafts.is_empty() {
        return !all.is_empty();
    }
    let counts = |clause: &&Told<'_>| clause.part != Part::Asked && !clause.is_of_other_time();
    for (index, denial) in all.iter().enumerate().filter(|(_, clause)| counts(clause)) {
        let carried = carried_sides(all, index);
        for denied in denials(denial.text) {
            *seen = true;
            let stating: Vec<&Told<'_>> = all
                .iter()
                .filter(counts)
                .filter(|other| of_degree(other, denied.degree) && states(other, denied.object))
                .filter(|other| !is_of_risk(other.text))
                .filter(|other| !is_of_other_side(carried, &other.gist.sides))
                .collect();
            let Some(other) = contradicted(denial, &denied, &stating) else { continue };
            let draft = other.source.against(denial.source.about(Draft::new()));
            drafts.push(draft.found(denial.text).expected(other.text).with("finding", other.text));
            return true;
        }
    }
    true
}

/// Adds a disease that is concluded of a place of which all that was seen is normal: `十二指肠：球部及降部未见异常`, `The left kidney is
/// unremarkable.`.
pub(in super::super) fn normal_there(study: &Study<'_>, drafts: &mut Vec<Draft>) {
    let all = &study.0;
    let fine = pattern!(
        r"(?i)^(?P<zh>[^,，。;；:：未]{0,24}?)(?:均|亦)?(?:未见(?:明显|明确|确切)?异常|未见特殊|正常)$|^(?:the )?(?P<en>[a-z ,]{3,60}?)\s+(?:(?:is|are|appears?|looks?)\s+)?(?:normal|unremarkable|intact|clear)[.]?$"
    );
    for normal in all.iter().filter(|told| told.part == Part::Seen) {
        if !drafts.is_empty() {
            return;
        }
        let Some(captures) = fine.and_then(|form| form.captures(normal.text)) else { continue };
        let said = captures.name("zh").or(captures.name("en")).map_or("", |said| said.as_str());
        // What of it is normal: the size alone tells nothing.
        let attribute = pattern!(
            r"(?i)大小|形态|位置|走行|信号|密度|回声|轮廓|功能|血流|流速|信号|size|shape|contour|outline|position|function|flow|calib|texture|attenuation|echo"
        );
        if attribute.is_some_and(|form| form.is_match(said)) {
            continue;
        }
        // Latin names are phrases: the medial malleolus is not the lateral one.
        let names: Vec<&str> = [said, normal.context.as_str()]
            .into_iter()
            .flat_map(|text| text.split(['、', '及', '和', ',']).flat_map(|part| part.split(" and ")))
            .map(|name| name.trim().trim_start_matches(['双', '两', '各', '均']).trim_end_matches('区'))
            .filter(|name| name.chars().count() >= if name.is_ascii() { 5 } else { 2 })
            .filter(|name| !matches!(name.to_lowercase().as_str(), "right" | "left" | "both" | "bilateral"))
            .collect();
        let is_odd_at = |other: &Told<'_>| {
            other.part == Part::Seen && !other.is_normal() && other.polarity == Polarity::Present
        };
        let odd_there = |name: &str| {
            all.iter()
                .any(|other| is_odd_at(other) && format!("{} {}", other.context, other.text).contains(name))
        };
        let is_ill = |told: &Told<'_>| {
            let is_ill = super::super::impression::is_disease(told.text) || super::names_illness(told.text);
            told.part == Part::Concluded
                && is_ill
                && told.polarity == Polarity::Present
                && !told.is_of_other_time()
                && !is_of_other_side(&normal.gist.sides, &told.gist.sides)
                && !normal.gist.is_of_other_level(&told.gist)
        };
        for name in names {
            let lower = name.to_lowercase();
            let is_there = |told: &&Told<'_>| crate::fold(told.text).to_lowercase().contains(&lower);
            let concluded = all.iter().filter(|told| is_ill(told)).find(is_there);
            if let Some(told) = concluded.filter(|_| !odd_there(name)) {
                let draft = told.source.against(normal.source.about(Draft::new()));
                drafts.push(draft.found(normal.text).expected(told.text).with("finding", told.text));
                return;
            }
        }
    }
}

/// Adds a disease that has its name from an organ, of which all that was seen is as it should be: appendicitis, `Appendix normal`.
pub(in super::super) fn organ_is_well(study: &Study<'_>, drafts: &mut Vec<Draft>) {
    let lower = |told: &Told<'_>| crate::fold(&format!("{} {}", told.context, told.text)).to_lowercase();
    let odd = pattern!(
        r"见|示|团|影|灶|(?-u:\b)with(?-u:\b)|contain|there is|enlarg|dilat|thick|increas|decreas|reduc|prominent|bulky|coarse|heterogen|fatty|low[- ]|增|稍|欠|不[均光规]|细密|衰减|减低|减少|肿|毛糙"
    );
    let is_odd = |told: &Told<'_>, text: &str| {
        told.polarity != Polarity::Absent
            && (super::names_illness(told.text) || odd.is_some_and(|form| form.is_match(text)))
    };
    let seen: Vec<(&Told<'_>, String)> =
        study.0.iter().filter(|told| told.part == Part::Seen).map(|told| (told, lower(told))).collect();
    for told in
        study.0.iter().filter(|told| told.part == Part::Concluded && told.polarity == Polarity::Present)
    {
        let illness = crate::fold(told.text).to_lowercase();
        if !super::kinds::names_organ_illness(&illness) || told.is_of_other_time() {
            continue;
        }
        let of_organ = || seen.iter().filter(|(_, text)| super::kinds::is_of_organ(&illness, text));
        // What was taken out cannot be ill.
        let gone = pattern!(r"surgically absent|status post cholecystectomy|缺如|已切除");
        let is_well = |(other, text): &&(&Told<'_>, String)| {
            (other.is_normal()
                || other.polarity == Polarity::Absent
                || gone.is_some_and(|form| form.is_match(text)))
                && !is_of_other_side(&other.gist.sides, &told.gist.sides)
        };
        if let Some((other, _)) =
            of_organ().find(is_well).filter(|_| !of_organ().any(|(other, text)| is_odd(other, text)))
        {
            let draft = told.source.against(other.source.about(Draft::new()));
            drafts.push(draft.found(other.text).expected(told.text).with("finding", told.text));
            return;
        }
    }
}

/// Adds a conclusion that all is well with something of which something odd was seen: `左膝前交叉韧带未见损伤`, `Normal right ovary`.
pub(in super::super) fn odd_there(study: &Study<'_>, abnormal: &[&str], drafts: &mut Vec<Draft>) {
    let all = &study.0;
    let fine = pattern!(
        r"(?i)^(?P<zh>[^,，。;；:：未]{2,24}?)(?:均|亦)?(?:未见(?:明显|明确|确切)?(?:异常|损伤|病变|病灶)|(?:均)?(?:在)?正常(?:范围)?)[。]?$|^(?:the )?(?P<en>[a-z ,]{3,60}?)\s+(?:(?:is|are|appears?|looks?)\s+)?(?:normal|unremarkable|intact)[.]?$|^(?:structurally )?normal (?P<of>[a-z ]{3,40}?)[.]?$"
    );
    let is_odd = |told: &Told<'_>| {
        let lower = crate::fold(told.text).to_lowercase();
        told.polarity == Polarity::Present
            && !told.is_normal()
            && !told.is_of_other_time()
            && (super::names_illness(told.text) || abnormal.iter().any(|word| lower.contains(word)))
    };
    for normal in all.iter().filter(|told| told.part == Part::Concluded && !told.is_of_other_time()) {
        if !drafts.is_empty() {
            return;
        }
        let Some(captures) = fine.and_then(|form| form.captures(normal.text)) else { continue };
        let said =
            ["zh", "en", "of"].iter().find_map(|name| captures.name(name)).map_or("", |said| said.as_str());
        let sides = &normal.own.sides;
        for name in said.split(['、', '及', '和', '与', ',']).flat_map(|part| part.split(" and ")) {
            let subject = Gist::of(name);
            let is_there = |other: &Told<'_>| {
                let is_part = !subject.words.is_empty()
                    && subject.words.iter().all(|word| other.gist.words.contains(word));
                is_part || subject.words.is_empty() && subject.names_place() && subject.is_where(&other.gist)
            };
            // What is wrong is concluded elsewhere.
            let is_told = all.iter().any(|other| {
                other.part == Part::Concluded
                    && is_odd(other)
                    && (other.gist.shared(&subject) > 0 || is_there(other))
            });
            let same = |other: &&Told<'_>| {
                other.part == Part::Seen
                    && is_odd(other)
                    && is_there(other)
                    && (sides.is_empty() || !is_of_other_side(sides, &other.gist.sides))
            };
            if let Some(other) = all.iter().find(same).filter(|_| !is_told) {
                let draft = other.source.against(normal.source.about(Draft::new()));
                drafts.push(draft.found(normal.text).expected(other.text).with("finding", other.text));
                return;
            }
        }
    }
}

/// Whether what is stated names no other place than what is denied: they share a word, or it names none at all.
fn is_not_apart(place: &Gist, stated: &Gist) -> bool {
    let is_bare = !stated.names_region() && !stated.names_place() && !stated.has_han();
    !place.is_elsewhere(stated)
        && (place.shared(stated) > 0 || stated.words.is_empty() || is_bare || place.is_of_region(stated))
}

/// The clause that states, of the same place, what is denied.
fn contradicted<'t, 'a>(
    denial: &Told<'a>,
    denied: &Denial<'_>,
    stating: &[&'t Told<'a>],
) -> Option<&'t Told<'a>> {
    let object = Gist::of(denied.object);
    let own = Gist::of(denied.subject);
    let is_placed = own.names_place() || !own.words.is_empty();
    // Where the clause itself names no place, its label does; a label of all that is of one sort names none.
    let broad = pattern!(
        r"(?i)^\s*(?:bones?|osseous structures?|soft tissues?|joints?|others?|general|report|骨质|骨骼|骨|软组织|其他|其它)\s*$"
    );
    let context = if broad.is_some_and(|form| form.is_match(&denial.context)) { "" } else { &denial.context };
    let place = if is_placed { own } else { Gist::of(context) };
    let place = place.without(&object);
    let is_bare = place.words.is_empty() && !place.names_place();
    // What is denied of nothing in particular is denied of the whole; what its own part states all the same is another thing.
    if is_bare && stating.iter().any(|other| other.part == denial.part) {
        return None;
    }
    // What one part denies and only the other one states, on the same side, contradicts it, whatever the place is called.
    let is_whole = stating
        .iter()
        .filter(|other| !is_of_other_side(&denial.gist.sides, &other.gist.sides))
        .all(|other| other.part != denial.part);
    let fits = |other: &&&Told<'_>| {
        let is_own = other.sentence == denial.sentence;
        let stated = other.gist.without(&object);
        if is_own
            || is_of_other_side(&denial.gist.sides, &other.gist.sides)
            || denial.gist.is_of_other_level(&other.gist)
        {
            return false;
        }
        if is_bare {
            return other.part != denial.part;
        }
        // A vertebra, vessel or valve is a place by itself.
        let of_level = denial.gist.is_of_level(&other.gist);
        // Of the words of the place half at least: 乙状结肠 is not 升结肠. Where it is a side of an organ alone, that.
        let is_there = if place.words.is_empty() {
            place.is_where(&stated)
        } else {
            2 * place.shared(&stated) >= place.words.len()
        };
        (is_there || of_level) && (other.part != denial.part || place.sides == other.gist.sides)
            || is_whole
                && place.is_near(&stated)
                && (denial.part == Part::Concluded || !place.sides.is_empty())
            || is_whole && is_not_apart(&place, &stated)
    };
    stating.iter().find(fits).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_denied_of_what() {
        let of = |clause: &str| {
            denials(clause).iter().map(|d| format!("{}|{}", d.subject, d.object)).collect::<Vec<_>>()
        };
        assert_eq!(of("双侧胸腔未见积液"), ["双侧胸腔|积液"]);
        assert_eq!(of("未见出血征象"), ["|出血"]);
        assert_eq!(of("胃体黏膜充血，未见溃疡及新生物"), ["胃体黏膜充血，|溃疡", "胃体黏膜充血，|新生物"]);
        assert_eq!(of("No joint effusion or loose body is seen"), ["|joint effusion", "|loose body"]);
        assert!(of("未见明显异常").is_empty() && of("余肺未见结节").is_empty());
        let degrees: Vec<_> = denials("No acute fracture").iter().map(|denial| denial.degree).collect();
        assert_eq!(degrees, [Some("acute")]);
        assert!(of("右冠状动脉未见明显狭窄").is_empty());
    }

    #[test]
    fn what_states_it() {
        assert!(is_stated("右侧基底节区及放射冠急性脑梗死", "急性梗死"));
        assert!(
            is_stated("ADENOCARCINOMA PRESENT", "MALIGNANCY")
                && is_stated("Small joint effusion", "joint effusion")
        );
        assert!(!is_stated("心包积液", "胸腔积液") && !is_stated("Popliteal cyst", "joint effusion"));
    }
}
