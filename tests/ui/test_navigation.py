"""From element to element, back and forward, and where one is."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.elements import ElementKind
from hiitreader.article.flow import Flow
from hiitreader.ui.actions import Actions
from hiitreader.ui.commands import COMMANDS
from hiitreader.ui.key_bindings import KeyBindings
from hiitreader.ui.navigation import MOST_PLACES, Navigator, time_left, words_between


class Finding:
    def __init__(self, reading: Any) -> None:
        self.reading = reading
        self.said: list[str] = reading.said
        self.navigator = Navigator(reading.view, reading.said.append)
        self.run = self.navigator.commands()

    def walk(self, name: str, times: int) -> list[str]:
        seen = []
        for _time in range(times):
            self.run[name]()
            seen.append(self.reading.at())
        return seen


@pytest.fixture
def finding(reading: Any) -> Finding:
    return Finding(reading)


def test_next_and_previous_headings_and_their_end(finding: Finding) -> None:
    assert finding.walk("go.next_heading", 4) == ["Fat loss", "In women", "Conclusion", "Conclusion"]
    assert finding.said == ["No more headings."]
    assert finding.walk("go.previous_heading", 4) == ["In women", "Fat loss", "HIIT and leg size", "HIIT and leg size"]
    assert finding.said[-1] == "No heading before this."


def test_headings_of_a_level(finding: Finding) -> None:
    assert finding.walk("go.next_heading_2", 3) == ["Fat loss", "Conclusion", "Conclusion"]
    assert finding.said == ["No more headings of level 2."]
    finding.run["go.next_heading_6"]()
    assert finding.said[-1] == "No more headings of level 6."
    assert finding.walk("go.previous_heading_3", 1) == ["In women"]


def test_a_link_is_gone_to_itself(finding: Finding) -> None:
    finding.run["go.next_link"]()
    assert finding.reading.rest().startswith("the study of sprints")
    finding.run["go.next_link"]()
    assert finding.said == ["No more links."]


def test_sentences(finding: Finding) -> None:
    finding.reading.view.go_to(finding.reading.position("Sprints build"))
    seen = []
    for _time in range(3):
        finding.run["go.next_sentence"]()
        seen.append(finding.reading.rest())
    assert seen == ["They take little time! Do they last?", "Do they last?", "Fat loss"]
    finding.run["go.previous_sentence"]()
    assert finding.reading.rest() == "Do they last?"
    finding.reading.view.go_to(0)
    finding.run["go.previous_sentence"]()
    assert finding.said == ["No sentence before this."]


def test_every_command_of_going_is_done_here_or_by_the_window(finding: Finding) -> None:
    going = {one.id for one in COMMANDS if one.group in {"go", "next", "previous", "levels"}}
    assert going - finding.run.keys() == {
        "go.similar_posts", "go.replies", "go.new_answer", "go.reply_form", "go.article",
    }  # fmt: skip
    assert finding.run.keys() <= going


def test_steps_in_a_row_keep_one_way_back(finding: Finding) -> None:
    start = finding.reading.position("They take")
    finding.reading.view.go_to(start)
    finding.walk("go.next_heading", 3)
    finding.run["go.back"]()
    assert finding.reading.view.caret() == start
    finding.run["go.forward"]()
    assert finding.reading.at() == "Conclusion"


def test_back_and_forward_through_visited_places(finding: Finding) -> None:
    women, conclusion = finding.reading.position("In women"), finding.reading.position("Conclusion")
    finding.navigator.visit(women)
    finding.navigator.visit(conclusion)
    finding.run["go.back"]()
    assert finding.reading.view.caret() == women
    finding.run["go.back"]()
    assert finding.reading.view.caret() == 0
    finding.run["go.back"]()
    assert finding.said == ["No earlier place."]
    finding.run["go.forward"]()
    finding.run["go.forward"]()
    assert finding.reading.view.caret() == conclusion
    finding.run["go.forward"]()
    assert finding.said[-1] == "No later place."


def test_going_somewhere_else_ends_the_way_forward(finding: Finding) -> None:
    finding.navigator.visit(finding.reading.position("In women"))
    finding.run["go.back"]()
    finding.navigator.visit(finding.reading.position("Conclusion"))
    finding.run["go.forward"]()
    assert finding.said == ["No later place."]


def test_places_are_bounded_and_forgotten_with_the_article(finding: Finding) -> None:
    for step in range(MOST_PLACES + 50):
        finding.navigator.visit(step % 40)
    back = 0
    while not finding.said:
        finding.run["go.back"]()
        back += 1
    assert back == MOST_PLACES + 1
    finding.navigator.visit(5)
    finding.navigator.forget()
    finding.said.clear()
    finding.run["go.back"]()
    assert finding.said == ["No earlier place."]


def test_top_and_bottom(finding: Finding) -> None:
    finding.reading.view.set_tail([Block(BlockKind.HEADING, "Replies", level=2)])
    finding.run["go.bottom"]()
    assert finding.reading.at() == "Sprints are worth it."
    finding.run["go.top"]()
    assert finding.reading.view.caret() == 0
    finding.run["go.back"]()
    assert finding.reading.at() == "Sprints are worth it."


def test_where_am_i(finding: Finding) -> None:
    finding.reading.view.go_to(finding.reading.position("Legs grew"))
    finding.run["go.where_am_i"]()
    assert finding.said == ["In women, in Fat loss, in HIIT and leg size. 72 percent. Less than a minute left."]
    finding.reading.view.set_tail([Block(BlockKind.HEADING, "Replies", level=2)])
    finding.navigator.visit(finding.reading.position("Replies"))
    assert finding.navigator.where_am_i() == "Replies, in HIIT and leg size. After the end of the article."


def test_where_am_i_without_text(make_reading: Callable[[Iterable[Block]], Any]) -> None:
    finding = Finding(make_reading(()))
    assert finding.navigator.where_am_i() == "There is no text."
    for command in finding.run.values():
        command()


def test_time_left_is_a_range() -> None:
    assert time_left(10) == "Less than a minute left."
    assert time_left(3000).endswith(" minutes left.")
    assert " to " in time_left(3000)


def test_words_are_counted_up_to_a_point_and_then_estimated() -> None:
    flow = Flow([Block(BlockKind.PARAGRAPH, "four words are here")] * 10)
    assert words_between(flow, 0, 10) == 40
    assert words_between(flow, flow.start(9) + 5, 10) == 3
    assert words_between(flow, flow.start(5), 6) == 4
    assert words_between(flow, 0, 0) == 0
    long = Flow([Block(BlockKind.PARAGRAPH, "four words are here")] * 40_000)
    assert words_between(long, 0, 40_000) == pytest.approx(160_000, rel=0.001)


def test_the_letter_moves_the_caret_in_the_window(finding: Finding) -> None:
    handlers: dict[str, Callable[[], None]] = {command.id: lambda: None for command in COMMANDS}
    bindings = KeyBindings(COMMANDS, {}, lambda _changes: None)
    Actions(finding.reading.window, finding.reading.view, COMMANDS, bindings, handlers | finding.run)
    QTest.keyClick(finding.reading.view, Qt.Key.Key_H)
    assert finding.reading.at() == "Fat loss"
    QTest.keyClick(finding.reading.view, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert finding.reading.at() == "HIIT and leg size"


def test_every_kind_has_its_commands(finding: Finding) -> None:
    assert [kind for kind in ElementKind if f"go.next_{kind.name.lower()}" not in finding.run] == []
