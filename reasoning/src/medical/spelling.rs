//! Names of analytes with all taken off that laboratories add, leave out or write in several ways.

use super::skeleton::strict;
use crate::fold;

/// Behind these a name says no more than without them: 钾测定, 白蛋白浓度.
const NEUTRAL_ENDS: [&str; 14] = [
    "测定值",
    "测定",
    "检测",
    "浓度",
    "含量",
    "水平",
    "定量",
    "定性",
    "活性",
    "活力",
    "试验",
    "检查",
    "实验",
    "项目",
];

/// Before them neither: 血清钾.
const NEUTRAL_STARTS: [&str; 9] =
    ["血清", "血浆", "全血", "静脉血", "血液", "动脉血", "末梢血", "外周血", "检测"];

/// A share, whatever it is called at a name's end.
const SHARES: [&str; 8] = ["百分比", "百分率", "百分数", "百分含量", "比率", "比例", "比值", "分类"];

/// A number of cells, likewise.
const COUNTS: [&str; 9] =
    ["绝对计数", "绝对数量", "绝对值", "绝对数", "总计数", "计数", "数目", "总数", "数"];

/// Words that stand for each other; what is left is written as the second.
const ALIKE: [(&str, &str); 31] = [
    ("嗜中性", "中性"),
    ("嗜中", "中性"),
    ("嗜酸细胞", "嗜酸粒细胞"),
    ("嗜碱细胞", "嗜碱粒细胞"),
    ("中性细胞", "中性粒细胞"),
    ("血色素", "血红蛋白"),
    ("自身抗体", "抗体"),
    ("丙酮酸转氨酶", "丙转氨酶"),
    ("氨基转移酶", "转氨酶"),
    ("天冬氨酸", "门冬氨酸"),
    ("天门冬氨酸", "门冬氨酸"),
    ("甲状原氨酸", "甲状腺原氨酸"),
    ("激活", "活化"),
    ("部分凝血酶时间", "部分凝血活酶时间"),
    ("wbc", "白细胞"),
    ("rbc", "红细胞"),
    ("plt", "血小板"),
    ("hgb", "血红蛋白"),
    ("hb", "血红蛋白"),
    ("白血球", "白细胞"),
    ("红血球", "红细胞"),
    ("性粒细胞", "粒细胞"),
    ("容积", "体积"),
    ("比容", "压积"),
    ("比积", "压积"),
    ("红细胞平均", "平均红细胞"),
    ("血小板平均", "平均血小板"),
    ("三酰甘油", "甘油三酯"),
    ("蛋白质", "蛋白"),
    ("血葡萄糖", "葡萄糖"),
    ("血肌酐", "肌酐"),
];

/// Latin words that say nothing of what is measured.
const NEUTRAL_WORDS: [&str; 24] = [
    "s",
    "sr",
    "calculated",
    "calc",
    "automated",
    "enzymatic",
    "method",
    "activity",
    "blood",
    "serum",
    "plasma",
    "level",
    "levels",
    "venous",
    "the",
    "of",
    "in",
    "test",
    "assay",
    "value",
    "quantitative",
    "concentration",
    "estimation",
    "measurement",
];

/// Latin words, or what they begin with, and what they are written as here.
const WORDS: [(&str, &str); 57] = [
    ("t", "total"),
    ("tot", "total"),
    ("d", "direct"),
    ("dir", "direct"),
    ("conj", "direct"),
    ("unconj", "indirect"),
    ("ind", "indirect"),
    ("fast", "fasting"),
    ("gran", "neutrophil"),
    ("urate", "uric acid"),
    ("conjugated", "direct"),
    ("unconjugated", "indirect"),
    ("segmented", "neutrophil"),
    ("seg", "neutrophil"),
    ("sgpt", "alanine aminotransferase"),
    ("sgot", "aspartate aminotransferase"),
    ("neut", "neutrophil"),
    ("polymorph", "neutrophil"),
    ("lymph", "lymphocyte"),
    ("mono", "monocyte"),
    ("eo", "eosinophil"),
    ("eos", "eosinophil"),
    ("eosin", "eosinophil"),
    ("baso", "basophil"),
    ("chol", "cholesterol"),
    ("trig", "triglyceride"),
    ("bili", "bilirubin"),
    ("prot", "protein"),
    ("alb", "albumin"),
    ("glob", "globulin"),
    ("creat", "creatinine"),
    ("gluc", "glucose"),
    ("hct", "hematocrit"),
    ("phos", "phosphatase"),
    ("count", "#"),
    ("absolute", "#"),
    ("abs", "#"),
    ("number", "#"),
    ("percent", "%"),
    ("percentage", "%"),
    ("pct", "%"),
    ("relative", "%"),
    ("corpuscular", "cell"),
    ("wbc", "white cell"),
    ("rbc", "red cell"),
    ("plt", "platelet"),
    ("hb", "hemoglobin"),
    ("hgb", "hemoglobin"),
    ("conc", ""),
    ("leukocyte", "white cell"),
    ("erythrocyte", "red cell"),
    ("thrombocyte", "platelet"),
    ("vol", "volume"),
    ("ab", "antibody"),
    ("antibodie", "antibody"),
    ("ag", "antigen"),
    ("est", "estimated"),
];

