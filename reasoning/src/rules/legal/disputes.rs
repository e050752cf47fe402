//! Where disputes go: L32.

use regex::Regex;

use super::contract::of_kind;
use super::matter::{Matter, Quote};
use crate::fold;
use crate::legal::ProvisionKind;
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};

/// L32: disputes go one way, and to a court that has to do with the contract.
pub(super) fn disputes(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    if !matter.is_trade() {
        return Verdict::of(false, "provision", told_of(matter).into_iter().collect());
    }
    let text = matter.text();
    let arbitrated = first(matter, &rule.words("arbitration"), arbitrated());
    let sued = first(matter, &rule.words("litigation"), sued());
    let mut drafts = Vec::new();
    // Forms offer both and say elsewhere which was chosen.
    let offered = ["下列第", "以下第", "□", "☑", "任选", "选择以下"].iter().any(|word| text.contains(word))
        || text.match_indices("种方式").any(|(at, word)| {
            let rest = text.get(at + word.len()..).unwrap_or_default();
            !["均可", "都可", "皆可", "并用", "并行", "同时"].iter().any(|word| rest.starts_with(word))
        });
    // Disputes of labour go to both by law, one after the other.
    let labour = ["劳动", "聘用", "雇佣", "劳务派遣"].iter().any(|word| matter.title().contains(word));
    let both = either(text).filter(|_| !offered && !labour);
    if let Some(chosen) = both_chosen(text) {
        drafts.push(Draft::new().about_text(matter, chosen.clone()).found(matter.flow.printed(chosen)));
    } else if let Some(both) = both.filter(|_| arbitrated.is_none() || sued.is_none()) {
        drafts.push(Draft::new().about_text(matter, both.clone()).found(matter.flow.printed(both)));
    } else if let (Some(arbitrated), Some(sued), false) = (&arbitrated, &sued, offered || labour) {
        let draft = Draft::new().about_text(matter, arbitrated.clone()).against_text(matter, sued.clone());
        drafts.push(draft.found(format!(
            "{} / {}",
            matter.flow.printed(arbitrated.clone()),
            matter.flow.printed(sued.clone())
        )));
    }
    for (fact, provision) in of_kind(matter, ProvisionKind::Litigation) {
        let Some(forum) = &provision.forum else { continue };
        let Some(place) = place(&fold(&forum.value)) else { continue };
        if text.matches(&place).count() <= fold(&provision.text.value).matches(&place).count() {
            let draft = Draft::new().way("unconnected").about(fact, forum.evidence);
            let draft = matter
                .parties()
                .iter()
                .filter_map(|(fact, party)| Some((*fact, party.address.as_ref()?)))
                .fold(draft, |draft, (fact, address)| draft.against(fact, address.evidence));
            drafts.push(draft.found(&forum.value).with("place", place));
        }
    }
    if drafts.is_empty() {
        drafts.extend(elsewhere(matter));
    }
    Verdict::of(arbitrated.is_some() || sued.is_some(), "provision.dispute", drafts)
}

/// A clause that leaves open whether disputes go to arbitrators or to courts: `诉讼与仲裁均可`, `可以仲裁,也可以起诉`.
fn either(text: &str) -> Option<std::ops::Range<usize>> {
    let form = pattern!(
        r"(?:诉讼|起诉|法院)[^。;]{0,12}?(?:或者|或是|或|与|和|、|及|亦可|也可以?|均可)[^。;]{0,12}?仲裁|仲裁[^。;]{0,12}?(?:或者|或是|或|与|和|、|及|亦可|也可以?)[^。;]{0,16}?(?:诉讼|起诉|法院)"
    )?;
    let free = pattern!(r"均可|都可|皆可|任一|任意|任何一种|先受理|自行选择|选择其一|择一|亦可|也可|或者?")?;
    form.find_iter(text).find_map(|found| {
        let start = text.get(..found.start())?.rfind(['。', ';']).map_or(0, |at| at);
        let sentence = text.get(start..)?.trim_start_matches(['。', ';']).split(['。', ';']).next()?;
        let other = ["费", "期间", "不得", "裁决", "生效", "撤销", "执行", "送达", "判决书"];
        (free.is_match(sentence) && !other.iter().any(|word| sentence.contains(word))).then(|| found.range())
    })
}

