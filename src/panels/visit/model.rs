//! What the preview lists, counted in the picture.

use crate::panels::text::visit_words::Topic;
use crate::seat::Seat;

/// What visitors see, and what they don't.
pub(crate) struct Model {
    pub(crate) seen: Vec<Topic>,
    pub(crate) unseen: Vec<Topic>,
}

impl Model {
    pub(crate) fn of(seat: &Seat) -> Self {
        let picture = &seat.picture;
        let is_confidential = |number: &u32| picture.incidents.row(*number).confidential;
        // Walks over what is open and over the staff, once a second while somebody reads this.
        let confidential = picture.incidents.open().filter(is_confidential).count();
        let shown = picture.incidents.open_count() - confidential;
        let staff = picture.workers.rows().iter().filter(|row| row.is_on_map(seat.now)).count();
        let cameras = picture.cameras.present().count();
        Self {
            seen: vec![Topic::Matters { shown, confidential }, Topic::Staff(staff), Topic::Figures, Topic::Sending],
            unseen: vec![
                Topic::Names,
                Topic::Cameras(cameras),
                Topic::Confidential,
                Topic::Tracks,
                Topic::Photos,
                Topic::Gaps,
                Topic::Forms,
            ],
        }
    }
}
