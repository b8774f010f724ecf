"""A notice stays until it is put away, says its problem whole, and never takes or loses the focus."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.errors import WorldProblem
from hiitreader.ui.notice import Notices, Way, told


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.notices = Notices()
        self.field = QLineEdit()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.notices)
        layout.addWidget(self.field)
        self.window.resize(500, 300)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def buttons(self) -> list[QPushButton]:
        return [button for button in self.notices.findChildren(QPushButton) if button.isVisible()]

    def labels(self) -> list[QLabel]:
        """The words in sight, from above."""
        found = [label for label in self.notices.findChildren(QLabel) if label.isVisible()]
        return sorted(found, key=lambda label: label.mapTo(self.notices, label.rect().topLeft()).y())

    def put_away(self, number: int = 0) -> None:
        rows = sorted(self.buttons(), key=lambda button: button.mapTo(self.notices, button.rect().topLeft()).y())
        rows[number].click()
        QApplication.processEvents()


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    return Bench(qtbot)


def problem(number: int) -> WorldProblem:
    return WorldProblem(happened="Number {number} went wrong.", safe="All is safe.", todo="Try again.", number=number)


def test_a_problem_is_said_whole() -> None:
    assert told(problem(3)) == "Number 3 went wrong. All is safe. Try again."


def test_it_does_not_take_the_focus(bench: Bench) -> None:
    assert not bench.notices.isVisible()
    bench.notices.tell(problem(1))
    assert bench.notices.isVisible()
    assert bench.field.hasFocus()


def test_the_same_is_shown_once_and_the_latest_first(bench: Bench) -> None:
    for number in (1, 2, 1):
        bench.notices.tell(problem(number))
    assert bench.notices.texts() == (told(problem(2)), told(problem(1)))


def named(bench: Bench, name: str) -> QPushButton:
    return next(button for button in bench.buttons() if button.accessibleName() == name)


def test_of_many_the_latest_is_in_sight_and_the_others_follow(bench: Bench) -> None:
    for number in range(5):
        bench.notices.tell(problem(number))
    QApplication.processEvents()
    assert [label.text() for label in bench.labels()] == [told(problem(4))]
    for left in (4, 3, 2):
        bench.put_away()
        assert bench.labels()[0].text() == told(problem(left - 1))
        assert named(bench, f"Show {left - 1} more notice{'s' * (left > 2)}")
    bench.put_away()
    assert [button.accessibleName() for button in bench.buttons()] == ["Dismiss"]
    bench.put_away()
    assert not bench.notices.isVisible()


def test_the_others_are_unfolded_and_folded_by_a_button_that_keeps_the_focus(bench: Bench) -> None:
    for number in range(5):
        bench.notices.tell(problem(number))
    low = bench.notices.sizeHint().height()
    more = named(bench, "Show 4 more notices")
    more.setFocus()
    more.click()
    assert [label.text() for label in bench.labels()] == [told(problem(number)) for number in (4, 3, 2)]
    assert more.hasFocus()
    assert more.accessibleName() == "Show the latest notice only"
    bench.put_away()
    assert [label.text() for label in bench.labels()] == [told(problem(number)) for number in (3, 2, 1)]
    more.click()
    assert [label.text() for label in bench.labels()] == [told(problem(3))]
    assert bench.notices.sizeHint().height() <= low
    for _left in range(3):
        bench.put_away()
    assert not more.isVisible()
    assert named(bench, "Dismiss").hasFocus()


def test_one_that_comes_does_not_hide_the_one_that_somebody_is_in(bench: Bench) -> None:
    bench.notices.tell(problem(1))
    QApplication.processEvents()
    named(bench, "Dismiss").setFocus()
    bench.notices.tell(problem(2))
    QApplication.processEvents()
    assert [label.text() for label in bench.labels()] == [told(problem(2)), told(problem(1))]
    assert bench.notices.isAncestorOf(bench.window.focusWidget())


def test_put_away_by_someone_in_it_the_focus_goes_back_to_where_it_was(bench: Bench) -> None:
    bench.notices.tell(problem(1))
    QApplication.processEvents()
    bench.buttons()[0].setFocus()
    bench.put_away()
    assert bench.field.hasFocus()


def test_its_words_are_plain_and_can_be_selected_and_named(bench: Bench) -> None:
    bench.notices.tell(WorldProblem(happened="<b>not bold</b>"))
    label = bench.notices.findChildren(QLabel)[0]
    assert label.text() == label.accessibleName() == "<b>not bold</b>"
    assert label.focusPolicy()


def test_it_is_spoken_also_what_came_before_the_voice(bench: Bench) -> None:
    spoken: list[str] = []

    def speak(_widget: QWidget, message: str, *, assertive: bool = False) -> bool:
        spoken.append(message if assertive else "")
        return True

    bench.notices.tell(problem(1))
    bench.notices.speak_through(speak)
    bench.notices.tell(problem(2))
    assert spoken == [told(problem(1)), told(problem(2))]


def test_news_are_spoken_politely_and_go_when_they_are_followed(bench: Bench) -> None:
    spoken: list[tuple[str, bool]] = []
    gone: list[bool] = []

    def speak(_widget: QWidget, message: str, *, assertive: bool = False) -> bool:
        spoken.append((message, assertive))
        return True

    bench.notices.speak_through(speak)
    bench.notices.news("2 new answers to you.", Way("Go to the first", lambda: gone.append(True)))
    assert spoken == [("2 new answers to you.", False)]
    assert bench.field.hasFocus()
    QApplication.processEvents()
    go = next(button for button in bench.buttons() if button.accessibleName() == "Go to the first")
    assert go.accessibleDescription() == "2 new answers to you."
    go.setFocus()
    go.click()
    assert gone == [True]
    assert bench.notices.texts() == ()
    assert bench.field.hasFocus(), "the focus is not lost with the button it was on"


def test_news_can_be_forgotten_and_problems_stay(bench: Bench) -> None:
    bench.notices.tell(problem(1))
    bench.notices.news("Discarded: “My words”")
    bench.notices.forget_news()
    assert bench.notices.texts() == (told(problem(1)),)


def test_what_is_over_is_taken_back_but_not_from_under_the_focus(bench: Bench) -> None:
    for number in (1, 2):
        bench.notices.tell(problem(number))
    bench.notices.take_back(problem(2))
    bench.notices.take_back(problem(3))
    assert bench.notices.texts() == (told(problem(1)),)
    assert bench.field.hasFocus()
    bench.buttons()[0].setFocus()
    bench.notices.take_back(problem(1))
    assert bench.notices.texts() == (told(problem(1)),)
    bench.put_away()
    assert bench.notices.texts() == ()
