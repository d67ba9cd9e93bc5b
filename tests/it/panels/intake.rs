//! The form of a new matter: what is typed stays typed, nothing of it sends anybody, and everything stands where it can be
//! seen and pressed.

use super::{Desk, NOW, book, number, seat_of, store_all};
use bevy_egui::egui::{Event, ImeEvent, Key, Modifiers, Rect};
use zonglan::domain::{Draft, Nature, Source, State};
use zonglan::panels::widget_ids;
use zonglan::seat::intake::{Adviser, FromAdviser, IntakeSlot};
use zonglan::seat::{IntakeIntent, Intent, Lang};

fn desk_of(lang: Lang, size: (f64, f64)) -> Desk {
    let mut seat = seat_of(book().picture, size.0, size.1, lang);
    seat.intend(Intent::Intake(IntakeIntent::Open));
    seat.tick(NOW);
    let mut desk = Desk::new(seat);
    desk.advise();
    desk
}

impl Desk {
    fn does(&mut self, intents: Vec<Intent>) {
        intents.into_iter().for_each(|intent| self.seat.intend(intent));
        self.seat.tick(NOW);
        (0..3).for_each(|_| drop(self.pass(Vec::new())));
    }

    fn clicks(&mut self, id: &str) {
        let intents = self.click(id);
        self.does(intents);
    }

    fn types(&mut self, text: &str) {
        let meant = self.pass(vec![Event::Text(text.into())]);
        self.does(meant);
    }

    fn hits(&mut self, key: Key) -> Vec<Intent> {
        self.hits_with(key, Modifiers::NONE)
    }

    fn hits_with(&mut self, key: Key, modifiers: Modifiers) -> Vec<Intent> {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.pass(vec![event(true), event(false)])
    }

    /// The adviser answers all that is asked.
    fn advise(&mut self) {
        loop {
            self.seat.tick(NOW);
            let questions = self.seat.intake.take_questions();
            if questions.is_empty() {
                break;
            }
            for question in questions {
                let advice = Box::new(Adviser::default().advise(&self.seat.picture, &[], &question));
                self.seat.take_from_adviser(FromAdviser::Advice { draft: question.draft, advice });
            }
        }
        (0..3).for_each(|_| drop(self.pass(Vec::new())));
    }

    fn draft(&self) -> Draft {
        self.seat.intake.form.as_ref().unwrap().draft.clone()
    }
}

#[test]
fn a_call_is_typed_and_reported_and_the_card_sends() {
    let mut seat = seat_of(book().picture, 1920.0, 1080.0, Lang::Zh);
    seat.work.at_desk = true;
    let mut desk = Desk::new(seat);
    assert_eq!(desk.click("take-in"), [Intent::Intake(IntakeIntent::Open)], "a button in the list's head");
    desk.does(vec![Intent::Intake(IntakeIntent::Open)]);
    assert!(desk.ctx.text_edit_focused(), "the words are typed at once");
    desk.types("第0镇路面塌陷 nihvwg 12345 /q");
    assert_eq!(desk.draft().text, "第0镇路面塌陷 nihvwg 12345 /q");
    desk.advise();
    desk.clicks("intake-adopt");
    assert!(desk.draft().at.is_some(), "the place that the words mention");
    desk.clicks("intake-category");
    desk.types("dl");
    let meant = desk.hits(Key::Enter);
    assert_eq!(meant, [Intent::Intake(IntakeIntent::Done(IntakeSlot::Category))]);
    desk.does(meant);
    assert_eq!(desk.draft().category, Some("road".into()), "by its initials");
    desk.clicks("intake-phone");
    desk.types("13800005678");
    assert_eq!(desk.draft().reporter_phone.as_deref(), Some("13800005678"));
    let meant = desk.hits(Key::Enter);
    assert_eq!(meant, [Intent::Intake(IntakeIntent::Done(IntakeSlot::Phone))], "Enter in a field is that field's");
    desk.does(meant);
    assert!(!desk.ctx.text_edit_focused());
    desk.clicks("intake-report");
    assert!(desk.panels.widgets().contains_key("intake-problem"), "it still wants its kind");
    desk.clicks("intake-nature-2");
    assert_eq!(desk.draft().nature, Some(Nature::Complaint));
    let name = desk.seat.intake.form.as_ref().unwrap().name.clone();
    desk.clicks("intake-report");
    store_all(&mut desk.seat);
    desk.does(Vec::new());
    assert!(!desk.panels.widgets().contains_key("intake"), "the list stands there again");
    let incident = number(&desk.seat, name.as_str());
    assert_eq!(desk.seat.selected_incident(), Some(incident));
    assert_eq!(desk.click("dispatch-send"), [Intent::Dispatch]);
    desk.does(vec![Intent::Dispatch]);
    store_all(&mut desk.seat);
    assert_eq!(desk.seat.picture.incidents.row(incident).state, State::Assigned);
}

