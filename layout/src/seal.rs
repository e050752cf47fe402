use document::{Rect, RegionClass};

use crate::Arranged;

/// A seal with its lines, which are in no other region.
#[derive(Debug, Clone, PartialEq)]
pub struct Seal {
    /// Where it is, in the pixels that the regions are in.
    pub bounds: Rect,
    /// Its lines, as indices into the page's lines.
    pub lines: Vec<usize>,
}

/// Puts seals among the regions of a page: each behind the text that it is stamped on, or else behind the nearest.
///
/// Seals are told by their ink and stand across other regions, so they are placed when all else is in order.
pub fn place_seals(mut regions: Vec<Arranged>, seals: Vec<Seal>) -> Vec<Arranged> {
    for Seal { bounds, lines } in seals {
        let at = stamped(&regions, &bounds).map_or(regions.len(), |index| index + 1);
        let seal = Arranged { class: RegionClass::Seal, bounds, confidence: None, level: None, lines };
        regions.insert(at, seal);
    }
    regions
}

/// The region that is most covered by a seal; of those that are not, the one closest to its middle.
fn stamped(regions: &[Arranged], seal: &Rect) -> Option<usize> {
    let covered = |region: &Arranged| region.bounds.overlap(seal);
    let middle = seal.center();
    let apart = |region: &Arranged| {
        let (b, m) = (&region.bounds, middle);
        let (dx, dy) =
            ((b.left - m.x).max(m.x - b.right).max(0.0), (b.top - m.y).max(m.y - b.bottom).max(0.0));
        dx.hypot(dy)
    };
    let better = |a: &Arranged, b: &Arranged| {
        covered(a).total_cmp(&covered(b)).then_with(|| apart(b).total_cmp(&apart(a)))
    };
    let texts = regions.iter().enumerate().filter(|(_, region)| region.class != RegionClass::Seal);
    texts.max_by(|(_, a), (_, b)| better(a, b)).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bounds: Rect, line: usize) -> Arranged {
        Arranged { class: RegionClass::Text, bounds, confidence: None, level: None, lines: vec![line] }
    }

    #[test]
    fn a_seal_follows_what_it_is_stamped_on() {
        let page = vec![
            text(Rect::new(0.0, 0.0, 600.0, 200.0), 0),
            text(Rect::new(400.0, 300.0, 600.0, 320.0), 1),
            text(Rect::new(200.0, 780.0, 240.0, 800.0), 2),
        ];
        let on = Seal { bounds: Rect::new(350.0, 250.0, 450.0, 350.0), lines: vec![3] };
        let free = Seal { bounds: Rect::new(10.0, 600.0, 110.0, 700.0), lines: vec![] };
        let order = |seals: Vec<Seal>| -> Vec<RegionClass> {
            place_seals(page.clone(), seals).iter().map(|region| region.class).collect()
        };
        use RegionClass::{Seal as S, Text as T};
        assert_eq!(order(vec![on.clone()]), [T, T, S, T]);
        assert_eq!(order(vec![free]), [T, T, T, S]);
        assert_eq!(place_seals(vec![], vec![on]).len(), 1);
    }
}
