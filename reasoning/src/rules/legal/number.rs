//! Case numbers: L01-L04.

use super::dockets;
use super::english_court;
use super::matter::{Matter, Quote};
use super::order_words;
use super::proceedings;
use crate::legal::{InstrumentKind, RoleKind};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Branch, CourtLevel, Stage};

/// What looks like a case number: a year in brackets, or a blank for it, and a figure close behind.
const LOOKS: &str = r"(?:[(\[【]?(?:19|20)\d{2}年?[)\]】]|[(\[【]\d{2}[)\]】]|[(\[【][\s_—]{0,8}年?[)\]】])\p{Han}{1,4}\d{0,4}[\p{Han}\d]{0,12}?\d+号?";

/// Letters of the year with its brackets, in figures or spelt.
const MOST_YEAR: usize = 6;

/// The most bytes of the head in which the number stands.
const MOST_HEAD: usize = 600;

/// L01: the form of the case number.
pub(super) fn form(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    if matter.instrument() == Some(InstrumentKind::Award) {
        return Verdict::lacks("case_number");
    }
    let Some((fact, number)) = matter.number() else {
        return malformed(matter)
            .or_else(|| dockets::keyed_amiss(matter))
            .map_or(Verdict::lacks("case_number"), |draft| Verdict::Checked(vec![draft]));
    };
    if let Some(draft) = unfinished(matter) {
        return Verdict::Checked(vec![draft]);
    }
    let own = &number.value;
    let codes = rule.words("codes");
    let known = |code: &str| codes.contains(&code);
    let draft = Draft::new().about(fact, number.evidence).found(own.canonical());
    let reformed: i64 = rule.number("reformed").and_then(|year| year.try_into().ok()).unwrap_or(2016);
    if !own.coded {
        let late = i64::from(own.year) >= reformed;
        return Verdict::Checked(if late { vec![draft.way("old_form")] } else { vec![] });
    }
    let printed = matter.printed(number);
    if !printed.trim_start().starts_with(['(', '（']) {
        return Verdict::Checked(vec![draft.way("brackets")]);
    }
    let spelt = printed.chars().take(MOST_YEAR).any(|c| "〇○零一二三四五六七八九".contains(c));
    if spelt || printed.contains(&format!("{}0{}", own.code, own.serial)) {
        return Verdict::Checked(vec![draft.found(printed)]);
    }
    let digits = own.court.chars().filter(char::is_ascii_digit).count();
    let supreme = own.court.starts_with("最高法");
    let court = supreme || own.level.is_some();
    if !court {
        return Verdict::Checked(vec![draft.way("court").with("digits", digits.to_string())]);
    }
    // The digits stand behind the sign of a province, of the corps or of a military court.
    let placed = own.court.starts_with(|sign| PROVINCES.iter().any(|(known, _)| *known == sign));
    if own.court.starts_with(|sign: char| sign.is_ascii_digit()) {
        return Verdict::Checked(vec![draft.way("place")]);
    }
    if !supreme && !placed && !own.court.starts_with(['兵', '军']) {
        return Verdict::Checked(vec![draft.way("sign")]);
    }
    let code = own.code.trim_start_matches(|c: char| rule.words("special").iter().any(|s| s.starts_with(c)));
    if known(&own.code) || known(code) {
        Verdict::Checked(vec![])
    } else {
        Verdict::Checked(vec![draft.way("code").with("code", &own.code)])
    }
}

/// A line of the head that is a number without its last letter: `(2023)晋1198司惩12`.
fn unfinished(matter: &Matter<'_>) -> Option<Draft> {
    let form = pattern!(r"^[(\[](?:19|20)\d{2}[)\]]\p{Han}{1,2}\d{0,4}\p{Han}{1,6}\d{1,6}$")?;
    let text = matter.text();
    let mut at = 0;
    while at < text.len().min(MOST_HEAD) {
        let end = matter.flow.line_behind(at).max(at + 1);
        let line = matter.flow.slice(at..end).trim();
        if form.is_match(line) && matter.flow.is_paragraph(at) {
            let range = at..at + line.len();
            return Some(Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range)));
        }
        at = end;
    }
    None
}

