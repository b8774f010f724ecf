"""A value of a server's JSON is of the type that was asked for, or the empty one of it."""

import json
from math import isfinite

import pytest
from hypothesis import given
from tests.hostile.odd_answers import any_json

from hiitreader.system.json_table import MOST_ID, Table, rows
from hiitreader.system.json_text import read_json


@given(text=any_json)
def test_whatever_it_is_the_type_is_right(text: str) -> None:
    try:
        found = read_json(b'{"x": ' + text.encode("utf-8", "surrogatepass") + b"}")
    except (ValueError, RecursionError):
        return
    table = Table(found)
    assert table.text("x").encode() is not None
    assert len(table.text("x", 3)) <= 3
    assert 0 <= table.id_of("x") < MOST_ID
    assert all(0 < one < MOST_ID for one in table.ids("x", 2))
    assert len(table.ids("x", 2)) <= 2
    assert type(table.whole("x")) in {int, type(None)}
    number = table.number("x")
    assert number is None or (not isinstance(number, bool) and isfinite(number))
    assert table.is_true("x") in {True, False}
    assert all(isinstance(one, str) for one in table.texts("x"))
    assert isinstance(table.table("x"), Table)
    listed = table.rows("x")
    assert listed is None or all(isinstance(one, Table) for one in listed)


@pytest.mark.parametrize("text", ["null", "true", "5", "9.5", '"x"', "[]", "[5]", "NaN"])
def test_what_is_no_object_is_an_empty_one(text: str) -> None:
    for table in (Table(json.loads(text)), *(rows(json.loads(text)) or ())):
        assert "id" not in table
        assert (table.text("id"), table.id_of("id"), table.whole("id"), table.rows("id")) == ("", 0, None, None)


def test_what_is_as_it_should_be_comes_as_it_is() -> None:
    table = Table(
        {"id": 9, "text": "a\tb\n\x00c\ud800", "n": 1.5, "yes": True, "ids": [1, True, "2", 3], "t": {"a": "b"}}
    )
    assert (table.id_of("id"), table.text("text"), table.number("n")) == (9, "a\tb\nc", 1.5)
    assert (table.is_true("yes"), table.ids("ids", 9), table.texts("ids")) == (True, (1, 3), ("2",))
    assert table.table("t").text("a") == "b"


def test_what_is_missing_is_not_what_is_odd() -> None:
    assert Table({}).text("status", missing="approved") == "approved"
    assert Table({"status": []}).text("status", missing="approved") == ""
