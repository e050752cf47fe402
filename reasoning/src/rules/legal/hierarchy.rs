//! Which court stands above which: part of L21.

use super::matter::Matter;
use super::number::province;
use crate::legal::Appeal;
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::CourtLevel;
use crate::{Fact, fold};

use CourtLevel::{Basic, High, Intermediate, Supreme};

/// Causes of which appeals from intermediate courts go to the Supreme People's Court directly (its decision of 2018-10-26 on
/// cases of technical intellectual property).
const TECHNICAL: [&str; 7] = ["专利", "植物新品种", "集成电路", "技术", "计算机软件", "垄断", "知识产权"];

/// An appeal to a court that is not the next above the deciding one, or is of another city or province.
pub(super) fn elsewhere(matter: &Matter<'_>, fact: &Fact, appeal: &Appeal) -> Option<Draft> {
    let court = appeal.court.as_ref()?;
    let name = fold(&court.value);
    let (own_fact, own) = matter.courts().into_iter().next()?;
    let own_name = fold(&own.name.value);
    let level = own.level.or_else(|| matter.number()?.1.value.level)?;
    let above = level_above(&name)?;
    let technical = TECHNICAL.iter().any(|word| matter.cause().contains(word) || own_name.contains(word));
    let fits = match level {
        Basic => above == Intermediate,
        Intermediate => above == High || above == Supreme && technical,
        High => above == Supreme,
        _ => true,
    };
    let draft = |way: &str| {
        let draft = Draft::new().way(way).about(fact, court.evidence).against(own_fact, own.name.evidence);
        draft.found(&court.value).with("court", &own.name.value)
    };
    if !fits {
        let expected = match level {
            Basic => "中级人民法院",
            Intermediate => "高级人民法院",
            _ => "最高人民法院",
        };
        return Some(draft("level").expected(expected));
    }
    if let (Intermediate, Some(coded)) = (level, province(matter))
        && above == High
        && let Some(named) = super::number::province_named(&name)
        && named != coded
    {
        return Some(draft("elsewhere").expected(format!("{coded}…高级人民法院")));
    }
    let city = city(&own_name).filter(|_| level == Basic)?;
    let other = seat(&name)?;
    let within = name.contains(&city) || city.contains(&other);
    (!within).then(|| draft("elsewhere").expected(format!("{city}…")))
}

/// The level of a court of appeal by its name: those without a level of their own (`江苏省高级…`) have it in their middle.
fn level_above(name: &str) -> Option<CourtLevel> {
    const SPECIAL: [&str; 6] = ["知识产权", "海事", "金融", "铁路", "互联网", "法庭"];
    if name.contains("最高") {
        return Some(Supreme);
    }
    if name.contains("高级") {
        return Some(High);
    }
    if name.contains("中级") || SPECIAL.iter().any(|word| name.contains(word)) {
        return Some(Intermediate);
    }
    // A name in full of a court of a district or a county.
    let basic = pattern!(r"[市区县旗]人民法院$");
    basic.is_some_and(|form| form.is_match(name)).then_some(Basic)
}

/// The city of a district court, `临江市` of `海安省临江市东湖区人民法院`: its appeals go to the court of that city.
fn city(name: &str) -> Option<String> {
    let form =
        pattern!(r"^(?:\p{Han}{2,3}省|\p{Han}{2,8}自治区)?(?P<city>\p{Han}{2,5}?市)\p{Han}{1,6}区人民法院$");
    Some(form?.captures(name)?.name("city")?.as_str().to_owned())
}

/// The city in the name of an intermediate court.
fn seat(name: &str) -> Option<String> {
    let form = pattern!(
        r"^(?:\p{Han}{2,3}省|\p{Han}{2,8}自治区)?(?P<city>\p{Han}{2,5}?市)(?:第[一二三四五六七八九])?中级人民法院$"
    );
    Some(form?.captures(name)?.name("city")?.as_str().to_owned())
}
