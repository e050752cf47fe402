//! Lists of lines: the name of a picture, a tab, the text on it.

use super::Labelled;
use crate::content::{Content, Scope};
use crate::{Error, ErrorKind};

/// Whether every line has a name that looks like a picture's, and a text.
pub(super) fn is_list(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            line.split_once('\t').is_some_and(|(name, _)| name.contains('.') && !name.contains(' '))
        })
}

pub(super) fn read(text: &str) -> Result<Vec<Labelled>, Error> {
    let lines = (1..).zip(text.trim_start_matches('\u{FEFF}').lines());
    let labelled = |(number, line): (u32, &str)| match line.split_once('\t') {
        Some((name, text)) => {
            Ok(Labelled::new(name.to_owned(), Content::of_text(text).with_scope(Scope::Line)))
        }
        None => {
            let what = format!("found {line:?}, expected a picture's name, a tab and a text");
            Err(Error::new(ErrorKind::Content, what).at(format!("line {number}")))
        }
    };
    lines.filter(|(_, line)| !line.trim().is_empty()).map(labelled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_sample() {
        let truths = read("a/1.png\t血糖 5.6\n\nb.jpg\ttwo\twords\n").unwrap();
        let texts: Vec<_> = truths.iter().filter_map(|truth| truth.content.text()).collect();
        assert_eq!(texts, ["血糖 5.6", "two\twords"]);
        assert!(truths.iter().all(|truth| truth.content.scope == Scope::Line));
        assert!(is_list("a.png\tx") && !is_list("some prose\twith a tab.") && !is_list(""));
        assert_eq!(read("a.png x").unwrap_err().place(), Some("line 1"));
    }
}
