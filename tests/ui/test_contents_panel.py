"""The contents panel: headings in their tree, the one being read marked, and each chosen by key or mouse."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.flow import Flow
from hiitreader.ui.panels.contents_model import ContentsModel
from hiitreader.ui.panels.contents_panel import OPEN_UP_TO, ContentsPanel


@dataclass(frozen=True)
class Entry:
    index: int
    level: int
    title: str


LEVELS = [(1, "Leg size"), (2, "What it is"), (4, "Sprints"), (3, "Rowing"), (2, "Conclusion"), (1, "Replies")]


def article(levels: list[tuple[int, str]]) -> tuple[Flow, list[Entry]]:
    """An article with one paragraph under each heading."""
    blocks: list[Block] = []
    entries = []
    for level, title in levels:
        entries.append(Entry(len(blocks), level, title))
        blocks += [Block(BlockKind.HEADING, title, level=level), Block(BlockKind.PARAGRAPH, f"Of {title}.")]
    return Flow(blocks), entries


@pytest.fixture
def panel(qtbot: QtBot) -> ContentsPanel:
    made = ContentsPanel()
    qtbot.addWidget(made)
    flow, entries = article(LEVELS)
    made.show_outline(entries, flow)
    return made


def in_tree(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[object]:
    """The tree as nested lists of titles."""
    parent = parent or QModelIndex()
    found: list[object] = []
    for row in range(model.rowCount(parent)):
        place = model.index(row, 0, parent)
        found.append(place.data())
        if model.hasChildren(place):
            found.append(in_tree(model, place))
    return found


def named(panel: ContentsPanel, title: str) -> QModelIndex:
    model = panel.tree.model()
    flag = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    return model.match(model.index(0, 0), Qt.ItemDataRole.DisplayRole, title, 1, flag)[0]


def test_headings_stand_under_the_nearest_larger_one(panel: ContentsPanel) -> None:
    expected = ["Leg size", ["What it is", ["Sprints", "Rowing"], "Conclusion"], "Replies"]
    assert in_tree(panel.tree.model()) == expected


def test_the_model_keeps_qts_rules(qtbot: QtBot) -> None:
    model = ContentsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for levels in (LEVELS, [(3, "Begins deep"), (1, "Then high")], []):
        model.show(article(levels)[1])
        model.set_here(0)
    assert tester.model() is model


def test_a_screen_reader_hears_level_and_place(panel: ContentsPanel, qtbot: QtBot) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert named(panel, "Rowing").data(role) == "Rowing, level 3"
    panel.follow(7)
    assert named(panel, "Leg size").data(role) == "Leg size, level 1, you are here"
    assert panel.tree.accessibleName() == "Contents"
    panel.show()
    tree = QAccessible.queryAccessibleInterface(panel.tree)
    assert tree.child(0).text(QAccessible.Text.Name) == "Heading"  # the column's name, not a heading
    assert tree.child(1).text(QAccessible.Text.Name) == "Leg size, level 1, you are here"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_return_goes_to_the_current_heading(panel: ContentsPanel, qtbot: QtBot, key: Qt.Key) -> None:
    flow, entries = article(LEVELS)
    panel.show()
    panel.tree.setCurrentIndex(named(panel, "Rowing"))
    with qtbot.waitSignal(panel.chosen) as chosen:
        qtbot.keyClick(panel.tree, key)
    assert chosen.args == [flow.start(entries[3].index)]


def test_a_click_goes_there_too(panel: ContentsPanel, qtbot: QtBot) -> None:
    flow, entries = article(LEVELS)
    panel.resize(320, 400)
    panel.show()
    middle = panel.tree.visualRect(named(panel, "Conclusion")).center()
    with qtbot.waitSignal(panel.chosen) as chosen:
        qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert chosen.args == [flow.start(entries[4].index)]


def test_the_heading_being_read_becomes_current(panel: ContentsPanel) -> None:
    flow, entries = article(LEVELS)
    panel.follow(flow.start(entries[3].index + 1))
    assert panel.tree.currentIndex().data() == "Rowing"
    assert panel.tree.currentIndex().data(Qt.ItemDataRole.FontRole).bold()
    panel.follow(flow.start(entries[4].index))
    assert panel.tree.currentIndex().data() == "Conclusion"
    assert named(panel, "Rowing").data(Qt.ItemDataRole.FontRole) is None


def test_reading_on_does_not_move_a_reader_in_the_tree(qtbot: QtBot) -> None:
    window, panel = QWidget(), ContentsPanel()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(panel)
    layout.addWidget(QLineEdit())
    flow, entries = article(LEVELS)
    panel.show_outline(entries, flow)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    panel.setFocus()
    qtbot.waitUntil(panel.tree.hasFocus)
    panel.tree.setCurrentIndex(named(panel, "Sprints"))
    panel.follow(flow.start(entries[5].index))
    assert panel.tree.currentIndex().data() == "Sprints"
    assert named(panel, "Replies").data(Qt.ItemDataRole.FontRole).bold()


def test_a_growing_article_keeps_branches_and_place(panel: ContentsPanel) -> None:
    panel.tree.collapse(named(panel, "What it is"))
    panel.follow(article(LEVELS)[0].length - 1)
    flow, entries = article([*LEVELS, (2, "Later")])
    panel.show_outline(entries, flow)
    assert not panel.tree.isExpanded(named(panel, "What it is"))
    assert panel.tree.isExpanded(named(panel, "Leg size"))
    assert panel.tree.currentIndex().data() == "Replies"


def test_a_flow_that_changes_is_taken_in_from_there(panel: ContentsPanel) -> None:
    flow, _entries = article(LEVELS)
    panel.take_in(flow)
    flow.splice(8, len(flow), article([(3, "Late"), (1, "Later")])[0])
    flow.append(article([(2, "Last")])[0])
    panel.take_in(flow, 8)
    expected = ["Leg size", ["What it is", ["Sprints", "Rowing", "Late"]], "Later", ["Last"]]
    assert in_tree(panel.tree.model()) == expected
    assert all(panel.tree.isExpanded(named(panel, title)) for title in ("Leg size", "What it is", "Later"))


@given(st.lists(st.integers(1, 6), max_size=12), st.lists(st.integers(1, 6), max_size=6), st.integers(0, 12))
def test_what_is_kept_and_added_is_as_if_shown_at_once(first: list[int], more: list[int], kept: int) -> None:
    kept = min(kept, len(first))
    levels = [(level, str(number)) for number, level in enumerate([*first[:kept], *more])]
    entries, model, fresh = article(levels)[1], ContentsModel(), ContentsModel()
    model.show(article([(level, str(number)) for number, level in enumerate(first)])[1])
    model.show(entries, kept)
    fresh.show(entries)
    assert in_tree(model) == in_tree(fresh)
    assert [model.number(model.place(number)) for number in range(len(entries))] == list(range(len(entries)))


def test_no_headings_is_said(qtbot: QtBot, panel: ContentsPanel) -> None:
    panel.show_outline([], Flow())
    panel.follow(3)
    panel.show()
    assert [label.text() for label in panel.findChildren(QLabel) if label.isVisible()] == [
        "This article has no headings."
    ]
    assert not panel.tree.isVisible()


def test_thousands_of_headings_open_at_their_top_and_follow(qtbot: QtBot) -> None:
    panel = ContentsPanel()
    qtbot.addWidget(panel)
    flow, entries = article([(1, "Book"), *((2 + number % 3, f"Part {number}") for number in range(5000))])
    assert len(entries) > OPEN_UP_TO
    panel.resize(320, 500)
    panel.show()
    panel.show_outline(entries, flow)
    assert panel.tree.isExpanded(named(panel, "Book"))
    panel.follow(flow.length - 1)
    assert panel.tree.currentIndex().data() == "Part 4999"
    assert panel.tree.viewport().rect().contains(panel.tree.visualRect(panel.tree.currentIndex()).center())


def test_long_words_wrap_in_a_narrow_panel(qtbot: QtBot) -> None:
    panel = ContentsPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 500)
    panel.show()
    title = "What High-Intensity Interval Training is, and what it does for the muscles of the legs"
    flow, entries = article([(1, "Short"), (2, title)])
    panel.show_outline(entries, flow)
    line = panel.tree.fontMetrics().height()
    height = panel.tree.visualRect(named(panel, title)).height()
    assert height >= 2 * line + panel.tree.visualRect(named(panel, "Short")).height() - line
    assert panel.tree.header().length() <= panel.tree.viewport().width()
