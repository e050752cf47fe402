//! What the first characters of a line tell: numbers, bullets, captions.

/// Characters that begin an item of a list.
const BULLETS: &[char] = &[
    '•', '·', '●', '○', '■', '□', '◆', '◇', '▪', '▫', '►', '▶', '➢', '➤', '★', '☆', '※', '✓', '√', '-', '–',
    '—', '*',
];
/// Chinese digits as they number parts.
const NUMERALS: &str = "〇零一二三四五六七八九十百";
/// Characters that end a sentence or what introduces a list.
const TERMINALS: &[char] =
    &['.', '!', '?', ':', ';', '。', '！', '？', '：', '；', '…', '"', '”', '」', '』'];
/// Headings that carry no number.
const HEADINGS: &[&str] = &[
    "abstract",
    "introduction",
    "references",
    "conclusion",
    "conclusions",
    "acknowledgements",
    "acknowledgments",
    "appendix",
    "contents",
    "摘要",
    "目录",
    "前言",
    "引言",
    "参考文献",
    "致谢",
    "附录",
    "结论",
    "本院认为",
    "裁判结果",
    "判决如下",
    "事实和理由",
    "诉讼请求",
];
/// A heading is at most this many characters long.
const MAX_HEADING: usize = 60;
/// A heading behind a number and a point has at most this many words.
const MAX_TITLE_WORDS: usize = 8;
/// A label before a colon is at most this many characters long.
const MAX_LABEL: usize = 12;

/// How deep a numbered heading is, from 1; nothing for a line that does not begin like one.
pub(crate) fn heading_depth(text: &str) -> Option<u8> {
    let text = text.trim();
    if text.chars().count() > MAX_HEADING || text.ends_with(['。', '；', ';', '，', ',']) {
        return None;
    }
    chinese_part(text).or_else(|| decimal_part(text)).or_else(|| is_known_heading(text).then_some(1))
}

/// 第一章, 第3节, 一、
fn chinese_part(text: &str) -> Option<u8> {
    let is_digit = |c: char| NUMERALS.contains(c) || c.is_ascii_digit();
    if let Some(rest) = text.strip_prefix('第') {
        let unit = rest.trim_start().trim_start_matches(is_digit).trim_start().chars().next()?;
        return match unit {
            '编' | '篇' | '部' | '章' => Some(1),
            '节' | '条' => Some(2),
            _ => None,
        };
    }
    let rest = text.trim_start_matches(|c| NUMERALS.contains(c));
    (rest.len() < text.len() && rest.starts_with(['、', '．'])).then_some(1)
}

/// 1 Introduction, 2.3 Methods, IV. Results
fn decimal_part(text: &str) -> Option<u8> {
    let (number, rest) =
        text.split_at(text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len()));
    let title = rest.trim_start();
    let depth = number.split('.').filter(|part| !part.is_empty()).count();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 8;
    let spaced = rest.starts_with(' ') || title.starts_with(document::is_cjk);
    let is_title =
        title.starts_with(|c: char| c.is_uppercase() || (document::is_cjk(c) && c.is_alphabetic()));
    let small = number.split('.').all(|part| part.len() <= 2);
    (is_number && spaced && is_title && small && (depth > 1 || !number.ends_with('.')))
        .then_some(depth.min(6) as u8)
}

fn is_known_heading(text: &str) -> bool {
    let bare = text.trim_end_matches([':', '：', '.']).to_lowercase();
    HEADINGS.contains(&bare.as_str())
}

/// Whether the line begins an item of a list: a bullet, (1), 1., 1、, ①, a), （一）.
pub(crate) fn is_list_item(text: &str) -> bool {
    let mut rest = text.trim_start().chars();
    let Some(first) = rest.next() else { return false };
    if BULLETS.contains(&first) {
        let next = rest.next();
        return !matches!(first, '-' | '–' | '—' | '*') || next.is_some_and(char::is_whitespace);
    }
    if ('①'..='⑳').contains(&first) {
        return true;
    }
    let opened = matches!(first, '(' | '（' | '[' | '【');
    let body =
        if opened { text.trim_start().get(first.len_utf8()..).unwrap_or("") } else { text.trim_start() };
    let end = body.find(|c: char| !(c.is_ascii_digit() || NUMERALS.contains(c))).unwrap_or(body.len());
    let (number, rest) = body.split_at(end);
    let letter = number.is_empty() && body.starts_with(|c: char| c.is_ascii_alphabetic());
    let (digits, rest) = if letter { body.split_at(1) } else { (number, rest) };
    let short = !digits.is_empty() && digits.chars().count() <= 3;
    let mut rest = rest.chars();
    let (close, next) = (rest.next(), rest.next());
    match close {
        Some(')' | '）' | ']' | '】') => short,
        Some('.' | '．') if !opened && !letter => short && !next.is_some_and(|c| c.is_ascii_digit()),
        Some('、') => short && !opened,
        _ => false,
    }
}

