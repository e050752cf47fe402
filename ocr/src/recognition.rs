use document::{Confidence, Direction, Line, LineId, Origin, Outline, Point, Word, WordId};
use image::RgbImage;
use imaging::{PageImage, crop, crop_to, natural_width, resize};
use models::{Pool, Session};
use ndarray::{ArrayViewD, Ix2};

use crate::alphabet::Alphabet;
use crate::calibration::calibrated;
use crate::ctc::{Step, best_path, steps};
use crate::dashes;
use crate::lexicon::Lexicon;
use crate::respell::respelt;
use crate::spaces::Columns;
use crate::squeeze::{self, Squeezed, Squeezing};
use crate::stretches::{self, Stretch};
use crate::words::{self, Alignment, Piece, split};
use crate::{Error, TextBox, slant, tensor};

/// The network reads lines of this height, in pixels.
const HEIGHT: u32 = 48;
/// Crops are brought to a width that is a multiple of this: the network's step. Batches of one, so that no line is
/// padded for its neighbour's sake.
const WIDTH_STEP: u32 = 8;
/// Narrower crops give the network too little to stand on.
const MIN_WIDTH: u32 = 32;
/// Longer lines are squeezed to this width: a bound on memory (T x 18,710 numbers).
const MAX_WIDTH: u32 = 6400;
/// A line read with less mean confidence is looked at for leaning handwriting; print is surer, and stands upright.
const SURE: f32 = 0.98;
/// Lines read with less mean confidence may be handwriting that a lexicon helps to spell; clean print is surer.
const HANDWRITTEN: f32 = 0.97;
/// Handwriting that leans less than this (dx/dy) is read as it is.
const LEANS: f32 = 0.15;

/// How lines are read.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RecognitionOptions {
    /// Readings below this mean confidence are tried the other way round, and the better one wins.
    pub doubtful: f32,
    /// Readings below this mean confidence are taken for marks that are not text, and dropped.
    pub min_confidence: f32,
}

impl Default for RecognitionOptions {
    fn default() -> Self {
        Self { doubtful: 0.7, min_confidence: 0.3 }
    }
}

/// Reads lines with a CTC network: input [1, 3, 48, W], W a multiple of 8, BGR, -1 to 1; output [1, T, symbols],
/// probabilities. One session per worker; may be used by many threads at once.
pub struct Recogniser {
    sessions: Pool<Box<dyn Session>>,
    alphabet: Alphabet,
    lexicon: Option<Lexicon>,
}

/// A line read from one crop.
struct Reading {
    pieces: Vec<Piece>,
    width: f32,
    confidence: f32,
    squeezed: Squeezed,
}

impl Recogniser {
    /// A recogniser on loaded sessions of one network.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Model`] if there is no session or the network does not name its characters.
    pub fn new(sessions: Vec<Box<dyn Session>>) -> Result<Self, Error> {
        let none = || Error::model("recogniser was given no session, expected one per worker");
        let alphabet = Alphabet::of(sessions.first().ok_or_else(none)?.as_ref())?;
        Ok(Self { sessions: Pool::new(sessions).ok_or_else(none)?, alphabet, lexicon: None })
    }

    /// This recogniser, which spells doubtful handwriting by the words of `lexicon`.
    #[must_use]
    pub fn with_lexicon(mut self, lexicon: Lexicon) -> Self {
        self.lexicon = Some(lexicon);
        self
    }

    /// Reads the line in `text`; nothing where no text is found. The line and its words are named `id`.
    ///
    /// A tall box is read downwards (and upwards where that is doubtful), a doubtful wide one upside down too, and leaning
    /// handwriting also set upright; the surest reading wins.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Session`] if the network fails, [`crate::ErrorKind::Model`] if its output is not of its form.
    pub fn read(
        &self,
        page: &PageImage,
        text: &TextBox,
        id: LineId,
        options: &RecognitionOptions,
    ) -> Result<Option<Line>, Error> {
        Ok(self.read_squeezing(page, text, id, options, Squeezing::Wide)?.0)
    }

