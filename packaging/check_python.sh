#!/bin/sh
# Try the wheel and the source archive: the wheel as a tool of its own, the archive by building and testing from it.
#
#   packaging/check_python.sh [FOLDER]
#
# It installs into a temporary folder, and never into the person's.
set -eu
cd "$(dirname "$0")/.."
. packaging/facts.sh
out=$(cd "${1:-dist}" && pwd)
uv=$(pwd)/${UV:-.venv/bin/uv}
root=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export UV_TOOL_DIR="$work/tools" UV_TOOL_BIN_DIR="$work/bin" HIITREADER_DATA_DIR="$work/data"
"$uv" tool install --quiet --constraints requirements/run.txt "$out/hiitreader-$VERSION-py3-none-any.whl"
[ "$("$work/bin/hiitreader" --version)" = "hiitreader $VERSION" ]
"$work/bin/hiitreader" --self-test
"$uv" tool uninstall --quiet hiitreader

tar -xzf "$out/hiitreader-$VERSION.tar.gz" -C "$work"
cd "$work/hiitreader-$VERSION"
# what the archive itself can lack: resources, the recipes, the talk with servers; the rest is tested in the checkout
PYTHONPATH=src "$root/.venv/bin/python" -m pytest -q -m "not slow and not screenreader" -p no:cacheprovider \
    ${TESTS:-tests/article tests/house tests/library tests/reading tests/system tests/cli}
"$root/.venv/bin/python" -m build --no-isolation --wheel --outdir "$work/wheel"
cmp "$work/wheel/hiitreader-$VERSION-py3-none-any.whl" "$out/hiitreader-$VERSION-py3-none-any.whl"
echo "The wheel works as a tool; the archive's tests pass and it makes the same wheel."