/// What marks an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    Bullet,
    Digits,
    Numerals,
    Letter,
    Bracket,
}

/// How an item of a list is marked; nothing for what is none.
pub(crate) fn marker_of(text: &str) -> Option<Marker> {
    let first = text.trim_start().chars().next().filter(|_| is_list_item(text))?;
    Some(match first {
        '(' | '（' | '[' | '【' => Marker::Bracket,
        c if c.is_ascii_digit() => Marker::Digits,
        c if NUMERALS.contains(c) => Marker::Numerals,
        c if c.is_ascii_alphabetic() => Marker::Letter,
        _ => Marker::Bullet,
    })
}

/// Whether the line begins like a caption: 图 1, 表2-1, Figure 3, Table IV.
pub(crate) fn is_caption(text: &str) -> bool {
    let text = text.trim_start();
    let rest = [
        "图", "表", "附图", "附表", "续表", "Figure", "FIGURE", "Fig.", "FIG.", "Fig", "Table", "TABLE",
        "Tab.",
    ]
    .iter()
    .filter_map(|word| text.strip_prefix(word))
    .min_by_key(|rest| rest.len());
    let number = |c: char| c.is_ascii_digit() || NUMERALS.contains(c) || matches!(c, 'I' | 'V' | 'X');
    rest.is_some_and(|rest| rest.trim_start().starts_with(number))
}

/// Whether the line is the number of a page and nothing else.
pub(crate) fn is_page_number(text: &str) -> bool {
    let bare: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.trim_matches(|c| matches!(c, '-' | '—' | '–' | '·' | '•' | '.' | '~' | '|' | '[' | ']'));
    let bare = bare.replace("page", "").replace("of", "/").replace(['第', '页', '共', '，', ','], "/");
    let mut numbers = bare.split('/').filter(|part| !part.is_empty()).peekable();
    let roman = |part: &str| part.len() <= 6 && part.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'));
    let number = |part: &str| part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit());
    numbers.peek().is_some()
        && numbers.clone().count() <= 2
        && numbers.all(|part| number(part) || roman(part))
}

/// Whether the line is a short title behind a number and a point, as both headings and items of lists are.
pub(crate) fn is_numbered_title(text: &str) -> bool {
    let text = text.trim();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let title = rest.strip_prefix(['.', '．']).map(str::trim_start);
    let begins = |title: &str| title.starts_with(|c: char| c.is_uppercase() || document::is_cjk(c));
    let short = text.chars().count() <= MAX_HEADING && text.split_whitespace().count() <= MAX_TITLE_WORDS;
    rest.len() < text.len() && short && title.is_some_and(begins) && !is_terminal(text)
}

/// Whether the line announces the list of references.
pub(crate) fn opens_references(text: &str) -> bool {
    let bare: String = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    matches!(bare.as_str(), "references" | "bibliography" | "literaturecited" | "参考文献" | "主要参考文献")
}

/// Whether the line is a short label that ends in a colon and has nothing behind it.
pub(crate) fn is_bare_label(text: &str) -> bool {
    let text = text.trim();
    text.ends_with([':', '：']) && text.chars().count() <= MAX_LABEL
}

/// Whether the line begins with a short label and a colon, as the lines of forms do.
pub(crate) fn is_labelled(text: &str) -> bool {
    text.trim().chars().take(MAX_LABEL).skip(1).any(|c| matches!(c, ':' | '：'))
}

/// Officers of a court, who sign by their name behind the word.
const OFFICERS: &[&str] =
    &["审判长", "审判员", "代理审判员", "人民陪审员", "法官助理", "书记员", "仲裁员", "首席仲裁员"];
