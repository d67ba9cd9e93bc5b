//! A machine's time zone is nobody's business but the machine's: what a county's civil time is stands in its folder.

use super::{Desk, answer, program};

#[test]
fn another_zone_of_the_machine_changes_no_answer() {
    let desk = Desk::small();
    desk.done("act accept M1 --at 2026-09-11T23:50:00+08:00");
    desk.done("act assign M1 --worker W1 --at 2026-09-12T00:10:00+08:00");
    let then = "--at-time 2026-09-12T00:20:00+08:00";
    for words in [&*format!("query figures {then}"), &*format!("query incidents {then}"), "gaps"] {
        let said = |zone: Option<&str>| {
            let mut command = program();
            command.args(words.split(' ')).arg("--data").arg(desk.data()).env_remove("TZ");
            command.envs(zone.map(|zone| ("TZ", zone)));
            answer(words, &command.output().unwrap())
        };
        let due = said(None);
        for zone in ["Asia/Shanghai", "America/New_York", "Pacific/Chatham", "UTC", "Nowhere/Nothing", ""] {
            assert_eq!(said(Some(zone)), due, "{words} where the machine is set to {zone}");
        }
    }
}
