"""A companion says that it is one, and every bundled article shows its sources."""

from pathlib import Path

import pytest

from hiitreader.article.blocks import Article, BlockKind, SpanKind
from hiitreader.article.door import article_from_markdown
from hiitreader.library.bundling import Written, written_articles
from hiitreader.library.companions import with_matter
from hiitreader.library.front_matter import FrontMatter, read
from hiitreader.system.paths import resources

SOURCES = ("A. doi:10.1519/JSC.0b013e3181e840f3", "B (PMC10048683), doi: 10.1/x.", "C")


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def test_the_line_stands_below_the_title_and_the_sources_at_the_end() -> None:
    plain = article_from_markdown("# One\n\nText.\n\n- a\n- b\n")
    article = with_matter(plain, FrontMatter(companion=True, sources=SOURCES))
    assert texts(article) == ["One", "A companion of this program.", "Text.", "a", "b", "Sources", *SOURCES]
    heading = article.blocks[5]
    assert (heading.kind, heading.level, heading.anchor) == (BlockKind.HEADING, 2, "sources")
    lists = {block.within[0] for block in article.blocks[6:]}
    assert [held.of for held in lists] == [3]
    assert lists.isdisjoint(block.within[0] for block in article.blocks[3:5])
    assert len({block.within[1] for block in article.blocks[6:]}) == 3
    assert article.digest == plain.digest


def test_sources_lead_where_they_are_published() -> None:
    article = with_matter(article_from_markdown("# One"), FrontMatter(sources=SOURCES))
    links = [(block.text[span.start : span.end], span.target) for block in article.blocks for span in block.spans]
    assert links == [
        ("doi:10.1519/JSC.0b013e3181e840f3", "https://doi.org/10.1519/JSC.0b013e3181e840f3"),
        ("PMC10048683", "https://pmc.ncbi.nlm.nih.gov/articles/PMC10048683/"),
    ]
    assert {span.kind for block in article.blocks for span in block.spans} == {SpanKind.LINK}


def test_an_article_without_either_is_as_it_was() -> None:
    article = article_from_markdown("# One\n\nText.")
    assert with_matter(article, FrontMatter(title="x", tags=("a",))) == article


def test_the_words_are_in_the_language_of_the_article() -> None:
    article = article_from_markdown("---\nlanguage: de-AT\n---\nText.\n\n## Sources\n")
    made = with_matter(article, FrontMatter(companion=True, sources=("A",)))
    assert texts(made) == ["Ein Begleittext zu diesem Programm.", "Text.", "Sources", "Quellen", "A"]
    assert made.blocks[3].anchor != made.blocks[2].anchor


COMPANIONS = [one for one in written_articles(resources() / "articles") if one.matter.companion]


def test_there_are_four_companions() -> None:
    assert len(COMPANIONS) == 4


@pytest.mark.parametrize("one", COMPANIONS, ids=lambda one: one.name)
def test_a_companion_names_what_it_is_and_what_it_rests_on(one: Written) -> None:
    said = texts(one.article)
    assert said[:2] == [one.matter.title, "A companion of this program."]
    assert said[said.index("Sources") - 1] == "General information, not medical advice."
    assert tuple(said[said.index("Sources") + 1 :]) == one.matter.sources != ()
    assert 300 <= sum(len(text.split()) for text in texts(one.text)) <= 520
    assert one.matter.summary
    assert one.matter.tags
    assert one.matter.date


def test_every_word_of_a_file_is_in_its_article() -> None:
    """The door and the front matter agree on where the text begins."""
    for path in sorted(Path(resources() / "articles").glob("*.md")):
        _matter, body = read(path.read_text(encoding="utf-8"))
        assert body.strip().startswith("# ")