    /// As [`Self::read`], and how the line was read.
    pub(crate) fn read_squeezing(
        &self,
        page: &PageImage,
        text: &TextBox,
        id: LineId,
        options: &RecognitionOptions,
        squeezing: Squeezing,
    ) -> Result<(Option<Line>, Squeezed), Error> {
        let [a, b, c, d] = text.corners;
        let ways = if text.is_tall() { [[b, c, d, a], [d, a, b, c]] } else { [[a, b, c, d], [c, d, a, b]] };
        let mut best = (self.read_crop(page.pixels(), ways[0], squeezing, 0.0)?, ways[0]);
        if best.0.confidence < options.doubtful && best.0.pieces.len() + words::letters(&best.0.pieces) > 2 {
            let other = self.read_crop(page.pixels(), ways[1], Squeezing::Wide, best.0.confidence)?;
            if other.confidence > best.0.confidence {
                best = (other, ways[1]);
            }
        }
        let (mut reading, corners) = best;
        let squeezed = reading.squeezed;
        if reading.confidence < SURE && !text.is_tall() && reading.is_alphabetic() {
            let upright = self.read_upright(page.pixels(), corners)?;
            if let Some(upright) = upright.filter(|upright| upright.confidence > reading.confidence) {
                reading = upright;
            }
        }
        if reading.pieces.is_empty() || reading.confidence < options.min_confidence {
            return Ok((None, squeezed));
        }
        Ok((Some(to_line(reading, corners, text.is_tall(), id)), squeezed))
    }

    /// Reads a crop: squeezed where its letters stand far apart, and again at its own width where that leaves a doubt but more
    /// confidence than `least`.
    fn read_crop(
        &self,
        page: &RgbImage,
        corners: [Point; 4],
        squeezing: Squeezing,
        least: f32,
    ) -> Result<Reading, Error> {
        let natural = natural_width(corners, HEIGHT);
        let cut = crop_to(page, corners, network_width(natural), HEIGHT);
        let columns = Columns::of(&cut);
        let share = match squeezing {
            Squeezing::Wide => squeeze::share_of(&columns, natural),
            Squeezing::Never => None,
        };
        let Some(share) = share else { return self.read_columns(&cut, &columns, 1.0) };
        let squeezed = crop_to(page, corners, network_width(share * natural), HEIGHT);
        let reading = self.read_cut(&squeezed, share)?;
        if reading.confidence < least {
            return Ok(Reading { squeezed: Squeezed::Well, ..reading });
        }
        match squeeze::to_read_again(&reading.pieces, reading.width, &columns) {
            Some(stretches) => self.read_stretches(page, corners, natural, reading, &stretches),
            None => Ok(Reading { squeezed: Squeezed::InVain, ..self.read_columns(&cut, &columns, 1.0)? }),
        }
    }

    /// A squeezed reading of a line whose own width is `natural`, with these stretches read again at theirs.
    fn read_stretches(
        &self,
        page: &RgbImage,
        corners: [Point; 4],
        natural: f32,
        mut reading: Reading,
        stretches: &[Stretch],
    ) -> Result<Reading, Error> {
        // From the last one: exchanging words moves those that come after.
        for stretch in stretches.iter().rev() {
            let (from, to) = (stretch.span.0 / reading.width, stretch.span.1 / reading.width);
            let cut = crop_to(page, slice(corners, from, to), network_width((to - from) * natural), HEIGHT);
            let again = self.read_cut(&cut, 1.0)?;
            if !again.pieces.is_empty() {
                stretches::exchange(&mut reading.pieces, stretch, again.pieces, again.width);
            }
        }
        let confidence = words::confidence(&reading.pieces);
        let squeezed = if stretches.is_empty() { Squeezed::Well } else { Squeezed::InVain };
        Ok(Reading { confidence, squeezed, ..reading })
    }

    /// The reading of a leaning line that was set upright; nothing where it does not lean.
    fn read_upright(&self, page: &RgbImage, corners: [Point; 4]) -> Result<Option<Reading>, Error> {
        // Twice the height that is read: rows are moved before they are shrunk, so that strokes stay sharp.
        let cut = crop(page, corners, 2 * HEIGHT);
        let lean = slant::lean(&cut);
        if lean.abs() < LEANS {
            return Ok(None);
        }
        let upright = slant::set_upright(&cut, lean);
        let mut reading = self.read_cut(&upright, 1.0)?;
        // Back to the crop that was not moved: without the padding.
        let pad = slant::pad_for(lean, cut.height()) as f32 * reading.width / upright.width().max(1) as f32;
        reading.width -= 2.0 * pad;
        let width = reading.width;
        for piece in &mut reading.pieces {
            let back = |x: f32| (x - pad).clamp(0.0, width);
            piece.span = (back(piece.span.0), back(piece.span.1));
        }
        Ok(Some(reading))
    }

    /// Reads a cut whose width is `squeeze` times what keeps its shape.
    fn read_cut(&self, cut: &RgbImage, squeeze: f32) -> Result<Reading, Error> {
        let _span = tracing::debug_span!("recognise").entered();
        let width = network_width(cut.width() as f32 * HEIGHT as f32 / cut.height().max(1) as f32);
        let cut = resize(cut, width, HEIGHT);
        self.read_columns(&cut, &Columns::of(&cut), squeeze)
    }

