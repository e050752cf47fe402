use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{
    Branch, CaseNumber, CourtLevel, CreditCode, Money, Period, ResidentId, Sex, Stage, WrittenDate,
};
use crate::{PassageId, Stated};

/// What a court document or a contract says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "fields", rename_all = "snake_case")]
#[non_exhaustive]
pub enum LegalFact {
    /// The deciding court.
    Court(Court),
    /// What kind of decision it is, from its title and number.
    Instrument(Instrument),
    /// A case number; the first is the document's own.
    CaseNumber {
        /// The number.
        number: Stated<CaseNumber>,
        /// Whether it is the document's own.
        own: bool,
    },
    /// A case number of another form than the Chinese one.
    Docket {
        /// As printed.
        number: Stated<String>,
    },
    /// What the case is about: the cause of action or the charge brought.
    Cause {
        /// Such as `民间借贷纠纷`.
        cause: Stated<String>,
    },
    /// A party to the case or the contract.
    Party(Party),
    /// Who acts for a party.
    Agent(Agent),
    /// Where a section of the document stands.
    Section(Section),
    /// What a party asks for.
    Claim(Claim),
    /// What a party answers.
    Defence(Argument),
    /// A point at issue.
    Issue {
        /// The point.
        text: Stated<String>,
    },
    /// A law cited.
    Article(Article),
    /// What the court orders.
    Holding(Holding),
    /// A conviction with its punishment.
    Sentence(Sentence),
    /// A cost and who bears it.
    Cost(Cost),
    /// One of those who sign for the court.
    PanelMember(PanelMember),
    /// The day of the decision or of the contract.
    Dated {
        /// The day.
        date: Stated<WrittenDate>,
    },
    /// How long and where an appeal may be brought; or that none may.
    Appeal(Appeal),
    /// The contract's title and number.
    ContractTitle(ContractTitle),
    /// A clause of a contract.
    Clause(Clause),
    /// A sum named in figures and in capitals.
    AmountPair(AmountPair),
    /// A term of a contract on a subject of its own: price, payment, deposit and so on.
    Provision(Provision),
    /// Who signs or seals for a party.
    Signature(Signature),
    /// The words of a seal.
    Seal {
        /// As printed.
        text: Stated<String>,
    },
}

/// A court.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Court {
    /// As printed.
    pub name: Stated<String>,
    /// From its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<CourtLevel>,
}

/// The kind of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InstrumentKind {
    /// 判决书
    Judgment,
    /// 裁定书
    Ruling,
    /// 调解书
    Mediation,
    /// 决定书
    Decision,
    /// 支付令
    PaymentOrder,
    /// 裁决书, of arbitrators.
    Award,
}

/// What kind of decision it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Instrument {
    /// As printed, such as `刑事判决书`.
    pub title: Stated<String>,
    /// The kind.
    pub kind: InstrumentKind,
    /// From the title, else from the case number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<Branch>,
    /// From the case number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
}

/// What a party is in the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RoleKind {
    /// 公诉机关, 抗诉机关
    Prosecution,
    /// 原告, 自诉人, 上诉人, 申请人, 申请执行人: who asks.
    Claimant,
    /// 被告, 被上诉人, 被申请人, 被执行人: who is asked of.
    Respondent,
    /// 被告人: who is charged.
    Accused,
    /// 被害人
    Victim,
    /// 第三人
    ThirdParty,
    /// A party to a contract.
    Contracting,
}

/// A party to the case or the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// As printed, such as `上诉人(原审被告)` or `甲方(出租方)`.
    pub role: Stated<String>,
    /// What that is.
    pub kind: RoleKind,
    /// As printed.
    pub name: Stated<String>,
    /// Sex, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Stated<Sex>>,
    /// Day of birth, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<Stated<WrittenDate>>,
    /// Resident identity number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident_id: Option<Stated<ResidentId>>,
    /// Unified social credit code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<Stated<CreditCode>>,
    /// Address, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Stated<String>>,
}

