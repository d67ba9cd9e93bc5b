//! The list's head at a desk: search, the lists with their counts, filters, saved views.

use crate::domain::{AreaLevel, State, Urgency};
use crate::panels::fields::{CHIP_ROW, TextField, flow};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::sign_words::Sign;
use crate::panels::text::{Word, desk_words, format, say, shown, words};
use crate::panels::theme::{self, size};
use crate::seat::queue::{FoundPlace, List, ListIntent};
use crate::seat::work::WorkIntent;
use crate::seat::{Hidden, Intent, Seat, Selection};
use bevy_egui::egui::{Align2, Rect, Vec2, pos2, vec2};

const PAD: f32 = 12.0;
const SEARCH: f32 = 40.0;
const LABEL: f32 = 20.0;
/// So many rows of the list stay below open filters, whatever the desk's height.
const LEAST_ROWS: f32 = 3.0;
/// A page of filters shows a row of chips at least, its label, and what turns the page.
const LEAST_PAGE: f32 = LABEL + 2.0 * CHIP_ROW;

/// The head; it knows whether the filters are open and at which page, and for which wish it last took the keyboard.
#[derive(Default)]
pub(super) struct Head {
    open: bool,
    page: usize,
    searched: u64,
}

/// Something to press.
struct Chip {
    id: String,
    label: String,
    on: bool,
    intent: Intent,
}

fn chip(id: impl Into<String>, label: impl Into<String>, on: bool, intent: ListIntent) -> Chip {
    Chip { id: id.into(), label: label.into(), on, intent: Intent::Work(WorkIntent::List(intent)) }
}

/// The lists, each with how many it holds.
fn lists(seat: &Seat) -> Vec<Chip> {
    let queue = &seat.work.queue;
    let one = |list: List| {
        // As the figures count them: what is kept from the screen, too.
        let hidden = if seat.hides(Hidden::Confidential) { 0 } else { queue.hidden(list) };
        let label =
            format!("{} {}", desk_words::list(seat.lang, list), format::number(queue.count_let_through(list) + hidden));
        chip(format!("list-{}", list.name()), label, queue.filter.list == list, ListIntent::Show(list))
    };
    // What is over is listed only where something of it is searched for and found.
    let over = Some(List::Over).filter(|over| queue.count(*over) > 0 || queue.filter.list == *over);
    List::ALL.into_iter().chain(over).map(one).collect()
}

/// Whom the search finds among the workers; how many more there are is said, not shown.
fn people(seat: &Seat) -> Vec<Chip> {
    let (offered, all) = seat.found_people();
    let one = |worker: &u32| {
        let row = seat.picture.workers.row(*worker);
        let home = row.home_town.map_or_else(String::new, |town| format!(" · {}", seat.picture.areas.row(town).name));
        let label = format!("{}{home}", shown::worker(seat, *worker));
        let on = seat.selection == Some(Selection::Worker(*worker));
        chip(format!("person-{}", row.worker.code), label, on, ListIntent::Person(*worker))
    };
    let mut chips: Vec<Chip> = offered.iter().map(one).collect();
    if let Some(last) = chips.last_mut().filter(|_| all > offered.len()) {
        last.label.push_str(&desk_words::of_so_many(seat.lang, all));
    }
    chips
}

/// The places that the search finds.
fn places(seat: &Seat) -> Vec<Chip> {
    let picture = &seat.picture;
    let one = |(n, place): (usize, FoundPlace)| {
        let label = match place {
            FoundPlace::At(at) => format!("{:.5}, {:.5}", at.lon_deg, at.lat_deg),
            FoundPlace::Area(area) => words::chain(picture, area).join(" · "),
            FoundPlace::Landmark(place) => landmark(seat, place),
            FoundPlace::Camera(camera) => shown::camera(seat, camera),
        };
        let label = match place {
            // The county itself is in no chain.
            FoundPlace::Area(area) if label.is_empty() => picture.areas.row(area).name.to_string(),
            _ => label,
        };
        chip(format!("place-found-{}", n + 1), label, false, ListIntent::Place(place))
    };
    seat.found_places().enumerate().map(one).collect()
}

