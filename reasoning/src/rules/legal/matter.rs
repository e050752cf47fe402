use std::cell::OnceCell;
use std::ops::Range;

use jiff::civil;

use crate::legal::{
    Agent, Appeal, Article, Claim, Clause, Cost, Court, Flow, Holding, Instrument, InstrumentKind, LegalFact,
    PanelMember, Party, Provision, RoleKind, Sections, Sentence, Signature,
};
use crate::pattern::pattern;
use crate::rules::Draft;
use crate::value::{Branch, CaseNumber, Found, Money, Stage, WrittenDate, find_dates, find_money};
use crate::{
    Body, Dossier, EvidenceId, Fact, Kind, Language, Part, Passage, PassageId, Span, Stated, TableView,
};

/// A court document or a contract as the checks look at it: its facts by what they say, and its running text.
pub(in crate::rules) struct Matter<'a> {
    dossier: &'a Dossier,
    part: &'a Part,
    facts: &'a [&'a Fact],
    lists: Lists<'a>,
    sums: OnceCell<Vec<Found<Money>>>,
    dates: OnceCell<Vec<Found<WrittenDate>>>,
    pub(super) flow: Flow<'a>,
    /// Empty for what is no Chinese court document.
    pub(super) sections: Sections,
}

/// Of court, number, parties, orders, signatures, date and advice on appeals, how many tell a court document from a
/// fragment of one. Judgments with a page missing keep four and more.
const LEAST_SIGNS: usize = 4;

/// Facts of one type, each with the fact it stands in.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident: $variant:ident($type:ty)),+ $(,)?) => {
        #[derive(Default)]
        struct Lists<'a> {
            $($name: Vec<(&'a Fact, &'a $type)>,)+
        }

        impl<'a> Lists<'a> {
            fn of(facts: &[&'a Fact]) -> Self {
                let mut lists = Self::default();
                for fact in facts.iter().copied() {
                    match &fact.body {
                        $(Body::Legal(LegalFact::$variant(body)) => lists.$name.push((fact, body)),)+
                        _ => {}
                    }
                }
                lists
            }
        }

        impl<'a> Matter<'a> {
            $(
                $(#[$doc])*
                pub(super) fn $name(&self) -> Vec<(&'a Fact, &'a $type)> {
                    self.lists.$name.clone()
                }
            )+
        }
    };
}

facts! {
    agents: Agent(Agent),
    signatures: Signature(Signature),
    appeals: Appeal(Appeal),
    articles: Article(Article),
    claims: Claim(Claim),
    clauses: Clause(Clause),
    costs: Cost(Cost),
    courts: Court(Court),
    holdings: Holding(Holding),
    instruments: Instrument(Instrument),
    panel: PanelMember(PanelMember),
    parties: Party(Party),
    provisions: Provision(Provision),
    sentences: Sentence(Sentence),
}

/// A value with the fact that states it.
pub(super) type Said<'a, T> = (&'a Fact, &'a Stated<T>);

