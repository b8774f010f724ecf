#!/bin/sh
# Start the program in its Flatpak. It never looks for modules in the person's own folders.
PYTHONPATH=/app/lib/hiitreader PYTHONNOUSERSITE=1 exec python3 -m hiitreader "$@"
