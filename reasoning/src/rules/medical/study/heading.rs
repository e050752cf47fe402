//! The headings of a report of a study, told by the words they are made of, and the lines that tell of the report itself.

use super::Part;
use crate::pattern::pattern;

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Under {
    Part(Part),
    /// What concludes where nothing else does, and else describes: `Interpretation`, `Comment`.
    Remark,
    /// Neither asked, seen nor concluded: advice, notes.
    Aside,
}

/// What a label heads; nothing where it names something else, such as a part of the body.
pub(super) fn headed(label: &str) -> Option<Under> {
    let folded = crate::fold(label).to_lowercase();
    let plain = folded.trim_matches(|c: char| !c.is_alphanumeric());
    if plain.chars().any(document::is_cjk) {
        let letters: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
        return (letters.chars().count() <= LONGEST_HAN).then(|| of_han(&letters)).flatten();
    }
    (plain.len() <= LONGEST_LATIN).then(|| of_latin(plain)).flatten()
}

/// Letters of the longest heading.
const LONGEST_HAN: usize = 12;
const LONGEST_LATIN: usize = 40;

fn of_han(label: &str) -> Option<Under> {
    let is = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(label));
    if is(pattern!(
        r"建议|处理|备注|^注$|说明|声明|治疗|医嘱|随[访诊]|处置|并发症|危急值|[医技药护]师|医生|[者人员]$|日期|时间|报告$|单$|依据"
    )) {
        if is(pattern!(r"^(?:诊断|结论|印象|意见|提示)[及与和、]建议$")) {
            return Some(Under::Part(Part::Concluded));
        }
        return is(pattern!(r"建议|处理|备注|^注$|说明|声明|医嘱|并发症")).then_some(Under::Aside);
    }
    if is(pattern!(concat!(
        r"^(?:临床|术前|入院|门诊|急诊|送检|申请|初步|原|入科)(?:初步|拟)?(?:诊断|印象)$|^拟诊$|主诉$|病史(?:摘要|简介)?$|",
        r"(?:临床|患者)(?:资料|情况|信息|表现)$|(?:症状|体征|适应[症证]|指征|目的|原因)$|^标本(?:名称|部位|类型|来源)?$|^入路$|",
        r"^(?:检查|检测|送检|扫描|采取|采集|取材|穿刺|显像|摄片|投照)(?:部位|项目|名称|方法|技术|序列|材料|体位|方式)$|^部位$"
    ))) {
        return Some(Under::Part(Part::Asked));
    }
    let study = pattern!(concat!(
        r"^(?:检查|影像学?|医学|超声|彩超|b超|ct|mri?|dr|pet|x线|放射学?|镜下|内镜|[胃肠喉]镜|支气管镜|膀胱镜|宫腔镜|阴道镜|肉眼|大体|光镜|眼观|组织学?|病理学?|细胞学?|",
        r"心电图?|脑电图?|肌电图?|心动图|动态|图像|显像|骨髓|血片|形态学?|听力学?|测听|造影|眼底|oct|心脏|心血管|核医学|骨密度|肺功能|主要|综合|最[后终]|本次|总体?|诊断|",
        r"结论|结果|报告|专科|监测|录像|多普勒|描述|检测|检验|分析|评估|术中|血管|冠脉|磁共振|平扫|增强|常规|免疫组化|冰冻|石蜡|腔镜|象|性|图|及|与|和|/|、|[(（）)])*",
        r"(?:(?P<seen>所见|表现|描述|特征|征象|特点|内容)|(?P<told>诊断|结论|印象|提示|小结|总结|意见|结果判[断定]|建议))$"
    ));
    if let Some(captures) = study.and_then(|form| form.captures(label)) {
        return Some(Under::Part(if captures.name("seen").is_some() { Part::Seen } else { Part::Concluded }));
    }
    let is_seen = is(pattern!(
        r"^(?:肉眼|大体|光镜|镜下|巨检|镜检|眼观|显微镜|光学显微镜|显微)(?:检查)?$|^(?:检查|检测|测听|图像|影像|数据|波形|心电图?)(?:分析|结果)$"
    ));
    is_seen.then_some(Under::Part(Part::Seen))
}

