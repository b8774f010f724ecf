#!/bin/sh
# Build everything that this system can into dist/, with checksums, a list of parts (SBOM, CycloneDX), and the file that
# “Check for updates” asks the publisher for.
#
#   packaging/package.sh [FOLDER]
#
# The same commit makes the same bytes: packaging/check.sh looks. It never uses what an earlier build left.
set -eu
cd "$(dirname "$0")/.."
. packaging/facts.sh
. packaging/linux/identity.sh
out=${1:-dist}
bin=build/package/venv/bin
rm -rf "$out" build/package/frozen-for-system build/package/frozen-alone
mkdir -p "$out"
"$bin/python" -m build --no-isolation --outdir "$out"
"$bin/cyclonedx-py" requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible --of JSON \
    --output-file "$out/hiitreader-$VERSION.cdx.json"
"$bin/python" packaging/licences/sbom.py "$out/hiitreader-$VERSION.cdx.json"
page=
case $UNSETTLED in *homepage*) ;; *) page=", \"page\": \"$HOMEPAGE\"" ;; esac
printf '{"version": "%s"%s}\n' "$VERSION" "$page" >"$out/hiitreader-latest.json"
if [ "$(uname)" = Linux ]; then
    if command -v dpkg-deb >/dev/null 2>&1; then packaging/linux/deb.sh "$out"; fi
    packaging/linux/portable.sh "$out"
    packaging/linux/rpm.sh "$out"
fi
(cd "$out" && sha256sum -- hiitreader* >SHA256SUMS)
ls -l "$out"
[ -z "$UNSETTLED" ] || echo "hiitreader: not for the public yet: src/hiitreader/system/publisher.py does not say:$UNSETTLED" >&2
