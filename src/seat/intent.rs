//! What a person means by a click or a key. Everything that a seat can be told by its officer is here.

use super::queue::{List, ListIntent};
use super::{
    AlarmIntent, CameraIntent, DayIntent, DeskIntent, Hit, IntakeIntent, Layer, PlotIntent, RecordIntent, ReplayIntent,
    Seat, Selection, SetupIntent, ShiftIntent, ShiftView, Sight, StaffIntent, Toast, ToolIntent, TourIntent,
    VisitIntent, WorkIntent, ZOOM_LIMITS,
};
use crate::domain::{Act, Urgency};
use crate::spatial::{Px, View};

/// From this effective zoom on a ring is not opened by going closer.
const CLOSE_UP: f64 = 18.0;

/// What a person means.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Select this.
    Select(Selection),
    /// Select what is under this point of the map's picture, or nothing.
    PickAt(Px),
    /// The pointer is over this point of the map's picture, or has left it.
    HoverAt(Option<Px>),
    /// One level back: deselect, then drill up.
    Back,
    /// Move the map by this many pixels.
    Pan {
        /// To the right, px.
        dx_px: f64,
        /// Down, px.
        dy_px: f64,
    },
    /// Zoom by `dz` levels; the point under the cursor stays.
    ZoomAt {
        /// Where, on the map's picture.
        px: Px,
        /// Levels, closer positive.
        dz: f64,
    },
    /// Fit what is under this point (a double click).
    FitAt(Px),
    /// Fit this.
    Fit(Selection),
    /// Move the map as far as needed for this to stand on it.
    BringIntoView(Selection),
    /// Show the whole county.
    WholeCounty,
    /// So many towns on or back, in the order of their table; before the first and after the last is the whole county.
    StepTown(i32),
    /// One area level up.
    LevelUp,
    /// One area level down, at the middle of the map.
    LevelDown,
    /// Drill to this area, or to the whole county.
    DrillTo(Option<u32>),
    /// Show or hide a layer.
    Toggle(Layer),
    /// Fill the areas by the next indicator; where they are not filled, fill them first.
    NextIndicator,
    /// Let the heat tell the next thing that it can; where it does not show, show it first.
    NextHeat,
    /// Tell what was received today by topic instead of by source, or the other way round.
    TurnBars,
    /// The next matter that waits for somebody: of the highest urgency, then what nobody has acknowledged, then the rest.
    NextWaiting,
    /// Choose this candidate, from 0.
    Choose(usize),
    /// Send the chosen candidate. Where somebody was sent already it wants a candidate chosen anew.
    Dispatch,
    /// Send the chosen candidate instead of the one who was sent.
    Reassign,
    /// Take the order back.
    Recall,
    /// Acknowledge the selected matter: take it in (受理), or see that it is late.
    Accept,
    /// Do something else with the selected matter.
    Act(Act),
    /// Yes, do what wanted a second word.
    Confirm,
    /// No, don't.
    Unconfirm,
    /// Something at the desk: the list, a form.
    Work(WorkIntent),
    /// Something about a matter that is being taken in.
    Intake(IntakeIntent),
    /// Something with the alarms.
    Alarm(AlarmIntent),
    /// Something about the list of people.
    Staff(StaffIntent),
    /// Something about cameras' pictures.
    Camera(CameraIntent),
    /// Do this with the time machine.
    Replay(ReplayIntent),
    /// Do this with the tour.
    Tour(TourIntent),
    /// Let the wall turn by itself now.
    Turn,
    /// Something about plots.
    Plot(PlotIntent),
    /// Something about a worker's day.
    Day(DayIntent),
    /// Take the screen's picture.
    Record(RecordIntent),
    /// Something with the tools on the map.
    Tool(ToolIntent),
    /// Do this with visit mode.
    Visit(VisitIntent),
    /// Do this with the settings.
    Setup(SetupIntent),
    /// Something with the desk's sides.
    Desk(DeskIntent),
    /// Show the screen through these eyes; none: as it is.
    SeeAs(Option<Sight>),
    /// Show what the keys do, or no longer.
    Help,
    /// Not meant by anybody: something that the officer must hear.
    Hear(Toast),
}

impl Intent {
    /// Whether it would change something in the county rather than on the screen.
    pub(super) fn is_act(&self) -> bool {
        match self {
            Intent::Dispatch
            | Intent::Reassign
            | Intent::Recall
            | Intent::Accept
            | Intent::Act(_)
            | Intent::Confirm => true,
            Intent::Work(intent) => intent.is_act(),
            Intent::Alarm(intent) => intent.is_act(),
            Intent::Intake(intent) => intent.is_act(),
            Intent::Tool(intent) => *intent == ToolIntent::TakeInAtPlace,
            _ => false,
        }
    }
}

