//! A reading in the forms that it is printed and written in.

use std::io::{self, IsTerminal};

use export::{HtmlOptions, MarkdownOptions, RecordsOptions};
use pipeline::Reading;

use crate::args::{Format, ReadArgs};

/// What is printed where nothing is asked for.
const DEFAULT: Format = Format::Markdown;

/// The form to print.
pub(crate) fn wanted(args: &ReadArgs) -> Format {
    args.format.first().copied().unwrap_or(DEFAULT)
}

/// What cannot be printed, told before anything is read.
///
/// # Errors
/// Several forms, a workbook on a terminal, or several workbooks without a folder for them.
pub(crate) fn check(args: &ReadArgs, inputs: usize) -> Result<(), String> {
    refusal(args.output.is_some(), &args.format, inputs, io::stdout().is_terminal()).map_or(Ok(()), Err)
}

fn refusal(to_folder: bool, formats: &[Format], inputs: usize, terminal: bool) -> Option<String> {
    if to_folder {
        return None;
    }
    let is_binary = formats.contains(&Format::Xlsx);
    match () {
        () if formats.len() > 1 => Some(format!(
            "{} formats are asked for, expected one for standard output\n  hint: --output writes several",
            formats.len()
        )),
        () if is_binary && terminal => Some(
            "an xlsx file is not for a terminal\n  hint: redirect standard output to a file, or use --output"
                .into(),
        ),
        () if is_binary && inputs > 1 => Some(format!(
            "{inputs} inputs make {inputs} xlsx files, expected one for standard output\n  hint: --output writes one each"
        )),
        () => None,
    }
}

/// The bytes of `reading` in `format`; text ends in a line feed.
///
/// # Errors
/// Where the form cannot hold the document.
pub(crate) fn printed(reading: &Reading, format: Format) -> io::Result<Vec<u8>> {
    let document = &reading.document;
    let mut text = match format {
        Format::Markdown => export::markdown(document, &MarkdownOptions::default()),
        Format::Text => export::text(document),
        Format::Json => serde_json::to_string(reading).map_err(io::Error::other)?,
        Format::Html => export::html(reading, &HtmlOptions::default()),
        Format::Csv => export::csv(document).map_err(io::Error::other)?,
        Format::Records => {
            let records = export::records(document, &RecordsOptions::default());
            serde_json::to_string_pretty(&records).map_err(io::Error::other)?
        }
        Format::Xlsx => return export::xlsx(document).map_err(io::Error::other),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_printed_is_refused() {
        use Format as F;
        struct Case(bool, &'static [Format], usize, bool, Option<&'static str>);
        let cases = [
            Case(false, &[], 2, true, None),
            Case(false, &[F::Json], 2, true, None),
            Case(false, &[F::Json, F::Csv], 1, false, Some("2 formats")),
            Case(false, &[F::Xlsx], 1, true, Some("not for a terminal")),
            Case(false, &[F::Xlsx], 1, false, None),
            Case(false, &[F::Xlsx], 3, false, Some("3 inputs")),
            Case(true, &[F::Xlsx, F::Json], 3, true, None),
        ];
        for Case(folder, formats, inputs, terminal, want) in cases {
            let found = refusal(folder, formats, inputs, terminal);
            assert_eq!(found.is_some(), want.is_some(), "{formats:?}");
            assert!(want.is_none_or(|want| found.unwrap().contains(want)), "{formats:?}");
        }
    }
}
