"""The outline, the way to a heading, and reading time."""

from hiitreader.article.door import article_from_markdown
from hiitreader.article.flow import Flow
from hiitreader.article.outline import OutlineEntry, heading_path, outline, reading_minutes, words

TEXT = "Before.\n\n# A\n\n## B<br>b\n\ntext\n\n#### C\n\ntext\n\n## D\n\ntext\n\n# E"


def test_outline() -> None:
    blocks = article_from_markdown(TEXT).blocks
    expected = (
        OutlineEntry(1, 1, "A"),
        OutlineEntry(2, 2, "B b"),
        OutlineEntry(4, 4, "C"),
        OutlineEntry(6, 2, "D"),
        OutlineEntry(8, 1, "E"),
    )
    assert outline(blocks) == outline(Flow(blocks)) == expected


def test_heading_path() -> None:
    blocks = article_from_markdown(TEXT).blocks
    paths = [heading_path(blocks, index) for index in range(len(blocks))]
    assert paths == [
        (),
        ("A",),
        ("A", "B b"),
        ("A", "B b"),
        ("A", "B b", "C"),
        ("A", "B b", "C"),
        ("A", "D"),
        ("A", "D"),
        ("E",),
    ]
    assert heading_path(Flow(blocks), 5) == ("A", "B b", "C")


def test_reading_time_is_a_range() -> None:
    assert words(article_from_markdown("# One two\n\n* three").blocks) == 3
    assert reading_minutes(0) == (0, 0)
    assert reading_minutes(10) == (1, 1)
    assert reading_minutes(500) == (1, 3)
    assert reading_minutes(3_000) == (10, 18)
