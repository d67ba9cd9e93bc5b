//! The cameras whose pictures show: opened one by one, or the best few that look at a place. They are of now: while the past
//! shows none is open.

use super::{Seat, Selection, Toast};
use crate::picture::CameraFilter;
use serde_json::{Value, json};

/// So many show at the same time.
pub const MOST_CAMERAS: usize = 4;

/// What a person means about cameras' pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraIntent {
    /// Show this camera's picture and no other.
    Show(u32),
    /// Show this camera's picture beside those that show; the one that was opened first makes room.
    Also(u32),
    /// Show the best of the cameras that look at what is selected, or at the middle of the map; where pictures show, close
    /// them.
    LookingHere,
    /// Close this one.
    Close(u32),
    /// Close all.
    CloseAll,
    /// Show the pictures in a window of their own, or over the map again.
    Apart(bool),
}

/// The cameras whose pictures show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenCameras {
    open: Vec<u32>,
    looked_at: Option<Selection>,
    apart: bool,
}

impl OpenCameras {
    /// Which, in the order in which they stand.
    pub fn open(&self) -> &[u32] {
        &self.open
    }

    /// What they were opened to look at.
    pub fn looked_at(&self) -> Option<Selection> {
        self.looked_at
    }

    /// Whether they show in a window of their own, where the seat has windows.
    pub fn are_apart(&self) -> bool {
        self.apart
    }

    /// Closes all; answers whether there were any.
    pub(super) fn close(&mut self) -> bool {
        let were_open = !self.open.is_empty();
        *self = Self { apart: self.apart, ..Self::default() };
        were_open
    }
}

impl Seat {
    /// Does what the person means about cameras' pictures.
    pub(super) fn camera(&mut self, intent: CameraIntent) {
        match intent {
            CameraIntent::CloseAll => drop(self.cameras.close()),
            CameraIntent::Apart(apart) => self.cameras.apart = apart,
            CameraIntent::Close(camera) => {
                self.cameras.open.retain(|open| *open != camera);
                if self.cameras.open.is_empty() {
                    self.cameras.close();
                }
            }
            CameraIntent::LookingHere if !self.cameras.open.is_empty() => drop(self.cameras.close()),
            _ if self.replay.is_wanted() => self.toast(Toast::VideoIsLive),
            CameraIntent::Show(camera) => {
                self.cameras.close();
                self.open_camera(camera);
            }
            CameraIntent::Also(camera) => self.open_camera(camera),
            CameraIntent::LookingHere => self.look_here(),
        }
    }

    fn open_camera(&mut self, camera: u32) {
        let open = &mut self.cameras.open;
        if (camera as usize) < self.picture.cameras.rows().len() && !open.contains(&camera) {
            if open.len() >= MOST_CAMERAS {
                open.remove(0);
            }
            open.push(camera);
        }
    }

    fn look_here(&mut self) {
        // A confidential matter has no place on a seat, so nothing looks at it.
        let is_kept = |n: u32| self.picture.incidents.row(n).confidential;
        let thing = match self.selection {
            // A camera is looked through, not at.
            Some(Selection::Camera(camera)) => return self.open_camera(camera),
            Some(Selection::Incident(incident)) if is_kept(incident) => return self.toast(Toast::NoCameraLooks),
            thing => thing,
        };
        let at = thing.map_or(Some(self.view.center), |thing| thing.at(&self.picture));
        let looking = at.map(|at| self.picture.cameras_looking_at(at, &CameraFilter::default())).unwrap_or_default();
        self.cameras.open = looking.iter().take(MOST_CAMERAS).map(|looking| looking.camera).collect();
        self.cameras.looked_at = thing;
        if self.cameras.open.is_empty() {
            self.cameras.close();
            self.toast(Toast::NoCameraLooks);
        }
    }
}

/// The cameras whose pictures show, for scripts and tests.
pub(super) fn cameras_json(seat: &Seat) -> Value {
    let code = |camera: &u32| seat.picture.cameras.rows()[*camera as usize].code.to_string();
    json!(seat.cameras.open.iter().map(code).collect::<Vec<_>>())
}