impl<'a> Matter<'a> {
    pub(in crate::rules) fn of(dossier: &'a Dossier, part: &'a Part, facts: &'a [&'a Fact]) -> Self {
        let flow = Flow::of(&dossier.view, part);
        let court = part.kind == Kind::Judgment && part.language == Language::Chinese;
        let sections = if court { Sections::of(&flow) } else { Sections::default() };
        let (lists, sums, dates) = (Lists::of(facts), OnceCell::new(), OnceCell::new());
        Self { dossier, part, facts, lists, sums, dates, flow, sections }
    }

    /// The sums of the running text, in order.
    pub(super) fn sums(&self) -> &[Found<Money>] {
        self.sums.get_or_init(|| find_money(self.text()))
    }

    /// The dates of the running text, in order.
    pub(super) fn dates(&self) -> &[Found<WrittenDate>] {
        self.dates.get_or_init(|| {
            let mut found = find_dates(self.text());
            // Where one day tells that the day stands before the month, all others are read so.
            if found.iter().any(|date| date.value.otherwise.is_some()) && self.is_day_first() {
                for date in &mut found {
                    let Some(other) = date.value.otherwise.take() else { continue };
                    date.value.month = Some(other.month());
                    date.value.day = Some(other.day());
                }
            }
            found
        })
    }

    /// Whether a day in figures has a first number that no month has, and none a second one.
    fn is_day_first(&self) -> bool {
        let form = pattern!(r"\b(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?:19|20)\d{2}\b");
        let beyond = |found: Option<regex::Match<'_>>| {
            found
                .and_then(|found| found.as_str().parse::<u32>().ok())
                .is_some_and(|number| (13..=31).contains(&number))
        };
        let all = || form.into_iter().flat_map(|form| form.captures_iter(self.text()));
        all().any(|one| beyond(one.name("first"))) && !all().any(|one| beyond(one.name("second")))
    }

    fn legal(&self) -> impl Iterator<Item = (&'a Fact, &'a LegalFact)> + use<'a> {
        self.facts.iter().copied().filter_map(|fact| match &fact.body {
            Body::Legal(body) => Some((fact, body)),
            _ => None,
        })
    }

    /// Whether it is a court document in Chinese.
    pub(super) fn is_court_document(&self) -> bool {
        self.part.kind == Kind::Judgment && self.is_chinese()
    }

    /// Whether enough of a court document's own parts are there to ask for the others: a fragment lacks most of them, and
    /// what it quotes of earlier decisions is not its own.
    pub(super) fn is_whole(&self) -> bool {
        let signs = [
            !self.courts().is_empty(),
            self.number().is_some(),
            !self.parties().is_empty(),
            !self.holdings().is_empty(),
            !self.panel().is_empty(),
            self.dated().is_some(),
            !self.appeals().is_empty(),
        ];
        let court = self.is_court_document() && self.instrument() != Some(InstrumentKind::Award);
        court && signs.iter().filter(|sign| **sign).count() >= LEAST_SIGNS
    }

    /// Whether it is a court document in English.
    pub(super) fn is_english_court(&self) -> bool {
        self.part.kind == Kind::Judgment && !self.is_chinese()
    }

    /// Whether it is neither a court document nor a contract: a bill, an order, a receipt.
    pub(super) fn is_bill(&self) -> bool {
        !matches!(self.part.kind, Kind::Judgment | Kind::Contract)
    }

    pub(super) fn is_contract(&self) -> bool {
        self.part.kind == Kind::Contract
    }

    /// Whether it is a contract, a bill, a letter or another paper of no court.
    pub(super) fn is_trade(&self) -> bool {
        matches!(self.part.kind, Kind::Contract | Kind::General)
    }

    pub(super) fn is_chinese(&self) -> bool {
        self.part.language == Language::Chinese
    }

    /// The passage that `evidence` quotes.
    pub(super) fn passage(&self, evidence: EvidenceId) -> Option<&'a Passage> {
        self.dossier.view.passage(self.dossier.facts.cited(evidence)?.span.passage)
    }

    /// What is printed where `stated` was read.
    pub(super) fn printed<T>(&self, stated: &Stated<T>) -> &'a str {
        self.dossier.facts.printed(stated)
    }

    /// Tables of the document that begin in this part.
    pub(super) fn tables(&self) -> impl Iterator<Item = &'a TableView> {
        self.dossier.view.tables_within(self.part.first..self.part.end).iter()
    }

    /// The passage of that name.
    pub(super) fn cell(&self, id: PassageId) -> Option<&'a Passage> {
        self.dossier.view.passage(id)
    }

    /// The place to show where something is missing: the title, else the first words.
    fn head(&self) -> Option<Span> {
        let title = self.part.title.as_ref().and_then(|title| self.dossier.facts.cited(title.evidence));
        let own = self.dossier.view.within(self.part);
        let first = || own.iter().find(|passage| !passage.folded().trim().is_empty());
        title.map(|evidence| evidence.span.clone()).or_else(|| first().map(Passage::whole))
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        self.flow.text()
    }

    /// The document's own case number.
    pub(super) fn number(&self) -> Option<Said<'a, CaseNumber>> {
        self.legal().find_map(|(fact, body)| match body {
            LegalFact::CaseNumber { number, own: true } => Some((fact, number)),
            _ => None,
        })
    }

    /// Case numbers that are not the document's own, or stand on the margins of its pages.
    pub(super) fn other_numbers(&self) -> Vec<Said<'a, CaseNumber>> {
        let other = |(fact, body): (&'a Fact, &'a LegalFact)| match body {
            LegalFact::CaseNumber { number, own: false } => Some((fact, number)),
            _ => None,
        };
        self.legal().filter_map(other).collect()
    }

    /// The day of the decision or of the contract.
    pub(super) fn dated(&self) -> Option<Said<'a, WrittenDate>> {
        self.legal().find_map(|(fact, body)| match body {
            LegalFact::Dated { date } => Some((fact, date)),
            _ => None,
        })
    }

    /// The whole day that a paper without a decision ends with, in a line of its own.
    pub(super) fn closing_date(&self) -> Option<Found<WrittenDate>> {
        let alone = |date: &&Found<WrittenDate>| {
            let begins = self.flow.is_line(date.range.start) || self.flow.is_break(date.range.start);
            let ends = self.flow.is_line(date.range.end) || date.range.end == self.text().len();
            date.value.civil().is_some() && begins && ends
        };
        self.dates().iter().rfind(alone).cloned()
    }

    pub(super) fn day(&self) -> Option<civil::Date> {
        self.dated()?.1.value.civil()
    }

    /// What the case is about.
    pub(super) fn cause(&self) -> &'a str {
        let cause = self.legal().find_map(|(_, body)| match body {
            LegalFact::Cause { cause } => Some(cause.value.as_str()),
            _ => None,
        });
        cause.unwrap_or_default()
    }

    pub(super) fn instrument(&self) -> Option<InstrumentKind> {
        self.instruments().first().map(|(_, instrument)| instrument.kind)
    }

    /// The branch of law that the title tells, else the case number.
    pub(super) fn branch(&self) -> Option<Branch> {
        let told = self.instruments().first().and_then(|(_, instrument)| instrument.branch);
        told.or_else(|| self.number().map(|(_, number)| number.value.branch))
    }

    pub(super) fn stage(&self) -> Option<Stage> {
        self.number().map(|(_, number)| number.value.stage)
    }

    /// Whether the document decides a civil case at first instance.
    pub(super) fn is_civil(&self) -> bool {
        self.branch() == Some(Branch::Civil)
    }

    /// Whether it decides what somebody asks for, for the first time: a civil judgment, an award, an order to pay.
    pub(super) fn is_first(&self) -> bool {
        let judged = self.is_civil() && self.stage() == Some(Stage::FirstInstance);
        judged || matches!(self.instrument(), Some(InstrumentKind::Award | InstrumentKind::PaymentOrder))
    }

    /// The parties of that kind.
    pub(super) fn side(&self, kind: RoleKind) -> Vec<(&'a Fact, &'a Party)> {
        self.parties().into_iter().filter(|(_, party)| party.kind == kind).collect()
    }

    /// The title of a contract as printed; empty without one.
    pub(super) fn title(&self) -> &'a str {
        let title = self.legal().find_map(|(_, body)| match body {
            LegalFact::ContractTitle(title) => Some(title.title.value.as_str()),
            _ => None,
        });
        title.unwrap_or_default()
    }

    /// The first of `words` in `range` of the text, with the place behind it.
    pub(super) fn find(&self, range: Range<usize>, words: &[&str]) -> Option<Range<usize>> {
        self.flow.find_any(range, words).map(|(start, end)| start..end)
    }

    /// Whether any of `words` stands in `range`.
    pub(super) fn says(&self, range: Range<usize>, words: &[&str]) -> bool {
        self.find(range, words).is_some()
    }
}

