"""The door to the terminal: nothing that steers it comes out, and no letter is lost on the way."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.system.hostile_text import HARMLESS_MARKS, hostile, steers, turns_on

from hiitreader.errors import Problem
from hiitreader.system.plain_output import OutputLost, PlainOutput, json_line, lines, one_line, plain_streams

RIGHT_TO_LEFT = (
    "עברית\u200f!",
    "\u200fمرحبا (ABC)\u200e",
    "می\u200cخواهم",
    "👩\u200d👩\u200d👧",
    "\u2067שלום\u2069 a",
    "a \u202bשלום\u202c",
)


@given(hostile())
def test_one_line_is_one_line_that_steers_nothing(text: str) -> None:
    said = one_line(text)
    assert not steers(said)
    assert not turns_on(said)
    assert len(said.splitlines()) <= 1
    assert "\t" not in said


@given(hostile())
def test_lines_steer_nothing_and_no_line_turns_the_next(text: str) -> None:
    said = lines(text)
    assert not steers(said.replace("\n", "").replace("\t", ""))
    assert not any(turns_on(line) for line in said.split("\n"))
    assert said.count("\n") == text.count("\n")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), include_characters=HARMLESS_MARKS)))
@example("naïve – “quoted” 中文 🙂")
def test_letters_and_the_marks_within_words_are_left_alone(text: str) -> None:
    assert one_line(text) == text
    assert lines(text) == text


@pytest.mark.parametrize("text", RIGHT_TO_LEFT)
def test_honest_text_from_right_to_left_is_left_alone(text: str) -> None:
    assert lines(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\u202egnp.exe", "gnp.exe"),
        ("a \u2067b", "a \u2067b\u2069"),
        ("a \u202bb\nc", "a \u202bb\u202c\nc"),
        ("a\u2069 \u202c b", "a b".replace(" ", "  ")),
        ("\u2067a \u202bb\u2069", "\u2067a \u202bb\u202c\u2069"),
    ],
)
def test_what_turns_ends_with_its_line(text: str, said: str) -> None:
    assert lines(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\x1b]0;b\x07", r"a\x1b]0;b\x07"),
        ("a\nNot taken: b", r"a\nNot taken: b"),
        ("a\x9b31m\x7f", r"a\x9b31m\x7f"),
        (os.fsdecode(b"caf\xe9.md"), r"caf\xe9.md"),
        ("\ud83d", r"\ud83d"),
        ("a\u2028b", r"a\u2028b"),
    ],
)
def test_what_would_steer_can_be_seen(text: str, said: str) -> None:
    assert one_line(text) == said


WHOLE = hostile().map(lambda text: text.replace("\ud83d", ""))  # half a pair, which the next one would make whole
VALUES = st.recursive(
    WHOLE | st.text() | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WHOLE, inner, max_size=3),
    max_leaves=10,
)


@given(VALUES, st.sampled_from(("utf-8", "ascii", "cp437", "latin-1")))
def test_json_reads_back_as_it_was_and_steers_nothing(value: object, encoding: str) -> None:
    line = json_line(value, encoding)
    assert json.loads(line.encode(encoding)) == value
    assert not steers(line)
    assert not turns_on(line)


@given(hostile(), st.sampled_from(("utf-8", "ascii", "cp437", "utf-16")))
def test_every_encoding_takes_every_text(text: str, encoding: str) -> None:
    raw = io.BytesIO()
    out = PlainOutput(io.TextIOWrapper(raw, encoding=encoding, newline=""))
    out.write(text)
    out.flush()
    assert not steers(raw.getvalue().decode(encoding).replace("\n", "").replace("\t", ""))


def test_whoever_writes_meanwhile_comes_by_the_same_door(capsys: pytest.CaptureFixture[str]) -> None:
    with plain_streams():
        print("a\x1b[2Jb")
        sys.stderr.write("c\x9bd")
        assert not sys.stdout.isatty()
    said = capsys.readouterr()
    assert (said.out, said.err) == ("a\\x1b[2Jb\n", "c\\x9bd")
    print("\x1b")
    assert capsys.readouterr().out == "\x1b\n"


def test_the_door_stays_for_an_exception_that_nobody_catches(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.StringIO()
    monkeypatch.setattr(sys, "stderr", raw)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.raises(KeyError), plain_streams():
        raise KeyError
    sys.stderr.write("\x1b")
    assert raw.getvalue() == "\\x1b"


def test_without_a_stream_nothing_comes_out_and_nothing_fails() -> None:
    out = PlainOutput(None)
    out.write("a")
    out.flush()
    assert not out.is_watched()


def test_whoever_read_along_has_gone() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream:  # noqa: PTH123 -- it has no path
        out = PlainOutput(stream)
        out.write("a")
        with pytest.raises(BrokenPipeError):
            out.flush()
        out.flush()  # nothing is left to fail on


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as stream:
        out = PlainOutput(stream)
        out.write("a")
        with pytest.raises(OutputLost) as told:
            out.flush()
        assert isinstance(told.value, Problem)
        out.flush()
