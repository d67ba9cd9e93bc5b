//! A plot as lines, areas, dots and words: described once, painted by egui on the screen and written as SVG.

use crate::panels::theme::Token;
use bevy_egui::egui::{Align2, Pos2, Rect, Vec2, pos2};

/// Something drawn; later ones lie above earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    /// A filled rectangle.
    Fill(Rect, Token),
    /// A line through points.
    Line {
        /// Through these.
        points: Vec<Pos2>,
        /// How wide.
        width: f32,
        /// In this colour.
        token: Token,
        /// Whether it is dashed: what something is compared with.
        dashed: bool,
    },
    /// What lies between two lines over the same points across.
    Band {
        /// The upper line.
        upper: Vec<Pos2>,
        /// The lower line.
        lower: Vec<Pos2>,
        /// In this colour.
        token: Token,
    },
    /// A filled circle.
    Dot(Pos2, f32, Token),
    /// A filled convex outline.
    Shape(Vec<Pos2>, Token),
    /// One row of words.
    Words(Words),
}

/// One row of words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    /// Where.
    pub(crate) at: Pos2,
    /// Which of its points stands there: left, middle or right of its middle height.
    pub(crate) anchor: Align2,
    /// What it says.
    pub(crate) text: String,
    /// How it looks.
    pub(crate) look: Look,
}

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Look {
    /// Size of type, dp.
    pub(crate) size: f32,
    /// Whether in the medium weight.
    pub(crate) medium: bool,
    /// The colour.
    pub(crate) token: Token,
}

/// Words of this size in this colour.
pub(crate) fn look(size: f32, token: Token) -> Look {
    Look { size, medium: size <= 14.0, token }
}

impl Look {
    /// The same in the medium weight.
    pub(crate) fn medium(self) -> Self {
        Self { medium: true, ..self }
    }
}

/// A drawing of this size, dp, from its upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Drawing {
    /// How large.
    pub(crate) size: Vec2,
    /// What is on it.
    pub(crate) items: Vec<Item>,
}

/// How wide a text is in a look, dp.
pub(crate) type Measure<'a> = &'a dyn Fn(&str, Look) -> f32;

/// Draws, and knows how wide words are.
pub(crate) struct Sheet<'a> {
    pub(crate) drawing: Drawing,
    measure: Measure<'a>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet.
    pub(crate) fn new(size: Vec2, measure: Measure<'a>) -> Self {
        Self { drawing: Drawing { size, items: Vec::new() }, measure }
    }

    /// How wide a text is.
    pub(crate) fn width(&self, text: &str, look: Look) -> f32 {
        (self.measure)(text, look)
    }

    /// Writes words; answers the room that they take.
    pub(crate) fn words(&mut self, at: Pos2, anchor: Align2, text: &str, look: Look) -> Rect {
        let room = anchor.anchor_size(at, Vec2::new(self.width(text, look), look.size * 1.2));
        if !text.is_empty() {
            self.drawing.items.push(Item::Words(Words { at, anchor, text: text.to_owned(), look }));
        }
        room
    }

    /// Writes words no wider than `room`: parts behind ` · ` that have none are left out, the rest is cut.
    pub(crate) fn words_within(&mut self, at: Pos2, anchor: Align2, text: &str, look: Look, room: f32) -> Rect {
        let mut kept = text;
        while self.width(kept, look) > room
            && let Some((shorter, _)) = kept.rsplit_once(" · ")
        {
            kept = shorter;
        }
        if self.width(kept, look) <= room {
            return self.words(at, anchor, kept, look);
        }
        let mut letters: Vec<char> = kept.chars().collect();
        let mut cut = String::new();
        while letters.pop().is_some() {
            cut = letters.iter().collect::<String>() + "…";
            if self.width(&cut, look) <= room {
                break;
            }
        }
        self.words(at, anchor, if letters.is_empty() { "" } else { &cut }, look)
    }

    /// A line.
    pub(crate) fn line(&mut self, points: Vec<Pos2>, width: f32, token: Token) {
        self.drawing.items.push(Item::Line { points, width, token, dashed: false });
    }

    /// A dashed line: what something is compared with.
    pub(crate) fn dashed(&mut self, points: Vec<Pos2>, width: f32, token: Token) {
        self.drawing.items.push(Item::Line { points, width, token, dashed: true });
    }

    /// A line across.
    pub(crate) fn across(&mut self, x: std::ops::RangeInclusive<f32>, y: f32, token: Token) {
        self.line(vec![pos2(*x.start(), y), pos2(*x.end(), y)], 1.0, token);
    }

    /// A filled rectangle.
    pub(crate) fn fill(&mut self, rect: Rect, token: Token) {
        self.drawing.items.push(Item::Fill(rect, token));
    }

    /// Anything.
    pub(crate) fn put(&mut self, item: Item) {
        self.drawing.items.push(item);
    }
}
