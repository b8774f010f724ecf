"""The command line: everything but the window, without a display."""
