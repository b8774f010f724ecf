#!/bin/sh
# Try the wheel and the source archive: each as a tool of its own with uv and with pipx, installed, started and removed;
# the archive by building and testing from it too.
#
#   packaging/check_python.sh [FOLDER]
#
# Pictures of the window go to build/package/pictures. It installs into a temporary folder, and never into the person's.
set -eu
cd "$(dirname "$0")/.."
. packaging/facts.sh
out=$(cd "${1:-dist}" && pwd)
uv=$(pwd)/${UV:-.venv/bin/uv}
root=$(pwd)
pictures=$root/build/package/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wheel=$out/hiitreader-$VERSION-py3-none-any.whl
archive=$out/hiitreader-$VERSION.tar.gz

export UV_TOOL_DIR="$work/tools" UV_TOOL_BIN_DIR="$work/bin" PIPX_HOME="$work/pipx" PIPX_BIN_DIR="$work/bin"
export HIITREADER_DATA_DIR="$work/data"
program=$work/bin/hiitreader
# the pins without their hashes: pip would ask for one of the wheel as well
sed -n 's/^\([A-Za-z0-9._-]*==[^ ]*\).*/\1/p' requirements/run.txt >"$work/pins.txt"

look() { # NAME: the window is shown, with an article, which has more colours than an empty screen or a message
    mkdir -p "$pictures"
    # shellcheck disable=SC2016 # the inner shell's; the number is one that others who ask at this moment do not get
    xvfb-run --auto-servernum --server-num=$((200 + $$ % 700)) --server-args="-screen 0 1100x960x24 -nolisten tcp" sh -euc '
        QT_QPA_PLATFORM=xcb "$1" & window=$!
        colours=0
        for second in $(seq 60); do
            sleep 1
            kill -0 "$window" 2>/dev/null || { echo "hiitreader: the window is gone after $second s" >&2; exit 1; }
            import -window root "$2"
            colours=$(identify -format %k "$2")
            if [ "$colours" -gt 60 ]; then break; fi
        done
        kill "$window"
        wait "$window" || [ $? -eq 143 ] # so soon after the first picture it may not listen yet
        [ "$colours" -gt 60 ] || { echo "hiitreader: no article on the screen after $second s: $2" >&2; exit 1; }
    ' sh "$program" "$pictures/$1.png"
    echo "On screen: $pictures/$1.png"
}
try_as_tool() { # NAME
    [ "$("$program" --version)" = "hiitreader $VERSION" ]
    "$program" --self-test
    look "$1"
}
is_gone() {
    if [ -e "$program" ] || [ -e "$work/tools/hiitreader" ] || [ -e "$work/pipx/venvs/hiitreader" ]; then
        echo "hiitreader: left after removing the tool" >&2
        exit 1
    fi
}
for file in "$wheel" "$archive"; do
    case $file in *.whl) kind=wheel ;; *) kind=archive ;; esac
    "$uv" tool install --quiet --constraints "$work/pins.txt" "$file"
    try_as_tool "uv-$kind"
    "$uv" tool uninstall --quiet hiitreader
    is_gone
    pipx install --pip-args="--quiet --constraint $work/pins.txt" "$file"
    try_as_tool "pipx-$kind"
    pipx uninstall hiitreader
    is_gone
done

tar -xzf "$archive" -C "$work"
cd "$work/hiitreader-$VERSION"
# what the archive itself can lack: resources, the recipes, the talk with servers; the rest is tested in the checkout
# shellcheck disable=SC2086 # a list of words
PYTHONPATH=src "$root/.venv/bin/python" -m pytest -q -m "not slow and not screenreader" -p no:cacheprovider \
    ${TESTS:-tests/article tests/house tests/library tests/reading tests/system tests/cli}
"$root/.venv/bin/python" -m build --no-isolation --wheel --outdir "$work/wheel"
cmp "$work/wheel/hiitreader-$VERSION-py3-none-any.whl" "$wheel"
echo "Wheel and archive work as tools of uv and pipx; the archive's tests pass and it makes the same wheel."
