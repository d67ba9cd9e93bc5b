//! Killed with -9 while phones speak: every position that was answered is on the disk. `ZONGLAN_KILLS` sets the number
//! of kills.

use super::phone::{answer_in, rest};
use super::{AT, NOW, any_port, settings, staff, store};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{SyncSender, sync_channel};
use zonglan::domain::Timestamp;
use zonglan::feeds::receive::{ReceiveLimits, Receiver, ReceiverParts};
use zonglan::ledger::{DataDir, Tracks};
use zonglan::runtime::spawn_named;

const DIR: &str = "ZONGLAN_TEST_KILL_RECEIVER";
const PHONES: i64 = 6;

/// The child's body; without its variable it is no test. Goes on until it is killed.
#[test]
fn the_one_that_is_killed() {
    let Some(dir) = std::env::var_os(DIR).map(PathBuf::from) else { return };
    let _held = DataDir::open(&dir).unwrap();
    let (keep, batches) = sync_channel(64);
    let parts = ReceiverParts {
        staff: staff(),
        clock: Box::new(|| Timestamp(NOW + 10_000_000)),
        carry_secs: 0,
        keep: Box::new(move |fixes, receipt| drop(keep.try_send((fixes, receipt)))),
        limits: ReceiveLimits::default(),
    };
    let receiver = Receiver::start(any_port(), settings(&dir), parts).unwrap();
    let mut out = std::io::stdout().lock();
    writeln!(out, "listens at {}", receiver.address()).and_then(|()| out.flush()).unwrap();
    drop(out);
    store(&dir, &batches);
}

/// A phone that tells one moment after the other until nobody answers, and tells us each that was answered.
fn speak(at: SocketAddr, moments: impl Iterator<Item = i64>, answered: &SyncSender<i64>) {
    for moment in moments {
        let Ok(mut stream) = std::net::TcpStream::connect(at) else { return };
        let target = super::osmand(AT, moment);
        if write!(stream, "GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").is_err() {
            return;
        }
        // Half an answer is none.
        let heard = rest(&mut stream);
        if !heard.ends_with(b"\r\n\r\n") {
            return;
        }
        let answer = answer_in(&heard).unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        if answered.send(moment).is_err() {
            return;
        }
    }
}

fn rounds() -> u32 {
    std::env::var("ZONGLAN_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(12)
}

#[test]
fn what_was_answered_outlives_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = ChaCha8Rng::seed_from_u64(17);
    let mut answered: BTreeSet<i64> = BTreeSet::new();
    for round in 0..i64::from(rounds()) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "receive::kills::the_one_that_is_killed", "--nocapture"])
            .env(DIR, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let at = lines.map_while(Result::ok).find_map(|line| line.split_once("listens at ")?.1.trim().parse().ok());
        let at: SocketAddr = at.unwrap();
        let (told, heard) = sync_channel(4096);
        let phones: Vec<_> = (0..PHONES)
            .map(|phone| {
                let told = told.clone();
                let moments = (0..).map(move |n| NOW + round * 100_000 + n * PHONES + phone);
                spawn_named("test-phone", move || speak(at, moments, &told)).unwrap()
            })
            .collect();
        drop(told);
        let before = answered.len();
        answered.extend(heard.iter().take(1 + dice.next_u32() as usize % 12));
        std::thread::sleep(std::time::Duration::from_micros(u64::from(dice.next_u32() % 120_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        phones.into_iter().for_each(|phone| phone.join().unwrap());
        answered.extend(heard.try_iter());
        assert!(answered.len() > before);
        let tracks = Tracks::open_read_only(dir.path());
        let there = tracks.track(&"W2".into(), Timestamp(0), Timestamp(NOW * 2)).unwrap();
        let there: BTreeSet<i64> = there.iter().map(|fix| fix.fixed_at.0).collect();
        let lost: Vec<_> = answered.difference(&there).collect();
        assert!(lost.is_empty(), "round {round}: answered and gone: {lost:?}");
    }
    eprintln!("phones: {} kills, {} positions answered, none lost", rounds(), answered.len());
}
