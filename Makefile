# Two commands matter: `make run` and `make test`. Both install what the machine lacks (scripts/setup.sh).
#
# One optimised profile serves both, so that Bevy is built once. The build without the display goes to a
# target folder of its own: switching features in one folder would build Bevy's neighbours again and again.

SHELL  := /bin/bash
CARGO  ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
ZONGLAN = $(TARGET)/release/zonglan
HUB     = CARGO_TARGET_DIR=$(TARGET)/hub $(CARGO)
NO_DISPLAY = --release --no-default-features --features hub

ARGS  ?=
SIZE  ?= 1920x1080
BENCH ?= render
# What is said to a seat is said to a frame as well, without the seat's kind.
SEAT_ARGS = $(filter-out wall,$(ARGS))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run frame bench test lint doc clean setup-test fmt one-build lint-hub lint-display test-hub test-display test-frame deny

help:
	@echo "make run    the wall on the sample county; without a screen, a picture of it in out/wall.png"
	@echo "            ARGS='wall --lang en' is handed to zonglan"
	@echo "make test   everything that is checked before a change lands"
	@echo "make lint   format, clippy and licences only"
	@echo "make doc    the code's documentation, without warnings"
	@echo "make frame  one picture without a window: out/frame.png (SIZE=$(SIZE), ARGS)"
	@echo "make bench  how fast it is, as JSON (BENCH=render, ARGS)"
	@echo "make clean  throws away what was built"

run:
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then scripts/setup.sh window; else scripts/setup.sh frame; fi
	$(CARGO) build --release --locked
	@# Without a screen the program renders out/wall.png and says so.
	@$(ZONGLAN) $(ARGS)

frame:
	@scripts/setup.sh frame
	$(CARGO) build --release --locked
	@mkdir -p out
	$(ZONGLAN) frame --out out/frame.png --size $(SIZE) $(SEAT_ARGS)

bench:
	@scripts/setup.sh frame
	$(CARGO) build --release --locked
	$(ZONGLAN) bench $(BENCH) $(ARGS)

# The quick checks stand first: what is wrong shows before Bevy is built.
test: setup-test fmt one-build deny lint-hub test-hub lint-display test-display doc test-frame
	@echo "make test: all passed"

lint: setup-test fmt deny lint-hub lint-display

setup-test:
	@scripts/setup.sh test

fmt:
	$(CARGO) fmt --check

one-build:
	scripts/one-build.sh

lint-hub:
	$(HUB) clippy --locked $(NO_DISPLAY) --all-targets -- -D warnings

lint-display:
	$(CARGO) clippy --locked --release --all-targets -- -D warnings

test-hub:
	$(HUB) test --locked $(NO_DISPLAY)

test-display:
	$(CARGO) test --locked --release

doc:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --release --no-deps

# One frame through the whole program, as a script would ask for it. An empty picture packs to less.
test-frame:
	$(CARGO) build --release --locked
	@mkdir -p out && rm -f out/test-frame.png
	$(ZONGLAN) frame --out out/test-frame.png --size 1920x1080
	@bytes=$$(wc -c < out/test-frame.png) && echo "out/test-frame.png: $$bytes bytes" && \
	    { [ "$$bytes" -gt 50000 ] || { echo "the frame is empty: expected more than 50000 bytes" >&2; exit 1; }; }

# Not installed from here: building it takes longer than the check is worth to a newcomer.
deny:
	@if command -v cargo-deny >/dev/null; then \
	    $(CARGO) deny --locked --all-features check licenses bans sources; \
	else \
	    echo "left out: cargo deny (cargo install cargo-deny --locked)"; \
	fi

clean:
	$(CARGO) clean
	rm -rf out
