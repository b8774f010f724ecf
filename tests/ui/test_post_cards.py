"""A similar post in words."""

import pytest

from hiitreader.library.entries import ShelfEntry, SimilarPost
from hiitreader.ui.post_cards import MOST, Card, cards, minutes_to_read, with_site_posts


def test_cards() -> None:
    one = SimilarPost("k", "Title", "First.", 2, 4, ("leg size", "hypertrophy"))
    assert cards([one, one._replace(why=(), low_minutes=1, high_minutes=1)]) == (
        Card("Title", "First.", "2 to 4 minutes to read. Shares: leg size, hypertrophy.", "k"),
        Card("Title", "First.", "A minute to read.", "k"),
    )


@pytest.mark.parametrize(
    ("origin", "said"),
    [("https://www.example.org/legs/", " From example.org."), ("http://me@example.org", " From example.org."),
     ("bundled", ""), ("/home/me/https://x.md", "")],
)  # fmt: skip
def test_a_post_from_a_site_says_so(origin: str, said: str) -> None:
    (card,) = cards([SimilarPost("k", "Title", "First.", 1, 1, (), origin)])
    assert card.why == f"A minute to read.{said}"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, 0, "A minute to read"), (1, 1, "A minute to read"), (1, 2, "1 to 2 minutes to read"),
     (3, 3, "About 3 minutes to read")],
)  # fmt: skip
def test_reading_times(low: int, high: int, said: str) -> None:
    assert minutes_to_read(low, high) == said


def test_posts_of_the_articles_own_site_join_and_say_so() -> None:
    similar = [SimilarPost(str(number), f"S{number}", "", 1, 1, ("HIIT",)) for number in range(MOST)]
    site = [ShelfEntry(key, f"P{key}", words=100, origin="https://example.org/p") for key in ("x", "1", "y", "z")]
    told = with_site_posts(similar, site)
    assert [one.title for one in told] == ["S0", "S1", "S2", "Px", "Py"]
    assert told[0].why == "A minute to read. Shares: HIIT."
    assert told[1].why == "A minute to read. Shares: HIIT. In the same categories as this article."
    assert told[3].why == "A minute to read. From example.org. In the same categories as this article."
    assert with_site_posts(similar, []) == cards(similar)
    assert [one.title for one in with_site_posts([], site)] == ["Px", "P1"]
