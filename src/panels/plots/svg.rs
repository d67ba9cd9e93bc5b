//! A drawing as SVG. Words stay words, in the program's family of type with what else shows Chinese behind it.

use super::drawing::{Drawing, Item, Words};
use crate::panels::theme::{self, Token};
use bevy_egui::egui::{Align, Pos2};
use std::fmt::Write;

/// The families that the words are set in, the first that there is.
const FAMILIES: &str =
    "'Noto Sans SC','Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif";
/// How far the foot of letters stands below their row's middle, em.
const FOOT_EM: f32 = 0.376;

/// The drawing as an SVG file; `title` says what it is to those who can't see it.
pub(super) fn svg(drawing: &Drawing, title: &str) -> String {
    let (width, height) = (drawing.size.x, drawing.size.y);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} \
         {height:.0}\" font-family=\"{FAMILIES}\" role=\"img\">\n<title>{}</title>\n<rect width=\"{width:.0}\" \
         height=\"{height:.0}\" fill=\"{}\"/>\n",
        escaped(title),
        hex(theme::PANEL)
    );
    drawing.items.iter().for_each(|item| put(&mut out, item));
    out.push_str("</svg>\n");
    out
}

fn put(out: &mut String, item: &Item) {
    // Writing into a string never fails.
    let _ = match item {
        Item::Fill(rect, token) => writeln!(
            out,
            "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"{}\"/>",
            rect.left(),
            rect.top(),
            rect.width(),
            rect.height(),
            hex(*token)
        ),
        Item::Line { points, width, token, dashed } => {
            let dashes = if *dashed { " stroke-dasharray=\"5 4\"" } else { "" };
            writeln!(
                out,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width:.2}\"{dashes}/>",
                list(points.iter()),
                hex(*token)
            )
        }
        Item::Band { upper, lower, token } => {
            writeln!(
                out,
                "<polygon points=\"{}\" fill=\"{}\"/>",
                list(upper.iter().chain(lower.iter().rev())),
                hex(*token)
            )
        }
        Item::Shape(points, token) => {
            writeln!(out, "<polygon points=\"{}\" fill=\"{}\"/>", list(points.iter()), hex(*token))
        }
        Item::Dot(at, radius, token) => {
            writeln!(out, "<circle cx=\"{:.2}\" cy=\"{:.2}\" r=\"{radius:.2}\" fill=\"{}\"/>", at.x, at.y, hex(*token))
        }
        Item::Words(words) => words_of(out, words),
    };
}

fn words_of(out: &mut String, words: &Words) -> std::fmt::Result {
    let anchor = match words.anchor.x() {
        Align::Min => "start",
        Align::Center => "middle",
        Align::Max => "end",
    };
    writeln!(
        out,
        "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{:.1}\" font-weight=\"{}\" text-anchor=\"{anchor}\" \
         fill=\"{}\">{}</text>",
        words.at.x,
        words.at.y + words.look.size * FOOT_EM,
        words.look.size,
        if words.look.medium { 500 } else { 400 },
        hex(words.look.token),
        escaped(&words.text)
    )
}

fn list<'a>(points: impl Iterator<Item = &'a Pos2>) -> String {
    points.map(|at| format!("{:.2},{:.2}", at.x, at.y)).collect::<Vec<_>>().join(" ")
}

fn hex(token: Token) -> String {
    let [red, green, blue] = token.bytes();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Text inside an element; what XML has no place for is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            control if control < ' ' => {}
            other => out.push(other),
        }
    }
    out
}
