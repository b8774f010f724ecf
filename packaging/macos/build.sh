#!/bin/bash
# Build dist/hiitreader-VERSION-ARCHITECTURE.dmg on macOS; signed and notarised when the secrets for it are there.
#
#   SIGNING_CERTIFICATE (base64 of a .p12), SIGNING_PASSWORD, SIGNING_NAME ("Developer ID Application: ...")
#   NOTARY_APPLE_ID, NOTARY_TEAM, NOTARY_PASSWORD
#
# Without them it is signed ad hoc, which Apple's chips need, and macOS asks before it opens it. It never leaves a key
# behind: the keychain is made for this run.
set -euo pipefail
cd "$(dirname "$0")/../.."
. packaging/facts.sh
venv=build/package/venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --require-hashes -r requirements/build.txt
"$venv/bin/python" -m pip install --quiet --no-build-isolation --require-hashes -r requirements/package.txt
"$venv/bin/python" -m pip install --quiet --no-build-isolation --no-deps --editable .
"$venv/bin/python" packaging/icons.py
packaging/freeze.sh build/frozen
app="build/frozen/hiitreader.app"
work=$(mktemp -d)
keychain=$work/signing.keychain-db
trap 'security delete-keychain "$keychain" 2>/dev/null || true; rm -rf "$work"' EXIT

name=-
if [ -n "${SIGNING_CERTIFICATE:-}" ]; then
    name=$SIGNING_NAME
    printf '%s' "$SIGNING_CERTIFICATE" | base64 --decode >"$work/certificate.p12"
    pass=$(openssl rand -hex 16)
    security create-keychain -p "$pass" "$keychain"
    security unlock-keychain -p "$pass" "$keychain"
    security import "$work/certificate.p12" -k "$keychain" -P "$SIGNING_PASSWORD" -T /usr/bin/codesign
    security set-key-partition-list -S apple-tool:,apple: -s -k "$pass" "$keychain" >/dev/null
    security list-keychains -d user -s "$keychain" login.keychain-db
fi
sign() {
    if [ "$name" = - ]; then codesign --force --sign - "$@"; else codesign --force --timestamp --sign "$name" "$@"; fi
}
can_notarise() { [ -n "${NOTARY_APPLE_ID:-}" ] && [ "$name" != - ]; }
notarise() { # FILE: Apple looks it over; stapling fails when it was refused
    xcrun notarytool submit "$1" --apple-id "$NOTARY_APPLE_ID" --team-id "$NOTARY_TEAM" --password "$NOTARY_PASSWORD" --wait
}
# from the inside out: libraries, then frameworks, then the program
find "$app/Contents" -type f ! -path '*/Contents/MacOS/*' -print0 | while IFS= read -r -d '' file; do
    case $(file --brief "$file") in Mach-O*) sign --options runtime "$file" ;; esac
done
find "$app/Contents" -type d -name '*.framework' -print0 | while IFS= read -r -d '' file; do sign --options runtime "$file"; done
sign --options runtime --entitlements packaging/macos/entitlements.plist "$app"
codesign --verify --deep --strict "$app"
"$app/Contents/MacOS/hiitreader" --data-dir "$work/data" --self-test

# the program carries Apple's word itself, so that it opens for the first time without a network too
if can_notarise; then
    ditto -c -k --keepParent "$app" "$work/program.zip"
    notarise "$work/program.zip"
    xcrun stapler staple "$app"
fi
mkdir -p dist "$work/disk"
ditto "$app" "$work/disk/hiitreader.app"
ln -s /Applications "$work/disk/Applications"
image=dist/hiitreader-$VERSION-$(uname -m).dmg
hdiutil create -quiet -ov -volname "hiitreader $VERSION" -srcfolder "$work/disk" -format UDZO "$image"
if [ "$name" != - ]; then sign "$image"; fi
if can_notarise; then
    notarise "$image"
    xcrun stapler staple "$image"
fi
ls -l "$image"
