//! The file of settings, and the form that writes it.

use super::{NOW, seat};
use proptest::prelude::*;
use zonglan::seat::link::ToStore;
use zonglan::seat::setup::{Contrast, Fault, Field, Key, Kind, Settings, Value, read, write};
use zonglan::seat::{Intent, Lang, Seat, SetupIntent, Viewing};

fn any_value(key: Key) -> BoxedStrategy<Value> {
    match key.kind() {
        Kind::Lang => prop_oneof![Just(Value::Lang(Lang::Zh)), Just(Value::Lang(Lang::En))].boxed(),
        Kind::Contrast => {
            prop_oneof![Just(Value::Contrast(Contrast::Normal)), Just(Value::Contrast(Contrast::High))].boxed()
        }
        Kind::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Kind::Number(least, most) => (least..=most).prop_map(Value::Number).boxed(),
        Kind::Count(most) => (1..=most).prop_map(Value::Count).boxed(),
    }
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let each = Key::ALL.map(|key| proptest::option::of(any_value(key)).boxed()).to_vec();
    each.prop_map(|values| {
        let mut settings = Settings::default();
        for (key, value) in Key::ALL.into_iter().zip(values) {
            assert!(value.is_none_or(|value| settings.set(key, value)));
        }
        settings
    })
}

/// A file as people leave it: what is set, remarks, blank lines, settings of another program's.
const BY_HAND: &str = "# 指挥中心东墙，2026年装\nlang = \"en\"   # guests\n\n[screen]\n  distance_m = 6  # 最后一排\n#pitch_mm = 1.9\n\
    nonsense = 3\n\n[other]\ncolumns = 7\n";

proptest! {
    #[test]
    fn what_is_written_is_read_again(first in any_settings(), second in any_settings()) {
        let fresh = write(&first, None);
        prop_assert!(fresh.is_fresh);
        prop_assert_eq!(read(&fresh.text), (first, Vec::new()));
        let again = write(&second, Some(&fresh.text));
        prop_assert!(!again.is_fresh);
        prop_assert_eq!(read(&again.text), (second.clone(), Vec::new()));
        let by_hand = write(&second, Some(BY_HAND));
        prop_assert!(!by_hand.is_fresh);
        prop_assert_eq!(read(&by_hand.text).0, second);
    }

    #[test]
    fn no_text_is_a_panic(text in "[a-z_=\\[\\]\"#\\n 0-9.éＡ]{0,200}") {
        let (settings, _) = read(&text);
        let written = write(&settings, Some(&text));
        prop_assert_eq!(read(&written.text).0, settings);
    }
}

#[test]
fn the_file_explains_every_setting_in_both_languages() {
    let text = write(&Settings::default(), None).text;
    assert_eq!(read(&text), (Settings::default(), Vec::new()), "a fresh file sets nothing");
    for key in Key::ALL {
        for lang in [Lang::Zh, Lang::En] {
            assert!(text.contains(key.says(lang)), "{key:?}");
        }
        let set = text.replace(&format!("#{} =", key.name()), &format!("{} =", key.name()));
        let (settings, faults) = read(&set);
        assert!(faults.is_empty() && settings.get(key).is_some(), "the example of {key:?} holds: {faults:?}");
    }
}

