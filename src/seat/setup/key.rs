//! The settings: what each is called in the file, what it may be, and what it does, in one sentence.

use crate::seat::Lang;
use crate::seat::turning::LEAST_REST_SECS;

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The language.
    Lang,
    /// Whether nothing moves by itself.
    ReducedMotion,
    /// How strong contrasts are.
    Contrast,
    /// Whether the clock shows seconds.
    ClockSeconds,
    /// The screen's width, m.
    WidthM,
    /// Its height, m.
    HeightM,
    /// Its diagonal, m.
    DiagonalM,
    /// The farthest viewer's distance, m.
    DistanceM,
    /// The pixel pitch, mm.
    PitchMm,
    /// How many cells stand beside each other.
    Columns,
    /// How many stand above each other.
    Rows,
    /// How wide a seam between two cells is, mm.
    BezelMm,
    /// Whether the picture goes on behind the seams.
    Compensation,
    /// Whether one window covers all screens.
    Span,
    /// Whether the wall has asked for its screen's measures.
    Asked,
    /// Whether the wall turns by itself.
    Turn,
    /// How long it then looks at one thing, s.
    TurnRestSecs,
    /// How long nobody must have touched it before, minutes.
    TurnAfterMins,
}

/// What a setting may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// `"zh"` or `"en"`.
    Lang,
    /// `"normal"` or `"high"`.
    Contrast,
    /// `true` or `false`.
    Flag,
    /// A number between these.
    Number(f64, f64),
    /// A whole number from 1 to this.
    Count(u16),
}

impl Key {
    /// All, in the order of the file.
    pub const ALL: [Key; 18] = [
        Key::Lang,
        Key::ReducedMotion,
        Key::Contrast,
        Key::ClockSeconds,
        Key::WidthM,
        Key::HeightM,
        Key::DiagonalM,
        Key::DistanceM,
        Key::PitchMm,
        Key::Columns,
        Key::Rows,
        Key::BezelMm,
        Key::Compensation,
        Key::Span,
        Key::Asked,
        Key::Turn,
        Key::TurnRestSecs,
        Key::TurnAfterMins,
    ];