#[test]
fn ctrl_and_enter_take_what_is_advised_and_go_on_to_what_is_still_asked() {
    let mut desk = desk_of(Lang::Zh, (1920.0, 1080.0));
    desk.types("第0镇路面塌陷");
    desk.advise();
    let meant = desk.hits_with(Key::Enter, Modifiers::CTRL);
    assert_eq!(meant, [Intent::Intake(IntakeIntent::Adopt), Intent::Intake(IntakeIntent::Done(IntakeSlot::Text))]);
    desk.does(meant);
    let draft = desk.draft();
    assert!(draft.at.is_some(), "the place that the words mention: {draft:?}");
    assert_eq!(draft.text, "第0镇路面塌陷", "it begins no new line");
    assert!(desk.ctx.text_edit_focused());
    desk.types("13800005678");
    assert_eq!(desk.draft().reporter_phone.as_deref(), Some("13800005678"), "the next question is who calls");
}

#[test]
fn escape_in_a_field_leaves_the_field_and_composed_keys_are_the_input_methods() {
    let mut desk = desk_of(Lang::Zh, (1920.0, 1080.0));
    assert!(desk.ctx.text_edit_focused());
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None });
    let meant = desk.pass(vec![preedit("lu deng")]);
    desk.does(meant);
    assert!(desk.panels.is_composing());
    for key in [Key::Enter, Key::Escape] {
        let meant = desk.hits(key);
        let says = |intent: &Intent| matches!(intent, Intent::Intake(IntakeIntent::Say(..)));
        assert!(meant.iter().all(says), "{key:?}: {meant:?}");
    }
    let meant = desk.pass(vec![Event::Ime(ImeEvent::Commit("路灯".into()))]);
    desk.does(meant);
    assert_eq!(desk.draft().text, "路灯");
    let meant = desk.hits(Key::Escape);
    assert!(meant.is_empty(), "{meant:?}");
    desk.does(Vec::new());
    assert!(!desk.ctx.text_edit_focused() && desk.seat.intake.form.is_some(), "the form is still there");
}

#[test]
fn matters_alike_are_looked_at_and_said_to_be_the_same() {
    let mut desk = desk_of(Lang::Zh, (1920.0, 1080.0));
    desk.types("路面塌陷，水涌出来了");
    let near = desk.seat.picture.incidents.row(number(&desk.seat, "CL-NEAR")).at;
    desk.seat.intend(Intent::Intake(IntakeIntent::WaitForClick));
    let px = desk.seat.view.screen_from_lonlat(near.unwrap());
    desk.seat.intend(Intent::PickAt(px));
    desk.advise();
    assert!(desk.panels.widgets().contains_key("intake-pin"), "its place stands on the map");
    assert_eq!(desk.click("alike-CL-NEAR"), [Intent::Intake(IntakeIntent::See("CL-NEAR".into()))]);
    assert_eq!(desk.click("alike-same-CL-NEAR"), [Intent::Intake(IntakeIntent::Same("CL-NEAR".into()))]);
    desk.does(vec![Intent::Intake(IntakeIntent::See("CL-NEAR".into()))]);
    let widgets = desk.panels.widgets();
    assert!(widgets.contains_key("dispatch-send") && widgets.contains_key("intake-report"), "card and form together");
    let (alike, send) = (widgets["intake-alike"], widgets["dispatch-send"]);
    assert!(!alike.intersects(send), "the card stands below what is alike");
}

