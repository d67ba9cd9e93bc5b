//! An officer at the window: what a hand does, by the mouse or by the keyboard alone, and how much of it.

use super::super::desktop::Session;
use super::county::{County, Happened, ROSTER};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use zonglan::display::Whereabouts;
use zonglan::seat::work::ACT_MARKS;

/// With what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum By {
    Mouse,
    Keys,
}

/// No flow needs more screens than these.
const MOST_SCREENS: usize = 2;

/// The officer, and what was done since the last flow.
pub(super) struct Officer<'a> {
    session: &'a Session,
    county: &'a County,
    by: By,
    sits: usize,
    /// The last event that is known.
    seq: u64,
    /// Clicks, keys, fields that words were typed into.
    acts: usize,
    /// What had to be looked at.
    screens: BTreeSet<&'static str>,
    pictures: usize,
    table: String,
}

impl<'a> Officer<'a> {
    pub(super) fn new(session: &'a Session, county: &'a County, by: By) -> Self {
        let seq = county.last();
        Self {
            session,
            county,
            by,
            sits: super::TAKES_CALLS,
            seq,
            acts: 0,
            screens: BTreeSet::new(),
            pictures: 0,
            table: String::new(),
        }
    }

    /// Ends a flow: it took no more acts than these, and no more screens than any may take.
    pub(super) fn flow(&mut self, name: &str, most_acts: usize) {
        self.keep_picture(name);
        let (acts, screens) = (std::mem::take(&mut self.acts), std::mem::take(&mut self.screens));
        writeln!(self.table, "{acts:3} acts, {screens:?}: {name}").unwrap();
        assert!(acts <= most_acts, "{name}: {acts} acts, more than {most_acts}");
        assert!(screens.len() <= MOST_SCREENS, "{name}: {screens:?}");
    }

    /// Acts and screens of each flow.
    pub(super) fn table(&self) -> &str {
        &self.table
    }

    /// Waits until that is in the ledger, as done by who sits here, and until the window shows it; answers the event.
    pub(super) fn did(&mut self, kind: &str) -> Value {
        self.happens(kind).event
    }

    /// The same; answers all that the ledger has of it.
    pub(super) fn happens(&mut self, kind: &str) -> Happened {
        let happened = self.county.wait_for(kind, self.seq);
        let officer = ROSTER[self.sits - 1].0;
        assert_eq!(happened.actor["officer"], officer, "{kind} {}", happened.stream);
        self.seq = happened.seq;
        let shows = |now: &Whereabouts| (now.seq >= self.seq && now.under_way == 0).then_some(());
        self.see(&format!("{kind} on its screen"), shows);
        happened
    }

    /// A call is taken in: what is said, what is advised, what kind of talk it is, the number.
    pub(super) fn takes_call(&mut self, said: &str, phone: &str) {
        match self.by {
            By::Mouse => {
                self.click("take-in");
                self.types(said);
                // The place is the last of what is advised.
                self.finds_widget("intake-place-1");
                self.click("intake-adopt");
                self.click("intake-nature-2");
                self.click("intake-phone");
                self.types(phone);
                self.keep_picture("taking in");
                self.click("intake-report");
            }
            By::Keys => {
                self.key("n");
                self.types(said);
                self.finds_widget("intake-place-1");
                self.key("ctrl+Return");
                self.finds_widget("intake-located");
                self.types(phone);
                self.key("Return");
                self.see("no field that is typed into", |now| (!now.typing).then_some(()));
                self.key("2");
                self.keep_picture("taking in");
                self.presses("intake-report");
            }
        }
    }

    /// The proposed person is sent.
    pub(super) fn send(&mut self) {
        self.presses("dispatch-send");
    }

    /// The large button's act.
    pub(super) fn does_what_is_next(&mut self) {
        self.presses("next-act");
    }

    /// Opens the form of an act, or does it where it wants nothing said.
    pub(super) fn opens(&mut self, act: &str) {
        let id = format!("act-{act}");
        let before = self.see(&id, |now| now.widgets.contains_key(&id).then(|| chips(now)));
        if self.by == By::Mouse {
            return self.click(&id);
        }
        self.key("j");
        // Each says its key, and is the wider for it.
        let marked = self.see("acts with keys", |now| Some(chips(now)).filter(|chips| *chips != before));
        let mut order: Vec<(&String, &[i32; 4])> = marked.iter().collect();
        order.sort_by_key(|(_, [left, top, ..])| (*top, *left));
        let place = order.iter().position(|(name, _)| **name == id).unwrap();
        let mark = ACT_MARKS.chars().nth(place).unwrap();
        self.keep_picture("picking an act");
        self.key(&mark.to_lowercase().to_string());
    }

