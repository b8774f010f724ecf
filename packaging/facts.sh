#!/bin/sh
# What every installer is told: the version, from src/hiitreader/__init__.py, and the moment of the last commit.
#
#   . packaging/facts.sh      in the root of the checkout
#
# It sets and exports VERSION, SOURCE_DATE_EPOCH, PYTHONHASHSEED, TZ and LC_ALL, so that the same commit makes the same
# bytes. It never looks at the clock.
VERSION=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' src/hiitreader/__init__.py)
# without a history, as in the source archive, the moment the archive was made for
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y pyproject.toml)}"
PYTHONHASHSEED=1
TZ=UTC
LC_ALL=C.UTF-8
umask 022
export VERSION SOURCE_DATE_EPOCH PYTHONHASHSEED TZ LC_ALL
[ -n "$VERSION" ] || { echo "hiitreader: no version in src/hiitreader/__init__.py" >&2; exit 1; }
