//! `zonglan header`: the centre's own title and its duty table, as a sheet keeps it.

use super::Desk;

#[test]
fn a_title_and_a_duty_table_are_taken_and_nonsense_is_told_by_its_row() {
    let desk = Desk::small();
    assert_eq!(desk.done("header")["turns"], 0);
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::get("Asia/Shanghai").unwrap());
    let (today, tomorrow) = (today.date(), today.date().tomorrow().unwrap());
    desk.file("duty.csv", format!("日期,带班领导,值班长\n{today},张伟,李静\n{tomorrow},王敏,\n,,\n"));
    let told = desk.done("header --title 测试区网格化治理中心 --title-en Grid_centre --duty duty.csv");
    assert_eq!((told["turns"].as_u64(), told["title"].as_str()), (Some(2), Some("测试区网格化治理中心")));
    assert_eq!((told["now"]["leader"].as_str(), told["now"]["shift_leader"].as_str()), (Some("张伟"), Some("李静")));
    assert_eq!(told["until"].as_i64().unwrap() - told["from"].as_i64().unwrap(), 2 * 86_400);

    // By hours: half past eight in the morning until the next morning's; what is kept stays what it is.
    desk.file("hours.csv", "date,from,until,leader\n2026-09-11,8:30,8:30,陈立\n2026/9/12,08:30,17:00,何静\n");
    let told = desk.done("header --duty hours.csv");
    assert_eq!((told["title_en"].as_str(), told["turns"].as_u64()), (Some("Grid_centre"), Some(2)));
    let half_past_eight: i64 = 1_789_086_600;
    assert_eq!(
        (told["from"].as_i64(), told["until"].as_i64()),
        (Some(half_past_eight), Some(half_past_eight + 86_400 + 30_600))
    );

    for (name, text, said) in [
        ("a.csv", "日期,带班领导\n2026-13-01,张伟\n", "row 2: no date: 2026-13-01"),
        ("b.csv", "日期,带班领导,开始\n2026-09-01,张伟,25:00\n", "row 2: no time: 25:00"),
        ("c.csv", "日期,电话\n2026-09-01,1\n", "带班领导"),
    ] {
        desk.file(name, text);
        let output = desk.command(&format!("header --duty {name}")).output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert!(words.contains(said) && words.trim_end().ends_with(name), "{words}");
    }
    assert_eq!(desk.done("header")["turns"], 2, "what was there stays");

    // The map's approval number, kept until an empty one takes it away.
    let told = desk.done("header --map-approval GS(2026)0000号");
    assert_eq!((told["map_approval"].as_str(), told["turns"].as_u64()), (Some("GS(2026)0000号"), Some(2)));
    assert_eq!(desk.done("header")["map_approval"].as_str(), Some("GS(2026)0000号"));
    assert!(desk.done("header --map-approval=")["map_approval"].is_null());
    let output = desk.command(&format!("header --map-approval {}", "9".repeat(31))).output().unwrap();
    assert_eq!(output.status.code(), Some(2));

    let output = desk.command(&format!("header --title {}", "长".repeat(41))).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
