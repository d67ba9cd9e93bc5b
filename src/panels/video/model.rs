//! What stands over and in a camera's picture (VISUAL.md's table of data states).

use super::{Standing, VideoLook};
use crate::domain::{CameraState, VideoTrouble};
use crate::panels::text::{format, shown, video_words, words};
use crate::seat::{Lang, Seat, Selection};
use std::time::Duration;

/// A picture older than this is stale.
const STALE_AFTER: Duration = Duration::from_secs(5);
/// And older than this it is none any more.
const DEAD_AFTER: Duration = Duration::from_secs(30);
/// Up to here it is of now.
const NOW: Duration = Duration::from_secs(2);

/// How a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// Nothing has come yet.
    Waiting,
    /// It is of now.
    Live,
    /// It lags: hatched, and toned down.
    Stale,
    /// There is none: a dash, and why.
    Dead,
    /// The sample has no cameras: a picture drawn here, which says so.
    Generated,
}

/// One camera's tile.
#[derive(Clone, Debug)]
pub(super) struct Tile {
    pub(super) camera: u32,
    pub(super) name: String,
    /// Its code, and what the register says of it where that is no good.
    pub(super) code: String,
    pub(super) is_online: bool,
    pub(super) sight: Sight,
    /// How old the picture is.
    pub(super) age: String,
    /// Why there is none, or no newer one.
    pub(super) why: String,
    /// Date and time, for the drawn picture.
    pub(super) moment: String,
}

impl Tile {
    /// The tile of a camera; none where there is no such camera.
    pub(super) fn of(seat: &Seat, camera: u32, look: VideoLook) -> Option<Self> {
        let (lang, row) = (seat.lang, seat.picture.cameras.rows().get(camera as usize)?);
        let is_online = row.state == CameraState::Online;
        let state = words::camera_state(lang, row.state);
        let zone = seat.picture.tallies.zone();
        let civil = crate::panels::text::Civil::at(seat.clock, zone);
        let has_no_address = look.trouble == Some(VideoTrouble::NoAddress);
        let answers = matches!(row.state, CameraState::Online | CameraState::Unknown);
        let said = look.trouble.as_ref().map(|trouble| video_words::trouble(lang, trouble)).unwrap_or_default();
        let (sight, age, why) = if has_no_address && seat.picture.is_sample() {
            match answers {
                true => (Sight::Generated, video_words::generated_mark(lang).to_owned(), String::new()),
                false => (Sight::Dead, format::NOTHING.to_owned(), state.to_owned()),
            }
        } else {
            sight(lang, &look, said, |secs| words::moment(lang, seat.clock.plus_secs(-secs), seat.clock, zone))
        };
        let code = if is_online { row.code.to_string() } else { format!("{} · {state}", row.code) };
        // As cameras write it into their pictures, whatever the language.
        let moment = format!("{} {}", civil.iso_date(), civil.clock());
        Some(Self { camera, name: shown::camera(seat, camera), code, is_online, sight, age, why, moment })
    }
}

/// How a picture shows by its age, and what is said of it; `last` says when something was so many seconds ago.
fn sight(lang: Lang, look: &VideoLook, said: String, last: impl Fn(i64) -> String) -> (Sight, String, String) {
    let Some(age) = look.age else {
        return match look.trouble {
            None => (Sight::Waiting, video_words::waiting(lang).to_owned(), String::new()),
            Some(_) => (Sight::Dead, format::NOTHING.to_owned(), said),
        };
    };
    let secs = i64::try_from(age.as_secs()).unwrap_or(i64::MAX / 2);
    if age <= NOW {
        (Sight::Live, video_words::just_now(lang).to_owned(), said)
    } else if age <= STALE_AFTER {
        (Sight::Live, format::ago(lang, secs), said)
    } else if age <= DEAD_AFTER {
        (Sight::Stale, video_words::behind(lang, &format::span_short(lang, secs)), said)
    } else {
        (Sight::Dead, video_words::lost(lang, &last(secs)), said)
    }
}

/// The panel's title, and what the pictures look at.
pub(super) struct Head {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) standing: Standing,
}

impl Head {
    pub(super) fn of(seat: &Seat, standing: Standing) -> Self {
        let (lang, picture) = (seat.lang, &seat.picture);
        let what = seat.cameras.looked_at().and_then(|thing| match thing {
            Selection::Incident(number) => {
                let row = picture.incidents.row(number);
                (!row.confidential).then(|| shown::title(seat, row).into_owned())
            }
            Selection::Worker(number) => Some(shown::worker(seat, number)),
            Selection::Area(number) => Some(picture.areas.row(number).name.to_string()),
            Selection::Camera(_) => None,
        });
        let note = what.map(|what| video_words::looking_at(lang, &what)).unwrap_or_default();
        Self { title: video_words::title(lang).to_owned(), note, standing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoAnswer;

    #[test]
    fn a_picture_ages_from_live_to_stale_to_none() {
        let lost = Some(VideoTrouble::NoAnswer(NoAnswer::TimedOut));
        let at = |secs: Option<u64>, trouble: &Option<VideoTrouble>| {
            let look = VideoLook { age: secs.map(Duration::from_secs), trouble: trouble.clone(), picture: None };
            let said = trouble.as_ref().map(|t| video_words::trouble(Lang::En, t)).unwrap_or_default();
            sight(Lang::En, &look, said, |secs| format!("-{secs}"))
        };
        let expected = [
            (None, &None, Sight::Waiting, "connecting", ""),
            (Some(0), &None, Sight::Live, "live", ""),
            (Some(4), &None, Sight::Live, "4s ago", ""),
            (Some(12), &None, Sight::Stale, "12s behind", ""),
            (Some(12), &lost, Sight::Stale, "12s behind", "no answer in time"),
            (Some(31), &lost, Sight::Dead, "picture lost · last -31", "no answer in time"),
            (None, &lost, Sight::Dead, "—", "no answer in time"),
        ];
        for (secs, trouble, sight, age, why) in expected {
            assert_eq!(at(secs, trouble), (sight, age.to_owned(), why.to_owned()), "{secs:?} {trouble:?}");
        }
    }
}
