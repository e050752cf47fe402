//! Laws cited: L23, L24, L25.

use std::ops::Range;

use jiff::civil;

use super::matter::{Matter, Quote, days};
use super::tables::Statutes;
use crate::legal::Article;
use crate::pattern::pattern;
use crate::rules::{Draft, Rule, Verdict};
use crate::{Fact, fold};

/// A citation without the number of its article, or with 款 and 项 but no 条.
const BROKEN: &str = r"》(?:\([^)]{1,20}\))?(?:第条|第[〇零一二三四五六七八九十百千\d]+(?:款|项)|第[〇零一二三四五六七八九十百千\d]+(?:[,、。之]|规定|的规定))";

/// The letters by which a title that is meant for another may differ from it.
const MOST_APART: usize = 1;

/// L23: laws are cited in their form, under their titles, by articles that they have.
pub(super) fn form(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let statutes = Statutes::of(rule);
    if matter.is_trade() {
        return unheard_of(matter, &statutes);
    }
    let articles = matter.articles();
    let mut drafts = Vec::new();
    let end = matter.sections.ending.start.max(matter.sections.operative.end);
    let within = 0..if end == 0 { matter.text().len() } else { end };
    for found in
        pattern!(BROKEN).into_iter().flat_map(|broken| broken.find_iter(matter.flow.slice(within.clone())))
    {
        let range = found.start() + '》'.len_utf8()..found.end();
        let listed = !found.as_str().contains("第条") && ends_in_article(matter, range.clone());
        if !listed {
            let start = matter.flow.rfind(0..range.start, "《").unwrap_or(range.start);
            drafts.push(
                Draft::new()
                    .way("form")
                    .about_text(matter, start..range.end)
                    .found(matter.flow.printed(start..range.end)),
            );
        }
    }
    drafts.extend(unbracketed(matter));
    drafts.extend(written_twice(matter, within));
    drafts.extend(in_figures(matter));
    let mut titles: Vec<String> = Vec::new();
    for (fact, article) in &articles {
        let Some(law) = statutes.law(&article.law.value) else {
            let near =
                misnamed(&statutes, &article.law.value).filter(|_| !titles.contains(&article.law.value));
            if let Some(right) = near {
                titles.push(article.law.value.clone());
                let draft = Draft::new().way("title").about(fact, article.law.evidence);
                drafts.push(draft.found(&article.law.value).expected(right));
            }
            continue;
        };
        let Some(most) = law.articles(matter.day()) else { continue };
        let unheard: u32 = rule.number("most_paragraphs").and_then(|most| most.try_into().ok()).unwrap_or(7);
        if article.article.value > most || article.article.value == 0 {
            let draft =
                Draft::new().about(fact, article.article.evidence).against(fact, article.law.evidence);
            let draft = draft.found(article.article.value.to_string()).expected(format!("1–{most}"));
            drafts.push(draft.with("law", &law.title));
        } else if let Some(paragraphs) = paragraphs(law, article).or(Some(unheard))
            && article.paragraph.is_some_and(|paragraph| paragraph > paragraphs)
        {
            let draft = Draft::new().way("paragraph").about(fact, article.article.evidence);
            let stated = article.paragraph.unwrap_or_default();
            drafts.push(
                draft.found(stated.to_string()).expected(format!("1–{paragraphs}")).with("law", &law.title),
            );
        }
    }
    Verdict::of(!articles.is_empty() || !drafts.is_empty(), "article", drafts)
}

