//! A wall that nobody touches: the camera rests and hardly a pixel changes (VISUAL.md, section 6, point 22), but for the
//! clock.

use super::Rig;

/// Pixels that differ between two frames.
fn changed(one: &image::RgbImage, other: &image::RgbImage) -> usize {
    one.pixels().zip(other.pixels()).filter(|(a, b)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 2)).count()
}

/// Sixty seconds, second by second at their beginning, where a minute turns, and at their end.
pub(super) fn hardly_a_pixel_changes() {
    let mut rig = Rig::new();
    rig.seat.settle().unwrap();
    let view = rig.seat.seat().view;
    let whole = rig.picture("idle-0").pixels().len();
    let mut before = None;
    for second in 1..=60 {
        rig.clock.advance(1);
        rig.seat.update();
        if !(8..56).contains(&second) || (30..36).contains(&second) {
            rig.seat.settle().unwrap();
            let now = rig.seat.picture().unwrap();
            if let Some((then, last)) = before.replace((second, now.clone()))
                && then + 1 == second
            {
                let apart = changed(&last, &now);
                assert!(apart > 0, "second {second}: the clock goes on");
                assert!(apart * 50 < whole, "second {second}: {apart} of {whole} pixels");
            }
        }
    }
    assert_eq!(rig.seat.seat().view, view, "the camera rests");
}
