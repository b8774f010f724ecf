"""A WordPress as its REST API answers: where the API is, pages of posts, names of categories and tags.

Every value is looked at before it is believed. It asks for what it needs only, and never for what takes a password.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from hiitreader.article.front_matter import about_html
from hiitreader.errors import N_, InputProblem, Problem, WorldProblem
from hiitreader.library.bring_in.asking import OK, Asking, Said
from hiitreader.library.bring_in.page_links import named_by
from hiitreader.library.bring_in.posts import Post, plain
from hiitreader.system.json_table import Table
from hiitreader.system.web import AnswerLost

PAGE = 100
"""Posts of one answer: the most that WordPress gives."""
_TENTH = 10
_MOST_PAGES = 500
_FIELDS = "id,date_gmt,modified_gmt,link,title,content,excerpt,categories,tags"
_LONGEST_SUMMARY, _MOST_TERMS = 2_000, 60

Leave = Callable[[str, Problem], None]


class SitePost(NamedTuple):
    """A post of the site, and whether it is protected by a password."""

    post: Post
    protected: bool


def find_site(address: str, asking: Asking) -> "Site":
    """The WordPress at an address, by its page's own word, else where it usually answers.

    Raises:
        WorldProblem: nobody answers.
        InputProblem: there is none.
    """
    said = asking.get(address)
    page = said.answer.body.decode("utf-8", "replace") if said.answer.status == OK else ""
    named = named_by(said.address, said.answer.headers.get("link", ""), page).api
    roots = [named] if named else [_beside(said.address, way) for way in _USUAL]
    for root in roots:
        if not asking.is_here(root):
            continue
        found = asking.get(_joined(root, "/", {"_fields": "name,namespaces"}))
        value = found.answer.table()
        if found.answer.status == OK and "wp/v2" in value.texts("namespaces"):
            return Site(root.rstrip("/"), plain(_text(value, "name")), about_html(page).language, asking)
    raise InputProblem(
        N_("There is no WordPress at {url} that lets everyone read its posts."),
        todo=N_("Check the address, or bring in the site's feed instead."),
        url=address,
    )


_USUAL = ("wp-json", "?rest_route=/")


@dataclass(frozen=True)
class Site:
    """A WordPress: the root of its API, its name, the language of its pages."""

    root: str
    title: str
    language: str
    asking: Asking
    _names: dict[tuple[str, int], str] = field(default_factory=dict)

    def count(self) -> int:
        """How many posts there are, -1 when it does not say."""
        said = self._ask("/wp/v2/posts", {"per_page": "1", "_fields": "id"})
        return _total(said, -1)

    def identities(self) -> tuple[str, ...]:
        """The ids of all posts."""
        found: list[str] = []
        for number in range(_MOST_PAGES):
            question = {"per_page": str(PAGE), "offset": str(number * PAGE), "_fields": "id", **_BY_ID}
            said = self._ask("/wp/v2/posts", question)
            found += [str(number) for one in _list(said) if (number := one.id_of("id"))]
            if (number + 1) * PAGE >= _total(said, 0):
                break
        return tuple(found)

    def categories_of(self, post: str) -> tuple[int, ...]:
        """The numbers of the categories that a post is in."""
        value = self._ask(f"/wp/v2/posts/{post}", {"_fields": "categories"}).answer.table()
        return value.ids("categories", _MOST_TERMS)

    def posts(self, question: dict[str, str], offset: int, leave: Leave) -> tuple[list[SitePost], int]:
        """The posts from one on, at most a page of them, and how many there are in all.

        Args:
            question: what is asked for besides.
            offset: how many to leave out.
            leave: told of what can't be read, and why.
        """
        values, total = self._values(question, offset, PAGE, leave)
        self._learn("categories", values)
        self._learn("tags", values)
        return [post for value in values if (post := self._post(value)) is not None], total

    def _values(self, question: dict[str, str], offset: int, count: int, leave: Leave) -> tuple[list[Table], int]:
        """Posts as the site tells them; where so many are too much for one answer, by and by."""
        asked = {"per_page": str(count), "offset": str(offset), "_fields": _FIELDS, **_BY_ID, **question}
        try:
            said = self._ask("/wp/v2/posts", asked)
            return _list(said), _total(said, 0)
        except (AnswerLost, _NotUnderstood) as problem:
            if count == 1:
                leave(f"{urlsplit(self.root).hostname}: {offset + 1}", problem)
                return [], 0
        values: list[Table] = []
        total, tenth = 0, max(1, count // _TENTH)
        for start in range(offset, offset + count, tenth):
            if total and start >= total:
                break
            some, said_total = self._values(question, start, tenth, leave)
            values, total = values + some, max(total, said_total)
        return values, total

    def _learn(self, kind: str, values: Iterable[Table]) -> None:
        """Ask for the names of categories or tags that are not known yet."""
        wanted = {number for value in values for number in value.ids(kind, _MOST_TERMS)}
        unknown = sorted(number for number in wanted if (kind, number) not in self._names)
        for start in range(0, len(unknown), PAGE):
            some = unknown[start : start + PAGE]
            self._names.update({(kind, number): "" for number in some})
            include = ",".join(map(str, some))
            said = self._ask(f"/wp/v2/{kind}", {"include": include, "per_page": str(PAGE), "_fields": "id,name"})
            for one in _list(said):
                if number := one.id_of("id"):
                    self._names[kind, number] = plain(_text(one, "name"))

    def _post(self, value: Table) -> SitePost | None:
        number = value.id_of("id")
        if not number:
            return None
        link = _text(value, "link")
        content, excerpt = value.table("content"), value.table("excerpt")
        terms = (
            self._names.get((kind, one), "") for kind in ("categories", "tags") for one in value.ids(kind, _MOST_TERMS)
        )
        post = Post(
            identity=str(number),
            version=_text(value, "modified_gmt"),
            title=plain(_text(value.table("title"), "rendered")),
            html=_text(content, "rendered"),
            link=link if self.asking.is_here(link) else self.root,
            date=_text(value, "date_gmt"),
            language=self.language,
            tags=tuple(dict.fromkeys(name for name in terms if name)),
            summary=plain(_text(excerpt, "rendered"), _LONGEST_SUMMARY),
        )
        return SitePost(post, content.is_true("protected"))

    def _ask(self, path: str, question: dict[str, str]) -> Said:
        said = self.asking.get(_joined(self.root, path, question))
        self.asking.good(said)
        return said


_BY_ID = {"orderby": "id", "order": "asc"}
"""What is published meanwhile comes at the end, and moves nothing to another page."""


class _NotUnderstood(WorldProblem):
    """The answer makes no sense."""


def _list(said: Said) -> list[Table]:
    value = said.answer.rows()
    if value is None:
        raise _NotUnderstood(
            N_("{host} answers in a way that this program does not understand."), host=urlsplit(said.address).hostname
        )
    return list(value)


def _total(said: Said, otherwise: int) -> int:
    text = said.answer.headers.get("x-wp-total", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise  # noqa: PLR2004


def _joined(root: str, path: str, question: dict[str, str]) -> str:
    base = root.rstrip("/") + path
    return f"{base}{'&' if '?' in base else '?'}{urlencode(question, safe=',:')}"


def _beside(address: str, way: str) -> str:
    """Where a site's API may be: beside the page that was given, as a folder."""
    base = address.partition("?")[0]
    return f"{base.rstrip('/')}/{way}"


def _text(value: Table, name: str) -> str:
    return value.text(name).strip()
