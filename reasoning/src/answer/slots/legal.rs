//! What legal facts can put into a sentence.

use super::{Slots, clause, plain};
use crate::answer::lexicon::{Lexicon, Of};
use crate::legal::{
    Agent, Appeal, Article, Claim, Cost, Holding, LegalFact, Party, Provision, Sentence, Signature,
};
use crate::{Facts, Stated};

pub(super) fn slots(facts: &Facts, fact: &LegalFact, lexicon: &Lexicon) -> Slots {
    use LegalFact as L;
    let text = |about, text: &Stated<String>| Slots::new(about).value("text", clause(facts.printed(text)));
    match fact {
        L::Court(court) => Slots::new("court").printed("name", facts, Some(&court.name)),
        L::Instrument(instrument) => {
            Slots::new("instrument").printed("title", facts, Some(&instrument.title))
        }
        L::CaseNumber { number, .. } => Slots::new("case_number").printed("number", facts, Some(number)),
        L::Docket { number } => Slots::new("docket").printed("number", facts, Some(number)),
        L::Cause { cause } => Slots::new("cause").printed("cause", facts, Some(cause)),
        L::Party(party) => person(facts, party, lexicon),
        L::Agent(agent) => acting(facts, agent),
        L::Claim(Claim { text: claim, .. }) => text("claim", claim),
        L::Defence(argument) => Slots::new("defence")
            .name("speaker", plain(facts.printed(&argument.speaker)))
            .value("text", clause(facts.printed(&argument.text))),
        L::Issue { text: issue } => text("issue", issue),
        L::Article(article) => law(facts, article),
        L::Holding(Holding { text: holding, .. }) => text("holding", holding),
        L::Sentence(sentence) => punishment(facts, sentence),
        L::Cost(cost) => costs(facts, cost),
        L::PanelMember(member) => Slots::new("panel_member")
            .name("role", plain(facts.printed(&member.role)))
            .printed("name", facts, Some(&member.name)),
        L::Dated { date } => Slots::new("dated").printed("date", facts, Some(date)),
        L::Appeal(appeal) => appealing(facts, appeal),
        L::ContractTitle(title) => Slots::new("contract_title")
            .printed("title", facts, Some(&title.title))
            .printed("number", facts, title.number.as_ref()),
        L::Clause(clause_of) => text("clause", &clause_of.text),
        L::AmountPair(pair) => Slots::new(if pair.agree { "amount_pair" } else { "amount_pair_wrong" })
            .printed("figures", facts, Some(&pair.figures))
            .printed("capitals", facts, Some(&pair.capitals)),
        L::Provision(Provision { kind, text, .. }) => Slots::new("provision")
            .word("label", lexicon.word(Of::Provision, kind))
            .value("text", clause(facts.printed(text))),
        L::Signature(signature) => signed(facts, signature),
        L::Seal { text } => Slots::new("seal").printed("text", facts, Some(text)),
        L::Section(section) => Slots::new("heading").printed("text", facts, Some(&section.opening)),
    }
}

fn person(facts: &Facts, party: &Party, lexicon: &Lexicon) -> Slots {
    Slots::new("party")
        .name("role", plain(facts.printed(&party.role)))
        .printed("name", facts, Some(&party.name))
        .value("sex", party.sex.as_ref().map(|sex| lexicon.word(Of::Sex, &sex.value)).unwrap_or_default())
        .printed("birth", facts, party.birth.as_ref())
}

fn acting(facts: &Facts, agent: &Agent) -> Slots {
    Slots::new("agent")
        .name("role", plain(facts.printed(&agent.role)))
        .printed("name", facts, Some(&agent.name))
        .printed("firm", facts, agent.firm.as_ref())
        .printed("authority", facts, agent.authority.as_ref())
}

fn law(facts: &Facts, article: &Article) -> Slots {
    let title = plain(facts.printed(&article.law));
    let title = title.trim_matches(['《', '》']);
    Slots::new("article").name("law", title).printed("article", facts, Some(&article.article))
}

fn punishment(facts: &Facts, sentence: &Sentence) -> Slots {
    let further: Vec<String> = sentence.further.iter().map(|further| plain(facts.printed(further))).collect();
    Slots::new("sentence")
        .printed("defendant", facts, sentence.defendant.as_ref())
        .printed("charge", facts, sentence.charge.as_ref())
        .printed("penalty", facts, sentence.penalty.as_ref())
        .printed("probation", facts, sentence.probation.as_ref())
        .printed("fine", facts, sentence.fine.as_ref())
        .value("further", further.join("，"))
}

fn costs(facts: &Facts, cost: &Cost) -> Slots {
    let bearers = cost.bearers.iter().map(|bearer| {
        let amount = bearer.amount.as_ref().map(|amount| plain(facts.printed(amount))).unwrap_or_default();
        format!("{} {amount}", plain(facts.printed(&bearer.name))).trim_end().to_owned()
    });
    let bearers: Vec<String> = bearers.collect();
    Slots::new("cost")
        .name("name", plain(facts.printed(&cost.name)))
        .printed("amount", facts, Some(&cost.amount))
        .printed("reduced", facts, cost.reduced.as_ref())
        .value("bearers", bearers.join("、"))
}

fn appealing(facts: &Facts, appeal: &Appeal) -> Slots {
    if appeal.is_final {
        return Slots::new("appeal_final");
    }
    Slots::new("appeal").printed("within", facts, appeal.within.as_ref()).printed(
        "court",
        facts,
        appeal.court.as_ref(),
    )
}

fn signed(facts: &Facts, signature: &Signature) -> Slots {
    Slots::new("signature_legal")
        .name("party", plain(facts.printed(&signature.party)))
        .printed("mark", facts, signature.mark.as_ref())
        .printed("name", facts, signature.name.as_ref())
        .printed("date", facts, signature.date.as_ref())
}
