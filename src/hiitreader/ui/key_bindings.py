"""Which keys run which command: the table's own keys with the reader's changes laid over them.

A key belongs to one command at most, whatever its scope. Nothing here makes a shortcut, a file or a dialog.
"""

import sys
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtGui import QKeySequence

from hiitreader.errors import N_, Bug, InputProblem
from hiitreader.system.translations import gettext as _
from hiitreader.ui.commands import LEAD, Command, plain, second_step
from hiitreader.ui.reserved_keys import why_reserved

Changes = dict[str, tuple[str, ...]]
"""A command's id to the keys the reader gave it; () when it shall have none."""

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
    """A key for the ear: signs that screen readers tend to leave out are words, and two steps are told as two."""
    second = second_step(key)
    if second:
        return _("{first}, then {second}").format(first=spoken_key(LEAD), second=spoken_key(second))
    text = shown_key(key)
    word = _SPOKEN.get(text[-1:])
    return text if word is None else f"{text[:-1].rstrip('+')} {_(word)}".strip()


def spoken_keys(keys: Iterable[str]) -> str:
    """The keys of one command for the ear, "" for none."""
    said = _("or")
    return f" {said} ".join(map(spoken_key, keys))


def spelt_key(text: str) -> str:
    """A key in its one spelling ("ctrl+o" is "Ctrl+O"), "" when it is no key, or more than one."""
    sequence = QKeySequence(text)
    key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return key if sequence.count() == (2 if second_step(key) else 1) else ""


def checked_key(text: str, system: str = sys.platform) -> str:
    """The key in its one spelling ("ctrl+j, h" is "Ctrl+J, H").

    Args:
        text: its portable name.
        system: for which system it is judged, as `sys.platform` names it.

    Raises:
        InputProblem: it is no key, more than one, or one that typing, fields, desktops or screen readers need.
    """
    key = spelt_key(text)
    if not key:
        raise InputProblem(N_("“{key}” is not a key."), todo=N_("Press another key."), key=text)
    why = why_reserved(key, system)
    if why:
        raise InputProblem(why, todo=N_("Press another key."), key=shown_key(key), lead=shown_key(LEAD))
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
