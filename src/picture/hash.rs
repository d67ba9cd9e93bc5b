//! A fingerprint of the picture, so that two folds of the same events can be compared.

use super::{AreaRow, PastArea, Picture, TIMES};
use sha2::{Digest, Sha256};

impl Picture {
    /// SHA-256 over a canonical projection without floats: codes, states, moments, orders; sorted by
    /// code. Positions and whatever is derived from the clock stay out of it.
    pub fn hash(&self) -> [u8; 32] {
        let mut lines: Vec<String> = Vec::new();
        let offset = self.tallies.zone().offset_secs(self.latest_at);
        self.hash_areas(&mut lines);
        lines.extend(self.workers.rows().iter().map(|row| {
            let (w, gone) = (&row.worker, row.retired);
            format!("worker|{}|{}|{:?}|{:?}|{:?}|{}|{gone}", w.code, w.name, w.role, w.agency, w.home_area, w.on_duty)
        }));
        lines.extend(self.cameras.rows().iter().map(|c| format!("camera|{}|{}|{:?}", c.code, c.name, c.state)));
        lines.extend(
            self.places.rows().iter().map(|p| format!("place|{}|{}|{}|{:?}", p.code, p.name, p.kind, p.details)),
        );
        let retired = [self.cameras.retired(), self.places.retired(), self.categories.retired()];
        lines.push(format!("retired|{retired:?}"));
        lines.extend(
            self.categories
                .rows()
                .iter()
                .map(|c| format!("category|{}|{}|{:?}|{:?}|{:?}", c.code, c.name, c.urgency, c.difficulty, c.agency)),
        );
        lines.extend(self.incidents.rows().iter().map(|row| {
            let times = TIMES.map(|kind| row.time(kind).map(|at| at.0));
            let agency = row.agency.map(|a| self.agencies.name(a).as_str());
            let worker = row.worker.map(|w| self.workers.row(w).worker.code.as_str());
            let category = row.category.map(|c| self.categories.rows()[c as usize].code.as_str());
            format!(
                "incident|{}|{}|{:?}|{category:?}|{:?}|{:?}|{:?}|{:?}|{}|{agency:?}|{worker:?}|{times:?}|{:?}|{:?}|{}|{:?}",
                row.code,
                row.version,
                row.state,
                row.nature,
                row.source,
                row.urgency,
                row.difficulty,
                row.title,
                row.deadline_at,
                row.satisfaction,
                row.trace.len(),
                row.course,
            )
        }));
        self.hash_inspections(&mut lines);
        lines.sort_unstable();
        let mut hash = Sha256::new();
        hash.update(format!("{}|{offset}", self.seq));
        for line in &lines {
            hash.update(line.as_bytes());
            hash.update(b"\n");
        }
        hash.finalize().into()
    }

    fn hash_inspections(&self, lines: &mut Vec<String>) {
        let of = &self.inspections;
        let checklist = |(n, row)| format!("checklist|{row:?}|{}", of.checklists.is_retired(n));
        lines.extend((0u32..).zip(of.checklists.rows()).map(checklist));
        let campaign = |(n, row)| format!("campaign|{row:?}|{}", of.campaigns.is_retired(n));
        lines.extend((0u32..).zip(of.campaigns.rows()).map(campaign));
        let worker = |number: u32| self.workers.row(number).worker.code.as_str();
        let named = |number: u32| of.campaigns.row(number).code.as_str();
        lines.extend(of.rows().iter().map(|row| {
            format!(
                "inspection|{}|{}|{:?}|{:?}|{:?}|{}|{}|{}|{:?}",
                row.code,
                self.places.rows()[row.place as usize].code,
                row.worker.map(worker),
                row.checklist.map(|number| of.checklists.row(number).code.as_str()),
                row.campaign.map(named),
                row.at.0,
                row.result.name(),
                row.settled,
                row.matters,
            )
        }));
        lines.extend(of.reminded().iter().map(|row| {
            let (campaign, worker) = (named(row.campaign), worker(row.worker));
            format!("reminded|{campaign}|{worker}|{}|{}|{}", row.day, row.places, row.at.0)
        }));
    }

    fn hash_areas(&self, lines: &mut Vec<String>) {
        let area = |a: &AreaRow| {
            let parent = a.parent_code.as_ref().map_or("", |p| p.as_str());
            let period = (a.valid_from, a.valid_to);
            let level = a.level.name();
            format!("area|{}|{}|{level}|{parent}|{:?}|{}|{period:?}", a.code, a.name, a.population, a.dedicated)
        };
        let past = |a: &PastArea| {
            let parent = a.parent_code.as_ref().map_or("", |p| p.as_str());
            let (code, period) = (&self.areas.row(a.number).code, (a.valid_from, a.valid_to));
            let level = a.level.name();
            format!("past area|{code}|{}|{level}|{parent}|{:?}|{}|{period:?}", a.name, a.population, a.dedicated)
        };
        match self.moment() {
            None => {
                lines.extend(self.areas.present().iter().map(area));
                lines.extend(self.areas.cuts.past().iter().map(past));
            }
            Some(moment) => {
                // A past picture holds what was told of its territory later; what counts is what held by then.
                let (rows, ended) = self.areas.known_at(moment);
                lines.extend(rows.iter().map(area));
                lines.extend(ended.iter().map(past));
            }
        }
    }
}
