//! The wall fits its screen: sizes of type by who looks from how far, and where panels stand, over many screens.

use proptest::prelude::*;
use zonglan::seat::setup::{Key, Settings, Value};
use zonglan::seat::{LEAST_CELL_DP, Layout, Rect, Screen};

fn set(values: &[(Key, Value)]) -> Settings {
    let mut settings = Settings::default();
    values.iter().for_each(|(key, value)| assert!(settings.set(*key, *value), "{key:?} {value}"));
    settings
}

fn screen(width_px: f64, height_px: f64, distance_m: f64, pitch_mm: f64) -> Screen {
    let measures = [(Key::DistanceM, Value::Number(distance_m)), (Key::PitchMm, Value::Number(pitch_mm))];
    Screen::of(width_px, height_px, &set(&measures))
}

/// The table of VISUAL.md section 2: pixels of body text, scale, canvas in dp.
#[test]
fn type_is_as_large_as_the_design_languages_table_says() {
    // A 24″ screen of 1080 rows, and nine 55″ ones of 1080 rows each, by what is known of them: their diagonals.
    let metres = |key, metres| (key, Value::Number(metres));
    let desk = set(&[metres(Key::DiagonalM, 24.0 * 0.0254), metres(Key::DistanceM, 0.65)]);
    let panels = set(&[metres(Key::DiagonalM, 3.0 * 55.0 * 0.0254), metres(Key::DistanceM, 5.0)]);
    let table = [
        (Screen::of(1920.0, 1080.0, &desk), 16.0, 1.0, (1920.0, 1080.0)),
        (screen(3840.0, 1080.0, 4.0, 1.25), 25.0, 1.6, (2400.0, 675.0)),
        (screen(7680.0, 2160.0, 6.0, 1.25), 38.0, 2.4, (3230.0, 910.0)),
        (Screen::of(5760.0, 3240.0, &panels), 63.0, 3.9, (1460.0, 820.0)),
        (screen(15360.0, 4320.0, 8.0, 0.9), 71.0, 4.4, (3480.0, 980.0)),
    ];
    for (screen, body_px, scale, canvas) in table {
        assert_eq!((screen.scale() * 16.0).round(), body_px, "{screen:?}");
        assert!((screen.scale() - scale).abs() < 0.05, "{screen:?}");
        let dp = (screen.width_px / screen.scale(), screen.height_px / screen.scale());
        // The table's canvas goes by its rounded scale or by the exact one.
        let alike = |a: f64, b: f64| (a / b - 1.0).abs() < 0.03;
        assert!(alike(dp.0, canvas.0) && alike(dp.1, canvas.1), "{screen:?}: {dp:?}");
    }
}

/// Point 1 of the list: the smallest Han text takes at least 20 arc minutes (captions have 13/16 of the body).
#[test]
fn captions_are_legible_for_the_farthest_viewer() {
    for (distance_m, pitch_mm) in [(2.0, 0.9), (4.0, 1.25), (6.0, 1.25), (8.0, 0.9), (5.0, 0.63), (3.0, 1.86)] {
        let screen = screen(15360.0, 4320.0, distance_m, pitch_mm);
        let ink_mm = 0.916 * 13.0 * screen.scale() * pitch_mm;
        let arc_min = (ink_mm / (distance_m * 1_000.0)).atan().to_degrees() * 60.0;
        // Whole pixels of the body text take or give a little.
        assert!(arc_min >= 19.95, "{distance_m} m, {pitch_mm} mm: {arc_min}′");
    }
}

#[test]
fn what_is_not_said_follows_from_what_is() {
    let number = |key, number| (key, Value::Number(number));
    let measures = |values: &[(Key, Value)]| Screen::of(3840.0, 1080.0, &set(values)).measures();
    assert_eq!(measures(&[]), (4.0, 1.25), "a guess");
    assert_eq!(measures(&[number(Key::DistanceM, 7.0)]), (7.0, 1.25));
    assert_eq!(measures(&[number(Key::WidthM, 4.8)]), (4.0, 1.25));
    assert_eq!(measures(&[number(Key::HeightM, 2.16)]), (4.0, 2.0));
    assert_eq!(measures(&[number(Key::WidthM, 4.8), number(Key::PitchMm, 0.9)]), (4.0, 0.9), "the pitch holds");
    // Two columns of screens with 40 mm between them: those are no pixels, unless the picture goes on behind them.
    let parted = [number(Key::WidthM, 4.84), number(Key::BezelMm, 40.0), (Key::Columns, Value::Count(2))];
    assert!((measures(&parted).1 - 1.25).abs() < 1e-9);
    let mut compensated = parted.to_vec();
    compensated.push((Key::Compensation, Value::Flag(true)));
    assert!((measures(&compensated).1 - 4_840.0 / 3_840.0).abs() < 1e-9);
    let screen = Screen::of(3840.0, 1080.0, &set(&compensated));
    assert_eq!(screen.cells.seam_px, (40.0_f64 / (4_840.0 / 3_840.0)).round());
    // At a desk nobody needs a wall's letters; across the room nobody has a desk's pixels.
    assert_eq!(Screen::of(1920.0, 1080.0, &set(&[number(Key::DistanceM, 0.65)])).scale(), 1.0);
    assert_eq!(Screen::of(1920.0, 1080.0, &set(&[number(Key::DistanceM, 4.0)])).measures().1, 1.25);
}

