//! Documents as a batch reads them.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::OnceLock;

use batch::{Failure, Item, Key, Landed, Opened, PageFiles, Reader};
use models::Card;
use pipeline::{Assembly, Engine, OpenDocument, ReadOptions, Reading, Source};
use sha2::{Digest, Sha256};

use crate::args::{Format, Global, ReadArgs};
use crate::heap;
use crate::inputs::Input;
use crate::output::Forms;
use crate::printed::{printed, wanted};
use crate::progress::ReadProgress;

/// Hexadecimal digits of the fingerprint that go into a key: enough that no two settings share them.
const FINGERPRINT_DIGITS: usize = 16;

/// Reads inputs with an engine.
pub(crate) struct Documents<'a> {
    inputs: &'a [Input],
    engine: &'a Engine,
    options: ReadOptions,
    forms: Forms,
    printed: Format,
    to_folders: bool,
    fingerprint: String,
    progress: &'a ReadProgress,
    /// Standard input can be read once only.
    stdin: OnceLock<Source>,
}

impl<'a> Documents<'a> {
    pub(crate) fn new(
        inputs: &'a [Input],
        engine: &'a Engine,
        options: ReadOptions,
        args: &'a ReadArgs,
        global: &Global,
        progress: &'a ReadProgress,
    ) -> Self {
        let fingerprint = fingerprint(&options, args, global);
        Self {
            inputs,
            engine,
            options,
            forms: Forms::new(&args.format, !args.no_pictures),
            printed: wanted(args),
            to_folders: args.output.is_some(),
            fingerprint,
            progress,
            stdin: OnceLock::new(),
        }
    }

    /// What a batch is told of the inputs.
    pub(crate) fn items(inputs: &[Input]) -> Vec<Item> {
        inputs.iter().map(|input| Item { name: input.name(), place: input.folder().to_owned() }).collect()
    }

    fn source(&self, input: &Input) -> Result<Source, Failure> {
        let limit = self.options.open.limits.bytes;
        match input {
            Input::File { path, .. } => Source::file(path).map_err(told),
            Input::Stdin => match self.stdin.get() {
                Some(source) => Ok(source.clone()),
                None => {
                    let source = Source::reader("stdin", io::stdin().lock(), limit).map_err(told)?;
                    Ok(self.stdin.get_or_init(|| source).clone())
                }
            },
        }
    }

    fn assembled(document: &OpenDocument, pages: &Landed<'_>) -> io::Result<Reading> {
        let mut assembly = Assembly::new(document.source().clone());
        for &number in pages.numbers() {
            match pages.page(number)? {
                Ok(record) => assembly.page(
                    serde_json::from_slice(&record)
                        .map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?,
                ),
                Err(reason) => assembly.failure(Some(number), reason),
            }
        }
        Ok(assembly.finish())
    }
}

impl Reader for Documents<'_> {
    type Source = Source;
    type Document = OpenDocument;

    fn load(&self, item: usize) -> Result<(Source, Key), Failure> {
        let input = self.inputs.get(item).ok_or_else(|| Failure::new("there is no such input"))?;
        let source = self.source(input)?;
        let key = Key::new(&hex(&Sha256::digest(source.content())), &self.fingerprint);
        Ok((source, key))
    }

    fn open(&self, source: Source) -> Result<Opened<OpenDocument>, Failure> {
        let document = self.engine.open(source, &self.options).map_err(told)?;
        let pages = document.pages().to_vec();
        Ok(Opened { document, pages })
    }

    fn read(&self, document: &OpenDocument, page: u32) -> Result<PageFiles, String> {
        let read = self.engine.read_page(document, page, |event| {
            let none = PageFiles::record(Vec::new());
            if self.to_folders { self.forms.with_pictures(none, &event) } else { Ok(none) }
        });
        let (read, files) = read.map_err(|error| error.told())?;
        let record = serde_json::to_vec(&read).map_err(|error| error.to_string())?;
        drop(read);
        heap::page_read();
        let files = files.map_err(|error| format!("its picture cannot be drawn: {error}"))?;
        Ok(files.recorded(record))
    }

    fn deliver(&self, document: &OpenDocument, pages: &Landed<'_>, folder: Option<&Path>) -> io::Result<()> {
        let _span = tracing::debug_span!("export").entered();
        let reading = Self::assembled(document, pages)?;
        self.progress.notices(document.source().name.as_str(), &reading);
        match folder {
            Some(folder) => self.forms.fill(folder, &reading, pages),
            None => {
                let bytes = printed(&reading, self.printed)?;
                self.progress.beside(|| io::stdout().write_all(&bytes).and_then(|()| io::stdout().flush()))
            }
        }
    }
}

fn told(error: pipeline::Error) -> Failure {
    Failure { reason: error.told(), hint: error.hint().map(str::to_owned) }
}

/// All that shapes a result besides the content of the document: version, models, device, precision as it is asked for (so
/// that unlike machines can share a folder), options. Not the password, by which alone nothing changes, nor how many work
/// on it.
fn fingerprint(options: &ReadOptions, args: &ReadArgs, global: &Global) -> String {
    let mut options = options.clone();
    options.open.password = None;
    let version = env!("CARGO_PKG_VERSION");
    let pictures = !args.no_pictures;
    let (device, precision) = (global.device, global.precision);
    let mut text = format!("{version} {device} {precision} {options:?} {:?} {pictures}", args.format);
    for card in Card::all() {
        let _ = write!(text, " {}", card.sha256);
    }
    let mut hash = hex(&Sha256::digest(text));
    hash.truncate(FINGERPRINT_DIGITS);
    hash
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
