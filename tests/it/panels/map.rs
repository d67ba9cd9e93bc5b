//! The map under its panels: what is pressed on its edges, whose the pointer is, what stays off it.

use super::{AT, Desk, NOW, book, number, seat, seat_of};
use bevy_egui::egui::{self, pos2};
use zonglan::seat::link::FromFeed;
use zonglan::seat::queue::{List, ListIntent};
use zonglan::seat::work::WorkIntent;
use zonglan::seat::{Intent, Lang, Layer};

#[test]
fn crumbs_layers_and_towns_are_pressed() {
    let mut desk = Desk::new(seat());
    assert_eq!(desk.click("layer-heat"), [Intent::Toggle(Layer::Heat)]);
    assert_eq!(desk.click("search-open"), [Intent::Work(WorkIntent::WantSearch)]);
    assert_eq!(desk.click("tour-start"), [Intent::Tour(zonglan::seat::TourIntent::Toggle)]);
    assert_eq!(desk.click("keys-open"), [Intent::Help]);
    let town = desk.seat.picture.areas.number(&"990101001".into()).unwrap();
    let behind = |list, town| Intent::Work(WorkIntent::List(ListIntent::Behind(list, town)));
    assert_eq!(desk.click("town-990101001"), [Intent::DrillTo(Some(town)), behind(List::ToDo, Some(town))]);
    assert_eq!(desk.click("towns-whole"), [Intent::DrillTo(None), behind(List::ToDo, None)]);
    let overdue = |town| behind(List::Overdue, town);
    assert_eq!(desk.click("town-overdue-990101001"), [Intent::DrillTo(Some(town)), overdue(Some(town))]);
    assert_eq!(desk.click("towns-overdue"), [Intent::DrillTo(None), overdue(None)]);
    assert_eq!(desk.click("kpi-overdue"), [overdue(None)]);
    desk.seat.intend(overdue(Some(town)));
    (0..2).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(desk.click("list-back"), [behind(List::ToDo, None)], "a wall has no row of lists");
    desk.seat.intend(Intent::DrillTo(Some(town)));
    desk.pass(Vec::new());
    let county = desk.seat.picture.areas.number(&"990101".into()).unwrap();
    assert_eq!(desk.click("crumb-0"), [Intent::DrillTo(Some(county))]);
}

#[test]
fn the_map_keeps_its_pointer_and_panels_keep_theirs() {
    let mut desk = Desk::new(seat());
    let map = desk.seat.layout().map;
    let middle = pos2((map.x_px + map.width_px / 2.0) as f32, (map.y_px + map.height_px / 2.0) as f32);
    assert!(desk.click_at(middle).is_empty());
    assert!(!desk.panels.covers(middle));
    assert!(desk.ctx.layer_id_at(middle).is_none_or(|layer| layer.order == egui::Order::Background));
    let header = pos2(300.0, 20.0);
    assert!(desk.panels.covers(header));
    assert!(desk.ctx.layer_id_at(header).is_some_and(|layer| layer.order > egui::Order::Background));
    assert!(desk.panels.widgets().values().all(|widget| !widget.contains(middle)));
}

#[test]
fn confidential_matters_stay_off_the_wall() {
    let mut book = book();
    let file = zonglan::domain::IncidentFile {
        title: "某人的家事".into(),
        confidential: true,
        at: Some(AT),
        reported_at: NOW,
        ..Default::default()
    };
    book.carry_out(&zonglan::domain::Command {
        id: "c2".into(),
        by: zonglan::domain::Actor::System("test".into()),
        at: NOW,
        incident: "CL-SECRET".into(),
        seen_version: None,
        act: zonglan::domain::Act::Report { file: Box::new(file), personal: None },
    })
    .unwrap();
    let seat = seat_of(book.picture, 1920.0, 1080.0, Lang::Zh);
    let secret = number(&seat, "CL-SECRET");
    assert!(seat.picture.queue(NOW).contains(&secret));
    let desk = Desk::new(seat);
    assert!(!desk.panels.widgets().contains_key("queue-row-CL-SECRET"));
}

#[test]
fn dead_feeds_are_said_over_the_whole_map() {
    let mut seat = seat();
    seat.take_from_feed(FromFeed::Beat { feed: "定位".into(), period_secs: 10, at: NOW.plus_secs(-600) });
    seat.tick(NOW);
    assert!(seat.feeds.all_dead());
    let desk = Desk::new(seat);
    let widgets = desk.panels.widgets();
    let band = widgets["feeds-lost"];
    assert!((f64::from(band.width()) - desk.seat.layout().map.width_px).abs() < 1.0);
    for id in ["map-scale", "map-source"] {
        assert!(!widgets[id].intersects(band), "{id} is read beside the band");
    }
    let scale = desk.seat.screen.scale();
    let lowest = desk.seat.picture.areas.bounds().map(|bounds| desk.seat.window_px(bounds.min).y / scale).unwrap();
    assert!(lowest < f64::from(band.top()), "the county stands beside it");
}
