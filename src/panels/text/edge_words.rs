//! The words of the desk's edges, told to whoever can't see them.

use crate::seat::{Lang, Side};

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The edge that is drawn.
pub(crate) fn width(lang: Lang, side: Side) -> &'static str {
    match side {
        Side::List => of(lang, "列表宽度", "Width of the list"),
        Side::Card => of(lang, "卡片宽度", "Width of the card"),
    }
}

/// Folds a side away, or opens it.
pub(crate) fn fold(lang: Lang, side: Side, is_folded: bool) -> &'static str {
    match (side, is_folded) {
        (Side::List, false) => of(lang, "收起列表", "Fold the list away"),
        (Side::List, true) => of(lang, "展开列表", "Open the list"),
        (Side::Card, false) => of(lang, "收起卡片", "Fold the card away"),
        (Side::Card, true) => of(lang, "展开卡片", "Open the card"),
    }
}

/// Lets list and card change places.
pub(crate) fn swap(lang: Lang) -> &'static str {
    of(lang, "列表与卡片左右互换", "Let list and card change places")
}