/// What stands where the number belongs and is none.
fn malformed(matter: &Matter<'_>) -> Option<Draft> {
    let end = matter.sections.heading.end.min(MOST_HEAD);
    let head = matter
        .flow
        .slice(0..(end..=matter.text().len()).find(|at| matter.text().is_char_boundary(*at)).unwrap_or(0));
    let found = pattern!(LOOKS)?.find_iter(head).find(|found| {
        let before = head.get(..found.start()).unwrap_or_default();
        let keyed = before.ends_with(['诉', '检', '字']);
        let cited = pattern!(r"^(?:民事|刑事|行政|执行|判决|裁定|调解|起诉)").is_some_and(|form| {
            form.is_match(head.get(found.end()..).unwrap_or_default())
                && !matter.flow.is_paragraph(found.start())
        });
        let placed =
            matter.flow.is_break(found.start()) || before.ends_with([':', '号', '书', '院', '[', '〔', '(']);
        // Letters of firms and offices are numbered in their own way: `(2025)衡信函字第16号`.
        let of_letter = ["函", "通字", "证字"].iter().any(|word| found.as_str().contains(word));
        placed && !keyed && !cited && !of_letter
    });
    let range = match found {
        Some(found) => {
            let line = matter.flow.break_behind(found.start()).max(found.start() + 1);
            found.start()..line.min(found.end())
        }
        None => numbered_line(matter, head)?,
    };
    Some(Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range)))
}

/// A line of the head, or what stands behind the key for the number there, that is put together of what numbers of cases are: a
/// court's code, a code of the type, a serial; whatever its order and whatever it lacks.
fn numbered_line(matter: &Matter<'_>, head: &str) -> Option<std::ops::Range<usize>> {
    let form = pattern!(
        r"^(?:案\s*号[:\s]*)?(?P<number>[^,。;:、]{0,16}?[民刑行执破赔][\p{Han}]{0,4}(?:字?第)?[^,。;:、×*某]{0,16}?)(?:民事|刑事|行政|执行|$)"
    )?;
    let mut at = 0;
    while at < head.len() {
        let end = matter.flow.paragraph_behind(at).min(head.len());
        let line = matter.flow.slice(at..end);
        let own = form.captures(line).and_then(|found| found.name("number"));
        let own = own.filter(|own| {
            let text = own.as_str();
            let digits = text.chars().filter(char::is_ascii_digit).count();
            let shown = text.ends_with('号') || text.ends_with(|c: char| c.is_ascii_digit());
            let plain =
                text.chars().all(|c| document::is_cjk(c) || c.is_ascii_digit() || "()[] -年".contains(c));
            let other = ["检", "诉", "法院", "判", "裁", "证", "函"].iter().any(|word| text.contains(word));
            digits >= LEAST_DIGITS && shown && plain && !other
        });
        if let Some(own) = own {
            return Some(at + own.start()..at + own.end());
        }
        at = end.max(at + 1);
    }
    None
}

/// Figures of the least number of a case: a year or a court's code with a serial.
const LEAST_DIGITS: usize = 3;

/// L02: the number's year is not after that of the decision.
pub(super) fn year(matter: &Matter<'_>, _: &Rule) -> Verdict {
    if matter.is_english_court() {
        return Verdict::told(english_court::year(matter).map(|draft| vec![draft]), "case_number");
    }
    let later = dockets::of_later_years(matter).map(|draft| Verdict::Checked(vec![draft]));
    let Some((fact, number)) = matter.number() else {
        return later.unwrap_or(Verdict::lacks("case_number"));
    };
    let Some((dated, date)) = matter.dated() else { return later.unwrap_or(Verdict::lacks("dated")) };
    let Some(judged) = date.value.year else { return later.unwrap_or(Verdict::lacks("dated")) };
    if number.value.year <= judged {
        return later.unwrap_or(Verdict::Checked(vec![]));
    }
    let draft = Draft::new().about(fact, number.evidence).against(dated, date.evidence);
    Verdict::Checked(vec![draft.found(number.value.year.to_string()).expected(format!("≤ {judged}"))])
}

