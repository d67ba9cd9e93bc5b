//! What an officer means by a click on the list's head.

use super::{Filter, FoundPlace, List, Sort};
use crate::domain::{AreaLevel, State, Urgency};
use crate::seat::{Intent, SavedView, Seat, Selection};
use std::collections::BTreeSet;

/// What an officer means about the list.
#[derive(Clone, Debug, PartialEq)]
pub enum ListIntent {
    /// Show this list.
    Show(List),
    /// Show the matters of this list that a figure counts, of one town by its row or of all, whatever narrowed the list before.
    Behind(List, Option<u32>),
    /// Let only this state through too, or no longer.
    State(State),
    /// This urgency.
    Urgency(Urgency),
    /// This level.
    Level(AreaLevel),
    /// This town, by its row.
    Town(u32),
    /// This agency, by its number.
    Agency(u32),
    /// Only what the map shows, or everywhere.
    OnMap,
    /// Search for these words.
    Search(String),
    /// Show this worker, whom the search found, on the map.
    Person(u32),
    /// Bring this place, which the search found, onto the map.
    Place(FoundPlace),
    /// Show what the search finds in this list, whatever else narrowed the one before.
    FindIn(List),
    /// Let everything of the list through.
    Clear,
    /// The next order.
    NextSort,
    /// This order.
    Sort(Sort),
    /// Save the view under this name, for whoever sits here.
    Save(String),
    /// Show the view of this place, of those that whoever sits here sees.
    View(usize),
    /// Forget the view of this place, likewise.
    Forget(usize),
    /// Mark this matter, or no longer.
    Mark(u32),
    /// Mark all of the list, as many as can be acted on at once; where any are marked, none.
    MarkAll,
}

fn flip<T: Ord>(set: &mut BTreeSet<T>, item: T) {
    if !set.remove(&item) {
        set.insert(item);
    }
}

impl Seat {
    pub(in crate::seat) fn list(&mut self, intent: ListIntent) {
        let picture = &self.picture;
        let queue = &mut self.work.queue;
        match intent {
            ListIntent::Show(list) => queue.show(list),
            ListIntent::Behind(list, town) => {
                queue.filter = Filter { towns: town.into_iter().collect(), ..Filter::default() };
                queue.show(list);
                self.close_staff();
            }
            ListIntent::State(state) => flip(&mut queue.filter.states, state),
            ListIntent::Urgency(urgency) => flip(&mut queue.filter.urgencies, urgency),
            ListIntent::Level(level) => flip(&mut queue.filter.levels, level),
            ListIntent::Town(town) => flip(&mut queue.filter.towns, town),
            ListIntent::Agency(agency) => flip(&mut queue.filter.agencies, agency),
            ListIntent::OnMap => queue.filter.on_map = !queue.filter.on_map,
            ListIntent::Person(worker) => {
                for intent in [Intent::Select, Intent::Fit] {
                    self.intend(intent(Selection::Worker(worker)));
                }
            }
            ListIntent::Place(place) => self.go_to_place(place),
            ListIntent::FindIn(list) => {
                queue.filter = Filter { list, text: std::mem::take(&mut queue.filter.text), ..Filter::default() };
            }
            ListIntent::Search(text) => {
                // What is over is listed only as far as it is searched for.
                if text.trim().is_empty() && queue.filter.list == List::Over {
                    queue.filter.list = List::default();
                }
                // A whole number opens its matter, also one that is over and in no list.
                let known = picture.incidents.number(&text.trim().into());
                let known = known.filter(|number| !picture.incidents.row(*number).confidential);
                queue.filter.text = text;
                if let Some(number) = known {
                    self.intend(Intent::Select(Selection::Incident(number)));
                }
            }
            ListIntent::Clear => {
                let list = if queue.filter.list == List::Over { List::default() } else { queue.filter.list };
                queue.filter = Filter { list, ..Filter::default() };
            }
            ListIntent::NextSort => queue.choose(queue.sort.next()),
            ListIntent::Sort(sort) => queue.choose(sort),
            ListIntent::Save(name) => {
                let view = SavedView { name, filter: queue.filter.saved(picture), sort: queue.sort, officer: None };
                queue.save_view(&self.officer, view);
            }
            ListIntent::View(place) => {
                let view = self.views().nth(place).map(|view| (view.filter.on(picture), view.sort));
                if let Some((filter, sort)) = view {
                    (self.work.queue.filter, self.work.queue.sort) = (filter, sort);
                }
            }
            ListIntent::Forget(place) => queue.forget_view(&self.officer, place),
            ListIntent::Mark(number) => {
                flip(&mut queue.marked, number);
                queue.revision += 1;
            }
            ListIntent::MarkAll if queue.marked.is_empty() => {
                queue.marked = queue.rows(0, crate::seat::work::MOST_AT_ONCE).into_iter().collect();
                queue.revision += 1;
            }
            ListIntent::MarkAll => queue.unmark_all(),
        }
    }
}
