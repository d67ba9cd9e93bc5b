//! The sample's county with a roster, and what its ledger says.

use super::super::desktop::wait_for;
use super::super::{Desk, sample};
use serde_json::{Value, json};
use std::path::PathBuf;
use zonglan::domain::Rules;

/// Who is on duty, with which posts.
pub(super) const ROSTER: [(&str, &[&str]); 5] = [
    ("陈立", &["intake", "dispatch"]),
    ("李娜", &["call_back"]),
    ("王强", &["shift_lead"]),
    ("周敏", &["supervision"]),
    ("何静", &["agency"]),
];

/// The county.
pub(super) struct County(Desk);

/// Something that happened.
pub(super) struct Happened {
    pub(super) seq: u64,
    pub(super) stream: String,
    pub(super) at_secs: i64,
    pub(super) actor: Value,
    pub(super) event: Value,
}

impl County {
    pub(super) fn new() -> Self {
        let desk = Desk::new();
        let files = [
            ("areas", "areas.geojson.gz"),
            ("categories", "categories.csv"),
            ("workers", "workers.csv"),
            ("cameras", "cameras.csv"),
            ("places", "places.csv"),
            ("incidents", "incidents.csv.gz"),
        ];
        for (kind, file) in files {
            sample::take(&desk, kind, file);
        }
        let mut rules: Value = serde_json::from_str(Rules::SHIPPED).unwrap();
        rules["roster"] = ROSTER.iter().map(|(name, posts)| json!({ "name": name, "posts": posts })).collect();
        desk.file("data/rules.json", rules.to_string());
        Self(desk)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.0.data()
    }

    /// What the one who was sent does with the phone, beside the open window.
    pub(super) fn done_outside(&self, act: &str, code: &str, worker: &str) {
        self.0.done(&format!("act {act} {code} --by worker:{worker} --text done"));
    }

    /// Another officer reports a matter of the first urgency under this number, by another program beside the open window.
    pub(super) fn struck(&self, code: &str) {
        let by = ROSTER[super::AGENCY - 1].0;
        self.0.done(&format!("act report {code} --by {by} --urgency U1 --place 117.95,36.02 --title 燃气泄漏"));
    }

    /// A file of the data folder.
    pub(super) fn has_file(&self, name: &str, content: &str) {
        self.0.file(&format!("data/{name}"), content);
    }

    /// The last event.
    pub(super) fn last(&self) -> u64 {
        let last = self.ledger().query_row("SELECT max(seq) FROM events", [], |row| row.get::<_, i64>(0));
        last.unwrap().unsigned_abs()
    }

    /// Waits for an event of this kind after that one.
    pub(super) fn wait_for(&self, kind: &str, after: u64) -> Happened {
        let text = "SELECT seq, stream, actor, CAST(body AS TEXT), at_secs FROM events WHERE seq > ?1 ORDER BY seq";
        wait_for(&format!("nothing is {kind}"), || {
            let ledger = self.ledger();
            let mut events = ledger.prepare(text).unwrap();
            let read = |row: &rusqlite::Row<'_>| {
                let [actor, event] = [2, 3].map(|column| row.get::<_, String>(column).unwrap());
                Ok(Happened {
                    seq: row.get::<_, i64>(0)?.unsigned_abs(),
                    stream: row.get(1)?,
                    at_secs: row.get(4)?,
                    actor: serde_json::from_str(&actor).unwrap(),
                    event: serde_json::from_str(&event).unwrap(),
                })
            };
            let found = events.query_map([after as i64], read).unwrap().map(Result::unwrap);
            found.into_iter().find(|happened| happened.event["type"] == kind)
        })
    }

    fn ledger(&self) -> rusqlite::Connection {
        let path = self.data().join("ledger.sqlite");
        rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
    }
}
