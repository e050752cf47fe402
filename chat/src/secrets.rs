//! Personal data replaced by stand-ins before anything is sent, and put back into what returns.

use reasoning::answer::Draft;

/// Texts that do not leave the machine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets {
    /// The longest first, so that a name within an address is not replaced before the address.
    list: Vec<String>,
}

/// Shorter texts are too common to be replaced wherever they stand.
const LEAST: usize = 2;

impl Secrets {
    pub(crate) fn new(texts: &[String]) -> Self {
        let mut list: Vec<String> = texts
            .iter()
            .map(|text| text.trim().to_owned())
            .filter(|text| text.chars().count() >= LEAST)
            .collect();
        list.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then(a.cmp(b)));
        list.dedup();
        Self { list }
    }

    fn stand_in(index: usize) -> String {
        format!("§P{}§", index + 1)
    }

    /// `text` with stand-ins. It is JSON: a secret is looked for as it is written there.
    pub(crate) fn hidden(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (index, secret) in self.list.iter().enumerate() {
            out = out.replace(secret.as_str(), &Self::stand_in(index));
        }
        out
    }

    /// `draft` with the secrets put back.
    pub(crate) fn shown(&self, mut draft: Draft) -> Draft {
        for claim in draft.sections.iter_mut().flat_map(|section| &mut section.claims) {
            for (index, secret) in self.list.iter().enumerate() {
                if claim.text.contains('§') {
                    claim.text = claim.text.replace(&Self::stand_in(index), secret);
                }
            }
        }
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reasoning::answer::{DraftClaim, DraftSection};

    #[test]
    fn what_is_hidden_comes_back() {
        let secrets =
            Secrets::new(&["孙雨桐".into(), "孙".into(), "孙雨桐的家".into(), "13800138000".into()]);
        let sent = secrets.hidden("孙雨桐住孙雨桐的家，电话13800138000");
        assert!(!sent.contains("孙雨桐") && !sent.contains("138"), "{sent}");
        let claim = DraftClaim { text: sent, ..DraftClaim::default() };
        let draft = Draft { sections: vec![DraftSection { title: String::new(), claims: vec![claim] }] };
        assert_eq!(secrets.shown(draft).sections[0].claims[0].text, "孙雨桐住孙雨桐的家，电话13800138000");
    }
}
