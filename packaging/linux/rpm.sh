#!/bin/sh
# Build the package for Fedora and its relatives: dist/hiitreader-VERSION-1.ARCHITECTURE.rpm, of the portable program's folder.
#
#   packaging/linux/rpm.sh [FOLDER]
#
# What it depends on is named by the libraries' own names (libxcb-cursor.so.0()(64bit)), which every rpm of such a library
# provides, so no distribution's package names are guessed; what Debian alone names so (libbz2.so.1.0) is in the folder.
# It needs no rpm tools.
set -eu
cd "$(dirname "$0")/../.."
. packaging/facts.sh
. packaging/linux/identity.sh
out=${1:-dist}
work=build/package/rpm
venv=${VENV:-build/package/venv}
[ -d "${FROZEN:=build/package/frozen-alone/hiitreader}" ] || packaging/freeze.sh "${FROZEN%/*}"
mkdir -p "$out" "$work"
packaging/linux/tree.sh "$FROZEN" "$work/root"

# --- every library that is needed and does not lie in the folder itself
elf=$(find "$work/root/usr/lib/hiitreader" -type f \( -name '*.so' -o -name '*.so.*' -o -name hiitreader \))
for file in $elf; do objdump -p "$file" | sed -n 's/^ *NEEDED *//p'; done | sort -u >"$work/needed"
find "$work/root/usr/lib/hiitreader" -name '*.so*' -printf '%f\n' | sort -u >"$work/own"
{
    cat <<HEAD
name: hiitreader
arch: $(dpkg --print-architecture)
platform: linux
version: $VERSION
release: "1"
maintainer: $MAINTAINER
homepage: $HOMEPAGE
license: MIT AND LGPL-3.0-only AND Apache-2.0 AND BSD-3-Clause AND MPL-2.0 AND OFL-1.1 AND PSF-2.0
description: |
  $SUMMARY
  hiitreader shows one article at a time on the desktop and without a network. It bends its layout to the person who
  reads, shows the article to a screen reader as a document, and keeps replies until a server takes them.
rpm:
  summary: $SUMMARY
  group: Applications/Text
  compression: xz
  buildhost: localhost
recommends:
  - at-spi2-core
depends:
HEAD
    comm -23 "$work/needed" "$work/own" | sed 's/.*/  - "&()(64bit)"/'
    echo "contents:"
    made=$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)
    printf '  - src: %s/root/usr/lib/hiitreader\n    dst: /usr/lib/hiitreader\n    type: tree\n' "$work"
    printf '    file_info:\n      mtime: %s\n' "$made"
    printf '  - dst: /usr/share/doc/hiitreader\n    type: dir\n    file_info:\n      mode: 0755\n      mtime: %s\n' "$made"
    # one by one, because the folders belong to others
    (cd "$work/root" && find usr/share -type f | sort) | while read -r file; do
        printf '  - src: %s/root/%s\n    dst: /%s\n    file_info:\n      mode: 0644\n      mtime: %s\n' \
            "$work" "$file" "$file" "$made"
    done
    printf '  - src: ../lib/hiitreader/hiitreader\n    dst: /usr/bin/hiitreader\n    type: symlink\n'
    printf 'mtime: %s\n' "$made"
} >"$work/nfpm.yaml"
"$venv/bin/nfpm" package --config "$work/nfpm.yaml" --packager rpm --target "$out" >/dev/null
ls -l "$out"/hiitreader-"$VERSION"-1.*.rpm
