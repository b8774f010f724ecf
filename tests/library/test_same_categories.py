"""The other posts of a WordPress in an article's categories: a few, once a day, never against the reader's will."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.library.bringing import PaperShelf
from tests.library.publishing import PaperSite, paper_site

from hiitreader.library.bring_in.same_categories import AGAIN, fetch
from hiitreader.library.bring_in.subscriptions import Subscriptions, keys_of

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
CATEGORIES = "/wp-json/wp/v2/posts/7?_fields=categories"
POSTS = (
    "/wp-json/wp/v2/posts?per_page=4&offset=0&_fields=id,date_gmt,modified_gmt,link,title,content,excerpt,categories,tags"
    "&orderby=date&order=desc&categories=3,5&exclude=7"
)


def post(number: int, title: str, *, protected: bool = False) -> dict[str, object]:
    content = {"rendered": f"<p>Words of {title}.</p>", "protected": protected}
    return {"id": number, "modified_gmt": f"v{number}", "title": {"rendered": title}, "content": content}


@pytest.fixture
def site() -> Iterator[PaperSite]:
    with paper_site() as made:
        made.says(CATEGORIES, json.dumps({"categories": [3, 5]}))
        posts = [post(9, "Legs"), post(8, "Secret", protected=True), post(2, "Fat")]
        made.says(POSTS, json.dumps(posts), X_WP_Total="3")
        yield made


class Stage:
    def __init__(self, site: PaperSite, data: Path) -> None:
        self.site = site
        self.shelf = PaperShelf()
        self.known = Subscriptions(data)

    def fetch(self, now: datetime = NOW) -> bool:
        return fetch("article", (f"{self.site.url}/wp-json", "7"), self.shelf, self.known, now)


@pytest.fixture
def stage(site: PaperSite, tmp_path: Path) -> Stage:
    return Stage(site, tmp_path)


def test_they_are_put_on_the_shelf_and_known_by_their_article(stage: Stage) -> None:
    assert stage.fetch()
    assert stage.shelf.titles == ["Legs", "Fat"]
    assert [stage.shelf.entry(key).title for key in keys_of("article", stage.known)] == ["Legs", "Fat"]  # type: ignore[union-attr]
    assert keys_of("another", stage.known) == ()


def test_the_site_is_asked_once_a_day(stage: Stage) -> None:
    stage.fetch()
    asked = len(stage.site.asked)
    assert not stage.fetch(NOW + AGAIN - timedelta(seconds=1))
    assert len(stage.site.asked) == asked
    assert not stage.fetch(NOW + AGAIN)
    assert len(stage.site.asked) > asked
    assert not any("authorization" in headers or "cookie" in headers for _path, headers in stage.site.asked)


def test_what_the_reader_took_away_stays_away(stage: Stage) -> None:
    stage.fetch()
    legs = keys_of("article", stage.known)[0]
    stage.shelf.remove(legs)
    stage.site.says(POSTS, json.dumps([post(9, "Legs") | {"modified_gmt": "newer"}]), X_WP_Total="1")
    stage.fetch(NOW + AGAIN)
    assert stage.shelf.titles == ["Fat"]


@pytest.mark.parametrize("categories", ["[]", "{}", '{"categories": "x"}', "<p>", '{"categories": []}'])
def test_without_categories_there_are_none(stage: Stage, categories: str) -> None:
    stage.site.says(CATEGORIES, categories)
    assert not stage.fetch()
    assert stage.shelf.titles == []


def test_a_site_that_fails_costs_nothing_and_is_left_alone_for_a_day(stage: Stage) -> None:
    stage.fetch()
    stage.site.says(CATEGORIES, "no", status=500)
    assert not stage.fetch(NOW + AGAIN)
    assert len(keys_of("article", stage.known)) == 2
    asked = len(stage.site.asked)
    stage.fetch(NOW + AGAIN + timedelta(hours=1))
    assert len(stage.site.asked) == asked
