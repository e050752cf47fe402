use document::{Line, LineId, Notice, NoticeCode, RegionProposal, Rotation};
use imaging::{PageImage, PointMap, Ruling, Rulings, find_rulings};
use layout::{Arranged, Slope};
use ocr::TextBox;
use pages::SourcePage;

use crate::text::Text;
use crate::upright::{Turned, straightened, straightened_seals};
use crate::{Content, Engine, Error, PageReading, ReadOptions, compose, conserve, ink, regions, seals};

/// The picture that the stages work on: upright, flat, with its ruling lines. Its pixels never leave this crate.
pub(crate) struct View {
    pub(crate) image: PageImage,
    /// From the view's pixels to those of the source page's picture.
    pub(crate) to_picture: PointMap,
    pub(crate) rotation: Rotation,
    pub(crate) skew: f32,
    pub(crate) rectified: bool,
    pub(crate) rulings: Rulings,
}

impl Engine {
    /// The stages in order.
    pub(crate) fn page(&self, source: &SourcePage, options: &ReadOptions) -> Result<PageReading, Error> {
        let (view, proposals, mut text) = self.look(source, options)?;
        let regions = {
            let _span = tracing::debug_span!("arrange").entered();
            match options.content {
                Content::Everything => {
                    let read = |boxes: &[TextBox]| {
                        self.ocr
                            .recognise(&view.image, source.number, boxes, &options.ocr)
                            .map_err(Error::page)
                    };
                    let (regions, body) = regions::arrange(&view, &proposals, text.take_body(), &read)?;
                    text.put_body(body);
                    regions
                }
                Content::Text => regions::arrange_text(&view, text.lines.get(..text.body).unwrap_or(&[])),
            }
        };
        let regions = layout::place_seals(regions, text.seals);
        let (regions, lines) = renumbered(regions, text.lines, source.number);
        let tabulated = self.tabulate(&view, source.number, &regions, &lines);
        // Only now: the stages before measure by the boxes that the text was detected in.
        let lines = ink::drawn_in(&view.image, lines);
        let sheet = compose::Sheet { source, view: &view };
        let (regions, lines, tabulated) = conserve::conserve(&sheet, regions, lines, tabulated);
        let mut read = compose::page(&sheet, regions, lines, tabulated);
        compose::mark_trust(&mut read.page, source, &view, &text.trust);
        read.warnings.extend(text.warnings);
        read.warnings.extend(
            source.damage.iter().map(|told| notice(NoticeCode::Damaged, source.number, told.clone())),
        );
        Ok(read)
    }

    /// The upright view of a page, its region proposals and its text.
    fn look(
        &self,
        source: &SourcePage,
        options: &ReadOptions,
    ) -> Result<(View, Vec<RegionProposal>, Text), Error> {
        let layer = source.text_layer.as_ref().filter(|_| options.text_layer != crate::TextLayerUse::Never);
        if let Some(layer) = layer {
            let view = as_given(source);
            let proposals = match options.content {
                Content::Everything => self.propose(&view)?,
                Content::Text => vec![],
            };
            let mut text = self.text_of_layer(source, &view, layer, &proposals, options)?;
            if options.content == Content::Everything {
                let sealed = seals::taken_out(&mut text.lines, &view.image);
                text.add_seals(sealed);
            }
            return Ok((view, proposals, text));
        }
        if options.content == Content::Text {
            return self.look_for_text(source, options);
        }
        let turned = self.turned(source, options)?;
        // A lone page has its layout looked at while its lines are read.
        let (lines, seen) = rayon::join(
            || self.ocr.recognise(&turned.image, source.number, &turned.boxes, &options.ocr),
            || self.proposed(source, &turned),
        );
        let (view, slope, proposals) = seen?;
        let lines = straightened(lines.map_err(Error::page)?, slope.as_ref());
        let mut text = Text::of(layout::part_lines(lines));
        text.add_seals(straightened_seals(turned.seals, slope.as_ref()));
        Ok((view, proposals, text))
    }

    /// The page as it is given, and the text on it.
    fn look_for_text(
        &self,
        source: &SourcePage,
        options: &ReadOptions,
    ) -> Result<(View, Vec<RegionProposal>, Text), Error> {
        let view = as_given(source);
        let lines = self.ocr.read(&view.image, source.number, &view.rulings, &options.ocr);
        let lines = layout::part_lines(lines.map_err(Error::page)?);
        Ok((view, vec![], Text::of(lines)))
    }

    /// The straight view of a turned page, the slope taken out of it, and its region proposals.
    fn proposed(
        &self,
        source: &SourcePage,
        turned: &Turned,
    ) -> Result<(View, Option<Slope>, Vec<RegionProposal>), Error> {
        let (mut view, slope) = Self::straight_view(turned);
        view.rulings = with_vectors(view.rulings, source, &view.to_picture);
        let proposals = self.propose(&view)?;
        Ok((view, slope, proposals))
    }

    fn propose(&self, view: &View) -> Result<Vec<RegionProposal>, Error> {
        let _span = tracing::debug_span!("layout").entered();
        let mut eyes = self.eyes.lend();
        eyes.proposer
            .as_mut()
            .map_or(Ok(vec![]), |proposer| proposer.propose(&view.image))
            .map_err(Error::page)
    }
}

/// The page as it is given, for pages whose text layer tells which way is up.
fn as_given(source: &SourcePage) -> View {
    let rulings = with_vectors(find_rulings(&source.image), source, &PointMap::Identity);
    View {
        image: source.image.clone(),
        to_picture: PointMap::Identity,
        rotation: Rotation::None,
        skew: 0.0,
        rectified: false,
        rulings,
    }
}

/// The vector graphics of a PDF tell its ruling lines better than its pixels do, where it has them and the page was not
/// moved.
fn with_vectors(found: Rulings, source: &SourcePage, to_picture: &PointMap) -> Rulings {
    if source.rulings.is_empty() || *to_picture != PointMap::Identity {
        return found;
    }
    let is_flat =
        |ruling: &&Ruling| (ruling.end.x - ruling.start.x).abs() >= (ruling.end.y - ruling.start.y).abs();
    let (horizontal, vertical): (Vec<&Ruling>, Vec<&Ruling>) = source.rulings.iter().partition(is_flat);
    Rulings {
        horizontal: horizontal.into_iter().copied().collect(),
        vertical: vertical.into_iter().copied().collect(),
    }
}

/// Lines put in reading order and named by it; the regions' indices follow.
pub(crate) fn renumbered(regions: Vec<Arranged>, lines: Vec<Line>, page: u32) -> (Vec<Arranged>, Vec<Line>) {
    let mut lines: Vec<Option<Line>> = lines.into_iter().map(Some).collect();
    let mut ordered: Vec<Line> = Vec::with_capacity(lines.len());
    let mut place = |index: usize| {
        let line = lines.get_mut(index).and_then(Option::take)?;
        ordered.push(line.renamed(LineId { page, line: ordered.len() as u32 + 1 }));
        Some(ordered.len() - 1)
    };
    let mut renamed = Vec::with_capacity(regions.len());
    for mut region in regions {
        region.lines = region.lines.into_iter().filter_map(&mut place).collect();
        renamed.push(region);
    }
    (renamed, ordered)
}

/// A notice about a page.
pub(crate) fn notice(code: NoticeCode, page: u32, message: String) -> Notice {
    Notice { code, page: Some(page), message }
}
