//! Categories of matters. They are data: a county brings its own catalogue.

use super::{AgencyName, CategoryCode};
use serde::{Deserialize, Serialize};

/// How fast a matter wants an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Urgency {
    /// 特急
    U1,
    /// 紧急
    U2,
    /// 一般
    #[default]
    U3,
    /// 较低
    U4,
}

impl Urgency {
    /// All urgencies, most urgent first.
    pub const ALL: [Urgency; 4] = [Urgency::U1, Urgency::U2, Urgency::U3, Urgency::U4];
}

/// How hard a matter is to settle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    /// 简单
    Simple,
    /// 一般
    #[default]
    General,
    /// 复杂
    Complex,
}

/// One kind of matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Category {
    /// Its code.
    pub code: CategoryCode,
    /// The kind it belongs to.
    pub parent: Option<CategoryCode>,
    /// Its name.
    pub name: String,
    /// Its English name, where the catalogue has one.
    pub name_en: Option<String>,
    /// The one Han character on its symbol, such as 水; none draws a symbol without.
    pub glyph: Option<char>,
    /// The urgency that such matters have unless somebody says otherwise.
    pub urgency: Urgency,
    /// The difficulty that such matters have unless somebody says otherwise.
    pub difficulty: Difficulty,
    /// The agency that answers for such matters.
    pub agency: Option<AgencyName>,
}
