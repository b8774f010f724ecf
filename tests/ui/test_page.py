"""The page: the article and what stands at its foot scroll as one, and Tab goes through both."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.pages import WORDS, change, heading, linked, paragraph, style

from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.colours import CONTROL_PIXELS, sizes
from hiitreader.ui.page import ArticlePage

EDGE = sizes(CONTROL_PIXELS)["edge"]


class Foot(QWidget):
    """A form of two fields and a button, with a line of words that is broken when it is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel(WORDS)
        self.words.setWordWrap(True)
        self.first, self.second, self.last = QLineEdit(), QLineEdit(), QPushButton("Post")
        layout = QVBoxLayout(self)
        for part in (self.words, self.first, self.second, self.last):
            layout.addWidget(part)


class Bench:
    def __init__(self, qtbot: QtBot, paragraphs: int) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.view = ArticleView(style())
        self.view.show_blocks([linked("A link here", "link"), *[paragraph(f"{n} {WORDS}") for n in range(paragraphs)]])
        self.page = ArticlePage(self.view)
        self.after = QPushButton("after")
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.page, 1)
        layout.addWidget(self.after)
        self.foot = Foot()
        self.page.set_foot(self.foot)
        QWidget.setTabOrder(self.foot.last, self.after)
        self.window.resize(640, 500)
        self.window.show()
        self.window.activateWindow()
        self.view.setFocus()
        qtbot.waitUntil(self.view.hasFocus)

    @property
    def bar_value(self) -> int:
        return self.view.verticalScrollBar().value()

    def to_the_end(self) -> None:
        bar = self.view.verticalScrollBar()
        for _turn in range(3):
            bar.setValue(bar.maximum())
            QApplication.processEvents()

    def place(self, part: QWidget) -> QRect:
        """Where a part of the foot is on the page."""
        return QRect(part.mapTo(self.page, QPoint(0, 0)), part.size())

    def in_sight(self, part: QWidget) -> bool:
        return self.page.rect().contains(self.place(part)) and not part.visibleRegion().isEmpty()


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    return Bench(qtbot, 40)


@pytest.fixture
def short(qtbot: QtBot) -> Bench:
    return Bench(qtbot, 1)


def test_the_foot_stands_below_the_last_words_in_the_column(bench: Bench) -> None:
    bench.to_the_end()
    column = bench.view.page.style
    foot = bench.place(bench.foot)
    last = bench.view.block_rect(len(bench.view.flow) - 1)
    assert foot.top() > last.bottom()
    assert foot.top() - last.bottom() < 60
    assert foot.left() == pytest.approx(column.left, abs=EDGE + 1)
    assert foot.right() == pytest.approx(column.left + column.column, abs=EDGE + 1)
    assert bench.in_sight(bench.foot.last)
    assert foot.bottom() < bench.page.height()


def test_it_scrolls_with_the_words(bench: Bench) -> None:
    bench.to_the_end()
    bar = bench.view.verticalScrollBar()
    before, words = bench.place(bench.foot.first).top(), bench.view.block_rect(40).top()
    bar.setValue(bar.value() - 37)
    assert bench.place(bench.foot.first).top() == before + 37
    assert bench.view.block_rect(40).top() == words + 37


def test_out_of_sight_it_takes_no_room_but_can_be_reached(bench: Bench) -> None:
    assert bench.foot.first.visibleRegion().isEmpty()
    assert bench.foot.isVisible()
    QTest.keyClick(bench.view, Qt.Key.Key_Tab)
    assert bench.view.hasFocus()
    QTest.keyClick(bench.view, Qt.Key.Key_Tab)
    assert bench.foot.first.hasFocus()
    bench.qtbot.waitUntil(lambda: bench.in_sight(bench.foot.first))


def test_tab_goes_from_the_last_link_through_the_foot_and_on_and_back(bench: Bench) -> None:
    for stop in (bench.view, bench.foot.first, bench.foot.second, bench.foot.last, bench.after):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stop
    for stop in (bench.foot.last, bench.foot.second, bench.foot.first, bench.view):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is stop
        if stop is not bench.view:
            bench.qtbot.waitUntil(lambda stop=stop: bench.in_sight(stop))  # type: ignore[misc]


def test_a_wheel_over_the_foot_scrolls_the_page_and_with_ctrl_asks_for_larger_text(bench: Bench) -> None:
    bench.to_the_end()
    asked: list[int] = []
    bench.view.zoom_asked.connect(asked.append)

    def wheel(by: int, held: Qt.KeyboardModifier) -> None:
        at = QPointF(bench.foot.mapTo(bench.window, QPoint(5, 5)))
        QTest.wheelEvent(bench.window.windowHandle(), at, QPoint(0, by), QPoint(0, 0), held)

    before = bench.bar_value
    wheel(120, Qt.KeyboardModifier.NoModifier)
    assert bench.bar_value < before
    wheel(120, Qt.KeyboardModifier.ControlModifier)
    assert asked == [1]


def test_narrower_it_gets_higher_and_the_page_longer(bench: Bench) -> None:
    bench.to_the_end()
    height = bench.foot.height()
    bench.window.resize(330, 500)
    QApplication.processEvents()
    assert bench.foot.height() > height
    bench.to_the_end()
    assert bench.in_sight(bench.foot.last)
    assert bench.foot.width() <= bench.view.viewport().width()


def test_when_a_line_comes_in_the_foot_the_page_makes_room(bench: Bench) -> None:
    bench.to_the_end()
    longest = bench.view.verticalScrollBar().maximum()
    error = QLabel("This field is missing.")
    bench.foot.layout().insertWidget(2, error)
    bench.qtbot.waitUntil(lambda: bench.view.verticalScrollBar().maximum() > longest)
    bench.to_the_end()
    assert bench.in_sight(bench.foot.last)


def test_larger_text_leaves_the_field_that_one_is_in_about_where_it_was(bench: Bench) -> None:
    bench.foot.first.setFocus()
    QApplication.processEvents()
    bench.to_the_end()
    before = bench.place(bench.foot.first).top()
    change(bench.view, text_size=200)
    QApplication.processEvents()
    assert bench.place(bench.foot.first).top() == pytest.approx(before, abs=60)
    assert bench.view.top_position() > 0
    change(bench.view)
    QApplication.processEvents()
    assert bench.place(bench.foot.first).top() == pytest.approx(before, abs=3)


def test_a_tail_that_comes_while_one_is_in_the_foot_moves_the_foot_with_what_is_seen(bench: Bench) -> None:
    bench.view.set_tail([heading("Leave a Reply")])
    bench.foot.second.setFocus()
    QApplication.processEvents()
    bench.to_the_end()
    before = bench.place(bench.foot.second).top()
    bench.view.set_tail([heading("Replies"), paragraph(WORDS), paragraph(WORDS), heading("Leave a Reply")])
    QApplication.processEvents()
    assert bench.foot.second.hasFocus()
    assert bench.place(bench.foot.second).top() == pytest.approx(before, abs=3)


def test_on_a_short_page_both_are_in_sight(short: Bench) -> None:
    assert short.in_sight(short.foot.last)
    assert short.view.verticalScrollBar().maximum() <= 60


def test_the_page_gives_its_focus_to_the_words(bench: Bench) -> None:
    bench.after.setFocus()
    bench.page.setFocus()
    assert bench.view.hasFocus()
