//! What names of persons look like, and how old they may be.

use crate::pattern::pattern;

/// Nobody is older, in years; days and months of a newborn are fewer.
pub(super) const OLDEST: u32 = 130;

/// Surnames that nearly all Chinese bear: the commonest of the census reports of the Ministry of Public Security, with the
/// first letters of the double ones.
pub(super) const SURNAMES: &str = concat!(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾",
    "夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳上官司徒诸葛令狐皇甫慕容东方尉迟公孙温康施文牛樊葛邢安",
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶",
    "解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘"
);

/// A Latin name: one with a title goes on to no comma, one without may begin with the family's name: `Dr S Nair`, `Bowen, Andrew`.
pub(super) fn latin_name() -> Option<&'static regex::Regex> {
    pattern!(concat!(
        r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Mx|Sr|Sister|Nurse)\.?(?:\s+[A-Z](?:\.|[A-Za-z'’*-]*)){1,4}|",
        r"[A-Z][A-Za-z'’.*-]*(?:,?\s+[A-Z][A-Za-z'’.*-]*){0,3})"
    ))
}

/// A Latin name with the degrees of its bearer: `Laura Jennings, MT(ASCP)`, `Priya Menon, M.D., Ph.D.`
pub(super) fn credentialed() -> Option<&'static regex::Regex> {
    pattern!(concat!(
        r"^(?:(?:Dr|Prof|Professor)\.?\s+)?[A-Z][A-Za-z'’.-]*(?:\s+[A-Z][A-Za-z'’.-]*){1,3}",
        r"(?:,\s*(?:M\.D|D\.O|R\.N|Ph\.D|MD|DO|RN|NP|PA-C|PA|PhD|MBBS|MBChB|BMBS|FRCP[A-Za-z]*|FRCS|FRACP|FRCR|FACP|FACS|MRCP|DPhil|BSc|MSc|CRNP|FNP-C|FNP|PharmD|RPh|CLS|MLS|MLT|MT|DNP|CNM)\b\.?(?:\s*\([A-Z]{2,6}\))?)+"
    ))
}

/// Whether a name ends in an initial, whose stop is its own, or in letters with stops: `Dr A. B.`, `Menon, M.D.`.
pub(super) fn is_initial(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    last.chars().count() < 2 || last.contains('.')
}

/// Whether a text begins with a person's name and nothing else stands right behind it.
pub(super) fn begins_with_name(value: &str) -> bool {
    pattern!(concat!(
        r"^(?:\p{Han}{2,4}|\p{Han}{1,6}·\p{Han}{1,6}|\p{Han}\s{1,2}\p{Han})(?:\s|[/、,;。(]|$)|",
        r"^(?:(?:Dr|Prof|Mr|Mrs|Ms|Miss|Sister)\.?\s+)?(?:[A-Z][A-Za-z.'’-]*,?\s+){1,3}[A-Z][A-Za-z'’-]+"
    ))
    .is_some_and(|form| form.is_match(value))
}

/// Whether a text begins with one of the surnames and is no longer than a name.
pub(super) fn begins_with_surname(value: &str) -> bool {
    let name = value.split([' ', ',', ';', '。']).next().unwrap_or("");
    let is_name = name.chars().next().is_some_and(|first| SURNAMES.contains(first));
    is_name || name.is_ascii()
}
