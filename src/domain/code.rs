//! Codes: the names by which the outside world knows things. Opaque text, one type a kind.

use serde::{Deserialize, Serialize};

macro_rules! code {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// The code from its text; nothing is checked, codes are opaque.
            pub fn new(text: impl Into<Box<str>>) -> Self {
                Self(text.into())
            }

            /// The code's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+ };
}

code! {
    /// An area's code: 6-digit county, 9-digit town, 12-digit village, then a local grid code.
    AreaCode,
    /// A worker's number in the county's register.
    WorkerCode,
    /// A camera's code: 20 digits after GB/T 28181 where it has one, opaque text otherwise.
    CameraCode,
    /// A category's code in the county's catalogue of matters.
    CategoryCode,
    /// An agency (承办单位), known by its name.
    AgencyName,
    /// An incident's number, such as `CL260911-0486`.
    IncidentCode,
    /// A place's code.
    PlaceCode,
    /// A checklist's code.
    ChecklistCode,
    /// A campaign's code.
    CampaignCode,
    /// The code of one visit to a place.
    InspectionCode,
    /// The number of one command: the same number again is answered with the first result.
    CommandId,
}