/// L03: the type code fits the title, the procedure and the court.
pub(super) fn code(matter: &Matter<'_>, _: &Rule) -> Verdict {
    let Some((fact, number)) = matter.number() else { return Verdict::lacks("case_number") };
    let own = &number.value;
    let mut drafts = Vec::new();
    let draft = || Draft::new().about(fact, number.evidence).found(&own.code);
    for (title, instrument) in matter.instruments().into_iter().take(1) {
        // Orders to pay are of civil cases.
        let ordered = (instrument.kind == InstrumentKind::PaymentOrder).then_some(Branch::Civil);
        let told = instrument.branch.filter(|_| ordered.is_none()).or(ordered);
        let told = told.filter(|branch| !fits(*branch, own.branch));
        if let Some(branch) = told {
            drafts
                .push(draft().way("branch").against(title, instrument.title.evidence).expected(sign(branch)));
        }
        if instrument.kind == InstrumentKind::PaymentOrder && !own.code.contains('督') && told.is_none() {
            let draft = draft().way("kind").against(title, instrument.title.evidence);
            drafts.push(draft.with("kind", &instrument.title.value));
        }
        let unjudged = instrument.kind == InstrumentKind::Judgment && proceedings::is_unjudged(own);
        if unjudged && told.is_none() {
            drafts.push(
                draft()
                    .way("kind")
                    .against(title, instrument.title.evidence)
                    .with("kind", &instrument.title.value),
            );
        }
    }
    drafts.extend(sides(matter, own.branch, &draft).filter(|_| drafts.is_empty()));
    drafts.extend(procedure(matter, &draft));
    drafts.extend(proceedings::turned(matter, &draft).filter(|_| drafts.is_empty()));
    drafts.extend(elsewhere(matter, fact).filter(|_| drafts.is_empty()));
    let level = matter.courts().into_iter().find_map(|(fact, court)| Some((fact, court, court.level?)));
    if let (Some((stated, court, level)), Some(coded)) = (level, own.level)
        && own.coded
        && matter.is_whole()
        && level != coded
    {
        drafts.push(
            draft()
                .way("level")
                .against(stated, court.name.evidence)
                .with("court", &court.name.value)
                .expected(level_words(level)),
        );
    }
    Verdict::Checked(drafts)
}

/// A criminal case has somebody charged, a civil one has not: what the parties are tells where the title does not.
fn sides(matter: &Matter<'_>, code: Branch, draft: &dyn Fn() -> Draft) -> Option<Draft> {
    let parties = matter.parties();
    let charged = |kind: RoleKind| matches!(kind, RoleKind::Accused | RoleKind::Prosecution);
    let told = parties.iter().find(|(_, party)| charged(party.kind));
    let (fact, party) =
        told.or_else(|| parties.iter().find(|(_, party)| party.kind == RoleKind::Claimant))?;
    // 自诉人 bring criminal cases of their own.
    let private = parties.iter().any(|(_, party)| party.role.value.contains("自诉"));
    let (fits, expected) = match told {
        Some(_) => (code != Branch::Civil, Branch::Criminal),
        None => (code != Branch::Criminal || private, Branch::Civil),
    };
    let draft = || draft().way("branch").against(fact, party.role.evidence).expected(sign(expected));
    (!fits && matter.stage() == Some(Stage::FirstInstance)).then(draft)
}

