#!/bin/sh
# Run a command with a display and a session bus of its own, so that it neither needs nor disturbs the person's.
#
#   packaging/with-display.sh COMMAND [ARGUMENT...]
#
# It never uses the display that is already there.
set -eu
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS XAUTHORITY
for program in xvfb-run dbus-run-session; do
    command -v "$program" >/dev/null 2>&1 || {
        echo "hiitreader: $program is missing; packaging/bootstrap.sh test installs it" >&2
        exit 1
    }
done
exec xvfb-run --auto-servernum --server-args="-screen 0 1280x900x24 -nolisten tcp" dbus-run-session -- "$@"
