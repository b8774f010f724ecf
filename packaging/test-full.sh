#!/bin/sh
# Every test: first all that stand alone, on every core and one more, then one by one those that share a screen
# reader or count what is late.
#
#   packaging/test-full.sh [--rest] PYTHON [ARGUMENT...]
#
# With --rest it leaves out what `make test` runs in the same way: quick tests that try no made-up examples.
# The arguments go to pytest, both times; it fails when they select no test at all. It never installs anything.
set -eu
cd "$(dirname "$0")/.."
which="not screenreader and not alone"
[ "$1" != --rest ] || { which="(slow or hypothesis) and $which"; shift; }
python=$1
shift

run() { # one part; 5 is pytest's word for "no test selected"
    status=0
    packaging/with-display.sh "$python" -m pytest "$@" || status=$?
    [ "$status" = 0 ] || [ "$status" = 5 ] || exit "$status"
    [ "$status" = 5 ] || some=yes
}
some=
workers=$(($(getconf _NPROCESSORS_ONLN) + 1)) # many wait for a server or for time to pass
run -m "$which" --numprocesses "$workers" --dist loadfile "$@"
HIITREADER_REQUIRE_ORCA=1
export HIITREADER_REQUIRE_ORCA
run -m "screenreader or alone" "$@"
[ "$some" ] || { echo "hiitreader: no test was selected" >&2; exit 1; }
