"""What a file says of itself is taken; what makes no sense is left out, and the text is never lost."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.library.front_matter import MOST_OPENED, MOST_TAGS, FrontMatter, read

WHOLE = """---
title: "Legs: larger or smaller?"
summary: What is known.
tags: [HIIT, leg size, HIIT]
language: en-GB
date: 2026-11-23
companion: true
sources:
  - "A: b. doi:10.1/x"
  - C
---

# Text
"""


def test_everything_is_taken() -> None:
    matter, body = read(WHOLE)
    assert matter == FrontMatter(
        title="Legs: larger or smaller?", summary="What is known.", tags=("HIIT", "leg size"), language="en-GB",
        date="2026-11-23", sources=("A: b. doi:10.1/x", "C"), companion=True,
    )  # fmt: skip
    assert body == "\n# Text\n"
    assert matter.meta == ("What is known.", ("HIIT", "leg size"), "2026-11-23", True)


@pytest.mark.parametrize("text", ["", "# Text", "---\n\nText", "---\nno table\n---\n", "---\ntitle: never ended\n"])
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert read(text) == (FrontMatter(), text)


@pytest.mark.parametrize(
    ("written", "matter"),
    [
        ("title: Legs: larger", FrontMatter(title="Legs: larger")),  # no YAML, as people write it
        ("tags: a, b,, a", FrontMatter(tags=("a", "b"))),
        ("sources: One, two", FrontMatter(sources=("One, two",))),
        ("Title: x\nSTART: yes", FrontMatter(title="x", start=True)),
        ("title: !!python/object/apply:os.system [ls]", FrontMatter(title="!!python/object/apply:os.system [ls]")),
        ("title: &a [*a]\nsummary: x", FrontMatter(title="&a [*a]")),  # a circle
        ("date: 2026-99-99T25:00\nsummary: 12", FrontMatter(date="2026-99-99", summary="12")),
        ("tags:\n  - {a: b}\n  - c\nsummary: [1]", FrontMatter(tags=("c",))),
        ("title: x\nlanguage: <script>", FrontMatter(title="x")),
        ("title: x\ntags: " + "[" * 5000, FrontMatter(title="x")),
    ],
)
def test_nonsense_is_left_out(written: str, matter: FrontMatter) -> None:
    assert read(f"---\n{written}\n---\nText") == (matter, "Text")


def test_there_is_an_end_to_it() -> None:
    many = ", ".join(f"t{number}" for number in range(2000))
    assert len(read(f"---\ntags: [{many}]\n---\n")[0].tags) == MOST_TAGS
    long = "---\n" + "title: x\n" * 101 + "---\nText"
    assert read(long) == (FrontMatter(), long)


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>#'\"\n ,?%@`\t0"), max_size=120))
def test_no_text_fails_or_is_lost(text: str) -> None:
    whole = f"---\n{text}\n---\nText"
    assert whole.endswith(read(whole)[1])
    assert read(whole)[1].endswith("Text")


@pytest.mark.parametrize("sign", ["[", "{", "[a, ", "{a: ", "[[],", "[{"])
def test_lists_within_lists_are_not_looked_through(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time they take grows with the square of how many are open."""
    asked: list[str] = []
    usual = yaml.load
    monkeypatch.setattr(yaml, "load", lambda text, **more: asked.append(text) or usual(text, **more))
    found, rest = read(f"---\ntitle: Legs\nx: {sign * (19_000 // len(sign))}\n---\nWords")
    assert (found.title, rest) == ("Legs", "Words")
    assert sum(text.count("[") + text.count("{") for text in asked) <= MOST_OPENED


def test_many_short_lists_are_read() -> None:
    tags = ", ".join(f"[{number}]" for number in range(300))
    assert read(f"---\ntitle: Legs\nx: [{tags}]\ntags: [a, b]\n---\n")[0].tags == ("a", "b")
