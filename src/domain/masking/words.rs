//! The words that masking goes by. They are language, not a county's data.

use std::sync::LazyLock;

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $words:literal;)+) => { $(
        $(#[$doc])*
        pub(super) static $name: LazyLock<Vec<&'static str>> = LazyLock::new(|| $words.split('|').collect());
    )+ };
}

lists! {
    /// After these a number is a phone's.
    PHONE_WORDS = "电话|手机|座机|联系方式|致电|拨打|请打|来电|回电|热线|固话|tel|phone|mobile|cell|call|contact|reach me at";
    /// After these it is an identity card's, a passport's.
    ID_WORDS = "身份证|身份证件|证件|身份|护照|驾驶证|id card|passport|identity card";
    /// After these it is a card's or an account's.
    CARD_WORDS = "银行卡|储蓄卡|工资卡|信用卡|卡|账户|帐户|账|帐|card|account|acct";
    /// After these it is a chat account.
    CHAT_WORDS = "qq|微信|wechat|vx|加微";
    /// After these it is the number of a thing.
    ORDER_WORDS = "订单|工单|单|编|流水|合同|案|发票|序列|型|批|货|信用代|条|条形|许可证|房产证|产权证|登记证|营业执照|执照|注册|设备|车架|发动机|表|户|文|票|回执|受理|案件|事项|项目|\
        图|箱|杆|合格证|order|invoice|tracking|serial|ref|reference|case|sku|model|ticket|request|permit|license|\
        licence|plate|unit|part|item";
    /// A number before these counts something.
    UNITS = "元|万元|块|米|吨|度|平方|%|％|个|件|户|人次|亩|公里|千瓦|立方|公斤|斤|年|yuan|dollars|USD|km";
    /// What is said before a name and nothing else.
    NAME_LABELS = "我叫|名叫|叫做|姓名|联系人|自称|户名|收款人|署名|开户人|签字人|大名|名字";
    /// Relations and parts in a matter, after which a name may follow.
    RELATIONS = "来电人|反映人|投诉人|举报人|当事人|报料人|申请人|来访人|来信人|求助人|诉求人|市民|居民|村民|群众|业主|住户|租户|租客|房东|户主|邻居|邻户|老人|老太太|老大爷|职工|员工|工人|\
        工友|民工|农民工|学生|孩子|小孩|患者|病人|死者|伤者|司机|车主|店主|摊主|老板|老板娘|负责人|经理|法人|法定代表人|承包人|承包户|贫困户|低保户|五保户|养殖户|丈夫|妻子|爱人|\
        老公|老婆|儿子|女儿|父亲|母亲|爸爸|妈妈|爷爷|奶奶|姥爷|姥姥|外公|外婆|公公|婆婆|岳父|岳母|儿媳|女婿|哥哥|弟弟|姐姐|妹妹|孙子|孙女|外甥|侄子|叔叔|舅舅|姑姑|亲属|家属|\
        同事|同学|朋友|书记|村支书|主任|会计|网格员|网格长|民警|医生|教师|老师|队长|组长|校长|院长|被告|原告|借款人|欠款人|包工头|工头|中介|保安|本人|对方|肇事者|乘客|男子|女子|\
        户籍|监护人|代理人|商户|摊贩|房主|家长|其妻|其夫|其子|其女|其父|其母|担保人|报警人|受害人|经手人|证人|隔壁|师傅|老伴|亲戚|代表|组长|舅妈|姨妈|嫂子|伙计|学徒|保姆|护工|\
        工作人员|退役军人|退伍军人|残疾人|护士|辅警|调解员|协管员|志愿者|快递员|外卖员|驾驶员|保洁员|理发师|厨师|服务员|值班员|辅导员|班主任|楼长|护林员";
    /// After these a name may follow, and mostly something else does.
    PERHAPS = "我是|就是|举报|投诉|请给|转告|联系|找到";
    /// What may stand between a relation and the name.
    BETWEEN = "应为|应是|名叫|姓名|叫|是|为|:|(|、|“|\"| ";
    /// What is said after a name.
    HONORIFICS = "老太|老汉|大嫂|先生|女士|小姐|同志|师傅|老师|大爷|大妈|大娘|大叔|大姐|大哥|阿姨|奶奶|爷爷|老人|医生|书记|主任|经理|局长|所长|队长|校长|院长|科长|镇长|村长|律师|法官|警官|老板|会计";
    /// Surnames of two characters.
    DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|宇文|长孙|闻人|东方|轩辕";
    /// Words that begin like a name and are none.
    NO_NAMES = "高烧|任性|温书|金秋|金色|易怒|易燃|高兴|高价|白天|高声|高空|高中|高级|高度|高压|高层|高速|高温|高龄|马上|马路|方便|方式|方面|方向|金额|黄色|黄土|白天|白色|白班|常年|周边|周围|周末|周一|周二|周三|周四|周五|周六|周日|\
        成立|成功|成片|时间|时常|车辆|车位|车主|车库|车间|许多|安装|安全|安排|安置|任何|任意|余下|田地|田间|江边|石头|毛病|路边|路口|路灯|路面|严重|万一|单元|单位|房子|房屋|\
        房东|房主|关于|关闭|包括|向来|和谐|施工|温度|顾客|钱款|牛羊|龙头|谢谢|张贴|陈旧|陈述|杨树|孙子|孙女|胡同|胡乱|林地|林木|林区|何时|郑重|于是|董事|程度|程序|曾经|曾多|\
        付款|付费|段落|康复|武装|文化|文件|文明|齐全|庄稼|季度|辛苦|游泳|游客|尤其|管道|管理|左右|左边|解决|解释|应该|应当|应急|华人|明显|明确|明年|平时|平房|平台|全部|全家|\
        全体|全村|国家|公司|公共|公安|公里|公园|公交|干部|干活|家属|居民|居住|居委|来电|来访|来信|来到|都是|都说|都有|都不|那里|那个|那边|相关|相互|相邻|原因|原来|原告|南侧|\
        南边|门口|门前|门外|楼上|楼下|楼道|楼顶|楼栋|满意|海边|花园|强行|强烈|强占|强迫|信息|信访|信箱|展开|利用|富裕|银行|玉米|水泥|师傅|商户|商家|商铺|商贩|党员|宫内|费用|\
        连续|连接|简单|古树|农田|农村|农民|农户|司机|司法|支付|支书|计划|计生|班级|班主|封路|封闭|查处|查看|迟迟|池塘|麻烦|官方|谈话|乐器|原先|皮肤|区里|区内|盖房|盖楼|井盖|\
        井口|祖坟|国道|宣传|初中|云集|容易|普遍|鲜花|危险|危房|呼吸|呼叫|元旦|由于|幸福|阴雨|席位|卫生|米面|位于|位置|厉害|权利|权益|伏天|印刷|母亲|羊圈|索要|索赔|平均|雷雨|\
        贺年|向东|向西|向南|向北|向他|向我|向社|向物|于今|于昨|于上|于下|于去|和邻|和我|和他|和物|连日|连夜|时有|明知|明天|全程|全年|那天|居家|向村|但是|但未|但不|温馨|安静|\
        古稀|成年|成人|高血|石家|黄昏|黄牛|白内|广场|万元|万余|常常|常住|江水|景区|边上|边缘|夏天|夏季|冷库|党委|党支|岳父|岳母|姬松|花费|钱被|钱未|钱没|钱都|祝愿|章程|关心|\
        关系|关注|解除|项目|符合|向上|严格|童年|谈到|汤药|牛棚|路过|路人|路上|车上|车祸|车内|房租|房产|房内|华侨|池边|楼内|楼梯|门窗|门诊|门卫|金钱";
    /// Plants, places, firms and pieces of words that look like a whole name.
    THINGS = "方达成|白玉兰|白云山|马兰花|金银花|黄金龙|金玉兰|金海洋|万兴隆|万兴达|金兴达|高新建|金银龙";
    /// Words with which the sentence goes on after a name.
    GO_ON = "经常|半夜|深夜|夜里|凌晨|反映|表示|投诉|电话|多次|已经|每天|晚上|突然|家里|家中|家门|昨天|今天|长期|拖欠|来电|手机|身份|今年|现年|夫妇|夫妻|家的|之间|承包|居住|报警|咨询|举报|希望|要求|\
        独居|患有|因病|走失|先生|女士|同志|师傅|老师|大爷|大妈|大娘|大姐|阿姨|奶奶|爷爷|老人|医生|联系";
    /// What is said of people, right after their name.
    SAID_OF_PEOPLE = "家的|家里|家中|家门|一家|夫妻|夫妇|父子|母子|母女|父女|兄弟|姐妹|老两口|等人|承包|反映|占了|占用|占着|打了|打人|骂人|骂我|欠了|欠我|欠钱|借了|借走|偷了|砍了|拆了|盖了|\
        挖了|砸了|不肯|不让|不承认|拒不|动手|威胁|辱骂|喝酒|酒后|醉酒|住院|去世|受伤|摔伤|失踪|离家|没回|的电话|的手机|的儿子|的女儿|的妻子|的丈夫|的父亲|的母亲|的名字";
    /// After these a person may be named in the middle of a sentence.
    BEFORE_PERSON = "村里|村东头|村西头|村东|村西|村南|村北|村头|楼上|楼下|隔壁|对门|同村|邻村|本村|我村|听说|据说|说是|因为|昨天|今天|前天|昨晚|今早|上午|下午|晚上|夜里|当时|后来|其中|还有|\
        反映|投诉|举报|联系|告诉|发现|看见|看到|知道|怀疑|和|与|找|由|向|对|被|叫|是|的|跟|给|让|替|我";
    /// English words before a name.
    ENGLISH_TITLES = "Mr|Mrs|Ms|Miss|Dr|Sir|Madam";
    /// English words that say that a name follows.
    ENGLISH_LABELS = "my name is|name is|named|name|called|i am|i'm|contact person|reported by|signed";
    /// English relations, after which two capitalised words are a name.
    ENGLISH_RELATIONS = "caller|neighbour|neighbor|husband|wife|son|daughter|landlord|tenant|owner|resident|father|mother|\
        brother|sister|manager|driver|officer|worker|complainant|citizen|employee|student";
    /// Capitalised words that are no name.
    ENGLISH_NO_NAMES = "Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Drive|Park|North|South|East|West|The|Monday|\
        Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|\
        September|October|November|December|City|School|Building|Ward|District|Chicago|Department|Police|\
        Fire|Sanitation|Code|Violation|Please|They|This|There|It|No";
}

