//! What the label of a row or a line says that it adds up; part of L12.

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of the rows since the last.
    Sub,
    /// Of all items.
    Net,
    /// Of taxes.
    Tax,
    /// Of items and taxes.
    Gross,
}

/// Words of what is paid in all.
const GROSS: [&str; 31] = [
    "价税合计",
    "totaldue",
    "totalwith",
    "balancepayable",
    "balanceunpaid",
    "balanceoutstanding",
    "grandtotal",
    "amountdue",
    "balancedue",
    "含税合计",
    "应付总额",
    "应付合计",
    "应付",
    "应收",
    "实付",
    "实收",
    "amountpayable",
    "totalpayable",
    "grosstotal",
    "grossamount",
    "totalinc",
    "inclgst",
    "incltax",
    "inclvat",
    "invoicetotal",
    "totalamount",
    "应结",
    "totalprice",
    "topay",
    "payablenow",
    "paythisamount",
];

/// Letters that may stand beside the word for a total: whose it is.
const MOST_BESIDE: usize = 18;

/// What a row of that label adds up.
pub(super) fn kind(label: &str) -> Option<Kind> {
    let plain = uncounted(&label.to_lowercase()).replace([' ', '\u{3000}', '-'], "");
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if has(&["小计", "subtotal"]) {
        return Some(Kind::Sub);
    }
    const RATED: [&str; 8] = ["gst", "cgst", "sgst", "igst", "hst", "pst", "vat", "销项税"];
    let bare = plain.trim_start_matches(['+', ':']);
    if RATED.iter().any(|word| bare.starts_with(word)) && !has(&["total", "合计", "no.", "reg"]) {
        return Some(Kind::Tax);
    }
    if has(&["taxablevalue", "taxableamount"]) {
        return Some(Kind::Net);
    }
    // 不含税合计 is no 含税合计, and 税额合计 adds up taxes alone.
    if has(&["不含税", "未税", "excludingtax", "beforetax", "extax", "exgst", "exvat", "netamount"])
        && !has(&["价税"])
    {
        const SUMS: [&str; 9] =
            ["合计", "总计", "共计", "金额", "价款", "总额", "总价", "total", "netamount"];
        return has(&SUMS).then_some(Kind::Net);
    }
    if has(&["税额合计", "合计税额", "税金合计", "税额总计", "totaltax", "totalvat", "totalgst"])
    {
        return Some(Kind::Tax);
    }
    if has(&GROSS) {
        return Some(Kind::Gross);
    }
    if has(&["合计", "总计", "共计", "nettotal", "totalnet", "总金额"])
        || [
            "total",
            "totals",
            "sum",
            "net",
            "nett",
            "netvalue",
            "goodstotal",
            "netgoods",
            "goods",
            "goodsvalue",
            "valueofgoods",
            "merchandise",
            "totalgoods",
            "netttotal",
            "totalnett",
            "nettamount",
            "itemstotal",
            "lines",
        ]
        .contains(&plain.as_str())
    {
        return Some(Kind::Net);
    }
    if let Some(kind) = beside(&plain, bare) {
        return Some(kind);
    }
    if ["总价", "总额", "总报价", "总造价", "总金额"].iter().any(|word| plain.ends_with(word)) {
        return Some(Kind::Net);
    }
    let tax = plain == "vat" || plain.starts_with("vat(") || plain == "tax" || plain.starts_with("salestax");
    tax.then_some(Kind::Tax)
}

/// A label without the currency that it counts in: `Total USD`, `Total (EUR)`, `Total AUD including GST`.
fn uncounted(label: &str) -> String {
    const CURRENCIES: [&str; 21] = [
        "usd", "aud", "eur", "gbp", "cad", "sgd", "hkd", "nzd", "inr", "rmb", "cny", "chf", "jpy", "zar",
        "myr", "kes", "aed", "rs.", "rs", "us$", "hk$",
    ];
    let words = label.split_whitespace().filter(|word| {
        let bare = word.trim_matches(['(', ')', ':', ',', '$', '£', '€', '₹', '¥']);
        !word.is_empty() && !bare.is_empty() && !CURRENCIES.contains(&bare)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What a label says whose word for a tax or a total has something beside it.
fn beside(plain: &str, bare: &str) -> Option<Kind> {
    // 税额(13%): the rate stands beside the word.
    const TAXES: [&str; 5] = ["税额", "税金", "税款", "增值税", "premiumtax"];
    if TAXES.iter().any(|word| {
        bare.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['(', '@', ':', '1', '6', '3']))
    }) {
        return Some(Kind::Tax);
    }
    // Basic total, monthly total, total charges: what else such a row counts is no money.
    const COUNTS: [&str; 14] = [
        "weight", "hour", "area", "day", "page", "pcs", "qty", "quantit", "number", "no.", "volume",
        "carton", "package", "score",
    ];
    let named = plain.strip_prefix("total").or_else(|| plain.strip_suffix("total"));
    if named.is_some_and(|rest| {
        rest.chars().count() <= MOST_BESIDE && !COUNTS.iter().any(|word| rest.contains(word))
    }) {
        return Some(Kind::Net);
    }
    None
}
