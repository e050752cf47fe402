//! What a name on a form looks like.

/// No name has more characters.
const MOST_LATIN: usize = 40;
/// Nor more words.
const MOST_WORDS: usize = 6;
/// A Chinese name is shorter.
const MOST_CHINESE: usize = 14;

/// Marks that stand in sentences, not in names.
const SENTENCE_MARKS: [char; 12] = ['。', '，', ',', ';', '；', '!', '！', '?', '？', '"', '“', '='];

/// Words of which the names on forms are made. A grid is taken for a form only where some are found: else any table of
/// words might be one.
const KNOWN_CHINESE: [&str; 62] = [
    "姓名",
    "性别",
    "年龄",
    "民族",
    "出生",
    "籍贯",
    "职业",
    "婚姻",
    "电话",
    "手机",
    "地址",
    "住址",
    "单位",
    "身份证",
    "证件",
    "科室",
    "科别",
    "床号",
    "住院号",
    "门诊号",
    "病案号",
    "病历号",
    "病区",
    "诊断",
    "日期",
    "时间",
    "样本",
    "标本",
    "送检",
    "医师",
    "医生",
    "检验者",
    "审核",
    "编号",
    "备注",
    "名称",
    "型号",
    "规格",
    "合同",
    "户名",
    "账号",
    "开户",
    "税号",
    "代表人",
    "联系人",
    "邮编",
    "邮箱",
    "学历",
    "专业",
    "学校",
    "职务",
    "部门",
    "负责人",
    "申请人",
    "项目名称",
    "发票",
    "金额",
    "国籍",
    "类型",
    "类别",
    "签名",
    "签字",
];

/// The same in English, as whole words.
const KNOWN_ENGLISH: [&str; 44] = [
    "name",
    "sex",
    "gender",
    "age",
    "date",
    "birth",
    "address",
    "phone",
    "telephone",
    "tel",
    "mobile",
    "email",
    "e-mail",
    "fax",
    "id",
    "number",
    "no",
    "department",
    "ward",
    "bed",
    "diagnosis",
    "physician",
    "doctor",
    "sample",
    "specimen",
    "title",
    "company",
    "position",
    "occupation",
    "nationality",
    "account",
    "invoice",
    "order",
    "customer",
    "patient",
    "contact",
    "signature",
    "remarks",
    "city",
    "country",
    "zip",
    "status",
    "type",
    "brand",
];

/// Whether a text may be the name of a field: short, with letters, no part of a sentence.
pub(super) fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    let wide = text.chars().filter(|c| document::is_cjk(*c)).count();
    let most = if wide * 2 > count { MOST_CHINESE } else { MOST_LATIN };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=most).contains(&count)
        && text.split_whitespace().count() <= MOST_WORDS
        && text.chars().any(char::is_alphabetic)
        && digits * 2 <= count
        && !text.contains(SENTENCE_MARKS)
}

/// Whether a name is made of words that names on forms are made of.
pub(super) fn is_known(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let words = text.to_lowercase();
    let mut words = words.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    KNOWN_CHINESE.iter().any(|known| compact.contains(known))
        || words.any(|word| KNOWN_ENGLISH.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_no_sentences() {
        for text in ["姓名", "Date of birth", "样本编号", "ID", "T 细胞"] {
            assert!(is_name(text), "{text}");
        }
        for text in [
            "",
            "12",
            "2024-05",
            "We found, as others did",
            "这是一个很长的句子它不是任何字段的名称",
            "a b c d e f g",
        ] {
            assert!(!is_name(text), "{text}");
        }
        assert!(is_known("姓 名") && is_known("Date of birth") && !is_known("Nominal") && !is_known("钠"));
    }
}
