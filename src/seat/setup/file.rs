//! The file of settings as text: what it says, what is wrong with it, and how an answer is written into it without
//! touching what people wrote there.

use super::key::{Contrast, Key, Kind};
use super::settings::{Settings, Value};
use crate::seat::Lang;
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong with the file: one sentence with the line and the way out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// It is no TOML.
    #[error("line {line} can't be read ({why}): put it right or begin it with #; until then the screen is guessed")]
    Unreadable {
        /// Which line, from 1.
        line: usize,
        /// What the reader says.
        why: String,
    },
    /// A setting is what it can't be.
    #[error(
        "line {line}: {key} wants {wants}, not {got}: put it right or begin the line with #; until then it is guessed"
    )]
    Unsuitable {
        /// Which line, from 1.
        line: usize,
        /// The setting's whole name.
        key: String,
        /// What it may be.
        wants: String,
        /// What stands there.
        got: String,
    },
    /// No setting has this name.
    #[error("line {line}: there is no setting {key}, it does nothing (`zonglan doctor` names those that there are)")]
    Unknown {
        /// Which line, from 1.
        line: usize,
        /// The name.
        key: String,
    },
}

impl Fault {
    /// The line, from 1.
    pub fn line(&self) -> usize {
        match self {
            Fault::Unreadable { line, .. } | Fault::Unsuitable { line, .. } | Fault::Unknown { line, .. } => *line,
        }
    }
}

/// Reads the file: what holds of it, and what is wrong with the rest.
pub fn read(text: &str) -> (Settings, Vec<Fault>) {
    // Editors of some systems begin a file with a mark of the byte order.
    let text = text.trim_start_matches('\u{feff}');
    let mut settings = Settings::default();
    let mut faults = Vec::new();
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let line = line_of(text, error.span().map_or(0, |span| span.start));
            let why = error.message().lines().next().unwrap_or("not TOML").to_owned();
            return (settings, vec![Fault::Unreadable { line, why }]);
        }
    };
    let mut take = |table: Option<&str>, name: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>| {
        let line = line_of(text, name.span().start);
        let Some(key) = Key::find(table, name.get_ref()) else {
            let key = table.map_or_else(|| name.get_ref().to_string(), |table| format!("{table}.{}", name.get_ref()));
            return faults.push(Fault::Unknown { line, key });
        };
        if !value_of(key, value.get_ref()).is_some_and(|value| settings.set(key, value)) {
            let got = text.get(value.span()).unwrap_or("that").lines().next().unwrap_or_default().to_owned();
            faults.push(Fault::Unsuitable { line, key: key.path(), wants: key.kind().wants(), got });
        }
    };
    for (name, value) in document.get_ref() {
        let is_table = Key::ALL.iter().any(|key| key.table() == Some(name.get_ref()));
        match value.get_ref() {
            DeValue::Table(table) if is_table => {
                table.iter().for_each(|(inner, value)| take(Some(name.get_ref()), inner, value));
            }
            _ => take(None, name, value),
        }
    }
    faults.sort_by_key(Fault::line);
    (settings, faults)
}

/// Which line a byte is in, from 1.
fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

fn value_of(key: Key, value: &DeValue<'_>) -> Option<Value> {
    match (key.kind(), value) {
        (Kind::Lang, DeValue::String(text)) => Lang::from_code(text).map(Value::Lang),
        (Kind::Contrast, DeValue::String(text)) => Contrast::from_name(text).map(Value::Contrast),
        (Kind::Flag, DeValue::Boolean(flag)) => Some(Value::Flag(*flag)),
        (Kind::Number(..), DeValue::Float(number)) => number.as_str().parse().ok().map(Value::Number),
        (Kind::Number(..), DeValue::Integer(number)) => {
            let number = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
            Some(Value::Number(number as f64))
        }
        (Kind::Count(_), DeValue::Integer(number)) => {
            u16::from_str_radix(number.as_str(), number.radix()).ok().map(Value::Count)
        }
        _ => None,
    }
}

/// The file's new text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// It.
    pub text: String,
    /// Whether it was made from nothing, so that what people wrote is not in it.
    pub is_fresh: bool,
}

