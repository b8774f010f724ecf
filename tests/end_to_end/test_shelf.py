"""The shelf in the window: opened by key, searched in all articles, one opened at what was found, removed, put back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.library.bringing import PNG

from hiitreader.article.door import article_from_markdown
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.sources import Sources
from hiitreader.library.bring_in.subscriptions import SAME_CATEGORIES, Known, KnownPost, Subscriptions
from hiitreader.library.bundled import bundled
from hiitreader.library.entries import PICTURES, Meta
from hiitreader.library.shelf import Shelf
from hiitreader.ui.panels.shelf_panel import ShelfPanel

GUIDE = "How to use this reader"
YEAST = "# Zymurgy\n\nSugar is food.\n\n## Brewing\n\nIt is yeast that ferments sugar, as Müller says.\n"


@pytest.fixture
def with_yeast(data: Path) -> str:
    """The key of an article that was put on the shelf."""
    shelf = Shelf(data)
    added = shelf.add(article_from_markdown(YEAST), Meta(tags=("beer",)), "yeast.md")
    shelf.close()
    return added.entry.key


def panel(one: Running) -> ShelfPanel:
    return one.late.shelf_panel.panel


def titles(one: Running) -> list[str]:
    return [row.text for row in panel(one).list.rows]


def show(one: Running) -> None:
    one.press("Ctrl+Shift+A")
    one.wait(panel(one).list.hasFocus)


def until(one: Running, there: Callable[[], bool]) -> None:
    one.wait(there)
    one.settle()


def remove_zymurgy(one: Running) -> None:
    """Take it off the shelf, with the list at it."""
    one.press("Delete")
    until(one, lambda: "Zymurgy" not in titles(one))


def test_the_shelf_is_opened_and_closed_by_its_key(start: Start) -> None:
    one = start()
    show(one)
    assert len(titles(one)) == 6
    assert GUIDE in titles(one)
    assert one.late.actions.action("library.show").isChecked()
    one.press("Ctrl+Shift+A")
    assert one.view.hasFocus()
    assert not one.late.actions.action("library.show").isChecked()


def test_return_opens_an_article(start: Start) -> None:
    one = start()
    show(one)
    panel(one).list.make_current(titles(one).index(GUIDE))
    one.press("Return")
    until(one, lambda: one.program.session.current.title == GUIDE)
    assert one.view.hasFocus()
    assert one.late.shelf_panel.is_open


@pytest.mark.usefixtures("with_yeast")
def test_what_is_found_is_opened_where_it_stands(start: Start) -> None:
    one = start()
    one.press("Ctrl+Shift+F")
    one.type("muller ferm")
    one.press("Return")
    until(one, lambda: one.program.session.current.title == "Zymurgy")
    assert one.at_caret().startswith("ferments sugar")
    assert one.view.hasFocus()
    assert one.late.find_bar.isVisible()
    assert one.late.find_bar.field.text() == "ferments"
    one.press("Alt+Left")
    assert one.view.caret() == 0


@pytest.mark.usefixtures("with_yeast")
def test_a_phrase_is_found_as_it_is_typed(start: Start) -> None:
    one = start()
    one.press("Ctrl+Shift+F")
    one.type('"sugar is"')
    one.wait(lambda: titles(one) == ["Zymurgy"])
    one.press("Ctrl+A")
    one.type('"food sugar"')
    one.wait(lambda: titles(one) == [])
    assert panel(one).empty.text() == "Nothing found. Every word you type must be in the article."


def test_what_is_removed_comes_back(start: Start, with_yeast: str) -> None:
    one = start()
    show(one)
    assert titles(one)[0] == "Zymurgy"
    remove_zymurgy(one)
    assert one.said == "Removed: “Zymurgy”"
    assert panel(one).list.hasFocus()
    one.press("Ctrl+Z")
    until(one, lambda: "Zymurgy" in titles(one))
    assert not panel(one).undo.isVisible()
    assert one.late.shelf.shelf.entry(with_yeast) is not None


def test_in_a_narrow_window_the_article_comes_into_sight(start: Start) -> None:
    one = start()
    one.window.resize(320, 480)
    show(one)
    assert not one.program.page.isVisible()
    panel(one).list.make_current(titles(one).index(GUIDE))
    one.press("Return")
    until(one, lambda: one.program.session.current.title == GUIDE)
    assert one.program.page.isVisible()
    assert one.view.hasFocus()


def test_a_text_is_added_and_found(start: Start) -> None:
    one = start()
    one.press("Ctrl+Shift+N")
    dialog = one.late.shelf_panel.bring_in.dialog
    dialog.text.setFocus()
    dialog.text.setPlainText(YEAST)
    dialog.add_text.click()
    one.wait(lambda: one.said == "1 article is new on the shelf.")
    assert dialog.state.text() == "1 article is new on the shelf."
    one.press("Esc")
    one.press("Ctrl+Shift+F")
    one.type("yeast")
    one.wait(lambda: titles(one) == ["Zymurgy"])


def test_a_folder_dropped_on_the_shelf_comes_with_what_was_not_taken(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "yeast.md").write_text(YEAST)
    (folder / "song.mp3").write_bytes(b"\0")
    one = start()
    show(one)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    panel(one).dropped.emit(data)
    dialog = one.late.shelf_panel.bring_in.dialog
    one.wait(lambda: bool(dialog.left.rows))
    assert [row.text for row in dialog.left.rows] == ["posts"]
    one.wait(lambda: "Zymurgy" in titles(one))


def test_what_comes_while_the_dialog_is_closed_is_told_in_the_window(start: Start, tmp_path: Path) -> None:
    one = start()
    one.late.shelf_panel.bring_in.bring(Sources((tmp_path / "gone.md",)))
    one.wait(lambda: bool(one.notices))
    assert one.notices[0].startswith("0 articles are new on the shelf. 1 was not taken")


@pytest.mark.slow
def test_what_is_read_is_noted_as_one_reads(start: Start, with_yeast: str) -> None:
    one = start()
    shelf = one.late.shelf.shelf
    show(one)
    one.press("Return")
    one.wait(lambda: shelf.entry(with_yeast).unread is False)  # type: ignore[union-attr]
    entry = shelf.entry(with_yeast)
    assert entry is not None
    assert entry.progress == 1.0  # all of it is in sight
    one.wait(lambda: any("Read · " in row.detail for row in panel(one).list.rows))


def test_an_article_that_is_only_looked_at_first_stays_unread(start: Start) -> None:
    one = start()
    one.late.progress.note()
    one.settle()
    entry = one.late.shelf.shelf.entry(one.program.session.current.digest)
    assert entry is not None
    assert entry.unread


def test_how_far_one_came_is_not_taken_back(start: Start) -> None:
    one = start()
    shelf, key = one.late.shelf.shelf, one.program.session.current.digest
    one.press("Ctrl+J, End")
    one.late.progress.note()
    one.settle()
    entry = shelf.entry(key)
    assert entry is not None
    assert (entry.unread, entry.progress) == (False, 1.0)
    one.press("Ctrl+J, Home")
    one.late.progress.note()
    one.settle()
    assert shelf.entry(key) == entry
    one.late.progress.forget()
    one.settle()
    again = shelf.entry(key)
    assert again is not None
    assert (again.unread, again.progress) == (True, 0.0)


def test_posts_of_the_same_site_are_told_as_such_below_the_article(start: Start, data: Path, with_yeast: str) -> None:
    known = {"9": KnownPost(with_yeast, "v1")}
    Subscriptions(data).keep(Known(bundled()[0].entry.key, SAME_CATEGORIES).with_posts(known))
    one = start()
    assert "Sugar is food.\nA minute to read. In the same categories as this article.\n" in one.page


def with_pictures(data: Path, key: str) -> Path:
    """The folder of an article's pictures, with one in it."""
    assert PictureCopies(data / PICTURES).of(key).held("leg.png", lambda: PNG)
    return data / PICTURES / key


