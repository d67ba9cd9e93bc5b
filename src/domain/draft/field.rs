//! The fields of the intake form.

use serde::{Deserialize, Serialize};

/// What the form asks, in the order in which a conversation brings it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormField {
    /// 诉求内容: what is said.
    Text,
    /// 地点: on the map, or in words; or that it has none.
    Place,
    /// 性质
    Nature,
    /// 类别
    Category,
    /// 紧急程度
    Urgency,
    /// 来电号码: where to call back.
    Phone,
    /// 来电人
    Name,
    /// 是否保密
    Confidential,
    /// 上级编号
    UpstreamNumber,
    /// 上级时限
    UpstreamDeadline,
    /// 标题: made from the text unless somebody writes one.
    Title,
}

impl FormField {
    /// All of them, in order.
    pub const ALL: [FormField; 11] = [
        FormField::Text,
        FormField::Place,
        FormField::Nature,
        FormField::Category,
        FormField::Urgency,
        FormField::Phone,
        FormField::Name,
        FormField::Confidential,
        FormField::UpstreamNumber,
        FormField::UpstreamDeadline,
        FormField::Title,
    ];

    /// Its name, as answers and sentences have it.
    pub fn name(self) -> &'static str {
        match self {
            FormField::Text => "text",
            FormField::Place => "place",
            FormField::Nature => "nature",
            FormField::Category => "category",
            FormField::Urgency => "urgency",
            FormField::Phone => "phone",
            FormField::Name => "name",
            FormField::Confidential => "confidential",
            FormField::UpstreamNumber => "upstream_number",
            FormField::UpstreamDeadline => "upstream_deadline",
            FormField::Title => "title",
        }
    }
}

/// How much a field is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Nothing is reported without it.
    Required,
    /// It is asked; who can't say it goes on.
    Wanted,
    /// It is there for whoever has it.
    Optional,
}

/// A field as this form asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AskedField {
    /// The field.
    pub field: FormField,
    /// How much it is wanted.
    pub need: Need,
    /// Whether it is filled in.
    pub answered: bool,
}
