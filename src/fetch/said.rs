//! What a body says that is not what was asked for: HTML, JSON, plain text, in one line that somebody can read.

use super::escaped;
use serde_json::Value;

/// So much of it is told.
const MOST_CHARS: usize = 120;
/// So much of the body is looked at.
const LOOK_BYTES: usize = 64 << 10;
/// Where JSON says what is wrong.
const WORDS: [&str; 8] = ["message", "msg", "resolve", "error_description", "error", "info", "detail", "reason"];

/// The words of a body, without the key, should it repeat that.
pub(crate) fn said(body: &[u8], key: Option<&str>) -> String {
    let body = &body[..body.len().min(LOOK_BYTES)];
    let text = match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        // Cut within a letter, or of an older Chinese server.
        Err(why) if why.error_len().is_none() => String::from_utf8_lossy(body).into_owned(),
        Err(_) => encoding_rs::GB18030.decode(body).0.into_owned(),
    };
    let words = match serde_json::from_str::<Value>(text.trim()) {
        Ok(json) => in_json(&json).unwrap_or_else(|| text.clone()),
        Err(_) => without_tags(&text),
    };
    let words = match key {
        Some(key) if !key.is_empty() => {
            let in_an_address: String = key.bytes().map(escaped).collect();
            words.replace(key, "…").replace(&in_an_address, "…")
        }
        _ => words,
    };
    let readable = |c: &char| !c.is_control() && *c != '\u{fffd}';
    let words: String = words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(readable).collect();
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(MOST_CHARS).collect();
    if short.len() < line.len() { format!("{short}…") } else { short }
}

/// What a JSON body says is wrong, where it says so in a word that is meant for that: other fields may be somebody's.
pub(crate) fn complaint(body: &[u8], key: Option<&str>) -> Option<String> {
    let json = serde_json::from_slice(&body[..body.len().min(LOOK_BYTES)]).ok()?;
    in_words(&json).map(|words| said(words.as_bytes(), key))
}

fn in_json(json: &Value) -> Option<String> {
    let first = || json.as_object()?.values().find_map(|value| value.as_str().map(str::to_owned));
    in_words(json).or_else(first)
}

fn in_words(json: &Value) -> Option<String> {
    let object = json.as_object()?;
    WORDS.iter().find_map(|name| match object.get(*name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        inner @ Value::Object(_) => in_words(inner),
        _ => None,
    })
}

/// A page's words: its title where it has one, else all that stands between its tags.
fn without_tags(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|open| {
        let from = open + lower[open..].find('>')? + 1;
        let to = from + lower[from..].find('<')?;
        Some(text[from..to].trim()).filter(|title| !title.is_empty())
    });
    if let Some(title) = title {
        return unescaped(title);
    }
    let mut out = String::new();
    let mut at = 0;
    while let Some(open) = lower[at..].find('<').map(|open| at + open) {
        out.push_str(&text[at..open]);
        out.push(' ');
        // What scripts and styles say is said to nobody.
        let hidden = ["script", "style"].iter().find(|name| lower[open + 1..].starts_with(**name));
        let end = match hidden {
            Some(name) => lower[open..].find(&format!("</{name}")).map(|close| open + close + 2),
            None => Some(open),
        };
        match end.and_then(|end| lower[end..].find('>').map(|close| end + close + 1)) {
            Some(next) => at = next,
            None => return unescaped(&out),
        }
    }
    out.push_str(&text[at..]);
    unescaped(&out)
}

fn unescaped(text: &str) -> String {
    let pairs = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::{complaint, said};

    #[test]
    fn only_words_that_are_meant_so_are_a_complaint() {
        assert_eq!(complaint(br#"{"code":401,"msg":"no token k3y"}"#, Some("k3y")).as_deref(), Some("no token …"));
        assert_eq!(complaint(br#"{"error":{"status":1,"message":"late"}}"#, None).as_deref(), Some("late"));
        assert_eq!(complaint(r#"{"code":"7","name":"王五"}"#.as_bytes(), None), None);
        assert_eq!(complaint(b"{", None), None);
    }

    #[test]
    fn what_is_no_picture_says_what_it_says() {
        let tianditu = r#"{"msg":"非法Key","code":300001,"resolve":"请检查Key"}"#;
        assert_eq!(said(tianditu.as_bytes(), None), "非法Key");
        assert_eq!(said(br#"{"error":{"code":429,"message":"over  quota"}}"#, None), "over quota");
        let page = b"<html><head><style>b{}</style><title>403 Forbidden</title></head><body>x</body></html>";
        assert_eq!(said(page, None), "403 Forbidden");
        let page = b"<html><script>var a='<b>';</script><body><h1>Sign&nbsp;in</h1>\n<p>to the guest net</p>";
        assert_eq!(said(page, None), "Sign in to the guest net");
        assert_eq!(said(b"bad key s3cret!", Some("s3cret")), "bad key …!");
        assert_eq!(said(b"bad key a/b of ?k=a%2Fb", Some("a/b")), "bad key … of ?k=…");
        assert_eq!(said(&encoding_rs::GB18030.encode("今日配额已用完").0, None), "今日配额已用完");
        assert_eq!(said(&[], None), "");
        assert!(said(&vec![b'x'; 9_000], None).chars().count() <= 121);
        assert_eq!(said(b"<never closed", None), "");
        assert_eq!(said(&[0xff, 0xfe, 0, 1, 2], Some("")).chars().filter(|c| c.is_control()).count(), 0);
    }
}
