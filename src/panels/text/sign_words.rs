//! What buttons are called that show only a sign: for whoever can't see it.

use crate::seat::Lang;

/// A button that shows a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// × closes what it stands on.
    Close,
    /// × forgets a saved view.
    Forget,
    /// − plays slower.
    Slower,
    /// + plays faster.
    Faster,
    /// ‹ the day before.
    DayBefore,
    /// › the day after.
    DayAfter,
    /// ‹ as long before as the slider spans.
    SpanBefore,
    /// › as long after.
    SpanAfter,
    /// ‹ the category before.
    CategoryBefore,
    /// › the next category.
    CategoryNext,
    /// ‹ back in the list.
    Back,
    /// › on in the list.
    On,
}

/// What it is called.
pub(crate) fn say(lang: Lang, sign: Sign) -> &'static str {
    let (zh, en) = match sign {
        Sign::Close => ("关闭", "Close"),
        Sign::Forget => ("删除此视图", "Forget this view"),
        Sign::Slower => ("放慢", "Slower"),
        Sign::Faster => ("加快", "Faster"),
        Sign::DayBefore => ("前一天", "Day before"),
        Sign::DayAfter => ("后一天", "Day after"),
        Sign::SpanBefore => ("前一段", "Span before"),
        Sign::SpanAfter => ("后一段", "Span after"),
        Sign::CategoryBefore => ("前一类", "Category before"),
        Sign::CategoryNext => ("后一类", "Next category"),
        Sign::Back => ("上一页", "Back"),
        Sign::On => ("下一页", "On"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
