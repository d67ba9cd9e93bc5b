//! What never leaves by a webhook: reporters, what a confidential matter is about, personal data in free text.

use super::endpoint::{Endpoint, Reply};
use super::world::{World, assigned, settings};
use std::collections::BTreeSet;
use zonglan::domain::{
    Actor, Append, Event, IncidentFile, Nature, Personal, Stream, Summons, SummonsCheck, SupervisionStep, Timestamp,
    Upstream,
};
use zonglan::ledger::{Ledger, SqliteLedger};

#[test]
fn of_a_confidential_matter_only_the_number_is_told() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let settings = settings(&server);
    let mut world = World::new();
    world.once(&settings);
    let file = IncidentFile {
        title: "举报某厂偷排".into(),
        address: "解放路12号".into(),
        confidential: true,
        upstream_number: Some("SJ2026-1".into()),
        upstream: Some(Upstream { system: "12345".into(), ..Upstream::default() }),
        ..IncidentFile::default()
    };
    world.report("C1", file);
    world.append("C1", "派单乙", assigned(Some("环保局"), Some("W1"), "速查偷排"));
    world.append("C1", "督办丙", Event::Reminded { text: "偷排要紧".into() });
    world.append_by("C1", Actor::Agency("环保局".into()), Event::Handled { result: "偷排属实".into() });
    assert_eq!(world.once(&settings).counts.delivered, 6);
    for got in server.got() {
        let json = got.json();
        assert_eq!(got.kind(), "incident.confidential", "not even what happened");
        let keys: BTreeSet<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["data", "type"].into());
        let keys: BTreeSet<&str> = json["data"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["incident", "to"].into(), "{json}");
        assert_eq!(json["data"]["incident"], "C1");
    }
    let kept = world.outbox().list(None, None, 9).unwrap();
    assert!(kept.iter().all(|kept| kept.kind == "confidential" && !kept.body.contains("偷排")));
}

#[test]
fn names_and_numbers_in_free_text_are_masked_and_reporters_stay_at_home() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let settings = settings(&server);
    let mut world = World::new();
    world.once(&settings);
    let file = |nature| IncidentFile {
        title: "来电人王建国，电话13900001234，反映漏水".into(),
        address: "幸福小区3号楼2单元501室".into(),
        nature,
        ..IncidentFile::default()
    };
    world.report("M1", file(Nature::Complaint));
    world.report("M2", file(Nature::Dispute));
    for matter in ["M1", "M2"] {
        let text = "联系人李秀英，身份证号11010519491231002X，电话0536-5221234";
        world.append(matter, "派单乙", assigned(Some("住建局"), Some("W1"), text));
        world.append(matter, "督办丙", Event::Noted { text: text.into() });
    }
    world.once(&settings);
    let got = server.got();
    assert_eq!(got.len(), 8);
    for one in &got {
        for personal in ["王建国", "13900001234", "李秀英", "11010519491231002X", "5221234"] {
            assert!(!one.body.contains(personal), "{personal}: {}", one.body);
        }
        let is_dispute = one.json()["data"]["incident"] == "M2";
        assert_eq!(one.body.contains("501室"), !is_dispute, "a dispute's household: {}", one.body);
        assert!(one.body.contains("漏水"), "what it is about stays: {}", one.body);
    }
}

#[test]
fn the_personal_table_is_not_even_opened() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let settings = settings(&server);
    let world = World::new();
    world.once(&settings);
    let mut ledger = SqliteLedger::open(world.dir()).unwrap();
    let stream = Stream::incident(&"P1".into());
    let personal = Personal {
        reporter_name: Some("赵铁柱".into()),
        reporter_phone: Some("13711112222".into()),
        text: Some("我家在七号院".into()),
    };
    let summons = Summons {
        by: Actor::Officer("派单乙".into()),
        at: Timestamp(1_789_000_000),
        check: SummonsCheck::None,
        told: Some("值班长".into()),
        in_force: true,
        lead: "住建局".into(),
        due_at: Timestamp(1_789_003_600),
        text: "到场".into(),
        parties: Vec::new(),
    };
    let clock = zonglan::domain::Clock {
        phase: zonglan::domain::Phase::Supervise,
        since: Timestamp(1_789_000_000),
        due_at: Timestamp(1_789_086_400),
        working: false,
        provisional: false,
        calendar: 0,
    };
    let events = [
        Event::Reported(Box::new(IncidentFile { title: "漏水".into(), ..IncidentFile::default() })),
        assigned(Some("住建局"), Some("W1"), ""),
        Event::Summoned(Box::new(summons)),
        Event::Supervised { step: SupervisionStep::Notice, text: "限期".into(), clock },
    ];
    let append = Append {
        command: None,
        at: Timestamp(1_789_000_000),
        by: Actor::Officer("受理甲".into()),
        expected: None,
        events: events.into_iter().map(|event| (stream.clone(), event)).collect(),
        personal: vec![(stream.clone(), personal)],
    };
    ledger.append(&append).unwrap();
    let tally = world.once(&settings);
    assert_eq!(tally.counts.delivered, 5);
    let outbox = std::fs::read(world.dir().join(zonglan::telling::OUTBOX_FILE)).unwrap();
    for personal in ["赵铁柱", "13711112222", "七号院", "值班长"] {
        assert!(server.got().iter().all(|one| !one.body.contains(personal)), "{personal}");
        assert!(outbox.windows(personal.len()).all(|bytes| bytes != personal.as_bytes()), "{personal}");
    }
}
