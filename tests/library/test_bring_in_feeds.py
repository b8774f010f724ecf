"""The posts of a feed come to the shelf once; changed ones take the place of the old, and hostile feeds are refused."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.library.bringing import PNG, PaperShelf, Steps
from tests.library.publishing import PaperSite, paper_site

from hiitreader.article.blocks import BlockKind, SpanKind
from hiitreader.errors import InputProblem
from hiitreader.library.bring_in import feeds
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.report import Report
from hiitreader.library.bring_in.subscriptions import Subscriptions
from hiitreader.library.shelf import Shelf

ITEM = """<item><title>{title}</title><link>/posts/{n}/</link><guid>{n}</guid><category>legs</category>
<category>rest &amp; sleep</category><pubDate>Mon, 0{n} Jan 2024 10:00:00 GMT</pubDate>
<description>Short &lt;b&gt;words&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>{text}</p>
<p><a href="../2/">Next</a> <img src="/leg.png" alt="A leg"></p>]]></content:encoded>
</item>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Ann &amp;amp; her legs</title><language>en-GB</language>{items}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Beine</title><id>urn:a</id>
<entry><title type="html">&lt;i&gt;Drei&lt;/i&gt; &amp;amp; vier</title><id>urn:a:1</id>
<link href="https://example.org/1"/><updated>2024-03-01T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Sie <em>wachsen</em>.</p>
</div></content></entry>
<entry><title>Kurz</title><id>urn:a:2</id>
<link href="https://example.org/2"/><summary>Nur das.</summary></entry></feed>"""


def rss(*posts: tuple[int, str, str]) -> str:
    return RSS.format(items="".join(ITEM.format(n=n, title=title, text=text) for n, title, text in posts))


ONE, TWO = (1, "One", "The first."), (2, "Two", "The second.")


@pytest.fixture
def site() -> Iterator[PaperSite]:
    with paper_site() as made:
        yield made


@pytest.fixture
def shelf() -> PaperShelf:
    return PaperShelf()


class Reader:
    """Brings one feed in, again and again."""

    def __init__(self, site: PaperSite, shelf: PaperShelf, data: Path) -> None:
        self.address = f"{site.url}/feed/"
        self.shelf = shelf
        self.subscriptions = Subscriptions(data)
        self.data = data

    def bring_in(self, steps: Steps | None = None, *, pictures: bool = False) -> Report:
        steps = steps or Steps()
        copies = PictureCopies(self.data / "pictures") if pictures else None
        return feeds.bring_in(
            self.address, self.shelf, steps, steps.cancelled, subscriptions=self.subscriptions, pictures=copies
        )


@pytest.fixture
def reader(site: PaperSite, shelf: PaperShelf, tmp_path: Path) -> Reader:
    return Reader(site, shelf, tmp_path)


def test_rss(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    site.says("/feed/", rss(TWO, ONE))
    steps = Steps()
    report = reader.bring_in(steps)
    assert [entry.title for entry in report.added] == ["One", "Two"]
    one = report.added[0]
    assert (one.tags, one.date, one.language, one.summary) == (
        ("legs", "rest & sleep"),
        "2024-01-01",
        "en-GB",
        "Short words.",
    )
    assert one.origin == f"{site.url}/posts/1/"
    assert shelf.text("One") == ["One", "The first.", "Next A leg"]
    links = [
        span.target for block in shelf.articles[one.key].blocks for span in block.spans if span.kind is SpanKind.LINK
    ]
    assert links == [f"{site.url}/posts/2/"]
    assert [step.name for step in steps.seen] == [reader.address, "One", "Two"]
    assert [path for path, _ in site.asked] == ["/feed/"]
    assert reader.subscriptions.all()[0].title == "Ann & her legs"


def test_only_what_is_new(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    site.says("/feed/", rss(ONE))
    reader.bring_in()
    site.says("/feed/", rss(TWO, ONE))
    report = reader.bring_in()
    assert [entry.title for entry in report.added] == ["Two"]
    assert report.known == 1
    assert shelf.titles == ["One", "Two"]


def test_a_changed_post_takes_the_place_of_the_old_one(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    site.says("/feed/", rss(ONE))
    (old,) = reader.bring_in().added
    shelf.note_progress(old.key, 0.5)
    site.says("/feed/", rss((1, "One", "The first, better.")))
    report = reader.bring_in()
    assert (report.added, len(report.renewed)) == ((), 1)
    assert shelf.text("One")[1] == "The first, better."
    assert [(entry.progress, entry.unread) for entry in shelf.entries.values()] == [(0.5, False)]


def test_what_the_reader_took_away_does_not_come_back(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    site.says("/feed/", rss(ONE))
    (old,) = reader.bring_in().added
    shelf.remove(old.key)
    assert not reader.bring_in().added
    site.says("/feed/", rss((1, "One", "The first, better.")))
    report = reader.bring_in()
    assert (report.added, report.renewed, shelf.titles) == ((), (), [])


def test_it_is_asked_for_only_when_it_has_changed(site: PaperSite, reader: Reader) -> None:
    changed = "Mon, 01 Jan 2024 10:00:00 GMT"
    site.says("/feed/", rss(ONE), ETag='"1"', Last_Modified=changed)
    reader.bring_in()
    report = reader.bring_in()
    assert (report.known, report.not_taken) == (1, ())
    first, second = (headers for _, headers in site.asked)
    assert "if-none-match" not in first
    assert (second["if-none-match"], second["if-modified-since"]) == ('"1"', changed)


def test_after_cancelling_the_rest_is_asked_for_again(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    site.says("/feed/", rss(TWO, ONE), ETag='"1"')
    report = reader.bring_in(Steps(2))
    assert report.cancelled
    assert shelf.titles == ["One"]
    assert [entry.title for entry in reader.bring_in().added] == ["Two"]


def test_atom(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    site.says("/feed/", ATOM)
    reader.bring_in()
    assert shelf.titles == ["Kurz", "Drei & vier"]
    assert shelf.text("Drei & vier") == ["Drei & vier", "Sie wachsen."]
    assert shelf.text("Kurz") == ["Kurz", "Nur das.", "https://example.org/2"]


def test_letters_by_the_server_s_word(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    text = rss((1, "Einführung", "Größe")).replace(' encoding="UTF-8"', "")
    site.says("/feed/", text.encode("cp1250"), Content_Type="application/rss+xml; charset=windows-1250")
    reader.bring_in()
    assert shelf.text("Einführung")[1] == "Größe"


def test_a_careless_feed_is_read_all_the_same(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    site.says("/feed/", rss(ONE).replace("<channel>", "<channel>&nbsp;<b>").replace("</rss>", ""))
    reader.bring_in()
    assert shelf.titles == ["One"]


def test_pictures_only_when_asked(site: PaperSite, reader: Reader, shelf: PaperShelf, tmp_path: Path) -> None:
    elsewhere = '<img src="http://127.0.0.1:1/x.png" alt="x"><img src="https://192.168.0.1/x.png" alt="y">'
    site.says("/feed/", rss((1, "One", "The first." + elsewhere)))
    site.says("/leg.png", PNG)
    plain = PaperShelf()
    Reader(site, plain, tmp_path / "other").bring_in()
    assert [path for path, _ in site.asked] == ["/feed/"]
    (entry,) = reader.bring_in(pictures=True).added
    assert [path for path, _ in site.asked] == ["/feed/", "/feed/", "/leg.png"]
    pictures = [
        target
        for block in shelf.articles[entry.key].blocks
        for target in (block.target, *(span.target for span in block.spans if span.kind is SpanKind.IMAGE))
        if target and (block.kind is BlockKind.IMAGE or block.spans)
    ]
    assert [Path(target).read_bytes() for target in pictures] == [PNG]
    assert list(plain.articles) == list(shelf.articles)


@pytest.mark.slow
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "localhost", "[::ffff:127.0.0.1]",
     "rebound.example",
     "0.0.0.0"],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_picture_elsewhere_in_ones_own_network_is_not_asked_for(
    site: PaperSite, reader: Reader, monkeypatch: pytest.MonkeyPatch, scheme: str, host: str
) -> None:
    """The feed names its post's page as it likes: that it is on the picture's host lets nobody in."""
    usual = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *more, **named: usual(host.replace("rebound.example", "127.0.0.1"), *more, **named),
    )
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.2)
        page = f"{scheme}://{host}:{other.getsockname()[1]}/"
        post = rss((1, "One", f'Words <img src="{page}a.png" alt="A leg">'))
        site.says("/feed/", post.replace("<link>/posts/1/</link>", f"<link>{page}</link>"))
        assert len(reader.bring_in(pictures=True).added) == 1
        with pytest.raises(TimeoutError):
            other.accept()


def test_pictures_that_are_asked_for_later_come_once(site: PaperSite, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "data")
    reader = Reader(site, shelf, tmp_path)  # type: ignore[arg-type] -- it is a shelf
    site.says("/feed/", rss(TWO, ONE), ETag='"1"')
    site.says("/leg.png", PNG)
    entries = reader.bring_in().added
    shelf.remove(entries[1].key)
    report = reader.bring_in(pictures=True)
    article = shelf.open(entries[0].key)
    assert article is not None
    targets = [span.target for block in article.blocks for span in block.spans if span.kind is SpanKind.IMAGE]
    assert [Path(target).read_bytes() for target in targets] == [PNG]
    assert (report.added, report.renewed, report.known) == ((), (), 2)
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == [entries[0].key], "what was taken away stays so"
    asked = len(site.asked)
    reader.bring_in(pictures=True)
    assert [headers["if-none-match"] for _path, headers in site.asked[asked:]] == ['"1"']
    reader.bring_in()
    article = shelf.open(entries[0].key)
    shelf.close()
    assert article is not None
    assert any(span.target for block in article.blocks for span in block.spans), "and stay when they are not asked for"


def test_redirects_stay_on_the_site(site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    site.says("/feed/", "", 301, Location="/feed.xml")
    site.says("/feed.xml", rss(ONE))
    reader.bring_in()
    assert shelf.titles == ["One"]
    site.says("/feed/", "", 302, Location="https://example.org/feed")
    (left,) = reader.bring_in().not_taken
    assert left.reason == "That address leads to another site: example.org."


ENTITIES = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{value}">]>' + rss((1, "One", "x")).partition("?>")[2]
REFUSED = {
    "entities": (ENTITIES.format(value="aaaa").encode(), "It defines abbreviations that could grow without bounds."),
    "entities in utf-16": (
        ENTITIES.format(value="aaaa").encode("utf-16"),
        "It defines abbreviations that could grow without bounds.",
    ),
    "many attributes": (
        ("<rss " + " ".join(f"a{n}='1'" for n in range(2_000)) + ">").encode(),
        "The feed is larger than what is read at one go.",
    ),
    "many tags": (b"<rss>" + b"<a>" * 50_000, "The feed is larger than what is read at one go."),
    "too many characters": (b"<rss>" + b"a" * 5_000_000, "The feed is larger than what is read at one go."),
    "prefixes": (
        b"<rss " + b" ".join(b"xmlns:a%d='b'" % number for number in range(100)) + b"/>",
        "The feed is larger than what is read at one go.",
    ),
    "white space": (b"<rss" + b" \n" * 500_000, "The feed is larger than what is read at one go."),
    "lines before it": (b"\n" * 500_000 + b"<p>", "There is no feed at that address."),
    "a page": (b"<!DOCTYPE html><title>a</title><p>text", "There is no feed at that address."),
    "nothing": (b"", "There is no feed at that address."),
    "a film": (b"\0\1\2" * 100, "This file holds no text that can be read."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name: str, site: PaperSite, reader: Reader, shelf: PaperShelf) -> None:
    data, reason = REFUSED[name]
    site.says("/feed/", data)
    report = reader.bring_in()
    assert [(one.name, one.reason) for one in report.not_taken] == [(reader.address, reason)]
    assert not shelf.titles


def test_a_long_feed_is_read_to_its_last_whole_post(monkeypatch: pytest.MonkeyPatch) -> None:
    text = rss(*((n, f"Number {n}", "Text.") for n in range(9)))
    monkeypatch.setattr(feeds, "MOST_MARKS", 100)
    found = feeds.read_feed(text.encode(), "https://example.org/feed")
    assert found.cut
    assert [post.title for post in found.posts] == [f"Number {n}" for n in range(len(found.posts))]
    assert 0 < len(found.posts) < 9


AUTHORS = ("author", "managingEditor", "webMaster", "dc:creator", "dc:publisher", "itunes:author", "contributor")


@pytest.mark.parametrize("element", AUTHORS)
def test_no_pattern_is_looked_for_in_a_long_name(element: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the parser's took minutes for a name of 100,000 letters."""
    import feedparser

    def search(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        assert "@" not in pattern, element
        return re.search(pattern, text, flags)

    monkeypatch.setattr(feedparser.mixin, "re", SimpleNamespace(search=search, sub=re.sub, findall=re.findall))
    item = f"<item><title>One</title><{element}>a <b/>&amp;<![CDATA[a]]></{element}><category>legs</category></item>"
    feed = feeds.read_feed(f"{RSS.format(items=item)}".encode(), "https://x.org/feed")
    assert [(post.title, post.tags) for post in feed.posts] == [("One", ("legs",))]


def test_a_category_is_compared_with_few() -> None:
    some = "".join(f"<category>{number}</category>" for number in range(4_000))
    found = feeds._parsed(RSS.format(items=f"<item>{some}</item>"))
    assert len(found.entries[0].tags) == 50  # type: ignore[attr-defined]
    (post,) = feeds.read_feed(RSS.format(items=f"<item>{some}</item>").encode(), "https://x.org/feed").posts
    assert post.tags == tuple(map(str, range(50)))


def test_a_string_is_never_an_address_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss(ONE), encoding="utf-8")
    for text in (str(tmp_path / "feed.xml"), "http://127.0.0.1:1/feed"):
        with pytest.raises(InputProblem, match="no feed"):
            feeds.read_feed(text.encode(), "https://example.org/feed")


