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


def test_of_many_three_are_in_sight_and_the_others_follow(bench: Bench) -> None:
    for number in range(5):
        bench.notices.tell(problem(number))
    QApplication.processEvents()
    assert len(bench.buttons()) == 3
    assert len(bench.notices.texts()) == 5
    for left in (3, 3, 2, 1, 0):
        bench.put_away()
        assert len(bench.buttons()) == left
    assert not bench.notices.isVisible()


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
