//! A table as an Excel workbook of one sheet: the least of Office Open XML that Excel, WPS and LibreOffice open. Words stand
//! in their cells, numbers are numbers, the row of names is bold and stays while one scrolls.

use super::{Cell, ReportError, Table};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// So many rows a sheet holds, the names included.
pub(super) const MOST_ROWS: usize = 1_048_576;
/// So many characters a cell holds.
const MOST_CHARS: usize = 32_767;
/// So many characters the name of a sheet has at the most.
const NAME_CHARS: usize = 31;
/// A column is about as wide as its values, in characters, within these.
const WIDTHS: (usize, usize) = (8, 44);

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Style 0 is plain, style 1 bold.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;

pub(super) fn bytes(table: &Table) -> Result<Vec<u8>, ReportError> {
    if table.rows.len() >= MOST_ROWS {
        return Err(ReportError::TooManyRows { rows: table.rows.len() + 1, most: MOST_ROWS });
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", ROOT.to_owned()),
        ("xl/workbook.xml", workbook(&table.title)),
        ("xl/_rels/workbook.xml.rels", PARTS.to_owned()),
        ("xl/styles.xml", STYLES.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet(table)),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(HEAD.as_bytes())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The list of sheets; a name has no sign that formulas use.
fn workbook(title: &str) -> String {
    let name: String = title.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(NAME_CHARS).collect();
    let name = if name.trim().is_empty() { "1".to_owned() } else { escaped(name.trim()) };
    format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    )
}

fn sheet(table: &Table) -> String {
    let mut text = String::from(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#,
    );
    if !table.columns.is_empty() {
        text.push_str("<cols>");
        for place in 0..table.columns.len() {
            let (column, width) = (place + 1, width_of(table, place));
            let _ = write!(text, r#"<col min="{column}" max="{column}" width="{width}" customWidth="1"/>"#);
        }
        text.push_str("</cols>");
    }
    text.push_str("<sheetData>");
    let names: Vec<Cell> = table.columns.iter().map(|name| Cell::words(name.as_str())).collect();
    row_into(&mut text, 1, &names, 1);
    for (row, number) in table.rows.iter().zip(2..) {
        row_into(&mut text, number, &row.cells, 0);
    }
    text.push_str("</sheetData></worksheet>");
    text
}

fn row_into(text: &mut String, number: usize, cells: &[Cell], style: u8) {
    let _ = write!(text, r#"<row r="{number}">"#);
    for (cell, place) in cells.iter().zip(0..) {
        let at = format!("{}{number}", letters(place));
        match cell {
            Cell::Words(words) => {
                let words: String = words.chars().take(MOST_CHARS).collect();
                let words = escaped(&words);
                let _ = write!(
                    text,
                    r#"<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>"#
                );
            }
            Cell::Number(value) if value.is_finite() => {
                let _ = write!(text, r#"<c r="{at}" s="{style}"><v>{value}</v></c>"#);
            }
            Cell::Number(_) | Cell::Nothing => {}
        }
    }
    text.push_str("</row>");
}

/// A column's letters: A, B … Z, AA …
fn letters(place: usize) -> String {
    let mut letters = Vec::new();
    let mut left = place + 1;
    while left > 0 {
        letters.push(b'A' + ((left - 1) % 26) as u8);
        left = (left - 1) / 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// How wide a column wants to be: Han characters take two places. The first rows tell.
fn width_of(table: &Table, place: usize) -> usize {
    let places = |words: &str| words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let cell = |row: &super::Row| match row.cells.get(place) {
        Some(Cell::Words(words)) => places(words),
        Some(Cell::Number(_)) => 12,
        _ => 0,
    };
    let widest = table.rows.iter().take(200).map(cell).max().unwrap_or(0);
    (widest.max(places(&table.columns[place])) + 2).clamp(WIDTHS.0, WIDTHS.1)
}

/// A text between tags or in an attribute; what XML can't say is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
