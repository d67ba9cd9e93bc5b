//! What passes through the county: the expressway with its interchanges, the railway with its country station, a canal.

use super::super::dice::Dice;
use super::super::maps::{MapLayer, Properties};
use super::flow::{self, Flow};
use super::land::Land;
use super::lines::{self, At, Frame, direction, distance_m, left, plus};
use super::names;
use super::seat;
use super::sites::{Rank, Site};

/// Half the distance between the expressway's carriageways.
const HALF_MEDIAN_M: f64 = 13.0;

/// The expressway's course, north of the seat from the western border to the eastern.
pub(super) fn expressway(dice: &mut Dice, land: &mut Land) -> Vec<At> {
    let mut off = |at: At| plus(at, [dice.between(-500, 500) as f64, dice.between(-500, 500) as f64], 1.0);
    let knots = [
        [-24_600.0, 7_000.0],
        [-17_500.0, 6_900.0],
        [-10_000.0, 4_300.0],
        [-3_500.0, 5_000.0],
        [3_800.0, 5_900.0],
        [10_200.0, 2_200.0],
        [17_500.0, 800.0],
        [24_600.0, -2_500.0],
    ]
    .map(&mut off);
    let course = within(land, &lines::steps(&lines::smooth(&knots, 5), 60.0));
    land.block_line(&course, 40.0);
    course
}

/// Draws the expressway, and an interchange where it meets a main road.
pub(super) fn draw_expressway(course: &[At], roads: &[(u8, Vec<At>)], land: &mut Land) {
    for side_m in [HALF_MEDIAN_M, -HALF_MEDIAN_M] {
        let line = lines::thin(&lines::beside(course, |_| side_m), 1.5);
        land.layers.put(MapLayer::Roads, "expressway", names::EXPRESSWAY, &line);
    }
    const APART_M: f64 = 5_500.0;
    let mut built: Vec<At> = Vec::new();
    for rank in [3, 2] {
        for road in roads.iter().filter(|road| road.0 == rank).map(|road| &road.1) {
            for pair in road.windows(2) {
                let Some((at, along)) = crossing(course, [pair[0], pair[1]]) else { continue };
                let apart = built.iter().all(|other| distance_m(*other, at) > APART_M);
                if apart && at.iter().all(|v| v.abs() < 18_500.0) {
                    interchange(at, along, direction(pair[0], pair[1]), land);
                    built.push(at);
                }
            }
        }
    }
}

/// Where a course crosses a segment, and the course's direction there.
fn crossing(course: &[At], [a, b]: [At; 2]) -> Option<(At, At)> {
    let side = |p: At, q: At, r: At| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    course.windows(2).find_map(|pair| {
        let (one, other) = (side(a, b, pair[0]), side(a, b, pair[1]));
        let crosses = one * other < 0.0 && side(pair[0], pair[1], a) * side(pair[0], pair[1], b) <= 0.0;
        crosses.then(|| (lines::between(pair[0], pair[1], one / (one - other)), direction(pair[0], pair[1])))
    })
}

/// Four ramps between the expressway and a road that crosses it, two of them loops.
fn interchange(at: At, along: At, road: At, land: &mut Land) {
    let ramp = |path: &[At], land: &mut Land| {
        let properties = Properties {
            class: "minor".to_owned(),
            name: Some("互通匝道".to_owned()),
            service: 1,
            made: 1,
            ..Properties::default()
        };
        let path = lines::thin(&lines::smooth(path, 4), 1.0);
        land.block_line(&path, 16.0);
        land.layers.put_with(MapLayer::Roads, properties, &path);
    };
    for (forth, aside) in [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)] {
        let on = |far_m: f64| plus(plus(at, along, far_m * forth), left(along), HALF_MEDIAN_M * aside);
        let off = |far_m: f64| plus(at, road, far_m * aside);
        let mid = |a: f64, b: f64| plus(plus(at, along, a * forth), road, b * aside);
        ramp(&[on(520.0), on(330.0), mid(170.0, 70.0), mid(70.0, 170.0), off(330.0), off(420.0)], land);
        if forth * aside > 0.0 {
            ramp(
                &[
                    on(40.0),
                    mid(120.0, 24.0),
                    mid(215.0, 60.0),
                    mid(215.0, 180.0),
                    mid(90.0, 200.0),
                    off(150.0),
                    off(80.0),
                ],
                land,
            );
        }
    }
    // the toll station's yard
    let yard = Frame { origin: plus(plus(at, along, 260.0), road, 260.0), along };
    land.layers.put(
        MapLayer::Landuse,
        "industrial",
        names::TOLL_STATION,
        &yard.rectangle([-60.0, -35.0], [60.0, 35.0]),
    );
    land.layers.build(2, &yard.rectangle([-30.0, -8.0], [30.0, 8.0]));
}

