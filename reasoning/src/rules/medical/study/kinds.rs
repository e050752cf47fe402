//! Names of findings that stand for others, and diseases that are named after an organ.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pairs;

/// Names that stand for many others: who denies the first denies all of them. Both in small letters.
const KINDS: [(&str, &str); 42] = [
    // Stones show as echoes with a shadow.
    (r"^(?:胆囊|胆总管|胆管|胆道|[左右双]?肾|输尿管|膀胱)?结石$", r"强回声(?:光)?[团斑]|伴声影"),
    (
        r"^gall ?stones?$|^cholelithiasis$",
        r"gallstone|shadowing (?:calcul|stone)|(?:mobile|gallbladder|lumen)[^.;,]* (?:calcul|stone)",
    ),
    (r"^(?:关节腔?|腔内)?积液$|^积血$|^液性暗区$|^液暗区$", r"液体信号|液性|液暗区|积液|积血"),
    (r"^effusions?$|^free fluid$|^fluid$", r"effusion|free fluid|haemarthrosis|hemarthrosis"),
    (r"^(?:[^断撕]{0,8})?(?:损伤|断裂|撕裂)$", r"断裂|撕裂|中断|损伤|不连续|肿胀.*信号"),
    (r"^(?:tears?|rupture|injury)$", r"\b(?:tears?|torn|ruptured?|discontinu\w+|disrupt\w+)\b"),
    (
        r"^(?:acute |intracranial |visible )*(?:haemorrhage|hemorrhage|bleed(?:ing)?)$",
        r"haemorrhage|hemorrhage|haematoma|hematoma|\bbleed",
    ),
    (r"^(?:颅内|急性)*(?:出血|血肿)$", r"出血|血肿"),
    (
        r"^(?:malignan\w*|cancer|neoplas\w*|invasi\w+ malignan\w+|malignant cells?)$",
        r"carcinoma|lymphoma|sarcoma|melanoma|malignant|metasta|myeloma|leuka?emia",
    ),
    (
        r"^(?:恶性肿瘤|恶性病变|恶性细胞|癌|恶性|恶性证据|恶性依据|癌细胞|异型细胞|癌组织)$",
        r"癌(?:$|[^栓胚])|肉瘤|淋巴瘤|恶性|转移",
    ),
    (r"^(?:intraepithelial lesion|dysplasia)$", r"\b(?:asc-?us|lsil|hsil|cin ?[123i]|dysplasia)\b"),
    (
        r"^(?:上皮内病变|鳞状上皮内病变|鳞状上皮内|上皮内瘤变)$",
        r"非典型鳞状|上皮内病变|上皮内瘤变|asc-?us|asc-?h|lsil|hsil|cin",
    ),
    (
        r"^(?:新生物|占位|占位性病变|占位病变|肿物|肿块|局灶性病变|实性占位)$",
        r"肿块|肿瘤|肿物|包块|占位|息肉|癌|腺瘤|新生物|结节|囊肿|囊性",
    ),
    (r"^(?:结节|结节影|结节回声)$", r"结节|肿块|占位"),
    (r"^(?:囊肿|囊性占位)$", r"囊肿|囊性"),
    (
        r"^(?:mass(?:es)?|lesions?|tumou?rs?|neoplasm)$",
        r"\b(?:mass|masses|tumou?rs?|carcinoma|metastas[ei]s|haemangioma|hemangioma|adenoma|myoma|fibroid|leiomyoma|neoplasm|polyp|lesion)\b",
    ),
    (r"^nodules?$", r"\b(?:nodules?|mass)\b"),
    (r"^(?:calcul(?:us|i)|stones?|calculous disease)$", r"\b(?:calcul(?:us|i)|stones?)\b|lithiasis\b"),
    (r"^(?:结石|强回声|结石回声|阳性结石|高密度结石)$", r"结石"),
    (r"^(?:骨质异常|骨折|骨折线|骨折征象)$", r"骨折|(?:骨质|骨皮质)(?:连续性)?(?:中断|不连续)|断端"),
    (r"^(?:fractures?|bony injur(?:y|ies)|osseous injur(?:y|ies)|bony abnormalit\w+)$", r"\bfractur"),
    // Who denies that a vessel is shut does not deny that it is narrow.
    (r"^occlusions?$", r"occlusion|occluded"),
    (r"^(?:明显)?(?:狭窄|有意义狭窄)$", r"狭窄|闭塞"),
    (r"^stenos[ie]s$|^narrowing$", r"stenos[ie]s|occlusion|occluded"),
    (r"^(?:深静脉|附壁)?血栓$", r"血栓|压瘪不|不能压瘪|不可压|不被压|不能闭合|未能闭合|充盈缺损"),
    (
        r"^(?:thrombus|thrombosis|thrombi|clots?|dvt|embol(?:us|i|ism))$",
        r"thromb|\bclots?\b|\bdvt\b|embol|filling defect|non-?compressib",
    ),
    (r"^(?:静脉)?(?:扩张|曲张|迂曲)$", r"曲张|扩张"),
    (r"^(?:急性|新鲜|腔隙性|脑)*梗[死塞]灶?$", r"梗[死塞]|dwi呈高信号|弥散受限"),
    (r"^infarct(?:ion)?s?$", r"infarct|restricted diffusion"),
    (r"淋巴结(?:肿大)?$|^肿大$", r"淋巴结.*(?:肿大|增大)|肿大.*淋巴结"),
    (
        r"^(?:lymphadenopathy|adenopathy|lymph nodes?|nodes?)$",
        r"lymphadenopath|adenopath|enlarged (?:\w+ )*nodes?",
    ),
    (r"^diverticul(?:a|um|osis|ar disease)$", r"diverticul"),
    (r"^(?:内痔|外痔|痔|痔核)$", r"痔"),
    (r"^h(?:a)?emorrhoids?$|^piles$", r"h(?:a)?emorrhoid"),
    (r"^(?:metastas[ei]s|metastatic disease)$", r"metasta"),
    (r"^骨质破坏$", r"骨.{0,4}转移|骨质破坏"),
    (r"^转移灶?$", r"转移"),
    (r"^异常细胞$", r"异常.{0,6}细胞|幼稚细胞|白血病|原始细胞增"),
    (r"^(?:diabetic )?retinopathy$", r"microaneurysm|dot-?blot|hard exudate|neovascular|retinopathy"),
    (r"^scar(?:s|ring)?$|^瘢痕$", r"(?-u:\b)scar|cortical defect|瘢痕"),
    (r"^varicocele$|^精索静脉曲张$", r"dilated.{0,16}veins|varicocele|静脉.{0,6}(?:扩张|曲张)"),
    (r"^(?:节段性运动异常|室壁运动异常|节段性室壁运动异常)$", r"节段性.*运动异常|室壁运动异常"),
];

