"""Words are found in titles and texts, as they are typed, in any language, with the hit marked and found again."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.counting import calls

from hiitreader.article.door import article_from_markdown
from hiitreader.article.find import FindQuery, find_all
from hiitreader.article.flow import Flow
from hiitreader.library import search as module
from hiitreader.library.entries import Hit
from hiitreader.library.search import MANY, asked, keep_words
from hiitreader.library.shelf import Shelf
from hiitreader.library.snippets import CLOSE, OPEN, snippet
from hiitreader.library.tables import MIGRATIONS, PART, PARTS

TEXTS = {
    "Sprints": "Sprints build strong legs. They take little time!\n\nDo they last?",
    "Élan vital": "Über Öl, naïve Straße und El Niño: cafe\u0301.",
    "筋肉": "筋肉は運動で育つ。脚も太くなる。",
    "ไทย": "กล้ามเนื้อขาโตขึ้น",
    "हिन्दी": "मांसपेशियों की वृद्धि होती है।",
    "Русский": "Мышцы ног растут от спринта.",
    "العربية": "تنمو عضلات الساقين بالعدو.",
    "Titel legs": "No word of it here.",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    made = Shelf(tmp_path_factory.mktemp("data"))
    for title, text in TEXTS.items():
        made.add(article_from_markdown(f"# {title}\n\n{text}\n"))
    yield made
    made.close()


def titles(shelf: Shelf, query: str) -> set[str]:
    return {hit.entry.title for hit in shelf.search(query)} & TEXTS.keys()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("spri", {"Sprints"}),
        ("SPRINTS legs", {"Sprints"}),
        ("strong legs ", {"Sprints"}),
        ("strong leg ", {"Sprints"}),  # no article has the word that the space ends
        ("son legs ", set()),
        ("strong leg", {"Sprints"}),
        ('"strong legs"', {"Sprints"}),
        ('"legs strong"', set()),
        ("“strong legs”", {"Sprints"}),
        ('"strong le', {"Sprints"}),  # as one types it
        ('"strong le ', set()),
        ('"strong le"', set()),
        ('"legs stro', set()),
        ("„strong", {"Sprints"}),
        ('"strong l', set()),
        ("s", set()),  # one letter is not looked for until it is a word
        ("elan", {"Élan vital"}),
        ("uber ol", {"Élan vital"}),
        ("ÜBER", {"Élan vital"}),
        ("café", {"Élan vital"}),
        ("cafe", {"Élan vital"}),
        ("nino", {"Élan vital"}),
        ("straße", {"Élan vital"}),
        ("筋肉", {"筋肉"}),
        ("肉は運", {"筋肉"}),
        ("運肉", set()),
        ("脚 育つ", {"筋肉"}),
        ("เนื้อ", {"ไทย"}),
        ("वृद्धि", {"हिन्दी"}),
        ("मांसपे", {"हिन्दी"}),
        ("мышцы", {"Русский"}),
        ("عضلات", {"العربية"}),
        ("nowhere", set()),
    ],
)
def test_words_of_any_language(shelf: Shelf, query: str, found: set[str]) -> None:
    assert titles(shelf, query) == found


def test_the_title_comes_first(shelf: Shelf) -> None:
    assert shelf.search("legs")[0].entry.title == "Titel legs"


@pytest.mark.parametrize("query", ["", " ", '"', '""', "!", "* - ( )", '" "', "\x00", "^:{}"])
def test_nothing_to_look_for(shelf: Shelf, query: str) -> None:
    assert asked(query) == ""
    assert shelf.search(query) == ()


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("legs", '"legs"*'),
        ("legs ", '"legs"'),
        ("AND", '"AND"*'),
        ("a NEAR(b", '"a" "NEAR b"*'),
        ("title:legs*", '"title legs"*'),
        ('say "big legs" n', '"say" "big legs" "n"'),
        ("don't", '"don t"*'),
        ('"big le', '"big le"*'),
        ('"', ""),
        ('legs "', '"legs"'),
    ],
)
def test_what_is_typed_is_never_a_command(query: str, meant: str) -> None:
    assert asked(query) == meant


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_query_fails(shelf: Shelf, query: str) -> None:
    shelf.search(query)


def said(hit: Hit) -> str:
    return "".join(f"[{text}]" if marked else text for text, marked in hit.snippet)


@pytest.mark.parametrize(
    ("query", "snippet", "excerpt"),
    [
        ("strong le", "[strong] [legs]", "strong legs. They take little time!"),
        ("last", "[last]?", "last?"),
        ("運動", "[運動]で", "運動で育つ。脚も太くなる。"),
        ("cafe", "[café].", "café."),
        ("titel", "No word of it here.", ""),
    ],
)
def test_the_hit_is_marked_and_found_in_its_article(shelf: Shelf, query: str, snippet: str, excerpt: str) -> None:
    hit = next(hit for hit in shelf.search(query) if hit.entry.title in TEXTS)
    assert snippet in said(hit)
    assert hit.excerpt == excerpt
    article = shelf.open(hit.entry.key)
    assert article is not None
    if not excerpt:
        return
    flow = Flow(article.blocks)
    start, _end = find_all(flow, FindQuery(excerpt))[0]
    assert flow.text()[start:].startswith(excerpt) or "\u0301" in flow.text()


def test_the_hit_that_is_gone_to_has_most_of_what_was_looked_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(article_from_markdown("# Of zymurgists\n\nThe aunt kept seven zymurgists in jars.\n\nSeven."))
    (hit,) = shelf.search("seven zymurgists")
    (jars,) = shelf.search("jars zymurgists aunt")
    (title,) = shelf.search("of zymurgists jars ")
    shelf.close()
    assert hit.excerpt == "seven zymurgists in jars."
    assert jars.excerpt == "aunt kept seven zymurgists in jars."
    assert title.excerpt == "Of zymurgists"


def test_a_phrase_may_go_on_in_the_next_block(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(article_from_markdown("# Aunts\n\nSeven jars\n\nof marmalade."))
    (hit,) = shelf.search('"jars of"')
    shelf.close()
    assert hit.excerpt == "jars"


CITING = """# Thighs