impl Seat {
    /// Does what the person means.
    pub fn intend(&mut self, intent: Intent) {
        self.do_in_flight(intent);
    }

    /// Does what an intent says, at once.
    pub(super) fn do_intent(&mut self, intent: Intent) {
        // Whatever shows can be taken.
        if let Intent::Record(intent) = intent {
            return self.record(intent);
        }
        // Nothing of the county: also on a tour, and before visitors.
        if let Intent::SeeAs(sight) = intent {
            self.see_as = sight;
            return;
        }
        if self.only_stops(&intent) {
            return;
        }
        if self.tour.is_on() {
            return self.intend_on_tour(intent);
        }
        if self.replay.is_wanted() && intent.is_act() {
            return self.toast(Toast::PastIsPast);
        }
        if self.is_kept_from_visitors(&intent) {
            return self.say_visiting();
        }
        match intent {
            Intent::Replay(intent) => self.replay(intent),
            Intent::Tour(intent) => self.tour(intent),
            Intent::Turn => self.ask_to_turn(),
            Intent::Visit(intent) => self.visit(intent),
            Intent::Setup(intent) => self.set_up_by(intent),
            Intent::Select(selection) => self.select(Some(selection)),
            Intent::PickAt(px) => self.click_at(px),
            Intent::HoverAt(px) => self.hover_at(px),
            Intent::Back => self.back(),
            Intent::Pan { dx_px, dy_px } => self.view = self.view.panned_px(dx_px, dy_px),
            Intent::ZoomAt { px, dz } => self.view = self.view.zoomed_at(px, dz, ZOOM_LIMITS),
            Intent::FitAt(px) if self.tools.drawing.is_some() => self.click_with_tool(px, true),
            Intent::FitAt(px) => self.fit_at(px),
            Intent::Fit(selection) => self.fit(selection),
            Intent::BringIntoView(selection) => self.bring_into_view(selection),
            Intent::WholeCounty => self.drill_to(None),
            Intent::StepTown(steps) => self.step_town(steps),
            Intent::LevelUp => self.drill_to(self.drill.and_then(|area| self.picture.areas.row(area).parent)),
            Intent::LevelDown => self.level_down(),
            Intent::DrillTo(area) => self.drill_to(area),
            Intent::Toggle(layer) => self.layers.set(layer, !self.layers.shows(layer)),
            Intent::NextIndicator => self.next_indicator(),
            Intent::NextHeat => self.next_heat(),
            Intent::TurnBars => self.tells_topics = !self.tells_topics,
            Intent::NextWaiting => self.next_waiting_matter(),
            Intent::Choose(place) => {
                if place < self.recommendation.candidates.len() {
                    self.chosen = place;
                    self.chose = true;
                }
            }
            Intent::Dispatch => self.dispatch(self.chose),
            Intent::Reassign => self.reassign(),
            Intent::Recall => self.recall(),
            Intent::Accept => self.acknowledge(),
            Intent::Act(act) => self.act(act),
            Intent::Confirm => {
                if let Some((incident, act)) = self.confirming.take() {
                    self.give_confirmed(incident, act);
                }
            }
            Intent::Unconfirm => self.confirming = None,
            Intent::Work(intent) => self.work(intent),
            Intent::Help => self.help = !self.help,
            Intent::SeeAs(_) => {}
            Intent::Desk(intent) => self.set_desk(intent),
            Intent::Intake(intent) => self.intake(intent),
            Intent::Camera(intent) => {
                self.close_plots();
                self.close_day();
                self.camera(intent);
            }
            Intent::Alarm(intent) => self.alarm(intent),
            Intent::Staff(intent) => self.staff(intent),
            Intent::Plot(intent) => self.plot(intent),
            Intent::Day(intent) => self.day(intent),
            Intent::Record(intent) => self.record(intent),
            Intent::Tool(intent) => self.tool(intent),
            Intent::Hear(toast) => self.toast(toast),
        }
    }

    /// On a tour nobody acts, selects or moves anything: it is paused, stepped or ended.
    fn intend_on_tour(&mut self, intent: Intent) {
        match intent {
            Intent::Tour(intent) => self.tour(intent),
            Intent::Back => self.tour(TourIntent::End),
            Intent::PickAt(_) => self.tour(TourIntent::Pause),
            Intent::Hear(toast) => self.toast(toast),
            // The cameras' own window is no part of what visitors look at: closed by hand it stays closed.
            Intent::Camera(intent @ CameraIntent::Apart(_)) => self.camera(intent),
            _ => {}
        }
    }

