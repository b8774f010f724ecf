#!/bin/sh
# Lay out the files of a Linux package as they are once installed, for the .deb and the .rpm alike.
#
#   packaging/linux/tree.sh FROZEN FOLDER
#
# FROZEN is what packaging/freeze.sh made. It never touches anything outside FOLDER.
set -eu
cd "$(dirname "$0")/../.."
. packaging/facts.sh
. packaging/linux/identity.sh
frozen=$1
root=$2
python=${PYTHON:-build/package/venv/bin/python}
rm -rf "$root"
put() { install -D -m 644 "$1" "$root/$2"; }

mkdir -p "$root/usr/lib" "$root/usr/bin"
cp -R "$frozen" "$root/usr/lib/hiitreader"
find "$root/usr/lib/hiitreader" -type d -exec chmod 755 {} +
find "$root/usr/lib/hiitreader" -type f -exec chmod 644 {} +
chmod 755 "$root/usr/lib/hiitreader/hiitreader"
ln -s ../lib/hiitreader/hiitreader "$root/usr/bin/hiitreader"

put packaging/linux/hiitreader.desktop usr/share/applications/hiitreader.desktop
"$python" packaging/icons.py "$root.icons" >/dev/null
put resources/icons/hiitreader.svg usr/share/icons/hicolor/scalable/apps/hiitreader.svg
for size in 16 22 24 32 48 64 128 256 512; do
    put "$root.icons/hiitreader-$size.png" "usr/share/icons/hicolor/${size}x$size/apps/hiitreader.png"
done
"$python" packaging/linux/papers.py "$root.papers"
put "$root.papers/$APP_ID.metainfo.xml" "usr/share/metainfo/$APP_ID.metainfo.xml"
gzip -9n "$root.papers/hiitreader.1" "$root.papers/changelog"
put "$root.papers/hiitreader.1.gz" usr/share/man/man1/hiitreader.1.gz
put "$root.papers/changelog.gz" usr/share/doc/hiitreader/changelog.gz
put "$root.papers/copyright" usr/share/doc/hiitreader/copyright
rm -rf "$root.icons" "$root.papers"

desktop-file-validate "$root/usr/share/applications/hiitreader.desktop"
appstreamcli validate --no-net --pedantic "$root/usr/share/metainfo/$APP_ID.metainfo.xml" >&2
find "$root" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
