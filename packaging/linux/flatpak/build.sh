#!/bin/sh
# Build the Flatpak: hiitreader-VERSION.flatpak, for one person's `flatpak install --user`.
#
#   packaging/linux/flatpak/build.sh [FOLDER] [OPTION-OF-FLATPAK-BUILDER...]
#
# FOLDER, by default dist, has the wheel and gets the Flatpak. The runtime and the SDK that the manifest names have to be
# installed. The network is asked for wheels only, each held to its hash, and never while it is built.
set -eu
cd "$(dirname "$0")/../../.."
. packaging/facts.sh
. packaging/linux/identity.sh
out=${1:-dist}
[ $# -eq 0 ] || shift
python=${PYTHON:-build/package/venv/bin/python}
work=build/package/flatpak
rm -rf "$work"
mkdir -p "$work"
"$python" packaging/icons.py "$work/icons"
cp resources/icons/hiitreader.svg "$work/icons"
rm "$work/icons/hiitreader.ico" "$work/icons/hiitreader.icns"
"$python" packaging/linux/papers.py "$work/papers"
sed "s|>hiitreader.desktop</launchable>|>$APP_ID.desktop</launchable>|; s|>hiitreader</icon>|>$APP_ID</icon>|" \
    "$work/papers/$APP_ID.metainfo.xml" >"$work/$APP_ID.metainfo.xml"
appstreamcli validate --no-net "$work/$APP_ID.metainfo.xml"
rm -rf "$work/papers"
cp packaging/linux/hiitreader.desktop "$work/hiitreader.desktop"
cp packaging/linux/flatpak/hiitreader.sh "$work/hiitreader"
"$python" packaging/linux/flatpak/sources.py "$out/hiitreader-$VERSION-py3-none-any.whl" "$work"
cp "packaging/linux/flatpak/$APP_ID.yml" "$work"
flatpak-builder --user --force-clean --sandbox --disable-updates --default-branch=stable --state-dir "$work/state" \
    --repo "$work/repo" "$@" "$work/app" "$work/$APP_ID.yml"
flatpak build-bundle "$work/repo" "$out/hiitreader-$VERSION.flatpak" "$APP_ID" stable
ls -l "$out/hiitreader-$VERSION.flatpak"
