"""The window's size, place and open panels are there again; a screen that is gone and a damaged file do no harm."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from tests.end_to_end.conftest import Start

from hiitreader.ui.window_place import WindowPlace


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
    assert window.size() == room


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