/// A place of the register, with the town in which it lies: there is a school of that name in others, too.
fn landmark(seat: &Seat, place: u32) -> String {
    let picture = &seat.picture;
    let name = picture.places.rows().get(place as usize).map_or("", |row| row.name.as_str());
    let chain = picture.places.area(place).map_or_else(Vec::new, |area| words::chain(picture, area));
    let town = chain.first().filter(|town| !name.starts_with(town.as_str()));
    format!("{}{}", seat.shown(name), town.map_or_else(String::new, |town| format!(" · {town}")))
}

/// What the search finds beside matters, each kind under its word.
fn beside(seat: &Seat) -> [(Word, Vec<Chip>); 2] {
    [(Word::FoundPeople, people(seat)), (Word::FoundPlaces, places(seat))]
}

/// What narrows the list, and the views.
fn tools(seat: &Seat) -> Vec<Chip> {
    let (lang, queue) = (seat.lang, &seat.work.queue);
    let openers = crate::panels::intake::openers(seat).into_iter();
    let mut chips: Vec<Chip> = openers
        .map(|(id, label, on, intent)| Chip { id: id.into(), label, on, intent: Intent::Intake(intent) })
        .collect();
    // What is over stands newest first, and nothing is done with it.
    let is_over = queue.filter.list == List::Over;
    if !is_over {
        chips.push(chip("list-sort", desk_words::sort(lang, queue.sort), false, ListIntent::NextSort));
    }
    chips.extend([chip("list-on-map", say(lang, Word::OnMap), queue.filter.on_map, ListIntent::OnMap)]);
    if queue.filter.is_narrowed() {
        chips.push(chip("list-clear", say(lang, Word::Clear), false, ListIntent::Clear));
    }
    if !queue.is_empty() && !is_over {
        let marked = queue.marked_count() > 0;
        let word = if marked { Word::Unmark } else { Word::MarkAll };
        chips.push(chip("mark-all", say(lang, word), false, ListIntent::MarkAll));
    }
    let name = view_name(seat);
    if !seat.views().any(|view| view.name == name) && name != desk_words::list(lang, List::ToDo) {
        chips.push(chip("view-save", say(lang, Word::SaveView), false, ListIntent::Save(name)));
    }
    for (k, view) in seat.views().enumerate() {
        let on = view.filter == queue.saved_filter(&seat.picture) && view.sort == queue.sort;
        chips.push(chip(format!("view-{}", k + 1), seat.shown(&view.name), on, ListIntent::View(k)));
        if on {
            chips.push(chip(format!("view-forget-{}", k + 1), "×", false, ListIntent::Forget(k)));
        }
    }
    chips
}

/// A view is called by what it shows.
fn view_name(seat: &Seat) -> String {
    let (lang, filter) = (seat.lang, &seat.work.queue.filter);
    let mut parts = vec![desk_words::list(lang, filter.list).to_owned()];
    parts.extend(filter.urgencies.iter().map(|urgency| words::urgency(lang, *urgency).to_owned()));
    parts.extend(filter.states.iter().map(|state| words::state(lang, *state).to_owned()));
    parts.extend(filter.levels.iter().map(|level| desk_words::one_level(lang, *level).to_owned()));
    parts.extend(filter.towns.iter().map(|town| seat.picture.areas.row(*town).name.to_string()));
    parts.extend(filter.agencies.iter().map(|agency| seat.picture.agencies.name(*agency).to_string()));
    parts.extend(Some(filter.text.trim().to_owned()).filter(|text| !text.is_empty()));
    let mut name: String = parts.join(" ").chars().take(18).collect();
    if seat.work.queue.sort != crate::seat::queue::Sort::default() {
        name.push(' ');
        name.push_str(desk_words::sort(lang, seat.work.queue.sort));
    }
    name
}

