//! What sums are for: the words before them, in claims, reasons and orders.

/// What sums are for, in the words of the trade; the more telling first.
pub(super) const SUBJECTS: [&str; 38] = [
    "劳务费",
    "加工款",
    "物业服务费",
    "物业费",
    "运费",
    "装修款",
    "转让款",
    "代理费",
    "律师代理费",
    "律师费",
    "违约金",
    "逾期付款损失",
    "逾期利息",
    "资金占用",
    "利息",
    "罚息",
    "滞纳金",
    "占用费",
    "借款",
    "货款",
    "工程款",
    "租金",
    "服务费",
    "报酬",
    "价款",
    "定金",
    "押金",
    "保证金",
    "医疗费",
    "误工费",
    "护理费",
    "赔偿金",
    "补偿金",
    "工资",
    "抚养费",
    "损失",
    "房款",
    "欠款",
];

/// Subjects that courts and parties call by several names.
const ALIKE: [(&str, &str); 8] = [
    ("逾期付款损失", "利息"),
    ("逾期利息", "利息"),
    ("资金占用", "利息"),
    ("违约金", "利息"),
    ("罚息", "利息"),
    ("损失", "利息"),
    ("律师代理费", "律师费"),
    ("占用费", "租金"),
];

/// Words of sums that come beside a debt: debts have many names, what comes beside them has few.
const BESIDE: [&str; 20] = [
    "律师",
    "代理费",
    "违约金",
    "利息",
    "罚息",
    "损失",
    "滞纳金",
    "保证金",
    "押金",
    "定金",
    "差旅",
    "交通费",
    "公证费",
    "保全",
    "担保费",
    "保险费",
    "鉴定费",
    "评估费",
    "公告费",
    "占用费",
];

/// Whether words before a sum are of something that comes beside a debt.
pub(super) fn is_beside(words: &str) -> bool {
    BESIDE.iter().any(|word| words.contains(word))
}

/// The subject that the words before a sum end nearest to.
pub(super) fn subject(words: &str) -> Option<&'static str> {
    let found =
        SUBJECTS.iter().filter_map(|word| words.rfind(word).map(|at| (at + word.len(), word.len(), *word)));
    found.max_by_key(|(end, length, _)| (*end, *length)).map(|(_, _, word)| word)
}

/// Whether two subjects are one.
pub(super) fn same(a: &str, b: &str) -> bool {
    let root = |word: &str| {
        ALIKE
            .iter()
            .find(|(own, _)| *own == word)
            .map_or_else(|| word.to_owned(), |(_, root)| (*root).to_owned())
    };
    root(a) == root(b)
}

/// Whether a text speaks of the subject, by whatever name.
pub(super) fn subject_in(text: &str, subject: &str) -> bool {
    SUBJECTS.iter().any(|word| text.contains(word) && same(word, subject))
}

/// What a sum is called that no word of the trade names: the letters before it, behind the verb of paying and behind whose it is.
pub(super) fn noun(before: &str) -> &str {
    let form = crate::pattern::pattern!(
        r"(?:支付|给付|偿还|归还|返还|赔偿|承担|偿付|退还|付清|清偿|补偿|缴纳|赔付|负担|退回|付给|发放|垫付|的|及|和|与|、|,|:|公司|\))(?P<noun>\p{Han}{2,10})$"
    );
    form.and_then(|form| form.captures(before))
        .and_then(|found| found.name("noun"))
        .map_or("", |noun| noun.as_str())
}

/// Whether two names of sums end alike: 设备租赁费 and 租赁费, but not 差旅费 and 律师费.
pub(super) fn are_alike(a: &str, b: &str) -> bool {
    let shared = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
    shared > 1
}
