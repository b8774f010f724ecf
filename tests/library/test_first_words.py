"""The first sentence is the first that is one."""

import pytest

from hiitreader.article.door import article_from_markdown
from hiitreader.library.entries import Meta, ShelfEntry
from hiitreader.library.first_words import LONGEST_SENTENCE, entry_of, first_sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# Title\n\nOne. Two.", "One."),
        ("# Title\n\n- An item.\n\nBy line\n\nThe first one? Yes.", "The first one?"),
        ("It grew by 3.5 cm in a year! And then?", "It grew by 3.5 cm in a year!"),
        ("He said “Go.” And went.", "He said “Go.”"),
        ("筋肉は育つ。脚も。", "筋肉は育つ。"),
        ("No end", "No end"),
        ("# Only a title", ""),
        ("word " * 100, f"{'word ' * 59}word…"),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(article_from_markdown(text)) == sentence
    assert len(sentence) <= LONGEST_SENTENCE + 1


def test_an_entry() -> None:
    article = article_from_markdown("---\nlanguage: en\n---\n# Legs\n\nThey grow.")
    meta = Meta("Sum", ("a",), "2026-01-02", companion=True)
    assert entry_of(article, meta, "legs.md", "2026-01-03T00:00:00+00:00") == ShelfEntry(
        article.digest, "Legs", "Sum", ("a",), "en", "2026-01-02", "legs.md", "2026-01-03T00:00:00+00:00", 3,
        "They grow.", companion=True,
    )  # fmt: skip
