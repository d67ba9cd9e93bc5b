//! Visit mode: previewed, on, off; what is not for visitors is neither selected nor opened, texts name nobody, sending works
//! all the same, and afterwards everything stands as it stood.

use super::{AT, NOW, store_one};
use crate::county::{Book, small_county};
use zonglan::domain::{
    Act, ActKind, Actor, AgencyName, Camera, CameraState, Command, Event, IncidentFile, LonLat, Post, Refusal, Role,
    RosterEntry, Timestamp, Urgency, Worker,
};
use zonglan::seat::link::ToStore;
use zonglan::seat::queue::{List, ListIntent};
use zonglan::seat::work::Slot;
use zonglan::seat::{
    Hidden, IntakeIntent, Intent, Lang, Layer, Named, Screen, Seat, Selection, ShiftIntent, ShiftView, StateExtras,
    Toast, VisitIntent, VisitMode, WorkIntent, state_json,
};

fn put_worker(book: &mut Book, code: &str, name: &str, agency: Option<&str>) {
    book.put(Event::WorkerPut(Worker {
        code: code.into(),
        name: name.into(),
        role: if agency.is_some() { Role::Responder } else { Role::GridWorker },
        agency: agency.map(AgencyName::from),
        phone: Some("13800001234".into()),
        skills: Vec::new(),
        home_area: Some("99010100000".into()),
        vehicle: Default::default(),
        on_duty: true,
    }));
}

fn report(book: &mut Book, code: &str, title: &str, confidential: bool) {
    let file = IncidentFile {
        title: title.into(),
        urgency: Urgency::U1,
        confidential,
        at: Some(AT),
        reported_at: NOW,
        ..IncidentFile::default()
    };
    let act = Act::Report { file: Box::new(file), personal: None };
    let (id, by) = (format!("report-{code}").into(), Actor::System("test".into()));
    book.carry_out(&Command { id, by, at: NOW, incident: code.into(), seen_version: None, act }).unwrap();
}

fn seat() -> Seat {
    let mut book = small_county();
    put_worker(&mut book, "W1", "欧阳测", None);
    put_worker(&mut book, "W2", "赵铁柱", Some("城管局"));
    book.put(Event::CameraPut(Camera {
        code: "C1".into(),
        name: "东门枪机".into(),
        operator: None,
        at: zonglan::spatial::destination(AT, 180.0, 150.0),
        direction_deg: None,
        fov_deg: None,
        range_m: None,
        state: CameraState::Online,
    }));
    report(&mut book, "CL-SECRET", "举报某某", true);
    report(&mut book, "CL-1", "路面塌陷，请欧阳测先看", false);
    book.report("CL-2", LonLat::new(118.02, 36.02), Urgency::U3, NOW);
    book.stand("W1", zonglan::spatial::destination(AT, 45.0, 320.0), NOW.plus_secs(-20));
    book.stand("W2", zonglan::spatial::destination(AT, 90.0, 900.0), NOW.plus_secs(-20));
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.officer = "陈立".into();
    seat.rules.roster = vec![
        RosterEntry { name: "陈立".into(), posts: vec![Post::ShiftLead, Post::Dispatch], town: None },
        RosterEntry { name: "李娜".into(), posts: vec![Post::CallBack], town: None },
    ];
    seat.tick(NOW);
    seat
}

fn mean(seat: &mut Seat, intent: Intent) {
    seat.intend(intent);
    seat.tick(seat.clock);
}

fn visit(seat: &mut Seat, intent: VisitIntent) {
    mean(seat, Intent::Visit(intent));
}

fn matter(seat: &Seat, code: &str) -> Selection {
    Selection::Incident(seat.picture.incidents.number(&code.into()).unwrap())
}

fn worker(seat: &Seat, code: &str) -> Selection {
    Selection::Worker(seat.picture.workers.number(code).unwrap())
}

/// Whether the last thing that the officer heard is why something stays closed; it is forgotten then.
fn hears_why(seat: &mut Seat) -> bool {
    let heard = seat.toasts().last() == Some(&Toast::Visiting);
    seat.intend(Intent::Hear(Toast::NothingWaiting));
    heard
}

