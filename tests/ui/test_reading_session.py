"""Articles come to the page, whole or slice by slice, and the place in each is kept and found again."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from tests.ui.pages import WORDS, change, clear_away, heading, make_view, paragraph, top_of

from hiitreader.article.blocks import Article
from hiitreader.errors import Problem, WorldProblem
from hiitreader.reading.places import Places
from hiitreader.system.lanes import Lane
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reading_session import AT_ONCE, Opened, ReadingSession

PATIENCE = 15_000


class Desk:
    """A session with a view, its own places and lane, and what it said."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        self.qtbot = qtbot
        self.owner = QObject()
        self.view: ArticleView = make_view([], 618, 480)
        self.places = Places(home / "places.json", lambda: datetime.now(UTC))
        self.lane = GuiLane(Lane("test"), self.owner)
        self.session = ReadingSession(self.view, self.places, self.lane, self.owner)
        self.opened: list[Opened] = []
        self.problems: list[Problem] = []
        self.progress: list[float] = []
        self.completed = 0
        self.session.opened.connect(self.opened.append)
        self.session.problem.connect(self.problems.append)
        self.session.progress.connect(self.progress.append)
        self.session.complete.connect(self._count)

    def _count(self) -> None:
        self.completed += 1

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=PATIENCE)

    def open(self, path: Path) -> None:
        """Open a file and wait until all of it is there."""
        before = self.completed
        self.session.open_file(path)
        self.wait(lambda: self.completed > before)

    def close(self) -> None:
        self.session.keep_place()
        self.lane.close()

    def at_caret(self) -> str:
        flow = self.view.flow
        return flow.text()[self.view.caret() :][:12]


@pytest.fixture
def new_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def make() -> Desk:
        desks.append(Desk(qtbot, tmp_path))
        return desks[-1]

    yield make
    for desk in desks:
        desk.lane.close()
        delete(desk.owner)
    clear_away()


@pytest.fixture
def desk(new_desk: Callable[[], Desk]) -> Desk:
    return new_desk()


def file_of(folder: Path, name: str, paragraphs: int = 400) -> Path:
    """A Markdown file that takes several slices."""
    path = folder / f"{name}.md"
    body = "\n\n".join(f"{name}{number} {WORDS}" for number in range(paragraphs))
    path.write_text(f"# The article {name}\n\n{body}\n", encoding="utf-8")
    return path


def article(name: str, count: int = 60) -> Article:
    blocks = (heading(name, 1), *(paragraph(f"{name}{number} {WORDS}") for number in range(count)))
    return Article(name, blocks, f"digest-of-{name}")


def test_an_article_that_is_all_there_is_shown_at_once(desk: Desk) -> None:
    desk.session.show_article(article("one"))
    assert desk.opened == [Opened("one", "digest-of-one")]
    assert desk.view.article_length == 61
    assert desk.session.finished
    assert desk.progress == [1.0]
    assert desk.completed == 1
    assert desk.session.article().blocks == article("one").blocks


def test_a_file_comes_in_slices_and_each_of_its_words_once(desk: Desk, tmp_path: Path) -> None:
    path = file_of(tmp_path, "long")
    lengths: list[int] = []
    desk.session.opened.connect(lambda _opened: lengths.append(desk.view.article_length))
    desk.open(path)
    assert desk.opened[0].title == "The article long"
    assert desk.opened[0].path == path
    assert 0 < lengths[0] < desk.view.article_length == 401
    assert [block.text.split()[0] for block in desk.view.flow][1:] == [f"long{number}" for number in range(400)]
    assert desk.progress == sorted(desk.progress)
    assert desk.progress[-1] == 1.0
    assert len(desk.progress) > 2
    assert desk.problems == []


def test_a_file_that_is_not_there_leaves_what_was_open(desk: Desk, tmp_path: Path) -> None:
    desk.session.show_article(article("one"))
    desk.session.open_file(tmp_path / "none.md")
    desk.wait(lambda: bool(desk.problems))
    assert isinstance(desk.problems[0], WorldProblem)
    assert desk.session.current.title == "one"
    assert desk.view.article_length == 61


