"""What goes to the terminal: results on the one stream, reasons on the other, JSON on one line.

Everything on the command line is said through here. It never decides what is said, and lets nothing out but by the
door of `system.plain_output`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from hiitreader.errors import Problem
from hiitreader.replies.form import Field, FormProblem
from hiitreader.system.plain_output import PlainOutput, json_line, one_line, plain_streams
from hiitreader.system.translations import gettext as _

LABELS = {Field.COMMENT: "--comment", Field.NAME: "--name", Field.EMAIL: "--email", Field.WEBSITE: "--website"}


class Terminal:
    """The two streams.

    Args:
        out: where results go.
        err: where reasons go.
    """

    def __init__(self, out: PlainOutput, err: PlainOutput) -> None:
        self._out = out
        self._err = err

    def say(self, text: str) -> None:
        """A result on one line, whatever is in it."""
        self._out.write(f"{one_line(text)}\n")

    def say_text(self, text: str) -> None:
        """A result of as many lines as it has: an article, a reply."""
        self._out.write(f"{text}\n")

    def json(self, value: object) -> None:
        """A result for scripts: one line of JSON."""
        self._out.write(f"{json_line(value, self._out.encoding)}\n")

    def warn(self, text: str) -> None:
        """A reason, on one line."""
        self._err.write(f"{one_line(text)}\n")

    def problem(self, problem: Problem) -> None:
        """A problem: what happened, what is safe, what to do; for a form, a line a field."""
        if isinstance(problem, FormProblem):
            for error in problem.errors:
                self.warn(f"{LABELS[error.field]}: {_(error.sentence).format(**error.values)}")
        else:
            self.warn(translated(problem))

    def tells_a_person(self) -> bool:
        """Whether somebody looks at the reasons while they come."""
        return self._err.is_watched()

    def flush(self) -> None:
        """Let out all that was said.

        Raises:
            BrokenPipeError: whoever read along has gone.
            OutputLost: it can't be written.
        """
        self._out.flush()
        self._err.flush()


def translated(problem: Problem) -> str:
    """A problem's sentences in the reader's language, one space between them."""
    return " ".join(_(sentence).format(**problem.values) for sentence in problem.sentences())


@contextmanager
def standard() -> Iterator[Terminal]:
    """The streams the program was started with; whoever else writes to them meanwhile comes by the same door."""
    with plain_streams() as (out, err):
        yield Terminal(out, err)
