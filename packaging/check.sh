#!/bin/sh
# Try what packaging/package.sh built: the same bytes again, the packages in bare systems, the wheel as a tool.
#
#   packaging/check.sh [FOLDER]
#
# It needs root for the bare systems. It never changes anything in FOLDER.
set -eu
cd "$(dirname "$0")/.."
. packaging/facts.sh
out=${1:-dist}
(cd "$out" && sha256sum --quiet --check SHA256SUMS)
packaging/check_python.sh "$out"
build/package/venv/bin/python packaging/linux/check.py "$out/hiitreader_${VERSION}_$(dpkg --print-architecture).deb" \
    --portable "$out/hiitreader-$VERSION-$(uname -m).run"

again=build/package/again
rm -rf "$again"
packaging/package.sh "$again" >"$again.log" 2>&1 || { cat "$again.log"; exit 1; }
packaging/same_bytes.sh "$out" "$again"
rm -rf "$again"
