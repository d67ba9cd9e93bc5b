//! What the figures cost over the sample's year: told, never judged, since a machine that builds beside it is slow.

use std::hint::black_box;
use std::time::Instant;
use zonglan::picture::{PlotFilter, ResponseKind, TrendSpan};

#[test]
#[ignore = "measures: run it alone"]
fn over_the_sample_s_year() {
    let picture = crate::similar::year::year();
    let now = picture.latest_at;
    let town = picture.areas.of_level(zonglan::domain::AreaLevel::Town).next();
    for filter in [PlotFilter::default(), PlotFilter { area: town, ..PlotFilter::default() }] {
        let time = |name: &str, run: &dyn Fn()| {
            let mut ms: Vec<f64> = (0..21)
                .map(|_| {
                    let start = Instant::now();
                    run();
                    start.elapsed().as_secs_f64() * 1_000.0
                })
                .collect();
            ms.sort_by(f64::total_cmp);
            eprintln!("{name:9} median {:.2} ms, worst {:.2} ms, area {:?}", ms[10], ms[20], filter.area);
        };
        time("trend", &|| {
            _ = [TrendSpan::Day, TrendSpan::Month].map(|span| picture.trend(span, filter, now));
        });
        time("week", &|| _ = black_box(picture.week_hours(filter, now)));
        time("ageing", &|| _ = black_box(picture.ageing(filter, now)));
        time("response", &|| {
            _ = ResponseKind::ALL.map(|kind| picture.responses(kind, filter, now));
        });
        time("due", &|| _ = black_box(picture.falling_due(filter, now)));
    }
    eprintln!("{} matters, {} open", picture.incidents.len(), picture.incidents.open_count());
}
