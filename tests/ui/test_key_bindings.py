"""Keys can be changed, a clash is named, and what the reader chose is kept through damage and new versions."""

import pytest

from hiitreader.errors import Bug, InputProblem, WorldProblem
from hiitreader.ui.commands import COMMANDS, Command
from hiitreader.ui.key_bindings import Changes, KeyBindings, KeyClash, checked_key, spoken_key

HEADING = Command("go.heading", "Next &heading", ("H", "Ctrl+J, H"), "Goes on.", "go")
LINK = Command("go.link", "Next lin&k", ("K",), "Goes on.", "go")
THEME = Command("theme", "Next &theme", (), "Changes colours.", "go")
TABLE = (HEADING, LINK, THEME)

pytestmark = pytest.mark.usefixtures("qapp")


def bindings(changes: Changes | None = None, saved: list[Changes] | None = None) -> KeyBindings:
    return KeyBindings(TABLE, changes or {}, (saved if saved is not None else []).append)


def test_the_tables_keys_hold_at_first() -> None:
    ours = KeyBindings(COMMANDS, {}, lambda _changes: None)
    assert all(ours.keys(command.id) == command.keys for command in COMMANDS)


def test_the_tables_own_keys_could_all_be_chosen_by_a_reader() -> None:
    assert [key for command in COMMANDS for key in command.keys if checked_key(key) != key] == []


def test_a_change_holds_and_is_kept_and_told() -> None:
    saved: list[Changes] = []
    told: list[str] = []
    ours = bindings(saved=saved)
    unlisten = ours.listen(lambda: told.append("changed"))
    ours.change("go.link", ["ctrl+p", "J"])
    assert ours.keys("go.link") == ("Ctrl+P", "J")
    assert saved == [{"go.link": ("Ctrl+P", "J")}]
    unlisten()
    ours.reset_all()
    assert told == ["changed"]
    assert ours.keys("go.link") == ("K",)


def test_a_clash_names_the_other_command_and_changes_nothing() -> None:
    ours = bindings()
    with pytest.raises(KeyClash, match="H is already the key for “Next heading”") as caught:
        ours.change("go.link", ["H"])
    assert caught.value.holder is HEADING
    assert ours.keys("go.link") == ("K",)


def test_a_key_can_be_taken_from_another_command() -> None:
    ours = bindings()
    ours.change("go.link", ["H"], take=True)
    assert ours.keys("go.link") == ("H",)
    assert ours.keys("go.heading") == ("Ctrl+J, H",)
    holder = ours.holder("H")
    assert holder is not None
    assert holder.id == "go.link"


def test_resetting_names_the_clash_too() -> None:
    ours = bindings()
    ours.change("go.link", ["H"], take=True)
    with pytest.raises(KeyClash, match="Next link"):
        ours.reset("go.heading")
    ours.reset("go.heading", take=True)
    assert ours.keys("go.heading") == ("H", "Ctrl+J, H")
    assert ours.keys("go.link") == ()


def test_a_command_may_have_no_key() -> None:
    ours = bindings()
    ours.change("go.link", [])
    assert ours.keys("go.link") == ()
    assert ours.holder("K") is None


def test_the_readers_key_wins_over_a_tables_key_of_a_newer_version() -> None:
    ours = bindings({"theme": ("H",)})
    assert ours.keys("theme") == ("H",)
    assert ours.keys("go.heading") == ("Ctrl+J, H",)


def test_a_key_given_twice_by_hand_goes_to_the_first() -> None:
    ours = bindings({"theme": ("J",), "go.link": ("J",)})
    assert (ours.keys("go.link"), ours.keys("theme")) == (("J",), ())


def test_changes_of_unknown_commands_are_kept() -> None:
    saved: list[Changes] = []
    ours = bindings({"speech.start": ("F4",)}, saved)
    ours.change("theme", ["F5"])
    ours.reset_all()
    assert saved == [{"speech.start": ("F4",), "theme": ("F5",)}, {"speech.start": ("F4",)}]


@pytest.mark.parametrize("key", ["Ctrl+C", "Tab", "Return", "Shift+Left", "Alt+F", "nonsense", "", "H, J", "Ctrl+K, H"])
def test_keys_that_can_not_be_used_are_refused(key: str) -> None:
    with pytest.raises(InputProblem, match=r"needed by|not a key"):
        bindings().change("theme", [key])


def test_an_unknown_command_is_our_mistake() -> None:
    with pytest.raises(Bug):
        bindings().keys("nothing")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("Ctrl+J, H", "Ctrl+J, then H"),
        ("Ctrl+J, Shift++", "Ctrl+J, then Shift plus"),
        ("Ctrl++", "Ctrl plus"),
        ("Ctrl+-", "Ctrl minus"),
        ("Ctrl+,", "Ctrl comma"),
        ("+", "plus"),
        ("H", "H"),
        ("Shift+F6", "Shift+F6"),
    ],
)
def test_signs_are_spoken_as_words(key: str, said: str) -> None:
    assert spoken_key(key) == said


def test_keys_hold_even_when_they_can_not_be_kept() -> None:
    def full(_changes: Changes) -> None:
        raise WorldProblem("The disk is full.")

    ours = KeyBindings(TABLE, {}, full)
    with pytest.raises(WorldProblem):
        ours.change("theme", ["F5"])
    assert ours.keys("theme") == ("F5",)