#[test]
fn a_preview_comes_first_and_the_same_key_ends_it_at_once() {
    let mut seat = seat();
    let name = |seat: &Seat| state_json(seat, &StateExtras::default())["visit"].clone();
    assert_eq!(name(&seat), "off");
    visit(&mut seat, VisitIntent::Toggle);
    assert_eq!((seat.visit.mode(), name(&seat)), (VisitMode::Previewed, "previewed".into()));
    assert!(!seat.hides(Hidden::Names), "nothing is hidden before it is confirmed");
    visit(&mut seat, VisitIntent::Toggle);
    assert_eq!(seat.visit.mode(), VisitMode::Off);
    visit(&mut seat, VisitIntent::Toggle);
    mean(&mut seat, Intent::Back);
    assert_eq!(seat.visit.mode(), VisitMode::Off, "Escape closes the preview");
    visit(&mut seat, VisitIntent::Toggle);
    visit(&mut seat, VisitIntent::On);
    assert_eq!(name(&seat), "on");
    mean(&mut seat, Intent::Back);
    assert!(seat.visit.is_on(), "Escape does not end it");
    visit(&mut seat, VisitIntent::Toggle);
    assert_eq!(seat.visit.mode(), VisitMode::Off);
}

#[test]
fn the_key_that_confirms_it_sends_nobody_when_it_is_pressed_twice() {
    let mut seat = seat();
    let near = matter(&seat, "CL-1");
    mean(&mut seat, Intent::Select(near));
    visit(&mut seat, VisitIntent::Toggle);
    visit(&mut seat, VisitIntent::On);
    mean(&mut seat, Intent::Work(WorkIntent::Enter));
    assert_eq!(seat.commands_under_way(), 0);
    seat.tick(NOW.plus_secs(3));
    mean(&mut seat, Intent::Work(WorkIntent::Enter));
    assert_eq!(seat.commands_under_way(), 1, "later it sends");
}

#[test]
fn cameras_workers_and_confidential_matters_are_neither_selected_nor_pointed_at() {
    let mut seat = seat();
    let camera = Selection::Camera(0);
    let (man, secret) = (worker(&seat, "W1"), matter(&seat, "CL-SECRET"));
    // From close up all of them are picked or can be selected.
    (seat.view.center, seat.view.zoom) = (AT, 16.0);
    let at = |seat: &Seat, thing: Selection| seat.view.screen_from_lonlat(thing.at(&seat.picture).unwrap());
    for thing in [man, camera] {
        let px = at(&seat, thing);
        mean(&mut seat, Intent::PickAt(px));
        assert_eq!(seat.selection, Some(thing));
    }
    mean(&mut seat, Intent::Select(secret));
    for thing in [man, camera, secret] {
        mean(&mut seat, Intent::Select(thing));
        (seat.view.center, seat.view.zoom) = (AT, 16.0);
        seat.hover = Some(thing);
        visit(&mut seat, VisitIntent::On);
        assert_eq!((seat.selection, seat.hover), (None, None), "{thing:?} goes when visitors come");
        mean(&mut seat, Intent::Select(thing));
        assert_eq!(seat.selection, None);
        assert!(hears_why(&mut seat), "{thing:?}");
        if thing != secret {
            let px = at(&seat, thing);
            mean(&mut seat, Intent::HoverAt(Some(px)));
            assert!(!matches!(seat.hover, Some(Selection::Worker(_) | Selection::Camera(_))), "{:?}", seat.hover);
            mean(&mut seat, Intent::PickAt(px));
            assert!(matches!(seat.selection, Some(Selection::Area(_))), "the area below: {:?}", seat.selection);
        }
        visit(&mut seat, VisitIntent::Off);
        mean(&mut seat, Intent::Select(thing));
        assert_eq!(seat.selection, Some(thing), "afterwards as before");
    }
}

#[test]
fn the_key_to_the_next_matter_passes_confidential_ones_by() {
    let mut seat = seat();
    let seen = |seat: &mut Seat| {
        (0..4).for_each(|_| seat.intend(Intent::NextWaiting));
        let mut seen = Vec::new();
        for _ in 0..4 {
            seat.intend(Intent::NextWaiting);
            seen.extend(seat.selection.map(|thing| thing.id(&seat.picture)));
        }
        seen
    };
    assert!(seen(&mut seat).contains(&"CL-SECRET".to_owned()));
    visit(&mut seat, VisitIntent::On);
    let after = seen(&mut seat);
    assert!(after.contains(&"CL-1".to_owned()) && !after.contains(&"CL-SECRET".to_owned()), "{after:?}");
}

