"""The application on macOS, where a file to open comes as an event of the system and not on the command line.

It never opens a file itself.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class MacApplication(QApplication):
    """Keeps files that the Finder asks it to open until somebody takes them; the first comes while it starts."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(list(words))
        self._waiting: list[Path] = []
        self._take: Callable[[Path], object] | None = None

    def hand_files_to(self, take: Callable[[Path], object]) -> None:
        """Give each file that was asked for, and each that will be, to `take`, in the order they were asked for."""
        self._take = take
        waiting, self._waiting = self._waiting, []
        for file in waiting:
            take(file)

    def event(self, event: QEvent) -> bool:
        """Take the system's wish to open a file; all else is Qt's."""
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        if name := event.file():  # an address that is no file has none
            if self._take is None:
                self._waiting.append(Path(name))
            else:
                self._take(Path(name))
        return True
