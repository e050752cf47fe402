//! Traditional characters of contracts, judgments, bills and medical papers, read as the simplified ones.

/// Traditional characters, in the order of their code points.
const TRADITIONAL: &str = "\
並亞併來個們側偽備傭傳債傷僅價儀億償優儲兒內兩冊凍別則剛劃劉劑勁動務勝勞勢勵勸匯區協卻厲吳員問啓啟喚喪單嘔噸嚨嚴囉囑國圍園圓圖團執堅報場塊壓\
壞夠夾奪奮婦媽嬰孫學宮實寧審寫寬寶將專尋對導層屬岡島師帳帶幣幫幾庫廈廠廢廣廳張彈彌彙後徑從復徵恆悅愛態慣慮憂憑應懲懷戰戲掃採損搶撥撫擁擇擊擔\
據擬擴擾攝攤敗敵數斷於時晉暈暫曆書會東條棄楊業極構槍樂樓標樣樹橋機橫檔檢檯欄權歐歡歲歷歸殘毀氣決沒況淺減測湯準溝溫滅滬滯滿漢漲漸漿潔潛潤潰澤\
澱濁濃濕濟瀉灣災為無煙熱燒營爐爭爲爾牆牽狀狹猶獎獨獲現瑪環產畝畢畫異當痺瘍瘡療癇癒癥癱癲發盡監盤盧眾睪瞼矯確碼礎礙礦禍禮種稱積穩窮竊競筆節範\
築簡簽簾籌糧紀約紅紋納純紙級紛細終組結絕絞絡給統絲綁經綜綠維網緊緒線緣編緩練縣縮縱總績繃織繳繼續纏纖纜罰罷羅義習聖聞聯聲聶職聽聾肅脈脫脹腎腦\
腫腳腸膕膚膠膩膽膿臉臍臟臨臺與興舉舊舖艙艦莊莖莢華萬葉蓋蔔蔣蕭薦藍藝藥蘇蘭處號虧蝕蟲衆術衛衝裏補裝裡製複褲襯覆見規視親覺覽觀觸訂計訊訓託記訟\
訪設許訴診註詐評詞詢試詩話該詳誌認誘誠誤說誰課誼調談請論諧諮諾謀謂謝謹證識譚譯議護譽讀變讓豐貝負財貢貧貨貪貫責貴買貸費貼賀賃資賈賊賒賓賠賣賦\
質賬賴賺購賽贅贈贊贏贓贖趕趙趨跡踐踴蹤躍軀車軌軍軟軸較載輔輕輛輪輯輸輻轄轉辦辭農連週進遊運過達違遞遠適遲遷選遺還邊郵鄉鄒鄧鄭鄰醃醫釋釐針鈉鈍\
鈔鈣鈴鉀鉛銀銅銳銷鋁鋅鋒鋪鋼錄錠錢錦錯鍋鍵鎂鎖鎮鏈鏡鐘鐵鑑鑒長門閃閉開閒間閱閻闆闊闌關闡陣陰陳陸陽隊階際隨險隱隻雖雙雜雞離難雲電靈靜鞏韋韌韓\
韻響頁頂項順須預頒頓領頭頰頷頸頻顆題額顎顏願類顧顫顯顱顳風飛飯飲飼飽飾餅養餓餘館餵饑馬馮駁駐駕駱騎騙騰驅驗驚骯髒體髖髮鬆鬚鬥鬧鬱魯鮮鱗鳥鳴鴻\
鹵鹼鹽麗麥麵黃點黨黴鼇齊齒齡齦龍龐龔龜";

/// Their simplified forms, in the same order (General List of Simplified Chinese Characters, 1986). Left out are those of which a
/// name may mean either (昇, 幹, 鍾) and the numeral 參, whose simplified form is another word.
const SIMPLIFIED: &str = "\
并亚并来个们侧伪备佣传债伤仅价仪亿偿优储儿内两册冻别则刚划刘剂劲动务胜劳势励劝汇区协却厉吴员问启启唤丧单呕吨咙严啰嘱国围园圆图团执坚报场块压\
坏够夹夺奋妇妈婴孙学宫实宁审写宽宝将专寻对导层属冈岛师账带币帮几库厦厂废广厅张弹弥汇后径从复征恒悦爱态惯虑忧凭应惩怀战戏扫采损抢拨抚拥择击担\
据拟扩扰摄摊败敌数断于时晋晕暂历书会东条弃杨业极构枪乐楼标样树桥机横档检台栏权欧欢岁历归残毁气决没况浅减测汤准沟温灭沪滞满汉涨渐浆洁潜润溃泽\
淀浊浓湿济泻湾灾为无烟热烧营炉争为尔墙牵状狭犹奖独获现玛环产亩毕画异当痹疡疮疗痫愈症瘫癫发尽监盘卢众睾睑矫确码础碍矿祸礼种称积稳穷窃竞笔节范\
筑简签帘筹粮纪约红纹纳纯纸级纷细终组结绝绞络给统丝绑经综绿维网紧绪线缘编缓练县缩纵总绩绷织缴继续缠纤缆罚罢罗义习圣闻联声聂职听聋肃脉脱胀肾脑\
肿脚肠腘肤胶腻胆脓脸脐脏临台与兴举旧铺舱舰庄茎荚华万叶盖卜蒋萧荐蓝艺药苏兰处号亏蚀虫众术卫冲里补装里制复裤衬复见规视亲觉览观触订计讯训托记讼\
访设许诉诊注诈评词询试诗话该详志认诱诚误说谁课谊调谈请论谐咨诺谋谓谢谨证识谭译议护誉读变让丰贝负财贡贫货贪贯责贵买贷费贴贺赁资贾贼赊宾赔卖赋\
质账赖赚购赛赘赠赞赢赃赎赶赵趋迹践踊踪跃躯车轨军软轴较载辅轻辆轮辑输辐辖转办辞农连周进游运过达违递远适迟迁选遗还边邮乡邹邓郑邻腌医释厘针钠钝\
钞钙铃钾铅银铜锐销铝锌锋铺钢录锭钱锦错锅键镁锁镇链镜钟铁鉴鉴长门闪闭开闲间阅阎板阔阑关阐阵阴陈陆阳队阶际随险隐只虽双杂鸡离难云电灵静巩韦韧韩\
韵响页顶项顺须预颁顿领头颊颔颈频颗题额颚颜愿类顾颤显颅颞风飞饭饮饲饱饰饼养饿余馆喂饥马冯驳驻驾骆骑骗腾驱验惊肮脏体髋发松须斗闹郁鲁鲜鳞鸟鸣鸿\
卤碱盐丽麦面黄点党霉鳌齐齿龄龈龙庞龚龟";

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
