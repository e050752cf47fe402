//! Terms of contracts: L31, L33.

use std::collections::HashSet;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::matter::{Matter, Quote};
use super::sums::amount;
use super::told;
use super::told_terms;
use super::trade;
use crate::legal::{Provision, ProvisionKind};
use crate::pattern::pattern;
use crate::rules::{Bilingual, Draft, Rule, Verdict};
use crate::value::Money;
use crate::{Fact, Span, Stated, fold};

/// A term that contracts of a kind should have.
#[derive(Debug, Clone, Deserialize)]
struct Term {
    name: Bilingual,
    /// Words of a title of such contracts; all contracts where there are none.
    #[serde(default)]
    titles: Vec<String>,
    /// Whether the law says what holds without it, so that its want is worth a hint.
    #[serde(default)]
    hint: bool,
    /// Words of a title of contracts that need none of it.
    #[serde(default)]
    except: Vec<String>,
    /// Words of a heading that tell of it.
    headings: Vec<String>,
    /// Words that tell of it in a sentence.
    words: Vec<String>,
    /// Clauses of a sentence with these words do not tell of it.
    #[serde(default)]
    not: Vec<String>,
    /// Whether clauses on what goes wrong may tell of it.
    #[serde(default)]
    aside: bool,
    /// Whether it must name a sum, a share or a rate, or where one is to be found: all but sentences with one of these words count.
    #[serde(default)]
    sums: Vec<String>,
    /// Words of a text that tell half of it: then its want is no more than a hint.
    #[serde(default)]
    weak: Vec<String>,
    /// What of a sentence tells of it, whatever its words.
    #[serde(default)]
    sign: Option<told::Sign>,
}

/// L31: the usual terms are there.
pub(super) fn terms(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    let mut terms: Vec<Term> = rule.parameter(if matter.is_chinese() { "terms" } else { "terms_en" });
    for word in terms.iter_mut().flat_map(|term| &mut term.words).filter(|word| word.is_ascii()) {
        *word = told::modal(word);
    }
    let clauses = matter.clauses();
    if clauses.is_empty() && matter.provisions().is_empty() {
        return Verdict::lacks("clause");
    }
    let text = told::modal(&matter.text().to_lowercase());
    // What settles, changes or ends another contract has none of its terms.
    let title = matter.title().to_lowercase();
    // What a contract is may stand in its first words, where the title tells nothing; names of firms tell it not.
    let plain = PLAIN.iter().fold(title.clone(), |title, word| title.replace(word, ""));
    let told = !plain.trim().is_empty();
    let head: String = if told { title.clone() } else { text.chars().take(MOST_TITLE).collect() };
    if rule.words("about_others").iter().any(|word| title.contains(word)) {
        return Verdict::lacks("clause");
    }
    let paper = Paper::of(matter, &text, rule.words("aside"));
    let asked: Vec<&Term> = terms
        .iter()
        .filter(|term| {
            let titled = |titles: &[String]| titles.iter().any(|title| head.contains(title.as_str()));
            (term.titles.is_empty() || titled(&term.titles)) && !titled(&term.except)
        })
        .collect();
    let told: Vec<&Term> = asked.iter().copied().filter(|term| !paper.has(term, &terms)).collect();
    let absent: Vec<&Term> = told.iter().copied().filter(|term| !paper.is_listed(term)).collect();
    let needed = |terms: &[&Term]| terms.iter().filter(|term| !term.hint).count();
    if needed(&told) * 2 > needed(&asked) {
        // What lacks most terms is a piece of a contract, or is worded in ways we do not know.
        return Verdict::lacks("clause");
    }
    // What every contract of exchange tells need not stand in one of another kind.
    let exchange = rule.words("exchange").iter().any(|word| head.contains(word));
    let draft = |term: &Term| {
        let bare = !exchange && !(ALWAYS.contains(&term.name.zh.as_str()));
        let half = term.weak.iter().any(|word| text.contains(word.as_str()));
        let draft = if term.hint || bare || half { Draft::new().way("usual") } else { Draft::new() };
        // A clause that says nothing is shown itself.
        let open = paper.open_clause(term);
        let draft = match open {
            Some((fact, clause)) => draft.about(fact, clause.text.evidence),
            None => draft.about_head(matter),
        };
        draft.with_words("term", term.name.clone()).expected(&term.name.zh)
    };
    let mut drafts: Vec<Draft> = absent.into_iter().map(draft).collect();
    if let Some((fact, clause, heading)) = told::left_out(matter).filter(|_| drafts.is_empty()) {
        let draft = Draft::new().about(fact, clause.text.evidence).expected(&heading);
        drafts.push(draft.with("term", &heading));
    }
    Verdict::Checked(drafts)
}

