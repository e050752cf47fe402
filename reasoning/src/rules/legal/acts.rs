//! Who does what in the facts and reasons: part of L06.

use std::ops::Range;

use super::matter::{Matter, Quote, among};
use super::names::is_masked;
use crate::fold;
use crate::legal::RoleKind;
use crate::pattern::pattern;
use crate::rules::Draft;

use RoleKind::{Claimant, Respondent};

/// A party named in a clause: by its name, its role, or both.
struct Mention {
    range: Range<usize>,
    side: RoleKind,
    /// What is done is done to or with it: 向原告, 与被告.
    addressed: bool,
}

/// What the court's own account has the wrong side do. Of a debt that is sued for, who sues is the creditor: he does not owe the sum,
/// does not write the note of the debt, and it is not the sued who asks for it.
pub(super) fn turned(matter: &Matter<'_>) -> Option<Draft> {
    let sides = names(matter);
    let has = |side: RoleKind| sides.iter().any(|(_, own)| *own == side);
    if !has(Claimant) || !has(Respondent) {
        return None;
    }
    let sums = claimed(matter);
    let from = matter.sections.facts.start.min(matter.sections.reasoning.start);
    let within = from..matter.sections.reasoning.end;
    let text = matter.flow.slice(within.clone());
    let reasons = matter.sections.reasoning.start;
    let facts = unpaid(matter, &sides, within.start..reasons);
    if let Some(draft) = facts.or_else(|| unpaid(matter, &sides, reasons..within.end)) {
        return Some(draft);
    }
    let mut at = 0;
    let mut told = String::new();
    let mut signed: Option<Range<usize>> = None;
    for clause in text.split_inclusive([',', '。', ';', ':']) {
        let range = within.start + at..within.start + at + clause.len();
        at += clause.len();
        let reasons = range.start >= matter.sections.reasoning.start;
        // What a party says in its sentence is not what the court says.
        let spoken = ["辩称", "诉称", "述称", "抗辩称", "辩解", "抗辩"]
            .iter()
            .any(|word| told.contains(word) || clause.contains(word));
        told.push_str(clause);
        if !spoken && let Some((who, right)) = wrong(matter, &sides, &sums, range.clone(), reasons) {
            let draft = Draft::new().way("acts").about_text(matter, range).found(who);
            return Some(draft.expected(right));
        }
        // `原告出具结算单,载明尚欠货款1元`: who signs for a debt owes it.
        let owed = owes().is_some_and(|form| form.is_match(clause)) && !spoken;
        let claimed = among(matter.sums(), range.clone()).iter().any(|sum| sums.contains(&sum.value.minor));
        if let Some(who) = signed.as_ref().filter(|_| owed && claimed && is_nameless(clause, &sides)) {
            let draft = Draft::new().way("acts").about_text(matter, who.clone()).about_text(matter, range);
            return Some(draft.found(matter.flow.printed(who.clone())).expected("被告"));
        }
        signed = signs(clause, &sides).map(|own| range.start + own.start..range.start + own.end).or(signed);
        if clause.ends_with(['。', ';']) {
            told.clear();
            signed = None;
        }
    }
    None
}

/// Where a clause has who sues sign for something; the sued signing clears what was told before.
fn signs(clause: &str, sides: &[(String, RoleKind)]) -> Option<Range<usize>> {
    let form = pattern!(r"出具|签署|书写|立下|签字|盖章|承诺|打下|写下")?;
    let found = form.find(clause)?;
    let all = mentions(clause, sides)?;
    let who = all.iter().rfind(|mention| mention.range.end <= found.start() && !mention.addressed)?;
    (who.side == Claimant).then(|| who.range.clone())
}

/// Whether a clause names no party.
fn is_nameless(clause: &str, sides: &[(String, RoleKind)]) -> bool {
    mentions(clause, sides).is_some_and(|all| all.is_empty())
}

/// Verbs of owing.
fn owes() -> Option<&'static regex::Regex> {
    pattern!(
        r"(?:尚欠|仍欠|共欠|实欠|结欠|下欠|拖欠|欠付|积欠|未支付|未付|未偿还|未归还|未给付|未清偿|应付|应支付|应给付|应偿还|应归还|应当支付|应当偿还|应当归还|应当给付|欠)"
    )
}

