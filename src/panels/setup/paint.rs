//! How the form looks: the settings at the left, which scroll where they have no room, the test picture at the right.

use super::model::Model;
use super::plan::{FOOT, HEAD, PAD, Part, Plan};
use super::{Scroll, picture, rows};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::setup_words as words;
use crate::panels::text::sign_words::Sign;
use crate::panels::text::{Word, say};
use crate::panels::theme::{self, size};
use crate::seat::setup::{ASKED, Field};
use crate::seat::{Intent, SetupIntent};
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};

pub(super) fn paint(pen: &mut Pen<'_>, plan: &Plan, model: &Model, wrong: Option<Field>, scroll: &mut Scroll) {
    let (lang, rect) = (pen.lang, plan.rect);
    pen.outline(rect, 1.0, theme::TEXT_3.egui());
    pen.name("setup", rect);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let head = Rect::from_min_max(inner.min, pos2(inner.right(), rect.top() + HEAD));
    if plan.most() > 0.0 {
        pages(pen, head, plan, scroll);
        pen.title(head, head.center().y, words::title(lang), "");
    } else {
        pen.title(head, head.center().y, words::title(lang), words::note(lang));
    }
    settings(pen, plan, model, wrong, scroll);
    if let Some(place) = plan.picture {
        picture::paint(pen, place, model);
    }
    foot(pen, Rect::from_min_max(pos2(inner.left(), rect.bottom() - FOOT), pos2(inner.right(), rect.bottom())), model);
}

/// The settings, as far as they are scrolled. The field that has just got the keyboard is brought into sight.
fn settings(pen: &mut Pen<'_>, plan: &Plan, model: &Model, wrong: Option<Field>, scroll: &mut Scroll) {
    let field = wrong.or_else(|| ASKED.into_iter().find(|field| pen.has_keyboard(&rows::field_id(*field))));
    let wheel = pen.wheel_over(plan.view);
    scroll.by_dp = (scroll.by_dp - wheel).clamp(0.0, plan.most());
    if field != scroll.field {
        let place = plan.parts(model, scroll.by_dp).into_iter().find_map(|(rect, part)| match part {
            Part::Setting(row) if field.is_some_and(|field| field.key().name() == row.id) => Some(rect),
            _ => None,
        });
        if let Some(place) = place {
            let (above, below) = (plan.view.top() - place.top(), place.bottom() - plan.view.bottom());
            scroll.by_dp += below.max(0.0) - above.max(0.0);
            scroll.by_dp = scroll.by_dp.clamp(0.0, plan.most());
        }
        scroll.field = field;
    }
    let parts = plan.parts(model, scroll.by_dp);
    pen.scrolled_in(plan.view, |pen| {
        for (rect, part) in parts {
            match part {
                Part::Heading(title) => rows::heading(pen, rect, title),
                Part::Setting(row) => {
                    let takes = wrong.is_some_and(|field| field.key().name() == row.id);
                    rows::paint(pen, rect, row, takes);
                }
            }
        }
    });
    if plan.most() > 0.0 {
        // How far it is, beside them.
        let (view, whole) = (plan.view, plan.view.height() + plan.most());
        let top = view.top() + view.height() * scroll.by_dp / whole;
        let high = view.height() * view.height() / whole;
        let bar = Rect::from_min_size(pos2(view.right() - 3.0, top), vec2(3.0, high));
        pen.fill(bar, theme::TEXT_3.egui());
    }
}

/// What shows the settings above and below, where they have no room at once; the keys that turn pages do the same.
fn pages(pen: &mut Pen<'_>, head: Rect, plan: &Plan, scroll: &mut Scroll) {
    let page = (plan.view.height() - 40.0).max(40.0);
    let signs = [
        ("setup-before", "‹", 1.5, Sign::Back, -page, egui::Key::PageUp),
        ("setup-next", "›", 0.5, Sign::On, page, egui::Key::PageDown),
    ];
    for (id, sign, n, called, by, key) in signs {
        let rect = Rect::from_center_size(pos2(head.right() - 40.0 * n, head.center().y), vec2(38.0, 36.0));
        let press = pen.press(id, rect, sign);
        pen.call(id, called);
        let token = if press.hovered { theme::TEXT_1 } else { theme::TEXT_2 };
        pen.text(rect.center(), Align2::CENTER_CENTER, sign, ink(size::TITLE, token));
        let pressed = pen.painter().ctx().input(|input| input.key_pressed(key));
        if press.clicked || pressed {
            scroll.by_dp = (scroll.by_dp + by).clamp(0.0, plan.most());
        }
    }
}

/// What is wrong, or how it is opened again; leave; keep.
fn foot(pen: &mut Pen<'_>, foot: Rect, model: &Model) {
    let (lang, y) = (pen.lang, foot.center().y);
    let button = |right: f32, wide: f32| Rect::from_min_max(pos2(right - wide, y - 18.0), pos2(right, y + 18.0));
    let keep = button(foot.right(), 150.0_f32.min(foot.width() * 0.35));
    let label = words::keep(lang);
    let press = pen.press_for("setup-keep", keep, label, SetupIntent::Keep.into());
    pen.fill(keep, if press.hovered { theme::WORKER_ON_TASK } else { theme::TEXT_1 }.egui());
    let said = format!("{label}  {}", say(lang, Word::EnterKey));
    let bright = ink(size::BODY, theme::CANVAS).medium();
    pen.text_within(keep.center(), Align2::CENTER_CENTER, &said, bright, keep.width() - 8.0);
    let leave = button(keep.left() - 8.0, 120.0_f32.min(foot.width() * 0.3));
    let label = words::leave(lang);
    let press = pen.press_for("setup-leave", leave, label, Intent::Back);
    pen.fill(leave, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
    let said = format!("{label}  Esc");
    pen.text_within(leave.center(), Align2::CENTER_CENTER, &said, ink(size::BODY, theme::TEXT_1), leave.width() - 8.0);
    let room = leave.left() - foot.left() - 12.0;
    let at = pos2(foot.left(), y);
    match &model.problem {
        Some(problem) => {
            let words = pen.text_within(at, Align2::LEFT_CENTER, problem, ink(14.0, theme::U2).medium(), room);
            pen.name("setup-problem", words);
        }
        None => {
            let said = format!("{} · {}", model.canvas, words::again(lang));
            pen.text_within(at, Align2::LEFT_CENTER, &said, ink(size::CAPTION, theme::TEXT_2), room);
        }
    }
}
