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

/// A row of words is so high, em: the ink of Latin and of Han letters lies within.
const ROW_EM: f32 = 1.15;
/// Words beside each other are at least so far apart, and marks along an axis, dp.
const APART: f32 = 3.0;
const MARKS_APART: f32 = 8.0;

/// Draws, knows how wide words are, and where words stand already.
pub(crate) struct Sheet<'a> {
    pub(crate) drawing: Drawing,
    taken: Vec<Rect>,
    measure: Measure<'a>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet.
    pub(crate) fn new(size: Vec2, measure: Measure<'a>) -> Self {
        Self { drawing: Drawing { size, items: Vec::new() }, taken: Vec::new(), measure }
    }

    /// How wide a text is.
    pub(crate) fn width(&self, text: &str, look: Look) -> f32 {
        (self.measure)(text, look)
    }

    /// How wide the widest of these texts is.
    pub(crate) fn widest<T: AsRef<str>>(&self, texts: impl IntoIterator<Item = T>, look: Look) -> f32 {
        texts.into_iter().map(|text| self.width(text.as_ref(), look)).fold(0.0, f32::max)
    }

    /// The room that a row of words takes.
    pub(crate) fn room_of(&self, text: &str, look: Look) -> Vec2 {
        Vec2::new(self.width(text, look), look.size * ROW_EM)
    }

    /// Whether words there would lie on the sheet and over no others.
    fn is_free(&self, room: Rect) -> bool {
        let beside = room.expand2(Vec2::new(APART, 0.0));
        let sheet = Rect::from_min_size(Pos2::ZERO, self.drawing.size);
        sheet.contains_rect(room) && !self.taken.iter().any(|taken| taken.intersects(beside))
    }

    /// Writes words, unless they would lie over others or leave the sheet: who writes first has the place, so what matters
    /// more is written first. Answers the room that they take: none of the width where they are not written.
    pub(crate) fn words(&mut self, at: Pos2, anchor: Align2, text: &str, look: Look) -> Rect {
        let room = anchor.anchor_size(at, self.room_of(text, look));
        if text.is_empty() || !self.is_free(room) {
            return Rect::from_min_size(at, Vec2::ZERO);
        }
        self.taken.push(room);
        self.drawing.items.push(Item::Words(Words { at, anchor, text: text.to_owned(), look }));
        room
    }

    /// The first of these places around which so much room is free of words inside `within`.
    pub(crate) fn free_place(&self, places: &[(Pos2, Align2)], size: Vec2, within: Rect) -> Option<(Pos2, Align2)> {
        let is_free = |(at, anchor): &&(Pos2, Align2)| {
            let room = anchor.anchor_size(*at, size);
            within.contains_rect(room) && self.is_free(room)
        };
        places.iter().find(is_free).copied()
    }

    /// Marks along an axis at the height `y`, as many as have room, evenly; answers where they stand.
    pub(crate) fn marks(&mut self, y: f32, marks: &[(f32, String)], look: Look) -> Vec<f32> {
        let room = |x: f32, text: &str| Align2::CENTER_CENTER.anchor_size(pos2(x, y), self.room_of(text, look));
        let free: Vec<(&(f32, String), Rect)> =
            marks.iter().map(|mark| (mark, room(mark.0, &mark.1))).filter(|(_, room)| self.is_free(*room)).collect();
        let spans: Vec<(f32, f32)> = free.iter().map(|(_, room)| (room.left(), room.right())).collect();
        let kept: Vec<&(f32, String)> = thinned(&spans).map(|n| free[n].0).collect();
        for (x, text) in &kept {
            self.words(pos2(*x, y), Align2::CENTER_CENTER, text, look);
        }
        kept.into_iter().map(|(x, _)| *x).collect()
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

/// Which of the marks along an axis are written, of which each takes a span of it: all, or every second, third and so on,
/// counted from the last, so that none touches the next.
pub(crate) fn thinned(spans: &[(f32, f32)]) -> impl Iterator<Item = usize> {
    let count = spans.len();
    let kept = move |step: usize| (0..count).filter(move |n| (count - 1 - n).is_multiple_of(step));
    let touch = |step: usize| kept(step).zip(kept(step).skip(1)).any(|(a, b)| spans[a].1 + MARKS_APART > spans[b].0);
    kept((1..count).find(|step| !touch(*step)).unwrap_or(count.max(1)))
}