/// A contract as L31 looks at it, in small letters.
struct Paper<'m, 'a> {
    matter: &'m Matter<'a>,
    text: &'m str,
    sentences: Vec<&'m str>,
    headings: Vec<String>,
    /// Headings of clauses that say nothing.
    empty: Vec<String>,
    /// The heading of the first clause.
    first: Option<String>,
    /// Words of headings over what goes wrong, and the sentences below them.
    aside_words: Vec<&'m str>,
    aside: HashSet<String>,
    /// Whether a table has a column of prices.
    is_priced: bool,
}

impl<'m, 'a> Paper<'m, 'a> {
    fn of(matter: &'m Matter<'a>, text: &'m str, aside_words: Vec<&'m str>) -> Self {
        let lower = |text: &str| fold(text).to_lowercase();
        let clauses = matter.clauses();
        let empty: Vec<String> = told::left_empty(matter).iter().map(|heading| lower(heading)).collect();
        let own = clauses.iter().filter_map(|(_, clause)| clause.heading.as_ref());
        let own = own.map(|heading| lower(&heading.value)).filter(|heading| !empty.contains(heading));
        let mut headings: Vec<String> = own.collect();
        headings.extend(keys(matter));
        let first = told::first_heading(&clauses).map(|heading| lower(&heading));
        let (aside, sentences) = (aside(&clauses, &aside_words), pieces(text));
        let is_priced = matter.tables().any(|table| is_priced(matter, table));
        Self { matter, text, sentences, headings, empty, first, aside_words, aside, is_priced }
    }

    /// The clause on the term whose heading alone stands there.
    fn open_clause(&self, term: &Term) -> Option<(&'a Fact, &'a crate::legal::Clause)> {
        self.matter.clauses().into_iter().find(|(_, clause)| {
            let heading = clause.heading.as_ref().map(|heading| fold(&heading.value).to_lowercase());
            heading.is_some_and(|heading| {
                self.empty.contains(&heading) && term.headings.iter().any(|word| is_heading(&heading, word))
            })
        })
    }

    /// `Late payment` is no term on payment.
    fn is_of_wrongs(&self, heading: &str) -> bool {
        self.aside_words.iter().any(|word| heading.trim().starts_with(word))
    }

    /// Whether a heading tells of the term.
    fn heads(&self, heading: &str, term: &Term) -> bool {
        (term.aside || !self.is_of_wrongs(heading))
            && term.headings.iter().any(|word| is_heading(heading, word))
    }

    /// Whether a table of what is given and at what price tells of the term.
    fn is_listed(&self, term: &Term) -> bool {
        self.is_priced && (!term.sums.is_empty() || term.sign == Some(told::Sign::Subject))
    }

    /// Whether the term is there: by a heading, by what the first clause is about, or by a sentence.
    fn has(&self, term: &Term, terms: &[Term]) -> bool {
        // A clause whose heading alone stands there tells nothing, whatever is said elsewhere.
        if self.empty.iter().any(|heading| term.headings.iter().any(|word| is_heading(heading, word))) {
            return false;
        }
        if !term.sums.is_empty()
            && !names_a_sum(self.matter, self.text, &self.sentences, &self.aside, &term.sums)
        {
            return false;
        }
        // What the first clause is about, and no other term, is the subject.
        let of_another = |heading: &String| {
            let others = terms.iter().filter(|other| other.name != term.name);
            self.is_of_wrongs(heading) || others.into_iter().any(|other| self.heads(heading, other))
        };
        let opens = term.sign == Some(told::Sign::Subject)
            && self.first.as_ref().is_some_and(|first| !of_another(first));
        opens
            || self.headings.iter().any(|heading| self.heads(heading, term))
            || self.sentences.iter().any(|sentence| {
                let own = without(sentence, &term.not);
                let aside = self.aside.contains(sentence.trim());
                let signed = || !aside && term.sign.is_some_and(|sign| told::tells(&own, sign));
                (term.aside || !aside) && term.words.iter().any(|word| all_in(&own, word)) || signed()
            })
    }
}

