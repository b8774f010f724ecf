"""What is dropped: a file on the window is opened, the first of several; on the shelf, all there is in it is told.

It never fetches an address.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from hiitreader.library.bring_in.sources import Sources


def sources_of(data: QMimeData) -> Sources:
    """All that is dropped: files and addresses; where there are none, the words."""
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    addresses = tuple(url.toString() for url in data.urls() if not url.isLocalFile())
    if paths or addresses:
        return Sources(paths, addresses)
    if data.hasHtml():
        from hiitreader.article.door import SourceKind

        return Sources(text=data.html(), kind=SourceKind.HTML)
    return Sources(text=data.text())


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
