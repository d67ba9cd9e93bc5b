//! Plots over the map: trends, hours of the week, ageing, response times, what falls due. A sheet is drawn once, as lines and
//! words; the screen paints it, SVG writes it down, PNG is the screen's painting without a screen.

mod drawing;
mod paint;
mod pixels;
mod sheets;
mod svg;

pub(crate) use drawing::{Drawing, Item, Measure, Sheet, look, thinned};

use super::cache::Cached;
use super::pen::{self, Out, Pen, ink};
use super::text::plot_words::{self, PlotWord, say};
use super::text::sign_words::Sign;
use super::text::{Civil, shown};
use super::theme::{self, size};
use crate::domain::{CategoryCode, Timestamp};
use crate::picture::{PlotFilter, Revisions};
use crate::seat::{FileToWrite, Intent, Lang, PlotFormat, PlotIntent, PlotSheet, Seat};
use bevy_egui::egui::{self, Align2, Pos2, Rect, Vec2, pos2, vec2};

/// The row of buttons above a sheet.
const BAR: f32 = 44.0;
const CHIP: f32 = 28.0;
/// Pixels of a PNG that the panel exports, a dp.
const EXPORT_SCALE: f32 = 2.0;
/// A sheet that is made for a file alone is so large, dp, where nobody says otherwise.
pub const PLOT_SIZE_DP: (f32, f32) = (1280.0, 720.0);
/// So many pixels such a file may have.
const MOST_PIXELS: f32 = 64e6;

/// Why a plot is not written.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// No picture can be so large.
    #[error("a plot of {0} by {1} pixels is too large: ask for a smaller one")]
    TooLarge(f32, f32),
    /// The encoder refused it.
    #[error("the plot can't be made a PNG: {0}")]
    Encode(String),
}

/// What a sheet depends on.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    sheet: PlotSheet,
    filter: PlotFilter,
    /// What has a deadline and an age is told to ten seconds.
    moment: Timestamp,
    revisions: Revisions,
    lang: Lang,
    is_past: bool,
    visit: bool,
    size: [u32; 2],
}

impl Key {
    fn of(seat: &Seat, sheet: PlotSheet, room: Vec2) -> Self {
        Self {
            sheet,
            filter: seat.plot_filter(),
            moment: Timestamp(seat.now.0.div_euclid(10)),
            revisions: Revisions {
                fixes: 0,
                workers: 0,
                cameras: 0,
                places: 0,
                inspections: 0,
                ..seat.picture.revisions
            },
            lang: seat.lang,
            is_past: seat.replay.is_on(),
            visit: seat.visit.is_on(),
            size: [room.x.to_bits(), room.y.to_bits()],
        }
    }
}

/// What the buttons that write files take, dp.
const FILES: f32 = 2.0 * 52.0 + 24.0;

/// The panel.
#[derive(Default)]
pub(super) struct PlotsPanel(Cached<Key, Drawing>);

impl PlotsPanel {
    /// Draws it over `map`, while the seat shows a plot; answers whether it does.
    pub(super) fn show(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) -> bool {
        let Some(kind) = seat.plots.shown else { return false };
        pen::panel(ctx, seat, out, "plots", map, |pen| {
            pen.name("plots", map);
            let (bar, room) = map.split_top_bottom_at_y(map.top() + BAR);
            let painter = pen.painter().clone();
            let measure = |text: &str, look: drawing::Look| paint::width(&painter, text, look);
            let drawing =
                self.0.get(Key::of(seat, kind, room.size()), || sheets::draw(seat, kind, room.size(), &measure));
            paint::paint(&painter, room.min, drawing);
            pen.name(format!("plot-{}", kind.name()), room);
            buttons(pen, bar, kind, drawing);
        });
        true
    }
}