#[test]
fn layers_go_and_come_back_and_their_switches_say_why_they_don_t() {
    let mut seat = seat();
    seat.layers.set(Layer::Gaps, true);
    seat.layers.set(Layer::Heat, false);
    let before = seat.layers;
    visit(&mut seat, VisitIntent::On);
    for layer in [Layer::Cameras, Layer::Gaps] {
        assert!(!seat.layers.shows(layer));
        mean(&mut seat, Intent::Toggle(layer));
        assert!(!seat.layers.shows(layer) && hears_why(&mut seat), "{layer:?}");
    }
    assert!(seat.layers.shows(Layer::Workers) && seat.layers.shows(Layer::Incidents));
    mean(&mut seat, Intent::Toggle(Layer::Heat));
    visit(&mut seat, VisitIntent::Off);
    seat.layers.set(Layer::Heat, false);
    assert_eq!(seat.layers, before);
    // What was off stays off.
    seat.layers.set(Layer::Cameras, false);
    visit(&mut seat, VisitIntent::On);
    visit(&mut seat, VisitIntent::Off);
    assert!(!seat.layers.shows(Layer::Cameras));
}

#[test]
fn what_is_open_is_put_aside_and_comes_back_and_nothing_opens_meanwhile() {
    let mut seat = seat();
    let near = matter(&seat, "CL-1");
    mean(&mut seat, Intent::Select(near));
    mean(&mut seat, Intent::Work(WorkIntent::Open(ActKind::Note)));
    mean(&mut seat, Intent::Work(WorkIntent::Say(Slot::Words, "请欧阳测联系来电人".into())));
    let form = seat.work.form.clone().unwrap();
    mean(&mut seat, Intent::Work(WorkIntent::List(ListIntent::Search("欧阳".into()))));
    visit(&mut seat, VisitIntent::On);
    assert!(seat.work.form.is_none() && seat.work.queue.filter.text.is_empty());
    assert_eq!(seat.selection, Some(near), "the matter itself stays");
    let shift = |view| Intent::Work(WorkIntent::Shift(ShiftIntent::Show(view)));
    for closed in [
        Intent::Work(WorkIntent::Open(ActKind::Note)),
        Intent::Work(WorkIntent::Open(ActKind::Assign)),
        Intent::Intake(IntakeIntent::Open),
        Intent::Intake(IntakeIntent::Drafts),
        shift(ShiftView::Choose),
        shift(ShiftView::HandOver),
        Intent::Work(WorkIntent::Photo(Some(0))),
    ] {
        mean(&mut seat, closed.clone());
        assert!(hears_why(&mut seat), "{closed:?}");
        assert!(seat.work.form.is_none() && seat.intake.form.is_none() && !seat.intake.lists_drafts, "{closed:?}");
        assert_eq!((seat.shift_view(), seat.work.photo), (ShiftView::Closed, None), "{closed:?}");
    }
    visit(&mut seat, VisitIntent::Off);
    assert_eq!(seat.work.form, Some(form), "with every word");
    assert_eq!(seat.work.queue.filter.text, "欧阳");
}

#[test]
fn a_form_whose_matter_is_left_waits_as_a_draft() {
    let mut seat = seat();
    let (near, far) = (matter(&seat, "CL-1"), matter(&seat, "CL-2"));
    mean(&mut seat, Intent::Select(near));
    mean(&mut seat, Intent::Work(WorkIntent::Open(ActKind::Note)));
    mean(&mut seat, Intent::Work(WorkIntent::Say(Slot::Words, "已联系".into())));
    visit(&mut seat, VisitIntent::On);
    mean(&mut seat, Intent::Select(far));
    visit(&mut seat, VisitIntent::Off);
    assert!(seat.work.form.is_none());
    let Selection::Incident(number) = near else { panic!("a matter") };
    assert!(seat.has_draft(number, ActKind::Note), "nothing that was said is lost");
}

