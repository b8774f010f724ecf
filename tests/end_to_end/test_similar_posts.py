"""Similar posts under the article in the window: four at first, each with its reasons; opened, and back again."""

from pathlib import Path

import pytest
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running

from hiitreader.article.door import article_from_markdown, open_article
from hiitreader.library.marks import FILE
from hiitreader.library.shelf import Shelf
from hiitreader.library.shelf_file import DATABASE
from hiitreader.ui.reply_blocks import POST

HIIT = "Does HIIT workout result in larger or smaller leg muscles?"


def posts(one: Running) -> list[tuple[str, list[str]]]:
    """The titles of the cards with the lines below each."""
    found: list[tuple[str, list[str]]] = []
    flow = one.view.flow
    for index in range(one.view.article_length, len(flow)):
        block = flow[index]
        if any(span.target.startswith(POST) for span in block.spans):
            found.append((block.text, []))
        elif found and block.within and not block.marker:
            found[-1][1].append(block.text)
        elif found:
            break
    return found


def open_post(one: Running, title: str) -> None:
    one.run("go.similar_posts")
    one.go_to(f"•\u00a0{title}\n")
    one.press("Right", "Right", "Return")
    one.wait(lambda: one.program.session.current.title == title)
    one.settle()


def test_four_posts_stand_under_the_article_with_their_reasons(start: Start, data: Path) -> None:
    one = start()
    found = posts(one)
    assert [title for title, _lines in found] == [
        "What HIIT is, and what it does to the body",
        "Can fat be lost in one place?",
        "What body composition means",
        "How muscles grow",
    ]
    assert found[3][1] == [
        "The growth of muscle has a name of its own: hypertrophy.",
        "1 to 3 minutes to read. Shares: HIIT, hypertrophy, muscle.",
    ]
    assert not (data / DATABASE).exists()


def test_a_post_is_opened_and_left_again(start: Start) -> None:
    one = start()
    open_post(one, "How muscles grow")
    assert one.window.windowTitle().startswith("How muscles grow")
    assert one.page.startswith("How muscles grow\nA companion of this program.\n")
    assert HIIT in [title for title, _lines in posts(one)]
    assert one.view.caret() == 0
    assert one.view.hasFocus()
    open_post(one, "What body composition means")
    one.press("Alt+Left")
    one.wait(lambda: one.program.session.current.title == "How muscles grow")
    one.settle()
    one.press("Alt+Left")
    one.wait(lambda: one.program.session.current.title == HIIT)
    one.settle()
    assert len(posts(one)) == 4
    one.press("Alt+Left")
    assert one.said == "No earlier place."
    one.press("Alt+Right")
    one.wait(lambda: one.program.session.current.title == "How muscles grow")


def test_places_in_the_article_come_before_the_article_before(start: Start) -> None:
    one = start()
    open_post(one, "How muscles grow")
    one.press("h", "h")
    one.press("Alt+Left")
    assert one.program.session.current.title == "How muscles grow"
    assert one.view.caret() == 0
    one.press("Alt+Left")
    one.wait(lambda: one.program.session.current.title == HIIT)


def test_a_file_has_similar_posts_too_and_is_come_back_to(start: Start, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "legs.md"
    file.write_text("# Thighs\n\nHypertrophy of the thigh muscle: interval training and muscle growth.\n")
    one = start(file)
    assert posts(one)[0][0] == "How muscles grow"
    open_post(one, "How muscles grow")
    one.press("Alt+Left")
    one.wait(lambda: one.program.session.current.title == "Thighs")
    assert one.program.session.current.path == file
    assert not (data / DATABASE).exists()


@pytest.mark.slow
def test_reading_what_came_along_makes_no_database(start: Start, data: Path) -> None:
    one = start()
    one.run("go.bottom")
    one.wait((data / FILE).exists)
    one.settle()
    assert not (data / DATABASE).exists()
    known = Shelf(data).entry(one.program.session.current.digest)
    assert known is not None
    assert not known.unread


def test_what_was_put_on_the_shelf_joins(start: Start, data: Path) -> None:
    shelf = Shelf(data)
    shelf.add(article_from_markdown("# HIIT, leg size and hypertrophy\n\nHIIT and leg size, fat loss, muscle growth."))
    shelf.close()
    one = start()
    open_post(one, "HIIT, leg size and hypertrophy")
    key = one.program.session.current.digest
    one.press("Alt+Left")
    one.wait(lambda: one.program.session.current.title == HIIT)
    one.settle()
    assert shelf.remove(key)
    shelf.close()
    one.press("Alt+Right")
    one.wait(lambda: one.said == "This post is not on the shelf any more.")
    assert one.program.session.current.title == HIIT


@pytest.mark.usefixtures("data")
def test_an_article_like_no_other_says_so(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("# Zymurgy\n\nYeast ferments sugar.\n")
    one = start(file)
    assert "“Add to the shelf”, in the menu File, brings in more." in one.page
    assert open_article(file).title == "Zymurgy"
