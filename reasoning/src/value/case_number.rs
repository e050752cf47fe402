//! Case numbers of courts: `（2023）京0105民初12345号`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Found;
use super::glyphs::Glyphs;
use super::numeral::whole_at;

/// The branch of law a case belongs to, from its type code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Branch {
    /// 民, with 商 and 知 in the older numbers.
    Civil,
    /// 刑
    Criminal,
    /// 行
    Administrative,
    /// 执
    Enforcement,
    /// 赔: state compensation.
    Compensation,
    /// 破: bankruptcy.
    Bankruptcy,
    /// 财保, 行保 and the like: preservation before a suit.
    Preservation,
    /// 仲: an arbitral commission's number.
    Arbitration,
    /// Others.
    Other,
}

/// The stage of a case, from its type code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// 初
    FirstInstance,
    /// 终
    SecondInstance,
    /// 再
    Retrial,
    /// 申, 监, 抗: whether to try again.
    RetrialReview,
    /// 执, 执恢
    Enforcement,
    /// 执异
    EnforcementObjection,
    /// 执复
    EnforcementReview,
    /// 特, 督, 催, 更, 保 and others.
    Special,
}

/// The level of a court, from its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourtLevel {
    /// 基层: four digits behind the province.
    Basic,
    /// 中级, and special courts of that level: two digits.
    Intermediate,
    /// 高级: the province alone.
    High,
    /// 最高法
    Supreme,
}

/// A case number in its parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CaseNumber {
    /// The year of filing.
    pub year: i16,
    /// The court's code: `京0105`, `最高法`; the abbreviations of older numbers (`烈`).
    pub court: String,
    /// The court's level, where the code tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<CourtLevel>,
    /// The type code: `民初`.
    pub code: String,
    /// The branch of law.
    pub branch: Branch,
    /// The stage of the case.
    pub stage: Stage,
    /// The number of the case in its year.
    pub serial: u64,
    /// What follows 号: `之一`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Whether it has the form in use since 2016: coded court, no `字第`.
    pub coded: bool,
}

impl CaseNumber {
    /// The number in its official form.
    ///
    /// ```
    /// use reasoning::value::find_case_numbers;
    /// let found = find_case_numbers("案号: (2023)京 0105民初12345号");
    /// assert_eq!(found[0].value.canonical(), "（2023）京0105民初12345号");
    /// ```
    pub fn canonical(&self) -> String {
        let (year, court, code, serial) = (self.year, &self.court, &self.code, self.serial);
        let part = self.part.as_deref().unwrap_or_default();
        if self.coded {
            format!("（{year}）{court}{code}{serial}号{part}")
        } else {
            format!("（{year}）{court}{code}字第{serial}号{part}")
        }
    }
}

/// Years of four figures.
const AMISS: std::ops::RangeInclusive<u64> = 1000..=9999;

/// The most characters between the year's bracket and 号: `内蒙古高法知民终字第123456号` has 17.
const LONGEST: usize = 30;