fn of_latin(label: &str) -> Option<Under> {
    if pattern!(r"^(?:normal|abnormal|no|other|incidental|similar|unremarkable|typical)\b")?.is_match(label) {
        return None;
    }
    let is = |form: Option<&regex::Regex>| form.is_some_and(|form| form.is_match(label));
    if is(pattern!(
        r"^(?:recommendations?|plan|advice|notes?|disclaimer|complications?|follow-?up|addendum|critical .*|communication|management|suggestions?|key|bi-?rads\b.*)$"
    )) {
        return Some(Under::Aside);
    }
    if is(pattern!(concat!(
        r"^(?:clinical|referral|relevant|patient)(?: [a-z&/]+){1,3}$|^(?:pre-?operative|clinical|referring|admi\w+|provisional) diagnosis$|",
        r"^(?:brief |chief |presenting )?(?:history|indications?|complaints?|symptoms?|technique|protocol|comparisons?|views?|exam|examination|study|procedure|site|specimens?|clinical|reason|referral|contrast|preparation|sedation|anaesthesia|anesthesia|extent)(?: (?:for|of|to|and|performed) [a-z ]+)?$|",
        r"^(?:type|name|reason|site|nature) (?:of|for) .*$"
    ))) {
        return Some(Under::Part(Part::Asked));
    }
    if is(pattern!(concat!(
        r"^(?:(?:in|overall|final|the|main|principal|radiolog\w*|sonograph\w*|ultraso\w*|(?:histo|cyto)?patholog\w*|(?:histo|cyto)log\w*|endoscop\w*|echo\w*|ecg|ekg|ct|mri|us|usg|doppler|audiolog\w*|imaging|microscop\w*|diagnostic|report|radiologist'?s)[ /-]*)*",
        r"(?:impressions?|conclusions?|opinions?|summary|assessment|diagnos[ei]s|imp)(?: ?(?:and|/|&) ?(?:recommendations?|plan|comments?|conclusions?|advice))?$"
    ))) {
        return Some(Under::Part(Part::Concluded));
    }
    if is(pattern!(
        r"^(?:[a-z]+ )?(?:interpretations?|comments?|remarks?|discussion)(?: and [a-z]+)?$|^overall$"
    )) {
        return Some(Under::Remark);
    }
    let is_seen = is(pattern!(
        r"^(?:[a-z]+ ){0,2}(?:findings?|descriptions?|macroscopy|microscopy|observations?|appearances?)$|^(?:the )?(?:report|results?|gross|macroscopic|microscopic|(?:gross|macroscopic|microscopic) examination|aspirate|trephine|tracing)$"
    ));
    is_seen.then_some(Under::Part(Part::Seen))
}

/// The heading that a text begins with, and where what it heads begins.
pub(super) fn at_head(text: &str) -> Option<(Under, usize)> {
    let marked = pattern!(
        r"^[\s*•·●▪■◆◇#-]*(?:\(?[0-9一二三四五六七八九十]{1,2}[.、)]\s*)?(?:[【\[〔┃]\s*(?P<framed>[\p{Han}A-Za-z /-]{1,24}?)\s*[】\]〕┃]\s*[:：]?|(?P<label>[\p{Han}A-Za-z](?:[\p{Han}A-Za-z/&'’ -]{0,34}?))\s*(?:[:：]|\s[-–—]\s))\s*"
    );
    let alone = pattern!(
        r"^\s*(?:\(?[0-9一二三四五六七八九十]{1,2}[.、)]\s*)?(?P<label>[\p{Han}A-Za-z](?:[\p{Han}A-Za-z/&'’ -]{1,34}))\s*$"
    );
    let apart = pattern!(r"^\s*(?P<label>[A-Z]{0,4}\p{Han}{2,8})\s+\S");
    if let Some(captures) = marked.and_then(|form| form.captures(text)) {
        let label = captures.name("framed").or(captures.name("label"))?;
        return headed(label.as_str()).map(|under| (under, captures.get(0).map_or(0, |whole| whole.end())));
    }
    if let Some(label) = alone.and_then(|form| form.captures(text)?.name("label")) {
        return headed(label.as_str()).map(|under| (under, text.len()));
    }
    let label = apart.and_then(|form| form.captures(text)?.name("label"))?;
    let under = headed(label.as_str())?;
    Some((under, label.end()))
}

/// Whether a sentence tells of the report, not of what it is on: who signed it or was told, when it was printed, whose page it is.
pub(super) fn is_of_office(text: &str) -> bool {
    is_signed(text) || is_told_on(text)
}

/// Whether a text begins with who signed the report and when.
pub(super) fn is_signed(text: &str) -> bool {
    let signed = pattern!(concat!(
        r"(?i)^\s*(?:(?:electronically |co-?|counter|cross[ -]?|double[ -]?|second |report )?(?:signed|reported|verified|authori[sz]ed|dictated|interpreted|approved|prepared|checked|read|reader|typed|transcribed|confirmed|performed|assisted|tested|endorsed|released|validated|reviewed|printed|copy printed|referred|requested|report issued)\b(?:\s+(?:by|electronically|on|for))?\s*(?::|\bby\b|(?:dr|prof|mr|mrs|ms)\b|[0-9])|",
        r"(?:reporting |reading |interpreting |attending |consultant |clinical |endoscopist |vascular |nuclear )*(?:sonographer|sonologist|radiologist|radiographer|pathologist|cardiologist|cytologist|reporter|physician|endoscopist|surgeon|nurse|technologist|technician|audiologist|scientist|clinician|trainee|anaesthetist)\b[^.]{0,24}(?::|$|\s\s)|",
        r"(?:dr|prof|dra)\b\.? [A-Z].{0,80}$|.{0,60}\b(?-i:MD|MBBS|MBChB|FRC\w*|DMRD|DNB|FPOGS|FPCR|FRANZCR|FRACS|FACR|FACC|FRCPA)\b.{0,60}$|yours (?:sincerely|faithfully)|kind regards|thank you for|",
        r"(?:报告|审核|检查|诊断|书写|复核|初诊|复诊|操作|测试|检验|检测|记录|录入|签发|签名|审签|主治|超声|影像|阅片|会诊|打印|初审|终审|术)\s*(?:医师|医生|者|人|员|技师|签名|日期|时间)\s*(?:[(（]签[名字][)）])?\s*(?:[:：]|\s|$)|",
        r"(?:书写|复核|审核|签发|打印|术者|助手|审签|[医技]师签名|签名)\s*[:：]|(?:第\s*[0-9]+\s*页|page\s+[0-9]+\s+of)|[-0-9/.年月日:： ]{6,}$|[^。]{0,12}[:：]?\s*(?:待报|待回报|pending\b))"
    ));
    signed.is_some_and(|form| form.is_match(text))
}

