"""What is known of the sites and feeds that articles came from, so that only what is new is brought in again.

One small file for each, in a folder of its own. It never holds an article, a name or a password.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from hiitreader.article.source import digest_of
from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.system.clock import Clock, SystemClock
from hiitreader.system.files import read_bytes_or_none, set_aside, write_private

FOLDER = "sources"
FORM = 1
SAME_CATEGORIES = "same categories"
"""The kind under which the posts of a site that are like an article are known, by the article's key."""
MOST_POSTS = 50_000
_TEXTS = ("address", "kind", "title", "etag", "modified")


class KnownPost(NamedTuple):
    """A post that was seen: its article's key ("" when it was not taken), what tells its versions apart, its date."""

    key: str
    version: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a site or a feed.

    `pictures` when copies of the pictures of all posts were asked for. `etag` and `modified` are what its server called
    the last answer (RFC 9110, 8.8); `posts` are those seen, by their ids, the ones seen last at the end.
    """

    address: str
    kind: str
    title: str = ""
    etag: str = ""
    modified: str = ""
    posts: Mapping[str, KnownPost] = field(default_factory=dict)
    pictures: bool = False

    def with_posts(self, posts: Mapping[str, KnownPost]) -> "Known":
        """With other posts; the oldest are forgotten when there are too many."""
        return replace(self, posts=dict(list(posts.items())[-MOST_POSTS:]))


class Subscriptions:
    """Keeps what is known.

    Args:
        data: the data folder.
        tell: tells the reader about a damaged file; nobody is told without it.
        clock: names a damaged file that is set aside.
    """

    def __init__(self, data: Path, tell: Callable[[Problem], None] | None = None, clock: Clock | None = None) -> None:
        self._folder = data / FOLDER
        self._tell = tell
        self._clock = clock or SystemClock()

    def of(self, address: str, kind: str) -> Known:
        """What is known of an address; nothing when it is new, or its file was damaged and is set aside."""
        found = self._read(self._path(address, kind))
        return found if found is not None and found.kind == kind else Known(address, kind)

    def keep(self, known: Known) -> None:
        """Keep what is known.

        Raises:
            WorldProblem: it can't be written.
        """
        texts = {name: getattr(known, name) for name in _TEXTS}
        posts = {one: tuple(post) for one, post in known.posts.items()}
        value = {"form": FORM, **texts, "pictures": known.pictures, "posts": posts}
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        write_private(self._path(known.address, known.kind), data)

    def all(self) -> tuple[Known, ...]:
        """Every site and feed, by title."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            with suppress(WorldProblem):
                one = self._read(path)
                if one is not None:
                    found.append(one)
        return tuple(sorted(found, key=lambda one: (one.title or one.address).casefold()))

    def forget(self, known: Known) -> None:
        """Forget a site or feed; its articles stay on the shelf."""
        with suppress(OSError):
            self._path(known.address, known.kind).unlink()

    def _read(self, path: Path) -> Known | None:
        data = read_bytes_or_none(path)
        found = None if data is None else _read(data)
        if data is not None and found is None:
            aside = set_aside(path, self._clock.now())
            if self._tell is not None:
                self._tell(_damaged(aside))
        return found

    def _path(self, address: str, kind: str) -> Path:
        return self._folder / f"{digest_of(f'{kind} {address}'.encode())}.json"


def keys_of(article: str, subscriptions: Subscriptions) -> tuple[str, ...]:
    """The keys of the posts of the same categories that were last found for an article, the latest first."""
    return tuple(post.key for post in subscriptions.of(article, SAME_CATEGORIES).posts.values() if post.key)


def _damaged(aside: Path) -> Problem:
    return WorldProblem(
        N_("What was known of a site or feed was damaged and could not be read."),
        safe=N_("It is kept as {name}. The articles that came from there are untouched."),
        todo=N_("Bring the site or feed in again: what is on the shelf already is not brought in twice."),
        name=f"{FOLDER}/{aside.name}",
        path=aside,
    )


def _read(data: bytes) -> Known | None:
    try:
        value = json.loads(data)
        if value["form"] != FORM:
            return None
        texts = {name: str(value[name]) for name in _TEXTS}
        posts = {str(one): KnownPost(*(str(part) for part in post)) for one, post in value["posts"].items()}
        return Known(**texts, posts=posts, pictures=value.get("pictures") is True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