/// Of papers of no court: articles that a law does not have.
fn unheard_of(matter: &Matter<'_>, statutes: &Statutes) -> Verdict {
    let text = matter.text();
    let form = pattern!(
        r"《(?P<law>[^《》]{2,30})》(?P<list>(?:[、和及]?第[〇零一二三四五六七八九十百千\d]+条(?:第[一二三四五六七八九十\d]+[款项])*)+)"
    );
    let number = pattern!(r"第(?P<n>[〇零一二三四五六七八九十百千\d]+)条");
    let (mut seen, mut drafts) = (false, Vec::new());
    for found in form.into_iter().flat_map(|form| form.captures_iter(text)) {
        let (Some(title), Some(list)) = (found.name("law"), found.name("list")) else { continue };
        let Some(law) = statutes.law(title.as_str()) else { continue };
        let Some(most) = law.articles(matter.day()) else { continue };
        seen = true;
        for one in number.into_iter().flat_map(|number| number.captures_iter(list.as_str())) {
            let (Some(whole), Some(n)) = (one.get(0), one.name("n")) else { continue };
            let value = crate::value::whole_number(n.as_str()).map_or(0, |number| number.0);
            if value > u64::from(most) {
                let range = list.start() + whole.start()..list.start() + whole.end();
                let draft = Draft::new().about_text(matter, range).against_text(matter, title.range());
                drafts.push(
                    draft.found(value.to_string()).expected(format!("1–{most}")).with("law", &law.title),
                );
            }
        }
    }
    Verdict::of(seen, "article", drafts)
}

/// Of papers of no court: laws that a paper leans on after their end.
fn fallen(matter: &Matter<'_>, statutes: &Statutes) -> Verdict {
    let text = matter.text();
    let form = pattern!(r"《(?P<law>[^《》]{2,30})》");
    let day = matter.day().or_else(|| matter.dates().iter().filter_map(|date| date.value.civil()).max());
    let (mut seen, mut drafts) = (false, Vec::new());
    for found in form.into_iter().flat_map(|form| form.captures_iter(text)) {
        let Some(title) = found.name("law") else { continue };
        let Some(law) = statutes.law(title.as_str()) else { continue };
        seen = true;
        let sentence =
            text.get(..title.start()).and_then(|before| before.rsplit('。').next()).unwrap_or_default();
        let leant =
            ["根据", "依据", "依照", "按照", "遵照", "适用"].iter().any(|word| sentence.contains(word));
        if let Some((end, day)) =
            law.repealed().zip(day).filter(|(end, day)| day >= end && leant && drafts.is_empty())
        {
            let draft = Draft::new().about_text(matter, title.range()).with("end", end.to_string());
            let draft = draft.found(title.as_str()).expected(law.successor.clone().unwrap_or_default());
            drafts.push(draft.with("day", day.to_string()));
        }
    }
    Verdict::of(seen, "article", drafts)
}

/// A sign of a citation that stands there twice, or lacks what it needs: `第第五十二条`, `第五十二条条`, `第五十二条第第一款`, `《《`.
fn written_twice(matter: &Matter<'_>, within: Range<usize>) -> Option<Draft> {
    let form = pattern!(
        r"第(?:\s*第)+[〇零一二三四五六七八九十百千\d]{1,9}[条款项]|第[〇零一二三四五六七八九十百千\d]{1,9}(?:条条|款款|项项)|第[〇零一二三四五六七八九十百千\d]{1,9}条第第|《《中华|》》第|条、第[〇零一二三四五六七八九十百千\d]{1,9}(?:的|之)规定"
    )?;
    let found = form.find(matter.flow.slice(within.clone()))?;
    // A title within a title closes both: 《…适用《…》》.
    let nested = found.as_str().starts_with("》》") && {
        let before = matter.flow.slice(within.start..within.start + found.start());
        let own = before.rsplit(['。', ';']).next().unwrap_or_default();
        own.matches('《').count() > own.matches('》').count() + 1
    };
    let range = within.start + found.start()..within.start + found.end();
    let draft = Draft::new().way("form").about_text(matter, range.clone());
    (!nested).then(|| draft.found(matter.flow.printed(range)))
}

/// An article in the sentence that names what the decision rests on, its number in figures: courts spell numbers of articles.
fn in_figures(matter: &Matter<'_>) -> Option<Draft> {
    let basis = matter.sections.basis(&matter.flow);
    let found = pattern!(r"》(?:的规定)?第\d{1,4}条")?.find(matter.flow.slice(basis.clone()))?;
    let range = basis.start + found.start() + '》'.len_utf8()..basis.start + found.end();
    let draft = Draft::new().way("form").about_text(matter, range.clone());
    Some(draft.found(matter.flow.printed(range)))
}

