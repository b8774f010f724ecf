"""The page keeps its theme's colours whatever is done to the application's clothes."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from hiitreader.app.program import Program


@pytest.mark.parametrize("theme", ["yellow-on-black", "dark", "sepia"])
@pytest.mark.slow
def test_the_ground_stays_when_the_controls_are_dressed_anew(qtbot: QtBot, tmp_path: Path, theme: str) -> None:
    program = Program(None, tmp_path / "data")
    qtbot.addWidget(program.window)
    program.window.show()
    qtbot.waitUntil(lambda: hasattr(program, "late"))
    program.preferences.change(theme=theme)
    for text_size in (150, 300, 100):
        program.preferences.change(text_size=text_size)
        qtbot.wait(250)  # the controls follow a moment later
        picture = program.view.viewport().grab().toImage()
        page = QColor(program.presentation.theme.colours.page)
        corner = picture.pixelColor(2, picture.height() // 2)
        assert corner.name() == page.name(), text_size
    program.window.close()
