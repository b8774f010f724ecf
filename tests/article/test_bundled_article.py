"""The bundled article says what its author wrote, word for word, and its outline is right."""

import json
import re
from pathlib import Path

from hiitreader.article.blocks import BlockKind
from hiitreader.article.door import open_article
from hiitreader.article.outline import outline

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = ROOT / "resources" / "articles" / "hiit-leg-size.md"
COMPILED = ROOT / "resources" / "compiled" / "start.json"
SEED = (Path(__file__).parent / "seed.txt").read_text(encoding="utf-8")
# These three parts of the seed are made live by the program: they stand after the article, not in it.
LIVE = "Similar Posts Leave a Reply Your email address will not be published. Required fields are marked *"


def test_every_word_of_the_seed_and_no_other() -> None:
    words = SEED.split()
    live = LIVE.split()
    assert words[-len(live) :] == live
    assert [word for block in open_article(WRITTEN).blocks for word in block.text.split()] == words[: -len(live)]


def test_paragraphs_are_those_of_the_seed() -> None:
    seed = [part.strip() for part in re.split(r"\n\s*\n", SEED)]
    blocks = [block.text for block in open_article(WRITTEN).blocks if block.text]
    assert blocks == seed[: len(blocks)]
    assert seed[len(blocks)] == "Similar Posts"


def test_outline_skips_no_level() -> None:
    article = open_article(WRITTEN)
    entries = outline(article.blocks)
    assert [entry.level for entry in entries] == [1, 2, 3, 3, 3, 3]
    assert entries[0].title == article.title == "Does HIIT workout result in larger or smaller leg muscles?"
    assert entries[1].title == "The Truth About HIIT and Leg Size"
    assert article.language == "en"
    assert {block.kind for block in article.blocks} == {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.RULE}


def test_the_compiled_article_is_fresh_and_names_no_place_on_a_disk() -> None:
    compiled = json.loads(COMPILED.read_bytes())
    assert compiled["digest"] == open_article(WRITTEN).digest
    assert compiled["source"] == ""