def test_a_file_that_cannot_be_opened_does_not_cut_the_one_that_is_coming(desk: Desk, tmp_path: Path) -> None:
    path = file_of(tmp_path, "long", 2000)
    desk.session.open_file(path)
    desk.wait(lambda: bool(desk.opened))
    assert not desk.session.finished
    desk.session.open_file(tmp_path / "none.md")
    desk.wait(lambda: bool(desk.problems))
    desk.wait(lambda: desk.session.finished)
    assert desk.view.article_length == 2001
    assert desk.progress[-1] == 1.0


def test_slices_of_an_article_that_was_left_are_dropped(desk: Desk, tmp_path: Path) -> None:
    desk.session.open_file(file_of(tmp_path, "long", 2000))
    desk.wait(lambda: bool(desk.opened))
    desk.session.show_article(article("other"))
    desk.qtbot.wait(100)
    assert desk.lane._lane.wait(PATIENCE / 1000)
    desk.qtbot.wait(20)
    assert desk.view.article_length == 61
    assert desk.session.current.title == "other"


def test_a_very_long_article_that_is_all_there_comes_in_slices_too(desk: Desk) -> None:
    whole = article("long", 2 * AT_ONCE + 500)
    done: list[int] = []
    desk.session.show_article(whole)
    desk.session.when_whole(lambda: done.append(desk.view.article_length))
    assert (desk.view.article_length, desk.session.finished, done) == (AT_ONCE, False, [])
    assert desk.opened == [Opened(whole.title, whole.digest)]
    desk.wait(lambda: desk.session.finished)
    assert desk.session.article().blocks == whole.blocks
    assert desk.progress == sorted(desk.progress)
    assert (desk.progress[-1], desk.completed, done) == (1.0, 1, [len(whole.blocks)])
    desk.session.when_whole(lambda: done.append(0))
    assert done[1:] == [0]


def test_what_waits_for_all_of_an_article_is_not_done_for_another(desk: Desk) -> None:
    done: list[int] = []
    desk.session.show_article(article("long", 2 * AT_ONCE))
    desk.session.when_whole(lambda: done.append(1))
    desk.session.show_article(article("other"))
    desk.qtbot.wait(50)
    assert (done, desk.view.article_length, desk.session.current.title) == ([], 61, "other")


@pytest.fixture
def search_for_rings() -> Iterator[None]:
    was = gc.isenabled()
    gc.enable()
    yield
    gc.unfreeze()
    (gc.enable if was else gc.disable)()


@pytest.mark.usefixtures("search_for_rings")
def test_nothing_looks_through_a_long_article_for_rings_while_it_comes(desk: Desk, tmp_path: Path) -> None:
    path = file_of(tmp_path, "long", 2000)
    desk.session.open_file(path)
    desk.wait(lambda: bool(desk.opened))
    assert not gc.isenabled()
    desk.wait(lambda: desk.session.finished)
    assert gc.isenabled()
    desk.session.open_file(path)
    desk.wait(lambda: len(desk.opened) == 2)
    assert not gc.isenabled()
    desk.session.show_article(article("other"))
    assert gc.isenabled()


def test_of_two_files_asked_for_at_once_the_later_one_is_shown(desk: Desk, tmp_path: Path) -> None:
    first, second = file_of(tmp_path, "first", 300), file_of(tmp_path, "second", 300)
    desk.session.open_file(first)
    desk.session.open_file(second)
    desk.wait(lambda: desk.session.finished)
    assert [opened.title for opened in desk.opened] == ["The article second"]
    assert desk.view.flow[5].text.startswith("second")


def test_reading_on_while_slices_come_moves_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.session.open_file(file_of(tmp_path, "long", 2000))
    desk.wait(lambda: bool(desk.opened))
    desk.view.go_to(desk.view.flow.start(10) + 5)
    before = desk.at_caret(), top_of(desk.view, desk.view.caret())
    desk.wait(lambda: desk.session.finished)
    assert (desk.at_caret(), top_of(desk.view, desk.view.caret())) == before


