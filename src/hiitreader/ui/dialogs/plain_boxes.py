"""Qt's own dialogs, with every label in them shown as it was written.

Their questions name files ("… already exists"), and Qt takes a name that looks like HTML for HTML. It never changes the
words.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel


class _PlainLabels(QObject):
    """Makes each label that is about to be shown one of plain text."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Look, and let the event through."""
        if event.type() == QEvent.Type.Polish and isinstance(watched, QLabel):
            watched.setTextFormat(Qt.TextFormat.PlainText)
        return False


@contextmanager
def plain_boxes() -> Iterator[None]:
    """While one of Qt's own dialogs is asked: only then, for this filter sees every event that there is."""
    application, labels = QApplication.instance(), _PlainLabels()
    if application is None:
        yield
        return
    application.installEventFilter(labels)
    try:
        yield
    finally:
        application.removeEventFilter(labels)
