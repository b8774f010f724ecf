"""Which keys run which command: the table's own keys with the reader's changes laid over them, and how they are kept.

A key belongs to one command at most, whatever its scope. Nothing here makes a shortcut or shows a dialog.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QKeySequence

from hiitreader.errors import N_, Bug, InputProblem, Problem, WorldProblem
from hiitreader.system.files import read_bytes_or_none, set_aside, write_atomically
from hiitreader.system.translations import gettext as _
from hiitreader.ui.commands import Command, plain

Changes = dict[str, tuple[str, ...]]
"""A command's id to the keys the reader gave it; () when it shall have none."""

_EDITING = ("C", "X", "V", "A", "Z", "Y", "Shift+Z", "K", "U", "Ins", "Tab", "Shift+Tab")
_MOVING = ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown")
_CONTROL = ("Tab", "Backtab", "Space", "Return", "Enter", "Esc", "Backspace", "Del", "Ins", "Menu", "Shift+F10", "F10")
RESERVED = frozenset(
    [f"Ctrl+{key}" for key in (*_EDITING, *_MOVING, "Backspace", "Del")]
    + [f"Ctrl+Shift+{key}" for key in _MOVING]
    + [f"{shift}{key}" for shift in ("", "Shift+") for key in (*_MOVING, *_CONTROL)]
    + ["Alt+F4", "Alt+Space", "Alt+Tab"]
)
"""Keys that fields, lists and dialogs need for themselves."""

_SPOKEN = {"+": N_("plus"), "-": N_("minus"), ",": N_("comma"), ".": N_("full stop"), "=": N_("equals")}


class KeyClash(InputProblem):
    """The key is another command's; `holder` is that command."""

    def __init__(self, key: str, holder: Command) -> None:
        self.holder = holder
        super().__init__(
            N_("{key} is already the key for “{label}”."),
            safe=N_("Nothing was changed."),
            key=shown_key(key),
            label=plain(_(holder.label)),
        )


def shown_key(key: str) -> str:
    """A key as this system writes it, for the eye."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def spoken_key(key: str) -> str:
    """A key for the ear: signs that screen readers tend to leave out are words."""
    text = shown_key(key)
    word = _SPOKEN.get(text[-1:])
    return text if word is None else f"{text[:-1].rstrip('+')} {_(word)}".strip()


def checked_key(text: str) -> str:
    """The key in its one spelling ("ctrl+alt+h" is "Ctrl+Alt+H").

    Raises:
        InputProblem: it is no key, more than one, or one that fields and menus need.
    """
    sequence = QKeySequence(text)
    key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or not key:
        raise InputProblem(N_("“{key}” is not a key."), todo=N_("Press another key."), key=text)
    opens_menu = key.startswith("Alt+") and len(key) == len("Alt+A") and key[-1].isalpha()
    if key in RESERVED or opens_menu:
        raise InputProblem(
            N_("{key} is needed by text fields, lists or menus."), todo=N_("Press another key."), key=shown_key(key)
        )
    return key


class KeyBindings:
    """The keys in force.

    Args:
        commands: the table.
        changes: what the reader changed before. They win over the table's keys; an id that is not in the table is
            kept as it is, since a newer version may know it.
        save: keeps the changes; may raise `WorldProblem`, and then the new keys hold until the program ends.
    """

    def __init__(
        self, commands: Iterable[Command], changes: Mapping[str, tuple[str, ...]], save: Callable[[Changes], None]
    ) -> None:
        self._commands = {command.id: command for command in commands}
        self._changes: Changes = dict(changes)
        self._save = save
        self._listeners: list[Callable[[], None]] = []
        self._keys = self._work_out()

    def keys(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command, the one to show first in front."""
        if command_id not in self._keys:
            raise Bug(N_("There is no command called {id}."), id=command_id)
        return self._keys[command_id]

    def holder(self, key: str) -> Command | None:
        """The command that has this key."""
        return next((self._commands[name] for name, keys in self._keys.items() if key in keys), None)

    def change(self, command_id: str, keys: Iterable[str], *, take: bool = False) -> None:
        """Give a command these keys instead of those it has.

        Args:
            command_id: the command.
            keys: its new keys; none takes all its keys away.
            take: take a key that is another command's away from that command.

        Raises:
            KeyClash: a key is another command's, and `take` is not set.
            InputProblem: a key can't be used.
            WorldProblem: the change holds, but could not be kept for the next start.
        """
        wanted = tuple(dict.fromkeys(checked_key(key) for key in keys))
        self.keys(command_id)
        changes = dict(self._changes)
        for key in wanted:
            holder = self.holder(key)
            if holder is None or holder.id == command_id:
                continue
            if not take:
                raise KeyClash(key, holder)
            left = changes.get(holder.id, self._keys[holder.id])
            changes[holder.id] = tuple(other for other in left if other != key)
        changes[command_id] = wanted
        self._put(changes)

    def reset(self, command_id: str, *, take: bool = False) -> None:
        """Give a command the table's keys again; raises as `change` does."""
        self.keys(command_id)
        self.change(command_id, self._commands[command_id].keys, take=take)

    def reset_all(self) -> None:
        """Forget every change."""
        self._put({name: keys for name, keys in self._changes.items() if name not in self._commands})

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change of keys; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _put(self, changes: Changes) -> None:
        known = self._commands
        self._changes = {name: keys for name, keys in changes.items() if name not in known or keys != known[name].keys}
        self._keys = self._work_out()
        for listener in tuple(self._listeners):
            listener()
        self._save(dict(self._changes))

    def _work_out(self) -> Changes:
        # The reader's choices come first, so a key that a new version of the table gives away stays where they put it.
        taken: set[str] = set()
        keys: Changes = {}
        for by_reader in (True, False):
            for name, command in self._commands.items():
                if (name in self._changes) is by_reader:
                    keys[name] = tuple(key for key in self._changes.get(name, command.keys) if key not in taken)
                    taken.update(keys[name])
        return keys


class KeyFile:
    """The reader's changes as a JSON file, `{"go.next_heading": ["J"]}`, written whole or not at all.

    Args:
        path: the file; its folder is made when something is first saved.
        now: tells the time, for the name a damaged file is kept under.
    """

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now

    def read(self) -> tuple[Changes, Problem | None]:
        """The changes, and what the reader should be told when they are not all there."""
        try:
            data = read_bytes_or_none(self._path)
        except WorldProblem as problem:
            return {}, problem
        if data is None:
            return {}, None
        try:
            return _changes(json.loads(data)), None
        except (ValueError, RecursionError, InputProblem):
            return {}, self._aside()

    def write(self, changes: Changes) -> None:
        """Keep the changes; raises `WorldProblem` when that fails."""
        text = json.dumps({name: list(keys) for name, keys in sorted(changes.items())}, indent=2, ensure_ascii=False)
        write_atomically(self._path, text.encode() + b"\n")

    def _aside(self) -> Problem:
        try:
            kept = set_aside(self._path, self._now())
        except WorldProblem as problem:
            return problem
        return WorldProblem(
            N_("Your own keys could not be read."),
            safe=N_("The damaged file is kept as {path}."),
            todo=N_("The usual keys are in use. You can change them again."),
            path=kept,
        )


def _changes(data: object) -> Changes:
    if not isinstance(data, dict):
        raise InputProblem(N_("The file of keys is not a table."))
    changes: Changes = {}
    for name, keys in data.items():
        if not isinstance(name, str) or not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise InputProblem(N_("The file of keys is not a table of keys."))
        changes[name] = tuple(checked_key(key) for key in keys)
    return changes
