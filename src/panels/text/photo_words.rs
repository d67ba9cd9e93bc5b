//! The words around photos.

use crate::domain::PhotoMoment;
use crate::panels::photos::PhotoTrouble;
use crate::seat::Lang;

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The section's title.
pub(crate) fn title(lang: Lang) -> &'static str {
    of(lang, "照片", "Photos")
}

/// When a photo was taken.
pub(crate) fn moment(lang: Lang, moment: PhotoMoment) -> &'static str {
    match moment {
        PhotoMoment::Before => of(lang, "处置前", "Before"),
        PhotoMoment::After => of(lang, "处置后", "After"),
    }
}

/// While it is read.
pub(crate) fn later(lang: Lang) -> &'static str {
    of(lang, "读取中", "loading")
}

/// Why it does not show.
pub(crate) fn trouble(lang: Lang, trouble: PhotoTrouble) -> &'static str {
    match trouble {
        PhotoTrouble::Missing => of(lang, "未入库", "not here"),
        PhotoTrouble::Damaged => of(lang, "文件损坏", "file damaged"),
        PhotoTrouble::Undrawable => of(lang, "无法显示", "can't be drawn"),
        PhotoTrouble::Unreadable => of(lang, "读取失败", "can't be read"),
    }
}

/// How to leave the enlarged photo.
pub(crate) fn how_to_close(lang: Lang) -> &'static str {
    of(lang, "点击或 Esc 返回", "click or Esc to go back")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_said_in_both_languages() {
        let all = |lang| {
            let moments = [PhotoMoment::Before, PhotoMoment::After].map(|m| moment(lang, m));
            let troubles = PhotoTrouble::ALL.map(|t| trouble(lang, t));
            [title(lang), later(lang), how_to_close(lang)]
                .into_iter()
                .chain(moments)
                .chain(troubles)
                .collect::<Vec<_>>()
        };
        for (zh, en) in all(Lang::Zh).into_iter().zip(all(Lang::En)) {
            assert!(!zh.is_ascii() && en.is_ascii() && !en.is_empty(), "{zh} {en}");
        }
    }
}
