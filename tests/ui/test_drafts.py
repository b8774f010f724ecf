"""What is typed is held until it is on the disk: a disk that fails, is slow, or has an older draft costs no word."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hiitreader.errors import Problem, WorldProblem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, Thread
from hiitreader.system.lanes import Lane
from hiitreader.ui.drafts import Drafts, Spot, joined
from hiitreader.ui.gui_lane import GuiLane

SPOT = Spot(Thread("/legs/", "Legs"))
OTHER = Spot(Thread("/arms/", "Arms"))


class FailingDesk(ReplyDesk):
    """A desk whose disk can be switched off."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.fails = False

    def draft(self, thread: Thread, parent: str = "") -> Reply | None:
        self._look()
        return super().draft(thread, parent)

    def save_draft(self, thread: Thread, form: ReplyForm, parent: str = "") -> Reply | None:
        self._look()
        return super().save_draft(thread, form, parent)

    def _look(self) -> None:
        if self.fails:
            raise WorldProblem("Not saved.")


class Bench:
    """The drafts over a desk, and what they told."""

    def __init__(self, data: Path) -> None:
        self.owner = QObject()
        self.desk = FailingDesk(data)
        self.lane = GuiLane(Lane("disk"), self.owner)
        self.drafts = Drafts(self.desk, self.lane, self.owner)
        self.kept: list[tuple[Spot, str]] = []
        self.failed: list[Problem] = []
        self.drafts.kept.connect(lambda spot, form: self.kept.append((spot, form.comment)))
        self.drafts.failed.connect(self.failed.append)

    def rest(self) -> None:
        self.lane.wait_for(lambda: None, 10)

    def on_disk(self, spot: Spot = SPOT) -> str:
        self.desk.fails = False
        draft = self.desk.draft(*spot)
        return draft.form.comment if draft else ""

    def find(self, spot: Spot = SPOT) -> list[str]:
        shown: list[str] = []
        self.drafts.find(spot, lambda form: shown.append(form.comment))
        self.rest()
        return shown


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path / "data")
    yield bench
    bench.lane.close()
    bench.desk.close()


def words(text: str) -> ReplyForm:
    return ReplyForm(comment=text)


def test_what_is_kept_is_on_the_disk_and_held_no_more(bench: Bench) -> None:
    bench.drafts.keep(SPOT, words("One"))
    assert bench.drafts.work_left() is not None
    bench.rest()
    assert bench.kept == [(SPOT, "One")]
    assert bench.drafts.work_left() is None
    assert bench.on_disk() == "One"


def test_the_last_of_many_is_what_is_kept(bench: Bench) -> None:
    for number in range(20):
        bench.drafts.keep(SPOT, words("x" * number))
    bench.rest()
    assert bench.kept == [(SPOT, "x" * 19)]
    assert bench.on_disk() == "x" * 19


def test_a_failure_is_told_once_and_everything_is_held(bench: Bench) -> None:
    bench.find()
    bench.desk.fails = True
    for text in ("One", "One two"):
        bench.drafts.keep(SPOT, words(text))
        bench.drafts.keep(OTHER, words(text))
        bench.rest()
    assert len(bench.failed) == 1
    assert bench.find() == ["One two"], "what is held is shown, whatever the disk has"
    bench.desk.fails = False
    bench.drafts._keep_all()
    bench.rest()
    assert sorted(bench.kept, key=lambda pair: pair[0].thread.uri) == [(OTHER, "One two"), (SPOT, "One two")]
    assert bench.drafts.work_left() is None
    bench.desk.fails = True
    bench.drafts.keep(SPOT, words("Three"))
    bench.rest()
    assert len(bench.failed) == 2, "a new failure is told again"


def test_what_is_left_can_be_done_at_once_and_says_whether_it_was(bench: Bench) -> None:
    bench.desk.fails = True
    bench.drafts.keep(SPOT, words("One"))
    bench.rest()
    work = bench.drafts.work_left()
    assert work is not None
    with pytest.raises(WorldProblem):
        work()
    bench.desk.fails = False
    work()
    assert bench.on_disk() == "One"


def test_an_older_draft_that_could_not_be_found_is_joined_not_lost(bench: Bench) -> None:
    bench.desk.save_draft(SPOT.thread, words("Older."))
    bench.desk.fails = True
    assert bench.find() == []
    assert not bench.drafts.is_looked_up(SPOT)
    bench.drafts.keep(SPOT, words("Newer."))
    bench.rest()
    bench.desk.fails = False
    bench.drafts._keep_all()
    bench.rest()
    assert bench.kept == [(SPOT, "Older.\n\nNewer.")]
    assert bench.on_disk() == "Older.\n\nNewer."
    bench.drafts.keep(SPOT, words("Older, changed."))
    bench.rest()
    assert bench.on_disk() == "Older, changed.", "once it is known, what is typed is what is kept"


def test_what_is_forgotten_is_not_kept_again(bench: Bench) -> None:
    bench.find()
    bench.desk.fails = True
    bench.drafts.keep(SPOT, words("Posted"))
    bench.rest()
    bench.drafts.forget(SPOT)
    bench.desk.fails = False
    bench.drafts._keep_all()
    bench.rest()
    assert bench.on_disk() == ""


FORMS = st.builds(ReplyForm, comment=st.text(), name=st.text(), email=st.text(), website=st.text())


@given(FORMS, FORMS)
def test_joining_keeps_every_word(older: ReplyForm, typed: ReplyForm) -> None:
    both = joined(older, typed)
    assert typed.comment.strip() in both.comment
    assert older.comment.strip() in both.comment
    assert both.name == (typed.name or older.name)
    assert joined(older, both) == both, "twice is once"
