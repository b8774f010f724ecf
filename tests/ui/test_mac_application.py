"""A file that the Finder asks for is opened, also when it is asked for while the program starts."""

import subprocess
import sys

ASKED = """
from pathlib import Path
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from hiitreader.ui.mac_application import MacApplication

qt = MacApplication(["hiitreader"])
qt.sendEvent(qt, QFileOpenEvent("/articles/early one.md"))
qt.sendEvent(qt, QFileOpenEvent(QUrl("https://example.org/no-file")))
taken = []
qt.hand_files_to(taken.append)
assert taken == [Path("/articles/early one.md")], taken
qt.sendEvent(qt, QFileOpenEvent("/articles/later.md"))
assert taken[1:] == [Path("/articles/later.md")], taken
"""


def test_files_are_kept_until_taken_and_then_handed_on() -> None:
    ran = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
