//! What a clause says of side, presence and certainty. Words end in `\W` rather than `\b`, which drives a pattern to the
//! slowest engine on every clause in Chinese.

use crate::pattern::pattern;
use crate::{Polarity, Side};

/// The side a clause names and whether it states, suspects or denies.
pub(super) fn judge(clause: &str) -> (Option<Side>, Polarity) {
    (side(clause), polarity(clause))
}

/// The side named; nothing where both sides are named apart, or none.
pub(super) fn side(clause: &str) -> Option<Side> {
    let both = pattern!(
        r"(?i)双侧|双肺|双下肢|双上肢|双肾|双眼|双耳|双|两侧|两肺|左右|(?:^|\W)(?:bilateral(?:ly)?|both|bibasilar|biapical)(?:\W|$)"
    )?;
    let left = pattern!(r"(?i)左|(?:^|\W)left(?:\W|$)")?;
    let right = pattern!(r"(?i)右|(?:^|\W)right(?:\W|$)")?;
    match (left.is_match(clause), right.is_match(clause), both.is_match(clause)) {
        (true, false, false) => Some(Side::Left),
        (false, true, false) => Some(Side::Right),
        (false, false, true) => Some(Side::Both),
        _ => None,
    }
}

/// Every side named.
pub(crate) fn sides(clause: &str) -> Vec<Side> {
    let named = [
        (Side::Left, pattern!(r"(?i)左|(?:^|\W)left(?:\W|$)")),
        (Side::Right, pattern!(r"(?i)右|(?:^|\W)right(?:\W|$)")),
    ];
    let both = pattern!(
        r"(?i)双侧|双肺|双下肢|双上肢|双肾|双眼|双耳|两侧|两肺|(?:^|\W)(?:bilateral(?:ly)?|both|bibasilar|biapical)(?:\W|$)"
    );
    let all = named.into_iter().chain([(Side::Both, both)]);
    all.filter(|(_, pattern)| pattern.is_some_and(|pattern| pattern.is_match(clause)))
        .map(|(side, _)| side)
        .collect()
}

/// Whether a clause states, suspects or denies.
pub(crate) fn polarity(clause: &str) -> Polarity {
    let denied = pattern!(concat!(
        r"(?i)未见|未闻|未再|未及|未触及|未扪及|未发现|未探及|未检出|未提示|未引出|未查及|未显示|否认|不伴|无(?:明显|异常|特殊|殊|其他|[\p{Han}])|排除|不支持|不考虑|没有|",
        r"(?:^|\W)(?:no|not|without|denies|denied|negative for|absence of|free of|clear of|ruled out|nor|none)(?:\W|$)"
    ));
    let unless = pattern!(
        r"(?i)不能排除|不除外|不排除|无法排除|cannot be excluded|not excluded|cannot exclude|can not be excluded|not ruled out"
    );
    let possible = pattern!(concat!(
        r"(?i)考虑|可能|疑似|可疑|待排|待查|不除外|不能排除|不排除|疑|倾向|拟诊|\?|",
        r"(?:^|\W)(?:suspect|suggest)|cannot be excluded|cannot exclude|not excluded|",
        r"(?:^|\W)(?:possibl[ey]|probabl[ey]|likely|suspicious|may|might|could|questionable|equivocal|concern(?:ing)? for|presumed)(?:\W|$)"
    ));
    // 无回声 names what is seen, 无名 a vessel.
    let named = pattern!(r"无(?:回声|名[动静]脉)");
    let clause = named.map_or(clause.into(), |form| form.replace_all(clause, ""));
    let hits = |pattern: Option<&regex::Regex>| pattern.is_some_and(|pattern| pattern.is_match(&clause));
    if hits(unless) {
        Polarity::Possible
    } else if hits(denied) {
        Polarity::Absent
    } else if hits(possible) {
        Polarity::Possible
    } else {
        Polarity::Present
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_and_polarity() {
        for (clause, side, polarity) in [
            ("左肺上叶结节", Some(Side::Left), Polarity::Present),
            ("双肺呼吸音清", Some(Side::Both), Polarity::Present),
            ("未闻及干湿性啰音", None, Polarity::Absent),
            ("右冠状动脉未见明显狭窄", Some(Side::Right), Polarity::Absent),
            ("考虑肺炎", None, Polarity::Possible),
            ("左卵巢内见囊性无回声", Some(Side::Left), Polarity::Present),
            ("肺结核不能排除", None, Polarity::Possible),
            ("发热待查", None, Polarity::Possible),
            ("无胸闷", None, Polarity::Absent),
            ("左右两侧", None, Polarity::Present),
            ("No pleural effusion", None, Polarity::Absent),
            ("Possible right lower lobe pneumonia", Some(Side::Right), Polarity::Possible),
            ("bilateral opacities", Some(Side::Both), Polarity::Present),
            ("Nodule in the left lung", Some(Side::Left), Polarity::Present),
        ] {
            assert_eq!(judge(clause).1, polarity, "{clause}");
            let want = if clause == "左右两侧" { None } else { side };
            assert_eq!(judge(clause).0, want, "{clause}");
        }
    }
}
