//! The desk: the rail of layers at its edge, the legend under its map, and its two sides, the list and the card: how wide each
//! is, which of them shows, which stands at the left; with the layers remembered by officer, so that everybody finds the desk as
//! he left it.

use super::layout::{Layout, Rect};
use super::{LayerSet, Screen, Seat, Toast};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Narrower than this neither side is read, dp.
const LEAST_SIDE_DP: f64 = 280.0;
/// The map keeps at least this share of the width.
const LEAST_MAP: f64 = 0.3;
/// How wide the edge between a side and the map is, by which it is drawn wider and folded away, dp.
const EDGE_DP: f64 = 16.0;
/// The rail of layers and the strip of the legend (VISUAL.md section 3); the map keeps at least so much height over the strip, dp.
const RAIL_DP: f64 = 48.0;
const STRIP_DP: f64 = 34.0;
const LEAST_OVER_STRIP_DP: f64 = 320.0;
/// A list beside the rail is at least so wide where that is no more than a share of the window, dp.
const USUAL_LIST_DP: f64 = 320.0;
const USUAL_LIST: f64 = 1.0 / 6.0;
/// So many officers are remembered.
const MOST_OFFICERS: usize = 200;

/// One side of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The list of matters, or of alarms.
    List,
    /// What is selected.
    Card,
}

impl Side {
    /// Both.
    pub const ALL: [Side; 2] = [Side::List, Side::Card];

    /// The name in widgets' ids.
    pub fn name(self) -> &'static str {
        ["list", "card"][self as usize]
    }
}

/// How an officer has the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Desk {
    /// How wide list and card are, dp; none: as the screen has it.
    widths_dp: [Option<f64>; 2],
    /// Which of them are folded away.
    folded: [bool; 2],
    /// Whether the card stands at the left and the list at the right.
    pub swapped: bool,
}

impl Desk {
    /// Whether a side is folded away.
    pub fn is_folded(&self, side: Side) -> bool {
        self.folded[side as usize]
    }
}

/// A desk with the layers that showed, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptDesk {
    /// The sides.
    pub desk: Desk,
    /// The layers that showed, by name; none: as they are at first.
    pub layers: Option<Vec<String>>,
}

/// What an officer means with the desk's sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DeskIntent {
    /// Let a side be so wide, dp.
    Width(Side, f64),
    /// Fold a side away, or open it.
    Fold(Side),
    /// Let list and card change places.
    Swap,
    /// As the screen has it.
    Reset,
}

/// The desk's sides, for scripts and tests.
pub(super) fn desk_json(seat: &Seat) -> serde_json::Value {
    let shows = |side| seat.is_desk() && seat.shows_side(side);
    serde_json::json!({
        "swapped": seat.desk.swapped, "list": shows(Side::List), "card": shows(Side::Card),
        "list_dp": seat.desk.widths_dp[0], "card_dp": seat.desk.widths_dp[1],
    })
}

impl Layout {
    /// Whether list and card have room beside the map.
    fn holds_desk(&self, scale: f64) -> bool {
        let least_px = LEAST_SIDE_DP * scale;
        let is_upright = self.left.y_px + self.left.height_px <= self.clear.y_px + 0.5;
        self.left.width_px >= least_px && self.right.width_px >= least_px && !is_upright && self.card.is_empty()
    }

    /// This wall's layout as a desk's: list and card where and as wide as the officer has them; `shown` says which of the
    /// two show. `left` is the list's place and `right` the card's, on whichever side they stand.
    fn as_desk(&self, screen: &Screen, desk: &Desk, shown: [bool; 2]) -> Self {
        let (scale, whole_px) = (screen.scale(), screen.width_px);
        let [edge_px, rail_px] = [EDGE_DP, RAIL_DP].map(|dp| (dp * scale).round());
        let figures_px = (self.left_second.x_px + self.left_second.width_px).max(self.left.x_px + self.left.width_px);
        let usual_list_px = (USUAL_LIST_DP * scale).min(whole_px * USUAL_LIST);
        let list_px = (figures_px - rail_px).max(usual_list_px).min(figures_px);
        let most_px = (whole_px - rail_px) * (1.0 - LEAST_MAP) / 2.0;
        let width_px = |side: Side, usual_px: f64| {
            let wanted_px = desk.widths_dp[side as usize].map_or(usual_px, |dp| (dp * scale).round());
            let least_px = (LEAST_SIDE_DP * scale).min(most_px);
            if shown[side as usize] { wanted_px.clamp(least_px, most_px.max(usual_px)).round() } else { 0.0 }
        };
        let (list_px, card_px) = (width_px(Side::List, list_px), width_px(Side::Card, self.right.width_px));
        let (y_px, height_px) = (self.left.y_px, self.right.height_px);
        let beside = |x_px: f64, width_px: f64| Rect { x_px, y_px, width_px, height_px };
        let (left_px, right_px) = if desk.swapped { (card_px, list_px) } else { (list_px, card_px) };
        let (at_left, at_right) = (beside(rail_px, left_px), beside(whole_px - right_px, right_px));
        let (list, card) = if desk.swapped { (at_right, at_left) } else { (at_left, at_right) };
        let strip_px = (STRIP_DP * scale).round();
        let strip_px = if self.clear.height_px - strip_px < LEAST_OVER_STRIP_DP * scale { 0.0 } else { strip_px };
        let map_px = self.clear.height_px - strip_px;
        // Under the map and its edges: nothing is left open below these.
        let strip = Rect {
            x_px: rail_px + left_px,
            y_px: self.clear.y_px + map_px,
            width_px: (whole_px - rail_px - left_px - right_px).max(1.0),
            height_px: strip_px,
        };
        let map = Rect {
            x_px: strip.x_px + edge_px,
            width_px: (strip.width_px - 2.0 * edge_px).max(1.0),
            height_px: map_px,
            ..self.clear
        };
        Self { left: list, left_second: list, right: card, map, clear: map, rail: beside(0.0, rail_px), strip, ..*self }
    }
}