/// The case number at glyph `at`, with the glyph after it.
pub(crate) fn case_number_at(glyphs: &Glyphs, at: usize) -> Option<(CaseNumber, usize)> {
    let opened = glyphs.one_of(at, "([【");
    if !opened
        && (!glyphs.one_of(at, "12") || glyphs.before(at).is_some_and(|char| char.is_ascii_alphanumeric()))
    {
        return None;
    }
    let (year, end) = whole_at(glyphs, glyphs.skip_spaces(at + usize::from(opened), 2))?;
    let end = glyphs.skip_spaces(end, 2);
    let closed = glyphs.one_of(end, ")]】");
    // In brackets a year that no document has, `(3024)`, is one written amiss.
    let amiss = || i16::try_from(year).ok().filter(|_| opened && closed && AMISS.contains(&year));
    let year = super::date::year(year).or_else(amiss)?;
    (closed || !opened).then_some(())?;
    let mut body = String::new();
    let mut end = end + usize::from(closed);
    let last = end + LONGEST;
    loop {
        match glyphs.get(end).filter(|_| end < last)? {
            '号' => break,
            ' ' => {}
            // A stroke of the court's sign may be read by itself: 川[9964.
            '[' | '|' if !body.is_empty() && glyphs.get(end + 1).is_some_and(|c| c.is_ascii_digit()) => {}
            char if char.is_alphanumeric() => body.push(char),
            _ => return None,
        }
        end += 1;
    }
    end += 1;
    let serial_at = body.trim_end_matches(|char: char| char.is_ascii_digit()).len();
    let serial = body.get(serial_at..)?.parse::<u64>().ok()?;
    let mut number = read_body(body.get(..serial_at)?, year, serial)?;
    // Without its brackets only the coded form is told from other figures.
    (opened || number.coded && number.court.ends_with(|char: char| char.is_ascii_digit())).then_some(())?;
    if glyphs.is(end, '之') && glyphs.one_of(end + 1, "一二三四五六七八九十") {
        number.part = glyphs.text().get(glyphs.bytes(end..end + 2)).map(str::to_owned);
        end += 2;
    }
    Some((number, end))
}

/// `京0105民初`, `烈刑初字第` in its parts.
fn read_body(body: &str, year: i16, serial: u64) -> Option<CaseNumber> {
    let plain =
        body.strip_suffix("字第").or_else(|| body.strip_suffix("字")).or_else(|| body.strip_suffix("第"));
    let dated = plain.is_some();
    let plain = plain.unwrap_or(body);
    let digits_end = plain.rfind(|char: char| char.is_ascii_digit()).map(|at| at + 1);
    let type_at = match digits_end {
        Some(at) => at,
        None if plain.starts_with("最高法") => {
            let rest =
                plain.strip_prefix("最高法").filter(|rest| rest.starts_with(|c| c == '知' || branch_sign(c)));
            rest.map(|_| "最高法".len())?
        }
        None => old_type_at(plain)?,
    };
    let (court, code) = plain.split_at_checked(type_at)?;
    (code.contains(branch_sign) || code.ends_with("前调")).then_some(())?;
    let digits = court.chars().filter(char::is_ascii_digit).count();
    let level = match digits {
        _ if court.starts_with("最高法") => Some(CourtLevel::Supreme),
        0 if court.chars().count() == 1 && !dated => Some(CourtLevel::High),
        2 => Some(CourtLevel::Intermediate),
        4 => Some(CourtLevel::Basic),
        _ => None,
    };
    let (court, code) = (court.to_owned(), code.to_owned());
    let (branch, stage) = (branch(&code), stage(&code));
    Some(CaseNumber { year, court, level, code, branch, stage, serial, part: None, coded: !dated })
}

/// Where the type code begins in a number without a coded court: at the first sign of a branch behind the court's
/// abbreviation, with 知 or 商 before it.
fn old_type_at(plain: &str) -> Option<usize> {
    let court = plain.chars().next()?.len_utf8();
    let at = plain.get(court..)?.find(branch_sign)? + court;
    let before = plain.get(..at)?;
    Some(before.strip_suffix('知').filter(|rest| !rest.is_empty()).map_or(at, str::len))
}

fn branch_sign(char: char) -> bool {
    "民刑行执赔破财商仲司认协清".contains(char)
}

fn branch(code: &str) -> Branch {
    let has = |sign: char| code.contains(sign);
    if code.ends_with('保') && !has('执') {
        return Branch::Preservation;
    }
    let known = [
        ('执', Branch::Enforcement),
        ('刑', Branch::Criminal),
        ('民', Branch::Civil),
        ('商', Branch::Civil),
        ('赔', Branch::Compensation),
        ('行', Branch::Administrative),
        ('破', Branch::Bankruptcy),
        ('仲', Branch::Arbitration),
    ];
    known.into_iter().find(|(sign, _)| has(*sign)).map_or(Branch::Other, |(_, branch)| branch)
}

