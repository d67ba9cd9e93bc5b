//! VISUAL.md's list of what a screenshot must show, as far as a machine can look: colours, contrasts, shapes, digits. What
//! other tests hold is named in docs/look.md.
#![allow(clippy::unwrap_used)]

mod colour;

use crate::panels::{Desk, NOW, book, number, past, seat_of};
use bevy_egui::egui::{self, Color32, Pos2, RawInput, Rect, Shape, vec2};
use colour::{apart, contrast};
use zonglan::domain::{Act, Urgency};
use zonglan::panels::theme::{self, Sight, Token};
use zonglan::seat::setup::Contrast;
use zonglan::seat::{AlarmIntent, Intent, Lang, PlotIntent, Seat, Selection, SetupIntent, TourIntent};

const GROUNDS: [Token; 4] = [theme::CANVAS, theme::PANEL, theme::LAND, theme::RAISED];
const TEXTS: [Token; 9] = [
    theme::TEXT_1,
    theme::TEXT_2,
    theme::TEXT_3,
    theme::U1_TEXT,
    theme::U2,
    theme::U3,
    theme::U4,
    theme::WORKER,
    theme::REPLAY,
];

/// Points 3 and 4: whoever sees colours otherwise tells urgencies apart by colour; in grey, where U2 and U4 come close, by
/// shape.
#[test]
fn urgencies_differ_for_every_eye() {
    for strength in [Contrast::Normal, Contrast::High] {
        let seen = |urgency: Urgency, sight: Sight| sight.seen(bytes(theme::urgency(urgency).at(strength)));
        for sight in Sight::ALL {
            let least = if sight == Sight::Grey { 3.5 } else { 12.0 };
            for (n, one) in Urgency::ALL.into_iter().enumerate() {
                for other in Urgency::ALL.into_iter().skip(n + 1) {
                    let apart = apart(seen(one, sight), seen(other, sight));
                    assert!(apart >= least, "{one:?} and {other:?} for {sight:?} at {strength:?}: {apart:.1}");
                }
            }
        }
    }
    // The same matrices as the paper's: a grey stays, a pure red darkens and turns to olive.
    for sight in Sight::ALL {
        assert_eq!(sight.seen([128; 3]), [128; 3], "{sight:?}");
        assert_eq!(Sight::from_name(sight.name()), Some(sight));
    }
    let [red, green, blue] = Sight::Deutan.seen([255, 0, 0]);
    assert!(red > green && green > 100 && blue < 40, "{red} {green} {blue}");
}

/// Point 5, by the tokens: every rank of text on every ground; at high contrast 7 to 1, whatever can't be done included.
#[test]
fn tokens_of_text_are_read_on_every_ground() {
    for ground in GROUNDS {
        for text in TEXTS {
            let normal = contrast(bytes(text), bytes(ground));
            assert!(normal >= 4.5, "{text:?} on {ground:?}: {normal:.1}");
        }
        for text in TEXTS.into_iter().chain([theme::DISABLED, theme::DISABLED_ACTION, theme::STALE, theme::QUERY]) {
            let high = contrast(bytes(text.at(Contrast::High)), bytes(ground.at(Contrast::High)));
            assert!(high >= 7.0, "{text:?} on {ground:?} at high contrast: {high:.1}");
        }
        let (u1, at) = (theme::U1.at(Contrast::High), ground.at(Contrast::High));
        assert!(contrast(bytes(u1), bytes(at)) > contrast(bytes(theme::U1), bytes(ground)), "{ground:?}");
    }
}

/// Colours of sRGB, whatever contrast this process shows.
fn bytes(token: Token) -> [u8; 3] {
    token.bytes()
}

/// What of a pass is drawn, from the bottom to the top.
enum Drawn {
    /// A filled rectangle.
    Ground(Rect, Color32),
    /// A filled polygon with so many corners.
    Polygon(Rect, Color32, usize),
    /// A line of text: what it says, where its ink is, its colours, its size.
    Text(String, Rect, Vec<Color32>, f32),
}

