use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lab::LabItem;
use super::{Body, Stated};
use crate::value::{Sex, WrittenDate};

/// What medical documents say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "fields", rename_all = "snake_case")]
#[non_exhaustive]
pub enum MedicalFact {
    /// The patient's name.
    PatientName {
        /// As printed, without blanks inside a Chinese name.
        name: Stated<String>,
    },
    /// The patient's sex.
    PatientSex {
        /// Male or female.
        sex: Stated<Sex>,
    },
    /// The patient's age.
    PatientAge {
        /// With its unit.
        age: Stated<Age>,
    },
    /// The patient's date of birth.
    PatientBirth {
        /// As far as it is written.
        date: Stated<WrittenDate>,
    },
    /// A number by which the patient, the sample or the report is known.
    Identifier {
        /// Whose number it is.
        kind: IdentifierKind,
        /// As printed, without blanks.
        number: Stated<String>,
    },
    /// Something else that is stated of the patient, the visit or the sample.
    Attribute {
        /// What.
        kind: AttributeKind,
        /// As printed.
        value: Stated<String>,
    },
    /// When something happened.
    Event {
        /// What happened.
        kind: EventKind,
        /// When, as far as it is written.
        date: Stated<WrittenDate>,
    },
    /// Days spent in hospital.
    StayDays {
        /// As printed.
        #[schemars(with = "Stated<String>")]
        days: Stated<Decimal>,
    },
    /// One result of a laboratory or a measurement reported like one (blood pressure in a table, body mass index).
    Lab(Box<LabItem>),
    /// A vital sign in running text.
    Vital {
        /// Which.
        kind: VitalKind,
        /// The number; the systolic pressure.
        #[schemars(with = "Stated<String>")]
        value: Stated<Decimal>,
        /// The diastolic pressure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<Stated<String>>")]
        second: Option<Stated<Decimal>>,
        /// As printed, in its usual form.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Stated<String>>,
    },
    /// A diagnosis.
    Diagnosis {
        /// At which point it was made.
        kind: DiagnosisKind,
        /// As printed, without its number.
        text: Stated<String>,
        /// The side it names.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        side: Option<Side>,
        /// Whether it is stated, only suspected, or ruled out.
        polarity: Polarity,
    },
    /// Something seen, felt or heard - or looked for and not found.
    Finding {
        /// The clause, as printed.
        text: Stated<String>,
        /// The sign or disease it names, by its name in the dictionary.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        term: Option<String>,
        /// The part of the body it names, by its name in the dictionary.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<String>,
        /// The side it names.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        side: Option<Side>,
        /// Whether it is there, may be there, or is not.
        polarity: Polarity,
        /// In which section it stands.
        section: SectionKind,
    },
    /// A medicine with its dose.
    Drug(Box<Drug>),
    /// A medicine or substance the patient does not bear.
    Allergy {
        /// As printed.
        substance: Stated<String>,
        /// Present, suspected or denied.
        polarity: Polarity,
    },
    /// An item of the summary of a health check.
    CheckupResult {
        /// What was found, as printed, without its number.
        finding: Stated<String>,
        /// What is advised.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        advice: Option<Stated<String>>,
    },
    /// Who signed, or is named as who did it.
    Signature {
        /// In which role.
        role: SignerRole,
        /// As printed; nothing where the place is empty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Stated<String>>,
    },
    /// A section of the document.
    Section {
        /// Which.
        kind: SectionKind,
        /// Its heading.
        heading: Stated<String>,
        /// Its paragraphs.
        text: Vec<Stated<String>>,
    },
    /// A charge.
    Fee {
        /// For what, as printed.
        name: Stated<String>,
        /// How many.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<Stated<String>>")]
        quantity: Option<Stated<Decimal>>,
        /// The price of one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<Stated<String>>")]
        price: Option<Stated<Decimal>>,
        /// What it comes to.
        #[schemars(with = "Stated<String>")]
        amount: Stated<Decimal>,
    },
    /// A sum of charges.
    FeeTotal {
        /// Of a group, or of all.
        sum: FeeSum,
        /// Its label, as printed.
        name: Stated<String>,
        /// The sum.
        #[schemars(with = "Stated<String>")]
        amount: Stated<Decimal>,
    },
    /// A surgical or other procedure.
    Procedure {
        /// As printed.
        name: Stated<String>,
        /// When, as far as it is written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<Stated<WrittenDate>>,
    },
}