    /// Reads a cut of the network's size, whose ink is known.
    fn read_columns(&self, cut: &RgbImage, columns: &Columns, squeeze: f32) -> Result<Reading, Error> {
        let width = cut.width();
        let steps = self.run(cut)?;
        // Gaps are counted in heights of the line: of one that is squeezed these are squeezed too.
        let height = HEIGHT as f32 * squeeze;
        let line = Alignment { steps: &steps, columns, width: width as f32, height };
        let path = dashes::restored(best_path(&steps), &self.alphabet, &line);
        let pieces = split(&path, &self.alphabet, &line);
        let confidence = words::confidence(&pieces);
        let pieces = match &self.lexicon {
            Some(lexicon) if confidence < HANDWRITTEN => {
                split(&respelt(path, &steps, &self.alphabet, lexicon), &self.alphabet, &line)
            }
            _ => pieces,
        };
        Ok(Reading { pieces, width: width as f32, confidence, squeezed: Squeezed::Not })
    }

    fn run(&self, cut: &RgbImage) -> Result<Vec<Step>, Error> {
        let input = tensor::normalised(cut);
        let mut found = Err(Error::model("text recognition gave no output, expected [1, T, symbols]"));
        let mut read = |outputs: &[ArrayViewD<'_, f32>]| {
            if let Some(output) = outputs.first() {
                found = self.steps_of(output);
            }
        };
        let mut session = self.sessions.lend();
        session.run(input.view().into_dyn(), &mut read).map_err(|e| Error::session("recognition", e))?;
        found
    }

    fn steps_of(&self, output: &ArrayViewD<'_, f32>) -> Result<Vec<Step>, Error> {
        let wrong = || {
            let (found, want) = (output.shape(), self.alphabet.len());
            Error::model(format!("text recognition gave {found:?}, expected [1, T, {want}]"))
        };
        let [1, count, symbols] = *output.shape() else { return Err(wrong()) };
        if symbols != self.alphabet.len() {
            return Err(wrong());
        }
        let rows = output.view().into_shape_with_order((count, symbols)).map_err(|_| wrong())?;
        let rows = rows.into_dimensionality::<Ix2>().map_err(|_| wrong())?;
        Ok(steps(&rows, self.alphabet.space()))
    }
}

/// The width at which a crop of `width` network pixels is read.
fn network_width(width: f32) -> u32 {
    (width.round().max(1.0) as u32).next_multiple_of(WIDTH_STEP).clamp(MIN_WIDTH, MAX_WIDTH)
}

impl Reading {
    /// Whether most of it is letters of a script that can lean.
    fn is_alphabetic(&self) -> bool {
        let text = || self.pieces.iter().flat_map(|piece| piece.text.chars());
        let letters = text().filter(|c| c.is_alphabetic() && !document::is_cjk(*c)).count();
        2 * letters > text().count()
    }
}

/// A reading as a line on the page. `corners` are those of the crop, from the text's own top left. A tall line of upright
/// letters (Han, kana) is vertical; any other tall line is a horizontal one that was turned.
fn to_line(reading: Reading, corners: [Point; 4], tall: bool, id: LineId) -> Line {
    let text: String = reading.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let upright_letters = text.chars().filter(|c| document::is_cjk(*c)).count() * 2 >= text.chars().count();
    let vertical = tall && upright_letters;
    let width = reading.width.max(1.0);
    let words: Vec<Word> = reading
        .pieces
        .into_iter()
        .zip(1..)
        .map(|(piece, number)| {
            let (from, to) = (piece.span.0 / width, piece.span.1.max(piece.span.0 + 1.0) / width);
            to_word(piece, turned(slice(corners, from, to), vertical), WordId { line: id, word: number })
        })
        .collect();
    Line {
        id,
        text: Line::spell(&words),
        outline: turned(corners, vertical).into(),
        confidence: Confidence::clamped(reading.confidence),
        direction: if vertical { Direction::Vertical } else { Direction::Horizontal },
        words,
    }
}

/// The part of a crop between two shares of its width.
fn slice([a, b, c, d]: [Point; 4], from: f32, to: f32) -> [Point; 4] {
    [a.lerp(b, from), a.lerp(b, to), d.lerp(c, to), d.lerp(c, from)]
}

/// A vertical line is cut out lying on its side; its letters' own top left is the crop's lower left.
fn turned([a, b, c, d]: [Point; 4], vertical: bool) -> [Point; 4] {
    if vertical { [d, a, b, c] } else { [a, b, c, d] }
}

fn to_word(piece: Piece, corners: [Point; 4], id: WordId) -> Word {
    Word {
        id,
        text: piece.text,
        outline: Outline::from(corners),
        confidence: Confidence::mean(piece.confidences.iter().copied()).and_then(calibrated),
        character_confidences: piece.confidences,
        alternatives: piece.alternatives,
        glued: piece.glued,
        origin: Origin::Recognition,
    }
}
