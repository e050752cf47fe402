//! Case numbers: L01-L04.

use super::matter::{Matter, Quote};
use crate::legal::{InstrumentKind, RoleKind};
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::value::{Branch, CourtLevel, Stage};

/// What looks like a case number: a year in brackets and a figure close behind.
const LOOKS: &str =
    r"(?:[(\[【]?(?:19|20)\d{2}年?[)\]】]|[(\[【]\d{2}[)\]】])\p{Han}{1,4}\d{0,4}[\p{Han}\d]{0,12}?\d+号?";

/// The most bytes of the head in which the number stands.
const MOST_HEAD: usize = 600;

/// L01: the form of the case number.
pub(super) fn form(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    if matter.instrument() == Some(InstrumentKind::Award) {
        return Verdict::lacks("case_number");
    }
    let Some((fact, number)) = matter.number() else {
        return malformed(matter)
            .map_or(Verdict::lacks("case_number"), |draft| Verdict::Checked(vec![draft]));
    };
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
    if printed.contains(&format!("{}0{}", own.code, own.serial)) {
        return Verdict::Checked(vec![draft.found(printed)]);
    }
    let digits = own.court.chars().filter(char::is_ascii_digit).count();
    let supreme = own.court.starts_with("最高法");
    let court = supreme || own.level.is_some();
    if !court {
        return Verdict::Checked(vec![draft.way("court").with("digits", digits.to_string())]);
    }
    let code = own.code.trim_start_matches(|c: char| rule.words("special").iter().any(|s| s.starts_with(c)));
    if known(&own.code) || known(code) {
        Verdict::Checked(vec![])
    } else {
        Verdict::Checked(vec![draft.way("code").with("code", &own.code)])
    }
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
        (matter.flow.is_break(found.start()) || before.ends_with([':', '号', '书', '院'])) && !keyed
    });
    let found = found?;
    let line = matter.flow.break_behind(found.start()).max(found.start() + 1);
    let range = found.start()..line.min(found.end());
    Some(Draft::new().about_text(matter, range.clone()).found(matter.flow.printed(range)))
}

/// L02: the number's year is not after that of the decision.
pub(super) fn year(matter: &Matter<'_>, _: &Rule) -> Verdict {
    let Some((fact, number)) = matter.number() else { return Verdict::lacks("case_number") };
    let Some((dated, date)) = matter.dated() else { return Verdict::lacks("dated") };
    let Some(judged) = date.value.year else { return Verdict::lacks("dated") };
    if number.value.year <= judged {
        return Verdict::Checked(vec![]);
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
        let told = instrument.branch.filter(|branch| !fits(*branch, own.branch));
        if let Some(branch) = told {
            drafts
                .push(draft().way("branch").against(title, instrument.title.evidence).expected(sign(branch)));
        }
        let enforced = instrument.kind == InstrumentKind::Judgment
            && matches!(own.branch, Branch::Enforcement | Branch::Preservation);
        if enforced && told.is_none() {
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
    let appellant = matter.parties().into_iter().find(|(_, party)| {
        party.role.value.starts_with("上诉人") || party.role.value.starts_with("被上诉人")
    });
    match (stage, appellant) {
        (Stage::FirstInstance, Some((fact, party))) => {
            Some(draft().way("stage").against(fact, party.role.evidence).expected("终"))
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
    let Some((fact, number)) = matter.number() else { return Verdict::lacks("case_number") };
    let margin = |evidence| matter.passage(evidence).is_some_and(|passage| passage.is_marginal());
    let marginal: Vec<_> =
        matter.other_numbers().into_iter().filter(|(_, other)| margin(other.evidence)).collect();
    if marginal.is_empty() {
        return Verdict::lacks("case_number.margin");
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
