"""The settings on disk: one JSON file with the settings and the profiles, whole or not there.

A damaged file is set aside, never thrown away, and what a newer version of the program wrote is kept. It decides
nothing about settings: `settings` says what is valid, `preferences` what holds.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.errors import N_, InputProblem, Problem, WorldProblem
from hiitreader.reading.settings import Settings, validated
from hiitreader.system.files import read_bytes_or_none, set_aside, write_private

if TYPE_CHECKING:
    from datetime import datetime

VERSION = 1


class Stored(NamedTuple):
    """What the file holds: the settings, and each profile's by its name, in the order they were saved."""

    settings: Settings = Settings()
    profiles: Mapping[str, Settings] = MappingProxyType({})


class Loaded(NamedTuple):
    """What was found, and what to tell the reader about it (damage, values out of range), in order."""

    stored: Stored
    problems: tuple[Problem, ...] = ()


class SettingsFile:
    """One file of settings.

    It remembers what it doesn't know in the file it loaded (keys of a newer version) and writes it back.

    Args:
        path: the file; it need not exist.
        now: the time, for the name of a damaged file set aside.
    """

    def __init__(self, path: Path, now: "Callable[[], datetime]") -> None:
        self._path = path
        self._now = now
        self._unreadable = False
        self._unknown: dict[str, object] = {}
        self._unknown_settings: dict[str, object] = {}
        self._unknown_in_profiles: dict[str, dict[str, object]] = {}

    def load(self) -> Loaded:
        """Read the file. Never raises: what can't be read gives the defaults, and the problem."""
        try:
            data = read_bytes_or_none(self._path)
        except WorldProblem as problem:
            self._unreadable = True
            return Loaded(Stored(), (problem,))
        if data is None:
            return Loaded(Stored())
        try:
            values = json.loads(data)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict) or not isinstance(values.get("settings", {}), dict):
            return Loaded(Stored(), (self._set_aside(),))
        return self._understood(values)

    def save(self, stored: Stored) -> None:
        """Write the file; one that could not be read is set aside first.

        Raises:
            WorldProblem: it could not be written; the old file is whole.
        """
        if self._unreadable:
            set_aside(self._path, self._now())
            self._unreadable = False
        profiles = {
            name: {**self._unknown_in_profiles.get(name, {}), **settings._asdict()}
            for name, settings in stored.profiles.items()
        }
        values = {
            "version": VERSION,
            **self._unknown,
            "settings": {**self._unknown_settings, **stored.settings._asdict()},
            "profiles": profiles,
        }
        write_private(self._path, json.dumps(values, indent=1, ensure_ascii=False).encode("utf-8", "replace"))

    def _understood(self, values: dict[str, object]) -> Loaded:
        known = Settings._fields
        found = _table(values.get("settings"))
        mine = validated(found)
        problems: list[Problem] = list(mine.problems)
        profiles: dict[str, Settings] = {}
        odd = [one for one in (values.get("profiles", {}),) if not isinstance(one, dict)]
        odd += [one for one in _table(values.get("profiles")).values() if not isinstance(one, dict)]
        if odd:
            problems.append(InputProblem(N_("Some of the profiles in the settings file could not be read.")))
        for name, kept in _table(values.get("profiles")).items():
            if not isinstance(kept, dict):
                continue
            profile = validated(_table(kept))
            profiles[name] = profile.settings
            problems.extend(profile.problems)
            self._unknown_in_profiles[name] = _without(_table(kept), known)
        self._unknown = _without(values, ("settings", "profiles"))
        self._unknown_settings = _without(found, known)
        if problems:
            problems.append(self._set_aside(leave=True))
        return Loaded(Stored(mine.settings, profiles), tuple(problems))

    def _set_aside(self, *, leave: bool = False) -> Problem:
        try:
            aside = set_aside(self._path, self._now(), leave=leave)
        except WorldProblem as problem:
            self._unreadable = not leave  # it is set aside before anything is written in its place
            return problem
        if leave:
            return InputProblem(N_("The settings file as it was is kept as {name}."), name=aside.name, path=aside)
        return WorldProblem(
            N_("The settings file was damaged and could not be read."),
            safe=N_("It is kept as {name}; the page has the settings this program starts with."),
            todo=N_("Set up the page again, or mend the file and put it back."),
            name=aside.name,
            path=aside,
        )


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _without(values: Mapping[str, object], known: tuple[str, ...]) -> dict[str, object]:
    return {key: value for key, value in values.items() if key not in known}
