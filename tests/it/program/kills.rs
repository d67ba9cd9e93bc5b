//! Killed with SIGKILL at random moments: what was acknowledged is there, nothing is half there, and a command given
//! again is done once. `ZONGLAN_KILLS` sets the number of kills.

use super::{Desk, answer};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};
use zonglan::ledger::SqliteLedger;

fn rounds() -> u32 {
    std::env::var("ZONGLAN_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(12)
}

/// The loop's plain path, and how each step leaves the matter.
const STEPS: [(&str, &str); 8] = [
    ("report --title 积水 --urgency U2 --place 118.01,36.01", "reported"),
    ("accept", "accepted"),
    ("assign --worker W1 --text 请前往", "assigned"),
    ("receipt --by worker:W1", "receipted"),
    ("arrive --by worker:W1", "on_scene"),
    ("handle --by worker:W1 --text 已抽干", "handled"),
    ("callback --answer mostly", "handled"),
    ("close", "closed"),
];

/// Step `step` of matter `matter`, as it is given once and, if nobody knows whether it was done, again.
fn words(matter: usize, step: usize) -> String {
    let (act, rest) = STEPS[step].0.split_once(' ').unwrap_or((STEPS[step].0, ""));
    format!("act {act} K{matter:03} --id k{matter}-{step} --at 2026-09-11T09:{:02}:00+08:00 {rest}", step * 5)
}

/// A moment to kill it at: mostly while it works, sometimes just after.
fn moment(random: &mut ChaCha8Rng, typical: Duration) -> Duration {
    typical.mul_f64(0.3 + f64::from(random.next_u32() % 1_200) / 1_000.0)
}

/// Runs the command and kills it after `delay`; answers with what it said, if it said all of it.
fn killed(desk: &Desk, words: &str, delay: Duration) -> Option<Value> {
    let mut child = desk.command(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(delay);
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    output.stdout.ends_with(b"\n").then(|| serde_json::from_slice(&output.stdout).unwrap())
}

/// Every matter's state; the chain must be whole.
fn states(desk: &Desk) -> BTreeMap<String, String> {
    SqliteLedger::open(&desk.data()).unwrap().verify(&mut |_| ()).unwrap();
    let list = desk.done("query incidents --all --limit 1000000");
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|entry| (text(entry, "incident"), text(entry, "state"))).collect()
}

#[test]
fn killed_while_commands_come() {
    let desk = Desk::small();
    let mut random = ChaCha8Rng::seed_from_u64(41);
    let after = undisturbed(&desk);
    // (matter, step) that comes next, and every answer given.
    let (mut matter, mut step) = (0, 0);
    let mut told: BTreeMap<String, Value> = BTreeMap::new();
    let mut typical = Duration::from_millis(20);
    let (mut done_and_silent, mut not_done) = (0, 0);
    for round in 0..rounds() {
        for _ in 0..random.next_u32() % 4 {
            let started = Instant::now();
            let words = words(matter, step);
            let said = desk.done(&words);
            typical = started.elapsed();
            told.insert(words, said);
            (matter, step) = if step + 1 == STEPS.len() { (matter + 1, 0) } else { (matter, step + 1) };
        }
        let last = words(matter, step);
        let delay = moment(&mut random, typical);
        let said = killed(&desk, &last, delay);

        let states = states(&desk);
        let code = format!("K{matter:03}");
        let before = step.checked_sub(1).map(|step| STEPS[step].1);
        let found = states.get(&code).map(String::as_str);
        let (so_far, least) = (events(&desk, &code), step.checked_sub(1).map_or(0, |before| after[before]));
        assert!(so_far == least || so_far == after[step], "round {round}: half of '{last}' is there");
        let is_done = so_far > least;
        assert!(found == if is_done { Some(STEPS[step].1) } else { before }, "round {round}: {found:?} after '{last}'");
        assert!(is_done || said.is_none(), "round {round}: acknowledged and gone");
        done_and_silent += u32::from(is_done && said.is_none());
        not_done += u32::from(!is_done);
        for earlier in 0..matter {
            assert_eq!(states[&format!("K{earlier:03}")], "closed", "round {round}");
        }
        // Given again, it is done once, and its answer is the first.
        let again = desk.done(&last);
        assert!(said.is_none_or(|said| said == again), "round {round}: another answer");
        assert_eq!(events(&desk, &code), after[step], "round {round}: done twice");
        told.insert(last, again);
        (matter, step) = if step + 1 == STEPS.len() { (matter + 1, 0) } else { (matter, step + 1) };
        let nth = random.next_u32() as usize % told.len();
        let (words, first) = told.iter().nth(nth).unwrap();
        assert_eq!(&desk.done(words), first, "round {round}: a repeat is answered with the first result");
    }
    let acknowledged = told.len();
    eprintln!(
        "commands: {} kills ({not_done} before, {done_and_silent} after it was durable and before it was said), \
         {acknowledged} acknowledged, none lost",
        rounds()
    );
}

/// How many events a matter has after each step, by one that goes its way undisturbed.
fn undisturbed(desk: &Desk) -> Vec<usize> {
    let after = |step| {
        desk.done(&words(999, step));
        events(desk, "K999")
    };
    (0..STEPS.len()).map(after).collect()
}

fn events(desk: &Desk, code: &str) -> usize {
    use zonglan::domain::Stream;
    use zonglan::ledger::Ledger;
    let ledger = SqliteLedger::open_read_only(&desk.data()).unwrap();
    ledger.read_stream(&Stream::incident(&code.into())).unwrap().len()
}

const ROWS: usize = 2_000;

fn matters(round: u32) -> String {
    let mut text = String::from("code,title,lon,lat,reported_at,closed_at\n");
    for row in 0..ROWS {
        let (lon, lat) = (118.0 + row as f64 / 1e5, 36.0 + f64::from(round) / 1e3);
        let closed = if row % 3 == 0 { "" } else { "2026-09-10 18:00" };
        text += &format!("I{round}-{row},路面破损,{lon:.5},{lat:.5},2026-09-10 09:{:02},{closed}\n", row % 60);
    }
    text
}

#[test]
fn killed_while_imports_run() {
    let desk = Desk::small();
    let mut random = ChaCha8Rng::seed_from_u64(42);
    desk.file("matters.csv", matters(10_000));
    let started = Instant::now();
    desk.done("import incidents matters.csv");
    let mut typical = started.elapsed();
    let mut there = states(&desk).len();
    let (mut whole, mut none, mut acknowledged) = (0, 0, 0);
    for round in 0..rounds() {
        desk.file("matters.csv", matters(round));
        let delay = moment(&mut random, typical);
        let said = killed(&desk, "import incidents matters.csv", delay);
        let found = states(&desk).len();
        assert!(found == there || found == there + ROWS, "round {round}: {} of {ROWS}", found - there);
        assert!(said.is_none() || found == there + ROWS, "round {round}: acknowledged and gone");
        acknowledged += u32::from(said.is_some());
        if found == there {
            none += 1;
        } else {
            whole += 1;
        }
        let started = Instant::now();
        let output = desk.run("import incidents matters.csv");
        let report = answer("again", &output);
        let (kept, unchanged) = if found == there { (ROWS, 0) } else { (0, ROWS) };
        assert_eq!((&report["kept"], &report["unchanged"]), (&kept.into(), &unchanged.into()), "round {round}");
        if kept > 0 {
            typical = started.elapsed();
        }
        there += ROWS;
    }
    assert_eq!(states(&desk).len(), there);
    eprintln!(
        "imports: {} kills, {none} left nothing, {whole} left all of it ({acknowledged} had said so), none half",
        rounds()
    );
}