/// What a mail address consists of, beside letters and digits.
pub(super) const MAIL_LETTERS: &[char] = &['.', '_', '-', '+', '%'];

/// Surnames of one character that most people have.
pub(super) const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏\
苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵\
万覃武钱戴严欧莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申詹耿关兰焦俞左柳甘祝包\
宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉骆蓝游辛靳管柴蒙鲍华喻祁房滕屈饶牟艾尤穆司卓古\
吉缪简车项芦麦褚娄窦戚景党费卜晏席卫柏宗瞿桂佟臧闵苟邬卞姬仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖\
巩佘查麻苑迟邝封匡鞠荆郁胥储栗燕贝常束";

/// Surnames that are words of their own: believed only where it is certain that a name stands.
pub(super) const RARE_SURNAMES: &str = "路农解时连宫岑冷米全应边师和明池官谈惠乐冀南班原楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜阚花\
权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计宣晋相初门云容敬扈晁芮普阙浦戈伏鹿薄邸雍辜羊阿乌\
裘亓修邰赫况宿鲜印逯隆茹战慕危玉银亢嵇公湛宾戎勾茅利呼居揭尉冶斯元束檀衣信阴昝智幸奉植衡富\
尧闭由幺苍苌揣";

/// Characters that stand in no given name: what they begin is another word.
pub(super) const NOT_GIVEN: &str = "的了是在不我你他她它们这那哪么吗吧呢啊被把对从到因为所以之说称已都也还就却没未要会可该每前后上下住等某各\
村镇乡街道路区县市局所队站院校店厂场公司室楼号组户门口委房车电话灯与及或将向跟过去里再又经多次反投诉表示请";

