"""No key of the program types a character on any keyboard, or is one of a desktop's or a screen reader's own."""

import pytest
from tests.ui.keyboards.tables import ALTGR, BOTH, DEAD, Typed, layouts, taken

from hiitreader.errors import InputProblem
from hiitreader.ui.commands import LEAD, Command, Scope, commands_for, scope_of, second_step
from hiitreader.ui.key_bindings import checked_key

SYSTEMS = ("linux", "win32", "darwin")
LAYOUTS, TAKEN = layouts(), taken()
HELD = {ALTGR: ("Ctrl+Alt+", "Alt+"), BOTH: ("Ctrl+Alt+Shift+", "Alt+Shift+")}
"""AltGr is Ctrl and Alt on Windows, and Option on macOS."""

pytestmark = pytest.mark.usefixtures("qapp")


def keys_of(system: str) -> dict[str, Command]:
    """The keys that work anywhere, with what is pressed first where there are two steps."""
    ours = {key: one for one in commands_for(system) for key in one.keys if scope_of(key) is Scope.WINDOW}
    first = next(one for key, one in ours.items() if second_step(key))
    return {LEAD: first, **{key: one for key, one in ours.items() if not second_step(key)}}


def typing(typed: Typed) -> tuple[str, ...]:
    """The names of what is pressed for a character, with AltGr or Option."""
    key = typed.key.upper() if len(typed.key) == 1 and len(typed.key.upper()) == 1 else typed.key
    return () if key.startswith(DEAD) or key == "-" else tuple(held + key for held in HELD.get(typed.held, ()))


def refused(key: str, system: str) -> str:
    try:
        checked_key(key, system)
    except InputProblem as problem:
        return problem.happened
    return ""


def test_the_tables_are_there() -> None:
    assert {"German", "French", "Polish", "Spanish", "US international", "Swiss German", "Turkish"} <= set(LAYOUTS)
    assert Typed("q", ALTGR, "@") in LAYOUTS["German"]
    assert Typed("e", ALTGR, "ę") in LAYOUTS["Polish"]
    assert "Ctrl+Alt+T" in TAKEN["GNOME"][1]
    assert "Ctrl+F7" in TAKEN["KDE Plasma"][1]


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_no_key_of_ours_types_anything(layout: str, system: str) -> None:
    ours = keys_of(system)
    assert [(typed, key) for typed in LAYOUTS[layout] for key in typing(typed) if key in ours] == []


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_what_types_can_not_be_chosen(layout: str) -> None:
    pressed = {key for typed in LAYOUTS[layout] for key in typing(typed)}
    assert [(key, system) for key in sorted(pressed) for system in SYSTEMS if not refused(key, system)] == []


@pytest.mark.parametrize("who", sorted(TAKEN))
def test_no_key_of_ours_is_somebody_elses(who: str) -> None:
    about, theirs = TAKEN[who]
    for system in SYSTEMS if about == "all" else (about,):
        assert [key for key in theirs if key in keys_of(system)] == [], system


@pytest.mark.parametrize("who", sorted(TAKEN))
def test_what_is_somebody_elses_can_not_be_chosen(who: str) -> None:
    about, theirs = TAKEN[who]
    for system in SYSTEMS if about == "all" else (about,):
        assert [key for key in theirs if not refused(key, system)] == [], system


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_key_of_the_table_could_be_chosen(system: str) -> None:
    assert [key for one in commands_for(system) for key in one.keys if refused(key, system)] == []


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_letter_has_a_form_that_works_anywhere(system: str) -> None:
    """WCAG 2.2, 2.1.4: nobody depends on a key that types."""
    for command in commands_for(system):
        scopes = [scope_of(key) for key in command.keys]
        assert Scope.ARTICLE not in scopes or Scope.WINDOW in scopes, command.id


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_key_is_given_twice_on_any_system(system: str) -> None:
    keys = [key for one in commands_for(system) for key in one.keys]
    assert len(keys) == len(set(keys))


def test_on_a_mac_going_back_is_not_going_word_by_word() -> None:
    keys = {key for one in commands_for("darwin") for key in one.keys}
    assert not {"Alt+Left", "Alt+Right", "Ctrl+M", "Ctrl+Shift+Q", "F11"} & keys
    assert {"Ctrl+[", "Ctrl+]", "Meta+Ctrl+F"} <= keys