/// What debts are called.
const NOUNS: [&str; 16] = [
    "货款",
    "借款",
    "本金",
    "租金",
    "服务费",
    "运费",
    "工程款",
    "价款",
    "劳务费",
    "报酬",
    "加工费",
    "加工款",
    "设计费",
    "租赁费",
    "物业费",
    "欠款",
];

/// Letters with which words for what was not done begin.
const FAILS: [char; 12] = ['未', '没', '拒', '尚', '仍', '一', '至', '始', '均', '不', '怠', '迟'];

/// Clauses in which who sues for a debt is told not to have paid or to have to pay it, where the sued is never told so.
fn unpaid(matter: &Matter<'_>, sides: &[(String, RoleKind)], within: Range<usize>) -> Option<Draft> {
    let debt = pattern!(
        r"(?:支付|偿还|给付|归还|清偿|付清|偿付|付)[^,。;元]{0,30}?(?:货款|借款|本金|租金|服务费|运费|工程款|价款|劳务费|报酬|加工费|加工款|设计费|租赁费|物业费|欠款|余款|尾款|款|费)"
    )?;
    let other = pattern!(r"违约金|损失|赔偿|定金|返还|退还|退回|利息|律师费|诉讼费")?;
    // The debt need not be asked for first: a contract may have to be undone before.
    let claims: Vec<String> = matter.claims().iter().map(|(_, claim)| fold(&claim.text.value)).collect();
    let is_debt = |text: &&String| debt.find(text).is_some_and(|found| !other.is_match(found.as_str()));
    let undone = claims.iter().any(|text| ["返还", "退还", "退款"].iter().any(|word| text.contains(word)));
    let asked = claims.first().filter(is_debt).or_else(|| claims.iter().find(is_debt).filter(|_| !undone))?;
    let main = debt.find(asked)?;
    if asked.contains("返还") || asked.contains("退") || main.is_empty() {
        return None;
    }
    let nouns: Vec<&str> = NOUNS.into_iter().filter(|noun| asked.contains(noun)).collect();
    let fails = pattern!(
        r"(?:未|没有|没|拒不|拒绝|尚未|仍未|一直未|至今未|始终未|均未|未能|怠于|迟迟未|不[按依](?:照|据)?(?:合同|协议)?约定?)(?:按约定?|依约定?|按照?约定|依照约定|[按依](?:照|据)?《[^》]{1,16}》(?:的?约定)?|按期|按时|如期|及时|全额|足额|能|予|再|继续|向[^,。;]{2,30})*(?:支付|付清|偿还|归还|给付|清偿|付款|还款|还本|还清|结清|偿付|交纳|缴纳|交清|缴清|履行付款|付)|应(?:当|该)?(?:在|于|按|依)[^,。;]{0,30}?(?:付清|支付|还清|偿还|归还|付款|还款|给付|清偿|结清)|应(?:当|该)?(?:按照约定|依约|按约|及时|依法)*(?:支付|偿还|归还|返还|给付|付款|还款|清偿)"
    )?;
    let (mut wrong, mut surely, mut answered, mut at) = (None, None, false, within.start);
    for clause in matter.flow.slice(within).split_inclusive([',', '。', ';', ':']) {
        let range = at..at + clause.len();
        at = range.end;
        let Some(mentions) = mentions(clause, sides) else { continue };
        for found in fails.find_iter(clause) {
            let acts =
                mentions.iter().rfind(|mention| mention.range.end <= found.start() && !mention.addressed);
            let Some(who) = acts.filter(|who| is_near(clause, who.range.end, found.start())) else {
                continue;
            };
            // Who sues is never told not to have paid just what he sues for.
            let behind = clause.get(found.end()..).unwrap_or_default();
            let fails = found.as_str().starts_with(FAILS);
            let behind = behind.trim_start_matches(['了', '该', '上', '述', '的']);
            // Nor that he has not paid the other side: `原告未依《付款协议》向被告付款`.
            let to_sued = |other: &Mention| {
                other.side == Respondent && other.addressed && found.range().contains(&other.range.start)
            };
            let own =
                fails && (nouns.iter().any(|noun| behind.starts_with(noun)) || mentions.iter().any(to_sued));
            if who.side == Respondent {
                answered = true;
            }
            let said =
                ["主张", "辩", "称", "要求", "请求", "认为", "诉请"].iter().any(|word| clause.contains(word));
            let told = || (range.clone(), clause.get(who.range.clone()).unwrap_or_default().to_owned());
            if who.side == Claimant && !said && wrong.is_none() {
                wrong = Some(told());
            }
            if who.side == Claimant && !said && own && surely.is_none() {
                surely = Some(told());
            }
        }
    }
    let (range, who) = surely.or(wrong.filter(|_| !answered))?;
    Some(Draft::new().way("acts").about_text(matter, range).found(who).expected("被告"))
}

