"""A file dropped on the window is opened, anything else is left alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.ui.dropping import FileDrop, dropped_file


def data(*addresses: str, text: str = "") -> QMimeData:
    made = QMimeData()
    if addresses:
        made.setUrls([QUrl(address) for address in addresses])
    if text:
        made.setText(text)
    return made


@pytest.mark.parametrize(
    ("addresses", "wanted"),
    [
        (["file:///a/b.md"], Path("/a/b.md")),
        (["https://e.org/x.md", "file:///a/b%20c.md", "file:///d.md"], Path("/a/b c.md")),
        (["https://e.org/x.md"], None),
        ([], None),
    ],
)
def test_the_first_local_file_is_taken(addresses: list[str], wanted: Path | None) -> None:
    assert dropped_file(data(*addresses, text="words")) == wanted


def drop(window: QWidget, what: QMimeData) -> bool:
    """Drag something over the window and let go; whether it would be taken."""
    action, button, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), action, what, button, held)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), action, what, button, held))
    return enter.isAccepted()


def test_a_file_is_opened_once_and_words_are_not(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    opened: list[Path] = []
    FileDrop(window, opened.append)
    assert window.acceptDrops()
    assert drop(window, data("file:///a/b.md"))
    assert opened == [Path("/a/b.md")]
    assert not drop(window, data(text="file:///a/b.md"))
    assert not drop(window, data("https://e.org/"))
    assert len(opened) == 1