fn gather(shape: &Shape, clip: Rect, drawn: &mut Vec<Drawn>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, drawn)),
        Shape::Rect(rect) if rect.fill.a() == 255 => drawn.push(Drawn::Ground(rect.rect.intersect(clip), rect.fill)),
        Shape::Path(path) if path.fill.a() == 255 => {
            let at = Rect::from_points(&path.points);
            drawn.push(Drawn::Polygon(at, path.fill, path.points.len()));
        }
        Shape::Text(text) => {
            let sections = &text.galley.job.sections;
            let own = sections.iter().filter(|section| section.byte_range.start < section.byte_range.end);
            let colours = match text.override_text_color {
                Some(colour) => vec![colour],
                None => own.map(|section| section.format.color).collect(),
            };
            let size = sections.iter().map(|section| section.format.font_id.size).fold(0.0, f32::max);
            let ink = text.galley.mesh_bounds.translate(text.pos.to_vec2()).intersect(clip);
            if ink.is_positive() {
                drawn.push(Drawn::Text(text.galley.text().into(), ink, colours, size));
            }
        }
        _ => {}
    }
}

/// All that a pass over the panels draws.
fn drawn(desk: &mut Desk) -> Vec<Drawn> {
    let (screen, scale) = (desk.seat.screen, desk.seat.screen.scale() as f32);
    let size = vec2(screen.width_px as f32, screen.height_px as f32) / scale;
    desk.secs += 0.1;
    let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, size));
    let input = RawInput { screen_rect, time: Some(desk.secs), ..RawInput::default() };
    let output = desk.ctx.run_ui(input, |ui| drop(desk.panels.show(ui.ctx(), &desk.seat)));
    let mut all = Vec::new();
    output.shapes.iter().for_each(|clipped| gather(&clipped.shape, clipped.clip_rect, &mut all));
    all
}

fn rgb(colour: Color32) -> [u8; 3] {
    [colour.r(), colour.g(), colour.b()]
}

/// A seat in a state in which it has much to say.
fn looks(lang: Lang) -> Vec<(&'static str, Seat)> {
    let seat = || seat_of(book().picture, 1920.0, 1080.0, lang);
    let with = |intents: Vec<Intent>| {
        let mut seat = seat();
        intents.into_iter().for_each(|intent| seat.intend(intent));
        seat.tick(NOW);
        seat
    };
    let near = Intent::Select(Selection::Incident(number(&seat(), "CL-NEAR")));
    vec![
        ("county", seat()),
        ("card", with(vec![near.clone()])),
        ("alarms", with(vec![Intent::Alarm(AlarmIntent::Toggle)])),
        ("help", with(vec![Intent::Help])),
        ("setup", with(vec![SetupIntent::Toggle.into()])),
        ("plots", with(vec![Intent::Plot(PlotIntent::Next)])),
        ("tour", with(vec![Intent::Tour(TourIntent::Toggle)])),
        ("turning", with(vec![Intent::Turn])),
        ("desk", with(vec![Intent::Work(zonglan::seat::WorkIntent::Desk), near])),
    ]
}

/// Point 5, on what is drawn: every text against what lies right beneath it. What can't be done just now is exempt, as the
/// guideline has it, but never fainter than 2.5 to 1.
#[test]
fn what_is_written_is_read_on_what_lies_beneath_it() {
    let faint = [theme::DISABLED, theme::DISABLED_ACTION].map(Token::egui);
    for lang in [Lang::Zh, Lang::En] {
        for (look, seat) in looks(lang) {
            let mut desk = Desk::new(seat);
            let all = drawn(&mut desk);
            let mut read = 0;
            for (n, one) in all.iter().enumerate() {
                let Drawn::Text(said, ink, colours, size) = one else { continue };
                let beneath = all[..n].iter().rev().find_map(|below| match below {
                    Drawn::Ground(at, fill) if at.contains(ink.center()) => Some(rgb(*fill)),
                    Drawn::Polygon(at, fill, _) if at.contains(ink.center()) => Some(rgb(*fill)),
                    _ => None,
                });
                let ground = beneath.unwrap_or(theme::LAND.bytes());
                for colour in colours.iter().filter(|colour| colour.a() == 255) {
                    // Rims are dark on purpose: what they set off is written over them.
                    let is_rim = beneath.is_none() && *colour == theme::CANVAS.egui();
                    let least = match *size {
                        _ if faint.contains(colour) => 2.5,
                        size if size >= 24.0 => 3.0,
                        _ => 4.5,
                    };
                    let seen = contrast(rgb(*colour), ground);
                    assert!(is_rim || seen >= least, "{look} {lang:?}: {said:?} {seen:.1} to 1 on {ground:?}");
                    read += 1;
                }
            }
            assert!(read > 20, "{look} {lang:?}: {read} texts");
        }
    }
}

