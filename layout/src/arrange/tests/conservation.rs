use super::*;

/// Numbers without pattern, the same every time (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> f32 {
        (self.next() % limit) as f32
    }
}

/// A sheet of random lines, proposals and rules, some of them absurd.
fn random_sheet(random: &mut Random) -> Sheet {
    const TEXTS: [&str; 8] =
        ["", "1. item", "图 1", "姓名：张三", "12", "References", "[3] x.", "長い縦書きの行"];
    let mut sheet = Sheet::default();
    for _ in 0..random.below(60) as usize {
        let (left, top) = (random.below(620) - 10.0, random.below(820) - 10.0);
        let (width, height) = match random.next() % 4 {
            0 => (random.below(20), random.below(300)),
            1 => (0.0, 0.0),
            _ => (random.below(400), 8.0 + random.below(6)),
        };
        let text = TEXTS[random.next() as usize % TEXTS.len()];
        sheet.line(text, left, top, left + width, top + height);
    }
    for _ in 0..random.below(12) as usize {
        let class = RegionClass::ALL[random.next() as usize % RegionClass::ALL.len()];
        let (x, y) = (random.below(600), random.below(800));
        let bounds = Rect::new(x, y, x + random.below(500), y + random.below(500));
        let confidence = (!random.next().is_multiple_of(3)).then(|| random.below(100) / 100.0);
        sheet.propose(class, bounds, confidence);
    }
    for _ in 0..random.below(6) as usize {
        let (left, y) = (random.below(600), random.below(800));
        sheet.rule(left, left + random.below(600), y);
    }
    sheet
}

#[test]
fn every_line_is_in_exactly_one_region() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..300 {
        let sheet = random_sheet(&mut random);
        let mut found: Vec<usize> = sheet.arrange().into_iter().flat_map(|region| region.lines).collect();
        found.sort_unstable();
        assert_eq!(found, (0..sheet.lines.len()).collect::<Vec<_>>(), "round {round}");
    }
}

#[test]
fn the_same_page_is_arranged_the_same() {
    let mut random = Random(42);
    for _ in 0..20 {
        let sheet = random_sheet(&mut random);
        assert_eq!(sheet.arrange(), sheet.arrange());
    }
}

#[test]
fn an_empty_page_has_no_regions() {
    assert_eq!(Sheet::default().arrange(), []);
    let nowhere = arrange(Rect::default(), &[], &[], &Rulings::default(), &ArrangeOptions::default());
    assert_eq!(nowhere, []);
}