/// Both of two ways that a form offers, chosen: their numbers named together, `选择第1、2种方式`, or the boxes of both ticked.
fn both_chosen(text: &str) -> Option<std::ops::Range<usize>> {
    let numbers = pattern!(
        r"(?:选择|选定|采用|采取|按|按照|适用|以|约定|同意|勾选|下列|以下|通过|依)[^。;]{0,12}?第?[(]?[1-4一二三四①-④A-Da-d甲乙丙][)]?(?:种|项)?(?:、|和|与|及|,|或|以及)第?[(]?[1-4一二三四①-④A-Da-d甲乙丙][)]?(?:种|项|款)?(?:两种|两项|所列)?(?:的)?(?:争议)?(?:解决)?(?:方式|途径|办法|方法|项)"
    );
    let ticked = pattern!(
        r"(?i)[☑☒√■✓✔●][^□☐☑☒√■✓✔●○。]{0,40}?(?:仲裁|arbitrat)[^□☐○]{0,80}?[☑☒√■✓✔●][^□☐☑☒√■✓✔●○。]{0,40}?(?:法院|诉讼|court|litigation)|[☑☒√■✓✔●][^□☐☑☒√■✓✔●○。]{0,40}?(?:法院|诉讼|court|litigation)[^□☐○]{0,80}?[☑☒√■✓✔●][^□☐☑☒√■✓✔●○。]{0,40}?(?:仲裁|arbitrat)"
    );
    let marked = pattern!(
        r"(?i)(?:仲裁|arbitration)[^,;。]{0,16}[(\[]\s*[√✓✔xX]\s*[)\]][^□☐]{0,40}?(?:法院|诉讼|court|litigation)[^,;。]{0,16}[(\[]\s*[√✓✔xX]\s*[)\]]|[(\[]\s*[√✓✔xX]\s*[)\]][^(\[。]{0,30}(?:仲裁|arbitration)[^(\[]{0,60}[(\[]\s*[√✓✔xX]\s*[)\]][^(\[。]{0,30}(?:法院|诉讼|court|litigation)"
    );
    let lettered = pattern!(
        r"(?i)\b(?:chosen|selected|elected|elect|elects|choose|choice|ticked|checked|options?|boxes|apply|applies|applicable)\b[^.;]{0,60}?(?:\(?(?:a|1|i)\)[^.;]{0,40}?\barbitrat\w+[^.;]{0,40}?\band\b[^.;]{0,10}?\(?(?:b|2|ii)\)[^.;]{0,30}?\b(?:courts?|litigation)\b|\(?(?:a|1|i)\)[^.;]{0,40}?\b(?:courts?|litigation)\b[^.;]{0,40}?\band\b[^.;]{0,10}?\(?(?:b|2|ii)\)[^.;]{0,30}?\barbitrat\w+|(?:\(?(?:a|1|i)\)? and \(?(?:b|2|ii)\)?|\bboth\b)[^.;]{0,10}(?:boxes|options|of them)?)"
    );
    // The numbers are of ways, one of which goes to arbitrators and one to a court.
    let near = |range: &std::ops::Range<usize>| {
        let from = text.floor_char_boundary(range.start.saturating_sub(MOST_OFFER));
        let around = text.get(from..text.floor_char_boundary(range.end + MOST_OFFER)).unwrap_or_default();
        let lower = around.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        has(&["仲裁", "arbitrat"]) && has(&["法院", "诉讼", "court", "litigation"])
    };
    let first = |form: Option<&'static Regex>| form?.find_iter(text).map(|found| found.range()).find(near);
    [numbers, ticked, marked, lettered].into_iter().find_map(first)
}

/// Bytes around a choice within which the ways stand that it is one of.
const MOST_OFFER: usize = 300;

/// A court chosen in words that make no term on disputes, of a place that nothing else in the contract has to do with.
fn elsewhere(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(
        r"(?:向|由|至|以|在|于|交|提交)(?P<court>\p{Han}{2,12}?[市县区州](?:\p{Han}{1,8}[市县区])?(?:中级|高级)?人民法院)"
    )?;
    let text = matter.text();
    let court = form.captures_iter(text).filter_map(|found| found.name("court")).last()?;
    let place = place(court.as_str())?;
    if text.matches(&place).count() > 1 {
        return None;
    }
    let draft = Draft::new().way("unconnected").about_text(matter, court.range());
    Some(draft.found(court.as_str()).with("place", place))
}

/// How a clause takes disputes to arbitrators and to courts, in words of no list.
fn arbitrated() -> Option<&'static Regex> {
    pattern!(
        r"(?:申请|提交|提请|进行|通过|采取|采用|选择|由|交|请|报|送|到|向|经)[^,。;]{0,24}仲裁|\barbitrat(?:ion|ed)\b[^.;]{0,40}\b(?:rules|seat|institute|chamber|commission|centre|center|tribunal|association|act)\b|\b(?:by|to|through|via|under|into) (?:\w+ ){0,4}arbitration\b|\b(?:between|either|choose|chooses|chosen|selected|option|elect|elects|opt|opts)\b[^.;]{0,60}\barbitrat\w+|\bcourts?\b[^.;]{0,40}\bor\b[^.;]{0,30}\barbitrat\w+|\barbitrat\w+[^.;]{0,40}\bor\b[^.;]{0,30}\bcourts?\b"
    )
}