/// The title of a law without its brackets in the sentence that names what the decision rests on, where another title there has
/// them or none has.
fn unbracketed(matter: &Matter<'_>) -> Option<Draft> {
    let basis = matter.sections.basis(&matter.flow);
    let text = matter.flow.slice(basis.clone());
    let form = pattern!(
        r"(?:^|[,、。;及和照据用])(?P<law>中华人民共和国\p{Han}{1,20}?(?:法典|法|条例))(?:的?规定)?第[一二三四五六七八九十百千零〇\d]+条"
    )?;
    let law = form.captures(text)?.name("law")?;
    let range = basis.start + law.start()..basis.start + law.end();
    let draft = Draft::new().way("form").about_text(matter, range);
    Some(draft.found(law.as_str()).expected(format!("《{}》", law.as_str())))
}

/// Whether a number without its 条 begins a list that has it: `第六百七十五、六百七十六条`.
fn ends_in_article(matter: &Matter<'_>, range: Range<usize>) -> bool {
    let rest: String = matter.flow.slice(range.start..matter.text().len()).chars().take(60).collect();
    // A list whose every number has its own 第 has its own 条 too: `第六百七十五、第六百七十六条` lacks one.
    if rest.find('条').and_then(|at| rest.get(..at)).is_some_and(|list| list.matches('第').count() > 1) {
        return false;
    }
    let listed = rest.trim_start_matches(|c: char| {
        "第〇零一二三四五六七八九十百千、,和及".contains(c) || c.is_ascii_digit()
    });
    listed.starts_with('条')
}

/// The title of a known law that another is meant for.
fn misnamed<'s>(statutes: &'s Statutes, title: &str) -> Option<&'s str> {
    let plain = fold(title);
    if !plain.starts_with("中华人民共和国") || plain.contains(['(', '<', '〈']) {
        return None;
    }
    statutes.titles().find(|own| {
        let (a, b): (Vec<char>, Vec<char>) = (plain.chars().collect(), own.chars().collect());
        let longer = a.len().abs_diff(b.len());
        let missing = longer == 1 && (is_within(&a, &b) || is_within(&b, &a));
        let differs = longer == 0 && a.iter().zip(&b).filter(|(a, b)| a != b).count() == MOST_APART;
        missing || differs
    })
}

/// Whether `short` is `long` with one letter left out.
fn is_within(short: &[char], long: &[char]) -> bool {
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    short.len() + 1 == long.len() && short.get(head..) == long.get(head + 1..)
}

fn key(article: &Article) -> String {
    let insertion = article.insertion.map(|number| format!("-{number}")).unwrap_or_default();
    format!("{}{insertion}", article.article.value)
}

fn paragraphs(law: &super::tables::Statute, article: &Article) -> Option<u32> {
    law.parted.get(&key(article)).copied()
}