impl Party {
    /// A party of which nothing else is stated yet.
    pub(crate) fn named(role: Stated<String>, kind: RoleKind, name: Stated<String>) -> Self {
        let (sex, birth, resident_id, credit_code, address) = (None, None, None, None, None);
        Self { role, kind, name, sex, birth, resident_id, credit_code, address }
    }
}

/// Who acts for a party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Agent {
    /// As printed, such as `委托诉讼代理人`, `法定代表人`, `辩护人`.
    pub role: Stated<String>,
    /// As printed.
    pub name: Stated<String>,
    /// The parties acted for: those that stand before, as printed there.
    pub principals: Vec<String>,
    /// The law firm or other body, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firm: Option<Stated<String>>,
    /// The authority given, such as `特别授权`, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Stated<String>>,
}

/// A section of a court document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// 首部: court, number, parties, course of the case.
    Heading,
    /// 诉辩: what the parties ask and answer.
    Pleadings,
    /// 事实: what the court found.
    Facts,
    /// 理由: why.
    Reasoning,
    /// 主文: what is ordered.
    Operative,
    /// 尾部: appeal, signatures, date.
    Ending,
    /// 附: laws quoted and the like.
    Appendix,
}

/// Where a section stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Which section.
    pub kind: SectionKind,
    /// The words it begins with.
    pub opening: Stated<String>,
    /// The passage it begins in.
    pub first: PassageId,
    /// The passage it ends in.
    pub last: PassageId,
}

/// What a party asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Its number, where numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// As printed.
    pub text: Stated<String>,
    /// The sums in it.
    pub amounts: Vec<Stated<Money>>,
}

/// What a party says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Argument {
    /// Who, as printed, such as `被告李明`.
    pub speaker: Stated<String>,
    /// What, as printed.
    pub text: Stated<String>,
}

/// A law cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// The law's title without its brackets, as printed where it is named.
    pub law: Stated<String>,
    /// 条
    pub article: Stated<u32>,
    /// 之一 and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insertion: Option<u32>,
    /// 款
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// 项
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// Whether the decision rests on it: it stands in the sentence before the order.
    pub applied: bool,
}

/// What an order does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HoldingKind {
    /// A conviction, with or without punishment.
    Conviction,
    /// An acquittal.
    Acquittal,
    /// Somebody pays somebody.
    Payment,
    /// Somebody hands over, returns or does something else.
    Performance,
    /// 退赔, 追缴, 发还: gains of crime go back.
    Restitution,
    /// 没收, 销毁
    Confiscation,
    /// 驳回
    Dismissal,
    /// 维持
    Affirmation,
    /// 撤销
    Reversal,
    /// 变更
    Variation,
    /// 确认
    Declaration,
    /// 解除, 准予离婚: a contract or a marriage ends.
    Dissolution,
    /// 准许撤诉, 中止, 终结 and other steps of procedure.
    Procedure,
    /// Others.
    Other,
}

/// Until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// Within a time of the decision taking effect or of another event.
    Within(Period),
    /// By a day.
    By(WrittenDate),
    /// At once.
    AtOnce,
}

/// What the court orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Holding {
    /// Its number, where numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// What it does.
    pub kind: HoldingKind,
    /// As printed.
    pub text: Stated<String>,
    /// Who is to act, as printed.
    pub obligors: Vec<Stated<String>>,
    /// To whom, as printed.
    pub obligees: Vec<Stated<String>>,
    /// The sums in it.
    pub amounts: Vec<Stated<Money>>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Stated<Deadline>>,
}

/// The principal punishments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PenaltyKind {
    /// 管制
    PublicSurveillance,
    /// 拘役
    CriminalDetention,
    /// 有期徒刑
    Imprisonment,
    /// 无期徒刑
    LifeImprisonment,
    /// 死刑,缓期二年执行
    DeathWithReprieve,
    /// 死刑
    Death,
    /// 免予刑事处罚
    Exemption,
}

