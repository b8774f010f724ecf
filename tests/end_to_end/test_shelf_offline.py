"""The whole story of the shelf, by the real program and a real WordPress: brought in, switched off, found, opened.

Everything is done with the keyboard, and what is told is what a screen reader finds in the window.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.end_to_end.test_switched_off import Begin, OnStage, begin
from tests.library.bringing import PNG
from tests.library.publishing import PaperSite, paper_site
from tests.replies.conftest import start_wordpress
from tests.replies.wordpress_server import RealWordPress
from tests.screenreader.conftest import stage

from hiitreader.library.entries import PICTURES
from hiitreader.library.shelf import Shelf

__all__ = ["begin", "stage", "start_wordpress"]

pytestmark = [pytest.mark.slow, pytest.mark.screenreader]

SIMILAR = (
    "What HIIT is, and what it does to the body", "Can fat be lost in one place?", "What body composition means",
    "How muscles grow",
)  # fmt: skip
MANY = 104
"""Posts that are written besides those that are there: more than one page of them."""
THERE = 6
"""Those that are there, the one with the phrase among them."""
REMEDY = """<p>Toast was eaten.</p><h2>The cure</h2><p><img src="{picture}" alt="A jar"></p>
<p>{much}</p><h2>The remedy</h2><p>Nothing is as unusual a remedy as marmalade, said the aunt.</p>"""
FEED = """<rss version="2.0"><channel><title>Aunts</title><item>
<title>Of aunts and jars</title><guid>1</guid>
<description>&lt;p&gt;The aunt kept seven jars. &lt;img src="/jar.png" alt="Seven jars"&gt;&lt;/p&gt;
</description></item><item><title>Nothing in it</title>
<guid isPermaLink="false">2</guid><description></description></item></channel></rss>"""
ADD, SEARCH = "ctrl+shift+n", "ctrl+shift+f"


def write_posts(site: RealWordPress) -> None:
    write = {"status": "publish"}
    for number in range(MANY):
        post = {"title": f"Breakfast {number}", "content": f"<p>{f'Porridge on day {number}. ' * 300}</p>", **write}
        site.as_admin("POST", "/wp-json/wp/v2/posts", post)
    content = REMEDY.format(picture=f"{site.url}/jar.png", much="Much was said. " * 400)
    site.as_admin("POST", "/wp-json/wp/v2/posts", {"title": "Marmalade", "content": content, **write})


def bring_in(one: OnStage, address: str, *, pictures: bool = False) -> None:
    """Open the dialog, go to the address and fetch it."""
    one.press(ADD)
    one.shows("Address of a site or a feed")
    if pictures:
        one.press(*["Tab"] * 6, "space", *["shift+Tab"] * 4)
    else:
        one.press("Tab", "Tab")
    one.press("ctrl+a", f"type {address}", "Return")


def on_the_shelf(data: Path) -> dict[str, str]:
    with closing(Shelf(data)) as shelf:
        return {entry.title: entry.key for entry in shelf.entries()}


def test_a_phrase_of_a_site_that_is_off_is_found_and_opened_where_it_stands(
    begin: Begin, start_wordpress: Callable[..., RealWordPress], tmp_path: Path
) -> None:
    site, data = start_wordpress(), tmp_path / "data"
    (site._folder / "www" / "jar.png").write_bytes(PNG)
    write_posts(site)
    one = begin()
    for title in SIMILAR:
        one.shows(title, one.article)
    one.shows("Shares: HIIT, hypertrophy, muscle.", one.article)

    bring_in(one, site.post_url)
    one.shows(f" of {MANY + THERE}: ")
    one.shows("articles are new on the shelf.")
    one.shows("It is protected by a password.")
    titles = on_the_shelf(data)
    assert {"Marmalade", "Porridge", *(f"Breakfast {number}" for number in range(MANY))} <= titles.keys()
    assert not (data / PICTURES).exists(), "none was asked for"
    one.press("Escape")

    with paper_site() as feed:
        bring_in_feed(one, feed)
        one.press("Escape")
    titles = on_the_shelf(data)
    assert [path.name for path in (data / PICTURES).iterdir()] == [titles["Of aunts and jars"]]
    bring_in(one, site.url)  # the choice of pictures stays
    one.shows("0 articles are new on the shelf.")
    one.press("Escape")
    site.switch_off()
    for title in ("Of aunts and jars", "Marmalade"):
        assert (data / PICTURES / titles[title] / "1.png").read_bytes() == PNG

    one.press(SEARCH, 'type "as unusual a rem')
    one.shows("1 article found")
    one.shows("unusual a remedy as marmalade")
    one.press('type edy"', "Return")
    one.shows("Nothing is as unusual a remedy as marmalade", one.article)
    one.press("ctrl+shift+w")
    one.shows("The remedy")

    one.press(SEARCH, "ctrl+a", "type seven jars", "Return")
    one.shows("The aunt kept seven jars.", one.article)
    one.kill()


def bring_in_feed(one: OnStage, feed: PaperSite) -> None:
    """The site is given; its page names the feed."""
    page = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    feed.says("/", page, Content_Type="text/html")
    feed.says("/feed.xml", FEED)
    feed.says("/jar.png", PNG)
    bring_in(one, feed.url, pictures=True)
    one.shows("1 article is new on the shelf.")
    one.shows("1 was not taken")
    one.shows("Nothing in it holds nothing to read.")
