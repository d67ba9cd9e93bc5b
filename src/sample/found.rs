//! Problems that visits found and nobody settled on the spot: each is a matter of its own, known to its visit as the visit
//! is to it, and as live visits report it.

use super::categories::Kind;
use super::course::{self, Given, Way};
use super::dice::Dice;
use super::incidents::{Matter, World, row};
use super::out::{Table, date};
use super::words::Words;
use super::{Home, counties};

/// A problem that became a matter.
pub(super) struct Problem {
    /// The matter's number.
    pub(super) matter: String,
    /// The visit's.
    pub(super) visit: String,
    /// The visited place, by its row.
    pub(super) place: usize,
    pub(super) found_at: i64,
    /// What should have been so.
    pub(super) question: &'static str,
    /// The name of its category.
    pub(super) category: &'static str,
}

/// Numbers of matters that visits found: apart from those of the same day that were reported otherwise.
pub(super) struct Numbers {
    letters: String,
    day: (i64, i64, i64),
    last: u32,
}

impl Numbers {
    pub(super) fn new(home: &Home) -> Self {
        Self { letters: counties::letters(home.number), day: (0, 0, 0), last: 0 }
    }

    /// The next of the day on which a problem was found; problems come in their order.
    pub(super) fn next(&mut self, found_at: i64) -> String {
        let today = date(found_at);
        self.last = if today == self.day { self.last + 1 } else { 1 };
        self.day = today;
        format!("{}{:02}{:02}{:02}-9{:03}", self.letters, today.0 % 100, today.1, today.2, self.last)
    }
}

/// Writes their matters between the year's others, in the order in which they came in.
pub(super) struct Writer<'a> {
    world: &'a World<'a>,
    kinds: &'a [Kind],
    left: &'a [Problem],
    dice: Dice,
    words: Words,
}

impl<'a> Writer<'a> {
    pub(super) fn new(world: &'a World, kinds: &'a [Kind], seed: u64) -> Self {
        Self { world, kinds, left: world.problems, dice: Dice::new(seed, 10), words: Words::default() }
    }

    /// Those that were found up to this moment.
    pub(super) fn write_until(&mut self, reported: i64, table: &mut Table) {
        while let Some((problem, left)) = self.left.split_first().filter(|(problem, _)| problem.found_at <= reported) {
            self.left = left;
            self.write(problem, table);
        }
    }

    fn write(&mut self, problem: &Problem, table: &mut Table) {
        let place = &self.world.places[problem.place];
        let kind = self.kinds.iter().position(|kind| kind.name == problem.category).unwrap_or(0);
        let kind_of = &self.kinds[kind];
        let urgency = kind_of.urgency.as_bytes().get(1).map_or(3, |digit| digit - b'0');
        // The visitor tells it with the visit.
        let (reported, difficulty) = (problem.found_at, kind_of.difficulty);
        let given = Given { reported, urgency, difficulty, way: Way::Sent, citizen: false };
        let mut matter = Matter {
            reported,
            kind,
            source: "grid",
            nature: "grid_found",
            urgency,
            difficulty,
            grid: place.grid,
            at: place.at,
            steps: course::run(&mut self.dice, &given),
            deadline: course::deadline(&given),
            ..Matter::default()
        };
        course::finish_before_end(reported, &mut matter.steps);
        self.words.code.clone_from(&problem.matter);
        self.words.title = format!("{}：{}：不合格", place.name, problem.question);
        self.words.address.clone_from(&place.name);
        self.words.result = "已整改，复查合格".into();
        self.words.inspection.clone_from(&problem.visit);
        row(&mut self.dice, self.world, &matter, kind_of, &self.words, table);
    }
}
