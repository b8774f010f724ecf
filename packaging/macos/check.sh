#!/bin/bash
# Try the disk image that packaging/macos/build.sh made, on macOS: mount, copy, test, reply, show the window, remove.
#
#   packaging/macos/check.sh
#
# It writes into a temporary folder, and never into /Applications or the person's.
set -euo pipefail
cd "$(dirname "$0")/../.."
. packaging/facts.sh
image=dist/hiitreader-$VERSION-$(uname -m).dmg
work=$(mktemp -d)
trap 'hdiutil detach -quiet "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
export HIITREADER_DATA_DIR=$work/data

hdiutil verify -quiet "$image"
hdiutil attach -quiet -nobrowse -readonly -mountpoint "$work/disk" "$image"
[ "$(readlink "$work/disk/Applications")" = /Applications ]
ditto "$work/disk/hiitreader.app" "$work/hiitreader.app"
hdiutil detach -quiet "$work/disk"
app=$work/hiitreader.app
program=$app/Contents/MacOS/hiitreader

plutil -lint "$app/Contents/Info.plist"
said() { /usr/libexec/PlistBuddy -c "Print :$1" "$app/Contents/Info.plist"; }
[ "$(said CFBundleShortVersionString)" = "$VERSION" ]
[ "$(said CFBundleVersion)" = "$VERSION" ]
[ "$(said NSHighResolutionCapable)" = true ]
codesign --verify --deep --strict "$app"
codesign --display --verbose=2 "$app" 2>&1 | grep -q 'flags=.*runtime' || { echo "hiitreader: no hardened runtime" >&2; exit 1; }

"$program" --self-test
"$program" reply --name Ada --email ada@example.org --comment "Kept."
"$program" outbox list --json | grep -q 'Kept.'
# the window notes the place in the article when it is asked to end, so the article was in it
"$program" &
window=$!
sleep 20
kill -TERM "$window"
wait "$window"
[ -s "$work/data/places.json" ] || { echo "hiitreader: no article was shown" >&2; exit 1; }
echo "Mounted, copied, tested, shown: $image"
