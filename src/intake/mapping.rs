//! Which column serves which field: as `--map` and `--set` say, else by the headers' names.

use super::IntakeError;
use super::table::{Columns, Row, plain};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A field of a kind, and the headers by which it is known without being told.
pub(crate) struct Field {
    /// Its own name, as `--map` and `--set` spell it.
    pub(crate) name: &'static str,
    /// Other headers that mean it, likeliest first.
    pub(crate) synonyms: &'static [&'static str],
}

/// Declares a kind's fields: an enum `F` of places and the table `FIELDS`.
macro_rules! fields {
    ($($id:ident $name:literal [$($synonym:literal),* $(,)?]),+ $(,)?) => {
        #[derive(Clone, Copy)]
        enum F { $($id),+ }
        const FIELDS: &[$crate::intake::mapping::Field] =
            &[$($crate::intake::mapping::Field { name: $name, synonyms: &[$($synonym),*] }),+];
        impl From<F> for usize {
            fn from(field: F) -> usize { field as usize }
        }
    };
}
pub(crate) use fields;

/// The text of one field, put together from columns: `District {DIST_NUM}`, `{district:02}{sector}`.
/// `{column:02}` pads with zeros to 2 characters, `{column:.3}` takes the first 3.
#[derive(Clone, Debug, PartialEq)]
struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Literal(String),
    Column { name: String, pad: usize, take: usize },
}

impl Template {
    /// A text without braces is one column's name.
    fn parse(text: &str) -> Result<Self, IntakeError> {
        let bad = |why| IntakeError::BadTemplate { why, template: text.to_owned() };
        if !text.contains(['{', '}']) {
            return Ok(Self(vec![Piece::Column { name: text.to_owned(), pad: 0, take: usize::MAX }]));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                pieces.push(Piece::Literal(rest[..open].to_owned()));
            }
            let close = rest.find('}').filter(|close| *close > open).ok_or_else(|| bad("a { without its }"))?;
            pieces.push(column_piece(&rest[open + 1..close]).ok_or_else(|| bad("no column between { and }"))?);
            rest = &rest[close + 1..];
        }
        if rest.contains('}') {
            return Err(bad("a } without its {"));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest.to_owned()));
        }
        Ok(Self(pieces))
    }
}

fn column_piece(text: &str) -> Option<Piece> {
    let piece = |name: &str, pad, take| Piece::Column { name: name.trim().to_owned(), pad, take };
    let formatted = text.rsplit_once(':').and_then(|(name, how)| {
        if let Some(take) = how.strip_prefix('.') {
            Some(piece(name, 0, take.parse().ok()?))
        } else {
            Some(piece(name, how.strip_prefix('0')?.parse::<usize>().ok()?.min(64), usize::MAX))
        }
    });
    let piece = formatted.unwrap_or_else(|| piece(text, 0, usize::MAX));
    matches!(&piece, Piece::Column { name, .. } if !name.is_empty()).then_some(piece)
}

/// How one field is read from a row of the file at hand.
#[derive(Debug)]
enum Bound {
    Nothing,
    Column(usize),
    Pieces(Vec<BoundPiece>),
}

impl Bound {
    fn columns(&self) -> Vec<usize> {
        match self {
            Bound::Nothing => Vec::new(),
            Bound::Column(at) => vec![*at],
            Bound::Pieces(pieces) => {
                let column = |piece: &BoundPiece| match piece {
                    BoundPiece::Literal(_) => None,
                    BoundPiece::Column { at, .. } => *at,
                };
                pieces.iter().filter_map(column).collect()
            }
        }
    }
}

/// What serves a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Served {
    /// A column, by its place; and whether `--map` says so, rather than its header.
    Column(usize, bool),
    /// A template of columns.
    Template,
    /// A value that is the same for every row.
    Value,
    /// Nothing.
    Not,
}

#[derive(Debug)]
enum BoundPiece {
    Literal(String),
    Column { at: Option<usize>, pad: usize, take: usize },
}

/// The mapping of one import, bound to the columns of the file being read.
pub(crate) struct Mapping {
    fields: &'static [Field],
    /// `--map`, by field.
    told: BTreeMap<usize, Template>,
    /// `--set`, by field.
    set: BTreeMap<usize, String>,
    bound: Vec<Bound>,
    /// The columns that serve no field.
    spare: Vec<usize>,
    /// How many columns were known when it was bound.
    width: Option<usize>,
}

