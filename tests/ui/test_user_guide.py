"""The user guide names keys and commands that there are."""

import re

import pytest

from hiitreader.library.bundling import written_articles
from hiitreader.reading.settings import spec
from hiitreader.system.paths import resources
from hiitreader.ui.commands import COMMANDS, GROUPS, LEAD, after_lead

GUIDE = next(one for one in written_articles(resources() / "articles") if one.name == "user-guide")
TEXT = "\n".join(block.text for block in GUIDE.text.blocks)
SPOKEN = {"plus": "+", "minus": "-", "comma": ",", "Enter": "Return"}
NAMED = re.findall(r"\b(?:(?:Ctrl|Alt|Shift)\+)+[A-Za-z0-9]+|\bF\d+\b", TEXT)
LETTERS = ("H", "P", "S", "K", "L", "T", "Q", "G", "C", "N", "W", *"123456")


def plain(label: str) -> str:
    return label.replace("&", "").rstrip("…")


@pytest.mark.parametrize("named", sorted(set(NAMED)))
def test_a_key_that_is_named_does_something(named: str) -> None:
    *held, key = named.split("+")
    keys = {one for command in COMMANDS for one in command.keys} | {LEAD}
    assert "+".join([*held, SPOKEN.get(key, key)]) in keys


@pytest.mark.parametrize("second", sorted(set(re.findall(rf"{re.escape(LEAD)} and then ([A-Za-z+]+)", TEXT))))
def test_a_second_step_that_is_named_does_something(second: str) -> None:
    assert after_lead(second) in {one for command in COMMANDS for one in command.keys}


def test_the_two_steps_are_named() -> None:
    assert f"{LEAD} and then H" in TEXT


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_that_is_named_goes_somewhere(letter: str) -> None:
    assert re.search(rf"\b{letter}\b", TEXT) or letter in "2345"
    assert any(letter in command.keys for command in COMMANDS)


@pytest.mark.parametrize(
    "label", ["What will be sent", "My data", "Reply server", "Change keys", "Presets", "About hiitreader"]
)
def test_what_is_named_by_its_label_is_called_that(label: str) -> None:
    assert label in TEXT
    assert label in {plain(one.label) for one in (*COMMANDS, *GROUPS)}


def test_the_start_page_is_a_setting() -> None:
    assert spec("start").label in TEXT


def test_the_announcements_are_those_of_the_settings() -> None:
    assert spec("announcements").label in TEXT
    for _value, label in spec("announcements").choices:
        assert f'"{label}"' in TEXT


def test_it_has_the_chapters_one_looks_for() -> None:
    headings = [block.text for block in GUIDE.article.blocks if block.level == 2]
    assert headings == [
        "Opening an article", "Setting the page", "Finding your way", "Similar posts and the shelf", "Replies",
        "Privacy", "Keys", "With a screen reader",
    ]  # fmt: skip
