#!/bin/sh
# Remove the portable hiitreader that this lies in. Replies, settings and places stay where they are.
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
if [ ! -x "$folder/hiitreader" ] || [ ! -d "$folder/_internal/hiitreader" ]; then
    echo "hiitreader: there is no hiitreader in $folder" >&2
    exit 1
fi
link=$HOME/.local/bin/hiitreader
[ "$(readlink "$link" 2>/dev/null)" != "$folder/hiitreader" ] || rm -f "$link"
rm -f "$share/applications/hiitreader.desktop" "$share/icons/hicolor/scalable/apps/hiitreader.svg"
rm -rf "$folder"
echo "hiitreader is removed. What you wrote is still in $share/hiitreader."