#[test]
fn drafts_are_listed_taken_up_and_thrown_away() {
    let mut desk = desk_of(Lang::Zh, (1920.0, 1080.0));
    desk.types("第一个电话");
    let first = desk.seat.intake.form.as_ref().unwrap().name.clone();
    desk.clicks("intake-keep");
    assert!(!desk.panels.widgets().contains_key("intake"));
    desk.clicks("drafts");
    assert!(desk.panels.widgets().contains_key("drafts-list"));
    desk.clicks(&format!("draft-discard-{first}"));
    assert!(desk.seat.intake.drafts().is_empty());
    desk.clicks("draft-undo");
    desk.clicks(&format!("draft-{first}"));
    assert_eq!(desk.draft().text, "第一个电话");
    desk.clicks("intake-discard");
    desk.clicks("intake-close");
    assert!(desk.seat.intake.form.is_none() && !desk.seat.intake.lists_drafts);
}

/// What can be pressed or typed into: everything of the form but the panels themselves.
fn pressed(desk: &Desk) -> Vec<(String, Rect)> {
    let is_place = |id: &str| ["intake", "intake-alike", "intake-pin", "intake-problem"].contains(&id);
    let own = desk.panels.widgets().iter().filter(|(id, _)| id.starts_with("intake") && !is_place(id));
    own.map(|(id, rect)| (id.clone(), *rect)).collect()
}

#[test]
fn nothing_overlaps_and_all_of_it_is_on_a_screen_of_1080() {
    for lang in [Lang::Zh, Lang::En] {
        for source in [Source::Hotline, Source::CityHotline, Source::Grid] {
            let mut desk = desk_of(lang, (1920.0, 1080.0));
            desk.does(vec![Intent::Intake(IntakeIntent::Source(source))]);
            desk.types("第0镇网格00路面塌陷，水涌出来，车都过不去了");
            desk.advise();
            let widgets = pressed(&desk);
            assert!(widgets.len() > 25, "{}", widgets.len());
            let frame = desk.panels.widgets()["intake"];
            for (k, (id, rect)) in widgets.iter().enumerate() {
                let whole = rect.left() >= frame.left() && rect.right() <= frame.right() && rect.bottom() <= 1024.0;
                assert!(whole, "{lang:?} {source:?}: {id} {rect:?} in {frame:?}");
                for (other, at) in &widgets[..k] {
                    assert!(!rect.shrink(0.5).intersects(at.shrink(0.5)), "{lang:?} {source:?}: {id} and {other}");
                }
            }
            let rows = ["intake-title", "intake-urgency-4"];
            assert!(rows.iter().all(|id| desk.panels.widgets()[*id].bottom() <= frame.bottom()), "{lang:?} {source:?}");
        }
    }
}

#[test]
fn every_size_and_language_lays_the_form_out() {
    for size in super::SIZES {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = desk_of(lang, size);
            desk.does(vec![Intent::Intake(IntakeIntent::Say(IntakeSlot::Text, "路面塌陷".into()))]);
            desk.advise();
            desk.does(vec![Intent::Intake(IntakeIntent::Drafts)]);
        }
    }
}

#[test]
fn the_ids_of_the_form_are_listed() {
    let mut desk = desk_of(Lang::Zh, (1920.0, 1080.0));
    desk.does(vec![Intent::Intake(IntakeIntent::Source(Source::CityHotline))]);
    desk.types("第0镇路面塌陷");
    desk.advise();
    let known: Vec<&str> = widget_ids().into_iter().map(|(id, _)| id).collect();
    let is_known = |id: &str| {
        known.iter().any(|known| match known.split_once('<') {
            Some((before, _)) => id.starts_with(before),
            None => *known == id,
        })
    };
    for (id, _) in pressed(&desk) {
        assert!(is_known(&id), "{id} is not listed");
    }
}