impl From<MedicalFact> for Body {
    fn from(fact: MedicalFact) -> Self {
        Self::Medical(fact)
    }
}

/// A medicine with its dose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Drug {
    /// As printed.
    pub name: Stated<String>,
    /// Its name in the dictionary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drug: Option<String>,
    /// What one piece of it holds: the 0.25 g of `0.25g×24粒`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Stated<Dose>>,
    /// The single dose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<Stated<Dose>>,
    /// How it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Stated<Route>>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Stated<Frequency>>,
}

/// A single dose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dose {
    /// The number.
    #[schemars(with = "String")]
    pub amount: Decimal,
    /// The unit in its usual form: `mg`, `g`, `μg`, `mL`, `IU`, `片`.
    pub unit: String,
}

/// How often a medicine is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Frequency {
    /// Times in `days` days; nothing for a medicine taken as needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u16>,
    /// The days that `times` counts in: 1 for daily, 2 for every other day, 7 for weekly.
    pub days: u16,
    /// Whether it is taken as needed.
    pub as_needed: bool,
}

/// How a medicine is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// 口服, po.
    Oral,
    /// 静脉滴注, 静脉注射, iv.
    Intravenous,
    /// 肌肉注射, im.
    Intramuscular,
    /// 皮下注射, sc.
    Subcutaneous,
    /// 吸入.
    Inhaled,
    /// 外用.
    Topical,
    /// 舌下含服.
    Sublingual,
    /// 滴眼, 滴鼻, 滴耳.
    Drops,
    /// 直肠给药.
    Rectal,
}

/// How old someone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Age {
    /// The number.
    #[schemars(with = "String")]
    pub number: Decimal,
    /// What it counts.
    pub unit: AgeUnit,
}

impl Age {
    /// In years; a month counts as a twelfth, a day as 1/365.25.
    pub fn years(self) -> Decimal {
        let per_year = match self.unit {
            AgeUnit::Years => return self.number,
            AgeUnit::Months => Decimal::from(12),
            AgeUnit::Weeks => Decimal::new(5_217_857, 5),
            AgeUnit::Days => Decimal::new(36_525, 2),
        };
        self.number.checked_div(per_year).unwrap_or(self.number)
    }
}

/// What an age counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgeUnit {
    /// 岁.
    Years,
    /// 月.
    Months,
    /// 周.
    Weeks,
    /// 天.
    Days,
}

/// What a sum of charges covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeeSum {
    /// The charges since the last such sum: 小计.
    Subtotal,
    /// All charges: 合计.
    Total,
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Stated.
    Present,
    /// 可疑, 考虑, 待排, possible, cannot be excluded.
    Possible,
    /// 未见, 否认, 无, no, denies.
    Absent,
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 左.
    Left,
    /// 右.
    Right,
    /// 双侧.
    Both,
}

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }
    };
}

kinds! {
    /// Whose number an identifier is.
    IdentifierKind {
        /// 身份证号.
        ResidentId,
        /// 住院号.
        Inpatient,
        /// 门诊号.
        Outpatient,
        /// 病案号, 病历号, MRN.
        Record,
        /// 样本号, 条码号, accession number.
        Sample,
        /// 报告编号.
        Report,
        /// 体检编号.
        Checkup,
        /// 检查号, 影像号.
        Examination,
        /// 医保卡号, 就诊卡号.
        Card,
    }
}

kinds! {
    /// What an attribute tells.
    AttributeKind {
        /// 科别.
        Department,
        /// 病区.
        Ward,
        /// 床号.
        Bed,
        /// 标本种类.
        Specimen,
        /// 送检医生.
        OrderedBy,
        /// 电话.
        Phone,
        /// 住址.
        Address,
        /// 婚否.
        Marital,
        /// 职业.
        Occupation,
        /// 民族.
        Ethnicity,
        /// 籍贯, 出生地.
        Origin,
        /// 医院, 体检机构.
        Institution,
        /// 检查项目, 检查部位.
        Examination,
        /// 血型.
        BloodGroup,
        /// 费别.
        Insurance,
        /// 工作单位.
        Employer,
        /// 联系人.
        Contact,
    }
}

