#!/bin/sh
# Build everything that this system can into dist/, with checksums and a list of parts (SBOM, CycloneDX).
#
#   packaging/package.sh [FOLDER]
#
# The same commit makes the same bytes: packaging/check.sh looks. It never uses what an earlier build left.
set -eu
cd "$(dirname "$0")/.."
. packaging/facts.sh
out=${1:-dist}
bin=build/package/venv/bin
rm -rf "$out" build/package/frozen-for-system build/package/frozen-alone
mkdir -p "$out"
"$bin/python" -m build --no-isolation --outdir "$out"
"$bin/cyclonedx-py" requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible --of JSON \
    --output-file "$out/hiitreader-$VERSION.cdx.json"
if [ "$(uname)" = Linux ]; then
    if command -v dpkg-deb >/dev/null 2>&1; then packaging/linux/deb.sh "$out"; fi
    packaging/linux/portable.sh "$out"
    packaging/linux/rpm.sh "$out"
fi
(cd "$out" && sha256sum -- hiitreader* >SHA256SUMS)
ls -l "$out"
