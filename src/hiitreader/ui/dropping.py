"""Files dropped on the window are opened: local files only, and the first of several. It never fetches an address."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Watches a window for files that are dropped on it.

    Args:
        window: takes the drops, its children too.
        open_file: opens a file.
    """

    def __init__(self, window: QWidget, open_file: Callable[[Path], None]) -> None:
        super().__init__(window)
        self._open_file = open_file
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take a file, leave all else alone."""
        if isinstance(event, QDropEvent) and (file := dropped_file(event.mimeData())) is not None:
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._open_file(file)
            return True
        return super().eventFilter(watched, event)


def dropped_file(data: QMimeData) -> Path | None:
    """The first local file in what is dropped, None for none."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if files else None
