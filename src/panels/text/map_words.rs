//! The map's approval, and what is wrong with the base map, as a sentence.

use super::{Key, format, text};
use crate::seat::Lang;
use crate::spatial::{NoAnswer, PictureTrouble};

/// What the officer reads of it.
pub(crate) fn map_trouble(lang: Lang, trouble: &PictureTrouble) -> String {
    let say = |key| text(lang, key);
    let (open, close, then) = if lang == Lang::Zh { ("（", "）", "，") } else { (" (", ")", ": ") };
    let server = |host: &str| format!("{}{host} ", say(Key::MapServer));
    match trouble {
        PictureTrouble::NoPicture { host, said } => format!("{}{}{said}", server(host), say(Key::MapNoPicture)),
        PictureTrouble::Refused { host, status, said } => {
            format!("{}{}{open}HTTP {status}{close}{said}", server(host), say(Key::MapRefused))
        }
        PictureTrouble::QuotaUsedUp { host, per_day } => {
            let per_day = format::number(*per_day);
            format!("{}{}{open}{per_day}{close}{then}{}", server(host), say(Key::MapQuota), say(Key::MapKept))
        }
        PictureTrouble::Unreachable { host, why } => {
            let why = no_answer(lang, *why);
            format!("{}{}{open}{why}{close}{then}{}", server(host), say(Key::MapUnreachable), say(Key::MapKept))
        }
        PictureTrouble::NoKey { host, variable } => format!("{}{}{variable}", server(host), say(Key::MapKeyMissing)),
        PictureTrouble::Fictitious => say(Key::MapFictitious).to_owned(),
    }
}

/// 审图号: the number under which the map was approved. Its last character is a word, which only readers of Chinese need.
pub(crate) fn approval(lang: Lang, number: &str) -> String {
    let number = if lang == Lang::Zh { number } else { number.trim_end_matches('号') };
    format!("{}{number}", text(lang, Key::MapApproval))
}

pub(crate) fn no_answer(lang: Lang, why: NoAnswer) -> String {
    let key = match why {
        NoAnswer::NoConnection => Key::MapNoConnection,
        NoAnswer::TimedOut => Key::MapTimedOut,
        NoAnswer::TooLong => Key::MapTooLong,
        NoAnswer::RedirectLoop => Key::MapRedirects,
        NoAnswer::BrokeOff => Key::MapBrokeOff,
        NoAnswer::Status(status) => return format!("HTTP {status}"),
    };
    text(lang, key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_approved_in_both_languages() {
        assert_eq!(approval(Lang::Zh, "GS(2026)0000号"), "审图号：GS(2026)0000号");
        assert_eq!(approval(Lang::En, "GS(2026)0000号"), "Map approval no. GS(2026)0000");
    }

    #[test]
    fn trouble_is_told_in_both_languages() {
        let host = || "t0.tianditu.gov.cn".to_owned();
        let said = PictureTrouble::NoPicture { host: host(), said: "非法Key".into() };
        assert_eq!(map_trouble(Lang::Zh, &said), "底图服务器 t0.tianditu.gov.cn 没有给出图片，回的是：非法Key");
        let lost = PictureTrouble::Unreachable { host: host(), why: NoAnswer::TimedOut };
        assert_eq!(map_trouble(Lang::Zh, &lost), "底图服务器 t0.tianditu.gov.cn 取不到图（超时），只显示已存的图");
        assert_eq!(
            map_trouble(Lang::En, &lost),
            "The base map's server t0.tianditu.gov.cn can't be reached (no answer in time): what was kept is shown"
        );
    }
}