#[test]
fn a_mistaken_measure_leaves_room_to_mend_it() {
    let absurd = screen(1920.0, 1080.0, 200.0, 0.05);
    assert!(absurd.is_too_small());
    assert!(absurd.width_px / absurd.scale() >= 640.0 && absurd.height_px / absurd.scale() >= 360.0);
    assert!(!screen(3840.0, 1080.0, 4.0, 1.25).is_too_small());
}

#[test]
fn the_three_shapes_of_walls() {
    // 32:9: 24/52/24, header and footer of 7 %.
    let screen = screen(3840.0, 1080.0, 4.0, 1.25);
    let layout = screen.layout();
    let share = |rect: Rect| rect.width_px / 3840.0;
    assert!((share(layout.map) - 0.52).abs() < 0.001 && (share(layout.right) - 0.24).abs() < 0.001);
    assert!((share(layout.left) + share(layout.left_second) - 0.24).abs() < 0.001);
    assert!((layout.header.height_px / 1080.0 - 0.07).abs() < 0.004);
    assert!((layout.footer.height_px / 1080.0 - 0.07).abs() < 0.004);
    // Upright: header, figures, map, panels, footer, from the top.
    let upright = Screen::guessed(1080.0, 1920.0).layout();
    let tops = [upright.header, upright.left, upright.map, upright.right, upright.footer].map(|rect| rect.y_px);
    assert!(tops.windows(2).all(|pair| pair[0] < pair[1]), "{upright:?}");
    assert_eq!(upright.map.width_px, 1080.0);
    assert_eq!(upright.left_second.y_px, upright.right.y_px);
    // A tall wall: panels between 35 and 75 % of the height, the map behind and above and below them.
    let tall = self::screen(7680.0, 4320.0, 6.0, 1.25).layout();
    for panel in [tall.left, tall.left_second, tall.right] {
        assert!(panel.y_px >= 0.25 * 4320.0 - 1.0 && panel.y_px + panel.height_px <= 0.65 * 4320.0 + 1.0, "{panel:?}");
    }
    assert_eq!(tall.map.width_px, 7680.0);
    assert!(tall.clear.width_px < tall.map.width_px);
}

fn right(rect: Rect) -> f64 {
    rect.x_px + rect.width_px
}

fn bottom(rect: Rect) -> f64 {
    rect.y_px + rect.height_px
}

fn is_within(inner: Rect, outer: Rect) -> bool {
    inner.x_px >= outer.x_px - 0.01
        && inner.y_px >= outer.y_px - 0.01
        && right(inner) <= right(outer) + 0.01
        && bottom(inner) <= bottom(outer) + 0.01
}

fn overlap(a: Rect, b: Rect) -> bool {
    let across = right(a).min(right(b)) - a.x_px.max(b.x_px);
    let down = bottom(a).min(bottom(b)) - a.y_px.max(b.y_px);
    across > 0.01 && down > 0.01
}

fn panels(layout: &Layout) -> Vec<Rect> {
    let all = [layout.left, layout.left_second, layout.right, layout.card];
    all.into_iter().filter(|rect| !rect.is_empty()).collect()
}