/// Whether the first row of a table heads a column of prices that has numbers below.
fn is_priced(matter: &Matter<'_>, table: &crate::TableView) -> bool {
    const PRICES: [&str; 7] = ["单价", "价款", "价(", "price", "rate (", "fee (", "charge ("];
    let text = |cell: &crate::CellView| {
        matter.cell(cell.passage).map_or_else(String::new, |passage| passage.folded().to_lowercase())
    };
    let heads = table.cells.iter().filter(|cell| cell.row == 0);
    heads.into_iter().filter(|cell| PRICES.iter().any(|word| text(cell).contains(word))).any(|head| {
        let below = table.cells.iter().filter(|cell| cell.row > 0 && cell.column == head.column);
        below.filter(|cell| super::sums::number(text(cell).trim()).is_some()).count() > 0
    })
}

/// Whether a sum, a share or a rate is named outside sentences with one of `not`, in a table, or somewhere else that is referred
/// to.
fn names_a_sum(
    matter: &Matter<'_>,
    text: &str,
    sentences: &[&str],
    aside: &HashSet<String>,
    not: &[String],
) -> bool {
    const ELSEWHERE: [&str; 24] = [
        "附件",
        "附表",
        "清单",
        "报价",
        "价目",
        "价格表",
        "明细",
        "预算",
        "标准",
        "据实",
        "实际",
        "无偿",
        "免费",
        "订单",
        "%",
        "schedule",
        "annex",
        "exhibit",
        "appendix",
        "quotation",
        "price list",
        "per cent",
        "percent",
        "order form",
    ];
    const PRICED: [&str; 9] = ["价", "金额", "费", "租金", "price", "amount", "rate", "fee", "rent"];
    let priced = |passage: &crate::Passage| {
        let cell = passage.folded().to_lowercase();
        PRICED.iter().any(|word| cell.contains(word))
    };
    if matter
        .tables()
        .any(|table| table.cells.iter().filter_map(|cell| matter.cell(cell.passage)).any(priced))
    {
        return true;
    }
    if !matter.is_chinese() && names_a_sum_in_english(text, aside, not) {
        return true;
    }
    sentences.iter().any(|sentence| {
        let own = without(sentence, not);
        let told = !aside.contains(sentence.trim());
        let figures = own.chars().any(|c| c.is_ascii_digit());
        let sum = !crate::value::find_money(&own).is_empty();
        told && (sum || figures && own.contains('元') || ELSEWHERE.iter().any(|word| own.contains(word)))
    })
}

/// The same of an English text: a sign of money before figures, outside clauses with one of `not` and what is said aside.
fn names_a_sum_in_english(text: &str, aside: &HashSet<String>, not: &[String]) -> bool {
    let form = pattern!(
        r"(?:[$£€₹¥]|\brs\.?|\br|\brm|\bzar|\bchf|\bnok|\bsek|\bdkk|\bmyr|\bthb|\baed|\bnzd|\bkes|\bksh\.?|\bngn|\bghs|\bphp|\binr|\brupees|\busd|\bgbp|\beur|\bsgd|\baud|\bcad|\bhkd|\brmb)\s?\d"
    );
    let told = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        // Rs. 22,000: a stop within a sentence.
        let abbreviated = |at: &usize| before.get(..*at).is_some_and(|before| before.ends_with("rs"));
        let stop = before.rmatch_indices(". ").map(|(at, _)| at).find(|at| !abbreviated(at));
        let piece = before.get(before.rfind(';').max(stop).unwrap_or(0)..).unwrap_or_default();
        let clause = piece.rsplit(", ").next().unwrap_or_default();
        let own = piece.trim_matches(['.', ';', ' ']);
        let wrongs = own.len() > LEAST_PIECE && aside.iter().any(|sentence| sentence.contains(own));
        !wrongs && !not.iter().any(|word| clause.contains(word.as_str()))
    };
    form.is_some_and(|form| form.find_iter(text).any(|found| told(found.start())))
}

/// Bytes of a piece of a sentence by which the sentence is known again.
const LEAST_PIECE: usize = 12;