ADDRESSES = {
    "http://a.org/feed": "http://a.org/feed has no encryption: others could read along, and change what comes.",
    "ftp://example.org/feed": "“ftp://example.org/feed” is not the address of a site.",
    "file:///etc/passwd": "“file:///etc/passwd” is not the address of a site.",
    "https://a:b@example.org/": "“https://a:b@example.org/” is not the address of a site.",
    "": "“” is not the address of a site.",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_are_not_asked(address: str, shelf: PaperShelf, tmp_path: Path) -> None:
    report = feeds.bring_in(address, shelf, subscriptions=Subscriptions(tmp_path))
    assert [one.reason for one in report.not_taken] == [ADDRESSES[address]]


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_server_that_says_no(status: int, site: PaperSite, reader: Reader) -> None:
    site.says("/feed/", "", status)
    assert len(reader.bring_in().not_taken) == 1


def test_a_damaged_memory_begins_anew(site: PaperSite, reader: Reader, tmp_path: Path) -> None:
    site.says("/feed/", rss(ONE))
    reader.bring_in()
    (file,) = (tmp_path / "sources").iterdir()
    file.write_bytes(b'{"form": 1, "posts": 3}')
    assert reader.bring_in().known == 1
    reader.subscriptions.forget(reader.subscriptions.all()[0])
    assert not reader.subscriptions.all()