/// The name in the form in which its spellings are the same. `MCHC` is told from `MCH` by the concentration alone, so
/// names of both keep it.
pub(super) fn canonical(name: &str) -> String {
    if name.chars().any(document::is_cjk) { han(name) } else { latin(name) }
}

fn han(name: &str) -> String {
    let mut name = strict(name);
    for (word, usual) in ALIKE {
        name = replaced(&name, word, usual);
    }
    for start in NEUTRAL_STARTS {
        if let Some(rest) = name.strip_prefix(start).filter(|rest| rest.chars().count() > 0) {
            name = rest.to_owned();
        }
    }
    let is_of_cells = name.contains("细胞") || name.contains("血小板");
    let is_index = name.contains("平均");
    if let Some(rest) = NEUTRAL_ENDS.iter().find_map(|end| name.strip_suffix(end)).filter(|_| !is_index) {
        name = rest.to_owned();
    }
    let cut =
        |name: &str, ends: &[&str]| ends.iter().find_map(|end| name.strip_suffix(end)).map(str::to_owned);
    if is_of_cells && let Some(rest) = cut(&name, &SHARES) {
        name = rest + "%";
    } else if is_of_cells && let Some(rest) = cut(&name, &COUNTS) {
        name = rest + "#";
    }
    if is_index && name.contains("血红蛋白") {
        name = name.trim_end_matches("含").trim_end_matches('量').trim_end_matches('含').to_owned();
    }
    name
}

/// `name` with `word` written as `usual`; a Latin word only where no Latin letter goes on with it, as in HBsAg.
fn replaced(name: &str, word: &str, usual: &str) -> String {
    let Some(at) = name.find(word) else { return name.to_owned() };
    let (before, rest) = (name.get(..at).unwrap_or(""), name.get(at + word.len()..).unwrap_or(""));
    let goes_on = before.ends_with(|c: char| c.is_ascii_alphanumeric())
        || rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    if word.is_ascii() && goes_on {
        return name.to_owned();
    }
    format!("{before}{usual}{rest}")
}

/// A text whose letters with a stop behind each are written together: `s.g.p.t.` as `sgpt`.
fn undotted(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_letter = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphabetic());
    let mut kept = String::with_capacity(text.len());
    for (at, c) in letters.iter().enumerate() {
        // The letter before the stop stands alone: no letter is before it.
        let is_of_initial = *c == '.' && is_letter(at.checked_sub(1)) && !is_letter(at.checked_sub(2));
        if !is_of_initial {
            kept.push(*c);
        }
    }
    kept
}

fn latin(name: &str) -> String {
    let name =
        undotted(&fold(name).to_lowercase()).replace("ae", "e").replace("oe", "e").replace("leuco", "leuko");
    let name = name.replace('%', " % ").replace('#', " # ");
    let is_index = name.contains("mean");
    let mut words: Vec<String> = Vec::new();
    for word in
        name.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '.' | '/' | '-' | ':'))
    {
        let single = word.strip_suffix('s').filter(|single| single.len() > 3).unwrap_or(word);
        let written = WORDS.iter().find(|(known, _)| *known == single || *known == word);
        let written = written.map_or(single, |(_, usual)| usual);
        let is_kept = is_index && (word.starts_with("conc"));
        if is_kept {
            words.push("concentration".into());
        } else if !NEUTRAL_WORDS.contains(&word) {
            words.extend(written.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
        }
    }
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_the_same() {
        for (a, b) in [
            ("淋巴细胞百分率", "淋巴细胞%"),
            ("嗜酸性粒细胞数目", "嗜酸粒细胞绝对值"),
            ("平均RBC体积", "红细胞平均容积"),
            ("RBC平均HGB含量", "平均红细胞血红蛋白量"),
            ("血清白蛋白测定", "白蛋白"),
            ("Neutrophils, absolute", "Absolute neutrophil count"),
            ("Mean cell Hb concentration", "Mean corpuscular haemoglobin conc."),
            ("WBC count", "White blood cells count"),
            ("嗜中性粒细胞比率", "中性粒细胞百分比"),
            ("嗜酸细胞比率", "嗜酸性粒细胞%"),
            ("S.G.P.T.", "Alanine aminotransferase"),
            ("H.D.L. Cholesterol", "HDL cholesterol"),
            ("Bilirubin, conjugated", "Direct bilirubin"),
            ("Serum potassium level", "Potassium"),
            ("T. Bilirubin", "Total bilirubin"),
            ("Unconj. bili", "Indirect bilirubin"),
        ] {
            assert_eq!(canonical(a), canonical(b), "{a} {b}");
        }
        for (a, b) in [
            ("中性粒细胞百分比", "中性粒细胞绝对值"),
            ("平均红细胞血红蛋白含量", "平均红细胞血红蛋白浓度"),
            ("Mean cell haemoglobin", "Mean cell haemoglobin concentration"),
            ("白蛋白", "球蛋白"),
            ("乙肝表面抗原HBsAg", "乙肝表面抗体HBsAb"),
        ] {
            assert_ne!(canonical(a), canonical(b), "{a} {b}");
        }
    }
}
