"""The keys a reader chose, kept in a file. What in it can't be used any more is set aside alone; the rest holds.

It never decides whether a key may be had, and makes no shortcut.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from hiitreader.errors import N_, InputProblem, Problem, WorldProblem
from hiitreader.system.cells import is_sound
from hiitreader.system.files import read_bytes_or_none, set_aside, write_private
from hiitreader.ui.commands import Command, second_step
from hiitreader.ui.key_bindings import Changes, checked_key, spelt_key

_OLD = "Ctrl+Alt+"
"""What earlier versions had where there are two steps now."""


class KeyFile:
    """The reader's changes as a JSON file, `{"go.next_heading": ["J"]}`, written whole or not at all.

    Args:
        path: the file; its folder is made when something is first saved.
        now: tells the time, for the name a damaged file is kept under.
        commands: the table; a command's own keys of an older version are read as those it has now.
    """

    def __init__(self, path: Path, now: Callable[[], datetime], commands: Iterable[Command]) -> None:
        self._path = path
        self._now = now
        self._renamed = {command.id: _renamed(command) for command in commands}

    def read(self) -> tuple[Changes, Problem | None]:
        """The changes, and what the reader should be told when they are not all there."""
        try:
            data = read_bytes_or_none(self._path)
        except WorldProblem as problem:
            return {}, problem
        if data is None:
            return {}, None
        try:
            kept = json.loads(data)
        except (ValueError, RecursionError):
            kept = None
        if not isinstance(kept, dict):
            return {}, self._put_aside({}, N_("Your own keys could not be read."))
        changes, unusable = self._sorted_out(kept)
        if not unusable:
            return changes, None
        happened = N_("Some keys of your own can't be used: {keys}.")
        return changes, self._put_aside(changes, happened, ", ".join(unusable))

    def write(self, changes: Changes) -> None:
        """Keep the changes; raises `WorldProblem` when that fails."""
        text = json.dumps({name: list(keys) for name, keys in sorted(changes.items())}, indent=2, ensure_ascii=False)
        write_private(self._path, text.encode() + b"\n")

    def _sorted_out(self, kept: dict[str, object]) -> tuple[Changes, list[str]]:
        """What can be used, and the keys (or the commands, where there are no keys) that can't."""
        changes: Changes = {}
        unusable: list[str] = []
        for name, keys in kept.items():
            if not isinstance(keys, list) or not is_sound(name):
                unusable.append(_sayable(name))
                continue
            usable = [key for key in (self._usable(name, key, unusable) for key in keys) if key]
            if usable or not keys:  # a command that has lost them all has its usual ones again
                changes[name] = tuple(dict.fromkeys(usable))
        return changes, unusable

    def _usable(self, name: str, key: object, unusable: list[str]) -> str:
        if not isinstance(key, str):
            unusable.append(f"{name}: {key}")
            return ""
        try:
            return checked_key(self._renamed.get(name, {}).get(spelt_key(key), key))
        except InputProblem:
            unusable.append(_sayable(key))
            return ""

    def _put_aside(self, changes: Changes, happened: str, keys: str = "") -> Problem:
        """Keep the file as it was, and in its place what of it can be used, so that this is told once."""
        try:
            kept = set_aside(self._path, self._now(), leave=bool(changes))
            if changes:
                self.write(changes)
        except WorldProblem as problem:
            return problem
        safe = N_("The file as it was is kept as {path}; your other keys hold.")
        return WorldProblem(
            happened,
            safe=safe if changes else N_("The damaged file is kept as {path}."),
            todo=N_("Choose others with Change keys, in the menu Help.") if keys else _USUAL,
            path=kept,
            keys=keys,
        )


_USUAL = N_("The usual keys are in use. You can change them again.")


def _sayable(text: str) -> str:
    """The text with a mark for each half of a character, which JSON may have and no file or window can."""
    return text.encode("utf-8", "replace").decode()


def _renamed(command: Command) -> dict[str, str]:
    """The names that a command's keys of two steps had before ("Ctrl+Alt+H" of "Ctrl+J, H")."""
    return {f"{_OLD}{second_step(key)}": key for key in command.keys if second_step(key)}
