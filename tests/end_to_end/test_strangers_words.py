"""Words of strangers are shown as they were written: no part of any window takes them for HTML."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.end_to_end.test_dialogs import COMMANDS, opened

from hiitreader.article.door import article_from_markdown
from hiitreader.errors import WorldProblem
from hiitreader.library.entries import Meta
from hiitreader.library.shelf import Shelf
from hiitreader.replies.desk import DATABASE
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.reply import Reply
from hiitreader.replies.server import Listing
from hiitreader.replies.server_settings import ServerChoice, ServerSettings
from hiitreader.replies.store import Store
from hiitreader.replies.thread import ThreadReply, thread_of
from hiitreader.replies.threads import Threads
from hiitreader.system.clock import SystemClock

WORDS = "<img src=file:///etc/hostname><table><tr><td>x"
WRITTEN = WORDS.replace("<", "&lt;")
ADDRESS = f"https://e.org/{WRITTEN.replace(' ', '%20')}"
ARTICLE = f"# {WRITTEN} title\n\nSee [{WRITTEN} link]({ADDRESS}).\n\n## {WRITTEN} part\n\nEnd.\n"
SERVER = "http://127.0.0.1:9"
NOON = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)
PANELS = ("view.contents", "view.settings", "library.show", "reply.outbox", "find.open")
TEXTS = (QTextEdit, QPlainTextEdit, QLineEdit)


@pytest.fixture
def hostile(data: Path, tmp_path: Path) -> Path:
    """An article with such words wherever a stranger has a say: on the shelf, in replies, in the name of its file."""
    shelf = Shelf(data)
    shelf.add(article_from_markdown(ARTICLE), Meta(summary=WORDS, tags=(WORDS,)), f"{WORDS}.md")
    shelf.close()
    file = tmp_path / f"{WORDS.replace('/', '_')}.md"
    file.write_text(ARTICLE, encoding="utf-8")
    thread = thread_of(f"{WORDS} title", "")
    store = Store(data / DATABASE, SystemClock())
    ServerChoice(store).put(ServerSettings(SERVER, "isso"), None)
    outbox = Outbox(store)
    outbox.add(Reply("u1", thread, ReplyForm(WORDS, WORDS, "me@example.com"), NOON, NOON).queued(NOON))
    said = (ThreadReply("1", WORDS, WRITTEN, NOON), ThreadReply("2", f"<b>{WORDS}", WRITTEN, NOON, "1"))
    Threads(store).keep(SERVER, thread.uri, Listing(said, whole=True), NOON)
    store.close()
    return file


def tips(part: QWidget) -> Iterator[str]:
    """What a part of a window may say in a small window of Qt's own."""
    yield from (part.toolTip(), part.whatsThis(), part.statusTip())
    for action in part.findChildren(QAction) + part.actions():
        yield from (action.toolTip(), action.whatsThis(), action.statusTip())
    if isinstance(part, QAbstractItemView) and part.model() is not None:
        places = [QModelIndex()]
        while places:
            place = places.pop()
            below = [part.model().index(row, 0, place) for row in range(part.model().rowCount(place))]
            places += below
            for one in below:
                yield from (
                    str(one.data(role) or "") for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole)
                )
    if isinstance(part, QComboBox):
        yield from (str(part.itemData(row, Qt.ItemDataRole.ToolTipRole) or "") for row in range(part.count()))


def rendered() -> list[str]:
    """Every part of every window that would take strangers' words for HTML, named."""
    found = []
    for top in QApplication.topLevelWidgets():
        for part in [top, *top.findChildren(QWidget)]:
            named = f"{type(part).__name__} {part.objectName()!r} in {type(top).__name__}"
            if isinstance(part, QLabel) and part.textFormat() is not Qt.TextFormat.PlainText:
                found.append(f"{named}: {part.text()!r}")
            if isinstance(part, QTextEdit) and any(word in part.toHtml() for word in ("<img", "<table")):
                found.append(f"{named}: holds a picture or a table")
            found += [f"{named}: {tip!r}" for tip in tips(part) if QtGui.Qt.mightBeRichText(tip)]
    return found


def shown_words(one: Running) -> int:
    """How many parts of the window show the hostile words, so that no test passes with none of them there."""
    labels = [part.text() for part in one.window.findChildren(QLabel)]
    fields = [part.text() for part in one.window.findChildren(QLineEdit)]
    return sum("<img" in text for text in [*labels, *fields])


@pytest.mark.slow
def test_the_window_and_its_panels(start: Start, hostile: Path) -> None:
    one = start(hostile)
    one.program.preferences.save_profile("<b>mine</b>")
    one.wait(lambda: WORDS in one.page)
    one.window.tell(WorldProblem("{reason}", reason=f"{WORDS} said the server"))
    one.window.notices.news(f"<b>{WORDS}")
    one.window.say(f"Written: {WORDS}")
    one.fill(name=WORDS, comment=WORDS)
    assert shown_words(one) >= 4
    for command in PANELS:
        one.run(command)
        one.settle()
        assert rendered() == [], command
    one.type(WORDS)
    one.press("Return")
    one.settle()
    assert rendered() == []


@pytest.mark.slow
def test_the_dialogs(start: Start, hostile: Path) -> None:
    one = start(hostile)
    one.wait(lambda: WORDS in one.page)
    for command in COMMANDS:
        one.view.setFocus()
        opened(one, command)
        assert rendered() == [], command
        one.press("Escape")


def test_what_a_link_and_a_heading_tell_under_the_mouse(start: Start, hostile: Path) -> None:
    one = start(hostile)
    one.run("view.contents")
    one.settle()
    one.go_to(f"{WORDS} link")
    view, tree = one.view, one.window.panes.findChildren(QAbstractItemView)[0]
    at = view.char_rect(view.caret() + 1).center()
    view.links.moved(mouse_at(at))
    rows = [tree.model().index(row, 0) for row in range(tree.model().rowCount())]
    places = [(view.viewport(), at), *((tree.viewport(), tree.visualRect(row).center()) for row in rows)]
    seen = []
    for ground, place in places:
        QApplication.sendEvent(ground, QHelpEvent(QEvent.Type.ToolTip, place, ground.mapToGlobal(place)))
        seen += [QToolTip.text()] if QToolTip.isVisible() else []
        assert rendered_tips() == []
        QToolTip.hideText()
    assert len(seen) == len(places)
    assert all("img" in text for text in seen)


def rendered_tips() -> list[str]:
    """Tips in sight that Qt shows as HTML."""
    tops = [top for top in QApplication.topLevelWidgets() if isinstance(top, QLabel) and top.isVisible()]
    return [top.text() for top in tops if QtGui.Qt.mightBeRichText(top.text())]


def mouse_at(place: QPoint) -> QtGui.QMouseEvent:
    nothing = Qt.MouseButton.NoButton
    return QtGui.QMouseEvent(
        QEvent.Type.MouseMove, place.toPointF(), place.toPointF(), nothing, nothing, Qt.KeyboardModifier.NoModifier
    )