fn stage(code: &str) -> Stage {
    let has = |sign: char| code.contains(sign);
    if has('执') {
        return match code {
            _ if has('异') => Stage::EnforcementObjection,
            _ if has('复') => Stage::EnforcementReview,
            _ => Stage::Enforcement,
        };
    }
    let known = [
        ('再', Stage::Retrial),
        ('重', Stage::Retrial),
        ('申', Stage::RetrialReview),
        ('监', Stage::RetrialReview),
        ('抗', Stage::RetrialReview),
        ('终', Stage::SecondInstance),
        ('初', Stage::FirstInstance),
    ];
    known.into_iter().find(|(sign, _)| has(*sign)).map_or(Stage::Special, |(_, stage)| stage)
}

/// All case numbers of `text`, from left to right.
pub fn find_case_numbers(text: &str) -> Vec<Found<CaseNumber>> {
    let glyphs = Glyphs::new(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < glyphs.len() {
        match case_number_at(&glyphs, at) {
            Some((number, end)) => {
                found.push(Found::at(text, glyphs.bytes(at..end), number));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_numbers_in_their_parts() {
        for row in [
            "（2023）京0105民初12345号 京0105 Some(Basic) 民初 Civil FirstInstance 12345",
            "(2018)沪0105刑初655号 沪0105 Some(Basic) 刑初 Criminal FirstInstance 655",
            "〔2019〕粤03民终1号 粤03 Some(Intermediate) 民终 Civil SecondInstance 1",
            "（2021）浙民申88号 浙 Some(High) 民申 Civil RetrialReview 88",
            "（2020）最高法民再7号 最高法 Some(Supreme) 民再 Civil Retrial 7",
            "（2020）最高法知民终7号 最高法 Some(Supreme) 知民终 Civil SecondInstance 7",
            "（2014）烈刑初字第00034号 烈 None 刑初 Criminal FirstInstance 34",
            "（2014）临罗刑一初字第81号 临罗 None 刑一初 Criminal FirstInstance 81",
            "（2022）京0105执恢5号 京0105 Some(Basic) 执恢 Enforcement Enforcement 5",
            "（2022）京0105执异5号 京0105 Some(Basic) 执异 Enforcement EnforcementObjection 5",
            "（2022）苏8602行初5号 苏8602 Some(Basic) 行初 Administrative FirstInstance 5",
            "（2022）京0105财保5号 京0105 Some(Basic) 财保 Preservation Special 5",
            "(2023)川[9964民初2849号 川9964 Some(Basic) 民初 Civil FirstInstance 2849",
            "2023京0105民初9号 京0105 Some(Basic) 民初 Civil FirstInstance 9",
            "（２０２３）京0105民初９号 京0105 Some(Basic) 民初 Civil FirstInstance 9",
        ] {
            let (text, expected) = row.split_once(' ').unwrap();
            let found = find_case_numbers(text);
            assert_eq!(found.len(), 1, "{text}");
            let CaseNumber { court, level, code, branch, stage, serial, .. } = &found[0].value;
            assert_eq!(format!("{court} {level:?} {code} {branch:?} {stage:?} {serial}"), expected, "{text}");
        }
        let parted = &find_case_numbers("（2022）京 0105 执 5 号之一")[0];
        assert_eq!(parted.value.part.as_deref(), Some("之一"));
        assert_eq!(parted.value.canonical(), "（2022）京0105执5号之一");
    }

    #[test]
    fn what_is_no_case_number() {
        for text in [
            "沪长检诉刑诉［2018］643号",
            "（2018）5号",
            "（2018）",
            "(12)京0105民初1号",
            "（2018）京0105民初号",
            "(",
        ] {
            assert!(find_case_numbers(text).is_empty(), "{text}");
        }
        let _ = find_case_numbers(&"（2018）京".repeat(2000));
    }
}
