"""The real program, which says on its output what is on the page, and when it was brought to the front.

Run as `python opening_window.py [--typing=WORDS] --data-dir DIR [FILE]`: WORDS are typed into the reply form.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from hiitreader.__main__ import main
from hiitreader.app.program import Program


def say(what: str) -> None:
    print(what, flush=True)


def and_then(method: Callable[..., None], more: Callable[..., None]) -> Callable[..., None]:
    def both(program: Program, *values: object) -> None:
        method(program, *values)
        more(program, *values)

    return both


def watched(words: list[str]) -> list[str]:
    typing = [word.removeprefix("--typing=") for word in words if word.startswith("--typing=")]

    def finished(program: Program) -> None:
        def type_words() -> None:
            program.late.replies.form._comment.setFocus()
            QTest.keyClicks(program.late.replies.form._comment, typing[0])
            say("typed")

        program.session.complete.connect(lambda: say(f"complete {program.session.current.title}"))
        if program.session.finished:
            say(f"complete {program.session.current.title}")
        if typing:
            QTimer.singleShot(200, type_words)

    def watch(program: Program) -> None:
        program.window.ready.connect(lambda: finished(program))

    Program._finish = and_then(watch, Program._finish)  # type: ignore[method-assign]
    Program.take_over = and_then(  # type: ignore[method-assign]
        Program.take_over, lambda _program, file: None if file else say("raised")
    )
    return [word for word in words if not word.startswith("--typing=")]


if __name__ == "__main__":
    sys.exit(main(watched(sys.argv[1:])))
