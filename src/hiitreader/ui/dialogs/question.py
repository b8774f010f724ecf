"""A question that has to be decided: what is known, sentence by sentence, and two buttons.

It never decides by itself: closed in whatever way but by its first button, everything stays as it is.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.scrolled import scrolled_column
from hiitreader.ui.form_rows import push_button, stop
from hiitreader.ui.wrapping_line import WrappingLine


class QuestionDialog(ReturningDialog):
    """The dialog. `accepted` comes when the reader says yes. The safe answer is the one that Return gives at first.

    Args:
        window: the window it belongs to.
        title: the question in a few words.
        known: what there is to know, one sentence or two a line.
        yes: the words of the button that goes on.
        no: the words of the button that leaves everything as it is.
    """

    def __init__(self, window: QWidget, title: str, known: Sequence[str], *, yes: str, no: str) -> None:
        super().__init__(window, title, columns=56, lines=0)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.known = stop("\n".join(known))
        self.setAccessibleDescription(" ".join(known))
        self.yes = push_button(yes)
        self.no = push_button(no, chief=True)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        buttons = WrappingLine()
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        _area, column = scrolled_column(self, self.known)
        column.addLayout(buttons)
        column.addStretch(1)
        self.no.setDefault(True)
        self.known.setFocus(Qt.FocusReason.OtherFocusReason)
