#!/bin/sh
# Freeze the program into build/frozen/hiitreader, or into FOLDER/hiitreader, and let it test itself.
#
#   packaging/freeze.sh [FOLDER]
#
# HIITREADER_SYSTEM_LIBRARIES=1 leaves out what a package of the system brings. PYTHON names the Python to freeze with
# (default: that of build/package/venv). It never keeps anything of an earlier folder,
# and leaves none that is half made.
set -eu
cd "$(dirname "$0")/.."
. packaging/facts.sh
folder=${1:-build/frozen}
python=${PYTHON:-build/package/venv/bin/python}
fresh=$folder.new
data=$(mktemp -d)
trap 'rm -rf "$data" "$fresh"' EXIT
rm -rf "$folder" "$fresh"
"$python" -m PyInstaller --noconfirm --clean --log-level WARN --distpath "$fresh" --workpath "$fresh/work" \
    packaging/hiitreader.spec
rm -rf "$fresh/work"
program=$fresh/hiitreader/hiitreader
[ ! -x "$program-cli" ] || program=$program-cli
"$program" --data-dir "$data" --self-test
mv "$fresh" "$folder"
