//! The regions of the body that a clause names: organs and joints that are told under one another's names.

use std::sync::LazyLock;

use regex::RegexSet;

/// Names of the regions, in small letters.
const REGIONS: [&str; 26] = [
    r"肺|胸|气胸|肋膜|肺门|支气管|上叶|中叶|下叶|舌叶|膈|\blungs?\b|pulmon|\bchest\b|pleura|pneumo|\blobes?\b|costophrenic|\b(?:upper|mid|lower) zone|hilar|hilum|\bapex\b|apical|\bbasal\b|\brib",
    r"肾|输尿管|腰|\bkidney|\brenal\b|ureter|hydroneph|\bloin\b|\bflank\b|calyc|nephr|\bvuj\b|\bpuj\b",
    r"乳|腋|\bbreast|axilla|mammogra",
    r"髋|股骨|骨盆|耻骨|腹股沟|\bhips?\b|femur|femoral (?:neck|head)|acetabul|\bgroin\b|pelvis\b|pubic",
    r"膝|半月板|髌|交叉韧带|股骨[内外]侧髁|胫骨平台|腘窝|\bknee|menisc|patell|cruciate|tibial plateau",
    r"小腿|胫骨|腓骨|踝|足|跟骨|跟腱|\bankle|malleol|\bfoot\b|calcane|tibia|fibula|talar|talus|\bcalf\b|achilles",
    r"下肢|股(?:总|浅|深)?静脉|腘静脉|隐静脉|小腿|膝|大腿|\blower limb|\bleg\b|femoral vein|popliteal|saphen|\bcalf\b|\bdvt\b",
    r"肩|肱骨|冈上肌|冈下肌|肩胛|锁骨|盂唇|\bshoulder|humer|rotator|supraspin|clavic|glenoid",
    r"肘|鹰嘴|桡骨小头|髁上|\belbow|supracondyl|olecran",
    r"腕|手|掌|指|桡骨|尺骨|舟骨|\bwrist|\bhand\b|radius|radial|\bulna|scaphoid|carpal|colles|finger|thumb|metacarp",
    r"甲状腺|颈部|峡部|thyroid|\bneck\b|isthmus|cervical (?:lymph|aden)",
    r"颈动脉|颈内动脉|颈总动脉|椎动脉|carotid|\b[ice]ca\b|vertebral arter|amaurosis",
    r"眼|视网膜|黄斑|眼底|视盘|视物|玻璃体|晶状体|角膜|\beyes?\b|retin|macula|fundus|\bdisc sharp|vitre|\bfovea|vision|\bod\b|\bos\b",
    r"耳|听力|听阈|聋|鼓室|鼓膜|\bears?\b|hearing|deaf|tympan|cochlea|tinnitus",
    r"卵巢|附件|输卵管|ovar|adnexa",
    r"睾|附睾|精索|阴囊|testi|scrot|epididym|varicocele|hydrocele",
    r"脑|基底节|半卵圆|放射冠|硬膜|颅|丘脑|额叶|颞叶|顶叶|枕叶|cerebr|brain|subdural|extradural|corona radiata|internal capsule|basal ganglia|intracranial|convexity|infarct|frontal|parietal|occipital|thalam",
    r"声带|喉|梨状窝|会厌|vocal|laryn|piriform",
    r"结肠|直肠|肠|阑尾|痔|\bcolon|sigmoid|rect|caec|cec|append|bowel|colitis|divertic|haemorrhoid",
    r"膀胱|尿道|bladder|urethr|trigone",
    r"心房|左房|右房|心室|左室|右室|心脏|心包|\batri|ventric|\b[lr][av]\b|cardiac|\bheart|pericard",
    r"前列腺|prostat",
    r"胆|gall ?bladder|\bchole|biliary|\bcbd\b|bile duct",
    r"肝|\bliver|hepat|steatosis",
    r"脾|胰|\bspleen|pancrea|splen",
    r"子宫|宫颈|宫腔|内膜|\buter|cervix|endometri|myom|fibroid|cul-de-sac",
];

/// The regions of which there are two, by their bits: lungs, kidneys, breasts, limbs, lobes of the thyroid, carotids, eyes, ears, ovaries, testes,
/// halves of the brain, vocal cords.
pub(super) const PAIRED: u32 = (1 << 18) - 1;

/// Latin words end at any letter that is not one of theirs, so that no dearer engine is needed.
static SET: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(REGIONS.map(|region| region.replace(r"\b", r"(?-u:\b)"))).ok());

/// The regions that a text in small letters names, as bits.
pub(super) fn regions(lower: &str) -> u32 {
    let set = SET.as_ref().map(|set| set.matches(lower));
    set.map_or(0, |matches| matches.iter().fold(0, |all, at| all | 1 << at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_region() {
        for (a, b) in [
            ("右侧全膝关节置换术后", "左侧腘静脉血栓形成"),
            ("left groin pain", "severe osteoarthritis of the right hip"),
            ("colles type fracture", "fracture of the distal radius"),
            ("left renal colic", "calculus at the vuj"),
        ] {
            assert!(regions(a) & regions(b) != 0, "{a} {b}");
        }
        assert_eq!(regions("左侧肢体无力") & regions("右侧基底节区脑梗死"), 0);
        assert_eq!(regions("right arm weakness") & regions("infarct of the left corona radiata"), 0);
    }
}
