"""The real window, in which a reply is typed without a pause while settings change and the place moves; for a killer.

Run as `python typing_window.py DATA_DIR`. It goes on from the draft that is there. It says `w` when the window is
complete, and when each letter was typed, as `t LENGTH SECONDS`, by the system's clock that other programs read too.
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from hiitreader.app.program import Program

KEY_MILLISECONDS = 4
OTHER_KEYS = 12
"""After so many letters something else is done once."""


def say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


class Typist:
    """Presses keys in the reply form, and now and then changes a setting or goes elsewhere in the article."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._field = program.late.replies.form._comment
        self._length = len(self._field.toPlainText())
        self._timer = QTimer(program.window, interval=KEY_MILLISECONDS)
        self._timer.timeout.connect(self._key)
        self._field.setFocus()
        say("w")
        self._timer.start()

    def _key(self) -> None:
        self._length += 1
        QTest.keyClick(self._field, "abcdefghij"[(self._length - 1) % 10])
        say(f"t {self._length} {time.monotonic()}")
        if self._length % OTHER_KEYS == 0:
            size = self._program.preferences.settings.text_size
            QTest.keyClick(self._field, Qt.Key.Key_Minus if size > 100 else Qt.Key.Key_Plus, _CONTROL)
            view = self._program.view
            view.go_to((self._length * 37) % view.flow.length, focus=False)


_CONTROL = Qt.KeyboardModifier.ControlModifier


def main(data: Path) -> int:
    program = Program(None, data)
    typists: list[Typist] = []

    def begin() -> None:
        # As a person does: not before the draft that was left is in the form.
        program.late.replies.session.drafts.find(
            program.late.replies.session._spot, lambda _draft: typists.append(Typist(program))
        )

    program.window.ready.connect(begin)
    return program.run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