/// Parties who appeal stand in no case of first instance, and a case of second instance has some.
fn procedure(matter: &Matter<'_>, draft: &dyn Fn() -> Draft) -> Option<Draft> {
    let stage = matter.stage()?;
    let (branch, code) = matter.number().map(|(_, number)| (number.value.branch, &number.value.code))?;
    if stage == Stage::Special && branch == Branch::Civil {
        let words = proceedings::unheard(matter, code)?;
        let draft = |(fact, party): (&crate::Fact, &crate::legal::Party)| {
            draft().way("proceeding").against(fact, party.role.evidence).with("words", words.join("、"))
        };
        return original(matter).map(|one| draft(one).expected("初"));
    }
    if stage != Stage::FirstInstance && stage != Stage::SecondInstance {
        return original(matter)
            .filter(|_| {
                branch == Branch::Enforcement || matches!(stage, Stage::Retrial | Stage::RetrialReview)
            })
            .filter(|_| !speaks_of(matter, stage))
            .map(|(fact, party)| draft().way("stage").against(fact, party.role.evidence).expected("初"));
    }
    let called = |words: &[&str]| {
        let parties = matter.parties().into_iter();
        let mut own =
            parties.filter(|(_, party)| words.iter().any(|word| party.role.value.starts_with(word)));
        own.next()
    };
    if let Some((fact, party)) = called(&["再审申请人", "申诉人"]).filter(|_| stage == Stage::FirstInstance)
    {
        return Some(draft().way("stage").against(fact, party.role.evidence).expected("再"));
    }
    match (stage, called(&["上诉人", "被上诉人"])) {
        (Stage::FirstInstance, Some((fact, party))) => {
            Some(draft().way("stage").against(fact, party.role.evidence).expected("终"))
        }
        (Stage::SecondInstance, None) if original(matter).is_some() => {
            let (fact, party) = original(matter)?;
            Some(draft().way("stage").against(fact, party.role.evidence).expected("初"))
        }
        (Stage::SecondInstance, None) => {
            // Against what a court of appeal decides nobody is told how to appeal.
            let (fact, appeal) = matter.appeals().into_iter().find(|(_, appeal)| !appeal.is_final)?;
            let told = appeal.within.as_ref().map(|within| within.evidence);
            let told = told.or(appeal.court.as_ref().map(|court| court.evidence))?;
            matter.is_whole().then(|| draft().way("stage").against(fact, told).expected("初"))
        }
        _ => None,
    }
}

/// Whether the document speaks of what its number says it is: of a retrial, or of enforcement, which a director of a firm
/// (`执行董事`) is not.
fn speaks_of(matter: &Matter<'_>, stage: Stage) -> bool {
    const AGAIN: [&str; 7] = ["再审", "申诉", "抗诉", "提审", "重审", "检察建议", "撤销之诉"];
    if matter.says(0..matter.text().len(), &AGAIN) {
        return true;
    }
    // Neither a director of a firm nor that a ruling takes effect at once is enforcement.
    let other = pattern!(
        r"执行(?:董事|事务|总裁)|(?:停止|立即|立即开始|开始|不影响)(?:本)?(?:裁定|决定)?的?执行|执行期间"
    );
    let whole = other.map_or_else(|| matter.text().into(), |other| other.replace_all(matter.text(), ""));
    !matches!(stage, Stage::Retrial | Stage::RetrialReview) && whole.contains("执行")
}

/// A party that sues or is sued in a document that knows nothing of an appeal: its case is of first instance.
fn original<'a>(matter: &Matter<'a>) -> Option<(&'a crate::Fact, &'a crate::legal::Party)> {
    if matter.says(0..matter.text().len(), &["上诉人", "原审", "一审判决", "一审法院", "提起上诉后", "二审"])
    {
        return None;
    }
    let parties = matter.parties();
    let sides = |kind: RoleKind| parties.iter().any(|(_, party)| party.kind == kind);
    let both = sides(RoleKind::Respondent) || sides(RoleKind::Accused);
    let plain = |role: &str| role.starts_with("原告") || role.starts_with("被告");
    parties.iter().find(|(_, party)| both && plain(&party.role.value)).copied()
}

/// The signs of provinces in case numbers, with what the names of their courts begin with (Fa [2015] 137).
pub(super) const PROVINCES: [(char, &str); 31] = [
    ('京', "北京"),
    ('津', "天津"),
    ('冀', "河北"),
    ('晋', "山西"),
    ('内', "内蒙古"),
    ('辽', "辽宁"),
    ('吉', "吉林"),
    ('黑', "黑龙江"),
    ('沪', "上海"),
    ('苏', "江苏"),
    ('浙', "浙江"),
    ('皖', "安徽"),
    ('闽', "福建"),
    ('赣', "江西"),
    ('鲁', "山东"),
    ('豫', "河南"),
    ('鄂', "湖北"),
    ('湘', "湖南"),
    ('粤', "广东"),
    ('桂', "广西"),
    ('琼', "海南"),
    ('渝', "重庆"),
    ('川', "四川"),
    ('黔', "贵州"),
    ('云', "云南"),
    ('藏', "西藏"),
    ('陕', "陕西"),
    ('甘', "甘肃"),
    ('青', "青海"),
    ('宁', "宁夏"),
    ('新', "新疆"),
];

