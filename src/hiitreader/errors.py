"""What can go wrong, as a person is told it: what happened, what is safe, what to do.

The ground floor: every room may import this module and it imports none of ours. It never shows anything.
"""


class Problem(Exception):  # noqa: N818 -- the word a reader is told, of the world's doing as of ours
    """Something the reader is told about.

    Three kinds derive from it, and callers catch the kind they can do something about:
    `WorldProblem` (the disk, the network, a server), `InputProblem` (what was typed or chosen)
    and `Bug` (ours).

    Args:
        happened: one sentence, what went wrong. May hold `{name}` fields.
        safe: one sentence, what is still safe or untouched ("" when nothing was at stake).
        todo: one sentence, what the person can do next ("" when nothing).
        values: the values of the `{name}` fields in the three sentences.

    The sentences are the English message ids of the translation; `said()` fills them in.
    """

    def __init__(self, happened: str, *, safe: str = "", todo: str = "", **values: object) -> None:
        self.happened = happened
        self.safe = safe
        self.todo = todo
        self.values = values
        super().__init__(self.said())

    def sentences(self) -> tuple[str, ...]:
        """The untranslated, unfilled sentences, those that are empty left out."""
        return tuple(part for part in (self.happened, self.safe, self.todo) if part)

    def said(self) -> str:
        """The English sentences with their values, one space between them."""
        return " ".join(part.format(**self.values) for part in self.sentences())


class WorldProblem(Problem):
    """The world's doing: a disk, a file, the network, a server."""


class InputProblem(Problem):
    """The person's input can't be taken as it is."""


class Bug(Problem):
    """Our mistake: a promise between two parts of the program was not kept."""


def N_(message: str) -> str:  # noqa: N802 -- gettext's own name for "mark, don't translate"
    """Mark a message for translation where it is declared; it is translated where it is shown."""
    return message