/// The keys of terms that stand as a key and its value in a line of its own: `Payment: in advance`.
fn keys(matter: &Matter<'_>) -> Vec<String> {
    let text = matter.text();
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = matter.flow.line_behind(at);
        let line = matter.flow.slice(at..end);
        let key = line.split_once(':').filter(|(_, value)| !value.trim_matches(['_', ' ', '.']).is_empty());
        let key = key.map(|(key, _)| key.trim()).filter(|key| key.chars().count() <= MOST_KEY);
        // The day of signing is no time of performance.
        const SIGNING: [&str; 6] = ["签", "订", "date", "signed", "日期", "dated"];
        if let Some(key) = key.filter(|key| {
            let lower = key.to_lowercase();
            !["签", "订"].iter().any(|word| lower.contains(word)) && !SIGNING.contains(&lower.as_str())
        }) {
            found.push(key.to_lowercase());
        }
        at = end.max(at + 1);
    }
    found
}

/// The most letters of a key.
const MOST_KEY: usize = 24;

/// Signs that end a sentence.
const STOPS: [char; 3] = ['。', ';', '.'];

/// The sentences of a text.
fn pieces(text: &str) -> Vec<&str> {
    cut(text, &STOPS)
}

/// The pieces of a text between `signs`; those within a number part nothing.
fn cut<'t>(text: &'t str, signs: &[char]) -> Vec<&'t str> {
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, sign) in text.match_indices(signs) {
        let end = at + sign.len();
        let before = text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        let behind = text.get(end..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if !([".", ","].contains(&sign) && before && behind) {
            found.extend(text.get(start..at));
            start = end;
        }
    }
    found.extend(text.get(start..));
    found
}

/// The sentences of clauses whose headings have one of `words`: what is said there of prices, days and delivery is said for
/// the case that something goes wrong.
fn aside(clauses: &[(&Fact, &crate::legal::Clause)], words: &[&str]) -> HashSet<String> {
    let mut sentences = HashSet::new();
    for (_, clause) in clauses {
        let heading = clause.heading.as_ref().map(|heading| fold(&heading.value).to_lowercase());
        if heading.is_some_and(|heading| words.iter().any(|word| heading.contains(word))) {
            let text = fold(&clause.text.value).to_lowercase();
            let text = told::modal(&text);
            sentences.extend(pieces(&text).into_iter().map(|sentence| sentence.trim().to_owned()));
        }
    }
    sentences
}

/// Whether a heading has a word; after `=` it must be that word.
fn is_heading(heading: &str, word: &str) -> bool {
    word.strip_prefix('=').map_or_else(|| heading.contains(word), |whole| heading == whole)
}

/// A sentence without the clauses that have one of `words`.
fn without(sentence: &str, words: &[String]) -> String {
    let kept = cut(sentence, &[',']).into_iter();
    let kept = kept.filter(|clause| !words.iter().any(|word| clause.contains(word.as_str())));
    kept.collect::<Vec<_>>().join(",")
}

/// Terms that contracts of all kinds have.
const ALWAYS: [&str; 2] = ["标的", "争议解决"];

/// Words of titles that tell not what a contract is.
const PLAIN: [&str; 7] = ["合同", "协议", "书", "契约", "agreement", "contract", "deed"];

/// Where a contract's title may stand, in letters.
const MOST_TITLE: usize = 80;

/// Whether all words joined by `&` stand in a text.
fn all_in(text: &str, words: &str) -> bool {
    words.split('&').all(|word| text.contains(word))
}

pub(super) fn of_kind<'a>(matter: &Matter<'a>, kind: ProvisionKind) -> Vec<(&'a Fact, &'a Provision)> {
    matter.provisions().into_iter().filter(|(_, provision)| provision.kind == kind).collect()
}

/// The sum that earnest money is a part of, with its provision.
fn price<'a>(matter: &Matter<'a>) -> Option<(&'a Fact, &'a Stated<Money>)> {
    let price = of_kind(matter, ProvisionKind::Price).into_iter().filter_map(|(fact, provision)| {
        let money = provision.amounts.iter().max_by_key(|money| money.value.minor)?;
        Some((fact, money))
    });
    let price = price.max_by_key(|(_, money)| money.value.minor);
    // The price is nowhere below the largest sum of the contract that is earnest money itself.
    let largest = matter
        .provisions()
        .into_iter()
        .filter(|(_, provision)| {
            !matches!(provision.kind, ProvisionKind::EarnestMoney | ProvisionKind::Penalty)
        })
        .flat_map(|(fact, provision)| provision.amounts.iter().map(move |money| (fact, money)))
        .max_by_key(|(_, money)| money.value.minor);
    [price, largest].into_iter().flatten().max_by_key(|(_, money)| money.value.minor)
}

