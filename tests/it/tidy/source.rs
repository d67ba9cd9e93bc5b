//! Just enough reading of Rust for the house rules: comments and strings blanked out, tokens, paths.

/// The source with comments blanked out, and the insides of strings as well unless kept; lines stay where they are.
pub(super) fn blank(source: &str, keep_strings: bool) -> String {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::with_capacity(source.len());
    let mut i = 0;
    while i < chars.len() {
        let (end, kept) = match (at(i), at(i + 1)) {
            ('/', '/') => ((i..chars.len()).find(|&j| at(j) == '\n').unwrap_or(chars.len()), false),
            ('/', '*') => (block_comment_end(&chars, i), false),
            ('"', _) => (string_end(&chars, i + 1), keep_strings),
            ('\'', '\\') => {
                ((i + 3..chars.len()).find(|&j| at(j) == '\'').map_or(chars.len(), |j| j + 1), keep_strings)
            }
            ('\'', _) if at(i + 2) == '\'' => (i + 3, keep_strings),
            ('r', '"' | '#') if !is_word(&chars, i) => match raw_string_end(&chars, i) {
                Some(end) => (end, keep_strings),
                None => (i + 1, true),
            },
            _ => (i + 1, true),
        };
        let end = end.min(chars.len());
        out.extend(chars[i..end].iter().map(|&c| if kept || c == '\n' { c } else { ' ' }));
        i = end;
    }
    out
}

/// Whether position `i` continues a word, so that an `r` there does not open a raw string (`br`, `cr` do).
fn is_word(chars: &[char], i: usize) -> bool {
    let word = |j: usize| chars[j].is_alphanumeric() || chars[j] == '_';
    i > 0 && word(i - 1) && !(matches!(chars[i - 1], 'b' | 'c') && (i == 1 || !word(i - 2)))
}

fn block_comment_end(chars: &[char], start: usize) -> usize {
    let (mut depth, mut i) = (0, start);
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => (depth, i) = (depth + 1, i + 2),
            ('*', '/') => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

fn string_end(chars: &[char], mut i: usize) -> usize {
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

fn raw_string_end(chars: &[char], start: usize) -> Option<usize> {
    let hashes = chars[start + 1..].iter().take_while(|&&c| c == '#').count();
    let open = start + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return None; // a raw identifier
    }
    let closes =
        |&j: &usize| chars[j] == '"' && chars[j + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes;
    Some((open + 1..chars.len()).find(closes).map_or(chars.len(), |j| j + 1 + hashes))
}

/// A word, `::` or one other sign, and its line.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let length = if word > 0 {
                word
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            out.push((number + 1, rest[..length].to_owned()));
            rest = rest[length..].trim_start();
        }
    }
    out
}

/// Every path in the source (`a::b::c`), groups of a `use` spelled out, with its line.
pub(super) fn paths(source: &str) -> Vec<(usize, Vec<String>)> {
    let tokens = tokens(&blank(source, false));
    let (mut out, mut i) = (Vec::new(), 0);
    while i < tokens.len() {
        i = path_from(&tokens, i, &[], &mut out).max(i + 1);
    }
    out
}

fn path_from(
    tokens: &[(usize, String)],
    start: usize,
    prefix: &[String],
    out: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let text = |i: usize| tokens.get(i).map_or("", |token| token.1.as_str());
    let is_name = |i: usize| text(i) == "*" || text(i).starts_with(|c: char| c.is_alphabetic() || c == '_');
    let (mut path, mut i) = (prefix.to_vec(), start);
    while is_name(i) && !(text(i) == "*" && path.is_empty()) {
        path.push(text(i).to_owned());
        i += 1;
        if text(i) != "::" {
            break;
        }
        i += 1;
        if text(i) == "{" {
            i += 1;
            while !matches!(text(i), "}" | "") {
                i = path_from(tokens, i, &path, out);
                // Past `as name` and the comma.
                while !matches!(text(i), "}" | "," | "") {
                    i += 1;
                }
                i += usize::from(text(i) == ",");
            }
            return i + 1;
        }
    }
    if path.len() > prefix.len() {
        out.push((tokens[start].0, path));
    }
    i
}
