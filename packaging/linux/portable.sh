#!/bin/sh
# Build the portable program: dist/hiitreader-VERSION-ARCHITECTURE.run, which unpacks and installs itself without root.
#
#   packaging/linux/portable.sh [FOLDER]
#
# It holds every library but those that have to fit the desktop it runs on. It never asks the network.
set -eu
cd "$(dirname "$0")/../.."
. packaging/facts.sh
out=${1:-dist}
work=build/package/portable
package=$out/hiitreader-$VERSION-$(uname -m).run
made=build/package/portable.run # makeself writes its command line into the file: it has to be the same for every FOLDER
[ -d "${FROZEN:=build/package/frozen-alone/hiitreader}" ] || packaging/freeze.sh "${FROZEN%/*}"
rm -rf "$work"
mkdir -p "$out" "$work"
cp -R "$FROZEN" "$work/hiitreader"
cp packaging/linux/install.sh packaging/linux/uninstall.sh packaging/linux/hiitreader.desktop resources/icons/hiitreader.svg \
    resources/licences/licences.md "$work"
chmod -R u=rwX,go=rX "$work"
chmod 755 "$work/install.sh" "$work/uninstall.sh" "$work/hiitreader/hiitreader"
find "$work" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
makeself --xz --complevel 6 --nox11 --nomd5 --nocrc --sha256 --quiet --packaging-date "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" \
    --tar-extra "--sort=name --owner=0 --group=0 --numeric-owner --mtime=@$SOURCE_DATE_EPOCH" \
    "$work" "$made" "hiitreader $VERSION" ./install.sh
mv "$made" "$package"
ls -l "$package"