static FORMS: LazyLock<Vec<(Regex, Regex)>> = LazyLock::new(|| pairs(&KINDS));

/// Whether a text states what a name stands for; both in small letters.
pub(super) fn is_kind_of(name: &str, text: &str) -> bool {
    FORMS.iter().any(|(kind, others)| kind.is_match(name) && others.is_match(text))
}

/// Diseases that tell their organ in another word, and that organ or what stands for its being well.
const OF_ORGANS: [(&str, &str); 18] = [
    (r"pleural effusion|胸腔积液", r"costophrenic|肋膈角"),
    (r"appendicitis|阑尾炎", r"\bappendix\b|阑尾"),
    (r"cholecystitis|cholelithiasis|gall ?stones?|胆囊(?:炎|结石|息肉)", r"gall ?bladder|胆囊"),
    (r"sinusitis|鼻窦炎|副鼻窦炎", r"\bsinuses\b|鼻窦"),
    (r"mastoiditis|乳突炎", r"mastoid|乳突"),
    (r"cardiomegaly|enlarged heart|心影增大|心脏增大", r"\bheart\b|cardiac (?:size|silhouette)|心影"),
    (r"\bmyoma|fibroid|子宫肌瘤", r"\buterus|uterine|myometri|子宫"),
    (r"prostatomegaly|prostatic (?:enlargement|hyperplasia)|前列腺(?:增生|增大|肥大)", r"prostate|前列腺"),
    (r"pancreatitis|胰腺炎", r"pancreas|胰腺"),
    (r"splenomegaly|脾大", r"spleen|脾"),
    (r"hepatomegaly|fatty liver|steatosis|脂肪肝", r"\bliver\b|肝"),
    (r"oligohydramnios|polyhydramnios|羊水(?:过少|过多|偏少)", r"amniotic fluid|羊水"),
    (r"placenta pr(?:a)?evia|前置胎盘|低置胎盘", r"placenta|胎盘"),
    (
        r"osteoporosis|low bone mass|osteopenia|骨质疏松|骨量减少|骨量低下",
        r"bone (?:mineral )?density|骨密度",
    ),
    (r"urethral stricture|尿道狭窄", r"\burethra|尿道"),
    (r"aortic stenosis|aortic regurgitation|主动脉瓣(?:狭窄|反流)", r"aortic valve|主动脉瓣"),
    (r"mitral (?:stenosis|regurgitation)|二尖瓣(?:狭窄|反流)", r"mitral valve|二尖瓣"),
    (r"meniscal tear|半月板(?:撕裂|损伤)", r"menisc|半月板"),
];

static ORGANS: LazyLock<Vec<(Regex, Regex)>> = LazyLock::new(|| pairs(&OF_ORGANS));

/// Whether an illness is one of the organ that another text speaks of; both in small letters.
pub(super) fn is_of_organ(illness: &str, text: &str) -> bool {
    ORGANS.iter().any(|(name, organ)| name.is_match(illness) && organ.is_match(text))
}

/// Whether a text names an illness of [`OF_ORGANS`].
pub(super) fn names_organ_illness(text: &str) -> bool {
    ORGANS.iter().any(|(name, _)| name.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_organs() {
        assert!(is_kind_of("关节腔积液", "髌上囊见较多液体信号") && is_kind_of("血栓", "加压不能压瘪"));
        assert!(is_kind_of("stones", "cholelithiasis") && is_kind_of("occlusion", "left ica occlusion"));
        assert!(!is_kind_of("joint effusion", "popliteal cyst"));
        assert!(
            is_of_organ("acute appendicitis", "appendix normal") && !is_of_organ("sinusitis", "liver normal")
        );
        assert_eq!((FORMS.len(), ORGANS.len()), (KINDS.len(), OF_ORGANS.len()));
    }
}
