//! Made-up papers of any length, as a perfect reading of their pages.

use document::Document;
use serde_json::{Value, json};

/// Lines on a page in print.
const LINES: usize = 32;

/// Letters of Han in a line; Latin ones take half the room.
const WIDTH: usize = 30;

/// What is read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Paper {
    /// One stay in hospital, with rounds, results and medicines.
    Record,
    /// One judgment with ever more parties, claims, facts and orders.
    Judgment,
    /// One contract with ever more clauses.
    Contract,
    /// One English agreement with ever more sections.
    Agreement,
    /// One English judgment with ever more paragraphs.
    Opinion,
    /// A case file: ever more papers of all kinds.
    File,
}

impl Paper {
    /// All of them.
    pub(crate) const ALL: [Self; 6] =
        [Self::Record, Self::Judgment, Self::Contract, Self::Agreement, Self::Opinion, Self::File];

    /// The paper, so many pages long.
    ///
    /// # Errors
    /// What is wrong with its truth.
    pub(crate) fn pages(self, pages: usize) -> Result<Document, evaluation::Error> {
        let lines = pages * LINES;
        let mut sheet = Pages::default();
        match self {
            Self::Record => record(&mut sheet, lines),
            Self::Judgment => judgment(&mut sheet, lines),
            Self::Contract => contract(&mut sheet, lines),
            Self::Agreement => agreement(&mut sheet, lines),
            Self::Opinion => opinion(&mut sheet, lines),
            Self::File => {
                let papers = [record, judgment, contract, agreement, opinion];
                let mut next = 0;
                while sheet.lines() < lines {
                    let end = (sheet.lines() + 2 * LINES).min(lines);
                    papers[next % papers.len()](&mut sheet, end);
                    sheet.turn();
                    next += 1;
                }
            }
        }
        sheet.document()
    }
}

/// Lines set on pages.
#[derive(Debug, Default)]
struct Pages {
    pages: Vec<Vec<Vec<String>>>,
    on_page: usize,
}

impl Pages {
    fn lines(&self) -> usize {
        self.pages.len().saturating_sub(1) * LINES + self.on_page
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.on_page = 0;
    }

    /// Sets a paragraph in lines.
    fn add(&mut self, text: impl AsRef<str>) {
        let mut line = String::new();
        let mut width = 0;
        let mut started = false;
        for c in text.as_ref().chars() {
            width += if c.is_ascii() { 1 } else { 2 };
            line.push(c);
            if width >= 2 * WIDTH && (!c.is_ascii() || c == ' ') {
                self.put(std::mem::take(&mut line), &mut started);
                width = 0;
            }
        }
        if !line.trim().is_empty() {
            self.put(line, &mut started);
        }
    }

    fn put(&mut self, line: String, started: &mut bool) {
        if self.pages.is_empty() || self.on_page == LINES {
            self.turn();
            *started = false;
        }
        self.on_page += 1;
        let Some(page) = self.pages.last_mut() else { return };
        match page.last_mut().filter(|_| *started) {
            Some(region) => region.push(line),
            None => page.push(vec![line]),
        }
        *started = true;
    }

    fn document(self) -> Result<Document, evaluation::Error> {
        let pages: Vec<Value> =
            self.pages.iter().enumerate().map(|(index, page)| on_page(index + 1, page)).collect();
        let truth = json!({"schema": "inkstone-truth/1", "language": "zh", "fields": {}, "pages": pages});
        evaluation::perfect_reading(&truth.to_string())
    }
}

fn on_page(number: usize, page: &[Vec<String>]) -> Value {
    let (mut lines, mut regions) = (Vec::new(), Vec::new());
    for texts in page {
        let first = lines.len();
        for text in texts {
            let (top, right) = (40 + lines.len() * 24, 60 + 8 * text.chars().count());
            let outline = [[60, top], [right, top], [right, top + 14], [60, top + 14]];
            lines.push(
                json!({"text": text.trim(), "outline": outline, "vertical": false, "handwritten": false}),
            );
        }
        let held: Vec<usize> = (first..lines.len()).collect();
        let (top, bottom) = (40 + first * 24, 54 + (lines.len() - 1) * 24);
        let outline = [[60, top], [540, top], [540, bottom], [60, bottom]];
        let class = if first == 0 && number == 1 { "title" } else { "text" };
        regions.push(json!({"class": class, "outline": outline, "lines": held, "text": texts.concat()}));
    }
    json!({"number": number, "width": 600, "height": 850, "unit": "pt", "rotation": 0, "lines": lines,
           "regions": regions, "tables": [], "text": ""})
}

