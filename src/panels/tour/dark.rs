//! A dark wall, so that people look at whoever speaks: the canvas, the clock and whether the feeds live; of sample data, that
//! they are. Whatever is pressed lights it.

use crate::panels::header::Header;
use crate::panels::pen::{self, Out};
use crate::panels::text::tour_words::{self, TourWord};
use crate::panels::theme;
use crate::seat::{Intent, Seat, TourIntent};
use bevy_egui::egui::{self, Rect};

pub(super) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, header: &mut Header, line: Rect) {
    let whole = ctx.content_rect();
    pen::panel(ctx, seat, out, "tour-dark", whole, |pen| {
        pen.painter().rect_filled(whole, 0.0, theme::CANVAS.egui());
        header.show_in_the_dark(pen, line);
        pen.press_for("tour-dark", whole, tour_words::say(pen.lang, TourWord::Light), Intent::Tour(TourIntent::Dark));
    });
}
