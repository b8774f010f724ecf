"""The shelf by keyboard: typing, choosing, opening, removing; focus and choice stay."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.test_shelf_rows import DONE, FAT, LEGS, Paper

from hiitreader.library.entries import Hit
from hiitreader.ui.panels.shelf_panel import ShelfPanel
from hiitreader.ui.panels.shelf_rows import Lister, Order, Wanted, listed


class Stage:
    def __init__(self, qtbot: QtBot) -> None:
        self.said: list[str] = []
        self.asked: list[Wanted] = []
        self.opened: list[str] = []
        self.removed: list[str] = []
        self.panel = ShelfPanel(self.said.append)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        around = QVBoxLayout(self.window)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.panel)
        self.window.resize(320, 600)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.panel.wanted.connect(lambda: self.asked.append(self.panel.looks_for))
        self.panel.open_wanted.connect(self.opened.append)
        self.panel.remove_wanted.connect(self.removed.append)

    def show(self, shelf: Lister) -> None:
        self.panel.show_listed(listed(shelf, self.panel.looks_for))
        QApplication.processEvents()

    @property
    def keys(self) -> list[object]:
        return [row.value for row in self.panel.list.rows]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


SHELF = Paper(LEGS, FAT, DONE)
HITS = Paper(LEGS, FAT, hits=(Hit(FAT, (("fat", True), (" loss", False)), "fat"),))


def test_whoever_opens_it_is_at_the_first_article(stage: Stage) -> None:
    stage.panel.setFocus()
    assert not stage.panel.list.hasFocus()
    stage.show(SHELF)
    assert stage.panel.list.hasFocus()
    assert stage.panel.list.value == "legs"
    assert stage.panel.summary.text() == "3 articles, 1 unread"


def test_return_opens_delete_removes(stage: Stage) -> None:
    stage.panel.setFocus()
    stage.show(SHELF)
    QTest.keyClick(stage.panel.list, Qt.Key.Key_Down)
    QTest.keyClick(stage.panel.list, Qt.Key.Key_Return)
    QTest.keyClick(stage.panel.list, Qt.Key.Key_Delete)
    assert (stage.opened, stage.removed) == (["fat"], ["fat"])
    assert stage.panel.remove.accessibleDescription() == "Fat"


def test_what_is_typed_is_asked_for_after_a_moment(stage: Stage, qtbot: QtBot) -> None:
    stage.show(SHELF)
    stage.panel.begin_search()
    QTest.keyClicks(stage.panel.field, "fat")
    qtbot.waitUntil(lambda: bool(stage.asked))
    assert stage.asked[-1].words == "fat"
    stage.show(HITS)
    qtbot.waitUntil(lambda: bool(stage.said))
    assert stage.said[-1] == "1 article found. Fat"
    assert stage.panel.list.rows[0].marks
    assert not stage.panel.order.isEnabled()
    assert stage.panel.field.hasFocus()


def test_return_in_the_field_opens_what_is_found_for_all_that_is_typed(stage: Stage) -> None:
    stage.show(SHELF)
    stage.panel.begin_search()
    QTest.keyClicks(stage.panel.field, "fat")
    QTest.keyClick(stage.panel.field, Qt.Key.Key_Return)
    assert (stage.opened, len(stage.asked)) == ([], 1)
    stage.show(HITS)
    assert stage.opened == ["fat"]


def test_down_leads_into_the_list_and_up_back(stage: Stage) -> None:
    stage.show(SHELF)
    stage.panel.begin_search()
    QTest.keyClick(stage.panel.field, Qt.Key.Key_Down)
    assert stage.panel.list.hasFocus()
    QTest.keyClick(stage.panel.list, Qt.Key.Key_Up)
    assert stage.panel.field.hasFocus()


def test_order_tag_and_unread_are_asked_for(stage: Stage) -> None:
    stage.show(SHELF)
    stage.panel.order.setCurrentIndex(list(Order).index(Order.TITLE))
    stage.panel.tag.setCurrentIndex(stage.panel.tag.findData("HIIT"))
    stage.panel.unread.click()
    assert stage.asked[-1] == Wanted(Order.TITLE, "HIIT", unread_only=True)
    stage.show(SHELF)
    assert stage.panel.tag.currentData() == "HIIT"
    assert len(stage.asked) == 3


def test_what_is_gone_leaves_the_focus_in_the_panel(stage: Stage) -> None:
    stage.panel.setFocus()
    stage.show(SHELF)
    stage.show(Paper(LEGS, DONE))
    assert stage.panel.list.hasFocus()
    stage.show(Paper())
    assert stage.panel.field.hasFocus()
    assert stage.panel.empty.isVisible()
    assert not stage.panel.open.isVisible()


def test_the_current_article_stays(stage: Stage) -> None:
    stage.show(SHELF)
    stage.panel.list.make_current(2)
    stage.show(Paper(DONE, LEGS))
    assert stage.panel.list.value == "done"


def test_what_was_removed_can_be_had_back(stage: Stage, qtbot: QtBot) -> None:
    stage.panel.setFocus()
    stage.show(SHELF)
    stage.panel.offer_undo("Removed: “Fat”")
    assert stage.panel.undo.isVisible()
    assert stage.panel.undo.accessibleDescription() == "Removed: “Fat”"
    with qtbot.waitSignal(stage.panel.undo_wanted, timeout=1000):
        QTest.keyClick(stage.panel.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    stage.panel.undo.setFocus()
    stage.panel.offer_undo("")
    assert not stage.panel.undo.isVisible()
    assert stage.panel.list.hasFocus()


def test_what_is_dropped_is_brought(stage: Stage) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/a.md")])
    dropped: list[object] = []
    stage.panel.dropped.connect(lambda came: dropped.append(came.urls()[0].fileName()))
    at, action, button = QPoint(5, 5), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(at, action, data, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(stage.panel.viewport(), enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(at), action, data, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(stage.panel.viewport(), drop)
    assert dropped == ["a.md"]


def test_nothing_sticks_out_of_a_narrow_window(stage: Stage) -> None:
    stage.show(SHELF)
    bar = stage.panel.horizontalScrollBar()
    assert bar.maximum() == 0
    assert stage.panel.widget().minimumSizeHint().width() <= stage.panel.viewport().width()


def test_a_long_shelf_has_rows_of_one_height(stage: Stage) -> None:
    many = Paper(*(LEGS._replace(key=str(number), title=f"{number} " * 40) for number in range(2_000)))
    stage.show(many)
    heights = {stage.panel.list.sizeHintForRow(number) for number in (0, 1, 1_999)}
    assert len(heights) == 1
    assert heights.pop() < 5 * stage.panel.fontMetrics().height()


def test_fields_side_by_side_stay_level_when_a_long_choice_is_told_below_one(stage: Stage) -> None:
    stage.show(SHELF)
    panel = stage.panel
    panel.tag.addItem("a tag of so many words that no field has room for it", "long")
    panel.tag.setCurrentIndex(2)
    QApplication.processEvents()
    order, tag = (box.parentWidget() for box in (panel.order, panel.tag))
    assert order is not None
    assert tag is not None
    assert tag.height() > order.height()
    at_order, at_tag = (box.mapTo(panel, QPoint()) for box in (panel.order, panel.tag))
    assert at_tag.x() > at_order.x()
    assert at_tag.y() == at_order.y()


def test_the_field_keeps_room_for_a_word_in_large_letters(stage: Stage) -> None:
    font = stage.panel.font()
    font.setPointSize(24)
    for widget in (stage.panel, stage.panel.field, stage.panel.add):
        widget.setFont(font)
    QApplication.processEvents()
    field, add = stage.panel.field, stage.panel.add
    assert field.width() >= 12 * field.fontMetrics().averageCharWidth()
    assert add.mapTo(stage.panel, QPoint()).y() > field.mapTo(stage.panel, QPoint()).y()


def test_an_emptied_field_says_that_all_are_shown_again(stage: Stage, qtbot: QtBot) -> None:
    stage.panel.begin_search()
    QTest.keyClicks(stage.panel.field, "fat")
    stage.show(HITS)
    qtbot.waitUntil(lambda: bool(stage.said))
    stage.panel.field.clear()
    stage.show(SHELF)
    qtbot.waitUntil(lambda: len(stage.said) == 2)
    assert stage.said[-1].startswith("3 articles, 1 unread. ")
