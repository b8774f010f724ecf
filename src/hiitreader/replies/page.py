"""The few marks of a web page that tell where its replies go.

Only tags are looked at, one after another: no tree is built, so that no page takes long. It never asks a server, and
never runs or keeps what a page holds.

Source: WordPress's discovery (developer.wordpress.org/rest-api/using-the-rest-api/discovery) and its form, Isso's
client configuration (isso-comments.de/docs/reference/client-config), web linking (RFC 8288).
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

MOST_TAGS = 50_000
LONGEST = 2_000

API = "https://api.w.org/"
FORM_PAGE = "/wp-comments-post.php"


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What a page says of its replies; "" for what it does not say. Addresses are absolute, and not yet to be trusted.

    Attributes:
        api: the root of WordPress's REST interface.
        post: the page's own post in that interface.
        form: where WordPress's form posts to.
        number: the post's number in that form.
        sign_in: the page says that only people who have signed in can reply.
        isso: the root of an Isso server.
        isso_thread: the name of the page's thread on it, "" for the page's path.
        title: the page's title, on one line.
    """

    api: str = ""
    post: str = ""
    form: str = ""
    number: str = ""
    sign_in: bool = False
    isso: str = ""
    isso_thread: str = ""
    title: str = ""


def marks(address: str, links: str, text: str) -> PageMarks:
    """Read a page.

    Args:
        address: the page's own address; what it names is relative to it.
        links: its Link header, "" for none.
        text: its HTML.
    """
    reader = _Reader(address)
    for target, values in _links(links):
        reader.take_link({**values, "href": target})
    for name, attributes, inner in _tags(text):
        reader.take(name, attributes, inner)
    return reader.found()


def one_line(text: str, most: int = 300) -> str:
    """Somebody else's text as one line of plain text: no tags, no control characters, none that change direction."""
    plain = html.unescape(_TAGS.sub(" ", text[: most * 10]))
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in plain).split())[:most]


def is_web_address(text: str) -> bool:
    """Whether text that somebody else wrote is a whole address on the web, every part of which makes sense."""
    try:
        parts = urlsplit(text)
        _ = parts.port
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


class _Reader:
    def __init__(self, address: str) -> None:
        self._address = address
        self._marks: dict[str, str] = {}
        self._sign_in = False
        self._in_form = False

    def found(self) -> PageMarks:
        return PageMarks(sign_in=self._sign_in, **self._marks)

    def take_link(self, values: Mapping[str, str]) -> None:
        relations, target = values.get("rel", "").lower().split(), values.get("href", "")
        if API in relations:
            self._keep("api", self._absolute(target))
        elif "alternate" in relations and values.get("type", "").lower() == "application/json":
            self._keep("post", self._absolute(target))

    def take(self, name: str, values: Mapping[str, str], inner: str) -> None:
        if name == "link":
            self.take_link(values)
        elif name == "script":
            self._take_script(values)
        elif name == "form":
            target = self._absolute(values.get("action", ""))
            self._in_form = values.get("id") == "commentform" or urlsplit(target).path.endswith(FORM_PAGE)
            if self._in_form:
                self._keep("form", target)
        elif name == "/form":
            self._in_form = False
        elif name == "input" and self._in_form and values.get("name") == "comment_post_ID":
            self._keep("number", values.get("value", ""))
        elif name == "title":
            self._keep("title", one_line(inner))
        elif values.get("id") == "isso-thread":
            self._keep("isso_thread", values.get("data-isso-id", ""))
        elif "must-log-in" in values.get("class", "").split():
            self._sign_in = True

    def _take_script(self, values: Mapping[str, str]) -> None:
        if "data-isso" in values:
            self._keep("isso", self._absolute(values["data-isso"]))
        elif found := _ISSO_SCRIPT.fullmatch(values.get("src", "")):
            self._keep("isso", self._absolute(found[1]))

    def _keep(self, name: str, value: str) -> None:
        if value:
            self._marks.setdefault(name, value)

    def _absolute(self, target: str) -> str:
        try:
            found = urljoin(self._address, target.strip())
        except ValueError:
            return ""
        return found.partition("#")[0] if is_web_address(found) and target.isprintable() else ""


_TAG = re.compile(
    r"""<(?P<name>!--|/form|(?:link|script|style|form|input|textarea|title|section|div|p)(?=[\s/>]))"""
    r"""(?P<rest>(?:[^<>"']{1,500}+|"[^"]{0,2000}+"|'[^']{0,2000}+'){0,60}+)""",
    re.IGNORECASE,
)
_VALUE = re.compile(r"""([^\s"'<>/=]{1,60}+)(?:\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?""")
_LINK = re.compile(r"""<([^<>]{1,2000}+)>((?:\s*;\s*[\w*-]{1,40}+\s*=\s*(?:"[^"]{0,500}+"|[^\s",;]{1,500}+))*+)""")
_PARAMETER = re.compile(r""";\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s",;]+))""")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_ISSO_SCRIPT = re.compile(r"(.{0,1900}/)js/embed(?:\.min|\.dev)?\.js(?:\?.*)?")
_RAW = frozenset({"script", "style", "textarea", "title"})


def _tags(text: str) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """The tags that may matter: their names, their attributes, and what is in those that hold only text."""
    at = 0
    for _ in range(MOST_TAGS):
        tag = _TAG.search(text, at)
        if tag is None:
            return
        name, at, inner = tag["name"].lower(), tag.end(), ""
        if name in _RAW or name == "!--":
            end = re.compile("-->" if name == "!--" else f"</{name}", re.IGNORECASE).search(text, at)
            if end is None:
                return
            inner, at = text[at : min(end.start(), at + LONGEST)].removeprefix(">"), end.end()
        if name != "!--":
            yield name, _values(tag["rest"]), inner


def _values(rest: str) -> dict[str, str]:
    """The attributes of a tag; of several with one name the first."""
    values: dict[str, str] = {}
    for found in _VALUE.finditer(rest):
        value = found[2] or found[3] or found[4] or ""
        values.setdefault(found[1].lower(), html.unescape(value[:LONGEST]))
    return values


def _links(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _LINK.finditer(header):
        yield found[1], {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(found[2])}
