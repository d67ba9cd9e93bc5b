//! What a screen reader is told of the panels: everything that can be pressed, typed into or moved has a name in words, and
//! does by the reader's word what it does by a hand.

use super::{Desk, NOW, book, number, past, seat_of};
use bevy_egui::egui::accesskit::{Action, ActionRequest, Node, NodeId, Role, Toggled, TreeId};
use bevy_egui::egui::{Event, Pos2, RawInput, Rect, vec2};
use zonglan::domain::ActKind;
use zonglan::seat::tools::DrawKind;
use zonglan::seat::{
    AlarmIntent, CameraIntent, DayIntent, IntakeIntent, Intent, Lang, Layer, PlotIntent, PlotSheet, ReplayIntent,
    Selection, SetupIntent, ShiftIntent, ShiftView, ToolIntent, TourIntent, VisitIntent, WorkIntent,
};
use zonglan::spatial::Px;

/// What the panels tell in one pass.
fn told(desk: &mut Desk) -> Vec<(NodeId, Node)> {
    desk.ctx.enable_accesskit();
    let (screen, scale) = (desk.seat.screen, desk.seat.screen.scale() as f32);
    let size = vec2(screen.width_px as f32, screen.height_px as f32) / scale;
    desk.secs += 0.1;
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
        time: Some(desk.secs),
        ..RawInput::default()
    };
    let (panels, seat) = (&mut desk.panels, &desk.seat);
    let output = desk.ctx.run_ui(input, |ui| drop(panels.show(ui.ctx(), seat)));
    output.platform_output.accesskit_update.unwrap().nodes
}

fn is_widget(node: &Node) -> bool {
    matches!(node.role(), Role::Button | Role::Slider | Role::TextInput | Role::MultilineTextInput)
}

/// Its name; none where it is told by no word at all.
fn name(node: &Node) -> Option<&str> {
    node.label().filter(|label| label.chars().any(char::is_alphanumeric))
}

/// Everything that a seat may have open: how it is opened.
fn states(seat: &zonglan::seat::Seat) -> Vec<(&'static str, Vec<Intent>)> {
    let near = Intent::Select(Selection::Incident(number(seat, "CL-NEAR")));
    let corners = [Px::new(0.0, 0.0), Px::new(seat.view.width_px, seat.view.height_px)];
    let drag = ToolIntent::Drag { kind: DrawKind::Rectangle, from: corners[0], to: corners[1] };
    let shift = |view| vec![Intent::Work(WorkIntent::Shift(ShiftIntent::Show(view)))];
    let mut states = vec![
        ("nothing", vec![]),
        ("a matter", vec![near.clone()]),
        ("a worker", vec![Intent::Select(Selection::Worker(0))]),
        ("an area", vec![Intent::Select(Selection::Area(3))]),
        ("alarms", vec![Intent::Alarm(AlarmIntent::Toggle)]),
        ("settings", vec![Intent::Setup(SetupIntent::Toggle)]),
        ("keys", vec![Intent::Help]),
        ("intake", vec![Intent::Intake(IntakeIntent::Open)]),
        ("who is here", vec![Intent::Tool(ToolIntent::WhoHere)]),
        ("a shape", vec![Intent::Tool(drag), Intent::Tool(ToolIntent::Finish)]),
        ("a tool", vec![Intent::Tool(ToolIntent::Draw(DrawKind::Polygon))]),
        ("choose", shift(ShiftView::Choose)),
        ("hand over", shift(ShiftView::HandOver)),
        ("visit", vec![Intent::Visit(VisitIntent::Toggle)]),
        ("tour", vec![Intent::Tour(TourIntent::Toggle)]),
        ("a day", vec![Intent::Day(DayIntent::Of(0))]),
        ("a camera", vec![Intent::Camera(CameraIntent::Also(0))]),
    ];
    for act in [ActKind::Raise, ActKind::Assign, ActKind::Merge, ActKind::Shelve, ActKind::Summon] {
        states.push(("a form", vec![near.clone(), Intent::Work(WorkIntent::Open(act))]));
    }
    states.extend(PlotSheet::ALL.map(|sheet| ("a plot", vec![Intent::Plot(PlotIntent::Show(sheet))])));
    states
}

#[test]
fn everything_that_can_be_used_has_a_name_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        for at_desk in [false, true] {
            let fresh = || {
                let mut seat = seat_of(book().picture, 1920.0, 1080.0, lang);
                seat.work.at_desk = at_desk;
                seat
            };
            let mut seen = std::collections::BTreeSet::new();
            for (what, intents) in states(&fresh()) {
                let mut seat = fresh();
                intents.into_iter().for_each(|intent| seat.intend(intent));
                seat.tick(NOW);
                seat.tour_pass(NOW.0 * 1_000);
                let mut desk = Desk::new(seat);
                let nodes = told(&mut desk);
                let widgets: Vec<&Node> = nodes.iter().map(|(_, node)| node).filter(|node| is_widget(node)).collect();
                assert!(!widgets.is_empty(), "{what}");
                for node in widgets {
                    assert!(name(node).is_some(), "{what}, {lang:?}: {node:?}");
                    seen.insert((format!("{:?}", node.role()), name(node).unwrap_or_default().to_owned()));
                }
            }
            if std::env::var_os("SPOKEN").is_some() {
                eprintln!("{lang:?} desk {at_desk}: {seen:#?}");
            }
        }
    }
}

#[test]
fn a_screen_reader_presses_and_moves_what_it_was_told_of() {
    let mut desk = Desk::new(seat_of(book().picture, 1920.0, 1080.0, Lang::En));
    desk.seat.work.at_desk = true;
    let asks = |id: NodeId, action| {
        Event::AccessKitActionRequest(ActionRequest { action, target_tree: TreeId::ROOT, target_node: id, data: None })
    };
    let nodes = told(&mut desk);
    let (row, _) = nodes.iter().find(|(_, node)| node.label() == Some("Matters")).unwrap();
    let meant = desk.pass(vec![asks(*row, Action::Click)]);
    assert_eq!(meant, [Intent::Toggle(Layer::Incidents)]);
    // The slider says where it stands, and goes by the steps of its span.
    let mut desk = past(1920.0, 1080.0, Lang::Zh);
    let nodes = told(&mut desk);
    let (id, slider) = nodes.iter().find(|(_, node)| node.role() == Role::Slider).unwrap();
    assert!(slider.value().is_some_and(|words| words.contains(':')), "{slider:?}");
    let at = desk.seat.slider_at();
    let meant = desk.pass(vec![asks(*id, Action::Decrement)]);
    let [Intent::Replay(ReplayIntent::To(moved))] = &meant[..] else { panic!("{meant:?}") };
    let back_secs = at.secs_since(*moved);
    assert!((back_secs - desk.seat.replay.span.step_secs()).abs() < 60, "{back_secs} s");
}

#[test]
fn what_is_chosen_is_told_as_such() {
    let mut seat = seat_of(book().picture, 1920.0, 1080.0, Lang::En);
    seat.intend(Intent::Plot(PlotIntent::Show(PlotSheet::Week)));
    let mut desk = Desk::new(seat);
    let nodes = told(&mut desk);
    let chosen =
        |label: &str| nodes.iter().find(|(_, node)| node.label() == Some(label)).and_then(|(_, node)| node.toggled());
    let told: Vec<&str> = nodes.iter().filter_map(|(_, node)| node.toggled().and(node.label())).collect();
    assert_eq!(chosen("Week"), Some(Toggled::True), "{told:?}");
    assert_eq!(chosen("Trend"), Some(Toggled::False), "{told:?}");
}
