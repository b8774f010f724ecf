"""What the whole window of a reader who has written nothing yet does without, for the memory it costs."""

import json
import os
import subprocess
import sys

import pytest

WATCH = """
import json, os, sys
import PySide6.QtWidgets
of_qt = set(sys.modules)
from PySide6.QtCore import QTimer
from hiitreader.app.program import Program
from hiitreader.ui.article_view import ArticleView

def loaded(kind):
    return {kind.__name__}.union(*map(loaded, type.__subclasses__(kind)))

def tell():
    form = program.late.replies.form
    told = {
        "form": form.isVisibleTo(program.page) and form.height(),
        "modules": sorted(set(sys.modules) - of_qt),
        "classes": sorted(loaded(ArticleView.__mro__[-2])),
    }
    print(json.dumps(told), flush=True)
    os._exit(0)

program = Program(None, None)
program.window.ready.connect(lambda: program.lane.submit(lambda: None, lambda _outcome: QTimer.singleShot(0, tell)))
program.run()
"""


@pytest.fixture(scope="module")
def whole_window(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the real program had loaded when all of its window was made and the disk had been asked."""
    environ = os.environ | {"HIITREADER_DATA_DIR": str(tmp_path_factory.mktemp("data") / "none yet")}
    command = [sys.executable, "-c", WATCH]
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_it_has_the_form(whole_window: dict[str, object]) -> None:
    assert whole_window["form"]


@pytest.mark.parametrize(
    "module",
    ["sqlite3", "html.entities", "httpcore", "keyring", "nh3", "markdown", "yaml", "Stemmer", "stopwordsiso",
     "hiitreader.library.shelf_file", "hiitreader.library.terms"],
)  # fmt: skip
def test_it_needs_no(whole_window: dict[str, object], module: str) -> None:
    modules = whole_window["modules"]
    assert isinstance(modules, list)
    assert "hiitreader.app.late" in modules
    assert module not in modules


def test_it_needs_only_the_classes_that_are_named(whole_window: dict[str, object]) -> None:
    """Qt loads the class of every widget there is when it is asked for one that it made itself."""
    classes = whole_window["classes"]
    assert isinstance(classes, list)
    assert "QPlainTextEdit" in classes
    assert "QCalendarWidget" not in classes
