//! The plots on the screen and in files: opened by figures, keys and buttons; the same drawing as SVG and PNG.

use super::{Desk, NOW, SIZES, book, seat, seat_of};
use crate::county::Book;
use quick_xml::events::Event as Xml;
use zonglan::domain::{IncidentFile, IncidentRecord, LonLat, Timestamp, Urgency};
use zonglan::panels::{PLOT_SIZE_DP, plot_png, plot_svg, widget_ids};
use zonglan::picture::Picture;
use zonglan::seat::link::ToStore;
use zonglan::seat::{Intent, Lang, PlotFormat, PlotIntent, PlotSheet, Seat, Selection};

/// Sixty days that an import told, so that every sheet has something to say.
pub(super) fn busy() -> Book {
    let mut book = book();
    for n in 0..600_i64 {
        let reported_at = NOW.plus_secs(-7_000 * n - 60);
        let at = |secs: i64| Some(reported_at.plus_secs(secs)).filter(|at| *at < NOW);
        let is_done = n % 9 > 0;
        book.import_at(
            NOW,
            IncidentRecord {
                file: IncidentFile {
                    code: Some(format!("OLD-{n}").as_str().into()),
                    title: "井盖破损 <\"&".into(),
                    urgency: Urgency::ALL[n as usize % 4],
                    category: Some("road".into()),
                    at: Some(LonLat::new(118.003 + 0.0001 * (n % 900) as f64, 36.04)),
                    confidential: n % 27 == 0,
                    reported_at,
                    ..IncidentFile::default()
                },
                accepted_at: at(200),
                assigned_at: at(300),
                receipted_at: at(420 + n % 700),
                arrived_at: at(1_500 + 7 * n % 4_000),
                handled_at: at(9_000).filter(|_| is_done),
                closed_at: at(10_000).filter(|_| is_done),
                deadline_at: Some(reported_at.plus_secs(if n % 9 == 0 { 7_000 * n + 400 * (n % 200) } else { 20_000 })),
                ..IncidentRecord::default()
            },
        );
    }
    book.picture.derive();
    book
}

fn texts(svg: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut texts, mut inside) = (Vec::new(), None);
    loop {
        match reader.read_event().unwrap() {
            Xml::Eof => return texts,
            Xml::Start(start) if start.name().as_ref() == "text" => inside = Some(String::new()),
            Xml::Text(text) => {
                if let Some(inside) = &mut inside {
                    inside.push_str(&text);
                }
            }
            Xml::GeneralRef(name) => {
                if let Some(inside) = &mut inside {
                    inside.push_str(&format!("&{};", &*name));
                }
            }
            Xml::End(end) if end.name().as_ref() == "text" => texts.extend(inside.take()),
            _ => {}
        }
    }
}

#[test]
fn figures_and_keys_open_the_plots_and_one_step_back_closes_them() {
    let mut desk = Desk::new(seat());
    for (widget, sheet) in
        [("plots-open", PlotSheet::Trend), ("kpi-received", PlotSheet::Trend), ("kpi-open", PlotSheet::Ageing)]
    {
        assert_eq!(desk.click(widget), [Intent::Plot(PlotIntent::Show(sheet))]);
    }
    assert!(!desk.panels.widgets().contains_key("plots"));
    for sheet in PlotSheet::ALL {
        desk.seat.intend(Intent::Plot(PlotIntent::Next));
        desk.pass(Vec::new());
        desk.pass(Vec::new());
        assert_eq!(desk.seat.plots.shown, Some(sheet));
        assert!(desk.panels.widgets().contains_key(&format!("plot-{}", sheet.name())));
    }
    assert_eq!(desk.click("plots-week"), [Intent::Plot(PlotIntent::Show(PlotSheet::Week))]);
    let meant = desk.click("plots-category-next");
    assert_eq!(meant, [Intent::Plot(PlotIntent::Category(Some("road".into())))]);
    desk.seat.intend(meant[0].clone());
    desk.pass(Vec::new());
    assert_eq!(desk.click("plots-category-next"), [Intent::Plot(PlotIntent::Category(None))], "round to all");
    assert_eq!(desk.click("plots-close"), [Intent::Plot(PlotIntent::Close)]);
    desk.seat.intend(Intent::Select(Selection::Worker(0)));
    desk.seat.intend(Intent::Back);
    assert_eq!((desk.seat.plots.shown, desk.seat.selection), (None, Some(Selection::Worker(0))), "one level back");
    let ids = widget_ids();
    for id in ["plots", "plots-svg", "plots-png", "plots-close", "plots-category-before", "day", "day-open"] {
        assert!(ids.iter().any(|(known, _)| *known == id), "{id}");
    }
}

