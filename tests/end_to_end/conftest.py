"""Starts the program for a test, on a data folder of its own, and clears away after it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.end_to_end.running import Running
from tests.replies.conftest import isso, moderated_isso, start_isso

__all__ = ["isso", "moderated_isso", "start_isso"]

Start = Callable[..., Running]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder; not there yet."""
    return tmp_path / "data"


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, data: Path) -> Iterator[Start]:
    """Starts the program; what still runs at the end is ended."""
    running: list[Running] = []
    style, font, palette = qapp.style().objectName(), qapp.font(), qapp.palette()

    def begin(file: Path | None = None, folder: Path = data) -> Running:
        running.append(Running(qtbot, folder, file))
        return running[-1]

    yield begin
    for one in running:
        try:
            one.kill()
        except RuntimeError:
            continue  # closed by the test
    qapp.setStyleSheet("QWidget#nobody {}")  # not "": Qt 6.11 crashes at the next sheet after the last one went
    qapp.setStyle(style)
    qapp.setFont(font)
    qapp.setPalette(palette)
