"""A window in which a reply is typed and posted, killed as soon as the window says that it is kept.

Run as `python posting_window.py DATA_DIR WORDS`, the words as JSON.
"""

import json
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from hiitreader.app.program import Program
from hiitreader.replies.form import Field


def main(data: Path, words: dict[str, str]) -> int:
    program = Program(None, data)

    def type_and_post() -> None:
        form = program.late.replies.form
        for name, text in words.items():
            field = form._rows[Field[name.upper()]].field
            field.setFocus()
            QTest.keyClicks(field, text)
        form._post.click()
        look.start(1)

    def is_it_kept() -> None:
        if "waiting to be sent" in program.late.replies.form._state.accessibleName():
            os.kill(os.getpid(), signal.SIGKILL)

    look = QTimer(program.window)
    look.timeout.connect(is_it_kept)
    program.window.ready.connect(lambda: QTimer.singleShot(200, type_and_post))
    return program.run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