/// Points 3, 4 and 6: the shape tells the urgency without any colour, and lies whole within a casing that is darker than all
/// it can lie on; its character does not reach over it.
#[test]
fn every_symbol_has_its_shape_its_casing_and_its_character_inside() {
    let mut desk = Desk::new(seat_of(book().picture, 1920.0, 1080.0, Lang::Zh));
    desk.seat.view.zoom += 2.0;
    let all = drawn(&mut desk);
    let canvas = theme::CANVAS.egui();
    for urgency in Urgency::ALL {
        let corners = match urgency {
            Urgency::U1 => 8..=8,
            Urgency::U2 => 3..=3,
            Urgency::U3 => 4..=4,
            Urgency::U4 => 16..=128,
        };
        let colour = theme::urgency(urgency).egui();
        let mut seen = 0;
        for (n, one) in all.iter().enumerate() {
            let Drawn::Polygon(at, fill, count) = one else { continue };
            if *fill != colour {
                continue;
            }
            seen += 1;
            assert!(corners.contains(count), "{urgency:?}: {count} corners");
            let is_casing = |below: &Drawn| match below {
                Drawn::Polygon(casing, fill, count) => {
                    *fill == canvas && corners.contains(count) && casing.shrink(1.9).contains_rect(*at)
                }
                _ => false,
            };
            // Right beneath lie the ground of a half symbol, or the rim of U1, and below that the casing.
            assert!(all[n.saturating_sub(3)..n].iter().any(is_casing), "{urgency:?} at {at:?}");
            if let Some(Drawn::Text(glyph, ink, ..)) = all.get(n + 1)
                && glyph.chars().count() == 1
            {
                assert!(at.expand(0.5).contains_rect(*ink), "{urgency:?}: {glyph} {ink:?} in {at:?}");
            }
        }
        assert!(seen > 0, "{urgency:?} is drawn");
    }
}

/// Point 10: all digits are of one width in every size and weight, so that figures stand still while they change; so does
/// the clock.
#[test]
fn digits_hold_their_place() {
    let mut desk = Desk::new(seat_of(book().picture, 1920.0, 1080.0, Lang::Zh));
    let families = [egui::FontFamily::Proportional, egui::FontFamily::Name("medium".into())];
    let known = desk.ctx.fonts_mut(|fonts| fonts.families());
    for family in families.into_iter().filter(|family| known.contains(family)) {
        for size in [13.0, 14.0, 16.0, 18.0, 20.0, 28.0, 40.0] {
            let font = egui::FontId::new(size, family.clone());
            let widths: Vec<f32> =
                ('0'..='9').map(|digit| desk.ctx.fonts_mut(|fonts| fonts.glyph_width(&font, digit))).collect();
            assert!(widths.iter().all(|width| (width - widths[0]).abs() < 1e-3), "{font:?}: {widths:?}");
        }
    }
    let clock = |desk: &mut Desk, secs: i64| {
        desk.seat.tick(NOW.plus_secs(secs));
        let texts = drawn(desk);
        let mut clocks = texts.into_iter().filter_map(|one| match one {
            Drawn::Text(said, ink, _, size) if size == 28.0 && said.len() == 8 => Some((said, ink)),
            _ => None,
        });
        clocks.next_back().unwrap()
    };
    let (first, at) = clock(&mut desk, 0);
    for secs in [1, 8, 71, 4_044, 29_000] {
        let (said, ink) = clock(&mut desk, secs);
        assert_ne!(said, first);
        assert!(
            (ink.left() - at.left()).abs() < 2.5 && (ink.right() - at.right()).abs() < 2.5,
            "{said}: {ink:?} {at:?}"
        );
    }
}

