"""What a server gets to know, as groups of lines that Tab stops at: what is published, and what is not.

It words what it is given and never works out what is sent.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hiitreader.errors import N_
from hiitreader.replies.disclosure import Disclosed, about, will_be_sent
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import Group, stop

PUBLISHED, NOT_PUBLISHED = N_("Published"), N_("Sent, but not published")
MOST_SHOWN = 300
"""Characters of a value that are shown: of a long comment its beginning tells which it is."""


class DisclosedPart(QWidget):
    """What will be sent to a server that was found, with where it goes; nothing where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._groups: tuple[Group, ...] = ()
        self._told: ServerSettings | None = None
        self.hide()

    def tell(self, settings: ServerSettings | None) -> None:
        """Say what will be sent there."""
        if settings == self._told:
            return
        self._told = settings
        for group in self._groups:
            self._column.removeWidget(group)
            group.hide()
            group.deleteLater()
        self._groups = ()
        if settings is not None:
            where = Group(_("What will be sent"))
            where.rows.addWidget(stop("\n".join(in_words(sentence) for sentence in about(settings))))
            self._groups = (where, *disclosed_groups(will_be_sent(ReplyForm(), settings)))
        for group in self._groups:
            self._column.addWidget(group)
        self.setVisible(bool(self._groups))


def disclosed_groups(told: Sequence[Disclosed]) -> tuple[Group, ...]:
    """A group for what is published and one for what is not, each left out where it would be empty."""
    made = []
    for title, published in ((PUBLISHED, True), (NOT_PUBLISHED, False)):
        lines = [one for one in told if one.published is published]
        if lines:
            group = Group(_(title))
            group.rows.setSpacing(12)  # nearer to each other than groups are
            for one in lines:
                group.rows.addWidget(stop(line_of(one)))
            made.append(group)
    return tuple(made)


def line_of(one: Disclosed) -> str:
    """One thing in words: its name and value, then what becomes of it."""
    value = one.value if len(one.value) <= MOST_SHOWN else f"{one.value[:MOST_SHOWN]}…"
    head = _("{field}: {value}").format(field=_(one.field), value=value) if value else f"{_(one.field)}:"
    return f"{head}\n{in_words(one.sentence)}" if value else f"{head} {in_words(one.sentence)}"


def in_words(sentence: Sentence) -> str:
    """A sentence in the reader's language."""
    return _(sentence.text).format(**sentence.values)
