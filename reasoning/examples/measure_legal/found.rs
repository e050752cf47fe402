//! What was read, in the words of the factory's truth.

use reasoning::legal::{Cost, Deadline, Holding, LegalFact, Party, ProvisionKind, Sentence, full_title};
use reasoning::value::{Money, WrittenDate};
use reasoning::{Body, Dossier, Facts};

use crate::Items;
use crate::labels::plain;

struct Found<'f> {
    facts: &'f Facts,
    items: Items,
}

/// The items read.
pub(crate) fn of(dossier: &Dossier) -> Items {
    let mut found = Found { facts: &dossier.facts, items: Items::new() };
    for fact in &dossier.facts.facts {
        if let Body::Legal(fact) = &fact.body {
            found.court_document(fact);
            found.contract(fact);
        }
    }
    if let Some(charges) = found.items.get_mut("charge") {
        charges.dedup();
    }
    found.items
}

fn date(date: &WrittenDate) -> String {
    date.civil().map(|date| date.to_string()).unwrap_or_default()
}

/// A sum as the truth prints it.
fn amount(money: &Money) -> String {
    let amount = money.amount().map(|amount| format!("{amount:.2}")).unwrap_or_default();
    amount.trim_end_matches(".00").to_owned()
}

impl Found<'_> {
    fn add(&mut self, field: &'static str, item: impl Into<String>) {
        self.items.entry(field).or_default().push(item.into());
    }

    fn court_document(&mut self, fact: &LegalFact) {
        match fact {
            LegalFact::Court(court) => self.add("court", plain(&court.name.value)),
            LegalFact::CaseNumber { number, own: true } => {
                self.add("number", plain(self.facts.printed(number)))
            }
            LegalFact::Cause { cause } => self.add("cause", plain(&cause.value)),
            LegalFact::Party(party) if !party.role.value.contains("公诉机关") => self.party(party),
            LegalFact::Agent(agent) => {
                let own = ["法定代表人", "负责人"].contains(&agent.role.value.as_str());
                self.add(if own { "legal_person" } else { "agent" }, plain(&agent.name.value));
                agent.firm.iter().for_each(|firm| self.add("firm", plain(&firm.value)));
            }
            LegalFact::Claim(claim) => self.add("claim", plain(&claim.text.value)),
            LegalFact::Article(article) if article.applied => {
                let law = full_title(&plain(&article.law.value));
                self.add("law", format!("{law} {}", article.article.value));
            }
            LegalFact::Holding(holding) => self.holding(holding),
            LegalFact::Sentence(sentence) => self.sentence(sentence),
            LegalFact::Cost(cost) => self.cost(cost),
            LegalFact::Appeal(appeal) => {
                appeal.court.iter().for_each(|court| self.add("appeal_court", plain(&court.value)));
            }
            LegalFact::PanelMember(member) => self.add("panel", plain(&member.name.value)),
            LegalFact::Dated { date: day } => self.add("judged", date(&day.value)),
            _ => {}
        }
    }

    fn party(&mut self, party: &Party) {
        self.add("party", plain(&party.name.value));
        party.sex.iter().for_each(|sex| self.add("sex", plain(self.facts.printed(sex))));
        party.birth.iter().for_each(|birth| self.add("birth", plain(self.facts.printed(birth))));
        party.address.iter().for_each(|address| self.add("address", plain(&address.value)));
        party.resident_id.iter().for_each(|id| self.add("identity", id.value.number.clone()));
        party.credit_code.iter().for_each(|code| self.add("credit_code", code.value.code.clone()));
    }

    fn holding(&mut self, holding: &Holding) {
        self.add("holding", plain(&holding.text.value));
        holding.obligors.iter().for_each(|name| self.add("payer", plain(&name.value)));
        holding.obligees.iter().for_each(|name| self.add("payee", plain(&name.value)));
        let within =
            holding.deadline.as_ref().filter(|deadline| matches!(deadline.value, Deadline::Within(_)));
        if let Some(deadline) = within {
            let printed = plain(self.facts.printed(deadline));
            let tail = printed.rsplit(['起', '后']).next().unwrap_or_default();
            self.add("deadline", tail.trim_end_matches('内'));
        }
    }

    fn sentence(&mut self, sentence: &Sentence) {
        sentence.charge.iter().for_each(|charge| self.add("charge", plain(&charge.value)));
        if sentence.executed {
            let term = sentence.penalty.as_ref().and_then(|penalty| penalty.value.term);
            let months = term.and_then(|term| term.whole_months());
            months.into_iter().for_each(|months| self.add("months", months.to_string()));
            sentence.fine.iter().for_each(|fine| self.add("fine", fine.value.minor.to_string()));
        }
    }

    fn cost(&mut self, cost: &Cost) {
        let applied = cost.name.value.contains("申请费") || cost.name.value.contains("保全费");
        self.add(if applied { "fee_paid" } else { "fee" }, amount(&cost.amount.value));
        cost.reduced.iter().for_each(|paid| self.add("fee_paid", amount(&paid.value)));
        for bearer in &cost.bearers {
            let name = plain(&bearer.name.value);
            let name =
                ["被告人", "被告", "原告"].iter().find_map(|role| name.strip_prefix(role)).unwrap_or(&name);
            self.add("bearer", name);
        }
    }

    fn contract(&mut self, fact: &LegalFact) {
        match fact {
            LegalFact::Dated { date: day } => self.add("signed", date(&day.value)),
            LegalFact::ContractTitle(title) => {
                self.add("title", plain(&title.title.value));
                title.number.iter().for_each(|number| self.add("contract_no", plain(&number.value)));
            }
            LegalFact::AmountPair(pair) => self.add("capitals", pair.capitals.value.minor.to_string()),
            LegalFact::Provision(provision) => {
                let forum = [ProvisionKind::Litigation, ProvisionKind::Arbitration].contains(&provision.kind);
                let forum = provision.forum.iter().filter(|_| forum);
                forum.for_each(|forum| self.add("forum", plain(&forum.value)));
            }
            LegalFact::Clause(clause) if clause.number.len() == 1 => {
                clause.heading.iter().for_each(|heading| self.add("clause", plain(&heading.value)));
            }
            _ => {}
        }
    }
}
