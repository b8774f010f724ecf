"""Reading JSON that a server sent, without holding up the rest of the program while it is read.

The standard library's reader is quick but lets nothing else run until it is done, and eight megabytes of empty lists
take it half a second. What has more marks than it reads in a moment is read by the library's slower way, which gives
way. It never reads what would fill the memory.
"""

import json
from json import decoder, scanner

QUICK = 150_000
"""How many marks (commas, colons, brackets) are read at one go: about 20 ms."""

MOST = 600_000
"""How many are read at all: a list of 20,000 replies has about that many."""

LONGEST_NUMBER = 400
"""How many digits a number may have; more take more than their share of time, and mean nothing here."""


class TooMuchError(ValueError):
    """JSON of so many parts, or with so long a number, that it is not read."""


def read_json(body: bytes) -> object:
    """The value that JSON in UTF-8 stands for.

    Raises:
        ValueError: it is none, or is too much.
        RecursionError: it is nested too deeply.
    """
    marks = sum(body.count(mark) for mark in (b",", b":", b"[", b"{"))
    if marks > MOST:
        raise TooMuchError
    reader = _Quick() if marks <= QUICK else _Unhurried()
    found: object = reader.decode(body.decode("utf-8-sig"))
    return found


class _Quick(json.JSONDecoder):
    def __init__(self) -> None:
        super().__init__(parse_int=_whole)


class _Unhurried(json.JSONDecoder):
    """The library's decoder, in Python from end to end: other threads get their turns."""

    def __init__(self) -> None:
        super().__init__(parse_int=_whole)
        self.parse_object = decoder.JSONObject  # type: ignore[attr-defined]
        self.parse_array = decoder.JSONArray  # type: ignore[attr-defined]
        self.parse_string = decoder.py_scanstring  # type: ignore[attr-defined]
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise TooMuchError
    return int(digits)
