//! What sentences of contracts tell of, by what stands in them rather than by their words: part of L31.

use serde::Deserialize;

use super::matter::Matter;
use crate::Fact;
use crate::fold;
use crate::legal::Clause;
use crate::pattern::pattern;
use crate::value::find_dates;

/// What of a sentence tells of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sign {
    /// A verb of paying with a time.
    Payment,
    /// A day on which something else than paying or signing is to be done.
    Time,
    /// What the first clause is about.
    Subject,
    /// A number of things or a measure: `车床两台`, `500吨`.
    Quantity,
}

/// Verbs of paying, and times by which or at which something is paid.
const PAYS: &str = r"支付|[打转存划](?:到|至|入|给|款)|交纳|缴纳|缴付|给付|付清|付款|交付租|交租|结清|汇至|汇入|汇给|转账|打款|划付|付至|付给|交清|还清|归还|偿还|发放|结算|交(?:至|到|给)|\b(?:pay|pays|paid|payable|due|settled?|remit\w*|invoiced?|instal\w*|transferred|standing order|direct debit)\b";
const WHEN: &str = r"每(?:月|季|年|周|半年)|[月季年]付|日前|[日天月]内|之日|当日|当天|同时|按[月季年]|分期|到期|期满|[一二三四五六七八九十0-9]+[日号]|\b(?:within|days?|on or before|upon|monthly|weekly|quarterly|annually|yearly|in advance|in arrears?|on the|each|every|at the end|net|on (?:completion|delivery|receipt|signature|signing|presentation)|promptly|by (?:the )?\d{1,2}|of the (?:following|next|same) month|per (?:month|week|quarter|annum)|a (?:month|week|year|quarter)|immediately|at once|forthwith|on demand|after (?:delivery|receipt|completion|invoice))\b";

/// Numbers with the words that things are counted and measured by. Copies, times and clauses are told by others or behind 第.
const COUNTED: &str = r"(?:^|[^第一二三四五六七八九十\d.])(?:[一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]{1,6}|\d[\d,.]*万?)余?(?:台|套|件|吨|公斤|千克|斤|箱|只|张|把|支|辆|头|匹|平方米|立方米|米|株|棵|袋|瓶|包|卷|艘|架|双|块|册|盒|桶|组|副|樘|扇|筐|捆|根|片|枚|朵|盆|羽|尾|车皮|升|克|亩|kg|t\b)";

/// What somebody is to do by or on a day.
const DOES: &str = r"(?:应|须|应当|必须|将|负责|定于|拟于|于|在)[^,。;]{0,30}(?:送|交货|交付|运|完成|提供|供应|供货|安装|竣工|到货|发货|举行|举办|开始)|\bshall\b[^.;]{0,120}\b(?:deliver|provide|supply|complete|perform|finish|install|ship|collect|serve|carry out)\w*|\b(?:date of (?:delivery|the event|performance|completion)|take place on|be held on)\b";

/// Words of sentences whose days are those of signing, of paying or of something that is told.
const OTHER_DAYS: &str = r"签订|签署|订立|签约|\b(?:made|dated|signed|entered into|executed|between)\b";

/// Whether a sentence, in small letters, tells of a term.
pub(super) fn tells(sentence: &str, sign: Sign) -> bool {
    let has = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(sentence));
    match sign {
        Sign::Payment => has(pattern!(PAYS)) && has(pattern!(WHEN)),
        Sign::Time => {
            let whole = || find_dates(sentence).iter().any(|date| date.value.civil().is_some());
            has(pattern!(DOES)) && !has(pattern!(PAYS)) && !has(pattern!(OTHER_DAYS)) && whole()
        }
        Sign::Quantity => has(pattern!(COUNTED)),
        Sign::Subject => false,
    }
}

/// An English text in small letters whose words for what somebody is to do are all `shall`.
pub(super) fn modal(text: &str) -> String {
    let form = pattern!(
        r"\b(?:will|must|agrees? to|undertakes? to|is to|are to|covenants? to|is required to|are required to|is obliged to)\b"
    );
    form.map_or_else(|| text.to_owned(), |form| form.replace_all(text, "shall").into_owned())
}