impl Mapping {
    /// The mapping that `maps` and `sets` (field, column or template; field, value) ask for.
    ///
    /// # Errors
    /// A field that the kind doesn't have; a template that can't be read.
    pub(crate) fn new(
        kind: &'static str,
        fields: &'static [Field],
        maps: &[(String, String)],
        sets: &[(String, String)],
    ) -> Result<Self, IntakeError> {
        let place = |name: &str| {
            fields.iter().position(|field| plain(field.name) == plain(name)).ok_or_else(|| IntakeError::NoField {
                kind,
                has: fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", "),
                field: name.to_owned(),
            })
        };
        let mut told = BTreeMap::new();
        for (field, template) in maps {
            told.insert(place(field)?, Template::parse(template)?);
        }
        let mut set = BTreeMap::new();
        for (field, value) in sets {
            set.insert(place(field)?, value.trim().to_owned());
        }
        Ok(Self { fields, told, set, bound: Vec::new(), spare: Vec::new(), width: None })
    }

    /// The name of the field at this place.
    pub(crate) fn field_name(&self, field: usize) -> &'static str {
        self.fields[field].name
    }

    /// Forgets the file at hand.
    pub(crate) fn unbind(&mut self) {
        self.width = None;
    }

    /// Whether a file's columns are bound.
    pub(crate) fn is_bound(&self) -> bool {
        self.width.is_some()
    }

    /// Binds the fields to the columns, if columns have come since.
    pub(crate) fn bind(&mut self, columns: &Columns) {
        if self.width == Some(columns.len()) {
            return;
        }
        self.width = Some(columns.len());
        self.bound = (0..self.fields.len())
            .map(|field| match self.told.get(&field) {
                Some(template) => bind_template(template, columns),
                None if self.set.contains_key(&field) => Bound::Nothing,
                None => guess(&self.fields[field], columns).map_or(Bound::Nothing, Bound::Column),
            })
            .collect();
        let served: BTreeSet<usize> = self.bound.iter().flat_map(Bound::columns).collect();
        self.spare = (0..columns.len()).filter(|at| !served.contains(at)).collect();
    }

    /// The columns of the file at hand that serve no field.
    pub(crate) fn spare(&self) -> &[usize] {
        &self.spare
    }

    /// How the field at this place is served by the file at hand: by a column, a template, a value, or not at all.
    pub(crate) fn served(&self, field: usize) -> Served {
        match self.bound.get(field) {
            Some(Bound::Column(at)) => Served::Column(*at, self.told.contains_key(&field)),
            Some(Bound::Pieces(_)) => Served::Template,
            _ if self.set.contains_key(&field) => Served::Value,
            _ => Served::Not,
        }
    }

    /// Whether every column that `--map` names is there.
    ///
    /// # Errors
    /// The first that isn't.
    pub(crate) fn check_columns(&self, path: &Path, columns: &Columns) -> Result<(), IntakeError> {
        for piece in self.told.values().flat_map(|template| &template.0) {
            if let Piece::Column { name, .. } = piece
                && columns.find(name).is_none()
            {
                return Err(IntakeError::NoColumn { path: path.to_owned(), has: columns.list(), column: name.clone() });
            }
        }
        Ok(())
    }

    /// The field's text in this row: its column's or template's, else what `--set` says; none if
    /// that is empty too.
    pub(crate) fn text<'a>(&'a self, field: usize, row: &Row<'a>) -> Option<Cow<'a, str>> {
        let own = match self.bound.get(field)? {
            Bound::Nothing => None,
            Bound::Column(at) => row.cell(*at).map(Cow::Borrowed),
            Bound::Pieces(pieces) => assemble(pieces, row).map(Cow::Owned),
        };
        own.or_else(|| {
            self.set.get(&field).filter(|value| !value.is_empty()).map(|value| Cow::Borrowed(value.as_str()))
        })
    }
}

