//! Two programs on one data folder.

use super::{Desk, answer, snapshot};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use zonglan::ledger::DataDir;

/// How many places the holder imports: enough for it to be stopped in the midst of them.
const MANY: usize = 60_000;

/// An import that is stopped in its midst, and so holds the folder. Killed when it is dropped.
struct Holder(Child);

impl Holder {
    fn start(desk: &Desk) -> Self {
        let rows: String = (0..MANY).map(|n| format!("Q{n},b,{},36.03\n", 118.0 + n as f64 * 1e-6)).collect();
        desk.file("many.csv", format!("code,name,lon,lat\n{rows}"));
        let mut command = desk.command("import places many.csv");
        let holder = Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
        let patience = Instant::now() + Duration::from_secs(20);
        // The lock is taken a moment before the holder has said who it is.
        while DataDir::peek(&desk.data()).unwrap().is_none_or(|found| found.pid != Some(holder.0.id())) {
            assert!(Instant::now() < patience, "the import does not start");
            std::thread::sleep(Duration::from_millis(5));
        }
        holder.signal("STOP");
        holder
    }

    fn signal(&self, name: &str) {
        let told = Command::new("kill").args(["-s", name, &self.0.id().to_string()]).status().unwrap();
        assert!(told.success(), "the import has ended already");
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // It may have ended as it should.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_second_program_is_told_who_holds_the_folder() {
    let desk = Desk::small();
    let mut holder = Holder::start(&desk);
    let who = format!("another program ('zonglan import', process {})", holder.0.id());
    let before = snapshot(&desk.data());
    let sentence = desk.refused("import places places.csv");
    let way_out = "already uses this data folder: close it, or name another folder with --data:";
    assert_eq!(sentence, format!("{who} {way_out} {}", desk.data().display()));
    // It has no socket; nor does it answer on one that somebody who was killed has left.
    for stale in [false, true] {
        if stale {
            drop(std::os::unix::net::UnixListener::bind(desk.data().join("socket")).unwrap());
        }
        let sentence = desk.refused("act accept M1");
        let way_out = "uses this data folder and takes no commands: wait until it ends:";
        assert_eq!(sentence, format!("{who} {way_out} {}", desk.data().display()));
    }
    assert!(snapshot(&desk.data()) == before);
    assert_eq!(desk.done("query incidents").as_array().unwrap().len(), 1, "asking is possible beside it");

    // The holder itself was not disturbed, and when it is done the others may.
    holder.signal("CONT");
    let mut said = String::new();
    std::io::Read::read_to_string(holder.0.stdout.as_mut().unwrap(), &mut said).unwrap();
    assert!(holder.0.wait().unwrap().success() && said.contains(&format!(r#""kept":{MANY}"#)), "{said}");
    assert_eq!(desk.done("import places places.csv")["kept"], 1);
    assert_eq!(desk.done("act accept M1")[0]["version"], 2);
}

#[test]
fn a_program_that_was_killed_holds_nothing() {
    let desk = Desk::small();
    for _ in 0..3 {
        drop(Holder::start(&desk));
        assert_eq!(desk.done("import places places.csv")["read"], 1);
    }
}

#[test]
fn of_many_programs_at_once_each_is_done_or_told() {
    let desk = Desk::small();
    let start = |n: usize| {
        let words = format!("act report N{n} --id n{n}");
        let mut command = desk.command(&words);
        (words, command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    };
    let running: Vec<_> = (0..12).map(start).collect();
    let mut reported = 0;
    for (words, child) in running {
        let output = child.wait_with_output().unwrap();
        if output.status.success() {
            answer(&words, &output);
            reported += 1;
        } else {
            let sentence = super::refusal(&words, &output, 1);
            assert!(sentence.starts_with("another program") && sentence.contains("this data folder"), "{sentence}");
        }
    }
    assert!(reported > 0);
    assert_eq!(desk.done("query incidents --all").as_array().unwrap().len(), 1 + reported);
}
