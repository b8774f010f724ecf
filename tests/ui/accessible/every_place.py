"""Opens every panel and dialog of the program in turn and says what in them has no name or is not met with Tab.

A program of its own, for it is the whole program: `every_place.py DATA_DIR`. Prints one JSON list of sentences.
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hiitreader.app.program import Program

PANELS = ("", "view.contents", "view.settings", "find.open", "go.reply_form")
DIALOGS = ("find.elements", "help.keys", "help.palette", "help.change_keys")
LONGEST_WAY = 150
MOMENT = 120
"""Milliseconds for a place to be made and laid out."""
MOST_TURNS = 500
"""Moments that a start may take."""


def name_of(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def said(widget: QWidget) -> str:
    """A widget as a sentence names it."""
    return f"{type(widget).__name__} {name_of(widget)!r} ({widget.objectName()})"


def stops(window: QWidget) -> list[QWidget]:
    """What Tab ought to lead to."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.window() is window
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
    ]


def met(window: QWidget) -> set[QWidget]:
    """What Tab leads to."""
    found: set[QWidget] = set()
    for _press in range(LONGEST_WAY):
        focus = window.focusWidget()
        if focus is None:
            window.setFocus()
            continue
        found.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return found


def findings(place: str, window: QWidget) -> list[str]:
    """What is wrong in a place."""
    wrong = [f"{place}: no name: {said(widget)}" for widget in stops(window) if not name_of(widget)]
    if not (window.windowTitle() or name_of(window)):
        wrong.append(f"{place}: no title")
    reached = met(window)
    return wrong + [
        f"{place}: Tab does not lead to {said(widget)}" for widget in stops(window) if widget not in reached
    ]


def main() -> int:
    program = Program(data_dir=Path(sys.argv[1]))
    program.window.show()
    program.window.activateWindow()
    program.view.setFocus()
    for _turn in range(MOST_TURNS):
        if hasattr(program, "late"):
            break
        QTest.qWait(MOMENT)
    QTest.qWait(MOMENT)
    commands = program.late.handlers()
    wrong: list[str] = []
    places = 0
    for command in PANELS:
        if command:
            commands[command]()
            QTest.qWait(MOMENT)
        places += 1
        wrong += findings(command or "the window", program.window)
    for command in DIALOGS:
        commands[command]()
        QTest.qWait(MOMENT)
        for dialog in [top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()]:
            places += 1
            wrong += findings(command, dialog)
            dialog.close()
    print(json.dumps({"places": places, "wrong": wrong}), flush=True)
    os._exit(0)  # what is kept is of no use, and closing is another test's business


if __name__ == "__main__":
    sys.exit(main())