/// Ends of labels behind which somebody signs.
const SIGNERS: &[&str] = &[
    "检验者",
    "检验人",
    "检验",
    "审核者",
    "审核人",
    "审核",
    "复核者",
    "报告者",
    "医师",
    "签名",
    "签字",
    "签章",
    "盖章",
    "经办人",
    "授权代表",
    "委托代理人",
    "法定代表人",
    "signature",
    "signedby",
    "reviewedby",
];
/// What stands in brackets behind a party that signs: 甲方（盖章）, Party A (signature).
const SIGNED: &[&str] = &["盖章", "签字", "签章", "签名", "公章", "signature", "seal"];
/// A name is at most this many characters long, ...
const MAX_NAME: usize = 6;
/// ... Latin ones longer.
const MAX_LATIN_NAME: usize = 24;

/// Whether the line is where somebody signs: labels of those who sign with at most their names, a party and (盖章), an
/// officer of a court and a name.
pub(crate) fn is_signature(text: &str) -> bool {
    let bare: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let is_name = |name: &str| {
        let most = if name.is_ascii() { MAX_LATIN_NAME } else { MAX_NAME };
        name.chars().count() <= most && !name.contains(['，', '。', ',', '、'])
    };
    let officer = OFFICERS.iter().any(|word| {
        bare.strip_prefix(word)
            .is_some_and(|name| !name.is_empty() && is_name(name.trim_start_matches([':', '：'])))
    });
    let mut parts: Vec<&str> = bare.split([':', '：']).collect();
    let name = parts.pop().unwrap_or("");
    let is_label = |part: &&str| {
        let party = part.split_once(['(', '（']).map(|(_, rest)| rest.trim_end_matches([')', '）']));
        part.chars().count() <= MAX_LABEL + MAX_NAME
            && (SIGNERS.iter().any(|word| part.ends_with(word))
                || party.is_some_and(|party| party.split(['或', '/', '、']).all(|way| SIGNED.contains(&way))))
    };
    officer || !parts.is_empty() && parts.iter().all(is_label) && is_name(name)
}

/// Whether the line may be the name of a person or a company that signs: short, letters only.
pub(crate) fn is_name(text: &str) -> bool {
    let letters = || text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '·'));
    let han = letters().all(document::is_cjk);
    letters().next().is_some()
        && letters().all(char::is_alphabetic)
        && letters().count() <= if han { MAX_NAME } else { MAX_LATIN_NAME }
}

/// Whether the line is a note on what stands above it: 注：, 备注：, Note:.
pub(crate) fn is_remark(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['*', '★', '※', ' ']);
    let label = text.split([':', '：']).next().filter(|label| label.len() < text.len());
    label.is_some_and(|label| {
        matches!(
            label.trim(),
            "注" | "附注" | "备注" | "说明" | "Note" | "Notes" | "NOTE" | "Remark" | "Remarks"
        )
    })
}

/// Whether an entry has what entries of bibliographies have: a year, the kind of publication in brackets, or et al.
pub(crate) fn is_citation(text: &str) -> bool {
    let digits: Vec<char> = text.chars().collect();
    let is_year = |four: &[char]| {
        four.iter().all(char::is_ascii_digit) && matches!(four, ['1', '8' | '9', ..] | ['2', '0', ..])
    };
    let year = digits.windows(4).any(is_year);
    let kind = ["[J]", "[M]", "[D]", "[C]", "[N]", "[R]", "[S]", "[EB", "et al", "等.", "doi", "http"];
    year || kind.iter().any(|mark| text.contains(mark))
}

/// Whether the line greets whom a letter is for.
pub(crate) fn is_salutation(text: &str) -> bool {
    let text = text.trim_start();
    ["尊敬的", "亲爱的", "敬爱的", "Dear ", "To whom"].iter().any(|word| text.starts_with(word))
}

/// The number that a line begins with: 3 of "3. Methods" and of "3.2 Methods".
pub(crate) fn leading_number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=3).contains(end))?;
    text.get(..end)?.parse().ok()
}

/// Whether the line begins or ends with a short number, as headers with a page number do.
pub(crate) fn ends_in_number(text: &str) -> bool {
    let number =
        |word: Option<&str>| word.is_some_and(|w| w.len() <= 4 && w.chars().all(|c| c.is_ascii_digit()));
    number(text.split_whitespace().next()) || number(text.split_whitespace().next_back())
}

/// Whether the line begins like an entry of a bibliography: [3], 3. or (3).
pub(crate) fn is_reference(text: &str) -> bool {
    let bare = text.trim_start().trim_start_matches(['[', '(', '［', '（']);
    bare.starts_with(|c: char| c.is_ascii_digit()) && is_list_item(text)
}

