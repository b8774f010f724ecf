"""The frame: what is where, when it is first painted, how it closes, and that it can be as narrow as a telephone."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.ui.pages import WORDS, paragraph, style

from hiitreader.errors import WorldProblem
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.page import ArticlePage
from hiitreader.ui.window import WORDS_WITHIN, ReaderWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[ReaderWindow]:
    view = ArticleView(style())
    view.show_blocks([paragraph(f"{number} {WORDS}") for number in range(30)])
    made = ReaderWindow(ArticlePage(view))
    qtbot.addWidget(made)
    yield made
    made.may_close = lambda: True


def test_it_is_named_after_the_article(window: ReaderWindow) -> None:
    window.show_title("An article")
    assert window.windowTitle() == "An article – hiitreader"
    window.show_title("")
    assert window.windowTitle() == "hiitreader"


def test_the_first_painting_is_told_once_and_not_before(window: ReaderWindow, qtbot: QtBot) -> None:
    told: list[int] = []
    window.first_painted.connect(lambda: told.append(1))
    qtbot.wait(20)
    assert told == []
    window.show()
    qtbot.waitUntil(lambda: bool(told))
    window.page.view.viewport().repaint()
    qtbot.wait(20)
    assert told == [1]


def test_an_empty_page_is_no_first_picture_while_words_are_coming(qtbot: QtBot) -> None:
    view = ArticleView(style())
    window = ReaderWindow(ArticlePage(view))
    qtbot.addWidget(window)
    told: list[int] = []
    window.first_painted.connect(lambda: told.append(len(view.flow)))
    with qtbot.waitSignal(view.painted):
        window.show()
    qtbot.wait(20)
    assert told == []
    view.show_blocks([paragraph(WORDS)])
    qtbot.waitUntil(lambda: told == [1])
    qtbot.wait(WORDS_WITHIN + 50)
    assert told == [1]


def test_an_empty_page_is_the_first_picture_when_no_words_come(qtbot: QtBot) -> None:
    window = ReaderWindow(ArticlePage(ArticleView(style())))
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()


def test_it_stays_open_while_it_must_not_close(window: ReaderWindow) -> None:
    window.show()
    closing: list[int] = []
    window.closing.connect(lambda: closing.append(1))
    window.may_close = lambda: False
    assert not window.close()
    assert closing == []
    window.may_close = lambda: True
    assert window.close()
    assert closing == [1]


def test_it_can_be_320_pixels_wide_with_all_there_is(window: ReaderWindow, qtbot: QtBot) -> None:
    window.tell(WorldProblem(happened=WORDS, safe="Nothing is lost.", todo="Try again."))
    window.say(WORDS)
    window.status.show_place("100 %")
    window.status.show_waiting("3 replies wait")
    window.status.show_progress(0.5)
    window.put_below(QLabel("find"))
    window.show()
    window.resize(320, 640)
    qtbot.waitUntil(lambda: window.width() == 320 and window.page.height() > 100)
    for part in (window.notices, window.panes, window.status, window.page):
        assert part.width() <= 320
    assert window.page.view.viewport().width() > 280


def test_a_problem_is_shown_and_a_message_said(window: ReaderWindow) -> None:
    window.tell(WorldProblem(happened="The disk is full.", todo="Make room on it."))
    assert window.notices.texts() == ("The disk is full. Make room on it.",)
    window.say("One reply sent.")
    assert window.status.message == "One reply sent."
