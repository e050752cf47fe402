//! Accents that are drawn as letters of their own, as TeX does, put onto the letters they stand over.

use unicode_normalization::char::compose as composed;

use super::letter::Letter;

/// The combining mark for an accent that has a character of its own.
fn combining(code: char) -> Option<char> {
    Some(match code {
        '`' => '\u{300}',
        '´' => '\u{301}',
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30A}',
        '˝' => '\u{30B}',
        'ˇ' => '\u{30C}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        '\u{300}'..='\u{36F}' => code,
        _ => return None,
    })
}

/// `letters` with every accent that lies over or under the letter drawn before or after it made part of that letter.
pub(super) fn compose(letters: Vec<Letter>) -> Vec<Letter> {
    let mut done: Vec<Letter> = Vec::with_capacity(letters.len());
    for letter in letters {
        let joined = done.last().and_then(|last| join(last, &letter).or_else(|| join(&letter, last)));
        match (joined, done.last_mut()) {
            (Some(code), Some(last)) => *last = merged(*last, letter, code),
            _ => done.push(letter),
        }
    }
    // Composing must not leave gaps in the order of drawing.
    done.iter_mut().enumerate().for_each(|(index, letter)| letter.index = index);
    done
}

/// The letter that `accent` and `base` make, where the one lies over the other.
fn join(accent: &Letter, base: &Letter) -> Option<char> {
    let mark = combining(accent.code)?;
    let middle = accent.ink.center().x;
    let over = accent.ink.area() > 0.0 && base.ink.left <= middle && middle <= base.ink.right;
    let near = accent.ink.center().distance(base.ink.center()) < base.size;
    (over && near).then(|| composed(base.code, mark)).flatten()
}

/// One letter in place of both: that which is not the accent, with the ink of both.
fn merged(first: Letter, second: Letter, code: char) -> Letter {
    let base = if combining(first.code).is_some() { second } else { first };
    Letter { code, index: first.index, space: first.space, ink: first.ink.union(&second.ink), ..base }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::letter::Space;
    use document::{Point, Rect};

    fn letter(code: char, index: usize, ink: Rect) -> Letter {
        Letter {
            code,
            index,
            object: 0,
            space: Space::None,
            unmapped: false,
            invisible: false,
            size: 10.0,
            along: Point::new(1.0, 0.0),
            origin: Point::new(ink.left, 10.0),
            ink,
            cell: ink,
        }
    }

    #[test]
    fn an_accent_over_a_letter_becomes_part_of_it() {
        let o = Rect::new(10.0, 5.0, 15.0, 10.0);
        let over = Rect::new(11.0, 2.0, 14.0, 4.0);
        let beside = Rect::new(16.0, 2.0, 19.0, 4.0);
        let spell = |letters: &[(char, Rect)]| {
            let letters = letters.iter().enumerate().map(|(i, (code, ink))| letter(*code, i, *ink)).collect();
            compose(letters).iter().map(|letter| letter.code).collect::<String>()
        };
        assert_eq!(spell(&[('¨', over), ('o', o)]), "ö");
        assert_eq!(spell(&[('o', o), ('´', over)]), "ó");
        assert_eq!(spell(&[('o', o), ('¨', beside)]), "o¨");
        assert_eq!(spell(&[('~', over), ('7', o)]), "~7");
    }
}
