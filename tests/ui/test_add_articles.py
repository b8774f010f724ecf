"""The dialog that brings articles to the shelf: what it asks for, how far it is, what became of it."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.article.door import SourceKind
from hiitreader.errors import InputProblem
from hiitreader.library.bring_in.report import NotTaken, Report, Step
from hiitreader.library.bring_in.sources import Sources
from hiitreader.library.entries import ShelfEntry
from hiitreader.ui.dialogs.add_articles import AddArticles, sentences
from hiitreader.ui.dropping import sources_of

LEGS = ShelfEntry("legs", "Legs")
LEFT = NotTaken("song.mp3", InputProblem("It holds nothing to read."))


class Stage:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(320, 480)
        self.window.show()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.dialog = AddArticles(self.window, self.said.append)
        self.dialog.address_wanted.connect(self.asked.append)
        self.dialog.text_wanted.connect(self.asked.append)
        self.dialog.begin()
        qtbot.waitUntil(self.dialog.isActiveWindow)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_it_opens_at_the_first_way_to_add_something(stage: Stage) -> None:
    assert stage.dialog.files.hasFocus()
    assert not stage.dialog.cancel.isVisible()
    assert not stage.dialog.left.isVisible()


def test_return_in_the_address_fetches_it_and_nothing_else(stage: Stage) -> None:
    stage.dialog.address.setFocus()
    QTest.keyClicks(stage.dialog.address, " example.com ")
    QTest.keyClick(stage.dialog.address, Qt.Key.Key_Return)
    assert stage.asked == ["example.com"]
    assert stage.dialog.isVisible()


def test_what_is_missing_is_said_at_the_field(stage: Stage) -> None:
    stage.dialog.fetch.click()
    assert stage.dialog.address.hasFocus()
    assert stage.dialog.address.accessibleDescription().startswith("Error: Type an address first.")
    stage.dialog.add_text.click()
    assert stage.dialog.text.hasFocus()
    assert stage.said[-1] == "Error: Paste a text first."
    QTest.keyClicks(stage.dialog.text, "x")
    assert stage.dialog.text_row.error == ""
    stage.dialog.add_text.click()
    assert stage.asked == ["x"]


def test_progress_is_shown_and_can_be_cancelled(stage: Stage, qtbot: QtBot) -> None:
    assert stage.dialog.start()
    assert stage.dialog.cancel.isVisible()
    assert not stage.dialog.start()
    stage.dialog.show_step(Step(2, 7, "c.md"))
    assert stage.dialog.state.text() == "3 of 7: c.md"
    assert (stage.dialog.progress.value(), stage.dialog.progress.maximum()) == (2, 7)
    stage.dialog.show_step(Step(0, 0, "a site"))
    assert stage.dialog.state.text() == "Bringing in a site"
    stage.dialog.cancel.setFocus()
    with qtbot.waitSignal(stage.dialog.cancel_wanted, timeout=1000):
        stage.dialog.cancel.click()
    stage.dialog.show_report(Report((LEGS,), cancelled=True))
    assert stage.dialog.state.hasFocus()
    assert not stage.dialog.cancel.isVisible()
    assert stage.said[-1] == "Cancelled. What had come until then is on the shelf. 1 article is new on the shelf."
    stage.dialog.show_step(Step(3, 7, "late"))
    assert "late" not in stage.dialog.state.text()


def test_what_was_not_taken_is_listed_with_the_reason(stage: Stage) -> None:
    assert stage.dialog.start()
    stage.dialog.show_report(Report(known=2, not_taken=(LEFT,)))
    QApplication.processEvents()
    assert stage.dialog.left.isVisible()
    assert [row.spoken for row in stage.dialog.left.rows] == ["song.mp3: It holds nothing to read."]
    assert sentences(Report(known=2, not_taken=(LEFT,))) == (
        "0 articles are new on the shelf.",
        "2 were there already.",
        "1 was not taken; below is why.",
    )
    assert stage.dialog.start()
    assert not stage.dialog.left.isVisible()


def test_what_was_typed_stays_until_it_is_on_the_shelf(stage: Stage) -> None:
    stage.dialog.address.setText("example.com")
    stage.dialog.start()
    stage.dialog.show_report(Report(not_taken=(LEFT,)))
    assert stage.dialog.address.text() == "example.com"
    stage.dialog.start()
    stage.dialog.show_report(Report(added=(LEGS,)))
    assert stage.dialog.address.text() == ""


def test_what_changed_and_what_is_gone_is_said() -> None:
    assert sentences(Report(renewed=(LEGS,), gone=("Old", "Older")))[1:] == (
        "1 was changed by its author.",
        "No longer published, but still on the shelf: Old, Older.",
    )


def test_all_that_is_dropped_is_taken() -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/a.md"), QUrl("https://example.com/feed"), QUrl.fromLocalFile("/b")])
    data.setText("not this")
    found = sources_of(data)
    assert [path.name for path in found.paths] == ["a.md", "b"]
    assert found == Sources(found.paths, ("https://example.com/feed",))
    words = QMimeData()
    words.setText("# A\n\nb")
    assert sources_of(words) == Sources(text="# A\n\nb")
    words.setHtml("<h1>A</h1>")
    assert sources_of(words) == Sources(text="<h1>A</h1>", kind=SourceKind.HTML)