/// The largest number under a head of sums in a table or, `in_text`, the largest sum that is none of `others`; with where it stands.
fn sum_elsewhere(matter: &Matter<'_>, others: &[i128], in_text: bool) -> Option<(Decimal, Span)> {
    let sums = matter.sums().iter().filter(|sum| in_text && !others.contains(&sum.value.minor));
    let told = sums.filter_map(|sum| {
        Some((sum.value.amount()?, matter.flow.spans(sum.range.clone()).into_iter().next()?))
    });
    let listed = matter.tables().flat_map(|table| {
        let text =
            |cell: &crate::CellView| matter.cell(cell.passage).map_or("", |passage| passage.folded()).trim();
        let sums = |column: u32| {
            let heads = table.cells.iter().filter(move |cell| cell.column == column && cell.row <= 1);
            heads.map(text).any(|head| {
                let lower = head.to_lowercase();
                ["金额", "总价", "合价", "小计", "价款", "amount", "total"]
                    .iter()
                    .any(|word| lower.contains(word))
            })
        };
        let cells = table.cells.iter().filter(|cell| cell.row > 0 && sums(cell.column));
        let read = |cell: &crate::CellView| {
            Some((super::sums::number(text(cell))?, matter.cell(cell.passage).map(crate::Passage::whole)?))
        };
        cells.filter_map(read).collect::<Vec<_>>()
    });
    told.chain(listed).max_by_key(|(amount, _)| *amount)
}

/// L33: earnest money is a fifth of the price at most, penalties are not beyond measure, and 定金 is not 订金.
pub(super) fn deposit(matter: &Matter<'_>, rule: &Rule) -> Verdict {
    if !matter.is_trade() {
        return told_terms::deposit(matter, rule);
    }
    let limit = |name: &str, or: Decimal| rule.number(name).unwrap_or(or);
    let (most_earnest, most_penalty) =
        (limit("earnest", Decimal::new(2, 1)), limit("penalty", Decimal::new(3, 1)));
    let earnest = of_kind(matter, ProvisionKind::EarnestMoney);
    let penalties = of_kind(matter, ProvisionKind::Penalty);
    let price = price(matter);
    let mut drafts = Vec::new();
    // Where no term names the price, the largest sum that is none of these is it, or the last of a table of prices.
    let named = earnest.iter().chain(&penalties).flat_map(|(_, provision)| &provision.amounts);
    let own: Vec<i128> = named.map(|money| money.value.minor).collect();
    let named = price.and_then(|(_, money)| money.value.amount());
    let unpriced = sum_elsewhere(matter, &own, named.is_none());
    let unpriced = unpriced.filter(|(all, _)| named.is_none_or(|named| *all > named));
    let price = price.filter(|_| unpriced.is_none());
    for (fact, provision) in &earnest {
        for money in provision.amounts.iter().filter(|money| !is_rest(matter, money)) {
            let Some(((all, whole), part)) = unpriced.clone().zip(money.value.amount()) else { continue };
            let most = all.saturating_mul(most_earnest);
            if part > most && part < all {
                let draft = Draft::new().about(fact, money.evidence).against_span(whole);
                drafts.push(draft.found(amount(&money.value)).expected(format!("≤ {}", most.normalize())));
                break;
            }
        }
        // The price may stand in the same sentence.
        let own = provision.amounts.iter().max_by_key(|money| money.value.minor);
        let named = ["总价", "价款", "总额", "总金额", "total price", "purchase price"]
            .iter()
            .any(|word| provision.text.value.contains(word));
        let own = own.filter(|_| named && provision.amounts.len() > 1).map(|money| (*fact, money));
        let Some((priced, whole)) = own.or(price) else { continue };
        for money in provision.amounts.iter().filter(|money| !is_rest(matter, money)) {
            let (Some(part), Some(all)) = (money.value.amount(), whole.value.amount()) else { continue };
            let most = all.saturating_mul(most_earnest);
            if part > most && part < all {
                let draft = Draft::new().about(fact, money.evidence).against(priced, whole.evidence);
                drafts.push(draft.found(amount(&money.value)).expected(format!("≤ {}", most.normalize())));
                break;
            }
        }
        let too_large =
            provision.shares.iter().filter(|share| share.value > most_earnest && share.value < Decimal::ONE);
        for share in too_large
            .filter(|share| is_of_earnest(&fold(&provision.text.value), &fold(matter.printed(share))))
        {
            drafts.push(
                Draft::new().about(fact, share.evidence).found(matter.printed(share)).expected(format!(
                    "≤ {}%",
                    most_earnest.saturating_mul(Decimal::ONE_HUNDRED).normalize()
                )),
            );
        }
    }
    drafts.extend(drafts.is_empty().then(|| trade::deposit::check(matter, most_earnest)).flatten());
    drafts.extend(excessive(&penalties, matter, most_penalty));
    drafts.extend(mixed(matter));
    let seen = !earnest.is_empty() || !penalties.is_empty();
    Verdict::of(seen, "provision.earnest_money|provision.penalty", drafts)
}