/// The filters, group by group.
fn groups(seat: &Seat) -> Vec<(Word, Vec<Chip>)> {
    let (lang, picture, filter) = (seat.lang, &seat.picture, &seat.work.queue.filter);
    let urgencies = Urgency::ALL.into_iter().map(|urgency| {
        let id = format!("filter-urgency-{}", urgency as u8 + 1);
        let on = filter.urgencies.contains(&urgency);
        chip(id, words::urgency(lang, urgency), on, ListIntent::Urgency(urgency))
    });
    let states = State::ALL.into_iter().filter(|state| state.is_open()).map(|state| {
        let id = format!("filter-state-{state}");
        chip(id, words::state(lang, state), filter.states.contains(&state), ListIntent::State(state))
    });
    let levels = AreaLevel::ALL.into_iter().map(|level| {
        let id = format!("filter-level-{}", level.name());
        chip(id, desk_words::one_level(lang, level), filter.levels.contains(&level), ListIntent::Level(level))
    });
    let towns = picture.areas.of_level(AreaLevel::Town).map(|town| {
        let row = picture.areas.row(town);
        let id = format!("filter-town-{}", row.code);
        chip(id, row.name.to_string(), filter.towns.contains(&town), ListIntent::Town(town))
    });
    let agencies = (0u32..).zip(picture.agencies.rows()).map(|(agency, name)| {
        let id = format!("filter-agency-{name}");
        chip(id, name.to_string(), filter.agencies.contains(&agency), ListIntent::Agency(agency))
    });
    vec![
        (Word::Urgencies, urgencies.collect()),
        (Word::States, states.collect()),
        (Word::Levels, levels.collect()),
        (Word::Towns, towns.collect()),
        (Word::AgencyFilter, agencies.collect()),
    ]
}

fn chips_height(chips: &[Chip], width: f32) -> f32 {
    flow(chips.iter().map(|chip| chip.label.as_str()), width).1 as f32 * CHIP_ROW
}

/// A row of chips, and the word of its kind.
type Row = (Word, Vec<Chip>);

/// What the head shows in the room that it has.
pub(super) struct Plan {
    found: Vec<Row>,
    /// The filters, page by page; none where they are closed.
    pages: Vec<Vec<Row>>,
    pub(super) height: f32,
}

/// The rows in which chips stand in this width.
fn rows_of((word, chips): (Word, Vec<Chip>), width: f32) -> Vec<Row> {
    let (places, count) = flow(chips.iter().map(|chip| chip.label.as_str()), width);
    let mut rows: Vec<Row> = (0..count).map(|_| (word, Vec::new())).collect();
    for (chip, place) in chips.into_iter().zip(places) {
        rows[(place.top() / CHIP_ROW).round() as usize].1.push(chip);
    }
    rows
}

/// How high rows are, with a label where a kind begins.
fn rows_height(rows: &[Row]) -> f32 {
    let begins = |k: usize| k == 0 || rows[k - 1].0 != rows[k].0;
    (0..rows.len()).map(|k| CHIP_ROW + if begins(k) { LABEL } else { 0.0 }).sum()
}

/// Leaves out the last row of the kind that has the most.
fn drop_one(rows: &mut Vec<Row>) {
    let count = |word: Word| rows.iter().filter(|(kind, _)| *kind == word).count();
    let longest = rows.iter().map(|(word, _)| *word).max_by_key(|word| count(*word));
    if let Some(place) = rows.iter().rposition(|(word, _)| Some(*word) == longest) {
        rows.remove(place);
    }
}

/// Rows on pages of this height; all on one where they fit.
fn pages(rows: Vec<Row>, room: f32) -> Vec<Vec<Row>> {
    if rows_height(&rows) <= room {
        return vec![rows];
    }
    let room = room.max(LEAST_PAGE) - CHIP_ROW;
    let mut pages: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match pages.last_mut() {
            Some(page) => {
                page.push(row);
                if rows_height(page) > room
                    && let Some(over) = page.pop()
                {
                    pages.push(vec![over]);
                }
            }
            None => pages.push(vec![row]),
        }
    }
    pages
}

impl Head {
    /// Whether the filters are open.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// What shows of it over a list with rows of this height, which keeps a few of them.
    pub(super) fn plan(&self, seat: &Seat, size: Vec2, row_height: f32) -> Plan {
        let inner = size.x - 2.0 * PAD;
        let fixed = SEARCH + chips_height(&lists(seat), inner) + chips_height(&tools(seat), inner) + 6.0;
        let mut found: Vec<Row> = beside(seat).into_iter().flat_map(|kind| rows_of(kind, inner)).collect();
        let room = size.y - LEAST_ROWS * row_height - fixed;
        if self.open && room - rows_height(&found) < LEAST_PAGE {
            // They are there again when the filters are closed.
            found.clear();
        }
        while found.len() > 1 && rows_height(&found) > room {
            drop_one(&mut found);
        }
        let groups = if self.open { groups(seat) } else { Vec::new() };
        let rows: Vec<Row> = groups.into_iter().flat_map(|group| rows_of(group, inner)).collect();
        let pages = if rows.is_empty() { Vec::new() } else { pages(rows, room - rows_height(&found)) };
        let shown = pages.get(self.page % pages.len().max(1)).map_or(0.0, |page| rows_height(page));
        let turns = if pages.len() > 1 { CHIP_ROW } else { 0.0 };
        Plan { height: fixed + rows_height(&found) + shown + turns, found, pages }
    }

