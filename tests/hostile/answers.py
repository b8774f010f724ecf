"""Every answer of a server that means harm, or is broken as if it did."""

import gzip
import json
from collections.abc import Mapping

from tests.hostile.server import HTML, JSON, Say, Speaker

LARGE = 4 * 1024 * 1024
"""Bytes of what is large: many times what the tests let through."""

_BOMB = gzip.compress(b"[" + b"0," * 30_000_000 + b"0]", 1)


def endless(speaker: Speaker) -> None:
    """A body that never comes to an end."""
    speaker.begin(content_type=JSON)
    while not speaker.server.hostile.ended.is_set():
        speaker.write(b"[" * 65_536)


def endless_chunks(speaker: Speaker) -> None:
    speaker.begin(content_type=JSON, transfer_encoding="chunked")
    while not speaker.server.hostile.ended.is_set():
        speaker.write(b"1;" + b"x" * 200 + b"\r\n[\r\n")


def endless_notes(speaker: Speaker) -> None:
    """A polite "100 Continue" again and again, and never an answer."""
    while not speaker.server.hostile.ended.is_set():
        speaker.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def endless_headers(speaker: Speaker) -> None:
    speaker.write(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while not speaker.server.hostile.ended.is_set():
        number += 1
        speaker.write(f"X-{number}: {'x' * 100}\r\n".encode())


def one_long_header(speaker: Speaker) -> None:
    speaker.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not speaker.server.hostile.ended.is_set():
        speaker.write(b"x" * 65_536)


def dripping_body(speaker: Speaker) -> None:
    """A byte now and then: never silent, never done."""
    speaker.begin(content_type=JSON, content_length="100000")
    while not speaker.server.hostile.ended.wait(0.02):
        speaker.write(b"[")


def dripping_headers(speaker: Speaker) -> None:
    speaker.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not speaker.server.hostile.ended.wait(0.02):
        speaker.write(b"x")


def silent(speaker: Speaker) -> None:
    speaker.server.hostile.ended.wait(60)


def hung_up(speaker: Speaker) -> None:
    """Nothing at all."""


def cut(speaker: Speaker) -> None:
    speaker.begin(201, content_type=JSON, content_length="30")
    speaker.write(b'{"id": 9, "mode"')


def huge(speaker: Speaker) -> None:
    speaker.say(b'"' + b"x" * LARGE + b'"')


def huge_promise(speaker: Speaker) -> None:
    speaker.begin(content_type=JSON, content_length=str(2**62))
    speaker.write(b"[")


def bomb(speaker: Speaker) -> None:
    """60 MB of JSON in 60 kB, though it was asked not to pack anything."""
    speaker.say(_BOMB, content_encoding="gzip")


def bomb_of_no_known_kind(speaker: Speaker) -> None:
    speaker.say(_BOMB, content_encoding="br")


def nested(speaker: Speaker) -> None:
    speaker.say(b"[" * 90_000)


def nested_objects(speaker: Speaker) -> None:
    speaker.say(b'{"id":' * 15_000 + b"1" + b"}" * 15_000, 201)


def crowded(speaker: Speaker) -> None:
    """As many parts as fit: what takes a reader of JSON longest."""
    speaker.say(b'{"replies": 9, "x": [' + b"[]," * 32_000 + b"0]}")


def long_number(speaker: Speaker) -> None:
    speaker.say(b'{"id": ' + b"9" * 90_000 + b', "mode": 1}', 201)


def not_a_number(speaker: Speaker) -> None:
    speaker.say(b'{"id": NaN, "mode": 1, "replies": [{"id": Infinity}]}', 201)


def nothing(speaker: Speaker) -> None:
    speaker.say(b"", 200)


def created_nothing(speaker: Speaker) -> None:
    speaker.say(b"", 201)


def page_for_json(speaker: Speaker) -> None:
    """A page that says all is well, as a hotel's network shows one."""
    speaker.say(b"<!doctype html><title>Welcome</title><p>Sign in to go on. Saved! id: 9", 200, HTML)


def page_for_created(speaker: Speaker) -> None:
    speaker.say(b'<p>{"id": 9}</p>', 201, HTML)


def not_utf8(speaker: Speaker) -> None:
    speaker.say(b'{"id": 9, "text": "\xff\xfe"}', 201)


def no_http(speaker: Speaker) -> None:
    speaker.write(b"SSH-2.0-OpenSSH_9.2\r\n" * 3)


def two_lengths(speaker: Speaker) -> None:
    speaker.write(b'HTTP/1.1 201 OK\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\n{"id": 9, "mode": 1}')


def fault(speaker: Speaker) -> None:
    speaker.say(b"", 500, HTML)


def maintenance(speaker: Speaker) -> None:
    speaker.say(b"Briefly unavailable.", 503, HTML, retry_after="99999999999999999999")


def _wrong_type(value: object) -> Say:
    def say(speaker: Speaker) -> None:
        speaker.say(value, 201)

    return say


UNENDING = frozenset({dripping_body, dripping_headers, silent})
"""Those that only time brings to an end."""

WRONG_TYPES: Mapping[str, Say] = {
    f"201 {json.dumps(value)[:40]}": _wrong_type(value)
    for value in (
        None, True, 9, "9", [], [9], {}, {"id": None}, {"id": True}, {"id": "9"}, {"id": 9.5}, {"id": -9}, {"id": 0},
        {"id": 2**70}, {"id": [9]}, {"id": {"id": 9}}, {"mode": 1}, {"replies": {"id": 9}}, {"code": 9, "data": []},
    )
}  # fmt: skip

ANSWERS: Mapping[str, Say] = {
    say.__name__: say
    for say in (
        endless, endless_chunks, endless_notes, endless_headers, one_long_header, dripping_body, dripping_headers,
        silent, hung_up, cut, huge, huge_promise, bomb, bomb_of_no_known_kind, nested, nested_objects, crowded,
        long_number, not_a_number, nothing, created_nothing, page_for_json, page_for_created, not_utf8, no_http,
        two_lengths, fault, maintenance,
    )
}  # fmt: skip