/// The file's text with these settings: a line that is there, or waits behind a #, is put right where it stands, all else
/// stays as people wrote it. Where nothing is there, or what is can't be read, a whole one.
pub fn write(settings: &Settings, before: Option<&str>) -> Written {
    let whole = || Written { text: edited(settings, &template()), is_fresh: true };
    let Some(before) = before.filter(|text| !text.trim().is_empty()) else { return whole() };
    let text = edited(settings, before);
    // Texts over several lines can hold what looks like a setting: better a fresh file than a wrong one.
    let holds = |(read, faults): (Settings, Vec<Fault>)| {
        read == *settings && !faults.iter().any(|fault| matches!(fault, Fault::Unreadable { .. }))
    };
    if holds(read(&text)) { Written { text, is_fresh: false } } else { whole() }
}

fn edited(settings: &Settings, before: &str) -> String {
    let mut lines: Vec<String> = before.lines().map(str::to_owned).collect();
    for key in Key::ALL {
        put(&mut lines, key, settings.get(key));
    }
    lines.join("\n") + "\n"
}

/// Puts one setting into the lines.
fn put(lines: &mut Vec<String>, key: Key, value: Option<Value>) {
    let in_table = |at: usize| table_at(&lines[..at]).as_deref() == key.table();
    let set = (0..lines.len()).find(|at| in_table(*at) && names(&lines[*at], key));
    let waiting = (0..lines.len()).find(|at| {
        let bare = lines[*at].trim_start().strip_prefix('#').unwrap_or_default();
        in_table(*at) && names(bare, key)
    });
    match (set, value) {
        (Some(at), Some(value)) => {
            let remark = remark(&lines[at]).map_or_else(String::new, |remark| format!(" {remark}"));
            lines[at] = format!("{} = {value}{remark}", key.name());
        }
        (Some(at), None) => lines[at] = format!("#{}", lines[at].trim_start()),
        (None, Some(value)) => {
            let line = format!("{} = {value}", key.name());
            match waiting {
                Some(at) => lines[at] = line,
                None => insert(lines, key, line),
            }
        }
        (None, None) => {}
    }
}

/// Puts a line at the end of its table, which is made where it is missing.
fn insert(lines: &mut Vec<String>, key: Key, line: String) {
    let is_head = |line: &String| line.trim_start().starts_with('[');
    let Some(table) = key.table() else {
        let at = lines.iter().position(is_head).unwrap_or(lines.len());
        return lines.insert(at, line);
    };
    let head = lines.iter().position(|line| head_of(line).as_deref() == Some(table));
    let Some(head) = head else {
        return lines.extend([String::new(), format!("[{table}]"), line]);
    };
    let end = lines[head + 1..].iter().position(is_head).map_or(lines.len(), |next| head + 1 + next);
    let last = (head..end).rev().find(|at| !lines[*at].trim().is_empty()).unwrap_or(head);
    lines.insert(last + 1, line);
}

/// The table in which whatever follows these lines stands.
fn table_at(lines: &[String]) -> Option<String> {
    lines.iter().rev().find_map(|line| head_of(line))
}

fn head_of(line: &str) -> Option<String> {
    let inside = line.trim_start().strip_prefix('[')?.split_once(']')?.0;
    Some(inside.trim().to_owned())
}

/// Whether a line sets this key.
fn names(line: &str, key: Key) -> bool {
    line.split_once('=').is_some_and(|(name, _)| name.trim().trim_matches('"') == key.name())
}

/// What stands behind a line's value, from the # on.
fn remark(line: &str) -> Option<&str> {
    let mut quoted = false;
    let start = line.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '#' && !quoted).then_some(at)
    })?;
    Some(&line[start..])
}

/// A file in which nothing is set, and every setting explained.
fn template() -> String {
    let mut text = String::from(
        "# 纵览 Zonglan 的设置。行首有 # 的行不起作用；去掉 # 即设。命令行参数优先于此文件，此文件优先于估值。\n\
         # Settings of Zonglan. A line that begins with # does nothing: take the # away to set it. Switches of the command\n\
         # line win over this file, this file over guesses. `zonglan doctor` tells what holds and why.\n",
    );
    let mut table = None;
    for key in Key::ALL {
        if key.table() != table {
            table = key.table();
            text.push_str(&table.map_or_else(String::new, |table| format!("\n[{table}]\n")));
        }
        text.push_str(&format!("\n# {}\n# {}\n", key.says(Lang::Zh), key.says(Lang::En)));
        text.push_str(&format!("#{} = {}\n", key.name(), key.example()));
    }
    text
}
