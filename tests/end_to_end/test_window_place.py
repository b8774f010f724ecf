"""The window's size, place and open panels are there again; a screen that is gone and a damaged file do no harm."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from tests.end_to_end.conftest import Start

from hiitreader.ui.window_place import FRAME, WindowPlace


def test_the_size_and_place_are_there_again(start: Start, data: Path) -> None:
    first = start()
    first.window.resize(640, 500)
    first.window.move(60, 70)
    assert first.close()
    assert (data / "window.json").stat().st_mode & 0o077 == 0
    again = start()
    assert again.window.size() == QSize(640, 500)
    assert again.window.pos() == QPoint(60, 70)


def test_open_panels_are_open_again_and_the_article_has_the_focus(start: Start) -> None:
    first = start()
    first.window.resize(780, 600)
    first.press("F9", "F8")
    assert first.window.panes.is_open("contents")
    assert first.close()
    again = start()
    again.wait(lambda: again.window.panes.is_open("contents"))
    assert again.late.panels.contents.isVisible()
    assert again.focus is again.view
    assert again.late.actions.action("view.contents").isChecked()
    again.press("F9")
    assert again.close()
    third = start()
    third.settle()
    assert third.window.panes.opened == ()


def test_a_panel_that_would_cover_the_article_is_not_opened(start: Start) -> None:
    first = start()
    first.window.resize(400, 600)
    first.press("F9")
    assert not first.view.isVisible()
    assert first.close()
    again = start()
    again.settle()
    assert again.view.isVisible()
    assert again.focus is again.view


def test_the_largest_and_full_screen_windows_are_so_again(start: Start) -> None:
    first = start()
    first.press("F11")
    assert first.close()
    again = start()
    assert again.window.isFullScreen()
    assert again.late.actions.action("view.full_screen").isChecked()
    again.press("F11")
    assert not again.window.isFullScreen()


def test_a_window_left_on_a_screen_that_is_gone_comes_back(start: Start, qtbot: QtBot, data: Path) -> None:
    away = QMainWindow()
    qtbot.addWidget(away)
    place = WindowPlace(away, data / "window.json", lambda: datetime(2026, 1, 31, tzinfo=UTC))
    away.setGeometry(50_000, -40_000, 700, 500)
    place.write(place.now(()))
    one = start()
    screen = QApplication.primaryScreen().availableGeometry()
    assert screen.contains(QRect(one.window.pos(), one.window.size()))


def test_a_first_window_is_no_larger_than_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(5000, 4000)
    WindowPlace(window, tmp_path / "none.json", lambda: datetime(2026, 1, 31, tzinfo=UTC)).restore()
    room = QApplication.primaryScreen().availableSize()
    assert window.size() == room - QSize(*FRAME)


ON_SCREEN = """
import json, os, sys
from PySide6.QtCore import QTimer
from hiitreader.app.program import Program

def tell(program):
    window = program.window
    frame, room = window.frameGeometry(), window.screen().availableGeometry()
    inside = room.contains(frame) and frame.height() > window.height()
    print(json.dumps({"inside": inside, "frame": frame.getRect(), "room": room.getRect()}), flush=True)
    program.window.close()

def make_and_tell(self, *given):
    make(self, *given)
    if "--large" in sys.argv:
        self.window.ready.connect(lambda: self.window.resize(2500, 1400))
    self.window.ready.connect(lambda: QTimer.singleShot(100, lambda: tell(self)))

make = Program.__init__
Program.__init__ = make_and_tell
from hiitreader.__main__ import main
sys.exit(main(sys.argv[1:3]))
"""


def on_screen(tmp_path: Path, width: int, height: int, scale: float = 1, *more: str) -> dict[str, object]:
    """Where the window comes to stand on a screen of so many pixels, in the same data folder each time."""
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    (tmp_path / "screen.json").write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    surroundings = {
        "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screen.json'}",
        "QT_SCALE_FACTOR": str(scale),
    }
    ran = subprocess.run(
        [sys.executable, "-c", ON_SCREEN, "--data-dir", str(tmp_path / "data"), *more], env=os.environ | surroundings,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found: dict[str, object] = json.loads(ran.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(1366, 768, 1), (1024, 600, 1), (800, 480, 1), (1366, 768, 2)],
)
def test_a_window_fits_the_screen_frame_and_all(tmp_path: Path, width: int, height: int, scale: float) -> None:
    found = on_screen(tmp_path, width, height, scale)
    assert found["inside"], found


@pytest.mark.slow
def test_a_size_kept_from_a_larger_screen_fits_a_smaller_one(tmp_path: Path) -> None:
    assert on_screen(tmp_path, 2560, 1440, 1, "--large")["frame"]
    for width, height, scale in [(1920, 1080, 1), (2000, 1300, 1), (1366, 768, 1), (800, 480, 1), (2560, 1440, 2)]:
        found = on_screen(tmp_path, width, height, scale)
        assert found["inside"], found


def test_a_frame_that_is_thicker_than_expected_is_made_room_for(qtbot: QtBot, tmp_path: Path) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    place = WindowPlace(window, tmp_path / "none.json", lambda: datetime(2026, 1, 31, tzinfo=UTC))
    place.restore()
    room = QApplication.primaryScreen().availableGeometry()
    window.setGeometry(10, 10, room.width(), room.height())
    window.show()
    place.settle()
    assert room.contains(window.frameGeometry())
    settled = window.geometry()
    place.settle()
    assert window.geometry() == settled
    window.move(-100, -20)
    place.settle()
    assert window.pos() == QPoint(-100, -20), "where a person puts it is the person's"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b'"x"',
        b"[" * 100_000,
        b'{"geometry": 7, "panels": 7}',
        b'{"geometry": "%%%", "panels": [1, "none such", "contents", null]}',
        json.dumps({"geometry": "é" * 30_000}).encode(),
    ],
)
def test_a_damaged_file_is_set_aside_and_told_of_and_no_loss(start: Start, data: Path, content: bytes) -> None:
    data.mkdir()
    (data / "window.json").write_bytes(content)
    one = start()
    one.settle()
    (notice,) = one.notices
    (aside,) = data.glob("window.json.damaged-*")
    assert aside.name in notice
    assert aside.read_bytes() == content
    assert one.focus is one.view
    assert one.close()
    assert json.loads((data / "window.json").read_bytes())["version"] == 1


def test_a_place_that_is_cut_off_is_no_loss(start: Start, data: Path) -> None:
    """Qt takes it for one."""
    data.mkdir()
    (data / "window.json").write_bytes(b'{"geometry": "AdnQywADAAAAAA", "panels": []}')
    one = start()
    assert one.focus is one.view
    assert one.close()


def test_where_it_can_not_be_written_closing_goes_on(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    one = start(folder=tmp_path / "file")
    assert one.close()