The growth of muscle is called hypertrophy.

## Sources

- A. Writer. Muscle hypertrophy and growth. Journal 2010.
- B. Writer. Zymurgy.

## Afterword

Ploughing on.
"""


def test_what_is_shown_stands_in_the_text_rather_than_in_the_sources(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(article_from_markdown(CITING))
    shelf.add(article_from_markdown("# Other\n\n" + "Muscle. " * 30 + "Hypertrophy of a writer."))
    asked_for = ("muscle growth", "zymurgy", "ploughing", "hypertrophy zymurgy", "writer hypertrophy")
    found = {query: {hit.entry.title: said(hit) for hit in shelf.search(query)} for query in asked_for}
    shelf.close()
    assert "[growth] of [muscle] is called hypertrophy." in found["muscle growth"]["Thighs"]
    assert "B. Writer. [Zymurgy]." in found["zymurgy"]["Thighs"]
    assert "[Ploughing] on." in found["ploughing"]["Thighs"]
    assert "called [hypertrophy]" in found["hypertrophy zymurgy"]["Thighs"], "what is asked for may be in both"
    assert list(found["writer hypertrophy"]) == ["Other", "Thighs"]


def test_beginnings_are_looked_for_only_where_nothing_has_the_words(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(article_from_markdown("# Tea\n\nA zymurgist drinks."))
    assert [hit.entry.title for hit in shelf.search("zymurg drinks")] == ["Tea"]
    assert [hit.entry.title for hit in shelf.search("zymurg drin ")] == ["Tea"]
    assert [one.title for one in shelf.entries(words="zymurg drinks")] == ["Tea"]
    assert shelf.search('"zymurg" drinks') == ()
    shelf.add(article_from_markdown("# Beer\n\nThe zymurg drinks."))
    assert [hit.entry.title for hit in shelf.search("zymurg drinks")] == ["Beer"]
    shelf.close()


@pytest.mark.slow
def test_a_long_article_is_one_hit_and_found_to_its_end(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    words = "lorem " * (PART // 3) + "ultimate"
    shelf.add(article_from_markdown(f"# Long\n\n{words}"))
    shelf.add(article_from_markdown("# Short\n\nlorem"))
    assert {hit.entry.title for hit in shelf.search("lorem ")} == {"Long", "Short"}
    (hit,) = shelf.search("ultimate")
    assert hit.excerpt == "ultimate"
    assert shelf.search("long")[0].entry.title == "Long"
    shelf.remove(hit.entry.key)
    assert shelf.search("ultimate") == ()
    shelf.close()


def test_of_very_many_the_titles_and_the_newest_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MANY > 100
    monkeypatch.setattr(module, "MANY", 5)
    shelf = Shelf(tmp_path)
    for number in range(12):
        title = "A sesquipedalian title" if number == 3 else f"Number {number}"
        shelf.add(article_from_markdown(f"# {title}\n\nOf sesquipedalian words."))
    found = [hit.entry.title for hit in shelf.search("sesquipedalian", limit=4)]
    assert found == ["A sesquipedalian title", "Number 11", "Number 10", "Number 9"]
    shelf.close()


OFTEN = "The jars. " * 800 + "The aunt slept below the jars. The zymurgist kept the lid. " + "Of the jars. " * 400


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("the ", "[The] jars. [The] jars. "),
        ("the zymurgist ", " jars. [The] [zymurgist]"),
        ("the slept ", "[The] aunt [slept] below"),
        ('"of the jars" the', "[Of the jars]. [Of the jars]. "),
    ],
)
def test_a_word_that_is_there_very_often(query: str, shown: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(article_from_markdown(f"# Jars\n\n{OFTEN}\n"))
    hit = next(hit for hit in shelf.search(query) if hit.entry.title == "Jars")
    shelf.close()
    assert shown in said(hit)
    assert len(said(hit).split()) == 24
    assert hit.excerpt in OFTEN


def test_what_fts5_would_compare_with_each_other_is_gone_over_once() -> None:
    """FTS5 makes the snippet where little is found; it took 12 s where a word was there 40,000 times."""
    made = list[str]()
    connection = sqlite3.connect(":memory:")
    MIGRATIONS[0](connection)
    for number, text in enumerate(("a aunt. ", "a. " * 4_000)):
        keep_words(connection, number, article_from_markdown(f"# Zymurgy\n\n{text}\n"))
    connection.set_trace_callback(made.append)
    for row, by_fts5 in ((0, 1), (PARTS, 0)):
        made.clear()
        assert OPEN in module._snippet(connection, '"a"', row)
        assert sum("snippet(" in one for one in made) == by_fts5
    connection.close()


def test_a_snippet_takes_a_time_that_grows_as_the_text_does() -> None:
    few, many = (calls(partial(snippet, f"{OPEN}a{CLOSE}. " * often)) for often in (1_000, 4_000))
    assert many < 5 * few


def test_a_word_is_looked_for_once() -> None:
    assert asked("á a A big Big ") == '"á" "big"'
    assert asked('a "big a" big') == '"a" "big a" "big"*'
    assert len(asked("मांस मास मस ").split()) == 3