/// A principal punishment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Penalty {
    /// Which.
    pub kind: PenaltyKind,
    /// How long, where it has a length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Period>,
}

/// A conviction with its punishment, or the punishment to be executed for several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// Who, as printed; absent where the words name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defendant: Option<Stated<String>>,
    /// The crime with its 罪; absent for the joint punishment of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<Stated<String>>,
    /// Whether it is what is to be executed for this defendant: the joint punishment, or the only one.
    pub executed: bool,
    /// Deprivation of liberty or life; or exemption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty: Option<Stated<Penalty>>,
    /// 缓刑
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probation: Option<Stated<Period>>,
    /// 罚金
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<Stated<Money>>,
    /// 没收财产, 剥夺政治权利, 驱逐出境, as printed.
    pub further: Vec<Stated<String>>,
    /// Whether a higher court or a retrial leaves an earlier conviction standing.
    pub upheld: bool,
}

/// A cost of the proceedings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cost {
    /// Such as `案件受理费`.
    pub name: Stated<String>,
    /// The whole.
    pub amount: Stated<Money>,
    /// What is charged where it is halved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduced: Option<Stated<Money>>,
    /// Who bears it, and how much where stated.
    pub bearers: Vec<Bearer>,
}

/// Who bears a cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bearer {
    /// As printed.
    pub name: Stated<String>,
    /// How much, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Stated<Money>>,
}

/// One of those who sign for the court.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PanelMember {
    /// As printed, such as `审判长`.
    pub role: Stated<String>,
    /// As printed.
    pub name: Stated<String>,
}

/// How long and where an appeal may be brought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Appeal {
    /// Within how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Stated<Period>>,
    /// Before which court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court: Option<Stated<String>>,
    /// Whether the decision is final.
    pub is_final: bool,
}

/// A contract's title and number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContractTitle {
    /// As printed.
    pub title: Stated<String>,
    /// As printed, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Stated<String>>,
}

/// A clause of a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// Its number as printed: `第一条`, `1.2`, `Section 3`.
    pub label: Stated<String>,
    /// The number of it: `[1]`, `[1, 2]`.
    pub number: Vec<u32>,
    /// Its heading, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Stated<String>>,
    /// As printed, with the label.
    pub text: Stated<String>,
}

/// A sum named in figures and in capitals (or words).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AmountPair {
    /// In figures.
    pub figures: Stated<Money>,
    /// In capitals or words.
    pub capitals: Stated<Money>,
    /// Whether both are the same sum.
    pub agree: bool,
}

/// What a term of a contract is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProvisionKind {
    /// 标的
    Subject,
    /// 价款
    Price,
    /// 付款方式
    Payment,
    /// 期限
    Term,
    /// 履行, 交付
    Performance,
    /// 定金
    EarnestMoney,
    /// 押金, 保证金, 订金
    Deposit,
    /// 违约责任
    Penalty,
    /// 争议解决: before a court.
    Litigation,
    /// 争议解决: before arbitrators.
    Arbitration,
    /// 法律适用
    GoverningLaw,
    /// 一式几份
    Copies,
}

/// A term of a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provision {
    /// What it is about.
    pub kind: ProvisionKind,
    /// As printed.
    pub text: Stated<String>,
    /// The sums in it.
    pub amounts: Vec<Stated<Money>>,
    /// The dates in it.
    pub dates: Vec<Stated<WrittenDate>>,
    /// The spans of time in it.
    pub periods: Vec<Stated<Period>>,
    /// The shares in it: 0.2 for `20%`.
    #[schemars(with = "Vec<Stated<String>>")]
    pub shares: Vec<Stated<Decimal>>,
    /// The court or arbitral body it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forum: Option<Stated<String>>,
}

/// Who signs or seals for a party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// The party, as printed: `甲方`.
    pub party: Stated<String>,
    /// What is asked for: `盖章`, `签字`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Stated<String>>,
    /// What stands there, where anything can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Stated<String>>,
    /// The day beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Stated<WrittenDate>>,
}
