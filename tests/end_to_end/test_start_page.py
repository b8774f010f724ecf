"""What the program shows when it starts without a file: the bundled article, the one read last, or the shelf."""

from pathlib import Path

import pytest
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running

from hiitreader.article.door import article_from_markdown
from hiitreader.library.shelf import Shelf

HIIT = "Does HIIT workout result in larger or smaller leg muscles?"
YEAST = "# Zymurgy\n\nYeast ferments sugar.\n"


def title(one: Running) -> str:
    return one.program.session.current.title


def set_start(start: Start, value: str) -> None:
    one = start()
    one.program.preferences.change(start=value)
    assert one.close()


@pytest.fixture
def on_shelf(data: Path) -> str:
    """The key of an article on the shelf."""
    shelf = Shelf(data)
    key = shelf.add(article_from_markdown(YEAST)).entry.key
    shelf.close()
    return key


def test_at_first_it_is_the_article_that_came_along(start: Start, on_shelf: str) -> None:
    one = start()
    one.late.shelf.open(on_shelf)
    one.wait(lambda: title(one) == "Zymurgy")
    assert one.close()
    again = start()
    assert title(again) == HIIT
    assert not again.late.shelf_panel.is_open


def test_it_may_be_the_article_read_last(start: Start, on_shelf: str) -> None:
    set_start(start, "last")
    one = start()
    assert title(one) == HIIT
    one.late.shelf.open(on_shelf)
    one.wait(lambda: title(one) == "Zymurgy")
    assert one.close()
    again = start()
    again.wait(lambda: title(again) == "Zymurgy")
    again.press("Alt+Home")
    assert title(again) == HIIT


@pytest.mark.slow
def test_a_file_read_last_is_read_again(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "yeast.md"
    file.write_text(YEAST)
    set_start(start, "last")
    assert start(file).close()
    one = start()
    assert one.program.session.current.path == file
    assert one.close()
    file.unlink()
    gone = start()
    assert title(gone) == HIIT
    assert "yeast.md" in gone.notices[0]


@pytest.mark.slow
def test_an_article_that_is_gone_gives_way_to_the_one_that_came_along(start: Start, data: Path, on_shelf: str) -> None:
    set_start(start, "last")
    one = start()
    one.late.shelf.open(on_shelf)
    one.wait(lambda: title(one) == "Zymurgy")
    assert one.close()
    shelf = Shelf(data)
    shelf.remove(on_shelf)
    shelf.close()
    assert title(start()) == HIIT


@pytest.mark.slow
def test_it_may_be_the_shelf(start: Start, tmp_path: Path) -> None:
    set_start(start, "shelf")
    one = start()
    one.wait(one.late.shelf_panel.panel.list.hasFocus)
    one.press("Ctrl+Shift+A")
    assert one.view.hasFocus()
    one.press("Alt+Home")
    one.wait(one.late.shelf_panel.panel.list.hasFocus)
    assert one.close()
    file = tmp_path / "yeast.md"
    file.write_text(YEAST)
    assert not start(file).late.shelf_panel.is_open
