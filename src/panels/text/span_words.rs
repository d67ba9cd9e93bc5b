//! How much the time machine's slider spans, in words.

use crate::seat::{Lang, Span};

fn of(lang: Lang, zh: [&'static str; 4], en: [&'static str; 4], span: Span) -> &'static str {
    if lang == Lang::Zh { zh[span as usize] } else { en[span as usize] }
}

/// On the button.
pub(crate) fn span(lang: Lang, span: Span) -> &'static str {
    of(lang, ["日", "月", "年", "十年"], ["D", "M", "Y", "10Y"], span)
}

/// How long the stretches are of which the slider tells how much happened.
pub(crate) fn unit(lang: Lang, span: Span) -> &'static str {
    let zh = ["每10分钟", "每3小时", "每日", "每周"];
    of(lang, zh, ["each 10 minutes", "per 3 h", "per day", "per week"], span)
}

/// `若无变化，6小时内到期12件`: what falls due in the hours ahead.
pub(crate) fn due_ahead(lang: Lang, hours: i64, count: usize) -> String {
    let count = super::format::number(count);
    match lang {
        Lang::Zh => format!("若无变化，{hours}小时内到期{count}件"),
        Lang::En => format!("If nothing changes, {count} fall due within {hours} h"),
    }
}
