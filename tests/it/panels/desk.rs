//! The desk: its list, the card's acts and forms, and typing, which never does anything but type.

use super::{AT, Desk, NOW, book, number, road, seat, seat_of, store_all};
use crate::county::Book;
use bevy_egui::egui::{self, ImeEvent, Key, Modifiers, Rect};
use std::collections::{BTreeMap, BTreeSet};
use zonglan::domain::{ActKind, AgencyName, Camera, CameraState, Category, Event, State};
use zonglan::panels::widget_ids;
use zonglan::seat::queue::{List, ListIntent};
use zonglan::seat::work::{Choice, Slot};
use zonglan::seat::{Intent, Lang, Selection, WorkIntent};

fn desk_of(lang: Lang, size: (f64, f64)) -> Desk {
    desk_over(book(), lang, size)
}

fn desk_over(book: Book, lang: Lang, size: (f64, f64)) -> Desk {
    let mut seat = seat_of(book.picture, size.0, size.1, lang);
    seat.work.at_desk = true;
    let incident = number(&seat, "CL-NEAR");
    seat.intend(Intent::Select(Selection::Incident(incident)));
    seat.tick(NOW);
    Desk::new(seat)
}

fn desk() -> Desk {
    desk_of(Lang::Zh, (1920.0, 1080.0))
}

impl Desk {
    /// Does what the panels meant, and draws what follows.
    fn mean(&mut self, intents: Vec<Intent>) {
        intents.into_iter().for_each(|intent| self.seat.intend(intent));
        self.seat.tick(NOW);
        (0..2).for_each(|_| {
            let more = self.pass(Vec::new());
            more.into_iter().for_each(|intent| self.seat.intend(intent));
        });
    }

    fn press(&mut self, id: &str) {
        let intents = self.click(id);
        self.mean(intents);
    }

    fn key(&mut self, key: Key) -> Vec<Intent> {
        let event =
            |pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
        self.pass(vec![event(true), event(false)])
    }

    fn form_words(&self) -> String {
        self.seat.work.form.as_ref().map(|form| form.values.words.clone()).unwrap_or_default()
    }
}

#[test]
fn an_act_opens_its_form_and_enter_in_the_field_confirms_it() {
    let mut desk = desk();
    desk.press("act-raise");
    assert_eq!(desk.seat.work.form.as_ref().unwrap().act, ActKind::Raise);
    assert!(desk.ctx.text_edit_focused(), "the words are typed at once");
    let meant = desk.pass(vec![egui::Event::Text("本级无力解决".into())]);
    assert_eq!(meant, [Intent::Work(WorkIntent::Say(Slot::Words, "本级无力解决".into()))]);
    desk.mean(meant);
    let meant = desk.key(Key::Enter);
    assert_eq!(meant, [Intent::Work(WorkIntent::Enter)]);
    desk.mean(meant);
    assert!(desk.seat.work.form.is_none() && !desk.ctx.text_edit_focused());
    store_all(&mut desk.seat);
    assert_eq!(desk.seat.picture.incidents.row(number(&desk.seat, "CL-NEAR")).state, State::Reported);
}

#[test]
fn while_an_input_method_composes_enter_and_escape_are_its_own() {
    let mut desk = desk();
    desk.press("act-answer");
    let preedit = |text: &str| egui::Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None });
    let meant = desk.pass(vec![preedit("yi gao zhi")]);
    desk.mean(meant);
    assert!(desk.panels.is_composing());
    for key in [Key::Enter, Key::Escape] {
        let meant = desk.key(key);
        assert!(!meant.iter().any(|intent| *intent != Intent::Work(WorkIntent::Say(Slot::Words, desk.form_words()))));
        desk.mean(meant);
        assert!(desk.seat.work.form.is_some(), "{key:?}");
    }
    let enter = |pressed| egui::Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    // The Enter that ends a composition comes with what it says.
    let meant = desk.pass(vec![egui::Event::Ime(ImeEvent::Commit("已告知".into())), enter(true), enter(false)]);
    assert!(!meant.contains(&Intent::Work(WorkIntent::Enter)));
    desk.mean(meant);
    assert_eq!(desk.form_words(), "已告知");
    assert!(!desk.panels.is_composing());
    let meant = desk.key(Key::Enter);
    assert_eq!(meant, [Intent::Work(WorkIntent::Enter)], "the next one is the form's");
}

#[test]
fn escape_leaves_the_form_and_keeps_its_words() {
    let mut desk = desk();
    desk.press("act-decline");
    let meant = desk.pass(vec![egui::Event::Text("已进入司法程序".into())]);
    desk.mean(meant);
    let meant = desk.key(Key::Escape);
    assert_eq!(meant, [Intent::Work(WorkIntent::Cancel)]);
    desk.mean(meant);
    assert!(desk.seat.work.form.is_none());
    desk.press("act-decline");
    assert_eq!(desk.form_words(), "已进入司法程序");
}