/// The heading of the first clause that is none on words and what was before.
pub(super) fn first_heading(clauses: &[(&Fact, &Clause)]) -> Option<String> {
    const BEFORE: [&str; 9] = [
        "定义",
        "释义",
        "总则",
        "definition",
        "interpretation",
        "recital",
        "background",
        "parties",
        "当事人",
    ];
    let headings =
        clauses.iter().filter(|(_, clause)| clause.number.len() == 1).map(|(_, clause)| &clause.heading);
    let headings = headings.map(|heading| heading.as_ref().map(|heading| heading.value.clone()));
    let mut headings = headings.filter(|heading| {
        let lower = heading.as_ref().map(|heading| fold(heading).to_lowercase()).unwrap_or_default();
        !BEFORE.iter().any(|word| lower.contains(word))
    });
    headings.next().flatten()
}

/// Clauses of which nothing but the heading is there, or a mark in its place: `(空白)`, `[blank]`, `to be agreed`.
pub(super) fn left_empty(matter: &Matter<'_>) -> Vec<String> {
    let mark = pattern!(
        r"(?i)^[(\[【〔<]?\s*(?:此处|本条|内容)?\s*(?:空白|留空|空|略|从略|待定|待补|待补充|待填|待商定|待协商|(?:待|由)?(?:甲乙)?双方(?:另行|后续)?(?:协商|商定|约定|议定)|(?:(?:以|之|今|日)?后|将来|届时|到时)?(?:再|由(?:甲方|乙方|双方))?(?:另行|后续|再行|另|再|以书面)?(?:书面)?(?:协商|商定|商议|约定|议定|确定|通知|告知|补充|补签|明确|商量|决定|签订)(?:确定|补充)?|未约定|无约定|无|见(?:后|补充协议)|按惯例|(?:this (?:clause|section) (?:is )?)?(?:intentionally )?(?:left )?(?:blank|open|omitted|deleted)|reserved|not used|not applicable|none|nil|tb[acd]|(?:to be|as may be) (?:agreed|confirmed|determined|completed|inserted|advised|notified|specified|announced|arranged|fixed|set|decided|discussed|negotiated|settled|provided)(?: (?:later|by the parties|between the parties|in writing|upon|separately))*|to follow|pending|n/a|/+|-+|—+|_+|\.{3,}|…+|×+|x{3,})\s*[)\]】〕>]?$"
    );
    let bare = |(_, clause): &(&Fact, &Clause)| {
        let (heading, body) = parted(clause)?;
        mark.is_some_and(|mark| mark.is_match(&body)).then_some(heading)
    };
    matter.clauses().iter().filter_map(bare).collect()
}

/// A clause of whatever subject whose text was left out: `五、成果质量(略)`. What is left open for remarks does not count.
pub(super) fn left_out<'m>(matter: &'m Matter<'_>) -> Option<(&'m Fact, &'m Clause, String)> {
    let mark = pattern!(
        r"(?i)^[(\[【〔<]?\s*(?:此处|本条|内容)?\s*(?:略|从略|空白|留空|待补充?|待填|(?:text |clause )?omitted|(?:left )?blank|tb[acd]|_{2,}|…+|\.{3,}|×{2,}|x{3,})\s*[)\]】〕>]?$"
    )?;
    let aside = pattern!(r"(?i)附件|其他|其它|补充|备注|特别|另行|other|special|remark|schedule|reserved")?;
    matter.clauses().into_iter().find_map(|(fact, clause)| {
        let (heading, body) = parted(clause)?;
        (mark.is_match(&body) && !aside.is_match(&heading)).then_some((fact, clause, heading))
    })
}

/// The heading of a clause and what stands behind it, without the signs between and at the end.
fn parted(clause: &Clause) -> Option<(String, String)> {
    let heading = clause.heading.as_ref()?;
    let text = fold(&clause.text.value);
    let own = fold(&heading.value);
    let at = text.find(own.as_str())? + own.len();
    let whole = text.get(at..)?.trim();
    let body = whole.trim_start_matches(|c: char| c.is_whitespace() || "。.;:,】)-–—".contains(c));
    let body = if body.is_empty() { whole } else { body };
    let body = body.trim_end_matches(|c: char| c.is_whitespace() || "。;".contains(c));
    let body = if body.ends_with("..") { body } else { body.trim_end_matches('.') };
    Some((heading.value.clone(), body.to_owned()))
}