/// What must hold of every wall.
fn look_at(screen: &Screen) -> Result<(), TestCaseError> {
    let layout = screen.layout();
    let whole = Rect { x_px: 0.0, y_px: 0.0, width_px: screen.width_px, height_px: screen.height_px };
    let panels = panels(&layout);
    prop_assert!(!layout.map.is_empty() && !layout.clear.is_empty() && !layout.right.is_empty(), "{layout:?}");
    prop_assert!(is_within(layout.clear, layout.map), "{layout:?}");
    let apart: Vec<Rect> = panels.iter().copied().chain([layout.header, layout.footer, layout.clear]).collect();
    for (k, a) in apart.iter().enumerate() {
        prop_assert!(is_within(*a, whole), "{a:?} leaves the wall: {layout:?}");
        for b in &apart[..k] {
            prop_assert!(!overlap(*a, *b), "{a:?} over {b:?}: {layout:?}");
        }
    }
    // Edges are whole pixels: nothing beneath shows through.
    for rect in &apart {
        for edge in [rect.x_px, rect.y_px, right(*rect), bottom(*rect)] {
            prop_assert!((edge - edge.round()).abs() < 1e-9, "{rect:?}");
        }
    }
    let cells = screen.cells;
    let rects = cells.rects(screen.width_px, screen.height_px);
    let holds = |size_px: f64, least_dp: f64| size_px / screen.scale() >= least_dp;
    let usable = (cells.columns == 1 || holds(rects[0].width_px, LEAST_CELL_DP.0))
        && (cells.rows == 1 || holds(rects[0].height_px, LEAST_CELL_DP.1));
    if usable {
        for panel in &panels {
            prop_assert!(rects.iter().any(|cell| is_within(*panel, *cell)), "{panel:?} crosses a seam: {layout:?}");
        }
    }
    // What is neither panel nor behind a seam is map: nothing is left blank.
    let step = |size_px: f64, k: u32| (size_px * (f64::from(k) + 0.5) / 23.0).floor() + 0.5;
    for (x, y) in (0..23).flat_map(|k| (0..23).map(move |j| (k, j))) {
        let (x, y) = (step(screen.width_px, x), step(screen.height_px, y));
        let lies = |rect: &Rect| rect.contains(x, y);
        let hidden = !rects.iter().any(lies);
        let shown = panels.iter().chain([&layout.header, &layout.footer, &layout.map]).any(lies);
        prop_assert!(shown || hidden, "nothing stands at {x},{y}: {layout:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]
    #[test]
    fn panels_neither_overlap_nor_cross_seams_nor_leave_a_hole(
        width_px in 320_u32..16_384,
        height_px in 240_u32..16_384,
        distance_m in 0.4..12.0_f64,
        pitch_mm in 0.15..4.0_f64,
        columns in 1_u16..9,
        rows in 1_u16..6,
        bezel_mm in 0.0..20.0_f64,
        compensated in any::<bool>(),
    ) {
        let settings = set(&[
            (Key::DistanceM, Value::Number(distance_m)),
            (Key::PitchMm, Value::Number(pitch_mm)),
            (Key::Columns, Value::Count(columns)),
            (Key::Rows, Value::Count(rows)),
            (Key::BezelMm, Value::Number(bezel_mm)),
            (Key::Compensation, Value::Flag(compensated)),
        ]);
        look_at(&Screen::of(f64::from(width_px), f64::from(height_px), &settings))?;
    }
}

#[test]
fn walls_that_are_built_hold_what_every_wall_must() {
    let walls = [
        (1920.0, 1080.0, 0.65, 0.277, 1, 1),
        (3840.0, 1080.0, 4.0, 1.25, 1, 1),
        (3840.0, 1080.0, 3.0, 0.63, 2, 1),
        (7680.0, 2160.0, 6.0, 1.25, 4, 2),
        (7680.0, 2160.0, 5.0, 0.63, 4, 2),
        (5760.0, 3240.0, 5.0, 0.63, 3, 3),
        (1080.0, 1920.0, 1.5, 0.5, 1, 1),
        (1080.0, 3840.0, 2.0, 0.5, 1, 2),
        (2160.0, 3840.0, 3.0, 0.63, 2, 2),
        (15360.0, 4320.0, 8.0, 0.9, 8, 4),
        (7680.0, 4320.0, 6.0, 1.25, 1, 1),
        (1280.0, 1024.0, 0.6, 0.264, 1, 1),
    ];
    for (width_px, height_px, distance_m, pitch_mm, columns, rows) in walls {
        for bezel_mm in [0.0, 3.5] {
            let settings = set(&[
                (Key::DistanceM, Value::Number(distance_m)),
                (Key::PitchMm, Value::Number(pitch_mm)),
                (Key::Columns, Value::Count(columns)),
                (Key::Rows, Value::Count(rows)),
                (Key::BezelMm, Value::Number(bezel_mm)),
                (Key::Compensation, Value::Flag(bezel_mm > 0.0)),
            ]);
            look_at(&Screen::of(width_px, height_px, &settings)).unwrap();
        }
    }
}