/// Point 20: the word stands in every third of the map, at every size, in both languages.
#[test]
fn every_third_of_a_past_map_says_that_it_is_past() {
    for lang in [Lang::Zh, Lang::En] {
        for (width_px, height_px) in [(1920.0, 1080.0), (3840.0, 1080.0), (1080.0, 1920.0)] {
            let mut desk = past(width_px, height_px, lang);
            let map = desk.panels.widgets()["replay-guard"];
            let word = if lang == Lang::Zh { "回放" } else { "Replay" };
            let texts = drawn(&mut desk);
            let places: Vec<Pos2> = texts
                .iter()
                .filter_map(|one| match one {
                    Drawn::Text(said, ink, _, size) if *size >= 60.0 && said.eq_ignore_ascii_case(word) => {
                        Some(ink.left_top())
                    }
                    _ => None,
                })
                .collect();
            for third in 0..3_u8 {
                let from = map.left() + map.width() * f32::from(third) / 3.0;
                let within = from - 0.5..from + map.width() / 3.0 + 0.5;
                assert!(
                    places.iter().any(|at| within.contains(&at.x)),
                    "{lang:?} {width_px}: third {third}, {places:?}"
                );
            }
        }
    }
}

/// Point 25: a dark wall shows nothing but clock, live mark and what its data are.
#[test]
fn a_dark_wall_shows_the_clock_and_nothing_of_the_county() {
    for lang in [Lang::Zh, Lang::En] {
        let mut seat = seat_of(book().picture, 1920.0, 1080.0, lang);
        seat.intend(Intent::Tour(TourIntent::Toggle));
        seat.intend(Intent::Tour(TourIntent::Dark));
        let mut desk = Desk::new(seat);
        let texts: Vec<String> = drawn(&mut desk)
            .into_iter()
            .filter_map(|one| if let Drawn::Text(said, ..) = one { Some(said) } else { None })
            .collect();
        assert!(texts.len() <= 4 && texts.iter().any(|said| said.matches(':').count() == 2), "{texts:?}");
        let intents = desk.click("tour-dark");
        assert_eq!(intents, [Intent::Tour(TourIntent::Dark)]);
        desk.seat.intend(intents[0].clone());
        desk.pass(Vec::new());
        assert!(desk.panels.widgets().contains_key("tour-sentence"), "it is light again, and the tour goes on");
        assert!(!desk.seat.tour.is_paused());
    }
}

/// Nobody is ever asked for a second word where VISUAL.md does not want one: point 18, on the acts that are most used.
#[test]
fn only_a_u1_wants_a_second_word_to_be_closed() {
    let mut seat = seat_of(book().picture, 1920.0, 1080.0, Lang::Zh);
    for (code, wants) in [("CL-NEAR", true), ("CL-2", false)] {
        let incident = number(&seat, code);
        seat.intend(Intent::Select(Selection::Incident(incident)));
        assert_eq!(seat.picture.incidents.row(incident).urgency == Urgency::U1, wants, "{code}");
        seat.intend(Intent::Act(Act::Close));
        assert_eq!(seat.confirming().is_some(), wants, "{code}");
        seat.intend(Intent::Unconfirm);
    }
}

/// docs/look.md names tests that there are.
#[test]
fn the_page_names_tests_that_there_are() {
    let page = include_str!("../../docs/look.md");
    let mut sources = String::new();
    let mut folders = vec![
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it"),
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
    ];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(end) if end == "rs" => sources += &std::fs::read_to_string(path).unwrap(),
                _ => {}
            }
        }
    }
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| |")).collect();
    assert_eq!(rows.iter().filter(|row| row.as_bytes()[2].is_ascii_digit()).count(), 25);
    let quoted = rows.iter().flat_map(|row| row.split('`').skip(1).step_by(2));
    let is_name = |word: &&str| {
        word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let names: Vec<&str> = quoted.filter(is_name).collect();
    assert!(names.len() > 30);
    for name in names {
        assert!(sources.contains(&format!("fn {name}(")), "{name}");
    }
}
