"""What is alike is found and says why: a set judged by a person, and the rules one by one."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hiitreader.article.blocks import Article
from hiitreader.article.door import article_from_markdown
from hiitreader.library.bundled import bundled, bundled_article
from hiitreader.library.entries import Meta
from hiitreader.library.shelf import Shelf

JUDGED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "judged.toml").read_text(encoding="utf-8")
)
FIRST = 3


def article(title: str, text: str, language: str = "en") -> Article:
    return article_from_markdown(f"---\nlanguage: {language}\n---\n# {title}\n\n{text}\n")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    made = Shelf(tmp_path_factory.mktemp("data"))
    for one in JUDGED["article"]:
        made.add(article(one["title"], one["text"], one.get("language", "en")))
    yield made
    made.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.close()


def test_there_are_thirty_queries() -> None:
    assert [len(JUDGED[kind]) for kind in ("query", "typed")] == [30, 30]


@pytest.mark.parametrize("query", JUDGED["query"], ids=lambda query: query["title"])
def test_the_right_one_is_among_the_first_three(shelf: Shelf, query: dict[str, Any]) -> None:
    wanted: str | Article
    if "text" in query:
        wanted = article(query["title"], query["text"], query.get("language", "en"))
    else:
        wanted = next(one.entry.key for one in bundled() if one.entry.title == query["title"])
    found = [post.title for post in shelf.similar(wanted)]
    assert set(found[:FIRST]) & set(query["right"]), found


@pytest.mark.parametrize("typed", JUDGED["typed"], ids=lambda typed: typed["words"])
def test_what_is_typed_finds_the_right_one_among_the_first_three(shelf: Shelf, typed: dict[str, str]) -> None:
    found = [hit.entry.title for hit in shelf.search(typed["words"])]
    assert typed["right"] in found[:FIRST], found


def test_the_bundled_posts_are_four_whatever_else_is_on_the_shelf(shelf: Shelf) -> None:
    found = {post.title for post in shelf.similar(bundled_article().digest)}
    assert {post.title for post in bundled()[0].similar} <= found
    assert "Coffee from a filter" not in found


def test_a_post_says_what_both_share(small: Shelf) -> None:
    one = article("Hypertrophy of calves", "Calves grow. Hypertrophy of calves by raising heels.")
    other = article("Raising heels", "Raising heels trains calves for hypertrophy.")
    small.add(one, Meta(tags=("Lower leg", "Heels")), "one.md")
    small.add(other, Meta(tags=("heels", "lower leg")), "other.md")
    (post,) = (found for found in small.similar(one.digest) if found.origin == "other.md")
    assert post.why == ("Lower leg", "Heels", "calves")
    assert (post.title, post.first_sentence) == ("Raising heels", "Raising heels trains calves for hypertrophy.")
    assert (post.low_minutes, post.high_minutes) == (1, 1)


def test_a_shared_tag_brings_two_nearer(small: Shelf) -> None:
    asked = article("Barley", "Barley is malted and roasted for the brewer.")
    small.add(asked, Meta(tags=("beer",)))
    plain = small.add(article("Hops one", "Hops are dried. The brewer boils them with barley."), Meta()).entry
    tagged = small.add(
        article("Hops two", "Hops are dried. The brewer boils them with barley."), Meta(tags=("Beer",))
    ).entry
    assert [post.key for post in small.similar(asked.digest)] == [tagged.key, plain.key]


def test_a_tag_alone_makes_nothing_alike(small: Shelf) -> None:
    asked = small.add(article("Barley", "Malted and roasted."), Meta(tags=("x",))).entry
    small.add(article("Stars", "Giant and dwarf."), Meta(tags=("x",)))
    assert small.similar(asked.key) == ()


def test_words_of_the_title_weigh_more(small: Shelf) -> None:
    small.add(article("Barley", "Grain stands in the field beside poppies."))
    small.add(article("Poppies", "Grain stands in the field beside barley."))
    found = small.similar(article("Of barley", "Seen."))
    assert [post.title for post in found] == ["Barley", "Poppies"]


def test_an_article_is_not_like_itself_and_the_last_ones_are_left_out(small: Shelf) -> None:
    for number in range(9):
        small.add(article(f"Zymurgy {number}", "Yeast ferments sugar into alcohol."))
    first = next(one for one in small.entries() if one.title == "Zymurgy 0")
    found = small.similar(first.key)
    assert len(found) == 5
    assert first.key not in {post.key for post in found}
    assert len(small.similar(first.key, limit=2)) == 2
    assert small.similar("none") == ()


def test_likeness_goes_with_what_is_on_the_shelf(small: Shelf) -> None:
    asked = article("Yeast", "Yeast ferments sugar.")
    assert small.similar(asked) == ()
    other = small.add(article("Sugar", "Sugar is fermented by yeast.")).entry
    assert [post.key for post in small.similar(asked)] == [other.key]
    removed = small.remove(other.key)
    assert small.similar(asked) == ()
    assert removed is not None
    small.put_back(removed)
    assert [post.key for post in small.similar(asked)] == [other.key]


def test_what_it_cites_makes_no_article_alike(small: Shelf) -> None:
    sources = "\n\n## Sources\n\n- Obesity Reviews of zymurgy, yeast and sugar, volume eleven.\n"
    asked = small.add(article("Barley", f"Malted and roasted.{sources}")).entry
    small.add(article("Stars", f"Giant and dwarf.{sources}"))
    assert small.similar(asked.key) == ()


def test_the_same_article_from_another_place_is_no_similar_post(small: Shelf) -> None:
    own = small.add(article("Thigh muscles grow", "Sprints make the thigh muscle grow."))
    small.add(article("Thigh  Muscles Grow", "Sprints make the thigh muscle grow, as our site says."))
    other = small.add(article("Sprints", "Sprints for the thigh muscle."))
    found = [post.title for post in small.similar(own.entry.key)]
    assert other.entry.title in found
    assert not any(title.casefold().startswith("thigh") for title in found)


def test_the_same_article_with_a_page_around_it_is_no_similar_post(small: Shelf) -> None:
    text = " ".join(f"Sprint {number} made the thigh grow on day {number}, and the calf." for number in range(40))
    own = small.add(article("Thighs", text)).entry
    small.add(article("Thighs", f"Home About Contact. {text} Share this. Comments are closed."))
    assert "Thighs" not in [post.title for post in small.similar(own.key)]


@pytest.mark.parametrize("title", ["Weekly notes", "Untitled", "Sprints"])
def test_two_posts_with_one_title_are_two(small: Shelf, title: str) -> None:
    """As blogs have them: each is found for the other, and both for a third."""
    notes = (
        "In March we ran sprints on the hill, and the thigh muscle grew by a little.",
        "In April the pool opened; we swam sprints and the thigh muscle rested well.",
    )
    first, second = (small.add(article(title, text)).entry for text in notes)
    assert second.key in [post.key for post in small.similar(first.key)]
    assert first.key in [post.key for post in small.similar(second.key)]
    third = article("Sprints and thighs", "Sprints for the thigh muscle, on the hill and in the pool.")
    assert {first.key, second.key} <= {post.key for post in small.similar(third)}
