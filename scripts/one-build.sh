#!/usr/bin/env bash
# `make run` and `make test` must share one build of Bevy. A test-only dependency that switches on a feature of a
# crate below Bevy (getrandom, rand, …) would make `cargo test` build all of it a second time, in silence.
set -euo pipefail

features() { # EDGES: each crate with the features it is built with
    "${CARGO:-cargo}" tree --locked -e "$1" --no-dedupe --prefix none -f '{p} {f}' | sed 's/ (\*)$//' | LC_ALL=C sort -u
}

changed=$(LC_ALL=C comm -23 <(features normal,build) <(features normal,build,dev))
if [ -n "$changed" ]; then
    echo "A dev-dependency changes the features of these crates, so that tests would build Bevy again:" >&2
    echo "$changed" >&2
    echo "Switch the dev-dependency's default features off, or name the same features under [dependencies]." >&2
    exit 1
fi
