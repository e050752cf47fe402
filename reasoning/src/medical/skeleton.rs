use crate::fold_char;

/// A name without blanks, brackets' shape, case, hyphens and marks such as `*` and `★`: how names are compared.
pub(super) fn strict(name: &str) -> String {
    let kept = name.chars().map(fold_char).filter(|c| !c.is_whitespace() && !is_mark(*c));
    kept.flat_map(char::to_lowercase).map(roman).collect()
}

/// [`strict`] with letters that readers take for each other made equal.
pub(super) fn skeleton(name: &str) -> String {
    strict(name).chars().map(alike).collect()
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '*' | '★'
            | '☆'
            | '●'
            | '○'
            | '■'
            | '□'
            | '▲'
            | '△'
            | '·'
            | '-'
            | '_'
            | '.'
            | ','
            | '"'
            | '\''
            | '※'
    )
}

fn roman(c: char) -> char {
    match c {
        'ⅰ' => 'i',
        _ => c,
    }
}

/// One for all letters that look like it.
pub(super) fn alike(c: char) -> char {
    match c {
        'l' | 'i' | '|' | '!' | 'ι' => '1',
        'o' | 'ο' | '〇' => '0',
        'γ' | 'r' | 'v' => 'y',
        'β' | 'ß' => 'b',
        'α' => 'a',
        'μ' => 'u',
        '自' => '白',
        _ => c,
    }
}
