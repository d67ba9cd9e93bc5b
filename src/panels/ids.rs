//! The stable ids of widgets, for scripts.

/// Every widget's id (or its pattern) and what it is. Those marked "shows" are places to look at;
/// the others can be clicked.
#[must_use]
pub fn widget_ids() -> Vec<(&'static str, &'static str)> {
    vec![
        ("dispatch-send", "sends the chosen candidate to the selected matter"),
        ("accept", "takes the selected matter in"),
        ("recall", "takes the order back, while nobody has receipted it"),
        ("reassign", "sends the chosen candidate instead of the one who was sent"),
        ("candidate-<1..5>", "chooses this candidate"),
        ("camera-<1..5>", "selects this camera near the matter"),
        ("check-pass", "says that a check on site found the matter done"),
        ("check-fail", "says that a check on site found it not done"),
        ("callback-satisfied", "says that the citizen is satisfied"),
        ("callback-unsatisfied", "says that the citizen is not satisfied"),
        ("close", "closes a verified matter; a U1 wants a second word"),
        ("close-confirm", "closes the U1 after all"),
        ("close-cancel", "leaves the U1 open"),
        ("card-close", "one level back: deselects"),
        ("queue-row-<code>", "selects this matter of the queue"),
        ("change-<n>", "selects the matter of the n-th latest change"),
        ("task-<code>", "selects this matter of the selected worker"),
        ("area-<code>", "drills to this part of the selected area"),
        ("town-<code>", "drills to this town"),
        ("crumb-<n>", "drills to the n-th area of the breadcrumb, 0 the coarsest"),
        ("layer-<name>", "shows or hides this layer"),
        ("card", "shows the card of what is selected"),
        ("delivery", "shows how far the order has come"),
        ("kpi-<name>", "shows a key figure: received, open, overdue, on-the-spot, on-time, satisfied"),
        ("staff", "shows the counts of staff"),
        ("feed-<name>", "shows a feed's health"),
        ("feeds-lost", "shows the band over the map when every feed is dead"),
        ("live-mark", "shows whether the picture is live"),
        ("sample-mark", "shows that the data are a sample"),
        ("legend", "shows the legend"),
        ("legend-fill", "fills the areas by the next indicator"),
        ("toast-<n>", "shows what the seat says, the latest first"),
    ]
}
