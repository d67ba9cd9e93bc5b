//! What each key does, as the help tells it: the keys, then the words in both languages.

/// Keys and what they do, in both languages.
pub(crate) type KeyHelp = (&'static str, &'static str, &'static str);

/// A group of keys: its name in both languages, and its keys.
pub(crate) type KeyGroup = (&'static str, &'static str, &'static [KeyHelp]);

/// All keys, by what they are for.
pub(crate) const KEYS: [KeyGroup; 5] = [
    (
        "派人",
        "Sending",
        &[
            ("F2", "下一件待派：特急、未受理、已受理", "next to send: top, new, taken in"),
            ("Space", "确认：受理所选事件", "acknowledge: take the matter in"),
            ("A U", "告警清单 静音", "alarms, mute"),
            ("S", "搁置 取消搁置", "shelve, take off the shelf"),
            ("1–5", "选人", "choose a person"),
            ("Enter", "办高亮的一步（交办…）", "do the highlighted act (send…)"),
            ("Ctrl+Z", "撤回交办、搁置", "recall the order, the shelving"),
            ("D", "完整表单", "the full form"),
            ("J", "其余各项办理，按键选", "the other acts, by their keys"),
            ("Alt+1–9", "表单里：选用常用语、单位、时限", "in a form: words, agencies, terms"),
            ("Esc", "返回一级", "one level back"),
        ],
    ),
    (
        "地图",
        "The map",
        &[
            ("← → ↑ ↓", "移动", "move"),
            ("+ −", "放大 缩小", "closer, farther"),
            ("0", "全县", "the whole county"),
            ("[ ]", "上一级 下一级", "area level up, down"),
        ],
    ),
    (
        "地图工具",
        "Tools on the map",
        &[
            ("Ctrl", "拖动：矩形框选", "drag: what lies in a box"),
            ("Alt", "拖动：圆形框选", "drag: what lies in a circle"),
            ("X", "多边形框选", "what lies in a polygon"),
            ("L", "量测长度、面积", "measure a length, an area"),
            ("Shift", "点击：多选", "click: select several"),
            ("Y", "此处归谁（或右键、长按）", "who answers here (or right click, hold)"),
        ],
    ),
    (
        "图层",
        "Layers",
        &[
            ("I H W V", "事件 热力 人员 视频", "matters, heat, staff, video"),
            ("G F", "底色 换指标", "fill, next indicator"),
            ("Shift+W", "人员名单", "list of people"),
            ("Shift+H", "热力对比前7日、上年", "heat against the week, year before"),
            ("C", "看向此处的视频", "cameras that look here"),
            ("B E M", "界线 专属 缺漏", "borders, dedicated, gaps"),
        ],
    ),
    (
        "席位与时间",
        "Desk and time",
        &[
            ("N", "来件登记", "take a report in"),
            ("Q", "席位布局", "desk layout"),
            ("Shift+Q", "谁在席值班，按数字选", "who sits here, by a digit"),
            ("Shift+V", "参观模式 结束", "visit mode, end it"),
            ("/", "查找：字词、编号、拼音首字母", "search: words, number, pinyin"),
            ("K", "图表，下一张", "plots, the next one"),
            ("F8 F9", "截图、录像", "a picture, a film of the screen"),
            ("R", "附近人员，看一天", "people near, a day of one"),
            ("P", "回放 暂停", "replay, pause"),
            ("← →", "回放时：一步", "in replay: one step"),
            ("Shift+← →", "昨天此时，后一天", "this time yesterday, a day on"),
            ("Home", "回到实时", "back to live"),
            ("T F5", "导览 开始 结束", "tour: begin, end"),
            ("PgUp PgDn", "翻页笔：逐镇；导览时换景", "clicker: towns; on a tour, scenes"),
            ("B .", "导览时：黑屏，再按亮屏", "on a tour: dark wall, light again"),
            ("O", "自动巡看（动一下即停）", "turn by itself, until touched"),
            ("F11", "全屏", "full screen"),
            (",", "屏幕与设置", "screen and settings"),
        ],
    ),
];
