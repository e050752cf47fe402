//! Where legal facts are told.

use super::Spot;
use crate::Kind;
use crate::legal::LegalFact;

pub(super) fn spot(fact: &LegalFact, kind: Kind) -> Option<Spot> {
    use LegalFact as L;
    let is_contract = kind == Kind::Contract;
    Some(match fact {
        L::Court(_) => Spot::at("case").group("case").weight(9.0),
        L::Instrument(_) => Spot::at("case").group("case").weight(8.0),
        L::CaseNumber { own: true, .. } => Spot::at("case").group("case").weight(7.0),
        L::Docket { .. } => Spot::at("case").group("case").weight(6.0),
        L::Cause { .. } => Spot::at("case").group("case").weight(5.0),
        L::CaseNumber { own: false, .. } | L::Section(_) | L::Clause(_) => return None,
        L::Party(_) | L::Agent(_) => Spot::at("parties"),
        L::Claim(claim) => Spot::at("claims").must_if(!claim.amounts.is_empty()),
        L::Defence(_) => Spot::at("defence"),
        L::Issue { .. } => Spot::at("issues"),
        L::Article(article) if article.applied || is_contract => Spot::at("laws").group("laws"),
        L::Article(_) => return None,
        L::Holding(_) => Spot::at("holdings").must().weight(1.0),
        L::Sentence(sentence) => {
            Spot::at("holdings").must().weight(if sentence.executed { 2.0 } else { 1.5 })
        }
        L::Cost(_) => Spot::at("costs").must(),
        L::PanelMember(_) => Spot::at("ending").group("panel").weight(1.0),
        L::Dated { .. } if is_contract => Spot::at("agreement").group("case"),
        L::Dated { .. } => Spot::at("ending").group("panel"),
        L::Appeal(_) => Spot::at("ending").weight(3.0),
        L::ContractTitle(_) => Spot::at("agreement").group("case").weight(1.0),
        L::AmountPair(_) => Spot::at("amounts").must(),
        L::Provision(provision) => {
            let has_values = !provision.amounts.is_empty()
                || !provision.shares.is_empty()
                || !provision.periods.is_empty();
            Spot::at("terms").must_if(has_values)
        }
        L::Signature(_) | L::Seal { .. } if is_contract => Spot::at("signatures").group("signed"),
        L::Signature(_) => Spot::at("ending").group("panel"),
        // The words of a court's seal repeat its name, and run in a circle.
        L::Seal { .. } => return None,
    })
}
