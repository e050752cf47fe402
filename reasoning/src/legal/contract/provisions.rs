//! Terms of a contract by what they are about.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::fact::{LegalFact, Provision, ProvisionKind};
use super::super::flow::Flow;
use super::super::pleadings::amounts;
use super::clauses;
use crate::value::{Found, find_dates, find_periods, find_quantities};
use crate::{Notes, Stated};

use ProvisionKind::{
    Arbitration, Copies, Deposit, EarnestMoney, GoverningLaw, Litigation, Payment, Penalty, Performance,
    Price, Subject, Term,
};

/// Words of a sentence that tell what it is about, the more telling first.
const SENTENCES: [(&str, ProvisionKind); 44] = [
    ("仲裁委员会", Arbitration),
    ("申请仲裁", Arbitration),
    ("提交仲裁", Arbitration),
    ("提起诉讼", Litigation),
    ("人民法院起诉", Litigation),
    ("人民法院管辖", Litigation),
    ("向法院起诉", Litigation),
    ("诉讼解决", Litigation),
    ("定金", EarnestMoney),
    ("违约金", Penalty),
    ("滞纳金", Penalty),
    ("逾期利息", Penalty),
    ("罚息", Penalty),
    ("押金", Deposit),
    ("保证金", Deposit),
    ("订金", Deposit),
    ("一式", Copies),
    ("适用中华人民共和国法律", GoverningLaw),
    ("适用法律", GoverningLaw),
    ("承担违约责任", Penalty),
    ("赔偿损失", Penalty),
    ("期限自", Term),
    ("有效期", Term),
    ("期限为", Term),
    ("租赁期", Term),
    ("借款期限", Term),
    ("合同期限", Term),
    ("服务期限", Term),
    ("工期", Term),
    ("总价", Price),
    ("合同价", Price),
    ("合同金额", Price),
    ("价款", Price),
    ("货款", Price),
    ("租金", Price),
    ("单价", Price),
    ("借款金额", Price),
    ("服务费", Price),
    ("报酬", Price),
    ("支付", Payment),
    ("付款", Payment),
    ("付清", Payment),
    ("交付", Performance),
    ("交货", Performance),
];

/// Words of a clause's heading that tell what its sentences are about where they do not tell themselves.
const HEADINGS: [(&str, ProvisionKind); 40] = [
    ("交货期限", Performance),
    ("履行期限", Performance),
    ("争议", Litigation),
    ("违约", Penalty),
    ("定金", EarnestMoney),
    ("押金", Deposit),
    ("保证金", Deposit),
    ("期限", Term),
    ("工期", Term),
    ("付款", Payment),
    ("支付", Payment),
    ("结算", Payment),
    ("价款", Price),
    ("价格", Price),
    ("租金", Price),
    ("报酬", Price),
    ("金额", Price),
    ("交付", Performance),
    ("交货", Performance),
    ("履行", Performance),
    ("验收", Performance),
    ("标的", Subject),
    ("租赁房屋", Subject),
    ("租赁物", Subject),
    ("概况", Subject),
    ("基本情况", Subject),
    ("内容", Subject),
    ("货物", Subject),
    ("租用时间", Term),
    ("租期", Term),
    ("服务期", Term),
    ("借期", Term),
    ("起止", Term),
    ("有效期", Term),
    ("造价", Price),
    ("酬金", Price),
    ("佣金", Price),
    ("费", Price),
    ("价金", Price),
    ("时间", Performance),
];

/// States the terms of the clauses; without clauses, of the sentences in `within`.
pub(super) fn note(flow: &Flow, clauses: &[clauses::Found], within: Range<usize>, notes: &mut Notes) {
    if clauses.is_empty() {
        note_sentences(flow, within, &[], notes);
        return;
    }
    let mut above = Vec::new();
    for (index, clause) in clauses.iter().enumerate() {
        let heading = clause.heading.clone().map(|range| flow.slice(range));
        let told: Vec<ProvisionKind> = heading.map(told_by_heading).unwrap_or_default();
        if clause.number.len() == 1 {
            above = if told.is_empty() && index == 0 { vec![Subject] } else { told.clone() };
        }
        let start = clause.heading.as_ref().map_or(clause.label.end, |heading| heading.end);
        let about = if told.is_empty() { &above } else { &told };
        note_sentences(flow, start..clause.text.end.min(within.end).max(start), about, notes);
    }
}

