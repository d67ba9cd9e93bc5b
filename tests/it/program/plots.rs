//! Plots through the program's door: files without a screen, as it was at a moment, of a town; what is refused.

use super::{Desk, answer, refusal};

fn desk() -> Desk {
    let desk = Desk::new();
    let mut rows =
        String::from("code,title,lon,lat,reported_at,accepted_at,assigned_at,receipted_at,arrived_at,closed_at\n");
    for n in 0..40 {
        let day = 1 + n % 10;
        rows.push_str(&format!(
            "M{n},路灯不亮,118.0{},36.01,2026-09-{day:02}T08:00:00+08:00,2026-09-{day:02}T08:05:00+08:00,\
             2026-09-{day:02}T08:06:00+08:00,2026-09-{day:02}T08:09:00+08:00,2026-09-{day:02}T08:{:02}:00+08:00,{}\n",
            n % 10,
            20 + n,
            if n < 30 { format!("2026-09-{day:02}T18:00:00+08:00") } else { String::new() },
        ));
    }
    desk.file("matters.csv", rows);
    desk.done("import incidents matters.csv");
    desk
}

#[test]
fn each_kind_is_written_without_a_screen() {
    let desk = desk();
    for kind in ["trend", "week", "ageing", "response", "due"] {
        for (lang, words) in [("zh", "件"), ("en", "data as of 11 Sep 2026 12:00:00")] {
            let ask = format!("plot {kind} --out {kind}-{lang}.svg --at 2026-09-11T12:00:00+08:00 --lang {lang}");
            let output = desk.command(&ask).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
            assert_eq!(answer(&ask, &output)["plot"], kind);
            let svg = std::fs::read_to_string(desk.path(&format!("{kind}-{lang}.svg"))).unwrap();
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{kind}");
            assert!(svg.contains(words) || kind == "due" || kind == "response", "{kind} {lang}: {svg}");
            assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{kind}");
        }
    }
    desk.done("plot week --out week.png --at 2026-09-11T12:00:00+08:00 --size 800x500");
    let picture = image::open(desk.path("week.png")).unwrap();
    assert_eq!((picture.width(), picture.height()), (1_600, 1_000));
    assert!(!desk.path("week.png.new").exists());
}

#[test]
fn a_past_moment_is_told_as_it_was() {
    let desk = desk();
    let open = |at: &str| {
        desk.done(&format!("plot ageing --out a.svg --at {at}"));
        let svg = std::fs::read_to_string(desk.path("a.svg")).unwrap();
        let figures = desk.done(&format!("query figures --at-time {at}"));
        (svg, figures["open"]["numerator"].as_i64().unwrap())
    };
    for at in ["2026-09-05T12:00:00+08:00", "2026-09-09T20:00:00+08:00"] {
        let (svg, count) = open(at);
        assert!(count > 0 && svg.contains(&format!(">{count} 件")), "{at}: {count} in {svg}");
    }
    let (svg, count) = open("2026-08-31T12:00:00+08:00");
    assert_eq!(count, 0);
    assert!(svg.contains("没有") && !svg.contains(">0<"), "nothing is known of that time: {svg}");
}

#[test]
fn what_is_no_plot_is_refused_in_one_sentence() {
    let desk = desk();
    for (words, code) in [
        ("plot pie --out a.svg", 2),
        ("plot trend --out a.jpg", 2),
        ("plot trend --out a.svg --lang fr", 2),
        ("plot trend --out a.svg --size 10x10", 2),
        ("plot trend --out a.svg --town 990101", 1),
        ("plot trend --out a.svg --category none", 1),
        ("plot trend --out nowhere/a.svg", 1),
    ] {
        refusal(words, &desk.run(words), code);
    }
    assert!(!desk.path("a.svg").exists());
}
