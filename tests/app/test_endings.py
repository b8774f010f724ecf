"""Being asked to end by the system: the window's thread is told, and afterwards signals are as they were."""

import os
import signal
from collections.abc import Callable
from io import RawIOBase

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hiitreader.app import endings
from hiitreader.app.endings import Endings


@pytest.mark.parametrize("ends", [endings._two_ends, endings._two_sockets])
def test_a_signal_is_told_and_nobody_minds_one_afterwards(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ends: Callable[[], tuple[RawIOBase, RawIOBase]]
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    asked: list[bool] = []
    monkeypatch.setattr(endings, "_two_ends", ends)
    parent = QObject()
    made = Endings(lambda: asked.append(True), parent)
    for times in (1, 2):
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda times=times: len(asked) == times)
    made.close()
    assert signal.getsignal(signal.SIGTERM) is before
    assert signal.set_wakeup_fd(-1) == -1
