use super::*;
use crate::sample::line;

fn texts(lines: &[Line], of: &[usize]) -> Vec<String> {
    of.iter().map(|&index| lines[index].text.clone()).collect()
}

const TABLE: Rect = Rect { left: 100.0, top: 0.0, right: 300.0, bottom: 40.0 };

fn region(class: RegionClass, bounds: Rect, lines: Vec<usize>) -> Arranged {
    Arranged { class, bounds, confidence: None, level: None, lines }
}

#[test]
fn lines_are_cut_where_they_run_over_a_border() {
    let over = line(
        10.0,
        &[("beside", 0.0, 90.0), ("one", 110.0, 150.0), ("two", 200.0, 240.0), ("x", 310.0, 320.0)],
    );
    let within = line(20.0, &[("one", 110.0, 150.0), ("two", 200.0, 240.0)]);
    let below = line(60.0, &[("one", 0.0, 150.0), ("two", 200.0, 340.0)]);
    let cut = cut_at_borders(vec![over, within.clone(), below.clone()], &[TABLE]);
    let found: Vec<&str> = cut.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(found, ["beside", "one two", "x", "one two", "one two"]);
    assert_eq!(cut[1].outline.bounds(), Rect::new(110.0, 10.0, 240.0, 20.0));
    assert_eq!(cut[3..], [within, below]);
}

#[test]
fn tables_get_every_word_within() {
    let lines = vec![
        line(0.0, &[("a", 110.0, 150.0)]),
        line(30.0, &[("c", 110.0, 150.0)]),
        line(12.0, &[("text", 20.0, 90.0), ("b", 110.0, 150.0)]),
        line(15.0, &[("lost", 200.0, 250.0)]),
    ];
    let regions = vec![
        region(RegionClass::Table, TABLE, vec![0, 1]),
        region(RegionClass::Text, Rect::new(20.0, 12.0, 150.0, 22.0), vec![2]),
        region(RegionClass::Text, Rect::new(200.0, 15.0, 250.0, 25.0), vec![3]),
    ];
    let (regions, lines) = fill_tables(regions, lines);
    assert_eq!(regions.len(), 2);
    assert_eq!(texts(&lines, &regions[0].lines), ["a", "b", "lost", "c"]);
    assert_eq!(texts(&lines, &regions[1].lines), ["text"]);
    assert_eq!(regions[1].bounds, Rect::new(20.0, 12.0, 90.0, 22.0));
}
