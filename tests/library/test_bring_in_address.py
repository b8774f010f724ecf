"""An address of a site, a page or a feed: what the page names is found, on its own site only, and within bounds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.bringing import PaperShelf
from tests.library.publishing import PaperSite, paper_site

from hiitreader.library.bring_in import address
from hiitreader.library.bring_in.page_links import LOOKED_AT, MOST_FEEDS, MOST_TAGS, Named, named_by
from hiitreader.library.bring_in.report import Report
from hiitreader.library.bring_in.subscriptions import Subscriptions

AT = "https://ann.example/blog/legs/"
RSS = """<rss version="2.0"><channel><title>Legs</title><item><title>{title}</title><guid>1</guid>
<description>&lt;p&gt;They grow.&lt;/p&gt;</description></item></channel></rss>"""


def feed_link(to: str, kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="Ann &raquo; Feed" href="{to}">'


@pytest.mark.parametrize(
    ("header", "page", "named"),
    [
        ("", "<p>Nothing.</p>", Named()),
        ("", feed_link("feed/"), Named(feeds=(f"{AT}feed/",))),
        ("", feed_link("/atom.xml", "application/atom+xml; charset=utf-8"), Named(feeds=("https://ann.example/atom.xml",))),
        ("", "<LINK TYPE='application/rss+xml' HREF=/f?a=1&amp;b=2 REL='Alternate home'/>",
         Named(feeds=("https://ann.example/f?a=1&b=2",))),
        ("", f'<base href="https://ann.example/"><base href="/no/">{feed_link("feed")}',
         Named(feeds=("https://ann.example/feed",))),
        ("", f"<!-- {feed_link('old')} -->{feed_link('new')}", Named(feeds=(f"{AT}new",))),
        ("", f"<!-- {feed_link('never ended')}", Named()),
        ("", feed_link("other.json", "application/json"), Named()),
        ("", '<link rel="stylesheet" type="application/rss+xml" href="a">', Named()),
        ("", "".join(feed_link(f"{n}") for n in range(9)), Named(feeds=tuple(f"{AT}{n}" for n in range(MOST_FEEDS)))),
        ("", feed_link("javascript:alert(1)") + feed_link("file:///etc/passwd") + feed_link(""), Named()),
        ("", feed_link("http://ann.example/feed"), Named(feeds=("https://ann.example/feed",))),
        ("", '<link rel="https://api.w.org/" href="/wp-json/">', Named("https://ann.example/wp-json/")),
        ('<https://ann.example/api/>; rel="https://api.w.org/", </f>; rel=alternate; type="application/rss+xml"',
         '<link rel="https://api.w.org/" href="/wp-json/">', Named("https://ann.example/api/", ("https://ann.example/f",))),
        ("", "x" * LOOKED_AT + feed_link("late"), Named()),
        ("", "<link a>" * MOST_TAGS + feed_link("late"), Named()),
    ],
)  # fmt: skip
def test_what_a_page_names(header: str, page: str, named: Named) -> None:
    assert named_by(AT, header, page) == named


@pytest.fixture
def site() -> Iterator[PaperSite]:
    with paper_site() as made:
        yield made


class Reader:
    """Brings in what an address leads to."""

    def __init__(self, site: PaperSite, data: Path) -> None:
        self.site = site
        self.shelf = PaperShelf()
        self.subscriptions = Subscriptions(data)

    def bring_in(self, path: str) -> Report:
        return address.bring_in(f"{self.site.url}{path}", self.shelf, subscriptions=self.subscriptions)

    def says_page(self, path: str, html: str) -> None:
        self.site.says(
            path, f"<!doctype html><html><head>{html}</head></html>", Content_Type="text/html; charset=UTF-8"
        )


@pytest.fixture
def reader(site: PaperSite, tmp_path: Path) -> Reader:
    return Reader(site, tmp_path)


@pytest.mark.parametrize("path", ["/", "/2024/legs/"])
def test_the_feed_that_a_page_names_is_brought_in(reader: Reader, path: str) -> None:
    reader.says_page(path, feed_link("https://elsewhere.example/feed") + feed_link("/legs.xml"))
    reader.site.says("/legs.xml", RSS.format(title="Legs"), ETag='"1"')
    report = reader.bring_in(path)
    assert [one.title for one in report.added] == ["Legs"]
    assert report.not_taken == ()
    (known,) = reader.subscriptions.all()
    assert known.address == f"{reader.site.url}/legs.xml"
    again = reader.bring_in(path)
    assert (again.added, again.known) == ((), 1)
    assert reader.site.asked[-1] == ("/legs.xml", reader.site.asked[-1][1])
    assert reader.site.asked[-1][1]["if-none-match"] == '"1"'


def test_a_feed_elsewhere_is_told_and_not_followed(reader: Reader) -> None:
    reader.says_page("/", feed_link("https://elsewhere.example/feed"))
    (left,) = reader.bring_in("/").not_taken
    assert left.reason == "That address leads to another site: elsewhere.example."


def test_a_page_of_a_wordpress_leads_to_all_its_posts(reader: Reader) -> None:
    site = reader.site
    reader.says_page("/2024/legs/", f'<link rel="https://api.w.org/" href="{site.url}/wp-json/">{feed_link("/feed/")}')
    site.says("/feed/", RSS.format(title="From the feed"))
    site.says("/wp-json/?_fields=name,namespaces", '{"name": "Ann", "namespaces": ["wp/v2"]}')
    post = """[{"id": 1, "link": "/1/", "title": {"rendered": "From the site"}, "content": {"rendered": "<p>Words."},
    "modified_gmt": "2024-01-01T00:00:00", "date_gmt": "2024-01-01T00:00:00"}]"""
    asked = "/wp-json/wp/v2/posts?per_page=100&offset=0&_fields=id,date_gmt,modified_gmt,link,title,content,excerpt,"
    site.says(f"{asked}categories,tags&orderby=id&order=asc", post, X_WP_Total="1")
    site.says("/wp-json/wp/v2/posts?per_page=1&_fields=id", "[]", X_WP_Total="1")
    report = reader.bring_in("/2024/legs/")
    assert [one.title for one in report.added] == ["From the site"], report.not_taken
    assert "/feed/" not in [path for path, _headers in site.asked]


def test_a_page_that_leads_nowhere_is_asked_for_a_few_times_only(reader: Reader) -> None:
    reader.says_page("/about", feed_link("/gone.xml"))
    (left,) = reader.bring_in("/about").not_taken
    assert left.reason == f"There is nothing at {reader.site.url}/gone.xml."
    assert len(reader.site.asked) <= 6


def test_where_nobody_answers_is_asked_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    from hiitreader.library.bring_in import feeds, wordpress

    for kind in (feeds, wordpress):
        way = kind.bring_in

        def noted(source: str, *rest: object, way: object = way, **more: object) -> Report:
            asked.append(source)
            return way(source, *rest, **more)  # type: ignore[operator,no-any-return]

        monkeypatch.setattr(kind, "bring_in", noted)
    known = Subscriptions(Path("never written"))
    (left,) = address.bring_in("http://127.0.0.1:9/blog", PaperShelf(), subscriptions=known).not_taken
    assert "127.0.0.1" in left.reason
    assert len(asked) == 1
