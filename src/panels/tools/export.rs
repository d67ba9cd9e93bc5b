//! What was found as a table: codes, names as the register has them, states, places. Nothing of who reported a matter, and
//! titles with stars in place of names, numbers and households.

use crate::domain::{LonLat, MaskScope, Timestamp, mask};
use crate::panels::text::tool_words::{self, Column, Exported};
use crate::panels::text::{Civil, shown, words};
use crate::report::{Cell, Ground, Row, Table, TableFormat};
use crate::seat::tools::{Asked, Within};
use crate::seat::{FileToWrite, Seat};
use crate::spatial::Shape;

/// One row, by its columns; what is not said of it stays empty.
struct Line<'a> {
    seat: &'a Seat,
    row: Row,
}

impl<'a> Line<'a> {
    fn of(seat: &'a Seat, what: Exported) -> Self {
        let line = Self { seat, row: Row { cells: vec![Cell::Nothing; Column::ALL.len()], ground: Ground::Nowhere } };
        line.say(Column::Kind, tool_words::exported(seat.lang, what))
    }

    fn say(mut self, column: Column, words: impl Into<String>) -> Self {
        self.row.cells[column as usize] = Cell::words(words);
        self
    }

    fn at(mut self, at: Option<LonLat>) -> Self {
        let Some(at) = at else { return self };
        let chain = self.seat.picture.areas.chain_at(at);
        let names = chain.last().map(|area| words::chain(&self.seat.picture, *area).join(" · "));
        self.row.cells[Column::Lon as usize] = Cell::Number((at.lon_deg * 1e7).round() / 1e7);
        self.row.cells[Column::Lat as usize] = Cell::Number((at.lat_deg * 1e7).round() / 1e7);
        self.row.ground = Ground::Point(at);
        self.say(Column::Areas, names.unwrap_or_default())
    }
}

/// The table of what was found; the shape that was asked about, where there is one, is its last row.
pub(crate) fn table(seat: &Seat, within: &Within, shape: Option<&Shape>) -> Table {
    let things = within.incidents.iter().map(|number| incident(seat, *number));
    let things = things.chain(within.workers.iter().map(|number| worker(seat, *number)));
    let things = things.chain(within.cameras.iter().map(|number| camera(seat, *number)));
    let things = things.chain(within.areas.iter().map(|number| area(seat, *number)));
    let shape = shape.map(|shape| {
        let row = Line::of(seat, Exported::Shape).row;
        Row { ground: Ground::Area(shape.outline()), ..row }
    });
    Table {
        title: tool_words::table_title(seat.lang).to_owned(),
        columns: Column::ALL.map(|column| tool_words::column(seat.lang, column).to_owned()).to_vec(),
        rows: things.chain(shape).collect(),
    }
}

/// The file of what was found, as it stands now.
pub(super) fn file_of(seat: &Seat, within: &Within, format: TableFormat) -> FileToWrite {
    let shape = match &seat.tools.asked {
        Some(Asked::Shape { shape, .. }) => Some(shape),
        _ => None,
    };
    let table = table(seat, within, shape);
    let civil = Civil::at(seat.now, seat.picture.tallies.zone());
    let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let name = format!("found-{}-{}.{}", digits(civil.iso_date()), digits(civil.clock()), format.ending());
    FileToWrite::new(name, move || format.bytes(&table).map_err(|error| error.to_string()))
}

fn incident(seat: &Seat, number: u32) -> Row {
    let (lang, picture) = (seat.lang, &seat.picture);
    let row = picture.incidents.row(number);
    let due_at = row.due_at().or(row.deadline_at);
    let moment = |at: Timestamp| {
        let civil = Civil::at(at, picture.tallies.zone());
        format!("{} {}", civil.iso_date(), civil.hour_minute())
    };
    let line = Line::of(seat, Exported::Incident)
        .say(Column::Code, row.code.to_string())
        .say(Column::Name, mask(&row.title, MaskScope::Usual))
        .say(Column::State, words::state(lang, row.state))
        .say(Column::Urgency, words::urgency(lang, row.urgency))
        .say(Column::Class, row.category.map(|category| shown::category(seat, category)).unwrap_or_default())
        .say(Column::Agency, row.agency.map(|agency| picture.agencies.name(agency).to_string()).unwrap_or_default())
        .say(Column::ReportedAt, moment(row.reported_at()))
        .say(Column::DueAt, due_at.map(moment).unwrap_or_default())
        .say(Column::Overdue, if row.is_overdue(seat.now) { tool_words::yes(lang) } else { "" });
    line.at(row.at).row
}

fn worker(seat: &Seat, number: u32) -> Row {
    let row = seat.picture.workers.row(number);
    let line = Line::of(seat, Exported::Worker)
        .say(Column::Code, row.worker.code.to_string())
        .say(Column::Name, shown::worker(seat, number))
        .say(Column::State, words::worker_state(seat, row))
        .say(Column::Class, words::role(seat.lang, row.worker.role))
        .say(Column::Agency, row.worker.agency.as_ref().map(ToString::to_string).unwrap_or_default());
    line.at(row.fix.map(|fix| fix.at)).row
}

fn camera(seat: &Seat, number: u32) -> Row {
    let camera = &seat.picture.cameras.rows()[number as usize];
    let line = Line::of(seat, Exported::Camera)
        .say(Column::Code, camera.code.to_string())
        .say(Column::Name, shown::camera(seat, number))
        .say(Column::State, words::camera_state(seat.lang, camera.state))
        .say(Column::Agency, camera.operator.clone().unwrap_or_default());
    line.at(Some(camera.at)).row
}

fn area(seat: &Seat, number: u32) -> Row {
    let row = seat.picture.areas.row(number);
    let line = Line::of(seat, Exported::Area)
        .say(Column::Code, row.code.to_string())
        .say(Column::Name, row.name.to_string())
        .say(Column::Class, words::level(seat.lang, row.level))
        .at(row.anchor)
        .say(Column::Areas, words::chain(&seat.picture, number).join(" · "));
    Row { ground: Ground::Area(row.outline.0.clone()), ..line.row }
}