fn record(sheet: &mut Pages, end: usize) {
    sheet.add("星桥市第三人民医院");
    sheet.add("出院记录");
    sheet.add("姓名：孙志远  性别：男  年龄：48岁  住院号：ZY0048213");
    sheet.add("入院时间：2024-03-05  出院时间：2024-03-14");
    for n in 0.. {
        if sheet.lines() + 12 > end {
            break;
        }
        sheet.add(format!("病程记录：第{}次查房，患者一般情况可，无发热，无胸闷、胸痛。", n + 1));
        let (tenth, high, low) = (n % 9, 2 + n % 4, n % 9);
        sheet.add(format!(
            "体格检查：体温 36.{tenth} ℃，血压 1{high}0/8{low} mmHg，双肺呼吸音清，未闻及干湿性啰音。"
        ));
        let (whole, part, red, size) = (4 + n % 9, n % 7, n % 5, 5 + n % 20);
        sheet.add(format!(
            "辅助检查：白细胞 {whole}.{part}×10^9/L，血红蛋白 1{red}5 g/L，左肺上叶见一结节，大小约{size}mm。"
        ));
        sheet.add(format!("{}. 阿司匹林肠溶片 100 mg 口服 每日1次", n % 5 + 1));
        sheet.add("诊断：");
        sheet.add("1. 左肺上叶结节");
        sheet.add("2. 2型糖尿病");
        sheet.add("诊疗经过：予抗血小板、调脂、控制血压及血糖等治疗，复查心电图未见明显变化，继续目前方案。");
    }
}

fn judgment(sheet: &mut Pages, end: usize) {
    let start = sheet.lines();
    let room = end.saturating_sub(start);
    sheet.add("望川市平湖区人民法院");
    sheet.add("民事判决书");
    sheet.add("（2024）川9905民初1938号");
    sheet.add("原告：望川市禾田建材有限公司，住所地望川市平湖区和平里121号。");
    sheet.add("法定代表人：林雅琴，总经理。");
    let parties = (room / 40 + 1).min(MOST_PARTIES);
    for n in 0..parties {
        sheet.add(format!("被告：许{}，男，1977年6月10日出生，汉族，住望川市平湖区滨河路{n}号。", name(n)));
    }
    sheet.add("原告望川市禾田建材有限公司与上列被告买卖合同纠纷一案，本院于2024年5月3日立案后，依法公开开庭进行了审理。本案现已审理终结。");
    sheet.add("原告向本院提出诉讼请求：");
    for n in 0..parties {
        sheet.add(format!("{}．判令被告许{}支付货款{}元及利息；", n + 1, name(n), 3000 + n * 17));
    }
    sheet.add("事实和理由：原、被告于2022年3月1日签订《买卖合同》，约定由原告供货。被告收货后未付清货款。");
    sheet.add("经审理查明：");
    for n in 0.. {
        if sheet.lines() + parties * 3 + 12 > end {
            break;
        }
        sheet.add(format!(
            "2022年{}月{}日，原告向被告许{}交付水泥{}吨，单价{}元，被告在送货单上签字。同日被告付款{}元，余款{}元约定于2023年{}月底前付清，逾期按年利率6%计付利息。",
            n % 12 + 1, n % 27 + 1, name(n % parties), n % 90 + 10, n % 40 + 300, n * 100 + 1000, n * 300 + 700, n % 12 + 1
        ));
        sheet.add(
            "上述事实，有原告提交的送货单、对账单、银行转账凭证以及当事人陈述等证据在卷佐证，本院予以确认。",
        );
    }
    sheet.add("本院认为，依法成立的合同受法律保护。被告未按约付款，构成违约，应当承担支付货款和利息的责任。依照《中华人民共和国民法典》第五百七十七条、第六百二十六条规定，判决如下：");
    for n in 0..parties {
        let amount = 3000 + n * 17;
        sheet.add(format!(
            "{}、被告许{}于本判决生效之日起十日内支付原告望川市禾田建材有限公司货款{amount}元及利息；",
            numeral(n + 1),
            name(n)
        ));
    }
    sheet.add("案件受理费800元，由被告负担。");
    sheet.add("如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于望川市中级人民法院。");
    sheet.add("审判长　陈明");
    sheet.add("审判员　李华");
    sheet.add("人民陪审员　王芳");
    sheet.add("二〇二四年七月一日");
    sheet.add("书记员　赵敏");
}

