//! What an officer means with the tools on the map.

use super::{Asked, DrawKind, Drawing, Listed, MOST_PICKED, Measured, Picked};
use crate::domain::LonLat;
use crate::seat::link::ToStore;
use crate::seat::{FileToWrite, IntakeIntent, Seat, Selection};
use crate::spatial::{Px, Shape};

/// A click as near as this to the first corner closes a line or a polygon, dp.
const CLOSES_DP: f64 = 12.0;
/// No polygon and no line has more corners: a hand sets none of so many.
const MOST_CORNERS: usize = 500;

/// What an officer means with the tools on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum ToolIntent {
    /// Take this tool up; put it down where it is in the hand already.
    Draw(DrawKind),
    /// The hand drags a rectangle or a circle between these points of the map's picture.
    Drag {
        /// Which.
        kind: DrawKind,
        /// Where it began.
        from: Px,
        /// Where it is now.
        to: Px,
    },
    /// The hand is here, while a tool is in it.
    Hand(Px),
    /// A corner here.
    Corner(Px),
    /// That is all of it.
    Finish,
    /// Let each click pick one more thing, or no longer.
    Picks,
    /// Take the last corner back.
    TakeBack,
    /// Put the tool down.
    GiveUp,
    /// Select what is under this point too, or no longer.
    Add(Px),
    /// Tell who answers for this point of the map's picture.
    Who(Px),
    /// Tell it of where the pointer rests, else of what is selected, else of the map's middle; where it is told, close it.
    WhoHere,
    /// Measure from the place that is told of.
    MeasureFromPlace,
    /// Take a matter in at the place that is told of.
    TakeInAtPlace,
    /// List these.
    List(Listed),
    /// Mark the matters that were found in the list, for doing one thing with all of them.
    Mark,
    /// Write what was found into a file of the data folder.
    Export(FileToWrite),
    /// Close what was found.
    CloseFound,
    /// Close what is told of a place.
    ClosePlace,
    /// Wipe what was measured.
    CloseMeasured,
}

impl Seat {
    pub(in crate::seat) fn tool(&mut self, intent: ToolIntent) {
        match intent {
            ToolIntent::Draw(kind) => self.take_up(kind),
            ToolIntent::Drag { kind, from, to } => self.drag_shape(kind, from, to),
            ToolIntent::Hand(px) => {
                let at = self.valid_place(px);
                if let Some(drawing) = &mut self.tools.drawing {
                    drawing.hand = at.or(drawing.hand);
                }
            }
            ToolIntent::Corner(px) => self.set_corner(px),
            ToolIntent::Finish => self.finish_drawing(false),
            ToolIntent::TakeBack => {
                if let Some(drawing) = &mut self.tools.drawing {
                    drawing.corners.pop();
                }
            }
            ToolIntent::Picks => {
                let picks = !self.tools.picks;
                self.put_down();
                self.tools.picks = picks;
            }
            ToolIntent::GiveUp => drop(self.put_down()),
            ToolIntent::Add(px) => self.add_picked(px),
            ToolIntent::Who(px) => self.tools.place = self.valid_place(px).or(self.tools.place),
            ToolIntent::WhoHere if self.tools.place.is_some() => self.tools.place = None,
            ToolIntent::WhoHere => self.tools.place = Some(self.place_meant()),
            ToolIntent::MeasureFromPlace => {
                if let Some(at) = self.tools.place.take() {
                    self.take_up(DrawKind::Measure);
                    self.tools.drawing =
                        Some(Drawing { corners: vec![at], hand: None, ..Drawing::new(DrawKind::Measure) });
                }
            }
            ToolIntent::TakeInAtPlace => {
                let Some(at) = self.tools.place else { return };
                self.intake(IntakeIntent::Open);
                if self.intake.form.is_some() {
                    self.tools.place = None;
                    self.take_spot(at);
                }
            }
            ToolIntent::List(list) => self.tools.list = list,
            ToolIntent::Mark => {
                let found = self.within_asked().unwrap_or_default();
                self.work.queue.mark_these(found.incidents.into_iter().take(crate::seat::work::MOST_AT_ONCE));
                self.come_to_desk();
            }
            ToolIntent::Export(file) => self.post_to_store(ToStore::Write(file)),
            ToolIntent::CloseFound => self.tools.ask(None),
            ToolIntent::ClosePlace => self.tools.place = None,
            ToolIntent::CloseMeasured => self.tools.measured = None,
        }
    }

    /// One level back among the tools; answers whether there was one.
    pub(in crate::seat) fn back_in_tools(&mut self) -> bool {
        if self.tools.place.take().is_some() || self.tools.measured.take().is_some() {
            return true;
        }
        let was_asked = self.tools.asked.is_some();
        if was_asked {
            self.tools.ask(None);
        }
        was_asked
    }

    /// Puts down what is in the hand; answers whether anything was.
    pub(in crate::seat) fn put_down(&mut self) -> bool {
        std::mem::take(&mut self.tools.picks) | self.tools.drawing.take().is_some()
    }