    /// The n-th of the usual words, or words of one's own.
    pub(super) fn says(&mut self, usual: usize, words: &str) {
        match self.by {
            By::Mouse => self.click(&format!("form-words-{usual}")),
            By::Keys => self.types(words),
        }
    }

    /// One of a few.
    pub(super) fn picks(&mut self, field: &str, place: usize) {
        self.finds_widget(&format!("form-{field}-{place}"));
        match self.by {
            By::Mouse => self.click(&format!("form-{field}-{place}")),
            By::Keys => self.key(&place.to_string()),
        }
    }

    /// One more agency, by its name or its initials.
    pub(super) fn adds_agency(&mut self, name: &str, initials: &str) {
        match self.by {
            By::Mouse => self.click(&format!("form-agency-{name}")),
            By::Keys => {
                self.types(initials);
                self.key("Return");
                self.see("no field that is typed into", |now| (!now.typing).then_some(()));
            }
        }
    }

    /// The matter that the form asks for: it lies nearest.
    pub(super) fn names_matter(&mut self, code: &str) {
        match self.by {
            By::Mouse => self.click("form-matter-1"),
            By::Keys => self.types(code),
        }
    }

    /// Does what the form says.
    pub(super) fn confirms(&mut self) {
        self.keep_picture("filled in");
        self.presses("form-confirm");
    }

    /// A matter is looked up by its number.
    pub(super) fn finds(&mut self, code: &str) {
        match self.by {
            By::Mouse => self.click("search"),
            By::Keys => self.key("slash"),
        }
        self.types(code);
        self.key("Return");
        self.finds_widget("act-ask-suspend");
    }

    /// Somebody else of the roster sits here now, at a desk of their own as it were: that is no part of a flow.
    pub(super) fn sits(&mut self, place: usize) {
        let (acts, screens) = (self.acts, self.screens.clone());
        match self.by {
            By::Mouse => self.click("officer"),
            By::Keys => self.key("shift+q"),
        }
        self.finds_widget("shift");
        match self.by {
            By::Mouse => self.click(&format!("officer-{place}")),
            By::Keys => self.key(&place.to_string()),
        }
        self.see("the roster closed", |now| (!now.widgets.contains_key("shift")).then_some(()));
        (self.sits, self.acts, self.screens) = (place, acts, screens);
    }

    /// What is highlighted: by a click on it, or by Enter once that means it.
    pub(super) fn presses(&mut self, id: &str) {
        self.finds_widget(id);
        match self.by {
            By::Mouse => self.click(id),
            By::Keys => {
                // An officer looks at what the last press did.
                self.see("Enter means something again", |now| (!now.enter_rests).then_some(()));
                self.key("Return");
            }
        }
    }

    pub(super) fn click(&mut self, id: &str) {
        self.finds_widget(id);
        self.counts();
        self.heard(1, |session| session.click(id));
    }

    pub(super) fn key(&mut self, key: &str) {
        self.counts();
        self.heard(1, |session| session.press(key));
    }

    fn types(&mut self, words: &str) {
        self.see("a field that is typed into", |now| now.typing.then_some(()));
        self.counts();
        self.heard(words.chars().count(), |session| session.write(words));
    }

    /// Does so many presses of a key or a button, and waits until the window has done what they mean.
    fn heard(&self, presses: usize, does: impl FnOnce(&Session)) {
        let before = self.see("a still window", |now| now.settled.then_some(now.heard));
        does(self.session);
        let due = before + presses as u64;
        self.see("done what was pressed", |now| (now.heard >= due && now.settled).then_some(()));
    }

    /// One more act, on what shows now.
    fn counts(&mut self) {
        self.acts += 1;
        let shows = |now: &Whereabouts| {
            Some(["shift", "intake", "form", "card"].into_iter().find(|id| now.widgets.contains_key(*id)))
        };
        // The list and the map are always there.
        let screen = self.see("a screen", shows);
        self.screens.extend(screen);
    }

    pub(super) fn finds_widget(&self, id: &str) {
        self.see(id, |now| now.widgets.contains_key(id).then_some(()));
    }

    pub(super) fn see<T>(&self, what: &str, found: impl Fn(&Whereabouts) -> Option<T>) -> T {
        self.session.wait_until(what, |window| found(&window.now))
    }

    fn keep_picture(&mut self, name: &str) {
        self.pictures += 1;
        self.session.keep_picture(&format!("{:?}-{:02}-{}", self.by, self.pictures, name.replace(' ', "-")));
    }
}

/// Where the acts in reach stand.
fn chips(now: &Whereabouts) -> BTreeMap<String, [i32; 4]> {
    now.widgets.iter().filter(|(id, _)| id.starts_with("act-")).map(|(id, place)| (id.clone(), *place)).collect()
}