fn sued() -> Option<&'static Regex> {
    pattern!(
        r"(?:向|由|在|交|提交|诉至|诉诸|到|经)[^,。;]{0,30}?法院(?:\p{Han}{0,4})?(?:起诉|诉讼|提起|管辖|解决|处理|裁判|审理|裁决|主张|官司|告|判决|判定|裁定|审判|受理|处置|定夺|公断|诉请|裁处)|打官司|(?:通过|采取|以|经|选择|提起)(?:民事)?诉讼(?:方式|途径|程序)?|\b(?:before|to|in|by|with) (?:the |a |any )?(?:\w+ ){0,4}?courts?\b|\bvenue\b[^.;]{0,40}\bcourts?\b|\b(?:between|either|choose|elect|or) (?:the |a |any )?(?:\w+ ){0,3}?courts?\b|\b(?:litigated|litigation)\b"
    )
}

/// Words of clauses that speak of courts and arbitrators and choose none.
const BARRED: [&str; 37] = [
    // What an agent may do for somebody.
    "代为",
    "代理权限",
    "不得",
    "仲裁期间",
    "诉讼期间",
    "争议期间",
    "审理期间",
    "撤销",
    "承认",
    "court order",
    "order of",
    "ordered",
    "held ",
    "invalid",
    "unenforceable",
    "required",
    "disclos",
    "insolven",
    "bankrupt",
    "winding",
    "receiver",
    "costs of",
    "放弃",
    "费用",
    "律师费",
    "费由",
    "停止履行",
    "劳动争议仲裁",
    "劳动人事争议",
    "劳动仲裁",
    "强制执行",
    "申请执行",
    "财产保全",
    "查封",
    "award",
    "interim",
    "injuncti",
];

/// The first sentence that takes disputes to what `words` name.
fn first(matter: &Matter<'_>, words: &[&str], form: Option<&Regex>) -> Option<std::ops::Range<usize>> {
    let lower = matter.text().to_lowercase();
    let text = if lower.len() == matter.text().len() { lower.as_str() } else { matter.text() };
    let choosing = |at: &usize| {
        let start = text.get(..*at).and_then(|before| before.rfind(['。', ';', ','])).map_or(0, |stop| stop);
        let rest = text.get(start..).unwrap_or_default().trim_start_matches(['。', ';', ',', ' ']);
        let sentence = rest.split(['。', ';']).next().unwrap_or_default();
        let clause = clause(text, start, *at);
        // What is said of costs, or that a way is barred, chooses nothing.
        let barred = BARRED.iter().any(|word| clause.contains(word));
        let of_labour = sentence.contains("裁决不服") && text.contains("劳动");
        !barred && !of_labour
    };
    let named = words.iter().find_map(|word| {
        let at = text.match_indices(word).map(|(at, _)| at).find(choosing)?;
        Some(at..at + word.len())
    });
    named.or_else(|| form?.find_iter(text).map(|found| found.range()).find(|range| choosing(&range.start)))
}

/// The clause around `at` that begins behind the sign at `start`: to the next comma or stop.
fn clause(text: &str, start: usize, at: usize) -> &str {
    // English sentences end in a full stop, before or behind.
    let before = text.get(start..at).and_then(|before| before.rfind(". ")).map_or(0, |stop| stop + 2);
    let rest = text.get(start + before..).unwrap_or_default().trim_start_matches(['。', ';', ',', ' ']);
    let clause = rest.split(['。', ';', ',']).next().unwrap_or_default();
    clause.split(". ").next().unwrap_or_default()
}

/// The place in a court's name: its city, else its district.
fn place(court: &str) -> Option<String> {
    let name = ["高级人民法院", "中级人民法院", "人民法院", "法院"]
        .iter()
        .find_map(|end| court.strip_suffix(end))?;
    let ends = |sign: char| {
        name.find(sign).map(|at| name.get(..at + sign.len_utf8()).unwrap_or_default().to_owned())
    };
    let city = ends('市').or_else(|| ends('县')).or_else(|| ends('区')).or_else(|| ends('省'))?;
    let generic = ["所在", "住所", "签订", "履行", "甲方", "乙方", "原告", "被告", "有管辖", "当地"]
        .iter()
        .any(|word| name.contains(word));
    (!generic && city.chars().count() >= 3).then_some(city)
}

/// A clause on disputes that a court document tells of, by which either an arbitrator or a court may be chosen.
fn told_of(matter: &Matter<'_>) -> Option<Draft> {
    let chinese = pattern!(
        r"约定[^。;]{0,80}?仲裁(?:委员会|院|中心)?(?:申请)?(?:仲裁)?[^。;]{0,10}?(?:也可|亦可|或者|或|也能)[^。;]{0,24}?法院(?:管辖|起诉|提起诉讼|诉讼|解决)?"
    );
    let english = pattern!(
        r"(?i)\bclause\b[^.;]{0,60}?\barbitration\b[^.;]{0,60}?(?:and also|or that|but also|and that|or)\b[^.;]{0,40}?\bcourts?\b[^.;]{0,40}?jurisdiction"
    );
    let form = if matter.is_chinese() { chinese } else { english };
    let found = form?.find(matter.text())?;
    Some(Draft::new().about_text(matter, found.range()).found(found.as_str()))
}