    /// A click while a tool is in the hand, or a second one at the same place.
    pub(in crate::seat) fn click_with_tool(&mut self, px: Px, is_double: bool) {
        self.tool(if is_double { ToolIntent::Finish } else { ToolIntent::Corner(px) });
    }

    fn take_up(&mut self, kind: DrawKind) {
        let again = self.tools.drawing.as_ref().is_some_and(|drawing| drawing.kind == kind);
        self.close_plots();
        self.close_day();
        self.cameras.close();
        self.hover = None;
        self.tools.place = None;
        self.tools.picks = false;
        if kind == DrawKind::Measure {
            self.tools.measured = None;
        }
        self.tools.drawing = (!again).then(|| Drawing::new(kind));
    }

    fn drag_shape(&mut self, kind: DrawKind, from: Px, to: Px) {
        let (Some(from), Some(to)) = (self.valid_place(from), self.valid_place(to)) else { return };
        self.hover = None;
        self.tools.drawing = Some(Drawing { kind, corners: vec![from], hand: Some(to) });
    }

    fn set_corner(&mut self, px: Px) {
        let at = self.valid_place(px);
        let closes = self.is_at_first_corner(px);
        let (Some(drawing), Some(at)) = (&mut self.tools.drawing, at) else { return };
        if closes {
            return self.finish_drawing(true);
        }
        drawing.hand = Some(at);
        if drawing.kind.is_dragged() && !drawing.corners.is_empty() {
            return self.finish_drawing(false);
        }
        if drawing.corners.len() < MOST_CORNERS && drawing.corners.last() != Some(&at) {
            drawing.corners.push(at);
        }
    }

    /// Whether a click here leads a line or a polygon of three corners or more back to its first.
    fn is_at_first_corner(&self, px: Px) -> bool {
        let Some(drawing) = &self.tools.drawing else { return false };
        let (false, true, Some(first)) =
            (drawing.kind.is_dragged(), drawing.corners.len() >= 3, drawing.corners.first())
        else {
            return false;
        };
        let there = self.view.screen_from_lonlat(*first);
        (there.x - px.x).hypot(there.y - px.y) <= CLOSES_DP * self.screen.scale()
    }

    /// Ends what is drawn; where there is too little of it, it stays in the hand.
    fn finish_drawing(&mut self, closed: bool) {
        let Some(drawing) = &self.tools.drawing else { return };
        if drawing.kind == DrawKind::Measure {
            if drawing.corners.len() >= 2 {
                self.tools.measured = Some(Measured { corners: drawing.corners.clone(), closed });
                self.tools.drawing = None;
            }
            return;
        }
        let kind = drawing.kind;
        if let Some(shape) = drawing.shape() {
            self.tools.drawing = None;
            self.ask_of(kind, shape);
        }
    }

    fn ask_of(&mut self, kind: DrawKind, shape: Shape) {
        self.close_plots();
        self.close_day();
        self.tools.ask(Some(Asked::Shape { kind, shape }));
    }

    /// Adds what is under a point to what is selected, or takes it out.
    fn add_picked(&mut self, px: Px) {
        let as_picked = |thing: Selection| match thing {
            Selection::Incident(number) => Some(Picked::Incident(self.picture.incidents.row(number).code.clone())),
            Selection::Worker(number) => Some(Picked::Worker(number)),
            Selection::Camera(number) => Some(Picked::Camera(number)),
            Selection::Area(_) => None,
        };
        let Some(picked) = self.pick(px).and_then(as_picked) else { return };
        let mut several = self.tools.several().to_vec();
        if several.is_empty() {
            // What is selected already is the first of them.
            several.extend(self.selection.and_then(as_picked).filter(|first| *first != picked));
        }
        match several.iter().position(|other| *other == picked) {
            Some(place) => drop(several.remove(place)),
            None if several.len() < MOST_PICKED => several.push(picked),
            None => return,
        }
        self.tools.list = match several.last() {
            Some(Picked::Worker(_)) => Listed::Workers,
            Some(Picked::Camera(_)) => Listed::Cameras,
            _ => Listed::Incidents,
        };
        self.tools.ask((!several.is_empty()).then_some(Asked::Several(several)));
    }

    /// Where a question about "here" is meant.
    fn place_meant(&self) -> LonLat {
        let pointed = self.tools.pointer.and_then(|px| self.valid_place(px));
        let selected = self.selection.filter(|thing| !self.is_confidential(*thing));
        pointed.or_else(|| selected.and_then(|thing| thing.at(&self.picture))).unwrap_or(self.view.center)
    }

    fn is_confidential(&self, thing: Selection) -> bool {
        matches!(thing, Selection::Incident(number) if self.picture.incidents.row(number).confidential)
    }

    fn valid_place(&self, px: Px) -> Option<LonLat> {
        Some(self.view.lonlat_from_screen(px)).filter(|at| at.is_valid())
    }
}
