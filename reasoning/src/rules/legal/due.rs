//! Days by which a debt is to be paid: part of L18 and L20.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::pattern::pattern;

/// Words that fix a day for a debt.
#[derive(Default, Deserialize)]
struct Words {
    papers: Vec<String>,
    paid: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../../data/rules/dues.toml")).unwrap_or_default());

/// Whether a paper says that a debt is paid on the day: `写明2019年8月31日还清`. What was paid already is told in other words.
pub(super) fn is_written(sentence: &str, before: &str, after: &str) -> bool {
    let done = after.trim_start_matches(['一', '次', '性', '全', '部']);
    WORDS.paid.iter().any(|word| done.starts_with(word.as_str()))
        && WORDS.papers.iter().any(|word| sentence.contains(word.as_str()))
        && !["已", "共", "后又", "实际", "仅"].iter().any(|word| before.ends_with(word))
}

/// Whether a key stands before the day by which something is to be paid: `付款截止日为`, `最后还款期限是`, `约定还本时间:`.
pub(super) fn is_keyed(before: &str, after: &str) -> bool {
    // The first day of a span is none by which something is to be done.
    if ["起", "至", "到", "-", "~", "—", "始", "开始", "以前签"].iter().any(|word| after.starts_with(word))
    {
        return false;
    }
    let form = pattern!(
        r"(?:截止|到期|届满|付款|还款|支付|清偿|付清|偿还|归还|履行|还清|结清|还本|交款|缴款|给付|兑付|交清|返还|期限)(?:的)?(?:最后|最终|最迟|最晚)?(?:期限|日期|时间|期间|期|日)?(?:截止|届满|到期|截至)?(?:日期|时间|期|日)?(?:为|是|至|到|系|在|定为|定于|定在|约定为|约定至|延至|延长至|延期至|延期到|:)$"
    );
    form.is_some_and(|form| form.is_match(before))
}
