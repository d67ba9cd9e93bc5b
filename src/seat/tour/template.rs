//! Sentences with figures in braces.

use super::finding::{Finding, Value};

/// The names between braces, in order.
///
/// # Errors
/// A brace that nothing closes or opens.
pub(super) fn names(template: &str) -> Result<Vec<&str>, String> {
    let unbalanced = || format!("a brace stands alone in: {template}");
    let (mut rest, mut names) = (template, Vec::new());
    while let Some(open) = rest.find(['{', '}']) {
        let inside = rest[open..].strip_prefix('{').ok_or_else(unbalanced)?;
        let close = inside.find(['{', '}']).filter(|at| inside[*at..].starts_with('}')).ok_or_else(unbalanced)?;
        names.push(&inside[..close]);
        rest = &inside[close + 1..];
    }
    Ok(names)
}

/// The first of several sentences of which every figure is known, with the figures in it as `say` says them. What stands
/// between figures and what a figure is, is told apart by the pieces: figures are `true`.
pub(super) fn fill(says: &[String], finding: &Finding, say: &dyn Fn(&Value) -> String) -> Option<Vec<(String, bool)>> {
    let is_known =
        |said: &&String| names(said).is_ok_and(|names| names.iter().all(|name| finding.values.contains_key(name)));
    let mut rest = says.iter().find(is_known)?.as_str();
    let mut pieces = Vec::new();
    while let Some((before, inside)) = rest.split_once('{') {
        let (name, after) = inside.split_once('}')?;
        pieces.push((before.to_owned(), false));
        pieces.push((say(finding.values.get(name)?), true));
        rest = after;
    }
    pieces.push((rest.to_owned(), false));
    pieces.retain(|(text, _)| !text.is_empty());
    Some(pieces)
}