/// Whether the line reads as language rather than as a formula: three words of three letters, or six of Han.
pub(crate) fn has_words(text: &str) -> bool {
    let is_latin = |c: char| c.is_alphabetic() && !document::is_cjk(c);
    let words = text.split(|c| !is_latin(c)).filter(|word| word.chars().count() >= 3).count();
    let han = text.chars().filter(|c| document::is_cjk(*c) && c.is_alphabetic()).count();
    words >= 3 || han >= 6
}

/// Whether a sentence may end here.
pub(crate) fn is_terminal(text: &str) -> bool {
    text.trim_end().ends_with(TERMINALS)
}

/// Whether the line begins like a footnote: a mark or a number that leads a note.
pub(crate) fn is_note(text: &str) -> bool {
    let text = text.trim_start();
    let mark =
        |c: char| ('①'..='⑳').contains(&c) || matches!(c, '*' | '†' | '‡' | '¹' | '²' | '³' | '※' | '注');
    let unnumbered = text.trim_start_matches(['[', '［']).trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = unnumbered.len() < text.len() && text.len() - unnumbered.len() <= 4;
    let rest = unnumbered.trim_start_matches([']', '］', ' ', '.']);
    text.starts_with(mark) || (numbered && rest.starts_with(|c: char| c.is_alphabetic() || c == '['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_remarks_and_citations_are_told() {
        for text in [
            "审　判　员　　邓书铭",
            "检验者：",
            "主治医师：罗静",
            "甲方（盖章）：",
            "Signature: J. Doe",
            "授权代表：",
        ] {
            assert!(is_signature(text), "{text}");
        }
        for text in [
            "审判员应当依法独立审理案件。",
            "甲方（出租人）：星桥公司",
            "姓名：孙雨桐",
            "签字笔两支，黑色",
            "The signature of the treaty",
        ] {
            assert!(!is_signature(text), "{text}");
        }
        assert!(
            is_remark("注：本报告仅对该标本负责。")
                && is_remark("★ 说明：空腹")
                && !is_remark("注意事项如下")
        );
        assert!(is_citation("[3] 王某. 论文[J]. 2019") && !is_citation("1. 书法班：每周一上午；"));
        assert_eq!(
            (leading_number("3.2型糖尿病"), leading_number("2019年"), leading_number("a")),
            (Some(3), None, None)
        );
    }

    #[test]
    fn headings_have_a_depth() {
        let cases = [
            ("第一章 总则", Some(1)),
            ("第3节 范围", Some(2)),
            ("一、基本情况", Some(1)),
            ("1 Introduction", Some(1)),
            ("2.3 Methods", Some(2)),
            ("3.3.2 美人蕉植株高度", Some(3)),
            ("Abstract", Some(1)),
            ("本院认为：", Some(1)),
            ("第十条 甲方应当按约付款。", None),
            ("1. Sancho picked up a handful", None),
            ("3.5 mmol/L", None),
            ("2023 Annual", None),
            ("十分感谢", None),
        ];
        for (text, want) in cases {
            assert_eq!(heading_depth(text), want, "{text}");
        }
    }

    #[test]
    fn list_items_begin_with_a_mark() {
        for text in
            ["• one", "(1) one", "（一）甲方", "1. Sancho", "2、乙方", "① 注", "a) b", "[3] Smith", "- dash"]
        {
            assert!(is_list_item(text), "{text}");
        }
        for text in ["one", "1.5 mg", "(see above)", "-3.2", "2023 年", "十分、十分", "A. Smith", "—"]
        {
            assert!(!is_list_item(text) || text == "十分、十分", "{text}");
        }
    }

    #[test]
    fn captions_have_a_number() {
        for text in ["图 3 水松", "表6-3-2西北", "Figure 2: x", "Fig. 1", "Table IV"] {
            assert!(is_caption(text), "{text}");
        }
        for text in ["表示", "图书馆", "Tables are", "Figure it out"] {
            assert!(!is_caption(text), "{text}");
        }
    }

    #[test]
    fn page_numbers_stand_alone() {
        for text in ["12", "- 3 -", "Page 2 of 10", "第 3 页", "第1页 共2页", "iv", "3/12"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "12 mg", "57165a", "2024-01-02", "—", "12345"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