#[test]
fn a_refusal_stands_in_the_form_with_what_is_possible_instead() {
    let mut desk = desk();
    desk.press("acts-all");
    desk.press("act-return-up");
    assert!(desk.panels.widgets().contains_key("form-problem"));
    desk.press("form-cancel");
    desk.press("act-pass-on");
    desk.press("form-service-2");
    assert_eq!(
        desk.seat.work.form.as_ref().unwrap().values.choices.values().next(),
        Some(&Choice::Service(zonglan::domain::Service::Fire))
    );
    desk.press("form-confirm");
    store_all(&mut desk.seat);
    assert_eq!(desk.seat.picture.incidents.row(number(&desk.seat, "CL-NEAR")).state, State::PassedOn);
}

#[test]
fn lists_filters_search_and_marks_are_pressed() {
    let mut desk = desk();
    assert_eq!(desk.click("list-waiting"), [Intent::Work(WorkIntent::List(ListIntent::Show(List::Waiting)))]);
    desk.press("list-filter");
    desk.press("filter-urgency-1");
    let all_u1 = desk.seat.work.queue.rows(0, usize::MAX);
    assert!(!all_u1.is_empty());
    let urgent = |number: &u32| desk.seat.picture.incidents.row(*number).urgency == zonglan::domain::Urgency::U1;
    assert!(all_u1.iter().all(urgent));
    desk.press("list-clear");
    desk.press("search");
    let meant = desk.pass(vec![egui::Event::Text("CL-39".into())]);
    desk.mean(meant);
    assert_eq!(desk.seat.work.queue.len(), 1);
    let meant = desk.key(Key::Enter);
    let found = number(&desk.seat, "CL-39");
    assert_eq!(meant, [Intent::Work(WorkIntent::OpenFirst)]);
    desk.mean(meant);
    assert_eq!(desk.seat.selected_incident(), Some(found));
    desk.press("list-clear");
    desk.press("list-filter");
    desk.press("mark-CL-NEAR");
    assert!(desk.panels.widgets().contains_key("marked"));
    desk.press("marked-note");
    assert_eq!(desk.seat.work.form.as_ref().unwrap().targets, [number(&desk.seat, "CL-NEAR")]);
    assert!(desk.panels.widgets().contains_key("form-confirm"), "the form stands below the list");
    assert_eq!(desk.seat.selected_incident(), Some(found));
}

/// An empty list says which other one holds what is searched for, in both languages, and leads there.
#[test]
fn an_empty_list_leads_to_the_one_that_has_it() {
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = desk_of(lang, (1920.0, 1080.0));
        desk.press("list-suspended");
        desk.press("search");
        let meant = desk.pass(vec![egui::Event::Text("CL-39".into())]);
        desk.mean(meant);
        assert!(desk.seat.work.queue.is_empty());
        desk.press("found-in-open");
        assert_eq!((desk.seat.work.queue.filter.list, desk.seat.work.queue.len()), (List::Open, 1));
        assert!(!desk.panels.widgets().contains_key("found-in-open"));
        assert_eq!(desk.seat.work.queue.filter.text, "CL-39");
    }
}

#[test]
fn every_widget_of_the_desk_is_in_the_list_and_inside_its_panel() {
    for size in [(1920.0, 1080.0), (1600.0, 900.0), (3840.0, 1080.0), (1280.0, 720.0)] {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = desk_of(lang, size);
            if desk.seat.layout().left.width_px / desk.seat.screen.scale() < 280.0 {
                continue;
            }
            desk.press("list-filter");
            desk.press("mark-all");
            for act in ["act-summon", "act-merge", "act-ask-suspend", "act-decline", "act-pass-down"] {
                if !desk.panels.widgets().contains_key(act) {
                    desk.press("acts-all");
                }
                if desk.panels.widgets().contains_key(act) {
                    desk.press(act);
                    in_their_places(&desk, size);
                    desk.seat.intend(Intent::Back);
                    desk.pass(Vec::new());
                }
            }
            desk.press("trace-all");
            in_their_places(&desk, size);
        }
    }
}

fn in_their_places(desk: &Desk, size: (f64, f64)) {
    let known: Vec<&str> = widget_ids().into_iter().map(|(id, _)| id.split('<').next().unwrap()).collect();
    let scale = desk.seat.screen.scale();
    let window = Rect::from_min_size(
        bevy_egui::egui::Pos2::ZERO,
        bevy_egui::egui::vec2((size.0 / scale) as f32, (size.1 / scale) as f32),
    );
    for (id, rect) in desk.panels.widgets() {
        let listed = known.iter().any(|known| id == known || (known.ends_with('-') && id.starts_with(known)));
        assert!(listed, "{id}");
        assert!(window.expand(1.0).contains_rect(*rect), "{id} at {size:?}: {rect:?}");
    }
    let form: Vec<(&String, &Rect)> =
        desk.panels.widgets().iter().filter(|(id, _)| id.starts_with("form-") || id.starts_with("act-")).collect();
    for (k, (id, rect)) in form.iter().enumerate() {
        for (other, there) in &form[..k] {
            let apart = rect.intersect(**there);
            assert!(!(apart.width() > 0.5 && apart.height() > 0.5), "{id} lies over {other} at {size:?}");
        }
    }
}

