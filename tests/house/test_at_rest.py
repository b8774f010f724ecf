"""What the open window holds when all is still and nobody has set a server: no network, no passwords, no database."""

import json
import subprocess
import sys

import pytest

NOT_NEEDED = (
    "sqlite3", "httpcore", "h11", "ssl", "socket", "_hashlib", "keyring", "markdown", "nh3", "selectolax", "yaml",
    "Stemmer", "argparse", "hiitreader.system.web", "hiitreader.replies.servers.isso",
    "hiitreader.replies.servers.wordpress_rest", "hiitreader.ui.panels.settings_panel",
    "hiitreader.ui.panels.contents_panel", "hiitreader.ui.panels.shelf_panel", "hiitreader.ui.panels.outbox_panel",
    "PySide6.QtNetwork",
)  # fmt: skip
"""Modules that come when they are used, but for those that PySide6 loads by itself."""

WATCH = """
import json, os, sys
import PySide6.QtWidgets
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
of_qt = set(sys.modules)
from hiitreader.app.program import Program
from hiitreader.ui.window import ReaderWindow

make = Program.__init__

def tell(program):
    program.lane.wait_for(lambda: None, 20)
    program.late.replies.network.wait_for(lambda: None, 20)
    told = {
        "modules": sorted(set(sys.modules) - of_qt),
        "classes": [name for name in ("QFileDialog", "QSpinBox") if name in loaded(QTimer.__mro__[-2])],
    }
    print(json.dumps(told), flush=True)
    os._exit(0)

def loaded(kind):
    return {kind.__name__}.union(*map(loaded, type.__subclasses__(kind)))

def make_and_wait(self, *given):
    make(self, *given)
    self.window.ready.connect(lambda: QTimer.singleShot(200, lambda: tell(self)))

Program.__init__ = make_and_wait
sys.argv = ["hiitreader", "--data-dir", sys.argv[1]]
from hiitreader.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the real program had loaded when everything was made and both its lanes were done."""
    command = [sys.executable, "-c", WATCH, str(tmp_path_factory.mktemp("data"))]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, list[str]] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("module", NOT_NEEDED)
def test_the_window_needs_no(at_rest: dict[str, list[str]], module: str) -> None:
    assert "hiitreader.app.late" in at_rest["modules"]
    assert module not in at_rest["modules"]


def test_no_class_of_a_dialog_that_nobody_opened_is_loaded(at_rest: dict[str, list[str]]) -> None:
    assert at_rest["classes"] == []
