//! Traditional characters of contracts, judgments and bills, read as the simplified ones.

/// Traditional characters, in the order of their code points.
const TRADITIONAL: &str = "\
來個們偽傭傳債傷僅價儀億償優儲兒兩冊凍則剛劃劉劑勁動務勝勞勢勵勸匯區協卻厲吳員問啓啟喪單噸嚴囑國圍園\
圓圖團執堅報場壓壞夠夾奪奮婦媽嬰孫學實寧審寫寬寶將專尋對導層屬岡島師帳幣幫幾庫廈廠廢廣廳張彈彌彙後徑\
從復徵恆悅愛態慣慮憂憑應懲懷戰戲掃採損搶撥撫擁擇擊擔據擬擴擾攝攤敗敵數斷於時晉暫曆書會東條棄楊業極構\
槍樂樓標樣樹橋機橫檢檯欄權歐歡歲歷歸殘毀氣決沒況淺減測湯準溝滅滬滯滿漢漲漸潔潤澤濟灣災為無煙熱營爐爭\
爲爾牆牽狀猶獎獨獲現瑪環產畝畢畫異當療發盡監盤盧眾確礎礦禍禮種稱積穩窮竊競筆節範築簡簽簾籌糧紀約紅納\
純紙級紛細終組結絕絡給統絲綁經綜綠維網緊緒線緣編緩練縣縮縱總績織繳繼續纜罰罷羅義習聖聞聯聲聶職聽肅腦\
腳臨臺與興舉舊舖艙艦莊華萬葉蓋蔣蕭薦藍藝藥蘇蘭處號虧蝕衆術衛衝裏補裝裡製複見規視親覺覽觀訂計訊訓託記\
訟訪設許訴診詐評詞詢試詩該詳誌認誠誤說誰課誼調請諧諮諾謀謂謝謹證識譚譯議護譽讀變讓豐負財貢貧貨貪貫責\
貴買貸費貼賀賃資賈賊賒賓賠賣賦質賬賴賺購賽贈贊贏贓贖趕趙跡踐蹤躍車軌軍軟較載輔輕輛輪輯輸轄轉辦辭農連\
進運過達違遞遠適遲遷選遺還邊郵鄉鄒鄧鄭鄰醫釋釐針鈔鈴銀銅銷鋒鋪鋼錄錢錦錯鍋鍵鎖鎮鏡鐘鐵鑑鑒長門閉開間\
閱閻關闡陣陰陳陽隊階際隨險隱隻雖雙雜雞離難雲電靈韋韓響頁頂項順須預頒頓領頭頻顆題額顏願類顧顯風飛飯飲\
飼飾養餘館馬馮駁駐駕騰驅驗驚體鮮鳥鴻鹽麗點黨齊齒齡龍龐";

/// Their simplified forms, in the same order (General List of Simplified Chinese Characters, 1986). Left out are those of which a
/// name may mean either (昇, 幹, 鍾) and the numeral 參, whose simplified form is another word.
const SIMPLIFIED: &str = "\
来个们伪佣传债伤仅价仪亿偿优储儿两册冻则刚划刘剂劲动务胜劳势励劝汇区协却厉吴员问启启丧单吨严嘱国围园\
圆图团执坚报场压坏够夹夺奋妇妈婴孙学实宁审写宽宝将专寻对导层属冈岛师账币帮几库厦厂废广厅张弹弥汇后径\
从复征恒悦爱态惯虑忧凭应惩怀战戏扫采损抢拨抚拥择击担据拟扩扰摄摊败敌数断于时晋暂历书会东条弃杨业极构\
枪乐楼标样树桥机横检台栏权欧欢岁历归残毁气决没况浅减测汤准沟灭沪滞满汉涨渐洁润泽济湾灾为无烟热营炉争\
为尔墙牵状犹奖独获现玛环产亩毕画异当疗发尽监盘卢众确础矿祸礼种称积稳穷窃竞笔节范筑简签帘筹粮纪约红纳\
纯纸级纷细终组结绝络给统丝绑经综绿维网紧绪线缘编缓练县缩纵总绩织缴继续缆罚罢罗义习圣闻联声聂职听肃脑\
脚临台与兴举旧铺舱舰庄华万叶盖蒋萧荐蓝艺药苏兰处号亏蚀众术卫冲里补装里制复见规视亲觉览观订计讯训托记\
讼访设许诉诊诈评词询试诗该详志认诚误说谁课谊调请谐咨诺谋谓谢谨证识谭译议护誉读变让丰负财贡贫货贪贯责\
贵买贷费贴贺赁资贾贼赊宾赔卖赋质账赖赚购赛赠赞赢赃赎赶赵迹践踪跃车轨军软较载辅轻辆轮辑输辖转办辞农连\
进运过达违递远适迟迁选遗还边邮乡邹邓郑邻医释厘针钞铃银铜销锋铺钢录钱锦错锅键锁镇镜钟铁鉴鉴长门闭开间\
阅阎关阐阵阴陈阳队阶际随险隐只虽双杂鸡离难云电灵韦韩响页顶项顺须预颁顿领头频颗题额颜愿类顾显风飞饭饮\
饲饰养余馆马冯驳驻驾腾驱验惊体鲜鸟鸿盐丽点党齐齿龄龙庞";

/// The simplified form of a traditional character; nothing for others.
pub(super) fn simplified(c: char) -> Option<char> {
    // All of them stand among the unified ideographs and take three bytes each.
    ('\u{4E00}'..='\u{9FFF}').contains(&c).then_some(())?;
    TABLE.binary_search_by_key(&c, |pair| pair.0).ok().and_then(|at| TABLE.get(at)).map(|pair| pair.1)
}

static TABLE: std::sync::LazyLock<Vec<(char, char)>> =
    std::sync::LazyLock::new(|| TRADITIONAL.chars().zip(SIMPLIFIED.chars()).collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_are_of_one_length_and_in_order() {
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
        assert!(TABLE.windows(2).all(|two| two[0].0 < two[1].0));
        assert_eq!(crate::fold("買賣合約書：貨物總價"), "买卖合约书:货物总价");
        assert_eq!(crate::fold("貳佰參拾"), "貳佰參拾");
    }
}