    pub(super) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect, plan: Plan) {
        let seat = pen.seat;
        let inner = rect.shrink2(vec2(PAD, 0.0));
        self.search(pen, Rect::from_min_size(inner.min, vec2(inner.width(), SEARCH - 8.0)));
        let below = |y: f32| Rect::from_min_max(pos2(inner.left(), y), inner.max);
        let mut y = inner.top() + SEARCH;
        y += paint_rows(pen, below(y), plan.found);
        for chips in [lists(seat), tools(seat)] {
            y += paint_chips(pen, below(y), chips);
        }
        let count = plan.pages.len();
        self.page %= count.max(1);
        if let Some(page) = plan.pages.into_iter().nth(self.page) {
            y += paint_rows(pen, below(y), page);
        }
        if count > 1 {
            let label = format!("{} {}/{count}", say(pen.lang, Word::MoreFilters), self.page + 1);
            let chip = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), CHIP_ROW - 6.0));
            let press = pen.press("filter-more", chip, &label);
            pen.outline(chip, 1.0, if press.hovered { theme::TEXT_1 } else { theme::DISABLED }.egui());
            pen.text(chip.center(), Align2::CENTER_CENTER, &label, ink(size::CAPTION, theme::TEXT_2));
            if press.clicked {
                self.page += 1;
            }
        }
        pen.rule(inner.left()..=inner.right(), rect.bottom() - 1.0);
    }

    /// The search field, and what opens the filters beside it.
    fn search(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        let label = say(pen.lang, Word::Filter);
        let button = Rect::from_min_max(pos2(rect.right() - 58.0, rect.top()), rect.max);
        let press = pen.press("list-filter", button, label);
        if press.clicked {
            (self.open, self.page) = (!self.open, 0);
        }
        let ground = if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED };
        pen.fill(button, ground.egui());
        if self.open {
            pen.outline(button, 1.0, theme::TEXT_1.egui());
        }
        pen.text(button.center(), Align2::CENTER_CENTER, label, ink(size::CAPTION, theme::TEXT_1));
        let wanted = seat.work.search_wanted;
        let field = TextField {
            id: "search".into(),
            rect: Rect::from_min_max(rect.min, pos2(button.left() - 8.0, rect.bottom())),
            label: say(pen.lang, Word::Search),
            text: &seat.work.queue.filter.text,
            hint: say(pen.lang, Word::Search),
            lines: false,
            take_focus: std::mem::replace(&mut self.searched, wanted) != wanted,
        };
        let typed = pen.edit(&field);
        if let Some(text) = typed.text {
            pen.intend(Intent::Work(WorkIntent::List(ListIntent::Search(text))));
        }
        if typed.entered {
            pen.intend(Intent::Work(WorkIntent::OpenFirst));
        }
    }
}

/// Draws rows from `rect`'s top on, each kind under its word; answers their height.
fn paint_rows(pen: &mut Pen<'_>, rect: Rect, rows: Vec<Row>) -> f32 {
    let mut y = rect.top();
    let mut kind = None;
    for (word, chips) in rows {
        if kind.replace(word) != Some(word) {
            let at = pos2(rect.left(), y + LABEL / 2.0 - 1.0);
            pen.text(at, Align2::LEFT_CENTER, say(pen.lang, word), ink(size::CAPTION, theme::TEXT_3));
            y += LABEL;
        }
        y += paint_chips(pen, Rect::from_min_max(pos2(rect.left(), y), rect.max), chips);
    }
    y - rect.top()
}

/// Draws chips from `rect`'s top on; answers their height.
fn paint_chips(pen: &mut Pen<'_>, rect: Rect, chips: Vec<Chip>) -> f32 {
    let (places, rows) = flow(chips.iter().map(|chip| chip.label.as_str()), rect.width());
    for (Chip { id, label, on, intent }, place) in chips.into_iter().zip(places) {
        let forgets = id.starts_with("view-forget-").then(|| id.clone());
        pen.pick(id, place.translate(rect.min.to_vec2()), &label, on, intent);
        if let Some(id) = forgets {
            pen.call(&id, Sign::Forget);
        }
    }
    rows as f32 * CHIP_ROW
}