fn bind_template(template: &Template, columns: &Columns) -> Bound {
    if let [Piece::Column { name, pad: 0, take: usize::MAX }] = template.0.as_slice() {
        return columns.find(name).map_or(Bound::Nothing, Bound::Column);
    }
    let bind = |piece: &Piece| match piece {
        Piece::Literal(text) => BoundPiece::Literal(text.clone()),
        Piece::Column { name, pad, take } => BoundPiece::Column { at: columns.find(name), pad: *pad, take: *take },
    };
    Bound::Pieces(template.0.iter().map(bind).collect())
}

fn guess(field: &Field, columns: &Columns) -> Option<usize> {
    std::iter::once(&field.name).chain(field.synonyms).find_map(|header| columns.find(header))
}

/// The template's text; none where all its columns are empty.
fn assemble(pieces: &[BoundPiece], row: &Row) -> Option<String> {
    let mut text = String::new();
    let mut found = false;
    for piece in pieces {
        match piece {
            BoundPiece::Literal(literal) => text.push_str(literal),
            BoundPiece::Column { at, pad, take } => {
                let Some(cell) = at.and_then(|at| row.cell(at)) else { continue };
                found = true;
                text.extend(std::iter::repeat_n('0', pad.saturating_sub(cell.chars().count())));
                text.extend(cell.chars().take(*take));
            }
        }
    }
    found.then_some(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use csv::StringRecord;

    const FIELDS: &[Field] = &[
        Field { name: "code", synonyms: &["编码", "id"] },
        Field { name: "parent", synonyms: &[] },
        Field { name: "level", synonyms: &[] },
    ];

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    fn texts(maps: &[(String, String)], sets: &[(String, String)], header: &[&str], cells: &[&str]) -> Vec<String> {
        let mut columns = Columns::default();
        for name in header {
            columns.push(name);
        }
        let cells = StringRecord::from(cells.to_vec());
        let row = Row { number: 2, columns: &columns, cells: &cells, shape: None, remark: None };
        let mut mapping = Mapping::new("areas", FIELDS, maps, sets).unwrap();
        mapping.bind(&columns);
        (0..FIELDS.len()).map(|field| mapping.text(field, &row).unwrap_or_default().into_owned()).collect()
    }

    #[test]
    fn headers_are_guessed_templates_are_filled_in() {
        assert_eq!(texts(&[], &[], &["ID", "Parent "], &["7", "p"]), ["7", "p", ""]);
        assert_eq!(texts(&[], &[], &["id", "编码"], &["7", "8"]), ["8", "", ""]);
        let maps = [pair("code", "{d:02}"), pair("parent", "D{b:.3}-{s}")];
        assert_eq!(texts(&maps, &[], &["d", "b", "s"], &["7", "1713", ""]), ["07", "D171-", ""]);
        assert_eq!(texts(&maps, &[], &["d", "b", "s"], &["", "", ""]), ["", "", ""]);
    }

    #[test]
    fn set_wins_over_a_guess_and_fills_in_for_a_map() {
        let header = ["level", "l2"];
        assert_eq!(texts(&[], &[pair("level", "Town")], &header, &["Zone", ""])[2], "Town");
        let maps = [pair("level", "l2")];
        assert_eq!(texts(&maps, &[pair("level", "Town")], &header, &["Zone", ""])[2], "Town");
        assert_eq!(texts(&maps, &[pair("level", "Town")], &header, &["Zone", "Grid"])[2], "Grid");
    }

    #[test]
    fn wrong_fields_columns_and_templates_are_named() {
        let wrong = |maps: &[(String, String)]| Mapping::new("areas", FIELDS, maps, &[]).err().unwrap().to_string();
        assert!(wrong(&[pair("colour", "x")]).ends_with(": colour"));
        assert!(wrong(&[pair("code", "a{b")]).ends_with(": a{b"));
        assert!(wrong(&[pair("code", "a}b")]).ends_with(": a}b"));
        assert!(wrong(&[pair("code", "{}")]).ends_with(": {}"));
        let mapping = Mapping::new("areas", FIELDS, &[pair("code", "nummer")], &[]).unwrap();
        let error = mapping.check_columns(Path::new("f.csv"), &Columns::default()).err().unwrap();
        assert!(error.to_string().ends_with(": nummer") && !error.is_usage());
    }
}
