"""Where the reader was in each article: one JSON file with the places read last, whole or not there.

It keeps places; `place` says what one is. It writes to the disk only when `save` is called.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.reading.kept_list import KeptList
from hiitreader.reading.place import Place

if TYPE_CHECKING:
    from datetime import datetime

MOST_PLACES = 200


class KeptPlace(NamedTuple):
    """The place in one article: `digest` is the article's, `source` its path or address ("" when it has none)."""

    digest: str
    source: str
    place: Place


class Places:
    """The places in the articles read last, in memory; `save` writes them.

    Keeping a place writes nothing: call `save` when the reader has been still for a moment, when another article is
    opened and before the program ends. The file is read when it is first asked for.

    `save` may run on another thread than the rest, so that no one waits for the disk: the places are one value that is
    replaced, never changed.

    Args:
        path: the file; it need not exist.
        now: the time, for the name of a damaged file set aside.
        most: how many articles' places are kept; the ones read longest ago go first.
    """

    def __init__(self, path: Path, now: "Callable[[], datetime]", most: int = MOST_PLACES) -> None:
        self._file = KeptList(path, now, "places", _damaged)
        self._most = most
        self._kept: Mapping[str, KeptPlace] | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What to tell the reader about the file, nothing when it was fine or was not read yet."""
        return () if self._file.problem is None else (self._file.problem,)

    @property
    def unsaved(self) -> bool:
        """Whether the file is behind."""
        return self._file.unsaved

    def find(self, digest: str, source: str = "") -> Place | None:
        """The place kept for an article, None when there is none.

        The article's own, by its digest; else the latest kept for an article from the same source, which was edited
        since. `position_of` finds the words again in both.
        """
        kept = self._loaded()
        if digest in kept:
            return kept[digest].place
        same = [one.place for one in kept.values() if source and one.source == source]
        return same[-1] if same else None

    @property
    def latest(self) -> KeptPlace | None:
        """The place in the article read last, None when there is none."""
        return next(reversed([*self._loaded().values()]), None)

    def keep(self, digest: str, place: Place, source: str = "") -> None:
        """Keep an article's place, in memory, in the stead of the one it had."""
        kept = self._loaded()
        if kept.get(digest) == (new := KeptPlace(digest, source, place)) and [*kept][-1] == digest:
            return
        others = [one for one in kept.values() if one.digest != digest]
        self._kept = {one.digest: one for one in [*others, new][-self._most :]}
        self._file.unsaved = True

    def forget(self, digest: str) -> None:
        """Keep no place for an article any more."""
        kept = self._loaded()
        if digest in kept:
            self._kept = {one.digest: one for one in kept.values() if one.digest != digest}
            self._file.unsaved = True

    def forget_all(self) -> None:
        """Keep no place at all any more, and take the file for empty: whoever erases everything deletes it."""
        self._kept = {}
        self._file.take_for_empty()

    def save(self) -> None:
        """Write the places, if any changed since; a file that could not be read is set aside first.

        Raises:
            WorldProblem: they could not be written; the old file is whole and they are still in memory, unsaved.
        """
        self._file.save(lambda: (_plain(one) for one in self._loaded().values()))

    def _loaded(self) -> Mapping[str, KeptPlace]:
        if self._kept is None:
            self._kept = {one.digest: one for one in self._file.read(_kept)}
        return self._kept


def _damaged(aside: Path) -> Problem:
    return WorldProblem(
        N_("The file of your places in articles was damaged."),
        safe=N_("It is kept as {name}; articles whose place is lost open at their beginning."),
        name=aside.name,
        path=aside,
    )


def _plain(kept: KeptPlace) -> dict[str, object]:
    """One entry of the file, as `_kept` reads it."""
    place = kept.place._asdict()
    return kept._asdict() | {"place": {"index": place.pop("block"), **place}}


def _kept(value: Mapping[str, object]) -> KeptPlace:
    """One entry of the file.

    Raises:
        TypeError, ValueError, KeyError: it is not an entry.
    """
    place = value["place"]
    if not isinstance(place, dict):
        raise TypeError
    words = {key: _texts(place[key]) for key in ("said_before", "said", "before", "after")}
    index, word, within = (_whole(place[key]) for key in ("index", "word", "within"))
    if index < 0 or word < 0:
        raise ValueError
    return KeptPlace(
        _text(value["digest"]),
        _text(value["source"]),
        Place(block=index, mark=_text(place["mark"]), word=word, within=within, **words),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(one) for one in value)