#[test]
fn what_people_wrote_stays() {
    let mut settings = read(BY_HAND).0;
    assert_eq!(settings.number(Key::DistanceM), Some(6.0));
    settings.set(Key::DistanceM, Value::Number(8.5));
    settings.set(Key::PitchMm, Value::Number(1.25));
    settings.unset(Key::Lang);
    settings.set(Key::Columns, Value::Count(4));
    let text = write(&settings, Some(BY_HAND)).text;
    for kept in ["# 指挥中心东墙，2026年装", "distance_m = 8.5 # 最后一排", "nonsense = 3", "columns = 7"]
    {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    assert!(text.contains("#lang = \"en\"   # guests") && text.contains("\npitch_mm = 1.25"), "{text}");
    assert!(!text.contains("1.9"), "the waiting line is taken: {text}");
    assert_eq!(read(&text).0, settings);
}

#[test]
fn a_file_that_can_only_be_replaced_says_so() {
    let settings = read("[screen]\ndistance_m = 5").0;
    for odd in ["[screen\n", "screen.distance_m = 3\n", "note = \"\"\"\n[screen]\ndistance_m = 9\n\"\"\"\n"] {
        let written = write(&settings, Some(odd));
        assert_eq!(read(&written.text).0, settings, "{odd}");
        assert!(written.is_fresh || odd.starts_with("note"), "{odd}");
    }
}

#[test]
fn faults_name_their_line_and_the_rest_holds() {
    let text = "lang = \"fr\"\nwallpaper = true\n[screen]\ndistance_m = 600\npitch_mm = 1.9\ncolumns = 2.5\nbezel_mm = nan\n\
        size = 3\nspan = \"yes\"\n";
    let (settings, faults) = read(text);
    assert_eq!(settings.number(Key::PitchMm), Some(1.9));
    assert_eq!(settings.iter().count(), 1, "nothing but what may be");
    assert_eq!(faults.iter().map(Fault::line).collect::<Vec<_>>(), [1, 2, 4, 6, 7, 8, 9]);
    assert_eq!(
        faults[2].to_string(),
        "line 4: screen.distance_m wants a number from 0.2 to 200, not 600: put it right or begin the line with #; until \
         then it is guessed"
    );
    assert!(matches!(&faults[1], Fault::Unknown { key, .. } if key == "wallpaper"));
    assert!(matches!(&faults[5], Fault::Unknown { key, .. } if key == "screen.size"));
    let (nothing, faults) = read("lang = \"en\"\n[screen]\ndistance_m = = 3\n");
    assert_eq!(nothing, Settings::default());
    assert!(matches!(faults[..], [Fault::Unreadable { line: 3, .. }]), "{faults:?}");
    assert!(faults.iter().all(|fault| !fault.to_string().contains('\n')));
    assert!(matches!(read("screen = 3").1[..], [Fault::Unknown { line: 1, .. }]));
    // As Windows' editors leave it.
    assert_eq!(read("\u{feff}lang = \"en\"\r\n[screen]\r\nrows = 2\r\n").0.count(Key::Rows), Some(2));
}

#[test]
fn switches_win_over_the_file_and_the_file_over_guesses() {
    let (kept, _) = read("lang = \"en\"\n[screen]\ndistance_m = 6\npitch_mm = 1.9");
    let mut given = Settings::default();
    given.set(Key::DistanceM, Value::Number(9.0));
    let mut seat = seat();
    assert_eq!(seat.screen.viewing, Viewing::Desk);
    seat.set_up(kept, given, Vec::new());
    assert_eq!(seat.screen.measures(), (9.0, 1.9));
    assert_eq!(seat.lang, Lang::En);
    assert!(seat.setup.is_given(Key::DistanceM) && !seat.setup.is_given(Key::PitchMm));
    // Another size keeps to what is set; what follows from the width follows anew.
    seat.fit_screen(3840.0, 1080.0);
    assert_eq!(seat.screen.measures(), (9.0, 1.9));
    let map = seat.layout().map;
    assert_eq!((seat.view.width_px, seat.view.height_px), (map.width_px, map.height_px));
}

fn say(seat: &mut Seat, field: Field, text: &str) {
    seat.intend(SetupIntent::Say(field, text.into()).into());
}

fn text(seat: &Seat, field: Field) -> String {
    seat.setup.form().unwrap().text(seat, field)
}

/// What the seat wants kept.
fn to_keep(seat: &mut Seat) -> Vec<Settings> {
    let wanted = seat.take_outbox().into_iter();
    wanted.filter_map(|wanted| if let ToStore::Setup(settings) = wanted { Some(*settings) } else { None }).collect()
}

#[test]
fn a_wall_asks_once_and_keeps_the_answer() {
    let mut seat = seat();
    seat.fit_screen(3840.0, 1080.0);
    seat.ask_for_screen();
    assert_eq!([Field::Width, Field::Distance, Field::Pitch].map(|f| text(&seat, f)), ["4.8", "4", "1.25"]);
    // The wall behind it lives, and other keys' intents do what they do.
    seat.tick(NOW.plus_secs(1));
    say(&mut seat, Field::Width, "7，2");
    assert_eq!(text(&seat, Field::Pitch), "1.875", "the pitch follows from the width");
    say(&mut seat, Field::Pitch, "1.5");
    assert_eq!(text(&seat, Field::Width), "5.76", "and the width from the pitch");
    say(&mut seat, Field::Distance, "far");
    seat.intend(SetupIntent::Keep.into());
    assert_eq!(seat.setup.form().unwrap().problem, Some(Field::Distance), "what is no number is not kept");
    assert!(to_keep(&mut seat).is_empty());
    assert_eq!(seat.screen.measures(), (4.0, 1.25));
    say(&mut seat, Field::Distance, "5");
    say(&mut seat, Field::Columns, "2");
    seat.intend(SetupIntent::Choose(Key::Lang, Value::Lang(Lang::En)).into());
    seat.intend(SetupIntent::Choose(Key::ReducedMotion, Value::Flag(true)).into());
    assert_eq!(seat.lang, Lang::Zh, "nothing changes before it is kept");
    seat.intend(SetupIntent::Keep.into());
    assert!(seat.setup.form().is_none());
    assert_eq!((seat.screen.measures(), seat.screen.cells.columns), ((5.0, 1.5), 2));
    assert!(seat.lang == Lang::En && seat.setup.reduced_motion());
    let kept = to_keep(&mut seat);
    assert_eq!(kept.len(), 1);
    let mut next = super::seat();
    next.set_up(kept[0].clone(), Settings::default(), Vec::new());
    next.ask_for_screen();
    assert!(next.setup.form().is_none(), "it is known now");
    next.fit_screen(3840.0, 1080.0);
    assert_eq!(next.screen, seat.screen);
}

#[test]
fn guesses_that_were_kept_are_answers_and_esc_leaves_them_guesses() {
    let mut seat = seat();
    seat.ask_for_screen();
    seat.intend(SetupIntent::Keep.into());
    let kept = to_keep(&mut seat).remove(0);
    assert_eq!((kept.number(Key::DistanceM), kept.number(Key::PitchMm)), (Some(0.65), Some(0.277)));
    assert_eq!(seat.screen.scale(), 1.0);
    let mut seat = super::seat();
    seat.ask_for_screen();
    seat.intend(Intent::Back);
    assert!(seat.setup.form().is_none());
    let kept = to_keep(&mut seat).remove(0);
    assert_eq!(kept.iter().collect::<Vec<_>>(), [(Key::Asked, Value::Flag(true))]);
    assert_eq!(seat.screen.viewing, Viewing::Desk, "the guess");
    let mut next = super::seat();
    next.set_up(kept, Settings::default(), Vec::new());
    next.ask_for_screen();
    assert!(next.setup.form().is_none(), "it asks once");
    next.intend(SetupIntent::Toggle.into());
    assert!(next.setup.form().is_some(), "and is there whenever it is wanted");
    next.intend(SetupIntent::Toggle.into());
    assert!(next.setup.form().is_none() && to_keep(&mut next).is_empty(), "nothing new to keep");
}

#[test]
fn nobody_needs_to_answer() {
    let mut seat = seat();
    seat.ask_for_screen();
    seat.tick(NOW.plus_secs(601));
    assert!(seat.setup.form().is_none());
    assert!(to_keep(&mut seat).is_empty(), "the next start asks again");
    seat.ask_for_screen();
    assert!(seat.setup.is_asking());
    seat.intend(SetupIntent::Later.into());
    assert!(seat.setup.form().is_none() && to_keep(&mut seat).is_empty(), "whoever works is asked another time");
    seat.ask_for_screen();
    say(&mut seat, Field::Distance, "3");
    assert!(!seat.setup.is_asking());
    seat.tick(NOW.plus_secs(2_000));
    assert!(seat.setup.form().is_some(), "somebody is there");
}

#[test]
fn what_the_command_line_says_is_not_kept() {
    let mut given = Settings::default();
    given.set(Key::DistanceM, Value::Number(9.0));
    let mut seat = seat();
    seat.set_up(Settings::default(), given, Vec::new());
    seat.ask_for_screen();
    assert!(seat.setup.form().is_none(), "somebody said it");
    seat.intend(SetupIntent::Toggle.into());
    assert_eq!(text(&seat, Field::Distance), "9");
    seat.intend(SetupIntent::Keep.into());
    let kept = to_keep(&mut seat).remove(0);
    assert_eq!(kept.number(Key::DistanceM), None);
    assert_eq!(kept.number(Key::PitchMm), Some(1.25));
}

#[test]
fn every_setting_of_the_file_is_set_by_the_form_as_the_file_would_be() {
    let mut seat = seat();
    seat.fit_screen(3840.0, 1080.0);
    seat.intend(SetupIntent::Toggle.into());
    assert!(seat.setup.form().unwrap().flag(&seat, Key::ClockSeconds), "on, where nobody says anything");
    assert_eq!([Field::Rest, Field::After].map(|field| text(&seat, field)), ["20", "5"]);
    for (key, flag) in [(Key::ClockSeconds, false), (Key::Span, true), (Key::Turn, true)] {
        seat.intend(SetupIntent::Choose(key, Value::Flag(flag)).into());
    }
    // What may not stand in the file is no answer here either.
    for (field, wrong, right) in [(Field::Rest, "7", "8"), (Field::After, "241", "240")] {
        say(&mut seat, field, wrong);
        seat.intend(SetupIntent::Keep.into());
        assert_eq!(seat.setup.form().unwrap().problem, Some(field), "{wrong}");
        say(&mut seat, field, right);
    }
    seat.intend(SetupIntent::Keep.into());
    let kept = to_keep(&mut seat).remove(0);
    assert_eq!((kept.number(Key::TurnRestSecs), kept.number(Key::TurnAfterMins)), (Some(8.0), Some(240.0)));
    assert_eq!((kept.flag(Key::ClockSeconds), kept.flag(Key::Span)), (Some(false), Some(true)));
    assert!(!seat.setup.clock_seconds());
    assert_eq!(read(&write(&kept, None).text), (kept, Vec::new()));
}

#[test]
fn of_the_measures_that_say_how_large_a_pixel_is_the_last_holds() {
    let mut seat = seat();
    seat.fit_screen(3840.0, 1080.0);
    seat.intend(SetupIntent::Toggle.into());
    assert_eq!([Field::Height, Field::Diagonal].map(|field| text(&seat, field)), ["1.35", "4.99"]);
    say(&mut seat, Field::Width, "9.6");
    assert_eq!(text(&seat, Field::Height), "2.7", "the height follows from the width");
    say(&mut seat, Field::Height, "1.08");
    assert_eq!([Field::Width, Field::Pitch].map(|field| text(&seat, field)), ["3.84", "1"]);
    say(&mut seat, Field::Diagonal, "7.98");
    assert_eq!(text(&seat, Field::Width), "7.68");
    // The seams are no pixels'.
    say(&mut seat, Field::Rows, "3");
    say(&mut seat, Field::Bezel, "10");
    say(&mut seat, Field::Pitch, "1");
    assert_eq!(text(&seat, Field::Height), "1.1");
    say(&mut seat, Field::Height, "1.1");
    seat.intend(SetupIntent::Keep.into());
    let kept = to_keep(&mut seat).remove(0);
    let sizes = [Key::WidthM, Key::HeightM, Key::DiagonalM, Key::PitchMm].map(|key| kept.number(key));
    assert_eq!(sizes, [None, Some(1.1), None, None], "one of them is kept");
    assert_eq!(seat.screen.measures().1, 1.0);
}

#[test]
fn measures_go_by_steps_that_end_where_they_may() {
    let mut seat = seat();
    seat.fit_screen(3840.0, 1080.0);
    seat.intend(SetupIntent::Toggle.into());
    let step = |seat: &mut Seat, field: Field, up: bool| {
        seat.intend(SetupIntent::Step(field, up).into());
        text(seat, field)
    };
    for (field, up, then) in [
        (Field::Distance, true, "4.5"),
        (Field::Pitch, true, "1.26"),
        (Field::Pitch, false, "1.25"),
        (Field::Width, false, "4.7"),
        (Field::Columns, false, "1"),
        (Field::Columns, true, "2"),
        (Field::Bezel, false, "0"),
        (Field::Rest, false, "15"),
        (Field::After, true, "6"),
    ] {
        assert_eq!(step(&mut seat, field, up), then, "{field:?}");
    }
    // From between two steps to the next one; at an end it stays; what is no number is left behind.
    for (field, typed, up, then) in [
        (Field::Distance, "4.3", true, "4.5"),
        (Field::Distance, "4.3", false, "4"),
        (Field::Distance, "0.3", false, "0.2"),
        (Field::Rest, "10", false, "8"),
        (Field::Rest, "8", false, "8"),
        (Field::After, "900", true, "240"),
        (Field::Rows, "x", true, "2"),
        (Field::Bezel, "nan", true, "0.5"),
    ] {
        say(&mut seat, field, typed);
        assert_eq!(step(&mut seat, field, up), then, "{field:?} {typed}");
    }
    assert!(!seat.setup.is_asking());
}