#[test]
fn every_sheet_lays_out_in_every_size_and_language_with_nothing_and_with_much() {
    let busy = busy().picture;
    for picture in [Picture::new(8 * 3600), busy] {
        let mut seat = seat_of(picture, 1920.0, 1080.0, Lang::Zh);
        for (width_px, height_px) in SIZES {
            for lang in [Lang::Zh, Lang::En] {
                seat.lang = lang;
                seat.screen = zonglan::seat::Screen::guessed(width_px, height_px);
                seat.resize(width_px, height_px);
                let mut desk = Desk::new(seat);
                for sheet in PlotSheet::ALL {
                    desk.seat.intend(Intent::Plot(PlotIntent::Show(sheet)));
                    desk.pass(Vec::new());
                }
                seat = desk.seat;
            }
        }
    }
}

/// What a sheet says in words.
fn said(seat: &Seat, sheet: PlotSheet) -> Vec<String> {
    texts(&plot_svg(seat, sheet, PLOT_SIZE_DP))
}

#[test]
fn a_sheet_says_its_figures_its_period_its_comparison_and_the_time_of_its_data() {
    let seat = seat_of(busy().picture, 1920.0, 1080.0, Lang::Zh);
    let filter = seat.plot_filter();
    let picture = &seat.picture;
    let has = |sheet, parts: &[String]| {
        let said = said(&seat, sheet);
        assert!(said.iter().any(|text| text == "数据至 2026-09-11 14:03:27"), "{said:?}");
        for part in parts {
            assert!(said.iter().any(|text| text.contains(part.as_str())), "{sheet:?}: {part} in {said:?}");
        }
    };
    let day = picture.trend(zonglan::picture::TrendSpan::Day, filter, NOW);
    has(
        PlotSheet::Trend,
        &[format!("近24小时  {} 件", day.total), format!("前24小时 {}", day.total_before.unwrap()), "前7日".into()],
    );
    let week = picture.week_hours(filter, NOW);
    has(PlotSheet::Week, &[format!("08-14 – 09-10  {} 件", week.total), "周日".into(), "≥0".into()]);
    let ageing = picture.ageing(filter, NOW);
    assert!(ageing.overdue > 0);
    has(PlotSheet::Ageing, &[format!("{} 件 · 最久", ageing.open), "一周前".into(), "30天以上".into()]);
    let arrival = picture.responses(zonglan::picture::ResponseKind::Arrival, filter, NOW).now;
    has(
        PlotSheet::Response,
        &[format!("到场 {} ÷ 已派 {}", arrival.secs.len(), arrival.of), "p50".into(), "p90".into(), "此前".into()],
    );
    let due = picture.falling_due(filter, NOW);
    assert!(due.total > 0);
    has(PlotSheet::Due, &[format!("今后24小时  {} 件", due.total), format!("已超期 {}", due.overdue), "第0镇".into()]);
}

#[test]
fn a_sheet_says_its_dates_as_its_language_does() {
    let seat = seat_of(busy().picture, 1920.0, 1080.0, Lang::En);
    let said = said(&seat, PlotSheet::Week);
    for part in ["data as of 11 Sep 2026 14:03:27", "14 Aug – 10 Sep"] {
        assert!(said.iter().any(|text| text.contains(part)), "{part} in {said:?}");
    }
}

