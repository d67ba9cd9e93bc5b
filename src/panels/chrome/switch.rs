//! What is switched from the map's handles: its layers, the tools, the desk, visit mode.

use crate::panels::text::feed_words::{matters_late, positions};
use crate::panels::text::tool_words::{self, ToolWord};
use crate::panels::text::{Word, say, visit_words, words};
use crate::seat::tools::DrawKind;
use crate::seat::{FeedState, Intent, Layer, Seat, ToolIntent, VisitIntent, WorkIntent};

/// The layers in the rail's order: what is switched most stands on top.
const RAIL: [Layer; 10] = [
    Layer::Incidents,
    Layer::Heat,
    Layer::Workers,
    Layer::Cameras,
    Layer::Boundaries,
    Layer::Dedicated,
    Layer::AreaFill,
    Layer::Gaps,
    Layer::Labels,
    Layer::Basemap,
];

/// What a switch is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Layer(Layer),
    Tools,
    Desk,
    Visit,
}

/// One switch.
pub(super) struct Switch {
    pub(super) id: String,
    pub(super) about: About,
    pub(super) label: &'static str,
    /// The label, or a shorter word where it is too long for the rail.
    pub(super) short: &'static str,
    pub(super) on: bool,
    /// What its feed brings no more is old, and its switch says so.
    pub(super) is_late: bool,
    pub(super) intent: Intent,
}

impl Switch {
    /// All of them as they stand in a row; visit mode, which has a key, comes last and gives way first.
    pub(super) fn row(seat: &Seat) -> Vec<Self> {
        Self::with_layers(seat, Layer::ALL)
    }

    /// All of them as they stand in the rail.
    pub(super) fn rail(seat: &Seat) -> Vec<Self> {
        Self::with_layers(seat, RAIL)
    }

    fn with_layers(seat: &Seat, layers: [Layer; 10]) -> Vec<Self> {
        let layers = layers.into_iter().map(|layer| Self::of_layer(seat, layer));
        layers.chain([Self::tools(seat), Self::desk(seat), Self::visit(seat)]).collect()
    }

    fn of_layer(seat: &Seat, layer: Layer) -> Self {
        let is_late = match layer {
            Layer::Incidents => matters_late(seat).is_some(),
            Layer::Workers => positions(seat).max().is_some_and(|state| state > FeedState::Live),
            _ => false,
        };
        Self {
            id: format!("layer-{}", layer.name()),
            about: About::Layer(layer),
            label: words::layer(seat.lang, layer),
            short: words::layer_short(seat.lang, layer),
            on: seat.layers.shows(layer),
            is_late: is_late && !seat.replay.is_on(),
            intent: Intent::Toggle(layer),
        }
    }

    fn tools(seat: &Seat) -> Self {
        let in_hand = seat.tools.drawing.is_some() || seat.tools.picks;
        let intent = if in_hand { ToolIntent::GiveUp } else { ToolIntent::Draw(DrawKind::Rectangle) };
        Self::plain(About::Tools, "tools", tool_words::say(seat.lang, ToolWord::Tools), in_hand, Intent::Tool(intent))
    }

    fn desk(seat: &Seat) -> Self {
        let intent = Intent::Work(WorkIntent::Desk);
        Self::plain(About::Desk, "desk", say(seat.lang, Word::DeskSwitch), seat.work.at_desk, intent)
    }

    fn visit(seat: &Seat) -> Self {
        let intent = Intent::Visit(VisitIntent::Toggle);
        Self::plain(About::Visit, "visit", visit_words::switch(seat.lang), seat.visit.is_on(), intent)
    }

    fn plain(about: About, id: &str, label: &'static str, on: bool, intent: Intent) -> Self {
        Self { id: id.to_owned(), about, label, short: label, on, is_late: false, intent }
    }
}