    /// The table of the file in which it stands; none: before all tables.
    pub fn table(self) -> Option<&'static str> {
        match self {
            Key::Lang | Key::ReducedMotion | Key::Contrast | Key::ClockSeconds => None,
            Key::Turn | Key::TurnRestSecs | Key::TurnAfterMins => Some("turn"),
            _ => Some("screen"),
        }
    }

    /// Its name in its table.
    pub fn name(self) -> &'static str {
        match self {
            Key::Lang => "lang",
            Key::ReducedMotion => "reduced_motion",
            Key::Contrast => "contrast",
            Key::ClockSeconds => "clock_seconds",
            Key::WidthM => "width_m",
            Key::HeightM => "height_m",
            Key::DiagonalM => "diagonal_m",
            Key::DistanceM => "distance_m",
            Key::PitchMm => "pitch_mm",
            Key::Columns => "columns",
            Key::Rows => "rows",
            Key::BezelMm => "bezel_mm",
            Key::Compensation => "compensation",
            Key::Span => "span",
            Key::Asked => "asked",
            Key::Turn => "unattended",
            Key::TurnRestSecs => "rest_secs",
            Key::TurnAfterMins => "after_mins",
        }
    }

    /// Its whole name, such as `screen.pitch_mm`.
    pub fn path(self) -> String {
        self.table().map_or_else(|| self.name().into(), |table| format!("{table}.{}", self.name()))
    }

    /// The setting of this name in this table.
    pub fn find(table: Option<&str>, name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.table() == table && key.name() == name)
    }

    /// What it may be.
    pub fn kind(self) -> Kind {
        match self {
            Key::Lang => Kind::Lang,
            Key::Contrast => Kind::Contrast,
            Key::ReducedMotion | Key::ClockSeconds | Key::Compensation | Key::Span | Key::Asked | Key::Turn => {
                Kind::Flag
            }
            Key::TurnRestSecs => Kind::Number(LEAST_REST_SECS, 600.0),
            Key::TurnAfterMins => Kind::Number(1.0, 240.0),
            Key::WidthM | Key::HeightM | Key::DiagonalM => Kind::Number(0.1, 200.0),
            Key::DistanceM => Kind::Number(0.2, 200.0),
            Key::PitchMm => Kind::Number(0.05, 50.0),
            Key::Columns | Key::Rows => Kind::Count(32),
            Key::BezelMm => Kind::Number(0.0, 200.0),
        }
    }

    /// Whether a switch is on where nobody says anything.
    pub fn is_on_unsaid(self) -> bool {
        self == Key::ClockSeconds
    }

    /// A value as it may stand in the file.
    pub fn example(self) -> &'static str {
        match self {
            Key::Lang => "\"zh\"",
            Key::WidthM => "4.8",
            Key::HeightM => "1.35",
            Key::DiagonalM => "5.0",
            Key::DistanceM => "4.0",
            Key::PitchMm => "1.25",
            Key::Columns => "4",
            Key::Rows => "2",
            Key::BezelMm => "3.5",
            Key::Contrast => "\"high\"",
            Key::TurnRestSecs => "20.0",
            Key::TurnAfterMins => "5.0",
            Key::ReducedMotion | Key::Compensation | Key::Span | Key::Asked | Key::Turn => "true",
            Key::ClockSeconds => "false",
        }
    }

    /// What it does, in one sentence.
    pub fn says(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Key::Lang => ("界面文字：中文或英文。", "The language of the screen: Chinese or English."),
            Key::ReducedMotion => (
                "少动：无人受理的特急不闪，新件不扩散一圈。",
                "Nothing moves by itself: no blinking ring, no ring around a new matter.",
            ),
            Key::Contrast => (
                "重新打开后生效；“高”则字与线更亮、地色更暗、描边更粗。",
                "From the next start on; high: lighter text and lines, darker grounds, wider rims.",
            ),
            Key::ClockSeconds => (
                "时钟显示秒；不显示时，无数据源的大屏每分钟才重画一次。",
                "The clock shows seconds; without them a seat without feeds is drawn once a minute only.",
            ),
            Key::WidthM => {
                ("画面宽，米；可推算像素间距。", "The picture's width, metres; the pixel pitch follows from it.")
            }
            Key::HeightM => {
                ("画面高，米；不知道宽时用。", "The picture's height, metres, where its width is not known.")
            }
            Key::DiagonalM => (
                "画面对角线，米；不知道宽和高时用（55 英寸 = 1.397）。",
                "The picture's diagonal, metres, where neither is known (55 inches are 1.397).",
            ),
            Key::DistanceM => (
                "最远观看者到屏的距离，米；字和符号的大小由此而定。",
                "How far the farthest viewer is, metres: type and symbols are as large as that needs.",
            ),
            Key::PitchMm => ("像素间距，毫米（P1.25 即 1.25）。", "The pixel pitch, millimetres (P1.25 is 1.25)."),
            Key::Columns => (
                "拼接屏横向几块；文字不跨拼缝。",
                "How many screens of a video wall stand beside each other; no text crosses a seam.",
            ),
            Key::Rows => ("拼接屏纵向几块。", "How many of them stand above each other."),
            Key::BezelMm => ("两块之间的拼缝，毫米。", "How wide the seam between two of them is, millimetres."),
            Key::Compensation => (
                "拼缝后面有像素（拼接器已开边框补偿）：面板避开它们。",
                "The wall's controller hides pixels behind the seams: panels stay clear of them.",
            ),
            Key::Span => (
                "一个无边框窗口铺满所有显示器；重新打开后生效。",
                "One window without a border covers all screens, from the next start on.",
            ),
            Key::Asked => (
                "大屏已问过屏幕尺寸；删去此行，下次打开再问。",
                "The wall has asked for the screen's measures; without this line it asks again.",
            ),
            Key::Turn => (
                "无人操作时自己看新特急、超期最久、变化最多处；动一下即停。",
                "Unattended it looks at what needs it; a touch stops it.",
            ),
            Key::TurnRestSecs => {
                ("自动巡看每处停留，秒，至少 8。", "How long it then looks at one thing, seconds, 8 at least.")
            }
            Key::TurnAfterMins => {
                ("无人操作多少分钟后开始自动巡看。", "After how many minutes without anybody it begins to.")
            }
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl Lang {
    /// Its code, as people write it: `zh`, `en`.
    pub fn code(self) -> &'static str {
        ["zh", "en"][self as usize]
    }

    /// The language of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Lang::Zh, Lang::En].into_iter().find(|lang| lang.code() == code)
    }
}

/// How strong the screen's contrasts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Contrast {
    /// As the design has them.
    #[default]
    Normal,
    /// For bright rooms, and for eyes that need it.
    High,
}

impl Contrast {
    /// Its name, as people write it: `normal`, `high`.
    pub fn name(self) -> &'static str {
        ["normal", "high"][self as usize]
    }

    /// The contrast of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Contrast::Normal, Contrast::High].into_iter().find(|contrast| contrast.name() == name)
    }
}

impl Kind {
    /// What it wants, for whoever wrote something else.
    pub fn wants(self) -> String {
        match self {
            Kind::Lang => "\"zh\" or \"en\"".into(),
            Kind::Contrast => "\"normal\" or \"high\"".into(),
            Kind::Flag => "true or false".into(),
            Kind::Number(least, most) => format!("a number from {least} to {most}"),
            Kind::Count(most) => format!("a whole number from 1 to {most}"),
        }
    }
}
