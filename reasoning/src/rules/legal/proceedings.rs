//! Proceedings other than suits, by the codes of their numbers: part of L03.

use super::matter::{Matter, Quote};
use crate::legal::{InstrumentKind, RoleKind};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{Branch, CaseNumber, Stage};

/// Proceedings of civil cases that nobody sues and is sued in, by the end of their code, with words that such a case cannot do
/// without (Fa [2015] 137): orders to pay, public summons, special procedures, questions of jurisdiction, review, protection.
const CIVIL: [(&str, &[&str]); 9] = [
    ("督", &["督促", "支付令"]),
    ("催", &["公示催告", "票据"]),
    (
        "特",
        &[
            "特别程序",
            "宣告",
            "仲裁",
            "选民",
            "担保物权",
            "司法确认",
            "调解协议",
            "监护",
            "行为能力",
            "失踪",
            "无主",
        ],
    ),
    ("撤", &["撤销之诉", "第三人撤销"]),
    ("辖", &["管辖"]),
    ("监", &["再审", "监督", "申诉"]),
    ("算", &["清算"]),
    ("保令", &["保护令", "禁令"]),
    ("认", &["承认", "认可"]),
];

/// Codes of other branches with words that such a case cannot do without: bankruptcy, preservation, kinds of enforcement, changes
/// of punishment, state compensation (Fa [2015] 137). Longer ones first where one ends like another.
const OTHERS: [(&str, &[&str]); 22] = [
    ("诉前调", &["调解"]),
    ("破申", &["破产", "重整"]),
    ("破", &["破产", "重整"]),
    ("强清", &["清算"]),
    ("清申", &["清算"]),
    ("执保", &["保全"]),
    ("财保", &["保全"]),
    ("行保", &["保全"]),
    ("证保", &["保全"]),
    ("执恢", &["恢复"]),
    ("执异", &["异议"]),
    ("执复", &["复议"]),
    ("执监", &["监督", "申诉"]),
    ("刑更", &["减刑", "假释", "监外执行"]),
    ("刑没", &["没收违法所得", "逃匿", "死亡"]),
    ("刑医", &["强制医疗", "精神"]),
    ("司惩", &["罚款", "拘留", "训诫", "惩戒"]),
    ("司救执", &["救助"]),
    ("司救民", &["救助"]),
    ("司救刑", &["救助"]),
    ("法赔", &["赔偿"]),
    ("委赔", &["赔偿"]),
];

/// Codes of cases that no judgment ends: they end in rulings, decisions and orders.
const UNJUDGED: [&str; 18] = [
    "破", "破申", "破监", "强清", "清申", "清终", "刑更", "刑没", "刑医", "民辖", "民督", "民申", "行申",
    "行审", "刑申", "司惩", "法赔", "委赔",
];

/// Sentences on what may still be applied for, and words for costs and remedies: in them nothing is preserved, objected to or taken
/// up again.
const ASIDE: &str = r"[^。;]*(?:可以?|有权|如不服|不服本裁定|如有异议)[^。;]*[。;]|保全(?:申请|保险)?费|恢复(?:原状|正常|营业|履行)";

/// The words of which a civil case of that code names at least one, where the document names none.
pub(super) fn unheard(matter: &Matter<'_>, code: &str) -> Option<&'static [&'static str]> {
    let (_, words) = CIVIL.iter().find(|(end, _)| code.ends_with(end))?;
    (!matter.says(0..matter.text().len(), words)).then_some(*words)
}

/// Whether no judgment ends cases of that number.
pub(super) fn is_unjudged(number: &CaseNumber) -> bool {
    matches!(number.branch, Branch::Enforcement | Branch::Preservation)
        || UNJUDGED.contains(&number.code.as_str())
}

/// A number of a proceeding of which the document does not speak, or one of a suit over a document of another proceeding.
pub(super) fn turned(matter: &Matter<'_>, draft: &dyn Fn() -> Draft) -> Option<Draft> {
    if !matter.is_whole() {
        return None;
    }
    let (_, number) = matter.number()?;
    let code = number.value.code.as_str();
    let told = OTHERS.iter().find(|(own, _)| *own == code);
    if let Some((_, words)) = told {
        let text = pattern!(ASIDE)?.replace_all(matter.text(), "");
        let speaks = words.iter().any(|word| text.contains(word));
        return (!speaks).then(|| draft().way("unheard").with("words", words.join("、")));
    }
    let (range, expected) = another(matter, number.value.branch)?;
    Some(draft().way("another").against_text(matter, range).expected(expected))
}

/// What a document of no suit asks for, with the code that its number ought to have. The words stand in the request of an
/// applicant; whoever sues may speak of all of them.
fn another(matter: &Matter<'_>, branch: Branch) -> Option<(std::ops::Range<usize>, &'static str)> {
    const CIVIL: [(&str, &str); 8] = [
        ("申请宣告", "民特"),
        ("申请认定", "民特"),
        ("申请司法确认", "民特"),
        ("申请撤销仲裁裁决", "民特"),
        ("申请支付令", "民督"),
        ("申请公示催告", "民催"),
        ("申请人身安全保护令", "民保令"),
        ("破产清算", "破申、破"),
    ];
    const CRIMINAL: [(&str, &str); 4] =
        [("报请减刑", "刑更"), ("减刑建议", "刑更"), ("假释建议", "刑更"), ("申请强制医疗", "刑医")];
    let words: &[(&str, &str)] = match branch {
        Branch::Civil => &CIVIL,
        Branch::Criminal => &CRIMINAL,
        _ => return None,
    };
    let sues = matter.parties().iter().any(|(_, party)| {
        ["原告", "被告", "第三人", "上诉"].iter().any(|word| party.role.value.contains(word))
            || party.kind == RoleKind::Accused
    });
    let judged = matter.instrument() == Some(InstrumentKind::Judgment);
    if sues || judged || matter.parties().is_empty() || matter.stage() != Some(Stage::FirstInstance) {
        return None;
    }
    let head = 0..matter.sections.reasoning.start.max(matter.sections.heading.end);
    words.iter().find_map(|(word, code)| Some((matter.find(head.clone(), &[word])?, *code)))
}