/// The railway's courses from the ends of the seat's tracks to the borders.
pub(super) fn railways(ends: [At; 2], dice: &mut Dice, land: &mut Land) -> Vec<Vec<At>> {
    let mut course = |end: At, side: f64| {
        let wave = dice.between(-900, 900) as f64;
        let knots = [
            end,
            plus(end, [3_200.0 * side, 0.0], 1.0),
            [side * 13_500.0, 1_200.0 + wave],
            [side * 18_500.0, 2_600.0 - wave],
            [side * 24_600.0, 2_200.0],
        ];
        let course = within(land, &lines::steps(&lines::smooth(&knots, 5), 80.0));
        land.block_line(&course, 26.0);
        course
    };
    vec![course(ends[0], -1.0), course(ends[1], 1.0)]
}

/// Draws the railway, with a station where it passes a town.
pub(super) fn draw_railways(courses: &[Vec<At>], sites: &[Site], land: &mut Land) {
    for course in courses {
        for off_m in [2.5, -2.5] {
            let track = lines::thin(&lines::beside(course, |nth| if nth == 0 { 0.0 } else { off_m }), 1.0);
            land.layers.put(MapLayer::Railways, "", names::RAILWAY, &track);
        }
        station(course, sites, land);
    }
}

fn station(course: &[At], sites: &[Site], land: &mut Land) {
    let towns = sites.iter().filter(|site| site.rank == Rank::Town);
    let stops = towns.filter_map(|town| {
        let nearest = (12..course.len().saturating_sub(12))
            .min_by(|&a, &b| distance_m(course[a], town.at).total_cmp(&distance_m(course[b], town.at)))?;
        (seat::reach(course[nearest]) > 1.4).then_some((distance_m(course[nearest], town.at), nearest, town))
    });
    let Some((_, nth, town)) = stops.min_by(|a, b| a.0.total_cmp(&b.0)) else { return };
    let stretch = &course[nth - 7..=nth + 7];
    for off_m in [9.0, -9.0, 15.0] {
        let siding = lines::beside(stretch, |nth| if nth == 0 || nth == 14 { 2.5 } else { off_m });
        land.layers.put(MapLayer::Railways, "", "", &siding);
    }
    let along = direction(stretch[0], stretch[14]);
    let towards = if distance_m(plus(course[nth], left(along), 50.0), town.at) < distance_m(course[nth], town.at) {
        1.0
    } else {
        -1.0
    };
    let yard = Frame { origin: plus(course[nth], left(along), 48.0 * towards), along };
    land.layers.build(2, &yard.rectangle([-38.0, -9.0], [38.0, 9.0]));
    land.layers.put(
        MapLayer::Landuse,
        "industrial",
        &format!("{}站", town.name),
        &yard.rectangle([-190.0, -24.0], [190.0, 24.0]),
    );
    land.block_line(&[yard.place(-190.0, 0.0), yard.place(190.0, 0.0)], 40.0);
}

/// The canal from the reservoir into the plain.
pub(super) fn canal(flow: &Flow, land: &mut Land) {
    let course = within(land, &lines::steps(&flow::canal(flow), 30.0));
    land.layers.put(MapLayer::Waterways, "canal", names::CANAL, &lines::thin(&course, 2.0));
    let widths = vec![14.0; course.len()];
    for ring in lines::ribbons(&course, &widths) {
        land.layers.put(MapLayer::Water, "canal", names::CANAL, &ring);
    }
    land.later.push((course, 22.0));
}

/// The longest part of a course inside the county.
fn within(land: &Land, course: &[At]) -> Vec<At> {
    let parts = course.split(|&at| !land.inside(at));
    parts.max_by_key(|part| part.len()).map(<[At]>::to_vec).unwrap_or_default()
}