#[test]
fn a_file_is_whole_and_holds_what_shows() {
    let mut seat = seat_of(busy().picture, 1920.0, 1080.0, Lang::En);
    for sheet in PlotSheet::ALL {
        let svg = plot_svg(&seat, sheet, (1000.0, 600.0));
        assert!(svg.starts_with("<svg ") && svg.contains("width=\"1000\" height=\"600\""));
        assert!(svg.contains("'Noto Sans SC'") && svg.contains("sans-serif"));
        assert!(!texts(&svg).is_empty());
        let png = plot_png(&seat, sheet, (1000.0, 600.0), 2.0).unwrap();
        let picture = image::load_from_memory(&png).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (2_000, 1_200));
        let colours: std::collections::BTreeSet<[u8; 3]> = picture.pixels().map(|pixel| pixel.0).collect();
        let ground = picture.pixels().filter(|pixel| pixel.0 == [0x12, 0x18, 0x20]).count();
        assert!(colours.contains(&[0xDD, 0xE5, 0xEC]), "{sheet:?}: full ink");
        assert!(ground > 2_000 * 1_200 / 3, "{sheet:?}: most of it is ground");
    }
    assert!(plot_png(&seat, PlotSheet::Trend, (9_000.0, 9_000.0), 2.0).is_err());
    // A title with what XML has other uses for is no trouble, and confidential matters have none.
    let due = plot_svg(&seat, PlotSheet::Due, PLOT_SIZE_DP);
    assert!(due.contains("井盖破损 &lt;&quot;&amp;"), "{due}");
    seat.lang = Lang::Zh;
    assert!(plot_svg(&seat, PlotSheet::Due, PLOT_SIZE_DP).contains("将到期"));
}

#[test]
fn a_button_hands_the_file_to_the_store_and_the_seat_says_where_it_is() {
    let mut desk = Desk::new(seat_of(busy().picture, 1920.0, 1080.0, Lang::Zh));
    desk.seat.intend(Intent::Plot(PlotIntent::Show(PlotSheet::Ageing)));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    for (format, magic) in [(PlotFormat::Svg, b"<svg".as_slice()), (PlotFormat::Png, b"\x89PNG".as_slice())] {
        let meant = desk.click(&format!("plots-{}", format.ending()));
        assert_eq!(meant.len(), 1);
        desk.seat.intend(meant[0].clone());
        let sent = desk.seat.take_outbox();
        let [ToStore::Write(file)] = &sent[..] else { panic!("{sent:?}") };
        assert_eq!(file.name, format!("plot-ageing-20260911-140327.{}", format.ending()));
        assert!(file.bytes().unwrap().starts_with(magic));
    }
    let written = zonglan::seat::link::FromStore::Written(Ok("exports/a.svg".into()));
    desk.seat.take_from_store(written);
    assert!(desk.seat.toasts().any(|toast| *toast == zonglan::seat::Toast::Exported("exports/a.svg".into())));
}

#[test]
fn a_plot_counts_the_area_that_is_looked_at_and_a_past_moment_says_so() {
    let mut seat = seat_of(busy().picture, 1920.0, 1080.0, Lang::Zh);
    let town = seat.picture.areas.number(&"990101001".into()).unwrap();
    seat.intend(Intent::DrillTo(Some(town)));
    assert_eq!(seat.plot_filter().area, Some(town));
    let said_of = said(&seat, PlotSheet::Ageing);
    let open = seat.picture.ageing(seat.plot_filter(), NOW).open;
    assert!(open > 0 && open < seat.picture.incidents.open_count() as i64);
    assert!(said_of.iter().any(|text| text.starts_with("第1镇 · ")), "{said_of:?}");
    assert!(said_of.iter().any(|text| text.starts_with(&format!("{open} 件"))), "{said_of:?}");
    let grid = seat.picture.areas.number(&"990101000000".into()).unwrap();
    seat.intend(Intent::Select(Selection::Area(grid)));
    assert_eq!(seat.plot_filter().area, Some(grid), "what is selected goes before what was drilled to");
    // Another moment, another sheet: nothing is remembered of the one before.
    let before = Seat::new(busy().picture, seat.screen, Timestamp(NOW.0 - 3_600), Lang::Zh);
    assert!(said(&before, PlotSheet::Trend).iter().any(|text| text == "数据至 2026-09-11 13:03:27"));
}