#[test]
fn a_wall_keeps_its_figures_and_has_no_marks() {
    let mut desk = Desk::new(seat());
    assert!(desk.panels.widgets().contains_key("kpi-open"));
    assert!(!desk.panels.widgets().keys().any(|id| id.starts_with("mark-")));
    desk.press("desk");
    assert!(desk.seat.work.at_desk);
    assert!(desk.panels.widgets().keys().any(|id| id.starts_with("mark-")));
    assert!(desk.panels.widgets().contains_key("kpi-open"), "nothing is selected: the figures stand at the right");
}

#[test]
fn an_agency_is_found_by_its_initials_and_taken_with_enter_before_the_form_is_confirmed() {
    let mut book = book();
    for (code, agency) in [("water", "水务公司"), ("gas", "应急局")] {
        let agency = Some(AgencyName::from(agency));
        book.put(Event::CategoryPut(Category { code: code.into(), agency, ..road() }));
    }
    let mut desk = desk_over(book, Lang::Zh, (1920.0, 1080.0));
    desk.press("act-summon");
    let led = desk.seat.work.form.as_ref().unwrap().values.agencies.len();
    assert!(desk.ctx.text_edit_focused(), "whoever summons has more in mind than the one that leads");
    let meant = desk.pass(vec![egui::Event::Text("yj".into())]);
    desk.mean(meant);
    let meant = desk.key(Key::Enter);
    assert_eq!(meant, [Intent::Work(WorkIntent::Agency("应急局".into()))], "the first that fits");
    desk.mean(meant);
    let values = &desk.seat.work.form.as_ref().unwrap().values;
    assert_eq!((values.agencies.len(), values.agency.as_str()), (led + 1, ""));
    assert!(!desk.ctx.text_edit_focused(), "the next press of Enter is the form's");
}

#[test]
fn acts_show_their_keys_while_one_is_picked() {
    let mut desk = desk();
    let before: Vec<String> = desk.panels.widgets().keys().filter(|id| id.starts_with("act-")).cloned().collect();
    desk.mean(vec![Intent::Work(WorkIntent::PickAct)]);
    let chips = desk.panels.widgets().keys().filter(|id| id.starts_with("act-")).count();
    let reach = desk.seat.reach(desk.seat.selected_incident().unwrap());
    assert_eq!(chips, reach.others.len(), "none is left out, however few there were: {before:?}");
    in_their_places(&desk, (1920.0, 1080.0));
}

#[test]
fn open_filters_leave_the_list_its_rows_on_a_small_desk_and_turn_page_by_page() {
    let mut book = book();
    for n in 0..20 {
        let agency = Some(AgencyName::from(format!("第{n}管理局").as_str()));
        book.put(Event::CategoryPut(Category { code: format!("k{n}").into(), agency, ..road() }));
    }
    let mut desk = desk_over(book, Lang::Zh, (1280.0, 720.0));
    let of = |desk: &Desk, start: &str| -> BTreeMap<String, Rect> {
        let widgets = desk.panels.widgets().iter().filter(|(id, _)| id.starts_with(start) && *id != "filter-more");
        widgets.map(|(id, rect)| (id.clone(), *rect)).collect()
    };
    desk.press("list-filter");
    let first = of(&desk, "filter-");
    let mut all = BTreeSet::new();
    for _ in 0..20 {
        let (filters, rows) = (of(&desk, "filter-"), of(&desk, "queue-row-"));
        assert!(rows.len() >= 3, "{}", rows.len());
        let list_top = rows.values().map(|row| row.top()).fold(f32::INFINITY, f32::min);
        assert!(filters.values().all(|chip| chip.bottom() <= list_top), "nothing lies under the list");
        all.extend(filters.into_keys());
        desk.press("filter-more");
        if of(&desk, "filter-") == first {
            break;
        }
    }
    assert_eq!(of(&desk, "filter-"), first, "the last page is followed by the first");
    let agencies = all.iter().filter(|id| id.starts_with("filter-agency-")).count();
    assert_eq!(agencies, desk.seat.picture.agencies.rows().len());
    assert!(
        all.len() > first.len()
            && ["urgency", "state", "level", "town"]
                .iter()
                .all(|kind| { all.iter().any(|id| id.starts_with(&format!("filter-{kind}-"))) })
    );
}

#[test]
fn what_a_search_finds_beside_matters_leaves_the_list_its_rows_on_a_small_desk() {
    let mut book = book();
    for n in 0..12 {
        book.put(Event::CameraPut(Camera {
            code: format!("C{n}").into(),
            name: format!("CL-{n} 朝阳街与大寨路东南角球机"),
            operator: None,
            at: AT,
            direction_deg: None,
            fov_deg: None,
            range_m: None,
            state: CameraState::Online,
        }));
    }
    let mut desk = desk_over(book, Lang::Zh, (1280.0, 576.0));
    let found = |desk: &Desk, start: &str| desk.panels.widgets().keys().filter(|id| id.starts_with(start)).count();
    desk.seat.intend(Intent::Work(WorkIntent::List(ListIntent::Search("CL-".into()))));
    desk.seat.tick(NOW);
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    assert!(found(&desk, "place-found-") > 0);
    assert!(found(&desk, "queue-row-") >= 3);
}
