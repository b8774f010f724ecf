"""What goes to the terminal: results on the one stream, reasons on the other, JSON on one line.

It never decides what is said.
"""

import json
import sys
from typing import TextIO

from hiitreader.errors import Problem
from hiitreader.replies.form import Field, FormProblem
from hiitreader.system.translations import gettext as _

LABELS = {Field.COMMENT: "--comment", Field.NAME: "--name", Field.EMAIL: "--email", Field.WEBSITE: "--website"}


class Terminal:
    """The two streams. A character that the terminal's encoding lacks is shown as a question mark.

    Args:
        out: where results go.
        err: where reasons go.
    """

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err

    def say(self, text: str) -> None:
        """A result, with a line end."""
        self._write(self._out, text)

    def json(self, value: object) -> None:
        """A result for scripts: one line of JSON."""
        self._write(self._out, json.dumps(value, ensure_ascii=False))

    def warn(self, text: str) -> None:
        """A reason, with a line end."""
        self._write(self._err, text)

    def problem(self, problem: Problem) -> None:
        """A problem: what happened, what is safe, what to do; for a form, a line a field."""
        if isinstance(problem, FormProblem):
            for error in problem.errors:
                self.warn(f"{LABELS[error.field]}: {_(error.sentence).format(**error.values)}")
        else:
            self.warn(translated(problem))

    def _write(self, stream: TextIO, text: str) -> None:
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def translated(problem: Problem) -> str:
    """A problem's sentences in the reader's language, one space between them."""
    return " ".join(_(sentence).format(**problem.values) for sentence in problem.sentences())


def standard() -> Terminal:
    """The streams the program was started with."""
    return Terminal(sys.stdout, sys.stderr)
