#!/bin/sh
# Write requirements/*.txt: every version pinned, every file's hash, no address.
#
# The lock file they are made from holds addresses of registries and is not kept (.gitignore). `uv` comes with the
# `dev` group. It never installs anything.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[ -x "$uv" ] || { echo "hiitreader: no $uv: run 'make dev' first" >&2; exit 1; }

"$uv" lock --quiet "$@"
pinned() { # FILE OPTION...: one requirements file
    file=requirements/$1
    shift
    "$uv" export --frozen --quiet --no-header --no-annotate --no-emit-project --no-default-groups \
        --output-file "$file.new" "$@" >/dev/null
    if grep -n '://' "$file.new"; then
        echo "hiitreader: an address in $file" >&2
        exit 1
    fi
    mv "$file.new" "$file"
}
pinned build.txt --only-group build
pinned run.txt
pinned test.txt --group test
pinned check.txt --group check
pinned package.txt --group package
pinned dev.txt --group dev
rm -f uv.lock

# what each of them fetches here, in megabytes: the person who waits for it is told
fetched=$(mktemp -d)
trap 'rm -rf "$fetched"' EXIT
for stage in build run test check package dev; do
    .venv/bin/python -m pip download --quiet --no-deps --no-build-isolation --require-hashes \
        --dest "$fetched/$stage" -r "requirements/$stage.txt"
    echo "$stage $(du -sm "$fetched/$stage" | cut -f 1)"
done >requirements/sizes
wc -l requirements/*.txt