/// The parties' names with their sides; nothing for names that hide letters.
fn names(matter: &Matter<'_>) -> Vec<(String, RoleKind)> {
    let parties = matter.parties().into_iter();
    let own = parties.map(|(_, party)| (fold(&party.name.value), party.kind));
    own.filter(|(name, _)| name.chars().count() > 1 && !is_masked(name)).collect()
}

/// The sums that are sued for.
fn claimed(matter: &Matter<'_>) -> Vec<i128> {
    let claims = matter.claims();
    claims.iter().flat_map(|(_, claim)| &claim.amounts).map(|money| money.value.minor).collect()
}

/// Verbs with the side whose they are: who owes, who promises to pay, who asks for payment, who lends.
fn wrong<'m>(
    matter: &'m Matter<'_>,
    sides: &[(String, RoleKind)],
    sums: &[i128],
    range: Range<usize>,
    reasons: bool,
) -> Option<(&'m str, &'static str)> {
    let clause = matter.flow.slice(range.clone());
    let mentions = mentions(clause, sides)?;
    let sum = among(matter.sums(), range).iter().any(|sum| sums.contains(&sum.value.minor));
    let actor = |at: usize| {
        let mut before = mentions.iter().filter(|mention| mention.range.end <= at && !mention.addressed);
        before.next_back().filter(|mention| is_near(clause, mention.range.end, at))
    };
    let owes = owes();
    let asks = pattern!(
        r"(?:诉请|请求|要求|主张|诉求|诉称要求|起诉要求)[^,。;]{0,40}?(?:支付|偿还|归还|返还|给付|清偿|偿付|付清|赔偿|承担)"
    );
    let writes = pattern!(
        r"(?:出具|书写|立下|签署|打下|写下|签写|交付)[^,。;]{0,14}?(?:欠条|借条|借据|欠据|欠款条|还款计划|还款承诺|承诺还款|付款承诺)"
    );
    let loan = matter.cause().contains("借");
    let of = |form: Option<&'static regex::Regex>| form.and_then(|form| form.find(clause));
    let shown = |mention: &Mention| clause.get(mention.range.clone()).unwrap_or_default();
    let lost = |mention: &Mention, side: RoleKind| mention.side == side;
    // Who asks: the sued, for a sum that is claimed or from who sues.
    if reasons && let Some(found) = of(asks) {
        let who = actor(found.start()).filter(|mention| lost(mention, Respondent));
        let from_claimant = mentions.iter().any(|mention| {
            mention.side == Claimant && found.range().contains(&mention.range.start) && !mention.addressed
        });
        if let Some(who) = who.filter(|_| sum || from_claimant && granted(matter, clause)) {
            return Some((shown_in(matter, clause, shown(who))?, "原告"));
        }
    }
    if sum && let Some(found) = of(owes) {
        let who = actor(found.start()).filter(|mention| lost(mention, Claimant));
        // 被告主张原告尚欠: said by the other.
        let said = mentions.iter().any(|mention| {
            mention.side == Respondent && mention.range.end <= found.start() && !mention.addressed
        });
        let asked = of(asks).is_some_and(|asked| asked.start() < found.start());
        if let Some(who) = who.filter(|_| !said && !asked) {
            return Some((shown_in(matter, clause, shown(who))?, "被告"));
        }
    }
    if let Some(found) = of(writes) {
        let who = actor(found.start()).filter(|mention| lost(mention, Claimant));
        if let Some(who) = who {
            return Some((shown_in(matter, clause, shown(who))?, "被告"));
        }
    }
    loan.then(|| of_loan(matter, clause, &mentions)).flatten()
}

