#!/bin/bash
# Types pinyin through a real fcitx5 into the desk's search field, under Xvfb, and looks at what came of it:
#   tests/desk/ime.sh PROGRAM OUT [on-the-spot]
# PROGRAM is zonglan with the display. OUT receives composing.png, picked.png and entered.png, to be looked at.
# With the third word fcitx5 is told to leave the composition to the program (UseOnTheSpot of its XIM), so that it stands in
# the field; by default it draws it in its own window. Needs sqlite3, Xvfb, openbox, xdotool, ImageMagick, dbus, fcitx5 and
# fcitx5-chinese-addons; says so and ends with 77 where one of them is missing. It is no part of `make test`: frames under a
# software driver take as long as they like, and what is waited for here are pictures.
#
# Nobody may be acknowledged, sent or closed by any of it: the ledger's last event by an officer before and after is compared.
set -euo pipefail
PROGRAM=$(realpath "${1:?PROGRAM}")
OUT=$(mkdir -p "${2:?OUT}" && realpath "$2")
ON_THE_SPOT=$([ "${3:-}" = on-the-spot ] && echo True || echo False)
for tool in sqlite3 Xvfb openbox xdotool import dbus-launch fcitx5 fcitx5-remote; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not here" >&2; exit 77; }
done
HOMES=$(mktemp -d)
PIDS=()
end() { for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$HOMES"; }
trap end EXIT

# The sample county in a folder of its own, made by the program itself.
export XDG_CACHE_HOME=$HOMES/cache
"$PROGRAM" frame --out "$HOMES/first.png" --size 960x540 >/dev/null
cp -r "$XDG_CACHE_HOME"/zonglan/sample-* "$HOMES/data"
rm -f "$HOMES/data/lock"

# A display whose number nobody has yet.
exec 7>"$HOMES/number"
Xvfb -displayfd 7 -screen 0 1920x1080x24 >/dev/null 2>&1 & PIDS+=($!)
until [ -s "$HOMES/number" ]; do kill -0 "${PIDS[0]}"; sleep 0.1; done
export DISPLAY=:$(cat "$HOMES/number") XMODIFIERS=@im=fcitx LANG=C.UTF-8
eval "$(dbus-launch --sh-syntax)"; PIDS+=("$DBUS_SESSION_BUS_PID")
openbox >/dev/null 2>&1 & PIDS+=($!)
mkdir -p "$HOMES/.config/fcitx5/conf"
cat > "$HOMES/.config/fcitx5/profile" <<'PROFILE'
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us

[Groups/0/Items/1]
Name=pinyin

[GroupOrder]
0=Default
PROFILE
# A field that takes the keyboard is a new context for X11's input methods: it begins with what the last one had.
printf '[Behavior]\nActiveByDefault=True\nShareInputState=All\n' > "$HOMES/.config/fcitx5/config"
printf 'UseOnTheSpot=%s\n' "$ON_THE_SPOT" > "$HOMES/.config/fcitx5/conf/xim.conf"
HOME=$HOMES fcitx5 >/dev/null 2>&1 & PIDS+=($!)
until [ "$(fcitx5-remote -n 2>/dev/null)" ]; do sleep 0.2; done

"$PROGRAM" wall --data "$HOMES/data" --desk --size 1920x1050 --officer 试席 >"$OUT/wall.log" 2>&1 & PIDS+=($!)
timeout 120 xdotool search --sync --onlyvisible --name Zonglan >/dev/null

# What an officer did, as the ledger has it.
acts() { sqlite3 -readonly "$HOMES/data/ledger.sqlite" "SELECT count(*) FROM events WHERE actor LIKE '%试席%'"; }
# Frames are slow under a software driver: the picture has to stand still before it is kept.
settled() {
  local before=none now
  for _ in $(seq 60); do
    now=$(import -window root -crop 340x200+0+60 rgb:- | md5sum)
    [ "$now" = "$before" ] && return
    before=$now; sleep 1.5
  done
}
keep() { settled; import -window root "$OUT/$1.png"; }

sleep 5
xdotool key slash; settled
fcitx5-remote -s pinyin
xdotool type --delay 80 ludeng; keep composing
xdotool key space; keep picked
# Enter while composing gives the letters themselves to the field and confirms nothing.
xdotool type --delay 80 sj; settled
xdotool key Return; keep entered
[ "$(acts)" = 0 ] || { echo "typing did something to a matter" >&2; exit 1; }
echo "look at $OUT/composing.png, picked.png, entered.png"