def test_a_files_place_is_its_own_wherever_the_program_was_started(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        file_of(tmp_path / name, "notes").write_text(f"# Notes\n\n{name} {WORDS}\n\n{WORDS}\n", encoding="utf-8")
        desk.open(Path("notes.md"))
        assert desk.session.current.path == tmp_path / name / "notes.md"
        assert desk.view.caret() == 0
        desk.view.go_to(20)


@pytest.mark.parametrize("index", [1, 3, 350, 400])
def test_the_place_is_found_again_exact_to_the_word(new_desk: Callable[[], Desk], tmp_path: Path, index: int) -> None:
    path = file_of(tmp_path, "long")
    first = new_desk()
    first.open(path)
    first.view.go_to(first.view.flow.start(index) + 30)
    words = first.at_caret()
    first.close()
    again = new_desk()
    again.open(path)
    assert again.at_caret() == words
    assert again.view.flow.index_at(again.view.caret()) == index
    assert again.view.viewport().rect().contains(again.view.cursorRect())


@pytest.mark.slow
def test_a_reader_who_goes_elsewhere_first_is_not_fetched_to_the_old_place(
    new_desk: Callable[[], Desk], tmp_path: Path
) -> None:
    path = file_of(tmp_path, "long", 2000)
    first = new_desk()
    first.open(path)
    first.view.go_to(first.view.flow.start(1900))
    first.close()
    again = new_desk()
    again.session.open_file(path)
    again.wait(lambda: bool(again.opened))
    again.view.go_to(again.view.flow.start(4))
    words = again.at_caret()
    again.wait(lambda: again.session.finished)
    assert again.at_caret() == words


def test_each_article_has_its_own_place(desk: Desk) -> None:
    desk.session.show_article(article("one"))
    desk.view.go_to(desk.view.flow.start(40))
    desk.session.show_article(article("two"))
    assert desk.view.caret() == 0
    desk.view.go_to(desk.view.flow.start(20))
    desk.session.show_article(article("one"))
    assert desk.at_caret().startswith("one39")
    desk.session.show_article(article("two"))
    assert desk.at_caret().startswith("two19")


def test_the_place_is_where_one_has_scrolled_to_when_the_caret_is_out_of_sight(desk: Desk) -> None:
    desk.session.show_article(article("one"))
    desk.view.verticalScrollBar().setValue(2500)
    words = desk.view.flow.text()[desk.view.top_position() :][:20]
    desk.session.show_article(article("two"))
    desk.session.show_article(article("one"))
    assert desk.view.flow.text()[desk.view.caret() :][:20] == words


def test_the_place_is_the_carets_though_a_change_of_size_moved_it_out_of_sight(desk: Desk) -> None:
    desk.session.show_article(article("one"))
    desk.view.go_to(desk.view.flow.start(30) + 20)
    words = desk.at_caret()
    change(desk.view, text_size=500)
    desk.view.resize(320, 200)
    desk.session.show_article(article("two"))
    desk.session.show_article(article("one"))
    assert desk.at_caret() == words


def test_the_place_is_written_when_one_has_been_still_for_a_moment(desk: Desk, tmp_path: Path) -> None:
    desk.session.show_article(article("one"))
    desk.view.go_to(desk.view.flow.start(30))
    desk.wait((tmp_path / "places.json").is_file)


def test_the_place_in_the_tail_is_the_end_of_the_article(desk: Desk) -> None:
    desk.session.show_article(article("one", 3))
    desk.view.set_tail([heading("Replies"), paragraph(WORDS)])
    desk.view.go_to(desk.view.flow.start(5))
    desk.session.keep_place()
    desk.session.show_article(article("two"))
    desk.session.show_article(article("one", 3))
    assert desk.view.flow.index_at(desk.view.caret()) == 3


def test_a_place_that_cannot_be_saved_is_told_once_until_it_can(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise WorldProblem(happened="The disk is full.", safe="Reading goes on.", todo="Make room.")

    desk.session.show_article(article("one"))

    def keep(index: int) -> None:
        desk.view.go_to(desk.view.flow.start(index))
        desk.session.keep_place()
        desk.lane.wait_for(lambda: None, PATIENCE / 1000)

    with monkeypatch.context() as broken:
        broken.setattr(desk.places, "save", full)
        keep(10)
        keep(20)
        assert len(desk.problems) == 1
    keep(30)
    with monkeypatch.context() as broken:
        broken.setattr(desk.places, "save", full)
        keep(40)
    assert len(desk.problems) == 2
