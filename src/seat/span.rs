//! How much of the past the time machine's slider spans.

const DAY_SECS: i64 = 86_400;

/// What the slider spans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// The last 24 hours; before them a civil day.
    #[default]
    Day,
    /// 31 days.
    Month,
    /// 366 days.
    Year,
    /// 3,653 days: ten years.
    Decade,
}

impl Span {
    /// All of them, the shortest first.
    pub const ALL: [Span; 4] = [Span::Day, Span::Month, Span::Year, Span::Decade];

    /// The name by which scripts know it.
    pub fn name(self) -> &'static str {
        ["day", "month", "year", "decade"][self as usize]
    }

    pub(super) fn days(self) -> i64 {
        [1, 31, 366, 3_653][self as usize]
    }

    /// How long a stretch is of which the slider says how much happened, seconds.
    pub fn bar_secs(self) -> i64 {
        [600, 10_800, DAY_SECS, 7 * DAY_SECS][self as usize]
    }

    /// How far one step goes, seconds.
    pub fn step_secs(self) -> i64 {
        [300, 7_200, DAY_SECS, 7 * DAY_SECS][self as usize]
    }
}