/// L24: no law is applied that was no longer in force when things happened.
pub(super) fn repealed(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let statutes = Statutes::of(rule);
    if matter.is_trade() {
        return fallen(matter, &statutes);
    }
    if let Some(drafts) = pleaded(matter, &statutes) {
        return Verdict::Checked(drafts);
    }
    let applied: Vec<_> = matter.articles().into_iter().filter(|(_, article)| article.applied).collect();
    let leant = leant_on(matter);
    if applied.is_empty() && leant.is_empty() {
        return Verdict::lacks("article");
    }
    let mut drafts = Vec::new();
    let mut titles: Vec<&str> = Vec::new();
    for (fact, article) in applied {
        // Interpretations fall with the law that they interpret.
        let title = article.law.value.as_str();
        let Some(law) = statutes.law(title).or_else(|| interpreted(&statutes, title)) else { continue };
        let Some(end) = law.repealed() else { continue };
        let happened = earliest(matter);
        let too_late = happened
            .as_ref()
            .map_or_else(|| matter.day().is_some_and(|day| day >= end), |(day, _)| *day >= end);
        if !too_late || titles.contains(&law.title.as_str()) {
            continue;
        }
        titles.push(&law.title);
        let mut draft = Draft::new().about(fact, article.law.evidence).with("end", end.to_string());
        draft = match (happened, matter.dated()) {
            (Some((_, range)), _) => draft.against_text(matter, range),
            (None, Some((fact, date))) => draft.against(fact, date.evidence).doubt(),
            (None, None) => draft,
        };
        drafts.push(draft.found(&article.law.value).expected(law.successor.clone().unwrap_or_default()));
    }
    // What the reasons lean on counts where the day of what happened is known.
    let happened = earliest(matter).filter(|_| !matter.says(0..matter.text().len(), &["时间效力", "溯及"]));
    let leant = if drafts.is_empty() { leant } else { Vec::new() };
    for range in leant {
        let title = matter.flow.slice(range.clone());
        let Some(law) = statutes.law(title).or_else(|| interpreted(&statutes, title)) else { continue };
        let (Some(end), Some((day, told))) = (law.repealed(), happened.clone()) else { continue };
        if day >= end {
            let draft = Draft::new().about_text(matter, range).against_text(matter, told);
            let draft = draft.found(title).expected(law.successor.clone().unwrap_or_default());
            drafts.push(draft.with("end", end.to_string()));
        }
    }
    Verdict::Checked(drafts)
}

/// Laws that a paper of a party leans on though they had fallen before all that it tells of. Nothing where it is no such paper.
fn pleaded(matter: &Matter<'_>, statutes: &Statutes) -> Option<Vec<Draft>> {
    let head: String = matter.text().chars().take(40).collect();
    let own = ["起诉状", "答辩状", "上诉状", "申请书"].iter().any(|word| head.contains(word));
    if !own || !matter.holdings().is_empty() || matter.says(0..matter.text().len(), &["时间效力", "溯及"])
    {
        return None;
    }
    let text = matter.text();
    let days = matter.dates().iter().filter(|date| {
        !text.get(date.range.end..).is_some_and(|rest| rest.starts_with("出生") || rest.starts_with('生'))
    });
    let years = days.filter_map(|date| Some((date.value.civil()?, date.range.clone())));
    let (first, told) = years.min_by_key(|day| day.0)?;
    let form = pattern!(r"(?:依据|根据|依照|按照|适用)[^。;]{0,40}?《(?P<law>[^《》]{3,60})》")?;
    let wrong = form.captures_iter(text).find_map(|found| {
        let title = found.name("law")?;
        let law = statutes.law(title.as_str())?;
        let end = law.repealed().filter(|end| first >= *end)?;
        let draft = Draft::new().about_text(matter, title.range()).against_text(matter, told.clone());
        let draft = draft.found(title.as_str()).expected(law.successor.clone().unwrap_or_default());
        Some(draft.with("end", end.to_string()))
    });
    Some(wrong.into_iter().collect())
}

/// Titles of the laws that the court leans on in its reasons: of the clauses that it speaks itself.
fn leant_on(matter: &Matter<'_>) -> Vec<Range<usize>> {
    const OTHERS: [&str; 12] =
        ["主张", "辩称", "诉称", "称", "抗辩", "一审", "原审", "约定", "答辩", "提出", "援引", "合同中"];
    let within = matter.sections.reasoning.clone();
    let text = matter.flow.slice(within.clone());
    let form = pattern!(r"《(?P<law>[^《》]{3,60})》(?:\([^()]{1,20}\))?(?:的规定|之规定|规定|中|关于|第)");
    let own = |found: &regex::Captures<'_>| {
        let law = found.name("law")?;
        let sentence = text.get(..law.start())?.rsplit(['。', ';']).next()?;
        let spoken = OTHERS.iter().any(|word| sentence.contains(word));
        (!spoken).then_some(within.start + law.start()..within.start + law.end())
    };
    form.into_iter().flat_map(|form| form.captures_iter(text)).filter_map(|found| own(&found)).collect()
}

