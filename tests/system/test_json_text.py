"""JSON from a server: what the library's reader reads is read the same, and what is too much is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.system import json_text
from hiitreader.system.json_text import MOST, QUICK, TooMuchError, read_json
from hiitreader.system.web import WebAnswer

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(value=values, spaced=st.booleans())
def test_both_ways_read_the_same(value: object, spaced: bool) -> None:
    text = json.dumps(value, indent=1 if spaced else None)
    assert read_json(text.encode()) == value
    assert json_text._Unhurried().decode(text) == value


@given(text=st.text(alphabet='{}[]:,"\\0129.eE-truefalsn u', max_size=30))
def test_both_ways_refuse_the_same(text: str) -> None:
    def read(reader: json.JSONDecoder) -> object:
        try:
            return repr(reader.decode(text))
        except ValueError:
            return ValueError

    assert read(json_text._Quick()) == read(json_text._Unhurried())


def test_much_is_read_the_unhurried_way(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[bool] = []
    unhurried = json_text._Unhurried
    monkeypatch.setattr(json_text, "_Unhurried", lambda: (used.append(True), unhurried())[1])
    much = [0] * (QUICK + 10)
    assert read_json(json.dumps(much[:100]).encode()) == much[:100]
    assert not used
    assert read_json(json.dumps(much).encode()) == much
    assert used


def test_twenty_thousand_replies_are_not_too_much() -> None:
    one = dict.fromkeys(
        ("id", "parent", "text", "author", "website", "mode", "created", "modified", "likes", "dislikes"), 1
    )
    assert len(read_json(json.dumps([one] * 20_000).encode())) == 20_000  # type: ignore[arg-type]


@pytest.mark.parametrize("body", [b"[" + b"[]," * MOST + b"0]", b"[" + b"9" * 5_000 + b"]"])
def test_too_much_is_not_read(body: bytes) -> None:
    with pytest.raises(TooMuchError):
        read_json(body)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xff", b"[" * 100_000, b'{"a":' * 50_000, b"[" + b"9" * 5_000 + b"]"]
)
def test_an_answer_that_is_none_is_none(body: bytes) -> None:
    answer = WebAnswer(200, {}, body)
    assert "id" not in answer.table()
    assert answer.rows() is None


def test_a_mark_at_the_beginning_is_no_part_of_it() -> None:
    assert WebAnswer(200, {}, b'\xef\xbb\xbf{"id": 9}').table().id_of("id") == 9
