"""The same words stay at the top of the window, whatever changes, however often, there and back."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ui.pages import change, clear_away, everything, heading, make_view, page_settings, paragraph, table, top_of

from hiitreader.article.blocks import Block
from hiitreader.ui.article_view import ArticleView

MANY = 400


@pytest.fixture(autouse=True)
def _views_only_while_there_is_an_application(qapp: object) -> Iterator[None]:
    yield
    clear_away()


def long_article() -> list[Block]:
    blocks = []
    for number in range(MANY):
        if number % 9 == 0:
            blocks.append(heading(f"Heading number {number}", 2 + number % 3))
        words = " ".join(f"word{number}x{place}" for place in range(10 + 17 * number % 90))
        blocks.append(paragraph(words))
        if number % 40 == 20:
            blocks += table([["One", "Two"], ["alpha " * (number % 7), "beta"], ["x", "y"]], 10_000 + 100 * number)
    return blocks


@pytest.fixture
def view() -> ArticleView:
    view = make_view(long_article())
    view.scroll_to(view.flow.start(MANY // 2))
    return view


def line_at_top(view: ArticleView) -> tuple[float, float]:
    """Where the line of the words at the top begins and ends below the window's upper edge, in pixels."""
    box = view.anchor.line_box(view.top_position())
    return box.top() - view.verticalScrollBar().value(), box.bottom() - view.verticalScrollBar().value()


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.floats(0, 1), changes=st.lists(page_settings, min_size=1, max_size=6), width=st.integers(320, 1200))
@pytest.mark.slow
def test_the_same_words_stay_at_the_top_and_come_back_to_the_same_pixel(
    place: float, changes: list[dict[str, object]], width: int
) -> None:
    view = make_view(long_article())
    bar = view.verticalScrollBar()
    bar.setValue(round(place * 0.95 * bar.maximum()))
    view.grab()
    words = view.top_position()
    before = line_at_top(view)
    for one in changes:
        change(view, **one)
        view.grab()
        assert view.top_position() == words
        top, bottom = line_at_top(view)
        if bar.value() < bar.maximum():
            assert bottom > 0
            assert top < max(60, view.page.style.em * 8)
    view.resize(width, 300)
    view.grab()
    assert view.top_position() == words
    view.resize(618, 480)
    change(view)
    view.grab()
    assert line_at_top(view) == pytest.approx(before, abs=1)
    assert view.top_position() == words


@pytest.mark.slow
def test_no_drift_in_two_hundred_changes(view: ArticleView) -> None:
    words, before = view.top_position(), line_at_top(view)
    choose = random.Random(5)
    for _change in range(200):
        change(view, text_size=choose.choice([50, 90, 110, 200, 500]), line_height=choose.choice([1.0, 1.5, 3.0]))
        if choose.random() < 0.3:
            view.resize(choose.randrange(320, 1000), choose.randrange(200, 900))
        if choose.random() < 0.3:
            view.grab()
    view.resize(618, 480)
    change(view)
    assert view.top_position() == words
    assert line_at_top(view) == pytest.approx(before, abs=1)


def test_a_page_shown_from_its_beginning_stays_so(view: ArticleView) -> None:
    view.verticalScrollBar().setValue(0)
    for size in (50, 500, 100):
        change(view, text_size=size)
        assert view.verticalScrollBar().value() == 0
    view.resize(320, 300)
    assert view.verticalScrollBar().value() == 0


def test_what_the_reader_scrolls_to_is_what_is_held_from_then_on(view: ArticleView) -> None:
    change(view, text_size=200)
    old = view.top_position()
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + 3000)
    new = view.top_position()
    assert new > old
    change(view, text_size=80)
    assert view.top_position() == new


def test_a_page_that_became_short_for_a_while_comes_back(view: ArticleView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.grab()
    bar.setValue(bar.maximum())
    words, before = view.top_position(), line_at_top(view)
    change(view, text_size=50, column_width=120, paragraph_spacing=0.0, line_height=1.0)
    view.resize(1400, 1200)
    view.grab()
    view.resize(618, 480)
    change(view)
    view.grab()
    assert view.top_position() == words
    assert line_at_top(view) == pytest.approx(before, abs=1)


def test_words_are_put_where_they_are_wanted(view: ArticleView) -> None:
    for index in (3, 390, 200, 201, 0, 420):
        position = view.flow.start(index)
        view.scroll_to(position, 100)
        view.grab()
        assert top_of(view, position) == pytest.approx(100, abs=1) or view.verticalScrollBar().value() in {
            0,
            view.verticalScrollBar().maximum(),
        }


def test_reading_upwards_through_what_was_never_set_the_words_do_not_jump(view: ArticleView) -> None:
    bar = view.verticalScrollBar()
    view.scroll_to(view.flow.start(300))
    view.grab()
    for _notch in range(60):
        position, where = view.top_position(), line_at_top(view)[0]
        before = bar.value()
        bar.setValue(before - 60)
        assert top_of(view, position) == pytest.approx(where + 60, abs=1.5)


def test_it_says_whether_a_scroll_is_the_pages_doing(view: ArticleView) -> None:
    said: list[bool] = []
    view.scrolled.connect(lambda: said.append(view.anchor.holds))
    change(view, text_size=150)
    assert said
    assert all(said)
    said.clear()
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 300)
    assert said[-1] is False


@pytest.mark.slow
def test_everything_at_once_keeps_every_line_in_turn() -> None:
    view = make_view(everything())
    bar = view.verticalScrollBar()
    for value in range(0, bar.maximum(), 97):
        bar.setValue(value)
        words, before = view.top_position(), line_at_top(view)
        change(view, text_size=300)
        assert view.top_position() == words
        change(view)
        assert view.top_position() == words
        assert line_at_top(view) == pytest.approx(before, abs=1)
