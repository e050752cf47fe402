//! Reports of studies - imaging, endoscopy, pathology, cytology - read clause by clause: what was asked, what was seen, what is concluded.
//!
//! Every clause knows the words that say of what it speaks: those of its own, of the label before it (`RIGHT LOBE: …`, `胃窦：…`), of the
//! clause before it where it names no place itself. Two clauses are compared by the words that they share, so no dictionary of
//! organs has to know them.

mod contrary;
mod gist;
mod heading;
mod kinds;
mod lacking;
mod places;
mod read;
mod sides;
mod states;

pub(super) use contrary::{denied_elsewhere, normal_there, odd_there, organ_is_well};
pub(super) use lacking::part_missing;
pub(super) use sides::{is_borne_out, lone_side, opposite, side_dropped};
pub(super) use states::{all_clear, at_odds};

use super::ask::Sectioned;
use super::impression::clauses;
use crate::pattern::pattern;
use crate::rules::{Case, Draft};
use crate::{EvidenceId, Fact, Passage, Polarity, SectionKind, Side};
use gist::Gist;

/// What a clause is in its study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What was asked, of what, and how it was examined.
    Asked,
    Seen,
    Concluded,
}

/// Where a clause stands: in a fact, or in a text of no section.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Fact(&'a Fact, EvidenceId),
    Text(&'a Passage),
}

impl Source<'_> {
    /// Whether both are one text.
    fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Fact(_, a), Self::Fact(_, b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a.id == b.id,
            _ => false,
        }
    }

    pub(super) fn about(self, draft: Draft) -> Draft {
        match self {
            Self::Fact(fact, evidence) => draft.about(fact, evidence),
            Self::Text(passage) => draft.about_span(passage.whole()),
        }
    }

    pub(super) fn against(self, draft: Draft) -> Draft {
        match self {
            Self::Fact(fact, evidence) => draft.against(fact, evidence),
            Self::Text(passage) => draft.against_span(passage.whole()),
        }
    }
}

/// A clause of a study.
struct Told<'a> {
    part: Part,
    source: Source<'a>,
    text: &'a str,
    /// The label before it, or of the clauses before.
    label: String,
    /// Whether it is the first clause behind its label.
    is_first: bool,
    /// What it speaks of besides its own words: its label, the clause before it.
    context: String,
    polarity: Polarity,
    /// What its own words say, and with those of its context.
    own: Gist,
    gist: Gist,
    /// The number of its sentence.
    sentence: usize,
    /// Whether it stands under a heading that concludes only where nothing else does.
    is_remark: bool,
}

impl Told<'_> {
    /// Whether it tells of another time: what was once may have gone.
    fn is_of_other_time(&self) -> bool {
        let form = pattern!(
            r"(?i)既往|陈旧|术后|治疗后|曾|较前|原有?|吸收|消失|对比|复查|previous|prior|old\b|healed|status post|post-?\s?(?:op|surg|chole|mastec|hyster|thyroid)|s/p|resolved|compared|follow-?up|no longer|interval|since|stable|history of|replacement|prosthe"
        );
        form.is_some_and(|form| form.is_match(self.text))
    }

    /// Whether it says that what it speaks of is as it should be.
    fn is_normal(&self) -> bool {
        says_normal(self.text)
    }
}

/// Whether a text says that what it speaks of is as it should be.
fn says_normal(text: &str) -> bool {
    pattern!(r"(?i)正常|良性|不(?:扩张|增[大粗宽厚]|宽|厚|大|肿)|锐利|清晰|完整|通畅|良好|对称|均匀|光整|光滑|\b(?:normal(?:ly)?|benign|negative|unremarkable|intact|clear|patent|preserved|satisfactory)\b")
        .is_some_and(|form| form.is_match(text))
}

/// The clauses of a study; none where the document is no study or concludes nothing.
pub(super) struct Study<'a>(Vec<Told<'a>>);

impl<'a> Study<'a> {
    pub(super) fn of(case: &Case<'a>) -> Self {
        let all = read::read(case).told;
        let has = |part: Part| all.iter().any(|told| told.part == part);
        Self(if has(Part::Seen) && has(Part::Concluded) { all } else { Vec::new() })
    }

    /// Whether the document is a study that both sees and concludes.
    pub(super) fn is_whole(&self) -> bool {
        !self.0.is_empty()
    }

    /// The sides that a clause of the study tells, by its label too; none where it is no clause of it.
    pub(super) fn sides_of(&self, text: &str) -> Vec<Side> {
        let own = self.0.iter().find(|told| text.contains(told.text) || told.text.contains(text));
        own.map(|told| told.gist.sides.clone()).unwrap_or_default()
    }
}

/// Whether a diagnosis is what the study was asked for: by its heading, or, under the bare word, where no description stands before it.
fn is_request(section: &Sectioned<'_>, all: &[Sectioned<'_>]) -> bool {
    let heading = section.heading.value.trim();
    let asks =
        pattern!(r"(?i)临床|送检|申请|术前|入院|门诊|拟|clinical|pre-?op|admi|provisional|refer|diagnosed");
    let is_after = || {
        let described = all.iter().take_while(|other| other.heading.evidence != section.heading.evidence);
        described
            .into_iter()
            .any(|other| matches!(other.kind, SectionKind::Findings | SectionKind::AuxiliaryExamination))
    };
    // Where nothing else concludes or describes under a heading, it is the conclusion.
    let has_other = || {
        use SectionKind as S;
        all.iter().any(|other| matches!(other.kind, S::Impression | S::Findings | S::AuxiliaryExamination))
    };
    asks.is_some_and(|form| form.is_match(heading)) || heading == "诊断" && !is_after() && has_other()
}

/// Whether a clause names something wrong anywhere in it.
fn names_illness(text: &str) -> bool {
    pattern!(r"(?i)炎|癌|瘤|石|囊肿|骨折|破裂|撕裂|梗死|出血|积液|积水|狭窄|斑块|息肉|溃疡|占位|肿块|包块|结节|脱位|疝|扩张|肿大|增[生厚大]|分离|疏松|减少|白内障|损伤|畸形|曲张|血栓|不张|气胸|纤维|钙化|病变|缺血|新生物|血肿|变性|水肿|脱离|栓塞|瘢痕|转移|扩大|听力(?:下降|损失|减退)|聋|itis\b|hearing loss|deaf|retinopath|varicocele|scar(?:s|ring)?\b|haematoma|hematoma|embol|metasta|\bprimary\b|enlarge|dilat|adenopathy|arthrosis|cavit|\bptb\b|tubercul|fracture|tear\b|cyst|tumou?r|carcinoma|stenosis|infarct|calcul|stones?\b|mass\b|nodul|ulcer|polyp|effusion|aneurysm|lesion|hydro(?:neph|cele|salp)|cataract|thromb|pneumothorax|consolidat|collapse|atelect|opacity|oedema|edema|hernia|rupture|disloc|osteo|degenerat")
        .is_some_and(|form| form.is_match(text))
}

/// Whether a text of a study says that all is well with what it speaks of: every clause of it is as it should be, or denies.
pub(super) fn is_fine(study: &Study<'_>, text: &str) -> bool {
    let is_fine =
        |clause: &str| says_normal(clause) || crate::medical::clause_polarity(clause) == Polarity::Absent;
    let mut all = clauses(text).peekable();
    !study.0.is_empty() && all.peek().is_some() && all.all(is_fine)
}