/// Characters with which the sentence goes on after a name.
pub(super) const GOES_ON: &str = "说称讲反表举投诉告电联来去到在于从被把将向与和跟同及或的地得家已曾经常多又再也都还就却因为是有没未不要想能会应该每今昨\
前后上下住等之手身男女年岁购买拖欠打骂私占乱倒养开关拒突摔报提要求咨询因至今认建希患需无独经两三一二几半夜驾骑走失赔偿砍挖修种带拿";

/// Characters that stand in given names far more often than at the end of other words.
pub(super) const GIVEN: &str = "丽敏静秀娟英华慧巧美娜淑惠珠翠雅芝玉萍红娥玲芬芳燕彩春菊兰凤洁梅琳素云莲真环雪荣爱霞香月莺媛艳瑞凡佳嘉\
琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融艺咏卿聪澜纯毓悦\
昭冰爽琬茗羽希宁欣育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜影荔枝思伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波贵福生\
龙元全国胜学祥才武利清飞彬富顺信子杰涛昌成康星光达岩茂进林坚彪博诚先敬震振壮群豪邦承乐绍功松善厚庆磊民友裕河哲江超浩亮政谦\
亨奇固轮翰朗伯宏鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士建致树炎德泰盛雄琛钧冠策腾楠榕航弘立铁柱宝根喜旺银金长占轩宇涵梓萱睿祖治\
洪润连双忠孝斗奎魁山臣锋锐铭鑫淼森焕炳煜煌传延耀宗尚";

/// Of these, what ends schools and names of hills, waters and greens as well: no name is believed for itself that ends in
/// one of them.
pub(super) const NOT_LAST: &str = "学山河江海林叶竹苑枝树柱根月双建立长占连爱";

/// With these places, firms and offices end that begin like a name.
pub(super) const PLACE_ENDS: &str = "苑园湾庄沟洼岭屯堡寨城府湖庭居厦桥山河办委部会堂团处屋里巷坊区线库厂馆宫庙寺塔堤坝闸渠井站台亭校班科股署厅行社业品料面架机箱管网牌杆灯";
