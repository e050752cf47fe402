//! A bitmap font of our own: 5 x 7 dots, ASCII without control characters.

/// Dots of a letter across and down.
pub(super) const WIDTH: u32 = 5;
pub(super) const HEIGHT: u32 = 7;

/// From one letter to the next: the letter and a gap of one dot.
pub(super) const ADVANCE: u32 = WIDTH + 1;

/// The first letter of [`GLYPHS`].
const FIRST: u32 = 0x20;

/// Each letter from top to bottom, one octal pair of digits a row; the highest of the five bits is the left dot.
const GLYPHS: [[u8; HEIGHT as usize]; 95] = [
    [0o00, 0o00, 0o00, 0o00, 0o00, 0o00, 0o00], // space
    [0o04, 0o04, 0o04, 0o04, 0o04, 0o00, 0o04], // !
    [0o12, 0o12, 0o12, 0o00, 0o00, 0o00, 0o00], // "
    [0o12, 0o12, 0o37, 0o12, 0o37, 0o12, 0o12], // #
    [0o04, 0o17, 0o24, 0o16, 0o05, 0o36, 0o04], // $
    [0o30, 0o31, 0o02, 0o04, 0o10, 0o23, 0o03], // %
    [0o14, 0o22, 0o24, 0o10, 0o25, 0o22, 0o15], // &
    [0o04, 0o04, 0o10, 0o00, 0o00, 0o00, 0o00], // '
    [0o02, 0o04, 0o10, 0o10, 0o10, 0o04, 0o02], // (
    [0o10, 0o04, 0o02, 0o02, 0o02, 0o04, 0o10], // )
    [0o00, 0o04, 0o25, 0o16, 0o25, 0o04, 0o00], // *
    [0o00, 0o04, 0o04, 0o37, 0o04, 0o04, 0o00], // +
    [0o00, 0o00, 0o00, 0o00, 0o14, 0o04, 0o10], // ,
    [0o00, 0o00, 0o00, 0o37, 0o00, 0o00, 0o00], // -
    [0o00, 0o00, 0o00, 0o00, 0o00, 0o14, 0o14], // .
    [0o00, 0o01, 0o02, 0o04, 0o10, 0o20, 0o00], // /
    [0o16, 0o21, 0o23, 0o25, 0o31, 0o21, 0o16], // 0
    [0o04, 0o14, 0o04, 0o04, 0o04, 0o04, 0o16], // 1
    [0o16, 0o21, 0o01, 0o02, 0o04, 0o10, 0o37], // 2
    [0o37, 0o02, 0o04, 0o02, 0o01, 0o21, 0o16], // 3
    [0o02, 0o06, 0o12, 0o22, 0o37, 0o02, 0o02], // 4
    [0o37, 0o20, 0o36, 0o01, 0o01, 0o21, 0o16], // 5
    [0o06, 0o10, 0o20, 0o36, 0o21, 0o21, 0o16], // 6
    [0o37, 0o01, 0o02, 0o04, 0o10, 0o10, 0o10], // 7
    [0o16, 0o21, 0o21, 0o16, 0o21, 0o21, 0o16], // 8
    [0o16, 0o21, 0o21, 0o17, 0o01, 0o02, 0o14], // 9
    [0o00, 0o14, 0o14, 0o00, 0o14, 0o14, 0o00], // :
    [0o00, 0o14, 0o14, 0o00, 0o14, 0o04, 0o10], // ;
    [0o02, 0o04, 0o10, 0o20, 0o10, 0o04, 0o02], // <
    [0o00, 0o00, 0o37, 0o00, 0o37, 0o00, 0o00], // =
    [0o10, 0o04, 0o02, 0o01, 0o02, 0o04, 0o10], // >
    [0o16, 0o21, 0o01, 0o02, 0o04, 0o00, 0o04], // ?
    [0o16, 0o21, 0o01, 0o15, 0o25, 0o25, 0o16], // @
    [0o16, 0o21, 0o21, 0o21, 0o37, 0o21, 0o21], // A
    [0o36, 0o21, 0o21, 0o36, 0o21, 0o21, 0o36], // B
    [0o16, 0o21, 0o20, 0o20, 0o20, 0o21, 0o16], // C
    [0o34, 0o22, 0o21, 0o21, 0o21, 0o22, 0o34], // D
    [0o37, 0o20, 0o20, 0o36, 0o20, 0o20, 0o37], // E
    [0o37, 0o20, 0o20, 0o36, 0o20, 0o20, 0o20], // F
    [0o16, 0o21, 0o20, 0o27, 0o21, 0o21, 0o17], // G
    [0o21, 0o21, 0o21, 0o37, 0o21, 0o21, 0o21], // H
    [0o16, 0o04, 0o04, 0o04, 0o04, 0o04, 0o16], // I
    [0o07, 0o02, 0o02, 0o02, 0o02, 0o22, 0o14], // J
    [0o21, 0o22, 0o24, 0o30, 0o24, 0o22, 0o21], // K
    [0o20, 0o20, 0o20, 0o20, 0o20, 0o20, 0o37], // L
    [0o21, 0o33, 0o25, 0o25, 0o21, 0o21, 0o21], // M
    [0o21, 0o21, 0o31, 0o25, 0o23, 0o21, 0o21], // N
    [0o16, 0o21, 0o21, 0o21, 0o21, 0o21, 0o16], // O
    [0o36, 0o21, 0o21, 0o36, 0o20, 0o20, 0o20], // P
    [0o16, 0o21, 0o21, 0o21, 0o25, 0o22, 0o15], // Q
    [0o36, 0o21, 0o21, 0o36, 0o24, 0o22, 0o21], // R
    [0o17, 0o20, 0o20, 0o16, 0o01, 0o01, 0o36], // S
    [0o37, 0o04, 0o04, 0o04, 0o04, 0o04, 0o04], // T
    [0o21, 0o21, 0o21, 0o21, 0o21, 0o21, 0o16], // U
    [0o21, 0o21, 0o21, 0o21, 0o21, 0o12, 0o04], // V
    [0o21, 0o21, 0o21, 0o25, 0o25, 0o25, 0o12], // W
    [0o21, 0o21, 0o12, 0o04, 0o12, 0o21, 0o21], // X
    [0o21, 0o21, 0o21, 0o12, 0o04, 0o04, 0o04], // Y
    [0o37, 0o01, 0o02, 0o04, 0o10, 0o20, 0o37], // Z
    [0o16, 0o10, 0o10, 0o10, 0o10, 0o10, 0o16], // [
    [0o00, 0o20, 0o10, 0o04, 0o02, 0o01, 0o00], // backslash
    [0o16, 0o02, 0o02, 0o02, 0o02, 0o02, 0o16], // ]
    [0o04, 0o12, 0o21, 0o00, 0o00, 0o00, 0o00], // ^
    [0o00, 0o00, 0o00, 0o00, 0o00, 0o00, 0o37], // _
    [0o10, 0o04, 0o02, 0o00, 0o00, 0o00, 0o00], // `
    [0o00, 0o00, 0o16, 0o01, 0o17, 0o21, 0o17], // a
    [0o20, 0o20, 0o26, 0o31, 0o21, 0o21, 0o36], // b
    [0o00, 0o00, 0o16, 0o20, 0o20, 0o21, 0o16], // c
    [0o01, 0o01, 0o15, 0o23, 0o21, 0o21, 0o17], // d
    [0o00, 0o00, 0o16, 0o21, 0o37, 0o20, 0o16], // e
    [0o06, 0o11, 0o10, 0o34, 0o10, 0o10, 0o10], // f
    [0o00, 0o17, 0o21, 0o21, 0o17, 0o01, 0o16], // g
    [0o20, 0o20, 0o26, 0o31, 0o21, 0o21, 0o21], // h
    [0o04, 0o00, 0o14, 0o04, 0o04, 0o04, 0o16], // i
    [0o02, 0o00, 0o06, 0o02, 0o02, 0o22, 0o14], // j
    [0o20, 0o20, 0o22, 0o24, 0o30, 0o24, 0o22], // k
    [0o14, 0o04, 0o04, 0o04, 0o04, 0o04, 0o16], // l
    [0o00, 0o00, 0o32, 0o25, 0o25, 0o21, 0o21], // m
    [0o00, 0o00, 0o26, 0o31, 0o21, 0o21, 0o21], // n
    [0o00, 0o00, 0o16, 0o21, 0o21, 0o21, 0o16], // o
    [0o00, 0o00, 0o36, 0o21, 0o36, 0o20, 0o20], // p
    [0o00, 0o00, 0o15, 0o23, 0o17, 0o01, 0o01], // q
    [0o00, 0o00, 0o26, 0o31, 0o20, 0o20, 0o20], // r
    [0o00, 0o00, 0o16, 0o20, 0o16, 0o01, 0o36], // s
    [0o10, 0o10, 0o34, 0o10, 0o10, 0o11, 0o06], // t
    [0o00, 0o00, 0o21, 0o21, 0o21, 0o23, 0o15], // u
    [0o00, 0o00, 0o21, 0o21, 0o21, 0o12, 0o04], // v
    [0o00, 0o00, 0o21, 0o21, 0o25, 0o25, 0o12], // w
    [0o00, 0o00, 0o21, 0o12, 0o04, 0o12, 0o21], // x
    [0o00, 0o00, 0o21, 0o21, 0o17, 0o01, 0o16], // y
    [0o00, 0o00, 0o37, 0o02, 0o04, 0o10, 0o37], // z
    [0o02, 0o04, 0o04, 0o10, 0o04, 0o04, 0o02], // {
    [0o04, 0o04, 0o04, 0o04, 0o04, 0o04, 0o04], // |
    [0o10, 0o04, 0o04, 0o02, 0o04, 0o04, 0o10], // }
    [0o00, 0o00, 0o10, 0o25, 0o02, 0o00, 0o00], // ~
];

/// Whether the dot at (`x`, `y`) of a letter is set; letters outside ASCII look like `?`.
pub(super) fn is_set(letter: char, x: u32, y: u32) -> bool {
    let glyph = |c: char| GLYPHS.get(u32::from(c).checked_sub(FIRST)? as usize);
    let row =
        glyph(letter).or_else(|| glyph('?')).and_then(|rows| rows.get(y as usize)).copied().unwrap_or(0);
    x < WIDTH && row >> (WIDTH - 1 - x) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_its_own() {
        for (index, glyph) in GLYPHS.iter().enumerate() {
            assert!(glyph.iter().all(|row| *row < 1 << WIDTH));
            assert_eq!(GLYPHS.iter().position(|other| other == glyph), Some(index));
        }
    }

    #[test]
    fn dots_are_read_from_the_left() {
        let row = |c, y| (0..WIDTH).map(|x| if is_set(c, x, y) { '#' } else { '.' }).collect::<String>();
        assert_eq!(row('L', 0), "#....");
        assert_eq!(row('L', 6), "#####");
        assert_eq!(row('7', 1), "....#");
        assert_eq!(row('检', 0), row('?', 0));
    }
}
