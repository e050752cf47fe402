use document::{Line, LineId, Notice, NoticeCode, Page, RegionProposal, Rotation, Table};
use imaging::{PageImage, PointMap, Ruling, Rulings, find_rulings};
use layout::Arranged;
use pages::SourcePage;

use crate::text::Text;
use crate::{Engine, Error, ReadOptions, compose, regions};

/// What one page has come to.
pub(crate) struct PageReading {
    pub(crate) page: Page,
    pub(crate) tables: Vec<Table>,
    pub(crate) warnings: Vec<Notice>,
}

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
    pub(crate) fn read_page(
        &self,
        source: &SourcePage,
        options: &ReadOptions,
        first_table: u32,
    ) -> Result<PageReading, Error> {
        let (view, proposals, text) = self.look(source, options)?;
        let regions = regions::arrange(&view, &proposals, &text.lines);
        let (regions, lines) = renumbered(regions, text.lines, source.number);
        let tabulated = self.tabulate(&view, source.number, &regions, &lines, first_table);
        let mut read = compose::page(source, &view, regions, lines, tabulated);
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
            let proposals = self.propose(&view)?;
            let text = self.text_of_layer(source, &view, layer, &proposals, options)?;
            return Ok((view, proposals, text));
        }
        let turned = self.turned(source, options)?;
        let lines = self
            .ocr
            .recognise(&turned.image, source.number, &turned.boxes, &options.ocr)
            .map_err(Error::page)?;
        let (mut view, lines) = Self::straightened(turned, lines);
        view.rulings = with_vectors(view.rulings, source, &view.to_picture);
        let proposals = self.propose(&view)?;
        let lines = layout::part_lines(lines);
        Ok((view, proposals, Text { lines, trust: vec![], warnings: vec![] }))
    }

    fn propose(&self, view: &View) -> Result<Vec<RegionProposal>, Error> {
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
fn renumbered(regions: Vec<Arranged>, lines: Vec<Line>, page: u32) -> (Vec<Arranged>, Vec<Line>) {
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
