"""In every language that comes along, each entry of a menu has a letter of its own to press."""

from collections import Counter
from collections.abc import Iterator

import pytest

from hiitreader.system.translations import gettext, languages, use
from hiitreader.ui.commands import COMMANDS, GROUPS


@pytest.fixture(params=[name for name in languages() if name != "en"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    use(request.param)
    yield
    use("en")


def twice(labels: list[str]) -> list[str]:
    """The labels of a menu that share their letter with one before."""
    translated = [gettext(label) for label in labels if gettext(label) != label]  # the rest is English as yet
    letters = [label.partition("&")[2][:1].casefold() for label in translated]
    return [label for label, letter in zip(translated, letters, strict=True) if Counter(letters)[letter] > 1]


def test_no_two_entries_of_a_menu_have_the_same_letter() -> None:
    menus = {
        group.id: [command.label for command in COMMANDS if command.group == group.id]
        + [other.label for other in GROUPS if other.parent == group.id]
        for group in GROUPS
    }
    assert {name: twice(labels) for name, labels in menus.items() if twice(labels)} == {}


def test_no_two_menus_have_the_same_letter_or_take_a_command_s_key() -> None:
    titles = [group.label for group in GROUPS if not group.parent]
    assert twice(titles) == []
    keys = {f"Alt+{gettext(title).partition('&')[2][:1].upper()}" for title in titles}
    assert {key for command in COMMANDS for key in command.keys if key in keys} == set()
