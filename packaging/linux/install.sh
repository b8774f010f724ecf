#!/bin/sh
# Install the portable hiitreader for the person who runs this, without root. It lies in the archive beside the program.
#
#   ./install.sh [FOLDER]      FOLDER: where the program goes, default ~/.local/opt/hiitreader
#
# What was written with an earlier version is not touched. FOLDER/uninstall.sh takes it all away again, but that.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$HOME/.local/opt/hiitreader}
share=${XDG_DATA_HOME:-$HOME/.local/share}
bin=$HOME/.local/bin
if [ -e "$folder" ] && [ ! -e "$folder/uninstall.sh" ]; then
    echo "hiitreader: $folder is there and is something else; name another folder" >&2
    exit 1
fi
mkdir -p "$(dirname "$folder")" "$bin" "$share/applications" "$share/icons/hicolor/scalable/apps"
fresh=$folder.new
rm -rf "$fresh"
cp -R "$here/hiitreader" "$fresh"
cp "$here/uninstall.sh" "$fresh/uninstall.sh"
rm -rf "$folder"
mv "$fresh" "$folder"
ln -sf "$folder/hiitreader" "$bin/hiitreader"
sed "s|^Exec=hiitreader|Exec=\"$folder/hiitreader\"|" "$here/hiitreader.desktop" >"$share/applications/hiitreader.desktop"
cp "$here/hiitreader.svg" "$share/icons/hicolor/scalable/apps/hiitreader.svg"
! command -v update-desktop-database >/dev/null 2>&1 || update-desktop-database -q "$share/applications" || true
"$folder/hiitreader" --self-test
echo "hiitreader is in $folder. Start it from the menu, or with $bin/hiitreader."
