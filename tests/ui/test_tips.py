"""Tool tips show words as they were written, whatever they look like to Qt."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6 import QtGui
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolTip
from pytestqt.qtbot import QtBot
from tests.ui.pages import clear_away, make_view, mouse

from hiitreader.article.blocks import Block, BlockKind, Span, SpanKind
from hiitreader.ui.dialogs.plain_boxes import plain_boxes
from hiitreader.ui.dialogs.rows import Row, RowsModel
from hiitreader.ui.panels.contents_model import ContentsModel
from hiitreader.ui.tips import LONGEST, WIDEST, as_tip

HOSTILE = (
    '<img src="../secret.png"> pic',
    "<table><tr><td>" * 40,
    "&lt;b>",
    "<!DOCTYPE html><p>x",
    '<?xml version="1.0"?><html><img src=x>',
    " \n\t<h1>x</h1>",
    "<b\n>x",
    "< b >x",
    "<a href='//host/share'>x</a>",
    "https://e.org/<b>bold</b>",
    "<" * 5_000 + "b>",
    "x" * 90 + "<img src=x>" * 60,
)
ODD = st.text(st.sampled_from("<>&;!?/ \n\tbihrtpx1\u2060\u00ad\u200b\"'=lt"), max_size=400)
SOURCES = Path(__file__).parents[2] / "src"


@pytest.fixture(autouse=True)
def _views_only_while_there_is_an_application(qapp: object) -> Iterator[None]:
    yield
    clear_away()


@given(st.one_of(st.text(max_size=300), ODD))
@example("<b>")
@example("<!doc")
def test_a_tip_is_never_html_to_qt_and_says_what_was_written(words: str) -> None:
    tip = as_tip(words)
    assert not QtGui.Qt.mightBeRichText(tip)
    shown = "".join(tip.split()).replace("\u2060", "")
    assert shown == "".join(words.split()).replace("\u2060", "")


@pytest.mark.parametrize("words", HOSTILE)
def test_no_tip_is_html_wider_than_the_screen_or_higher(words: str) -> None:
    tip = as_tip(words)
    assert not QtGui.Qt.mightBeRichText(tip)
    assert len(tip) < 3 * LONGEST
    assert all(len(line) <= 3 * WIDEST for line in tip.splitlines())


@pytest.mark.parametrize("words", ["A & B", "1 < 2", "a <- b", "https://e.org/?a=1&b=2", ""])
def test_what_is_no_html_stays_as_it_is(words: str) -> None:
    assert as_tip(words) == words


@pytest.mark.parametrize("words", HOSTILE)
def test_where_strangers_words_become_tips(words: str) -> None:
    contents = ContentsModel()
    contents.show([SimpleNamespace(title=words, level=1)])
    rows = RowsModel()
    rows.set_rows([Row(None, words, words)])
    for place in (contents.index(0, 0), rows.index(0, 0)):
        assert not QtGui.Qt.mightBeRichText(str(place.data(Qt.ItemDataRole.ToolTipRole)))
        assert words in str(place.data(Qt.ItemDataRole.AccessibleTextRole)), "a screen reader is told what was written"
        assert place.data(Qt.ItemDataRole.DisplayRole) == words
    view = make_view([Block(BlockKind.PARAGRAPH, "here", (Span(0, 4, SpanKind.LINK, words),))])
    mouse(view, QEvent.Type.MouseMove, view.char_rect(1).center(), "NoButton")
    assert view.viewport().toolTip()
    assert not QtGui.Qt.mightBeRichText(view.viewport().toolTip())


def test_the_tip_that_is_seen_is_plain() -> None:
    view = make_view([Block(BlockKind.PARAGRAPH, "here", (Span(0, 4, SpanKind.LINK, HOSTILE[0]),))])
    view.show()
    at = view.char_rect(1).center()
    mouse(view, QEvent.Type.MouseMove, at, "NoButton")
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at)))
    tips = [one for one in QApplication.topLevelWidgets() if isinstance(one, QLabel) and one.isVisible()]
    assert [one.text().replace("\u2060", "") for one in tips] == [HOSTILE[0]]
    assert not QtGui.Qt.mightBeRichText(tips[0].text())
    QToolTip.showText(QPoint(), "", None, QRect())
    tips[0].hide()


@pytest.mark.parametrize("words", HOSTILE[:3])
def test_a_question_of_qts_own_shows_names_as_they_are(qtbot: QtBot, words: str) -> None:
    with plain_boxes():
        box = QMessageBox(QMessageBox.Icon.Warning, "x", f"{words} already exists.")
        qtbot.addWidget(box)
        box.show()
        label = box.findChild(QLabel, "qt_msgbox_label")
        assert label.textFormat() is Qt.TextFormat.PlainText
    other = QLabel("x")
    qtbot.addWidget(other)
    other.show()
    assert other.textFormat() is Qt.TextFormat.AutoText, "only for as long as one is asked"


def test_there_is_one_way_to_a_tip() -> None:
    others = [
        path.name
        for path in SOURCES.rglob("*.py")
        if path.name != "tips.py" and any(word in path.read_text("utf-8") for word in (".setToolTip(", "setWhatsThis("))
    ]
    assert others == []