/// The law whose interpretation by the Supreme People's Court a title names: `…关于适用〈中华人民共和国合同法〉若干问题的解释`. Those
/// of the laws that the Civil Code took in were repealed with them (Fa Shi [2020] 16).
fn interpreted<'s>(statutes: &'s Statutes, title: &str) -> Option<&'s super::tables::Statute> {
    let named = pattern!(
        r"(?:适用|贯彻执行|执行|审理)[<〈《](?P<law>[^<>〈〉《》]{2,30})[>〉》]\p{Han}{0,20}(?:解释|意见|规定|批复)"
    )?;
    let plain = fold(title);
    statutes.law(named.captures(&plain)?.name("law")?.as_str())
}

/// The first day of what the court found.
fn earliest(matter: &Matter<'_>) -> Option<(civil::Date, Range<usize>)> {
    let facts = matter.sections.facts.clone();
    let first = days(matter, facts).into_iter().min_by_key(|day| day.date)?;
    Some((first.date, first.range))
}

/// L25: of an article whose paragraphs or items are rules of their own the one that applies is named.
pub(super) fn paragraph(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let statutes = Statutes::of(rule);
    let applied: Vec<(&Fact, &Article)> =
        matter.articles().into_iter().filter(|(_, article)| article.applied).collect();
    let mut drafts = Vec::new();
    let mut seen = false;
    for (fact, article) in applied {
        let Some(law) = statutes.law(&article.law.value) else { continue };
        let paragraphs = paragraphs(law, article);
        let items = law.items(&key(article), matter.day());
        seen |= paragraphs.is_some() || items.is_some();
        let (way, parts) = match (paragraphs, items) {
            (Some(paragraphs), _) if article.paragraph.is_none() && article.item.is_none() => {
                (None, paragraphs)
            }
            // An article of several paragraphs has no items of its own.
            (Some(paragraphs), None) if article.paragraph.is_none() && article.item.is_some() => {
                (None, paragraphs)
            }
            // Items stand in the first paragraph.
            (_, Some(items)) if article.item.is_none() && article.paragraph.is_none_or(|one| one == 1) => {
                (Some("items"), items)
            }
            _ => match law.whole.get(&key(article)) {
                Some(parts) if article.paragraph.is_none() => (Some("whole"), *parts),
                _ => continue,
            },
        };
        let draft = Draft::new().about(fact, article.article.evidence).against(fact, article.law.evidence);
        let draft = way.into_iter().fold(draft, Draft::way);
        let draft = draft.found(matter.printed(&article.article)).with("paragraphs", parts.to_string());
        drafts.push(draft.with("law", &law.title));
    }
    if let Some(lost) = unnumbered(matter) {
        let draft = Draft::new().way("unnumbered").about_text(matter, lost.clone());
        drafts.push(draft.found(matter.flow.printed(lost)));
        seen = true;
    }
    Verdict::of(seen, "article", drafts)
}

/// An article cited with a paragraph or an item whose number is not there: `第三百一十二条第款`, `第十条第__项`.
fn unnumbered(matter: &Matter<'_>) -> Option<Range<usize>> {
    let lost = pattern!(
        r"第[〇零一二三四五六七八九十百千\d]{1,9}条(?:之[一二三四五六七八九十]{1,2})?(?:第[〇零一二三四五六七八九十\d]{1,3}款)?(?:第[\s_＿×xX*□【】()\[\]]*|[\s_＿×xX*□【】()\[\]]+)[款项](?:[,、。;的之和及规]|第|$)"
    )?;
    let within = matter.sections.reasoning.start..matter.sections.operative.end;
    let text = matter.flow.slice(within.clone());
    let found = lost.find(text)?;
    Some(within.start + found.start()..within.start + found.end())
}