/// Whether a sum is what is paid besides the deposit, in the same sentence: `付清余下货款126000元`.
fn is_rest(matter: &Matter<'_>, money: &Stated<Money>) -> bool {
    const REST: [&str; 8] = ["余下", "其余", "剩余", "余款", "尾款", "余额", "balance", "remainder"];
    let sum = matter.sums().iter().find(|sum| sum.value.minor == money.value.minor);
    sum.is_some_and(|sum| {
        let from = matter.text().floor_char_boundary(sum.range.start.saturating_sub(NEAR_REST));
        let before = matter.flow.slice(from..sum.range.start);
        let own = before.rsplit(['。', ';', ',']).next().unwrap_or_default();
        REST.iter().any(|word| own.contains(word))
    })
}

/// Bytes before a sum within which its name stands.
const NEAR_REST: usize = 48;

/// Penalties of a share beyond `most_penalty`.
fn excessive(penalties: &[(&Fact, &Provision)], matter: &Matter<'_>, most_penalty: Decimal) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (fact, provision) in penalties {
        let daily = ["每日", "每逾期", "按日", "日万分", "per day", "each day"]
            .iter()
            .any(|word| provision.text.value.contains(word));
        let beyond = provision.shares.iter().filter(|share| {
            let over = share.value > most_penalty && share.value <= Decimal::ONE;
            over && !raises_a_rate(&fold(&provision.text.value), &fold(matter.printed(share)))
        });
        for share in beyond {
            let way = if daily { "daily" } else { "penalty" };
            drafts.push(
                Draft::new().way(way).about(fact, share.evidence).found(matter.printed(share)).expected(
                    format!("≤ {}%", most_penalty.saturating_mul(Decimal::ONE_HUNDRED).normalize()),
                ),
            );
        }
    }
    drafts
}

/// Whether a share stands in a clause of its sentence that speaks of earnest money: later instalments may follow it.
fn is_of_earnest(sentence: &str, share: &str) -> bool {
    let mut clauses = sentence.split([',', ';', ':']);
    clauses.any(|clause| {
        let lower = clause.to_lowercase();
        clause.contains(share) && ["定金", "earnest", "deposit"].iter().any(|word| lower.contains(word))
    })
}

/// Whether a share is what a rate grows by, and none of a sum: `利率上浮50%`.
fn raises_a_rate(sentence: &str, share: &str) -> bool {
    let before = sentence.find(share).and_then(|at| sentence.get(..at)).unwrap_or_default();
    ["上浮", "加收", "浮动", "加计", "上调", "increased by", "plus "]
        .iter()
        .any(|word| before.trim_end().ends_with(word.trim_end()))
}

/// 定金 and 订金 in one contract.
fn mixed(matter: &Matter<'_>) -> Option<Draft> {
    let at = |word: &str| matter.text().find(word).map(|at| at..at + word.len());
    let (earnest, deposit) = (at("定金")?, at("订金")?);
    let draft = Draft::new().way("mixed").about_text(matter, deposit).against_text(matter, earnest);
    Some(draft.found("订金").expected("定金"))
}
