//! The weather as a service tells it, for the wall's header. No event: nothing happens to a matter, and nothing is kept of it.

use super::Timestamp;
use serde::Serialize;

/// What the weather is, as of a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Weather {
    /// As of when.
    pub at: Timestamp,
    /// In the service's own words, such as 多云.
    pub text: Option<String>,
    /// The present weather by WMO's code table 4677 (0 clear sky … 99 thunderstorm with hail).
    pub wmo_code: Option<u8>,
    /// The temperature, °C.
    pub temperature_c: Option<f64>,
    /// A warning that is in force, in the service's own words, such as 暴雨黄色预警.
    pub warning: Option<String>,
}

/// Older than this it is told with its time, seconds.
const OLD_SECS: i64 = 2 * 3_600;
/// Older than this it is not told any more, seconds.
const GONE_SECS: i64 = 12 * 3_600;

impl Weather {
    /// Whether it is still worth telling at `now`, and whether without its time.
    pub fn holds(&self, now: Timestamp) -> Option<bool> {
        let age_secs = now.secs_since(self.at);
        (age_secs <= GONE_SECS).then_some(age_secs <= OLD_SECS)
    }
}