/// What a heading says its clause is about.
fn told_by_heading(heading: &str) -> Vec<ProvisionKind> {
    HEADINGS.iter().filter(|(word, _)| heading.contains(word)).map(|told| told.1).collect()
}

fn note_sentences(flow: &Flow, within: Range<usize>, about: &[ProvisionKind], notes: &mut Notes) {
    let mut at = within.start;
    while at < within.end {
        let stop = flow.find(at..within.end, "。").map_or(within.end, |stop| stop + "。".len());
        let sentence = flow.trim(at..stop, &[':', ' ', '。', '】']);
        at = stop;
        if flow.slice(sentence.clone()).chars().count() >= 4 {
            for kind in kinds(flow.slice(sentence.clone()), about) {
                note_sentence(flow, &sentence, kind, notes);
            }
        }
    }
}

/// What a sentence is about: what it tells itself; where that is only money or delivery in general, what its heading
/// tells; and payment as well where the heading says so.
fn kinds(sentence: &str, about: &[ProvisionKind]) -> Vec<ProvisionKind> {
    let told = SENTENCES.iter().find(|(word, _)| sentence.contains(word)).map(|told| told.1);
    // Under a heading on disputes only what names a forum is a choice of it.
    let heading = about.iter().copied().find(|kind| *kind != Litigation);
    match (told, heading) {
        (Some(told), _) if about.contains(&told) => vec![told],
        (Some(Payment | Price | Performance) | None, Some(heading)) => vec![heading],
        (Some(told), Some(Payment)) => vec![told, Payment],
        (told, _) => told.into_iter().collect(),
    }
}

fn note_sentence(flow: &Flow, sentence: &Range<usize>, kind: ProvisionKind, notes: &mut Notes) {
    let Some(stated) = flow.copy(notes, sentence.clone()) else { return };
    let amounts = amounts(flow, sentence.clone(), notes);
    let (dates, periods) = (dates(flow, sentence, notes), periods(flow, sentence, notes));
    let shares = shares(flow, sentence, notes);
    let forum = forum(flow, sentence, kind).and_then(|range| flow.copy(notes, range));
    let provision = Provision { kind, text: stated, amounts, dates, periods, shares, forum };
    notes.add("contract.provisions", LegalFact::Provision(provision));
}

fn dates(flow: &Flow, range: &Range<usize>, notes: &mut Notes) -> Vec<Stated<crate::value::WrittenDate>> {
    let found = find_dates(flow.slice(range.clone()));
    found.into_iter().filter_map(|date| flow.found(notes, date.moved(range.start))).collect()
}

fn periods(flow: &Flow, range: &Range<usize>, notes: &mut Notes) -> Vec<Stated<crate::value::Period>> {
    let found = find_periods(flow.slice(range.clone()));
    found.into_iter().filter_map(|period| flow.found(notes, period.moved(range.start))).collect()
}

fn shares(flow: &Flow, range: &Range<usize>, notes: &mut Notes) -> Vec<Stated<Decimal>> {
    let found = find_quantities(flow.slice(range.clone()));
    let ratio = |found: Found<crate::value::Quantity>| {
        let ratio = found.value.ratio()?;
        Some(found.map(|_| ratio))
    };
    let ratios = found.into_iter().filter_map(ratio);
    ratios.filter_map(|ratio| flow.found(notes, ratio.moved(range.start))).collect()
}

/// The court or arbitral commission named.
fn forum(flow: &Flow, sentence: &Range<usize>, kind: ProvisionKind) -> Option<Range<usize>> {
    let words: &[&str] = match kind {
        Arbitration => &["仲裁委员会", "仲裁院", "仲裁中心"],
        Litigation => &["人民法院", "法院"],
        _ => return None,
    };
    let end = words.iter().find_map(|word| Some(flow.find(sentence.clone(), word)? + word.len()))?;
    const LEADS: [&str; 12] =
        ["可向", "均可向", "均应向", "向", "提交至", "提交", "提请", "报请", "申请", "选择", "由", "至"];
    let before = sentence.start..end;
    let lead = LEADS.iter().filter_map(|word| Some(flow.rfind(before.clone(), word)? + word.len())).max();
    let sign = flow.slice(before.clone()).rfind([',', ';', ':', '、']).map(|at| sentence.start + at + 1);
    let start = lead.max(sign).unwrap_or(sentence.start);
    let start = (start..end).find(|at| flow.text().is_char_boundary(*at))?;
    Some(flow.trim(start..end, &[',', '、', '。']))
}