/// Who lends and who borrows, the wrong way round: who sues has lent.
fn of_loan<'m>(
    matter: &'m Matter<'_>,
    clause: &str,
    mentions: &[Mention],
) -> Option<(&'m str, &'static str)> {
    let lends = pattern!(r"(?:提供|交付|发放|支付)了?(?:上述|该笔|全部|约定的)?借款|出借|借给|借与")?;
    let borrows = pattern!(r"(?:借款|借到|借得|借用)")?;
    let (at, side, right) = match lends.find(clause) {
        Some(found) => (found.start(), Respondent, "原告"),
        None => (borrows.find(clause)?.start(), Claimant, "被告"),
    };
    let acts = |mention: &&Mention| mention.range.end <= at && !mention.addressed;
    let who = mentions.iter().rfind(acts).filter(|who| is_near(clause, who.range.end, at))?;
    // Who borrows does so from somebody.
    let from_sued = mentions
        .iter()
        .any(|mention| mention.addressed && mention.side == Respondent && mention.range.end <= at);
    let led = side == Respondent || from_sued && clause.get(..at)?.contains('向');
    (who.side == side && led).then_some(())?;
    Some((shown_in(matter, clause, clause.get(who.range.clone())?)?, right))
}

/// The text of the matter that a piece of one of its clauses is.
fn shown_in<'m>(matter: &'m Matter<'_>, clause: &str, piece: &str) -> Option<&'m str> {
    let at = matter.text().find(clause)? + clause.find(piece)?;
    matter.text().get(at..at + piece.len())
}

/// Whether the sentence that a clause stands in grants what it asks.
fn granted(matter: &Matter<'_>, clause: &str) -> bool {
    let text = matter.text();
    let rest = text.find(clause).and_then(|at| text.get(at..)).unwrap_or_default();
    let sentence = rest.split(['。', ';']).next().unwrap_or_default();
    let grants = ["予以支持", "应予支持", "应当支持", "依法支持", "予以准许"]
        .iter()
        .any(|word| sentence.contains(word));
    grants && !sentence.contains("不予")
}

/// Bytes between a party and what it does: the day, how and to whom.
const MOST_APART: usize = 120;

fn is_near(clause: &str, from: usize, to: usize) -> bool {
    let between = clause.get(from..to).unwrap_or_default();
    between.len() <= MOST_APART && !between.contains(['的', '。'])
}

/// The parties that a clause names, from left to right; nothing where it speaks of both as one.
fn mentions(clause: &str, sides: &[(String, RoleKind)]) -> Option<Vec<Mention>> {
    const BOTH: [&str; 9] =
        ["双方", "原、被告", "原被告", "当事人", "案外人", "第三人", "被告人", "反诉", "上诉"];
    if BOTH.iter().any(|word| clause.contains(word)) {
        return None;
    }
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < clause.len() {
        let rest = clause.get(at..)?;
        let role =
            [("原告", Claimant), ("被告", Respondent)].into_iter().find(|(word, _)| rest.starts_with(word));
        let led = role.map_or(0, |(word, _)| word.len());
        let own = rest.get(led..)?;
        let name = sides
            .iter()
            .filter(|(name, _)| own.starts_with(name.as_str()))
            .max_by_key(|(name, _)| name.len());
        let side = name.map(|(_, side)| *side).or(role.map(|(_, side)| side));
        let Some(side) = side else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let end = at + led + name.map_or(0, |(name, _)| name.len());
        let before = clause.get(..at)?;
        let addressed = before.ends_with([
            '向', '给', '对', '与', '和', '为', '替', '同', '跟', '从', '及', '、', '欠', '还', '付', '予',
        ]);
        found.push(Mention { range: at..end, side, addressed });
        at = end;
    }
    Some(found)
}