    /// Does something with the selected matter; what can't be taken back and weighs much wants a second word first.
    pub(super) fn act(&mut self, act: Act) {
        let Some(incident) = self.selected_incident() else { return };
        if act == Act::Close && self.picture.incidents.row(incident).urgency == Urgency::U1 {
            self.confirming = Some((incident, act));
        } else {
            self.give_here(incident, act);
        }
    }

    fn give_confirmed(&mut self, incident: u32, act: Act) {
        match act {
            Act::Shelve { .. } => self.give_shelving(incident, act),
            act => self.give_here(incident, act),
        }
    }

    /// What wants a second word, if anything does: the matter, and what is to be done with it.
    pub fn confirming(&self) -> Option<&(u32, Act)> {
        self.confirming.as_ref()
    }

    /// A click on the map: whatever is in the hand has it first.
    fn click_at(&mut self, px: Px) {
        if self.waits_for_spot() {
            self.take_spot(self.view.lonlat_from_screen(px));
        } else if self.tools.drawing.is_some() {
            self.click_with_tool(px, false);
        } else if self.tools.picks {
            self.tool(ToolIntent::Add(px));
        } else {
            self.pick_at(px);
        }
    }

    fn hover_at(&mut self, px: Option<Px>) {
        self.tools.pointer = px;
        let free = self.tools.drawing.is_none();
        self.hover = px.filter(|_| free).and_then(|px| self.pick(px));
    }

    /// Selects what is under a point. A ring is opened: the map goes closer, and where that no longer helps, since its
    /// matters stand on one spot, each click selects the next of them.
    fn pick_at(&mut self, px: Px) {
        self.opened_ring = false;
        let Some(Hit::Cluster(cluster)) = self.hit(px) else { return self.select_and_look(self.pick(px)) };
        self.opened_ring = true;
        let zoom = self.view.zoom;
        if zoom < CLOSE_UP + self.screen.scale().log2() {
            let padding_px = self.view.width_px.min(self.view.height_px) * 0.2;
            let closer = self.view.fit(&cluster.bounds, padding_px);
            let least = (zoom + 1.0).min(*ZOOM_LIMITS.end());
            self.view = View { zoom: closer.zoom.max(least), ..closer };
        } else {
            self.select(Some(Selection::Incident(self.next_of(&cluster))));
        }
    }

    /// Selects what was clicked on the map; a camera also shows its picture.
    fn select_and_look(&mut self, picked: Option<Selection>) {
        self.select(picked);
        if let Some(Selection::Camera(camera)) = picked
            && !self.replay.is_wanted()
        {
            self.camera(CameraIntent::Show(camera));
        }
    }

    pub(super) fn select(&mut self, selection: Option<Selection>) {
        if self.selection != selection {
            self.close_form();
            self.work.enter_spent = None;
            self.work.whole_trace = false;
            self.work.all_acts = false;
            self.work.picks_act = false;
            self.work.photo = None;
            self.selection = selection;
            self.confirming = None;
            self.chosen = 0;
            self.chose = false;
            self.refresh_recommendation();
        }
    }

    fn back(&mut self) {
        if self.leave_setup() {
            // It was the form's level.
        } else if self.visit.is_previewed() {
            self.visit(VisitIntent::Off);
        } else if self.help {
            self.help = false;
        } else if self.put_down() {
            // The tool was put down.
        } else if self.shift_view() != ShiftView::Closed {
            self.shift(ShiftIntent::Show(ShiftView::Closed));
        } else if self.work.photo.is_some() {
            self.work.photo = None;
        } else if self.cameras.close() {
            // It was the pictures' level.
        } else if self.close_plots() || self.close_day() {
            // It was theirs.
        } else if self.work.form.is_some() {
            self.close_form();
        } else if self.picks_act() {
            self.work.picks_act = false;
        } else if self.confirming.is_some() {
            self.confirming = None;
        } else if self.back_in_intake() {
            // It was the intake's level.
        } else if self.back_in_tools() {
            // It was one of their panels.
        } else if self.selection.is_some() && std::mem::take(&mut self.work.all_acts) {
            // Few acts stand on the card again.
        } else if self.selection.is_some() {
            self.select(None);
        } else if self.alarm_list.is_open {
            self.alarm_list.is_open = false;
        } else if self.close_staff() {
            // The list of people gives way to that of matters.
        } else if self.leave_passing_desk() {
            // The wall is back.
        } else if self.replay.is_wanted() {
            self.go_live();
        } else if let Some(area) = self.drill {
            self.drill_to(self.picture.areas.row(area).parent);
        } else {
            self.whole_list();
        }
    }

    /// Shows what is to be done again, all of it.
    pub(super) fn whole_list(&mut self) {
        self.list(ListIntent::Clear);
        self.list(ListIntent::Show(List::default()));
    }
}