impl Seat {
    /// Whether the seat is laid out as a desk: somebody wants it, and list and card have room beside the map.
    pub fn is_desk(&self) -> bool {
        self.work.at_desk && !self.tour.is_on() && self.screen.layout().holds_desk(self.screen.scale())
    }

    /// Lays the seat out as a desk for what is only done there, and answers whether it has room. Whoever works at a wall is
    /// told; the last Esc brings the wall back.
    pub(super) fn come_to_desk(&mut self) -> bool {
        let has_room = self.screen.layout().holds_desk(self.screen.scale());
        if has_room && !self.work.at_desk {
            (self.work.at_desk, self.work.is_passing_desk) = (true, true);
            self.toast(Toast::DeskForNow);
        }
        has_room
    }

    /// Goes back from a desk that came by itself; answers whether it did.
    pub(super) fn leave_passing_desk(&mut self) -> bool {
        let leaves = std::mem::take(&mut self.work.is_passing_desk) && self.work.at_desk;
        if leaves {
            self.work.at_desk = false;
            self.whole_list();
        }
        leaves
    }

    /// The desk's layout; none where there is no desk.
    pub(super) fn desk_layout(&self) -> Option<Layout> {
        let layout = self.screen.layout();
        let is_desk = self.work.at_desk && layout.holds_desk(self.screen.scale());
        is_desk.then(|| layout.as_desk(&self.screen, &self.desk, Side::ALL.map(|side| self.shows_side(side))))
    }

    /// Whether a side of the desk shows. What is folded away comes when it has something that is acted on: a key must never
    /// send somebody whom nobody sees.
    pub fn shows_side(&self, side: Side) -> bool {
        let is_wanted = match side {
            Side::List => self.alarm_list.is_open || self.staff_list.group().is_some(),
            Side::Card => self.selection.is_some(),
        } || self.takes_in();
        !self.desk.is_folded(side) || is_wanted
    }

    /// Whether a matter is being taken in, or the drafts of such are listed: over the list.
    pub(super) fn takes_in(&self) -> bool {
        self.intake.form.is_some() || self.intake.lists_drafts
    }

    pub(super) fn set_desk(&mut self, intent: DeskIntent) {
        match intent {
            DeskIntent::Width(side, dp) => self.desk.widths_dp[side as usize] = Some(dp.clamp(LEAST_SIDE_DP, 4_000.0)),
            DeskIntent::Fold(side) => self.desk.folded[side as usize] ^= true,
            DeskIntent::Swap => self.desk.swapped ^= true,
            DeskIntent::Reset => self.desk = Desk::default(),
        }
    }

    /// What is kept of the desks: everybody's as they were last, and this officer's as it is.
    pub(super) fn kept_desks(&self) -> BTreeMap<String, KeptDesk> {
        let mut desks = self.desks.clone();
        let layers = (self.layers != LayerSet::default()).then(|| self.layers.names());
        let mine = KeptDesk { desk: self.desk, layers };
        let is_worth_it = self.work.at_desk && (mine != KeptDesk::default() || desks.contains_key(&self.officer));
        if is_worth_it && (desks.len() < MOST_OFFICERS || desks.contains_key(&self.officer)) {
            desks.insert(self.officer.clone(), mine);
        }
        desks
    }

    /// Lays the desk out as this officer had it.
    pub(super) fn find_desk(&mut self) {
        let Some(kept) = self.desks.get(&self.officer).filter(|_| self.work.at_desk) else { return };
        self.desk = kept.desk;
        self.layers = kept.layers.as_ref().map_or_else(LayerSet::default, |names| LayerSet::of_names(names));
    }
}
