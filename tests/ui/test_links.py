"""Links on the page: found, walked with Tab, pressed by key and mouse, ringed while the caret is in one."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from tests.ui.conftest import ReadingBench
from tests.ui.pages import WORDS, clear_away, heading, linked, make_view, mouse, paragraph, table

from hiitreader.article.blocks import Block, BlockKind, Span, SpanKind
from hiitreader.article.flow import Flow
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.links import link_at, link_beside, links_of

MakeReading = Callable[[object], ReadingBench]
PRESS, RELEASE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease


@pytest.fixture(autouse=True)
def _views_only_while_there_is_an_application(qapp: object) -> Iterator[None]:
    yield
    clear_away()


def blocks() -> list[Block]:
    return [
        linked("A first and a second link.", "first", "second"),
        paragraph(WORDS),
        linked("\U0001f600 A third.", "third"),
        *table([["A"], ["x"]]),
        heading("The end"),
    ]


def pressed(view: ArticleView) -> list[str]:
    told: list[str] = []
    view.link_activated.connect(told.append)
    return told


@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=3), min_size=1, max_size=5))
def test_walking_forwards_and_back_meets_every_link_once_in_order(places: list[list[tuple[int, int]]]) -> None:
    made = []
    for spans in places:
        at, kept = 0, []
        for gap, length in spans:
            kept.append(Span(at + gap, at + gap + length, SpanKind.LINK, "x"))
            at += gap + length
        made.append(Block(BlockKind.PARAGRAPH, "\U0001f600" * at + "end", tuple(kept)))
    flow = Flow(made)
    every = [link.start for index in range(len(flow)) for link in links_of(flow, index)]
    forwards, position = [], -1
    while (link := link_beside(flow, position, forward=True)) is not None:
        forwards.append(link.start)
        position = link.start
    assert forwards == every
    backwards, position = [], flow.length
    while (link := link_beside(flow, position, forward=False)) is not None:
        backwards.append(link.start)
        position = link.start
    assert backwards == every[::-1]


def test_a_link_is_where_its_words_are() -> None:
    flow = Flow(blocks())
    text = "A first and a second link."
    for position in range(len(text)):
        link = link_at(flow, position)
        inside = 2 <= position < 7 or 14 <= position < 20
        assert (link is not None) is inside
    start = flow.start(2)
    assert link_at(flow, start + 4) is None
    assert link_at(flow, start + 5) is not None, "positions count a character outside the first plane as two"
    assert links_of(flow, 99) == []
    assert links_of(flow, -1) == []


def test_from_within_a_link_back_is_the_one_before() -> None:
    flow = Flow(blocks())
    within = link_beside(flow, 17, forward=False)
    assert within is not None
    assert within.start == 2


def test_tab_walks_the_links_then_leaves_and_comes_back(qtbot: object, make_reading: MakeReading) -> None:
    reading = make_reading(blocks())
    button = QPushButton("after the page")
    reading.column.addWidget(button)
    button.show()
    view = reading.view
    stops = []
    for _stop in range(3):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        assert view.hasFocus()
        stops.append(view.caret())
    third = view.flow.start(2) + 5
    assert stops == [2, 14, third]
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert button.hasFocus()
    QTest.keyClick(button, Qt.Key.Key_Backtab)
    assert view.hasFocus()
    assert view.caret() == third, "the caret is where it was"
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert view.caret() == 14
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert not view.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_link_the_caret_is_in_and_nothing_elsewhere(key: Qt.Key) -> None:
    view = make_view(blocks())
    told = pressed(view)
    view.go_to(4)
    QTest.keyClick(view, key)
    assert told == ["https://e.org/first"]
    view.go_to(9)
    QTest.keyClick(view, key)
    view.go_to(4)
    QTest.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
    assert told == ["https://e.org/first"]


def edge(view: ArticleView, position: int, *, right: bool) -> QPoint:
    rect = view.char_rect(position)
    return QPoint(rect.right() - 1 if right else rect.left() + 1, rect.center().y())


@pytest.mark.parametrize(("position", "right"), [(2, False), (4, False), (6, True)])
def test_the_mouse_presses_a_link_on_all_of_it(position: int, right: bool) -> None:
    view = make_view(blocks())
    told = pressed(view)
    at = edge(view, position, right=right)
    mouse(view, PRESS, at)
    assert told == []
    mouse(view, RELEASE, at)
    assert told == ["https://e.org/first"]


def test_the_mouse_beside_a_link_presses_nothing() -> None:
    view = make_view(blocks())
    told = pressed(view)
    for at in (
        edge(view, 1, right=False),
        edge(view, 7, right=True),
        QPoint(2, 2),
        view.viewport().rect().bottomRight(),
    ):
        mouse(view, PRESS, at)
        mouse(view, RELEASE, at)
    assert told == []


def test_a_drag_over_a_link_selects_and_another_button_does_nothing() -> None:
    view = make_view(blocks())
    told = pressed(view)
    start, end = edge(view, 2, right=False), edge(view, 6, right=False)
    mouse(view, PRESS, start)
    mouse(view, QEvent.Type.MouseMove, end)
    mouse(view, RELEASE, end)
    assert told == []
    assert view.textCursor().selectedText() == "firs"
    mouse(view, PRESS, start, "MiddleButton")
    mouse(view, RELEASE, start, "MiddleButton")
    assert told == []


def test_over_a_link_the_pointer_is_a_hand_and_tells_where_it_leads() -> None:
    view = make_view([*blocks(), Block(BlockKind.PARAGRAPH, "in here", (Span(0, 2, SpanKind.LINK, "#there"),))])
    ground = view.viewport()
    mouse(view, QEvent.Type.MouseMove, edge(view, 4, right=False), "NoButton")
    assert ground.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert ground.toolTip() == "https://e.org/first"
    mouse(view, QEvent.Type.MouseMove, edge(view, 9, right=False), "NoButton")
    assert ground.cursor().shape() == Qt.CursorShape.IBeamCursor
    assert ground.toolTip() == ""
    mouse(view, QEvent.Type.MouseMove, edge(view, view.flow.start(6), right=False), "NoButton")
    assert ground.toolTip() == "", "a name inside the article says nothing to a reader"


def test_the_link_with_the_caret_is_ringed_while_the_page_has_the_focus(make_reading: MakeReading) -> None:
    reading = make_reading(blocks())
    view = reading.view
    button = QPushButton("elsewhere")
    reading.column.addWidget(button)
    button.show()
    view.go_to(4)
    assert view.page.marks.ring == (2, 7)
    focus = view.page.style.theme.colours.focus
    image = view.viewport().grab().toImage()
    above = view.char_rect(4)
    seen = {image.pixelColor(above.center().x(), y).name() for y in range(above.top() - 4, above.top() + 2)}
    assert focus in seen
    button.setFocus()
    assert view.page.marks.ring is None
    view.setFocus()
    assert view.page.marks.ring == (2, 7)
    view.go_to(9)
    assert view.page.marks.ring is None


def test_the_ring_follows_when_a_tail_comes_before_it(make_reading: MakeReading) -> None:
    reading = make_reading([paragraph(WORDS)])
    view = reading.view
    view.set_tail([heading("Replies"), linked("see this", "this")])
    view.go_to(view.flow.start(2) + 5)
    view.set_tail([heading("Replies"), paragraph("One."), linked("see this", "this")])
    start = view.flow.start(3) + 4
    assert view.page.marks.ring == (start, start + 4)