#[test]
fn a_caller_s_form_and_the_shift_come_back_too() {
    let mut seat = seat();
    mean(&mut seat, Intent::Intake(IntakeIntent::Open));
    let said = IntakeIntent::Say(zonglan::seat::intake::IntakeSlot::Phone, "13800005678".into());
    mean(&mut seat, Intent::Intake(said));
    let name = seat.intake.form.as_ref().unwrap().name.clone();
    visit(&mut seat, VisitIntent::On);
    assert!(seat.intake.form.is_none());
    visit(&mut seat, VisitIntent::Off);
    let form = seat.intake.form.as_ref().unwrap();
    assert_eq!((&form.name, form.draft.reporter_phone.as_deref()), (&name, Some("13800005678")));
    mean(&mut seat, Intent::Intake(IntakeIntent::Close));
    mean(&mut seat, Intent::Work(WorkIntent::Shift(ShiftIntent::Show(ShiftView::HandOver))));
    visit(&mut seat, VisitIntent::On);
    assert_eq!(seat.shift_view(), ShiftView::Closed);
    visit(&mut seat, VisitIntent::Off);
    assert_eq!(seat.shift_view(), ShiftView::HandOver);
    // Whoever has not said who they are is asked when the visitors are gone.
    seat.officer = zonglan::seat::DEFAULT_OFFICER.into();
    (seat.work.shift, seat.work.at_desk) = (ShiftView::Closed, true);
    assert_eq!(seat.shift_view(), ShiftView::Choose);
    visit(&mut seat, VisitIntent::On);
    assert_eq!(seat.shift_view(), ShiftView::Closed);
}

#[test]
fn somebody_is_sent_as_ever_and_the_order_s_own_words_are_whole() {
    let mut seat = seat();
    let near = matter(&seat, "CL-1");
    mean(&mut seat, Intent::Select(near));
    mean(&mut seat, Intent::Work(WorkIntent::Open(ActKind::Assign)));
    assert!(seat.work.form.is_some());
    visit(&mut seat, VisitIntent::On);
    assert_eq!(seat.recommendation.candidates.len(), 2);
    mean(&mut seat, Intent::Dispatch);
    let outbox = seat.take_outbox();
    let sent = outbox.iter().find_map(|wanted| match wanted {
        ToStore::Append { append, .. } => append.events.iter().find_map(|(_, event)| match event {
            Event::Assigned { message, .. } => Some(message.clone()),
            _ => None,
        }),
        _ => None,
    });
    assert!(sent.unwrap().contains("欧阳测"), "whoever is sent reads all of it");
    seat.return_to_outbox(outbox);
    assert!(!store_one(&mut seat).is_empty());
    let Selection::Incident(number) = near else { panic!("a matter") };
    assert!(seat.picture.incidents.row(number).worker.is_some());
    visit(&mut seat, VisitIntent::Off);
    assert!(seat.work.form.is_none(), "the form for sending somebody has been overtaken");
}