/// The sheets, the category, the export, the way out.
fn buttons(pen: &mut Pen<'_>, bar: Rect, kind: PlotSheet, drawing: &Drawing) {
    let lang = pen.lang;
    pen.rule(bar.left()..=bar.right(), bar.bottom());
    let y = bar.center().y;
    let chip_at = |x: f32, wide: f32| Rect::from_min_size(pos2(x, y - CHIP / 2.0), vec2(wide, CHIP));
    let mut x = bar.left() + 12.0;
    // Where not all has room, files give way: they are written from a wider seat, or without a screen.
    let [tab, close_wide] = if lang == Lang::Zh { [54.0, 66.0] } else { [74.0_f32, 74.0] };
    let count = PlotSheet::ALL.len() as f32;
    let room = bar.width() - close_wide - 36.0;
    let has_files = room - FILES >= count * (tab + 6.0);
    let wide = if has_files { tab } else { (room / count - 6.0).min(tab) };
    for sheet in PlotSheet::ALL {
        let label = plot_words::chip(lang, sheet);
        let intent = Intent::Plot(PlotIntent::Show(sheet));
        let id = format!("plots-{}", sheet.name());
        pen.chip(id.as_str(), chip_at(x, wide), label, sheet == kind, intent);
        pen.tell_chosen(&id, sheet == kind);
        x += wide + 6.0;
    }
    let mut right = bar.right() - 12.0;
    let wide = close_wide;
    let label = format!("{} Esc", say(lang, PlotWord::Close));
    pen.chip("plots-close", chip_at(right - wide, wide), &label, true, Intent::Plot(PlotIntent::Close));
    right -= wide + 12.0;
    for format in [PlotFormat::Png, PlotFormat::Svg].into_iter().filter(|_| has_files) {
        right -= 46.0;
        let label = format.ending().to_uppercase();
        let rect = chip_at(right, 46.0);
        let press = pen.press(format!("plots-{}", format.ending()), rect, &label);
        pen.fill(rect, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
        pen.text(rect.center(), Align2::CENTER_CENTER, &label, ink(size::CAPTION, theme::TEXT_1));
        if press.clicked {
            let file = file_of(pen.seat, kind, format, drawing.clone());
            pen.intend(Intent::Plot(PlotIntent::Export(file)));
        }
        right -= 6.0;
    }
    categories(pen, Rect::from_min_max(pos2(x + 8.0, bar.top()), pos2(right - 6.0, bar.bottom())));
}

/// The category before and after, and which it is.
fn categories(pen: &mut Pen<'_>, room: Rect) {
    if room.width() < 150.0 {
        return;
    }
    let codes = offered_categories(pen.seat);
    let place = pen.seat.plots.category.as_ref().and_then(|code| codes.iter().position(|known| known == code));
    let count = codes.len() + 1;
    let now = place.map_or(0, |place| place + 1);
    let step = |by: usize| -> Intent {
        let to = (now + by) % count;
        Intent::Plot(PlotIntent::Category(to.checked_sub(1).map(|place| codes[place].clone())))
    };
    let number = |code: &CategoryCode| pen.seat.picture.categories.number(code);
    let name =
        pen.seat.plots.category.as_ref().and_then(number).map_or_else(
            || say(pen.lang, PlotWord::AllCategories).to_owned(),
            |number| shown::category(pen.seat, number),
        );
    let wide = room.width().min(220.0);
    let row = Rect::from_min_size(pos2(room.right() - wide, room.center().y - CHIP / 2.0), vec2(wide, CHIP));
    let side = |left: f32| Rect::from_min_size(pos2(left, row.top()), vec2(CHIP, CHIP));
    pen.chip("plots-category-before", side(row.left()), "‹", true, step(count - 1));
    pen.call("plots-category-before", Sign::CategoryBefore);
    pen.chip("plots-category-next", side(row.right() - CHIP), "›", true, step(1));
    pen.call("plots-category-next", Sign::CategoryNext);
    let words = format!("{} {name}", say(pen.lang, PlotWord::Category));
    let at = pos2(row.center().x, row.center().y);
    pen.text_within(at, Align2::CENTER_CENTER, &words, ink(size::CAPTION, theme::TEXT_1), wide - 2.0 * CHIP - 8.0);
}

/// The categories at the top of the catalogue, in its order.
fn offered_categories(seat: &Seat) -> Vec<CategoryCode> {
    let top = seat.picture.categories.present().filter(|(_, row)| row.parent.is_none());
    top.map(|(_, row)| row.code.clone()).collect()
}

/// The file of a sheet as it stands on the screen.
fn file_of(seat: &Seat, kind: PlotSheet, format: PlotFormat, drawing: Drawing) -> FileToWrite {
    let civil = Civil::at(seat.now, seat.picture.tallies.zone());
    let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let moment = format!("{}-{}", digits(civil.iso_date()), digits(civil.clock()));
    let name = format!("plot-{}-{moment}.{}", kind.name(), format.ending());
    let title = title_of(seat, kind);
    FileToWrite::new(name, move || match format {
        PlotFormat::Svg => Ok(svg::svg(&drawing, &title).into_bytes()),
        PlotFormat::Png => png_of(&drawing, EXPORT_SCALE).map_err(|error| error.to_string()),
    })
}

fn title_of(seat: &Seat, kind: PlotSheet) -> String {
    format!("{} · {}", plot_words::sheet(seat.lang, kind), sheets::subject(seat))
}

/// The drawing of a seat's plot, laid out without a screen.
fn drawn(seat: &Seat, kind: PlotSheet, room: Vec2) -> Drawing {
    let mut screen = pixels::OffScreen::new(1.0);
    let (drawing, _) = screen.pass(Rect::from_min_size(Pos2::ZERO, room), |painter| {
        sheets::draw(seat, kind, room, &|text, look| paint::width(painter, text, look))
    });
    drawing.unwrap_or_default()
}

/// A plot of what a seat shows as SVG, so many dp wide and high.
#[must_use]
pub fn plot_svg(seat: &Seat, kind: PlotSheet, (width_dp, height_dp): (f32, f32)) -> String {
    svg::svg(&drawn(seat, kind, vec2(width_dp, height_dp)), &title_of(seat, kind))
}

/// A plot of what a seat shows as PNG, `scale` pixels a dp.
///
/// # Errors
/// It would be too large, or can't be encoded.
pub fn plot_png(
    seat: &Seat,
    kind: PlotSheet,
    (width_dp, height_dp): (f32, f32),
    scale: f32,
) -> Result<Vec<u8>, PlotError> {
    png_of(&drawn(seat, kind, vec2(width_dp, height_dp)), scale)
}

fn png_of(drawing: &Drawing, scale: f32) -> Result<Vec<u8>, PlotError> {
    let (width_px, height_px) = (drawing.size.x * scale, drawing.size.y * scale);
    let count = width_px * height_px;
    if !count.is_finite() || count > MOST_PIXELS {
        return Err(PlotError::TooLarge(width_px.round(), height_px.round()));
    }
    let picture = pixels::pixels(drawing, scale);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    let (wide, high) = (picture.width_px as u32, picture.height_px as u32);
    image::ImageEncoder::write_image(encoder, &picture.rgb, wide, high, image::ExtendedColorType::Rgb8)
        .map_err(|error| PlotError::Encode(error.to_string()))?;
    Ok(bytes.into_inner())
}

/// Paints a drawing of another panel.
pub(super) fn paint_drawing(painter: &egui::Painter, corner: Pos2, drawing: &Drawing) {
    paint::paint(painter, corner, drawing);
}

/// How wide a text of another panel's drawing is.
pub(super) fn measured(painter: &egui::Painter, text: &str, look: drawing::Look) -> f32 {
    paint::width(painter, text, look)
}