/// Whether a sentence tells who was told, or what the report is good for.
fn is_told_on(text: &str) -> bool {
    let told = pattern!(concat!(
        r"(?i)危急值|电话(?:通知|告知|报告)|已(?:于|电话|及时)?[^。]{0,16}(?:通知|告知)|\b(?:telephoned|phoned)\b|informed to|\b(?:was|were)\s+(?:conveyed|communicated|given|notified|discussed|relayed|telephoned|phoned)\b|",
        r"discussed with\b|notified to|critical result|read back|不能发现所有|检查有局限|本报告|仅供(?:临床)?参考|签字后|findings? (?:was|were|discussed|communicated)|thank you for (?:referring|your)"
    ));
    told.is_some_and(|form| form.is_match(text))
}

/// Whether a line names whose paper it is, or what was ordered when and by whom.
pub(super) fn is_of_patient(text: &str) -> bool {
    let form = pattern!(concat!(
        r"(?i)^\s*(?:姓名|性别|年龄|患者|受检者|(?:住院|门诊|检查|病历|病案|登记|影像|超声|内镜|标本|编)号|检查(?:日期|时间|编号)|申请|送检(?:日期|单位|科室|医[师生])|科[室别]|床号|剂量|显像剂|器械|仪器|设备|麻醉|身份证|电话|日期|收(?:样|到))[^。]{0,12}?[:：]|",
        r"^\s*(?:patient|pt\.?|name|dob|born|birth\w*|date|age|sex|gender|mrn|id|nric|ref|referr\w*|requested|ordered|ordering|physician|hospital|hosp|case|acc|accession|account|exam date|location|ward|file|lab|reg|nhs|medicare|procedure date|study date|scan date|visit|med aid|practice|uhid|order|performed|collected|received|height|weight|blood glucose|scanner|dose)\b[^:]{0,30}:"
    ));
    form.is_some_and(|form| form.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_by_their_words() {
        let seen = Some(Under::Part(Part::Seen));
        let concluded = Some(Under::Part(Part::Concluded));
        let asked = Some(Under::Part(Part::Asked));
        for (label, want) in [
            ("镜下所见", seen),
            ("心电图特征", seen),
            ("Microscopic description", seen),
            ("听力学印象", concluded),
            ("镜下诊断", concluded),
            ("In summary", concluded),
            ("SUMMARY", concluded),
            ("Histological diagnosis", concluded),
            ("临床诊断", asked),
            ("就诊原因", asked),
            ("Reason for study", asked),
            ("Interpretation", Some(Under::Remark)),
            ("建议", Some(Under::Aside)),
            ("报告医师", None),
            ("左下肢", None),
            ("Liver", None),
            ("慢性支气管炎表现", None),
            ("Normal appearances", None),
            ("结论与建议", concluded),
            ("Date of report", None),
        ] {
            assert_eq!(headed(label), want, "{label}");
        }
        assert_eq!(at_head("三、超声诊断").map(|(under, _)| Some(under)), Some(concluded));
        assert_eq!(at_head("镜下所见 A(左叶):6针").map(|(under, _)| Some(under)), Some(seen));
        assert_eq!(at_head("In summary: right disc").map(|(_, end)| end), Some(12));
        assert!(at_head("左附件 左卵巢内见囊性无回声").is_none());
    }

    #[test]
    fn lines_of_the_office() {
        for text in [
            "Reported by Dr Meredith Yeo, 12/06/2025",
            "Checked: Mr R. Fairbrother",
            "Dr. Kavya Hegde, DMRD, DNB (Radiodiagnosis) KMC Reg 88312",
            "危急值已于2025-01-14 10:42电话通知",
            "Findings discussed with Dr. Amy Brandt (ED)",
            "报告医师：孟庆丽",
            "Radiologist",
        ] {
            assert!(is_of_office(text), "{text}");
        }
        for text in
            ["检查部位未见异常", "Drainage tube in place", "No rib fracture is identified", "Read as normal"]
        {
            assert!(!is_of_office(text), "{text}");
        }
        assert!(is_of_patient("检查日期:2025年06月02日入路:右桡动脉") && !is_of_patient("左肾:未见结石"));
    }
}
