#!/bin/sh
# Who makes this and where it is found, as the Linux packages say it: from src/hiitreader/system/publisher.py, the one
# place for it. What is not settled there has a stand-in, which nobody can be reached by, and a warning. It never holds
# a version.
#
#   . packaging/linux/identity.sh      in the root of the checkout
settled() { sed -n "s/^ *$1=\"\(.*\)\",\$/\1/p" src/hiitreader/system/publisher.py; }
APP_ID=$(settled app_id)
MAINTAINER=$(settled maintainer)
HOMEPAGE=$(settled homepage)
SUMMARY="accessible reader for articles, offline"
UNSETTLED=
for name in maintainer homepage updates; do [ -n "$(settled "$name")" ] || UNSETTLED="$UNSETTLED $name"; done
: "${MAINTAINER:=The hiitreader authors <hiitreader@example.org>}"
: "${HOMEPAGE:=https://hiitreader.example.org/}"
export APP_ID MAINTAINER HOMEPAGE SUMMARY
[ -n "$APP_ID" ] || { echo "hiitreader: no app_id in src/hiitreader/system/publisher.py" >&2; exit 1; }
