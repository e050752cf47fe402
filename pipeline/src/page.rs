use document::{Line, LineId, Notice, NoticeCode, Page, RegionProposal, Rotation, Table};
use imaging::{PageImage, PointMap, Rulings, find_rulings};
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
        let view = self.view(source, options)?;
        let (proposals, text) = self.look(source, &view, options)?;
        let regions = regions::arrange(&view, &proposals, &text.lines);
        let (regions, lines) = renumbered(regions, text.lines, source.number);
        let tabulated = self.tabulate(&view, source.number, &regions, &lines, first_table);
        let mut read = compose::page(source, &view, regions, lines, tabulated);
        compose::mark_trust(&mut read.page, source, &view, &text.trust);
        read.warnings.extend(text.warnings);
        Ok(read)
    }

    /// The page made upright, unless its text layer already tells which way is up.
    fn view(&self, source: &SourcePage, options: &ReadOptions) -> Result<View, Error> {
        let _ = (&self.eyes.lend().orienter, options);
        let mut view = View {
                image: source.image.clone(),
                to_picture: PointMap::Identity,
                rotation: Rotation::None,
                skew: 0.0,
                rectified: false,
                rulings: Rulings::default(),
        };
        view.rulings = find_rulings(&view.image);
        Ok(view)
    }

    /// Region proposals and text, found side by side where neither needs the other.
    fn look(
        &self,
        source: &SourcePage,
        view: &View,
        options: &ReadOptions,
    ) -> Result<(Vec<RegionProposal>, Text), Error> {
        let layer = source.text_layer.as_ref().filter(|_| options.text_layer != crate::TextLayerUse::Never);
        let (proposals, text) = match layer {
            Some(layer) => {
                let proposals = self.propose(view)?;
                let text = self.text_of_layer(source, view, layer, &proposals, options)?;
                (proposals, text)
            }
            None => {
                let (proposals, text) =
                    rayon::join(|| self.propose(view), || self.text_of_pixels(source.number, view, options));
                (proposals?, text?)
            }
        };
        Ok((proposals, text))
    }

    fn propose(&self, view: &View) -> Result<Vec<RegionProposal>, Error> {
        let mut eyes = self.eyes.lend();
        eyes.proposer.as_mut().map_or(Ok(vec![]), |proposer| proposer.propose(&view.image)).map_err(Error::page)
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
