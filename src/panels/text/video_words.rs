//! The words around cameras' pictures.

use super::map_words::no_answer;
use super::{Key, text};
use crate::domain::VideoTrouble;
use crate::seat::Lang;

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The panel's title.
pub(crate) fn title(lang: Lang) -> &'static str {
    of(lang, "视频画面", "Video")
}

/// What the pictures were opened to look at.
pub(crate) fn looking_at(lang: Lang, what: &str) -> String {
    format!("{}{what}", of(lang, "看向 ", "looking at "))
}

/// How to close the panel.
pub(crate) fn how_to_close(lang: Lang) -> &'static str {
    of(lang, "Esc 关闭", "Esc closes")
}

/// What gives the pictures a window of their own, or brings them back.
pub(crate) fn window(lang: Lang, apart: bool) -> &'static str {
    if apart { of(lang, "独立窗口", "Own window") } else { of(lang, "回到地图上", "Back over the map") }
}

/// A window for pictures in which none shows.
pub(crate) fn none_open(lang: Lang) -> &'static str {
    of(
        lang,
        "没有打开的镜头。在地图上点镜头，或选一件事再按 C，画面就在这里。",
        "No camera is open. Click one on the map, or select a matter and press C: its pictures come here.",
    )
}

/// What opens one camera's picture.
pub(crate) fn open(lang: Lang) -> &'static str {
    of(lang, "看画面", "Show its picture")
}

/// What opens the cameras that look at the place.
pub(crate) fn look_here(lang: Lang) -> &'static str {
    of(lang, "看向此处 C", "looking here C")
}

/// While nothing has come yet.
pub(crate) fn waiting(lang: Lang) -> &'static str {
    of(lang, "连接中", "connecting")
}

/// The picture is of now.
pub(crate) fn just_now(lang: Lang) -> &'static str {
    of(lang, "实时", "live")
}

/// How far a picture lags: `落后 12秒`, `12s behind`.
pub(crate) fn behind(lang: Lang, span: &str) -> String {
    match lang {
        Lang::Zh => format!("落后 {span}"),
        Lang::En => format!("{span} behind"),
    }
}

/// Nothing comes any more, and when something came last.
pub(crate) fn lost(lang: Lang, last: &str) -> String {
    format!("{}{last}", of(lang, "画面中断 · 最后 ", "picture lost · last "))
}

/// The mark of a picture that no camera took.
pub(crate) fn generated_mark(lang: Lang) -> &'static str {
    of(lang, "演示画面", "generated picture")
}

/// The same, said so that nobody takes it for more.
pub(crate) fn generated(lang: Lang) -> &'static str {
    of(lang, "演示画面 · 程序绘制，不是真实视频", "Generated picture · drawn by the program, no real video")
}

/// Why no picture comes.
pub(crate) fn trouble(lang: Lang, trouble: &VideoTrouble) -> String {
    match trouble {
        VideoTrouble::NoAddress => of(lang, "未设画面地址", "no address is set").into(),
        VideoTrouble::NoKey { variable } => format!("{}{variable}", text(lang, Key::MapKeyMissing)),
        VideoTrouble::NoFfmpeg => of(lang, "看 RTSP 需安装 ffmpeg", "RTSP needs ffmpeg: not installed").into(),
        VideoTrouble::NoAnswer(why) => no_answer(lang, *why),
        VideoTrouble::Refused(status) => format!("{} HTTP {status}", of(lang, "被拒绝", "refused")),
        VideoTrouble::NoPicture => of(lang, "暂无画面", "no picture now").into(),
        VideoTrouble::NotAPicture => of(lang, "收到的不是画面", "what comes is no picture").into(),
        VideoTrouble::TooLarge => of(lang, "画面过大", "its picture is too large").into(),
        VideoTrouble::Ended => of(lang, "画面已结束，正在重连", "it ended, asking again").into(),
        VideoTrouble::NotNoted => of(lang, "观看记录写不下，不予显示", "the look can't be logged: not shown").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoAnswer;

    #[test]
    fn every_word_is_said_in_both_languages() {
        let all = |lang| {
            let plain =
                [title, how_to_close, open, look_here, waiting, just_now, generated_mark, generated].map(|f| f(lang));
            let troubles = [
                VideoTrouble::NoAddress,
                VideoTrouble::NoKey { variable: "CAM".into() },
                VideoTrouble::NoFfmpeg,
                VideoTrouble::NoAnswer(NoAnswer::TimedOut),
                VideoTrouble::Refused(401),
                VideoTrouble::NoPicture,
                VideoTrouble::NotAPicture,
                VideoTrouble::TooLarge,
                VideoTrouble::Ended,
                VideoTrouble::NotNoted,
            ];
            let composed = [behind(lang, "9"), lost(lang, "14:03"), looking_at(lang, "A")];
            let told = troubles.iter().map(|t| trouble(lang, t)).chain(composed);
            plain.into_iter().map(str::to_owned).chain(told).collect::<Vec<_>>()
        };
        for (zh, en) in all(Lang::Zh).into_iter().zip(all(Lang::En)) {
            assert!(!zh.is_ascii(), "{zh}");
            assert!(!en.is_empty() && en.chars().all(|c| c.is_ascii() || c == '·'), "{en}");
        }
        assert_eq!(trouble(Lang::En, &VideoTrouble::Refused(401)), "refused HTTP 401");
    }
}
