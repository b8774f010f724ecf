#!/bin/sh
# Build the Debian package: dist/hiitreader_VERSION_amd64.deb.
#
#   packaging/linux/deb.sh [FOLDER]
#
# Built on Debian 12 it runs there and on what is newer. DEB_VERSION overrides the version, to try an upgrade with. What
# it depends on is computed from the files. It never runs as root, and the package runs no script.
set -eu
cd "$(dirname "$0")/../.."
. packaging/facts.sh
. packaging/linux/identity.sh
out=${1:-dist}
version=${DEB_VERSION:-$VERSION}
architecture=$(dpkg --print-architecture)
work=build/package/deb
root=$work/root
package=$out/hiitreader_${version}_$architecture.deb
mkdir -p "$out" "$work"
# another tree than the portable one: here the system's packages bring the system's libraries
[ -d "${FROZEN:=build/package/frozen-for-system/hiitreader}" ] ||
    HIITREADER_SYSTEM_LIBRARIES=1 packaging/freeze.sh "${FROZEN%/*}"
packaging/linux/tree.sh "$FROZEN" "$root"
install -D -m 644 packaging/linux/lintian-overrides "$root/usr/share/lintian/overrides/hiitreader"

# --- what it depends on, from every ELF file's own needs; its own libraries count as found
mkdir -p "$work/debian" "$root/DEBIAN"  # dpkg-shlibdeps knows by DEBIAN where a package begins
printf 'Source: hiitreader\n\nPackage: hiitreader\nArchitecture: any\n' >"$work/debian/control"
own=$(cd "$work" && find root/usr/lib/hiitreader -type f \( -name '*.so' -o -name '*.so.*' \) -printf '-l%h\n' | sort -u)
elf=$(cd "$work" && find root/usr/lib/hiitreader -type f \( -name '*.so' -o -name '*.so.*' -o -name hiitreader \) -printf '-e%p\n' | sort)
# shellcheck disable=SC2086 # lists of words
depends=$(cd "$work" && dpkg-shlibdeps -O --ignore-missing-info --warnings=0 $own $elf | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ]

(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
cat >"$root/DEBIAN/control" <<CONTROL
Package: hiitreader
Version: $version
Architecture: $architecture
Maintainer: $MAINTAINER
Installed-Size: $(cd "$root" && find usr -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
Depends: $depends
Recommends: at-spi2-core, fonts-dejavu-core | fonts-noto-core
Suggests: gnome-keyring | kwalletmanager, orca
Section: text
Priority: optional
Homepage: $HOMEPAGE
Description: $SUMMARY
 hiitreader shows one article at a time on the desktop and without a network.
 It bends its layout to the person who reads: text size, font, spacing, column
 width, and themes with strong contrast. It shows the article to a screen
 reader as a document, and keeps replies until a server takes them.
CONTROL
find "$root/DEBIAN" "$root/usr/share/lintian" -exec touch --date "@$SOURCE_DATE_EPOCH" {} +
find "$root" -type d -exec chmod 755 {} +
find "$root/DEBIAN" -type f -exec chmod 644 {} +
dpkg-deb --root-owner-group -Zxz -z6 --threads-max=1 --build "$root" "$package" >/dev/null
lintian --fail-on error,warning --allow-root --tag-display-limit 0 "$package" >&2
ls -l "$package"
