"""Every dialog by keyboard alone, in every language: reached, walked, left; and whole in a narrow window at 400 %."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running

from hiitreader.system.translations import ENGLISH, languages, use
from hiitreader.ui.wrapping_button import WrappingButton
from hiitreader.ui.wrapping_label import WrappingLabel

COMMANDS = (
    "help.keys",
    "help.palette",
    "help.change_keys",
    "help.updates",
    "help.about",
    "find.elements",
    "library.add",
    "reply.server",
    "reply.what_is_sent",
    "reply.my_data",
)
TARGET = 24
NARROW, LOW, LARGE = 320, 560, 400


@pytest.fixture(params=languages())
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield use(request.param)
    use(ENGLISH)


def opened(one: Running, command: str) -> QDialog:
    """The dialog that a command opens; what it shows is there."""
    one.run(command)
    one.settle()
    one.wait(lambda: QApplication.activeModalWidget() is not None)
    one.look()
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def stops(dialog: QDialog) -> list[QWidget]:
    """What Tab has to reach."""
    return [
        part
        for part in dialog.findChildren(QWidget)
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def walked(one: Running, dialog: QDialog) -> set[QWidget]:
    """What Tab does reach, all the way round."""
    seen: set[QWidget] = set()
    while one.focus not in seen:
        seen.add(one.focus)
        assert dialog.isAncestorOf(one.focus), "Tab leaves the dialog"
        one.press("Tab")
    return seen


def letters(part: QWidget) -> list[str]:
    """The letters that Alt presses something with."""
    shown = [
        one.words if isinstance(one, WrappingButton) else one.text()
        for kind in (QAbstractButton, QLabel)
        for one in part.findChildren(kind)
        if one.isVisible() and (not isinstance(one, QLabel) or one.buddy() is not None)
    ]
    return [text.partition("&")[2][:1].casefold() for text in shown if "&" in text]


def cut(dialog: QWidget) -> list[str]:
    """What is not whole, named."""
    found = []
    shown = (QLabel, QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractScrollArea)
    for part in dialog.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, shown):
            continue
        left = part.mapTo(dialog, QPoint(0, 0)).x()
        high = part.heightForWidth(part.width()) if isinstance(part, WrappingLabel | WrappingButton) else 0
        if left < 0 or left + part.width() > dialog.width() or part.height() < high:
            words = getattr(part, "text", str)()
            found.append(f"{type(part).__name__} {words!r} {part.geometry()}")
    return found


@pytest.mark.slow
def test_by_keyboard_alone(start: Start, language: str) -> None:
    one = start()
    for command in COMMANDS:
        one.view.setFocus()
        dialog = opened(one, command)
        assert dialog.isAncestorOf(one.focus), f"{command}: the focus is elsewhere"
        wanted = stops(dialog)
        missed = set(wanted) - walked(one, dialog)
        assert not missed, f"{command}: Tab does not reach {missed}"
        for part in wanted:
            assert min(part.width(), part.height()) >= TARGET or isinstance(part, QLabel), f"{command}: {part} is small"
        said = letters(dialog)
        assert len(said) == len(set(said)), f"{command}, {language}: letters {said}"
        one.press("Escape")
        assert QApplication.activeModalWidget() is None, f"{command}: Escape does not close it"
        one.wait(one.view.hasFocus)


def test_the_find_bar_and_the_menus_have_different_letters(start: Start, language: str) -> None:
    one = start()
    one.press("Ctrl+F")
    titles = [action.text().partition("&")[2][:1].casefold() for action in one.window.menuBar().actions()]
    said = [*titles, *letters(one.late.find_bar)]
    assert len(said) == len(set(said)), f"{language}: letters {said}"


@pytest.mark.slow
def test_nothing_is_cut_in_a_narrow_window_with_large_letters(start: Start, language: str) -> None:
    one = start()
    one.program.preferences.change(text_size=LARGE)
    one.window.resize(NARROW, LOW)
    one.wait(lambda: one.window.font().pixelSize() > 25)
    for command in COMMANDS:
        dialog = opened(one, command)
        dialog.resize(NARROW, LOW)
        one.settle()
        assert dialog.width() == NARROW, f"{command}, {language}: it is at least {dialog.width()} pixels wide"
        assert dialog.height() <= LOW, f"{command}, {language}: it is at least {dialog.height()} pixels high"
        assert cut(dialog) == [], f"{command}, {language}"
        one.press("Escape")


@pytest.mark.slow
def test_nothing_is_cut_in_a_panel_of_a_narrow_window(start: Start, language: str) -> None:
    one = start()
    one.fill(comment="Words.", name="Ann", email="ann@example.com")
    one.press("Ctrl+Return")
    one.program.preferences.change(text_size=LARGE)
    one.window.resize(NARROW, 2 * LOW)
    one.wait(lambda: one.window.font().pixelSize() > 25)
    for command in ("view.contents", "view.settings", "library.show", "reply.outbox"):
        one.run(command)
        one.settle()
        assert one.window.width() == NARROW, f"{command}, {language}: the window is {one.window.width()} pixels wide"
        assert cut(one.window.panes) == [], f"{command}, {language}"
        one.run(command)


def test_the_find_bar_leaves_the_page_in_sight(start: Start, language: str) -> None:
    one = start()
    one.program.preferences.change(text_size=LARGE)
    one.window.resize(NARROW, LOW)
    one.wait(lambda: one.window.font().pixelSize() > 25)
    one.press("Ctrl+F")
    one.settle()
    bar = one.late.find_bar
    assert bar.height() < one.window.height() // 2
    assert one.view.height() > one.window.height() // 5, language
    for box in bar.findChildren(QCheckBox):
        assert box.mapTo(bar, box.rect().bottomRight()).x() < bar.width()