kinds! {
    /// What happened.
    EventKind {
        /// 采集, 采样.
        Collected,
        /// 接收.
        Received,
        /// 报告.
        Reported,
        /// 打印.
        Printed,
        /// 送检, 申请.
        Ordered,
        /// 检查, 体检.
        Examined,
        /// 审核.
        Verified,
        /// 入院.
        Admitted,
        /// 出院.
        Discharged,
        /// 手术.
        Operated,
        /// 记录, 书写.
        Recorded,
        /// 发病.
        Onset,
        /// 死亡.
        Died,
        /// 就诊.
        Visited,
    }
}

kinds! {
    /// Vital signs.
    VitalKind {
        /// 体温, in degrees Celsius.
        Temperature,
        /// 脉搏, per minute.
        Pulse,
        /// 心率, per minute.
        HeartRate,
        /// 呼吸, per minute.
        Respiration,
        /// 血压, systolic and diastolic.
        BloodPressure,
        /// 血氧饱和度, per cent.
        OxygenSaturation,
        /// 身高.
        Height,
        /// 体重.
        Weight,
        /// 体质指数.
        BodyMassIndex,
    }
}

kinds! {
    /// At which point a diagnosis was made.
    DiagnosisKind {
        /// 入院诊断.
        Admission,
        /// 出院诊断.
        Discharge,
        /// 临床诊断, on a request or a sheet.
        Clinical,
        /// 初步诊断.
        Preliminary,
        /// 门诊诊断.
        Outpatient,
        /// 术前诊断.
        Preoperative,
        /// 术后诊断.
        Postoperative,
        /// 病理诊断.
        Pathological,
        /// 诊断, without more.
        Stated,
        /// 死亡诊断.
        Death,
    }
}

kinds! {
    /// In which role someone signed.
    SignerRole {
        /// 检验者.
        Examiner,
        /// 审核者.
        Verifier,
        /// 报告医师.
        Reporter,
        /// 主治医师.
        Attending,
        /// 住院医师.
        Resident,
        /// 主任医师.
        Chief,
        /// 主检医师, of a health check.
        CheckupDoctor,
        /// 记录者.
        Recorder,
        /// 手术者.
        Surgeon,
        /// 助手.
        Assistant,
        /// 麻醉医师.
        Anaesthetist,
        /// 医师签名, without more.
        Doctor,
        /// 护士.
        Nurse,
        /// 患者签名.
        Patient,
        /// 药师.
        Pharmacist,
    }
}

kinds! {
    /// Sections of medical documents.
    SectionKind {
        /// 主诉.
        ChiefComplaint,
        /// 现病史.
        PresentIllness,
        /// 既往史.
        PastHistory,
        /// 个人史.
        PersonalHistory,
        /// 家族史.
        FamilyHistory,
        /// 过敏史.
        Allergies,
        /// 体格检查, 查体.
        PhysicalExamination,
        /// 辅助检查.
        AuxiliaryExamination,
        /// 入院情况.
        AdmissionCondition,
        /// 入院诊断.
        AdmissionDiagnosis,
        /// 诊疗经过.
        Course,
        /// 出院诊断.
        DischargeDiagnosis,
        /// 出院情况.
        DischargeCondition,
        /// 出院医嘱.
        DischargeOrders,
        /// 医嘱, 处方, 用药.
        Orders,
        /// 诊断, 初步诊断.
        Diagnosis,
        /// 影像所见, 检查所见.
        Findings,
        /// 印象, 诊断意见.
        Impression,
        /// 检查方法.
        Technique,
        /// 检查目的, 临床指征.
        Indication,
        /// 对比.
        Comparison,
        /// 手术经过.
        Operation,
        /// 主要检查结果.
        CheckupResults,
        /// 异常结果与建议.
        CheckupAdvice,
        /// 总检结论.
        CheckupConclusion,
        /// 病程.
        Progress,
        /// Anything else under a heading.
        Other,
    }
}
