#!/bin/sh
# Start the reader with `make run`, wait until its window stands with an article's title, close it with its own key, and
# see that it ended well.
#
#   packaging/with-display.sh packaging/see-window.sh
#
# It needs openbox and xdotool, which packaging/bootstrap.sh full installs. It never touches the person's own data.
set -eu
cd "$(dirname "$0")/.."
data=$(mktemp -d)
openbox >/dev/null 2>&1 &
manager=$!
make run ARGS="--data-dir $data" &
reader=$!
trap 'kill "$manager" "$reader" 2>/dev/null || true; rm -rf "$data"' EXIT
window=$(timeout 120 xdotool search --sync --onlyvisible --name '. – hiitreader$' | head -n 1) || true
[ -n "$window" ] || { echo "hiitreader: no window with an article after two minutes" >&2; exit 1; }
name=$(xdotool getwindowname "$window")
for _ in 1 2 3 4 5 6 7 8 9 10; do # while it is being made it does not take keys yet
    sleep 2
    kill -0 "$reader" 2>/dev/null || break
    timeout 20 xdotool windowactivate --sync "$window" key ctrl+q || true
done
kill -0 "$reader" 2>/dev/null && { echo "hiitreader: the window does not close" >&2; exit 1; }
wait "$reader"
echo "A window stood and was closed: $name"