def test_pictures_go_when_what_was_removed_can_not_come_back(start: Start, data: Path, with_yeast: str) -> None:
    folder = with_pictures(data, with_yeast)
    one = start()
    show(one)
    remove_zymurgy(one)
    assert folder.exists(), "it may come back"
    one.press("Ctrl+Z")
    until(one, lambda: "Zymurgy" in titles(one))
    panel(one).list.make_current(titles(one).index("Zymurgy"))
    remove_zymurgy(one)
    assert one.close()
    assert not folder.exists()


def test_pictures_stay_with_what_was_put_back(start: Start, data: Path, with_yeast: str) -> None:
    folder = with_pictures(data, with_yeast)
    one = start()
    show(one)
    remove_zymurgy(one)
    one.press("Ctrl+Z")
    until(one, lambda: "Zymurgy" in titles(one))
    assert one.close()
    assert folder.exists()


def test_pictures_of_what_was_removed_go_when_everything_is_erased(start: Start, data: Path, with_yeast: str) -> None:
    folder = with_pictures(data, with_yeast)
    one = start()
    show(one)
    remove_zymurgy(one)
    one.late.replies.privacy.erasing.emit()
    one.settle()
    assert not folder.exists()
    assert not panel(one).undo.isVisible()


def test_pictures_that_were_left_over_go_at_the_next_start(start: Start, data: Path, with_yeast: str) -> None:
    left, kept = with_pictures(data, "0" * 32), with_pictures(data, with_yeast)
    for folder in (left, kept):
        os.utime(folder, (1, 1))
    one = start()
    one.late.shelf_panel.upkeep.forget_left_pictures()
    one.settle()
    assert not left.exists()
    assert kept.exists()


def test_pictures_of_what_may_come_back_are_not_taken_for_left_over(start: Start, data: Path, with_yeast: str) -> None:
    folder = with_pictures(data, with_yeast)
    os.utime(folder, (1, 1))
    one = start()
    show(one)
    one.late.shelf_panel.upkeep._when_quiet.start(300)
    one.press("Delete")
    one.qtbot.wait(600)
    until(one, lambda: "Zymurgy" not in titles(one))
    assert folder.exists()


def test_the_window_listens_while_the_shelf_is_made(start: Start) -> None:
    one = start()
    one.late.actions.run("library.search")
    assert one.late.shelf_panel.is_making
    one.look()
    one.wait(panel(one).field.hasFocus)
    one.run("library.show")
    assert one.view.hasFocus()


def test_the_user_guide_is_opened_by_its_command_even_when_it_is_not_on_the_shelf(start: Start, data: Path) -> None:
    shelf = Shelf(data)
    assert shelf.remove(next(one.entry.key for one in bundled() if one.entry.title == GUIDE))
    shelf.close()
    one = start()
    first = one.program.session.current.title
    one.press("Shift+F1")
    until(one, lambda: one.program.session.current.title == GUIDE)
    assert one.view.hasFocus()
    assert one.view.caret() == 0
    one.press("Alt+Left")
    until(one, lambda: one.program.session.current.title == first)
