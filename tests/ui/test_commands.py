"""The table of commands is sound: nothing twice, nothing taken from text fields, nothing without words."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from hiitreader.errors import Bug
from hiitreader.reading.presets import presets
from hiitreader.ui.commands import COMMANDS, GROUPS, Command, Group, Scope, command_by_id, plain, scope_of, second_step

TEXT_EDITING = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.Delete,
    *(key for key in QKeySequence.StandardKey if key.name.startswith(("MoveTo", "Select", "Delete", "Insert"))),
)

ALL_KEYS = [(command.id, key) for command in COMMANDS for key in command.keys]


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(command.id for command in COMMANDS).items() if times > 1] == []


def test_no_key_is_given_twice() -> None:
    assert [key for key, times in Counter(key for _, key in ALL_KEYS).items() if times > 1] == []


@pytest.mark.parametrize(("name", "key"), ALL_KEYS)
def test_keys_are_written_as_qt_writes_them(name: str, key: str) -> None:
    assert QKeySequence(key).count() == (2 if second_step(key) else 1)
    assert QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key


def test_no_key_of_text_fields_is_taken(qapp: object) -> None:
    theirs = {
        one.toString(QKeySequence.SequenceFormat.PortableText)
        for standard in TEXT_EDITING
        for one in QKeySequence.keyBindings(standard)
    }
    assert "Ctrl+C" in theirs
    assert [entry for entry in ALL_KEYS if entry[1] in theirs] == []


def test_no_key_opens_a_menu_at_the_same_time() -> None:
    menus = {f"Alt+{mnemonic(group.label).upper()}" for group in GROUPS if not group.parent}
    assert [entry for entry in ALL_KEYS if entry[1] in menus] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_a_command_has_words_and_a_group(command: Command) -> None:
    assert plain(command.label).strip()
    assert command.help.endswith(".")
    assert command.group in {group.id for group in GROUPS}
    assert plain(command.label) == plain(command.label).strip()


def mnemonic(label: str) -> str:
    return label.replace("&&", "")[label.replace("&&", "").index("&") + 1].lower()


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.id)
def test_mnemonics_are_unique_in_a_menu(group: Group) -> None:
    labels = [command.label for command in COMMANDS if command.group == group.id]
    labels += [other.label for other in GROUPS if other.parent == group.id]
    assert labels
    assert [letter for letter, times in Counter(map(mnemonic, labels)).items() if times > 1] == []


def test_menu_titles_differ_in_their_mnemonics() -> None:
    titles = [mnemonic(group.label) for group in GROUPS if not group.parent]
    assert len(titles) == len(set(titles))


def test_labels_differ() -> None:
    assert [label for label, times in Counter(plain(one.label) for one in COMMANDS).items() if times > 1] == []


@pytest.mark.parametrize(
    ("key", "scope"),
    [
        ("H", Scope.ARTICLE),
        ("Shift+H", Scope.ARTICLE),
        ("1", Scope.ARTICLE),
        ("+", Scope.ARTICLE),
        ("F", Scope.ARTICLE),
        ("F7", Scope.WINDOW),
        ("Shift+F3", Scope.WINDOW),
        ("Ctrl++", Scope.WINDOW),
        ("Alt+Left", Scope.WINDOW),
        ("Ctrl+J, H", Scope.WINDOW),
        ("Ctrl+J, Shift++", Scope.WINDOW),
    ],
)
def test_a_key_that_types_works_in_the_article_only(key: str, scope: Scope) -> None:
    assert scope_of(key) is scope


def test_a_label_without_its_mark() -> None:
    assert plain("Find && &go") == "Find & go"


def test_an_unknown_id_is_our_mistake() -> None:
    with pytest.raises(Bug, match="nothing\\.here"):
        command_by_id(COMMANDS, "nothing.here")


def test_every_step_key_can_be_held_down() -> None:
    for name in ("reading.larger_text", "go.next_heading", "find.next"):
        assert command_by_id(COMMANDS, name).repeats
    for name in ("reply.post", "file.quit", "view.settings"):
        assert not command_by_id(COMMANDS, name).repeats


def test_every_preset_has_its_command() -> None:
    ours = {
        command.id.removeprefix("preset."): plain(command.label) for command in COMMANDS if command.group == "presets"
    }
    assert ours == {preset.id: preset.label for preset in presets()}
