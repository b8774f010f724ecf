"""A line of widgets wraps where it is narrow and cuts nothing."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.ui.wrapping_line import WrappingLine


def test_a_line_wraps_when_it_is_narrow_and_cuts_nothing(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    line = WrappingLine(host, gap=8)
    buttons = [QPushButton(words) for words in ("Undo", "Redo", "Reset everything")]
    for button in buttons:
        line.addWidget(button)
    wide = line.sizeHint().width()
    assert line.heightForWidth(wide) < line.heightForWidth(wide - 1) < line.heightForWidth(line.minimumSize().width())
    host.resize(line.minimumSize().width(), 400)
    host.show()
    for button in buttons:
        assert host.rect().contains(button.geometry())
        assert button.width() >= button.minimumSizeHint().width()
    assert not any(a.geometry().intersects(b.geometry()) for a in buttons for b in buttons if a is not b)
