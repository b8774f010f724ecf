#!/bin/sh
# Start the program in its Flatpak. It never looks for modules in the person's own folders, nor in the one it is started in.
export PYTHONPATH=/app/lib/hiitreader PYTHONNOUSERSITE=1
exec python3 -P -c 'import sys; from hiitreader.__main__ import main; sys.argv[0] = "hiitreader"; sys.exit(main())' "$@"
