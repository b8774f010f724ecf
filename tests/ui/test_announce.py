"""Announcements: who hears which."""

import sys

import pytest
import shiboken6
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.ui.announce import ALL, IMPORTANT, NONE, Announcer, announce


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    events: list[tuple[str, bool]] = []

    def keep(event: QAccessibleEvent) -> None:
        assert isinstance(event, QAccessibleAnnouncementEvent)
        events.append((event.message(), event.politeness() == QAccessible.AnnouncementPoliteness.Assertive))

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", keep)
    monkeypatch.setattr(sys, "platform", "darwin")
    return events


def test_on_linux_it_is_a_notification_of_its_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, str, str, bool]] = []

    def keep(event: QAccessibleEvent) -> None:
        node = event.accessibleInterface()
        shown.append((event.type().name, node.role().name, node.text(QAccessible.Text.Name), node.isValid()))

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", keep)
    monkeypatch.setattr(sys, "platform", "linux")
    window = QWidget()
    label = QLabel(window)
    for number in range(6):
        assert announce(label, f"Message {number}")
    assert shown == [("ObjectShow", "Notification", f"Message {number}", True) for number in range(6)]
    shiboken6.delete(window)


def test_an_announcement_is_polite_unless_it_must_not_be(qtbot: QtBot, heard: list[tuple[str, bool]]) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    assert announce(label, "Saved")
    assert announce(label, "Not saved", assertive=True)
    assert heard == [("Saved", False), ("Not saved", True)]


@pytest.mark.parametrize(("wanted", "words"), [(ALL, ["done", "wrong"]), (IMPORTANT, ["wrong"]), (NONE, [])])
def test_the_setting_holds(qtbot: QtBot, heard: list[tuple[str, bool]], wanted: str, words: list[str]) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "done", wanted=wanted)
    announce(label, "wrong", assertive=True, wanted=wanted)
    assert [message for message, _assertive in heard] == words


def test_nothing_is_sent_when_no_one_listens_or_nothing_is_said(
    qtbot: QtBot, heard: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    assert not announce(label, "")
    monkeypatch.setattr(QAccessible, "isActive", lambda: False)
    assert not announce(label, "Saved")
    assert heard == []


def test_an_announcer_follows_what_is_wanted(qtbot: QtBot, heard: list[tuple[str, bool]]) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    say = Announcer()
    assert say(label, "one")
    say.wanted = IMPORTANT
    assert not say(label, "two")
    assert say(label, "three", assertive=True)
    assert heard == [("one", False), ("three", True)]