#[test]
fn people_stand_by_role_agency_or_post_and_texts_name_nobody() {
    let mut seat = seat();
    let [one, two] = ["W1", "W2"].map(|code| seat.picture.workers.number(code).unwrap());
    let text = "请欧阳测与赵铁柱到场，来电人王建国，电话13900001234，陈立已知";
    let officer = Actor::Officer("陈立".into());
    assert_eq!(seat.named_worker(one), Named::Name("欧阳测"));
    assert_eq!(seat.named_actor(&officer), Named::Name("陈立"));
    assert_eq!(seat.phone_shown(one), Some("13800001234"));
    assert_eq!(seat.camera_shown(0), Some("东门枪机"));
    assert_eq!(seat.shown(text), text);
    visit(&mut seat, VisitIntent::On);
    assert_eq!(seat.named_worker(one), Named::Role(Role::GridWorker));
    assert_eq!(seat.named_worker(two), Named::Name("城管局"));
    assert_eq!(seat.named_actor(&officer), Named::Post(Some(Post::ShiftLead)));
    assert_eq!(seat.named_officer("路人"), Named::Post(None));
    assert_eq!(seat.named_actor(&Actor::Worker("W404".into())), Named::Post(Some(Post::Worker)));
    assert_eq!(seat.named_actor(&Actor::Agency("水务公司".into())), Named::Name("水务公司"));
    assert_eq!((seat.phone_shown(one), seat.camera_shown(0)), (None, None));
    let shown = seat.shown(text).into_owned();
    for hidden in ["欧阳测", "赵铁柱", "王建国", "13900001234", "陈立"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    assert!(shown.contains("到场"), "the rest stays: {shown}");
    let refusal = Refusal::SamePerson("陈立".into());
    assert!(!seat.refusal_shown(&refusal).to_string().contains("陈立"));
    assert_eq!(seat.refusal_shown(&Refusal::Nobody), Refusal::Nobody);
}

#[test]
fn whoever_joins_the_register_meanwhile_is_not_named_either() {
    let mut seat = seat();
    visit(&mut seat, VisitIntent::On);
    let text = "青云已到";
    assert_eq!(seat.shown(text), text, "nobody is called so");
    let event = Event::WorkerPut(Worker {
        code: "W77".into(),
        name: "青云".into(),
        role: Role::GridWorker,
        agency: None,
        phone: None,
        skills: Vec::new(),
        home_area: None,
        vehicle: Default::default(),
        on_duty: true,
    });
    let recorded = zonglan::domain::Recorded {
        seq: seat.picture.seq + 1,
        stream: zonglan::domain::Stream::of_register(&event).unwrap(),
        version: 1,
        at: NOW,
        by: Actor::System("test".into()),
        event,
    };
    seat.picture.apply(&recorded);
    seat.tick(NOW.plus_secs(1));
    assert_eq!(seat.shown(text), "青*已到");
}

#[test]
fn a_view_that_searches_for_words_waits_and_lists_are_free() {
    let mut seat = seat();
    let list = |intent| Intent::Work(WorkIntent::List(intent));
    mean(&mut seat, list(ListIntent::Search("欧阳".into())));
    mean(&mut seat, list(ListIntent::Save("找人".into())));
    mean(&mut seat, list(ListIntent::Clear));
    mean(&mut seat, list(ListIntent::Save("全部".into())));
    visit(&mut seat, VisitIntent::On);
    mean(&mut seat, list(ListIntent::View(0)));
    assert!(hears_why(&mut seat) && seat.work.queue.filter.text.is_empty());
    mean(&mut seat, list(ListIntent::View(1)));
    assert!(!hears_why(&mut seat));
    mean(&mut seat, list(ListIntent::Show(List::Open)));
    assert!(!hears_why(&mut seat) && seat.work.queue.filter.list == List::Open);
}

#[test]
fn a_report_that_fails_opens_no_form_before_visitors() {
    use zonglan::domain::Nature;
    use zonglan::seat::intake::IntakeSlot;
    use zonglan::seat::link::FromStore;
    let mut seat = seat();
    seat.rules.roster.clear();
    mean(&mut seat, Intent::Intake(IntakeIntent::Open));
    for said in [
        IntakeIntent::Say(IntakeSlot::Text, "青年广场路灯整夜不亮".into()),
        IntakeIntent::Nowhere,
        IntakeIntent::Nature(Nature::Help),
        IntakeIntent::Say(IntakeSlot::Phone, "13800005678".into()),
        IntakeIntent::Report,
    ] {
        mean(&mut seat, Intent::Intake(said));
    }
    assert!(seat.intake.is_sending(), "{:?}", seat.intake.form);
    let ticket = seat.take_outbox().into_iter().find_map(|wanted| match wanted {
        ToStore::Append { ticket, .. } => Some(ticket),
        _ => None,
    });
    visit(&mut seat, VisitIntent::On);
    seat.take_from_store(FromStore::Refused { ticket: ticket.unwrap(), why: "the disk is full".into() });
    seat.tick(Timestamp(NOW.0 + 1));
    assert!(seat.intake.form.is_none() && !seat.intake.is_sending());
    visit(&mut seat, VisitIntent::Off);
    let form = seat.intake.form.as_ref().unwrap();
    assert_eq!(form.draft.reporter_phone.as_deref(), Some("13800005678"), "and nothing is lost");
}
