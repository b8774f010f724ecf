"""The posts of a WordPress come to the shelf once; what is changed, gone or protected is told. Its feed works too."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.bringing import PNG, PaperShelf, Steps
from tests.library.publishing import PaperSite, paper_site
from tests.replies.wordpress_server import RealWordPress, real_wordpress

from hiitreader.library.bring_in import feeds, wordpress
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.report import Report
from hiitreader.library.bring_in.subscriptions import Subscriptions
from hiitreader.library.shelf import Shelf


@pytest.fixture
def shelf() -> PaperShelf:
    return PaperShelf()


@pytest.fixture
def subscriptions(tmp_path: Path) -> Subscriptions:
    return Subscriptions(tmp_path / "data")


# -- a real one -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealWordPress]:
    with real_wordpress(tmp_path_factory.mktemp("wordpress") / "site") as site:
        yield site


def write(site: RealWordPress, title: str, content: str, **more: object) -> int:
    values = {"title": title, "content": content, "status": "publish", **more}
    return int(str(site.as_admin("POST", "/wp-json/wp/v2/posts", values)["id"]))


def write_again(site: RealWordPress, number: int, content: str) -> None:
    """Change a post in a later second than it was written in: WordPress tells when by the second."""
    post = f"/wp-json/wp/v2/posts/{number}"
    written = site.as_admin("GET", post)["modified_gmt"]
    for _try in range(50):
        if site.as_admin("POST", post, {"content": content})["modified_gmt"] != written:
            return
        time.sleep(0.1)
    raise TimeoutError(f"post {number} is as old as it was")


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/", "/wp-json-is-found-from-any-page/"])
def test_a_real_one(address: str, real: RealWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    if address != "/":
        address = real.article.url.removeprefix(real.url)

    def bring_in(steps: Steps | None = None) -> Report:
        steps = steps or Steps()
        return wordpress.bring_in(real.url + address, shelf, steps, steps.cancelled, subscriptions=subscriptions)

    tag = int(str(real.as_admin("POST", "/wp-json/wp/v2/tags", {"name": f"Rest & sleep {address[:9]}"})["id"]))
    first = write(real, "Legs & arms", "<p>They “grow”.</p><ul><li>Slowly</li></ul>", tags=[tag])
    steps = Steps()
    report = bring_in(steps)
    entry = next(entry for entry in report.added if entry.title == "Legs & arms")
    assert f"Rest & sleep {address[:9]}" in entry.tags
    assert shelf.text("Legs & arms")[1:] == ["They “grow”.", "Slowly"]
    assert "It is protected by a password." in [one.reason for one in report.not_taken]
    assert real.draft.url not in {entry.origin for entry in report.added}
    assert entry.date
    assert len(steps.seen) == len(report.added) + len(report.not_taken) + 1

    again = bring_in()
    assert (again.added, again.renewed, again.gone, again.not_taken) == ((), (), (), ())

    second = write(real, "More legs", "<p>More.</p>")
    write_again(real, first, "<p>They grow, said better.</p>")
    changed = bring_in()
    assert [one.title for one in changed.added] == ["More legs"]
    assert [one.title for one in changed.renewed] == ["Legs & arms"]
    assert shelf.text("Legs & arms")[1:] == ["They grow, said better."]
    assert shelf.titles.count("Legs & arms") == 1

    real.as_admin("DELETE", f"/wp-json/wp/v2/posts/{second}?force=true")
    real.as_admin("POST", f"/wp-json/wp/v2/posts/{first}", {"status": "draft"})
    gone = bring_in()
    assert sorted(gone.gone) == ["Legs & arms", "More legs"]
    assert {"Legs & arms", "More legs"} <= set(shelf.titles)
    assert bring_in().gone == ()
    real.as_admin("DELETE", f"/wp-json/wp/v2/posts/{first}?force=true")


@pytest.mark.slow
def test_what_comes_out_on_its_day(real: RealWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    ahead = write(real, "Written ahead", "<p>Soon.</p>", status="future", date_gmt="2037-01-01T00:00:00")
    old = {"date_gmt": "2019-01-01T00:00:00"}
    wordpress.bring_in(real.url, shelf, subscriptions=subscriptions)
    assert "Written ahead" not in shelf.titles
    real.as_admin("POST", f"/wp-json/wp/v2/posts/{ahead}", {"status": "publish", **old})
    report = wordpress.bring_in(real.url, shelf, subscriptions=subscriptions)
    assert [entry.title for entry in report.added] == ["Written ahead"]
    real.as_admin("DELETE", f"/wp-json/wp/v2/posts/{ahead}?force=true")


@pytest.mark.slow
def test_its_feed(real: RealWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    number = write(real, "In the feed", "<p>They “grow” &amp; rest.</p>")
    address = f"{real.url}/?feed=rss2"
    report = feeds.bring_in(address, shelf, subscriptions=subscriptions)
    assert "In the feed" in [entry.title for entry in report.added]
    assert shelf.text("In the feed")[1] == "They “grow” & rest."
    again = feeds.bring_in(address, shelf, subscriptions=subscriptions)
    assert (again.added, again.renewed) == ((), ())
    assert again.known == len(report.added)
    atom = feeds.bring_in(f"{real.url}/?feed=atom", PaperShelf(), subscriptions=subscriptions)
    assert {entry.title for entry in atom.added} == {entry.title for entry in report.added}
    real.as_admin("DELETE", f"/wp-json/wp/v2/posts/{number}?force=true")


@pytest.mark.slow
def test_on_the_real_shelf_a_phrase_is_found(real: RealWordPress, tmp_path: Path, subscriptions: Subscriptions) -> None:
    number = write(real, "Marmalade", "<p>Nothing is as unusual a remedy as marmalade.</p>")
    shelf = Shelf(tmp_path)
    try:
        wordpress.bring_in(real.url, shelf, subscriptions=subscriptions)
        feeds.bring_in(f"{real.url}/?feed=rss2", shelf, subscriptions=subscriptions)
        hits = shelf.search('"unusual a remedy"')
    finally:
        shelf.close()
        real.as_admin("DELETE", f"/wp-json/wp/v2/posts/{number}?force=true")
    assert [hit.entry.title for hit in hits] == ["Marmalade"], "the feed's is the same"
    assert hits[0].entry.origin.startswith(real.url)


@pytest.mark.slow
def test_a_real_one_without_rest(real: RealWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    real.set(rest_disabled=True)
    try:
        (left,) = wordpress.bring_in(real.url, shelf, subscriptions=subscriptions).not_taken
    finally:
        real.reset()
    assert left.reason == f"There is no WordPress at {real.url}/ that lets everyone read its posts."


# -- one on paper ---------------------------------------------------------------------------------------------------


class PaperWordPress:
    """Answers as a WordPress does, with any number of posts, or badly."""

    def __init__(self, site: PaperSite) -> None:
        self.site = site
        self.posts: list[dict[str, object]] = []
        self.too_much: set[int] = set()
        """Ids of posts that no answer can hold."""
        site.pages = self  # type: ignore[assignment]

    def get(self, path: str, otherwise: object) -> tuple[int, dict[str, str], bytes]:
        from urllib.parse import parse_qs, urlsplit

        parts = urlsplit(path)
        question = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.endswith(".png"):
            return 200, {}, PNG
        if parts.path == "/":
            return 200, {"Link": f'<{self.site.url}/api/>; rel="https://api.w.org/"'}, b'<html lang="de">'
        if parts.path == "/api/":
            return 200, {}, b'{"name": "Ann &amp; legs", "namespaces": ["wp/v2"]}'
        if parts.path != "/api/wp/v2/posts":
            return 404, {}, b"{}"
        found = self.posts
        if "include" in question:
            found = [one for one in found if str(one.get("id")) in question["include"].split(",")]
        if "modified_after" in question:
            found = [one for one in found if str(one["modified_gmt"]) > question["modified_after"]]
        if "after" in question:
            found = [one for one in found if str(one["date_gmt"]) > question["after"]]
        start, count = int(question.get("offset", 0)), int(question["per_page"])
        some = found[start : start + count]
        body = json.dumps(some).encode()
        if question["_fields"] != "id" and any(one.get("id") in self.too_much for one in some):
            body = b"[" + b"[" * 700_000
        return 200, {"X-WP-Total": str(len(found))}, body

    def write(self, number: int, **more: object) -> None:
        self.posts.append(
            {
                "id": number,
                "link": f"{self.site.url}/{number}/",
                "title": {"rendered": f"Number {number}"},
                "content": {"rendered": f"<p>Text of {number}.", "protected": False},
                "modified_gmt": "2024-01-01T00:00:00",
                "date_gmt": "2024-01-01T00:00:00",
                **more,
            }
        )


@pytest.fixture
def site() -> Iterator[PaperSite]:
    with paper_site() as made:
        yield made


@pytest.fixture
def paper(site: PaperSite) -> PaperWordPress:
    return PaperWordPress(site)


def asked_for_posts(site: PaperSite) -> list[str]:
    return [path for path, _ in site.asked if "/posts" in path]


def test_pages(paper: PaperWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    for number in range(1, 231):
        paper.write(number)
    report = wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions)
    assert len(report.added) == 230
    assert report.added[0].language == "de"
    assert len(asked_for_posts(paper.site)) == 4
    (known,) = subscriptions.all()
    assert (known.title, known.kind, len(known.posts)) == ("Ann & legs", "wordpress", 230)


def test_cancelled_then_gone_on_with(paper: PaperWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    for number in range(1, 151):
        paper.write(number)
    steps = Steps(121)
    report = wordpress.bring_in(paper.site.url, shelf, steps, steps.cancelled, subscriptions=subscriptions)
    assert report.cancelled
    assert len(report.added) == 120
    report = wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions)
    assert len(report.added) == 30
    assert len(shelf.titles) == 150


def test_what_came_between_is_found(paper: PaperWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    """A post whose dates are all older than what is known."""
    paper.write(1)
    wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions)
    paper.write(2, modified_gmt="2019-01-01T00:00:00", date_gmt="2019-01-01T00:00:00")
    report = wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions)
    assert [entry.title for entry in report.added] == ["Number 2"]


@pytest.mark.parametrize("when", ["9999-12-31T23:59:59", "0001-01-01T00:00:00", "0999-01-01T00:00:00"])
def test_a_date_that_no_clock_said_hides_no_change(
    paper: PaperWordPress, shelf: PaperShelf, subscriptions: Subscriptions, when: str
) -> None:
    paper.write(1, modified_gmt=when, date_gmt=when)
    if when > "2":
        paper.write(2)
    wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions)
    paper.posts[-1] |= {"content": {"rendered": "<p>New."}, "modified_gmt": "2024-02-01T00:00:00"}
    before = len(paper.site.asked)
    report = wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions)
    assert len(report.added) + len(report.renewed) == 1
    asked = [path for path, _headers in paper.site.asked[before:] if "after=" in path]
    assert not [path for path in asked if "after=9" in path or "after=0" in path or "after=1-" in path]


def test_what_is_too_much_is_named(paper: PaperWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    for number in range(1, 26):
        paper.write(number)
    paper.too_much = {7}
    report = wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions)
    assert len(report.added) == 24
    assert {one.name for one in report.not_taken} == {"127.0.0.1: 7", "127.0.0.1: 1"}


def test_strange_values(paper: PaperWordPress, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    paper.write(1, title=None, link="https://example.org/", tags=["x"], categories=5, excerpt=[])
    paper.write(2, content="text")
    paper.posts += [{"id": "x"}, {}]
    paper.write(3, modified_gmt=7, date_gmt="never")
    report = wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions)
    assert shelf.titles == ["Text of 1", "Number 3"]
    assert {entry.origin for entry in report.added} == {f"{paper.site.url}/api", f"{paper.site.url}/3/"}
    assert [one.name for one in report.not_taken] == ["Number 2"]


def test_no_wordpress(site: PaperSite, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    site.says("/", "<p>Just a page.")
    (left,) = wordpress.bring_in(site.url, shelf, subscriptions=subscriptions).not_taken
    assert left.reason == f"There is no WordPress at {site.url}/ that lets everyone read its posts."


def test_an_interface_elsewhere_is_not_asked(site: PaperSite, shelf: PaperShelf, subscriptions: Subscriptions) -> None:
    site.says("/", "", Link='<https://example.org/wp-json/>; rel="https://api.w.org/"')
    assert wordpress.bring_in(site.url, shelf, subscriptions=subscriptions).not_taken
    assert [path for path, _ in site.asked] == ["/"]


@pytest.mark.slow
def test_pictures_that_are_asked_for_later_come_once(
    paper: PaperWordPress, tmp_path: Path, subscriptions: Subscriptions
) -> None:
    for number in range(1, 121):
        paper.write(number, content={"rendered": f'<p>Of {number}. <img src="/{number}.png" alt="A leg">'})
    shelf = Shelf(tmp_path / "shelf")
    copies = PictureCopies(tmp_path / "pictures")

    def bring_in(wanted: PictureCopies | None) -> tuple[int, int]:
        before = len(paper.site.asked)
        report = wordpress.bring_in(paper.site.url, shelf, subscriptions=subscriptions, pictures=wanted)
        assert not report.not_taken
        paths = [path for path, _headers in paper.site.asked[before:]]
        return len(report.added), sum(path.endswith(".png") for path in paths)

    assert bring_in(None) == (120, 0)
    assert bring_in(copies) == (0, 120), "those of the second page too"
    assert len(list((tmp_path / "pictures").iterdir())) == 120
    assert bring_in(copies) == (0, 0)
    paper.write(500, content={"rendered": '<p>New. <img src="/500.png" alt="A leg">'}, date_gmt="2024-02-01T00:00:00")
    assert bring_in(None) == (1, 0)
    assert bring_in(copies) == (0, 1)
    shelf.close()
