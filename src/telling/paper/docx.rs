//! A paper as DOCX, which offices edit: A4 with the margins, sizes and faces of GB/T 9704-2012.

use super::Paper;
use crate::telling::TellError;
use docx_rs::{
    AlignmentType, BorderType, Docx, LineSpacing, LineSpacingType, PageMargin, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType, Table, TableCell, TableRow, WidthType,
};
use std::io::Cursor;

/// A4, twentieths of a point.
const PAGE_TWIPS: (u32, u32) = (11_906, 16_838);
/// Margins of 37, 26, 35 and 28 mm, twentieths of a point: top, right, bottom, left.
const MARGINS_TWIPS: (i32, i32, i32, i32) = (2_098, 1_474, 1_984, 1_588);
/// The columns of the table, twentieths of a point; together as wide as the text.
const COLUMNS_TWIPS: [usize; 2] = [2_000, 6_844];
/// Sizes in half points: 2号 for the heading, 3号 for the text, 4号 in the table.
const HEADING: usize = 44;
const TEXT: usize = 32;
const SMALL: usize = 28;
/// 28 points from line to line, twentieths of a point.
const LINE_TWIPS: i32 = 560;
/// In the table 22 points: the usual dozen of rows leaves room on the page for what is demanded and the seal.
const ROW_TWIPS: i32 = 440;
/// Two characters of the text, twentieths of a point.
const INDENT_TWIPS: i32 = 640;

const HEADING_FACE: &str = "方正小标宋简体";
const TEXT_FACE: &str = "仿宋_GB2312";
const LABEL_FACE: &str = "黑体";
const LATIN_FACE: &str = "Times New Roman";

/// The paper as the bytes of a DOCX file.
///
/// # Errors
/// It can't be packed.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, TellError> {
    let (top, right, bottom, left) = MARGINS_TWIPS;
    let margin = PageMargin::new().top(top).right(right).bottom(bottom).left(left);
    let rows = paper.rows.iter().map(|(label, value)| {
        let cell = |text: &str, face, width| {
            let words = Paragraph::new().add_run(run(text, SMALL, face)).line_spacing(spacing(ROW_TWIPS));
            TableCell::new().width(width, WidthType::Dxa).add_paragraph(words)
        };
        TableRow::new(vec![cell(label, LABEL_FACE, COLUMNS_TWIPS[0]), cell(value, TEXT_FACE, COLUMNS_TWIPS[1])])
    });
    let table =
        Table::new(rows.collect()).set_grid(COLUMNS_TWIPS.to_vec()).width(COLUMNS_TWIPS.iter().sum(), WidthType::Dxa);
    let empty = || Paragraph::new().line_spacing(spacing(LINE_TWIPS));
    let mut whole = Docx::new()
        .page_size(PAGE_TWIPS.0, PAGE_TWIPS.1)
        .page_margin(margin)
        .add_paragraph(centred(&paper.title, HEADING, HEADING_FACE))
        .add_paragraph(ruled(centred(&paper.number, TEXT, TEXT_FACE)))
        .add_paragraph(empty())
        .add_paragraph(flush(&format!("{}：", paper.addressee)))
        .add_paragraph(indented(&paper.opening))
        .add_table(table)
        // A seal never stands on a page without the text that it seals, so what follows stays together.
        .add_paragraph(indented(&paper.demand).keep_next(true))
        .add_paragraph(indented(&paper.closing).keep_next(true))
        .add_paragraph(empty().keep_next(true))
        // The seal goes over the centre's name and the day.
        .add_paragraph(right_aligned(SEAL).keep_next(true))
        .add_paragraph(right_aligned(&paper.issuer).keep_next(true))
        .add_paragraph(right_aligned(&paper.date));
    if !paper.copies.is_empty() {
        whole = whole.add_paragraph(empty()).add_paragraph(flush(&format!("抄送：{}", paper.copies)));
    }
    let mut bytes = Cursor::new(Vec::new());
    whole.build().pack(&mut bytes).map_err(|why| TellError::Paper(why.to_string()))?;
    Ok(bytes.into_inner())
}

/// Where the seal goes.
pub(super) const SEAL: &str = "（盖章）";

fn run(text: &str, size: usize, face: &str) -> Run {
    let fonts = RunFonts::new().east_asia(face).ascii(LATIN_FACE).hi_ansi(LATIN_FACE);
    Run::new().add_text(text).size(size).fonts(fonts)
}

fn spacing(line_twips: i32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(line_twips)
}

fn centred(text: &str, size: usize, face: &str) -> Paragraph {
    Paragraph::new().align(AlignmentType::Center).add_run(run(text, size, face))
}

/// With the red line below the number that separates a paper's head from its text.
fn ruled(mut paragraph: Paragraph) -> Paragraph {
    let line = ParagraphBorder::new(ParagraphBorderPosition::Bottom).val(BorderType::Single).size(12).space(8);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(line.color("FF0000")));
    paragraph
}

fn flush(text: &str) -> Paragraph {
    Paragraph::new().add_run(run(text, TEXT, TEXT_FACE)).line_spacing(spacing(LINE_TWIPS))
}

fn indented(text: &str) -> Paragraph {
    flush(text).indent(None, Some(SpecialIndentType::FirstLine(INDENT_TWIPS)), None, None)
}

fn right_aligned(text: &str) -> Paragraph {
    flush(text).align(AlignmentType::Right).indent(None, None, Some(INDENT_TWIPS), None)
}
