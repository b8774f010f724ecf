"""The one place where the settings live: changed by intent, undone and redone, kept as profiles, told to listeners.

It knows what holds and what held before; it never paints, and it writes to the disk only when `save` is called.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from time import monotonic

from hiitreader.errors import N_, InputProblem, Problem, WorldProblem
from hiitreader.reading.settings import Listener, Settings, changed, spec, stepped, with_page_of
from hiitreader.reading.settings_file import SettingsFile, Stored

MERGE_SECONDS = 1.0
"""Changes of one setting that follow each other within this time are one step of undo."""

MOST_UNDO = 200
LONGEST_PROFILE_NAME = 60


class Preferences:
    """The settings that hold, and the profiles.

    Every change is in memory and told at once. Nothing is written until `save`: call it when changes have settled (a
    second after the last one) and before the program ends; `unsaved` says whether there is anything to write. `save`
    may run on another thread than the rest, so that no one waits for the disk.

    Args:
        store: the file.
        clock: seconds that only go up.
    """

    def __init__(self, store: SettingsFile, clock: Callable[[], float] = monotonic) -> None:
        self._store = store
        self._clock = clock
        loaded = store.load()
        self._settings = loaded.stored.settings
        self._profiles = loaded.stored.profiles  # replaced, never changed: `save` may be looking
        self._writing = Lock()
        self._problems = loaded.problems
        self._undo: list[Settings] = []
        self._redo: list[Settings] = []
        self._listeners: list[Listener] = []
        self._last_changed = ""
        self._last_time = 0.0
        self._of_all: Settings | None = None
        self._unsaved = any(isinstance(problem, InputProblem) for problem in loaded.problems)

    @property
    def settings(self) -> Settings:
        """What holds now."""
        return self._settings

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What to tell the reader about the file that was loaded, nothing when it was fine."""
        return self._problems

    @property
    def unsaved(self) -> bool:
        """Whether the file is behind."""
        return self._unsaved

    @property
    def are_own(self) -> bool:
        """Whether the page settings that hold are those of one article alone."""
        return self._of_all is not None

    def turn_to(self, own: Settings | None) -> None:
        """Have an article's own page settings hold from now on, or (None) those of all articles that have none.

        Those of all are kept meanwhile, and are what is saved. There is nothing to undo or redo after it.
        """
        if own is None and self._of_all is None:
            return
        of_all = self._of_all or self._settings
        self._undo.clear()
        self._redo.clear()
        old, new = self._settings, of_all if own is None else with_page_of(of_all, own)
        self._of_all = None if own is None else of_all
        if new != old:
            self._tell(old, new)

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call `callback(old, new)` after each change, until the function returned is called."""
        self._listeners.append(callback)

        def unlisten() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return unlisten

    def change(self, **changes: object) -> None:
        """Change settings by name; numbers beyond their range go to its end.

        Changes of the same one setting within `MERGE_SECONDS` of each other are undone together.

        Raises:
            InputProblem: a value makes no sense; nothing has changed.
            Bug: there is no such setting.
        """
        self._become(changed(self._settings, changes), merge=next(iter(changes)) if len(changes) == 1 else "")

    def step(self, name: str, times: int = 1, offered: Sequence[str] = ()) -> None:
        """Change one setting by steps, down when `times` is negative; see `settings.stepped` for `offered`.

        Raises:
            Bug: there is no such setting.
        """
        self.change(**{name: stepped(spec(name), getattr(self._settings, name), times, offered)})

    def reset(self, name: str) -> None:
        """Give one setting its default.

        Raises:
            Bug: there is no such setting.
        """
        self._become(changed(self._settings, {name: spec(name).default}))

    def reset_all(self) -> None:
        """Give every setting its default; profiles stay."""
        self._become(Settings())

    def apply_preset(self, preset_id: str) -> None:
        """Make a preset's changes, as one step of undo.

        Raises:
            Bug: there is no such preset.
        """
        from hiitreader.reading.presets import preset

        self._become(changed(self._settings, preset(preset_id).changes))

    def undo(self) -> bool:
        """Go back one step; False when there is none."""
        return self._travel(self._undo, self._redo)

    def redo(self) -> bool:
        """Bring back what was undone last; False when there is nothing."""
        return self._travel(self._redo, self._undo)

    @property
    def profiles(self) -> Mapping[str, Settings]:
        """The saved profiles by name, in the order they were saved; a copy."""
        return dict(self._profiles)

    def save_profile(self, name: str) -> str:
        """Keep the settings under a name, over the profile that has it already, and return the name as kept.

        Raises:
            InputProblem: the name is empty or too long.
        """
        kept = _profile_name(name)
        kept = self._same(kept) or kept
        self._profiles = {**self._profiles, kept: self._settings}
        self._unsaved = True
        return kept

    def use_profile(self, name: str) -> None:
        """Take on a profile's settings, as one step of undo.

        Raises:
            InputProblem: there is no such profile.
        """
        self._become(self._profiles[self._found(name)])

    def delete_profile(self, name: str) -> None:
        """Forget a profile; the settings that hold stay.

        Raises:
            InputProblem: there is no such profile.
        """
        gone = self._found(name)
        self._profiles = {one: kept for one, kept in self._profiles.items() if one != gone}
        self._unsaved = True

    def save(self) -> None:
        """Write the settings and profiles to the file, if anything changed since.

        Raises:
            WorldProblem: it could not be written; what holds still holds, and is still unsaved.
        """
        with self._writing:
            if not self._unsaved:
                return
            self._unsaved = False  # before the settings are looked at: what changes from here on is unsaved again
            try:
                self._store.save(Stored(self._of_all or self._settings, self._profiles))
            except WorldProblem:
                self._unsaved = True
                raise

    def _become(self, new: Settings, merge: str = "") -> None:
        old = self._settings
        if new == old:
            return
        now = self._clock()
        follows = merge and merge == self._last_changed and now - self._last_time <= MERGE_SECONDS and self._undo
        if not follows:
            self._undo.append(old)
            del self._undo[:-MOST_UNDO]
        elif self._undo[-1] == new:
            self._undo.pop()  # there and back again: nothing to undo
        self._redo.clear()
        self._last_changed, self._last_time = merge, now
        self._tell(old, new)

    def _travel(self, here: list[Settings], there: list[Settings]) -> bool:
        if not here:
            return False
        old, new = self._settings, here.pop()
        there.append(old)
        self._last_changed = ""
        self._tell(old, new)
        return True

    def _tell(self, old: Settings, new: Settings) -> None:
        self._settings = new
        self._unsaved = True
        if self._of_all is not None:
            self._of_all = with_page_of(new, self._of_all)  # what is no page setting is everyone's
        for listener in tuple(self._listeners):
            if self._settings is not new:
                return  # a listener changed them again, and all have been told of that
            listener(old, new)

    def _same(self, name: str) -> str | None:
        return next((one for one in self._profiles if one.casefold() == name.casefold()), None)

    def _found(self, name: str) -> str:
        found = self._same(name.strip())
        if found is None:
            raise InputProblem(N_("There is no profile named {name}."), todo=N_("Choose one from the list."), name=name)
        return found


def _profile_name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise InputProblem(N_("A profile needs a name."), todo=N_("Type a name, such as “Evening”."))
    if len(kept) > LONGEST_PROFILE_NAME or not kept.isprintable():
        raise InputProblem(
            N_("This can't be a profile's name."),
            todo=N_("Use at most {most} letters, digits and signs."),
            most=LONGEST_PROFILE_NAME,
        )
    return kept
