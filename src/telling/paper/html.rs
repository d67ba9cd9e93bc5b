//! A paper as HTML: one file with nothing outside it, to be printed on A4.

use super::Paper;
use super::docx::SEAL;

/// Sizes and margins of GB/T 9704-2012. No script, nothing from outside: the policy in its head says so to browsers too.
const STYLE: &str = "
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
body { font: 16pt/28pt FangSong, STFangsong, 'FangSong_GB2312', 'Noto Serif CJK SC', serif; max-width: 156mm; margin: 0 auto; }
h1 { font: 22pt/36pt 'FZXiaoBiaoSong-B05S', SimSun, 'Noto Serif CJK SC', serif; text-align: center; margin: 0; }
.number { text-align: center; border-bottom: 1.5pt solid red; padding-bottom: 8pt; margin: 0 0 28pt; }
p { margin: 0; text-indent: 2em; }
.to, .copies { text-indent: 0; }
table { border-collapse: collapse; width: 100%; font-size: 14pt; line-height: 22pt; margin: 8pt 0; }
th, td { border: 0.75pt solid black; padding: 2pt 6pt; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { width: 6em; font-family: SimHei, 'Noto Sans CJK SC', sans-serif; font-weight: normal; }
tr, .sign { break-inside: avoid; }
.sign { break-before: avoid; margin-top: 28pt; text-align: right; padding-right: 2em; position: relative; }
.sign p { text-indent: 0; }
.seal { color: gray; }
.copies { margin-top: 28pt; border-top: 0.75pt solid black; }
";

/// The paper as a page of HTML.
pub fn html(paper: &Paper) -> String {
    let mut page = String::with_capacity(4_096);
    let mut put = |text: &str| page.push_str(text);
    put("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    put("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
    put(&format!("<title>{} {}</title>\n", escaped(&paper.title), escaped(&paper.number)));
    put(&format!("<style>{STYLE}</style>\n</head>\n<body>\n"));
    put(&format!("<h1>{}</h1>\n", escaped(&paper.title)));
    put(&format!("<p class=\"number\">{}</p>\n", escaped(&paper.number)));
    put(&format!("<p class=\"to\">{}：</p>\n", escaped(&paper.addressee)));
    put(&format!("<p>{}</p>\n<table>\n", escaped(&paper.opening)));
    for (label, value) in &paper.rows {
        put(&format!("<tr><th>{}</th><td>{}</td></tr>\n", escaped(label), escaped(value)));
    }
    put(&format!("</table>\n<p>{}</p>\n<p>{}</p>\n", escaped(&paper.demand), escaped(&paper.closing)));
    put(&format!("<div class=\"sign\"><p class=\"seal\">{SEAL}</p>\n"));
    put(&format!("<p>{}</p>\n<p>{}</p></div>\n", escaped(&paper.issuer), escaped(&paper.date)));
    if !paper.copies.is_empty() {
        put(&format!("<p class=\"copies\">抄送：{}</p>\n", escaped(&paper.copies)));
    }
    put("</body>\n</html>\n");
    page
}

/// A text as it may stand between tags and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}
