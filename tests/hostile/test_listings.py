"""A good list of bad replies: what comes of it here is a tree of readable words, whatever stood in it."""

from collections.abc import Mapping

import pytest
from tests.hostile.conftest import THREAD, Desk
from tests.hostile.server import WIRES, Hostile, Speaker

from hiitreader.article.blocks import SpanKind
from hiitreader.article.compiled import load_blocks
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.thread import ThreadReply

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def reply(number: object, parent: object = 0, **changes: object) -> dict[str, object]:
    """One reply as every wire has it at once."""
    text = changes.pop("text", "Fine.")
    return {
        "id": number, "parent": parent, "mode": 1, "created": 1e9, "text": text, "author": "Bo", "website": "",
        "post": 4, "author_name": "Bo", "author_url": "", "date_gmt": "2026-01-31T12:00:00",
        "content": {"rendered": text}, "status": "approved",
    } | changes  # fmt: skip


def pulled(desk: ReplyDesk, hostile: Hostile, listed: object) -> tuple[ThreadReply, ...]:
    """What is kept here of a list, after it has been fetched from a server that says nothing else."""
    settings = desk.servers.get()
    assert settings is not None
    wire = WIRES[settings.kind]

    def say(speaker: Speaker) -> None:
        speaker.say(wire.list_of(listed), X_WP_Total="1", X_WP_TotalPages="1")

    hostile.spoil(say, wire.lists)
    desk.sync(THREAD, by_hand=True)
    return desk.replies(THREAD).theirs


def is_a_tree(replies: tuple[ThreadReply, ...]) -> bool:
    """Every reply once, its parent before it."""
    seen = {""}
    for one in replies:
        if one.parent not in seen or one.id in seen:
            return False
        seen.add(one.id)
    return True


STRANGE: Mapping[str, list[object]] = {
    "no objects": [None, 1, "x", [], [[]], True],
    "no ids": [reply(number) for number in (None, "7", -7, 0, 7.5, True, 2**70, [7], {"id": 7})],
    "no times": [
        reply(1, created=value, date_gmt=value)
        for value in (None, "", "soon", -5, 1e300, True, [], "9999-99-99T99:99:99", "2026-01-31")
    ],
    "no texts": [reply(1, text=None, content=None), reply(2, text=7, content={"rendered": 7}), reply(3, content=[])],
    "no names": [reply(1, author=None, author_name=None), reply(2, author=["x"], author_name={"x": 1})],
    "twice": [reply(1), reply(1, text="Again."), reply(2), reply(2)],
    "circles": [reply(1, 2), reply(2, 1), reply(3, 3), reply(4, 99), reply(5, -1), reply(6, "x"), reply(7, 2**80)],
    "answers first": [reply(3, 2), reply(2, 1), reply(1)],
    "answers that are none": [
        reply(1, replies="x"), reply(2, replies={"id": 3}), reply(3, replies=[None, 9, [reply(9)]])
    ],
    "another article's": [reply(1, post=5), reply(2, post=None), reply(3, post="4"), reply(4)],
    "held by a moderator": [reply(1, status="hold", mode=2), reply(2, status="spam", mode=2), reply(3, mode=4)],
}  # fmt: skip


@pytest.mark.parametrize("kind", WIRES)
@pytest.mark.parametrize("listed", STRANGE.values(), ids=STRANGE)
def test_strange_replies(hostile: Hostile, desk_for: Desk, kind: str, listed: list[object]) -> None:
    """They are left out or mended, and the good one among them is kept."""
    kept = pulled(desk_for(hostile, kind), hostile, [*listed, reply(50)])
    assert is_a_tree(kept)
    assert all(one.id.isdecimal() for one in kept)
    assert [one.text for one in kept if one.id == "50"] == ["Fine."]


@pytest.mark.parametrize("kind", WIRES)
def test_answers_to_answers_without_an_end(hostile: Hostile, desk_for: Desk, kind: str) -> None:
    if WIRES[kind].nested:
        listed = reply(1)
        for number in range(2, 100):
            listed = reply(number, replies=[listed])
        kept = pulled(desk_for(hostile, kind), hostile, [listed])
    else:
        kept = pulled(desk_for(hostile, kind), hostile, [reply(number, number - 1) for number in range(1, 100)])
    parents = {one.id: one.parent for one in kept}
    deepest = 0
    for one in kept:
        depth, above = 1, one.parent
        while above:
            depth, above = depth + 1, parents[above]
        deepest = max(deepest, depth)
    assert is_a_tree(kept)
    assert 0 < deepest <= 20


WORDS: Mapping[str, str] = {
    "turning": f"one {TURNING} two\u202e",
    "run": "x" * 45_000,
    "deep markup": "<div>" * 4_000 + "<b><i>" * 4_000 + "deep",
    "deep quotes": ">" * 20_000 + " deep",
    "deep lists": "".join(f"{' ' * 2 * depth}- x\n" for depth in range(200)),
    "tables": "<table><tr><td>" * 60 + "deep",
    "script": "<script>alert(1)</script><style>*{display:none}</style>Read <svg onload=alert(1)><img src=x>me",
    "links": '[a](javascript:alert(1)) [b](file:///etc/passwd) <a href="data:text/html,x">c</a> '
    '<a href="//evil.example">d</a> <a href="/wp-admin/">e</a> https://good.example/f',
    "pictures": '![x](file:///etc/passwd) ![y](//evil.example/y.png) <img src="https://evil.example/z.png"> words',
    "controls": "a\x00b\x1b[31mc\x07\u2028d\ufeff\udc80".encode("utf-8", "replace").decode(),
    "entities": "&amp;" * 9_000 + "&#x202e;&#0;&#1114112;&nosuch;",
    "emphasis": "*_" * 5_000,
    "brackets": "[" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in WIRES if kind != "wordpress-form"])  # it reads as REST does
@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_strange_words(hostile: Hostile, desk_for: Desk, kind: str, text: str) -> None:
    kept = pulled(
        desk_for(hostile, kind),
        hostile,
        [reply(5, text=text, author=f"Bo{TURNING}<b>", author_name=f"Bo{TURNING}&lt;b&gt;")],
    )
    assert [one.id for one in kept] == ["5"]
    blocks = load_blocks(kept[0].compiled)
    shown = "".join(block.text for block in blocks)
    assert shown.strip()
    assert not set(shown) & set(TURNING)
    assert "<script" not in shown
    assert len(blocks) <= 301
    assert all(len(block.text) <= 2_001 for block in blocks)
    for span in (span for block in blocks for span in block.spans):
        assert span.kind is not SpanKind.IMAGE
        if span.kind is SpanKind.LINK:
            assert span.target.startswith(("https://good.example/", "http://"))


def test_a_list_with_every_type_in_every_place(hostile: Hostile, desk_for: Desk) -> None:
    """Each field of a reply, one after the other, as each type that JSON has."""
    values: tuple[object, ...] = (None, True, -1, 1.5, "", "x" * 3_000, [], [[]], {}, {"rendered": []}, 2**80)
    desk = desk_for(hostile, "wordpress-rest")
    listed = [reply(number, **{name: value}) for number, (name, value) in enumerate(
        ((name, value) for name in reply(1) for value in values), start=1)]  # fmt: skip
    for part in (listed[:90], listed[90:]):
        kept = pulled(desk, hostile, [*part, reply(500)])
        assert is_a_tree(kept)
        assert "500" in {one.id for one in kept}
