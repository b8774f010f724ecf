#!/bin/sh
# Whether two builds of one commit are the same to the last byte, each kind of package that is made here.
#
#   packaging/same_bytes.sh FOLDER FOLDER
#
# It believes no list of checksums: it makes its own. It never changes anything.
set -eu
sums() { (cd "$1" && sha256sum -- hiitreader*); }
first=$(sums "$1")
second=$(sums "$2")
for kind in -py3-none-any.whl .tar.gz .cdx.json -latest.json _amd64.deb -x86_64.run -1.x86_64.rpm; do
    case "$first
" in
        *"$kind
"*) ;;
        *) echo "hiitreader: $1 has no hiitreader…$kind" >&2; exit 1 ;;
    esac
done
[ "$first" = "$second" ] || {
    printf 'hiitreader: not the same bytes:\n%s\n%s\n' "$first" "$second" >&2
    exit 1
}
echo "The same bytes: $(printf '%s\n' "$first" | sed 's/^[^ ]*  *//' | tr '\n' ' ')"