/// The province of the document's own number, as its courts are called.
pub(super) fn province(matter: &Matter<'_>) -> Option<&'static str> {
    let own = &matter.number()?.1.value;
    let sign = own.court.chars().next().filter(|_| own.coded)?;
    PROVINCES.iter().find(|(known, _)| *known == sign).map(|(_, word)| *word)
}

/// The province that a court's name begins with.
pub(super) fn province_named(name: &str) -> Option<&'static str> {
    PROVINCES.iter().find(|(_, word)| name.starts_with(word)).map(|(_, word)| *word)
}

/// The number's court lies in another province than the court that the document names with its province.
fn elsewhere(matter: &Matter<'_>, fact: &crate::Fact) -> Option<Draft> {
    let (_, number) = matter.number()?;
    let own = &number.value;
    let sign = own.court.chars().next().filter(|_| own.coded)?;
    let named = PROVINCES.iter().find(|(known, _)| *known == sign)?;
    let (stated, court) = matter.courts().into_iter().next()?;
    let name = court.name.value.as_str();
    let place = |word: &str| {
        let rest = name.strip_prefix(word)?;
        (rest.starts_with(['省', '市'])
            || rest.starts_with("自治区")
            || rest.starts_with("壮族")
            || rest.starts_with("回族")
            || rest.starts_with("维吾尔"))
        .then_some(())
    };
    let lies = PROVINCES.iter().find(|(_, word)| place(word).is_some())?;
    if lies == named || !matter.is_whole() {
        return None;
    }
    let draft =
        Draft::new().way("province").about(fact, number.evidence).against(stated, court.name.evidence);
    Some(draft.found(own.canonical()).with("court", name).expected(lies.0.to_string()))
}

/// Whether a document of one branch may carry a number of another.
fn fits(title: Branch, code: Branch) -> bool {
    use Branch::{
        Administrative, Arbitration, Bankruptcy, Civil, Compensation, Enforcement, Other, Preservation,
    };
    title == code
        || code == Other
        || matches!(
            (title, code),
            (Civil, Arbitration | Bankruptcy | Preservation | Enforcement)
                | (Administrative, Compensation | Enforcement | Preservation)
                | (Compensation, Administrative)
                | (Enforcement, Preservation | Arbitration | Compensation | Bankruptcy)
        )
}

fn sign(branch: Branch) -> &'static str {
    match branch {
        Branch::Civil => "民",
        Branch::Criminal => "刑",
        Branch::Administrative => "行",
        Branch::Enforcement => "执",
        Branch::Compensation => "赔",
        Branch::Bankruptcy => "破",
        Branch::Preservation => "保",
        Branch::Arbitration => "仲",
        Branch::Other => "…",
    }
}

fn level_words(level: CourtLevel) -> &'static str {
    match level {
        CourtLevel::Basic => "基层法院（四位代码）",
        CourtLevel::Intermediate => "中级法院（两位代码）",
        CourtLevel::High => "高级法院（无数字）",
        CourtLevel::Supreme => "最高法",
    }
}

/// L04: the number is the same on every page.
pub(super) fn pages(matter: &Matter<'_>, _: &Rule) -> Verdict {
    let mistyped = dockets::mistyped(matter)
        .or_else(|| order_words::of_another(matter))
        .or_else(|| order_words::papers_mistyped(matter));
    let Some((fact, number)) = matter.number() else {
        return Verdict::of(false, "case_number", mistyped.into_iter().collect());
    };
    let margin = |evidence| matter.passage(evidence).is_some_and(|passage| passage.is_marginal());
    let marginal: Vec<_> =
        matter.other_numbers().into_iter().filter(|(_, other)| margin(other.evidence)).collect();
    if marginal.is_empty() || mistyped.is_some() {
        return Verdict::of(false, "case_number.margin", mistyped.into_iter().collect());
    }
    let own = number.value.canonical();
    let differs = marginal.into_iter().filter(|(_, other)| other.value.canonical() != own);
    let draft = |(other, stated): super::matter::Said<'_, crate::value::CaseNumber>| {
        Draft::new()
            .about(other, stated.evidence)
            .against(fact, number.evidence)
            .found(stated.value.canonical())
            .expected(&own)
    };
    Verdict::Checked(differs.map(draft).collect())
}