/// A draft that quotes places of the running text.
pub(super) trait Quote: Sized {
    /// Quotes `range` as what is wrong.
    fn about_text(self, matter: &Matter<'_>, range: Range<usize>) -> Self;
    /// Quotes `range` as what is compared with.
    fn against_text(self, matter: &Matter<'_>, range: Range<usize>) -> Self;
    /// Quotes the head of the document: something is missing there.
    fn about_head(self, matter: &Matter<'_>) -> Self;
}

impl Quote for Draft {
    fn about_text(self, matter: &Matter<'_>, range: Range<usize>) -> Self {
        matter.flow.spans(range).into_iter().fold(self, Self::about_span)
    }

    fn against_text(self, matter: &Matter<'_>, range: Range<usize>) -> Self {
        matter.flow.spans(range).into_iter().fold(self, Self::against_span)
    }

    fn about_head(self, matter: &Matter<'_>) -> Self {
        matter.head().into_iter().fold(self, Self::about_span)
    }
}

/// A date of the text with the words around it.
pub(super) struct Day<'m> {
    pub(super) date: civil::Date,
    pub(super) range: Range<usize>,
    /// Up to the date, from the sentence's beginning or the date before.
    pub(super) before: &'m str,
    /// To the sentence's end or the next date.
    pub(super) after: &'m str,
}

/// What of `found`, which is in order, stands in `within`.
pub(super) fn among<T>(found: &[Found<T>], within: Range<usize>) -> &[Found<T>] {
    let first = found.partition_point(|one| one.range.start < within.start);
    let last = found.partition_point(|one| one.range.end <= within.end);
    found.get(first..last).unwrap_or(&[])
}

/// The whole days named in `within`, in order.
pub(super) fn days<'m>(matter: &'m Matter<'_>, within: Range<usize>) -> Vec<Day<'m>> {
    let found = among(matter.dates(), within.clone());
    let slice = |from: usize, to: usize| matter.flow.slice(from..to);
    let mut days = Vec::new();
    for (index, one) in found.iter().enumerate() {
        let Some(date) = one.value.civil() else { continue };
        let last = index.checked_sub(1).and_then(|last| found.get(last));
        let floor = last.map_or(within.start, |last| last.range.end);
        let ceiling = found.get(index + 1).map_or(within.end, |next| next.range.start);
        let before = slice(floor, one.range.start).rsplit('。').next().unwrap_or_default();
        let after = slice(one.range.end, ceiling).split('。').next().unwrap_or_default();
        days.push(Day { date, range: one.range.clone(), before, after });
    }
    days
}
