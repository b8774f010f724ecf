"""Back and forward through articles, as through the pages of a browser."""

from pathlib import Path

from hiitreader.ui.reading_session import Opened
from hiitreader.ui.visited import MOST, Visited

A, B, C = (Opened(name, name) for name in "abc")


def both(visited: Visited) -> tuple[str, str]:
    behind, ahead = visited.wanted(forward=False), visited.wanted(forward=True)
    return behind.title if behind else "", ahead.title if ahead else ""


def test_back_and_forward() -> None:
    visited = Visited()
    seen = []
    for one in (A, B, C, B, A, B):
        visited.arrive(one)
        seen.append(both(visited))
    assert seen == [("", ""), ("a", ""), ("b", ""), ("a", "c"), ("", "b"), ("a", "c")]


def test_a_new_one_leaves_what_was_ahead() -> None:
    visited = Visited()
    for one in (A, B, A, C):
        visited.arrive(one)
    assert both(visited) == ("a", "")


def test_the_same_one_again_is_no_step() -> None:
    visited = Visited()
    here = Opened("x", "1", path=Path("x.md"))
    for one in (A, here, here._replace(digest="2"), A, A):
        visited.arrive(one)
    assert both(visited) == ("", "x")


def test_there_is_an_end_to_it() -> None:
    visited = Visited()
    for number in range(MOST + 50):
        visited.arrive(Opened(str(number), str(number)))
    steps = 0
    while (back := visited.wanted(forward=False)) is not None:
        visited.arrive(back)
        steps += 1
    assert steps == MOST