fn contract(sheet: &mut Pages, end: usize) {
    sheet.add("设备采购合同");
    sheet.add("甲方（买方）：望川市禾田建材有限公司");
    sheet.add("乙方（卖方）：清江机械制造有限公司");
    sheet.add("根据《中华人民共和国民法典》，双方经协商一致，订立本合同。");
    for n in 0.. {
        if sheet.lines() + 10 > end {
            break;
        }
        sheet.add(format!("第{}条 设备及价款", numeral(n + 1)));
        let amount = 10_000 + n * 30;
        sheet.add(format!("{}.1 乙方向甲方供应型号为HT-{n}的设备一台，总价为人民币{amount}元，于2024年{}月{}日前交付，并按第{}条验收。", n + 1, n % 12 + 1, n % 27 + 1, numeral(n / 2 + 1)));
        sheet.add(format!(
            "{}.2 逾期交付的，乙方每日按合同总价的0.05%支付违约金，但不超过合同总价的10%。",
            n + 1
        ));
    }
    sheet.add("本合同一式两份，双方各执一份，自签字盖章之日起生效。");
    sheet.add("甲方（盖章）：望川市禾田建材有限公司");
    sheet.add("乙方（盖章）：清江机械制造有限公司");
    sheet.add("签订日期：2024年3月1日");
}

fn agreement(sheet: &mut Pages, end: usize) {
    sheet.add("SERVICES AGREEMENT");
    sheet.add("This Services Agreement (the \"Agreement\") is made on 1 March 2024 between Harrow Mills Ltd (the \"Client\") and Brightwater Consulting LLP (the \"Consultant\").");
    for n in 0.. {
        if sheet.lines() + 12 > end {
            break;
        }
        let fee = 1000 + n * 25;
        sheet.add(format!("{}. Services and fees", n + 1));
        sheet.add(format!("{}.1 The Consultant shall deliver work package {n} by {} March 2025 and the Client shall pay a fee of ${fee}.00 within 30 days after receipt of an invoice, as set out in Section {}.", n + 1, n % 27 + 1, n / 2 + 1));
        sheet.add(format!(
            "{}.2 Late payment bears interest at 0.05% for each day of delay, up to 10% of the fee.",
            n + 1
        ));
    }
    sheet.add("IN WITNESS WHEREOF the parties have signed this Agreement.");
    sheet.add("Client: ____________ Date: 1 March 2024");
    sheet.add("Consultant: ____________ Date: 1 March 2024");
}

fn opinion(sheet: &mut Pages, end: usize) {
    sheet.add("UNITED STATES DISTRICT COURT");
    sheet.add("NORTHERN DISTRICT OF CALDERA");
    sheet.add("HARROW MILLS LTD, Plaintiff, v. BRIGHTWATER CONSULTING LLP, Defendant.");
    sheet.add("Case No. 3:24-cv-01938");
    sheet.add("OPINION AND ORDER");
    sheet.add("This matter came before the Court on the plaintiff's motion for summary judgment.");
    for n in 0.. {
        if sheet.lines() + 12 > end {
            break;
        }
        let sum = 4000 + n * 35;
        sheet.add(format!("{}. On {} April 2023 the defendant received goods worth ${sum}.00 and paid ${}.00. Under section {} of the Sale of Goods Act 1979 the price was due within 30 days.", n + 1, n % 27 + 1, n + 500, n % 60 + 1));
    }
    sheet.add("IT IS ORDERED that:");
    sheet.add("1. The motion is GRANTED.");
    sheet.add("2. The defendant shall pay the plaintiff $48,000.00 within 30 days.");
    sheet.add("SO ORDERED.");
    sheet.add("Dated: 5 May 2024");
    sheet.add("Hon. Jane Whitfield");
}

/// The most that are sued together: what one party costs grows with the text.
const MOST_PARTIES: usize = 16;

/// A given name of two letters, another for each number up to 400.
fn name(number: usize) -> String {
    const LETTERS: [char; 20] = [
        '淑', '芬', '志', '远', '雅', '琴', '国', '栋', '海', '峰', '晓', '岚', '建', '平', '文', '博', '玉',
        '洁', '思', '源',
    ];
    [number / LETTERS.len() % LETTERS.len(), number % LETTERS.len()].map(|at| LETTERS[at]).iter().collect()
}

/// A number up to 9,999 in Chinese.
fn numeral(number: usize) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let mut text = String::new();
    let mut gap = false;
    for (worth, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / worth % 10;
        if digit == 0 {
            gap |= !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push('零');
        }
        text.push(DIGITS[digit]);
        text.push_str(unit);
    }
    text.strip_prefix("一十").map(|rest| format!("十{rest}")).unwrap_or(text)
}
