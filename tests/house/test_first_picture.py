"""The program's first picture of the bundled article waits for nothing that it does not need."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LATER = (
    "sqlite3", "httpcore", "keyring", "markdown", "nh3", "selectolax", "argparse", "tomllib", "logging", "socket",
    "importlib.resources", "platformdirs", "yaml", "Stemmer", "stopwordsiso", "hiitreader.library.shelf",
    "PySide6.QtNetwork", "dataclasses", "copy", "hashlib", "datetime",
)  # fmt: skip
"""Modules that come after the first picture, if at all; but for those that PySide6 loads by itself."""

WATCH = """
import json, os, sys
import PySide6.QtWidgets
of_qt = set(sys.modules)
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.typeset.setting import StripSetter

paint = ArticleView.paintEvent
set_strip = StripSetter.set_strip
strips = []

def set_and_count(self, strip):
    strips.append(strip.first)
    return set_strip(self, strip)

def loaded(kind):
    return {kind.__name__}.union(*map(loaded, type.__subclasses__(kind)))

def paint_and_tell(self, event):
    paint(self, event)
    if len(self.flow):
        told = {
            "words": self.flow.text(0)[:2000],
            "modules": sorted(set(sys.modules) - of_qt),
            "classes": sorted(loaded(ArticleView.__mro__[-2])),
            "strips": strips,
        }
        print(json.dumps(told), flush=True)
        os._exit(0)

ArticleView.paintEvent = paint_and_tell
StripSetter.set_strip = set_and_count
sys.argv = ["hiitreader", "--data-dir", sys.argv[1]]
from hiitreader.__main__ import main
main()
"""

LOOK_AT_IMPORT = """
import linecache, sys, types

program = types.ModuleType("hiitreader.app.program")
program.run = lambda file, data_dir: 0
sys.modules["hiitreader.app.program"] = program
from hiitreader.__main__ import main
main([])
from hiitreader.article.blocks import Block
print("PySide6.QtCore" in sys.modules, sys.modules[Block.__module__].__file__ in linecache.cache)
"""


@pytest.fixture(scope="module")
def first_picture(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the real program had loaded, and which words it showed, at its first picture with words."""
    data = tmp_path_factory.mktemp("data")
    command = [sys.executable, "-c", WATCH, str(data)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_it_is_the_bundled_article(first_picture: dict[str, object]) -> None:
    article = Path(__file__).parents[2] / "resources" / "articles" / "hiit-leg-size.md"
    headings = [line.lstrip("# ") for line in article.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert headings[0] in str(first_picture["words"])


@pytest.mark.parametrize("module", LATER)
def test_it_needs_no(first_picture: dict[str, object], module: str) -> None:
    modules = first_picture["modules"]
    assert isinstance(modules, list)
    assert "hiitreader.app" in modules
    assert module not in modules


@pytest.mark.parametrize(
    "kind", ["QStyle", "Qt", "QCalendarWidget", "QGradient", "QTabletEvent", "QUrl", "QSizePolicy"]
)
def test_it_needs_no_class_of_many_constants(first_picture: dict[str, object], kind: str) -> None:
    classes = first_picture["classes"]
    assert isinstance(classes, list)
    assert "QTextBrowser" in classes
    assert kind not in classes


def test_no_lines_are_set_twice_for_it(first_picture: dict[str, object]) -> None:
    strips = first_picture["strips"]
    assert isinstance(strips, list)
    assert strips
    assert len(set(strips)) == len(strips)


def test_the_style_is_fusion_whatever_the_system_has() -> None:
    look = "from hiitreader.app.program import application; print(application().style().name())"
    command = [sys.executable, "-c", look]
    environ = os.environ | {"QT_STYLE_OVERRIDE": "windows"}
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stderr, ran.stdout.strip()) == ("", "fusion")


def test_no_source_is_read_for_a_module_that_is_imported() -> None:
    command = [sys.executable, "-c", LOOK_AT_IMPORT]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stderr, ran.stdout.split()) == ("", ["True", "False"])
