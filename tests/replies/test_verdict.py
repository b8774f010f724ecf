"""The count of the trials sees each kind of wrong, and calls nothing wrong that is right."""

from dataclasses import replace

import pytest
from tests.replies.sites import Kept, Row
from tests.replies.verdict import Claim, Wrong, judge

from hiitreader.replies.reply import ReplyState

ANN = "ann@example.com"
MINE = Row(7, "/a/", 3, "Ann", ANN, "Yes.", Kept.PUBLIC, "2026-11-30")
SAME = replace(MINE, id=8, written="2026-12-01")
BOBS = replace(MINE, email="bob@example.org")
SENT = Claim(1, ("Yes.",), frozenset({3}), ReplyState.PUBLISHED, "7")
TAKEN = replace(SENT, state=ReplyState.AWAITING_MODERATION)
UNNUMBERED = replace(TAKEN, server_id="")
UNSURE = replace(UNNUMBERED, state=ReplyState.UNSURE)
ASKS = replace(UNSURE, ask=True)
REFUSED = replace(UNNUMBERED, state=ReplyState.CLOSED)
TWIN = replace(SENT, number=2, server_id="8")
LISTED = {7: True, 8: True}

RIGHT = {
    "published": ([SENT], [MINE], {7: True}),
    "held": ([TAKEN], [replace(MINE, kept=Kept.HELD)], {}),
    "filtered out": ([TAKEN], [replace(MINE, kept=Kept.TRASH)], {}),
    "there, by a number not told": ([UNNUMBERED], [replace(MINE, kept=Kept.HELD)], {}),
    "held by a number not told, and taken away": ([replace(UNNUMBERED, gone=True)], [], {}),
    "refused": ([replace(REFUSED, excused=True)], [], {}),
    "refused as the same is there": ([SENT, replace(REFUSED, number=2)], [MINE], {7: True}),
    "refused as the same was there, which is put away since": (
        [replace(UNNUMBERED, gone=True), replace(REFUSED, number=2)],
        [replace(MINE, kept=Kept.TRASH)],
        {},
    ),
    "asks, and may": ([replace(ASKS, may_ask=True)], [], {}),
    "asks, may, and it is held": ([replace(ASKS, may_ask=True)], [replace(MINE, kept=Kept.HELD)], {}),
    "two of the same words": ([SENT, TWIN], [MINE, SAME], LISTED),
    "the same words of two people": ([SENT], [MINE, replace(BOBS, id=8)], {7: True, 8: False}),
    "under another answer as well": (
        [SENT, replace(TWIN, parents=frozenset({4}))],
        [MINE, replace(SAME, parent=4)],
        LISTED,
    ),
    "sent again after the first was put into the trash": ([TWIN], [replace(MINE, kept=Kept.TRASH), SAME], {8: True}),
    "one in the trash, and another of the same words": (
        [TAKEN, TWIN],
        [replace(MINE, kept=Kept.TRASH), SAME],
        {8: True},
    ),
    "sent again after the first was put into the trash, which was had back": (
        [replace(TWIN, state=ReplyState.AWAITING_MODERATION)],
        [replace(MINE, kept=Kept.SPAM), replace(SAME, kept=Kept.TRASH)],
        {},
    ),
    "an id given again to another one of the reader's that is held": (
        [replace(TAKEN, gone=True), replace(UNNUMBERED, parents=frozenset({9}))],
        [replace(MINE, kept=Kept.HELD, parent=9)],
        {},
    ),
    "an id given again to what is held": ([replace(TAKEN, gone=True)], [replace(BOBS, kept=Kept.HELD)], {}),
}
WRONG = {
    "is not there": ([SENT], [], {}, Wrong.LOST),
    "the program has it no more": ([replace(SENT, state=None)], [], {}, Wrong.LOST),
    "is there twice": ([SENT], [MINE, SAME], LISTED, Wrong.TWICE),
    "is there twice, once held": ([SENT], [MINE, replace(SAME, kept=Kept.HELD)], {7: True}, Wrong.TWICE),
    "is there in other words too": (
        [replace(SENT, words=("Yes!", "Yes."), server_id="8")],
        [MINE, replace(SAME, words="Yes!")],
        LISTED,
        Wrong.TWICE,
    ),
    "refused for no reason": ([REFUSED], [], {}, Wrong.REFUSED),
    "refused as the same is there, which is put away": (
        [REFUSED],
        [replace(MINE, kept=Kept.TRASH)],
        {},
        Wrong.REFUSED,
    ),
    "asks though the server would tell": ([ASKS], [], {}, Wrong.ASKED),
    "is never settled": ([UNSURE], [], {}, Wrong.UNSETTLED),
    "waits for ever": ([replace(UNSURE, state=ReplyState.QUEUED)], [], {}, Wrong.UNSETTLED),
    "published, says it, and is held": ([SENT], [replace(MINE, kept=Kept.HELD)], {}, Wrong.SHOWN),
    "published, says it, and is in the trash": ([SENT], [replace(MINE, kept=Kept.TRASH)], {}, Wrong.SHOWN),
    "held, says it, and is published": ([TAKEN], [MINE], {7: True}, Wrong.SHOWN),
    "held, says it, and was taken away": ([replace(TAKEN, gone=True)], [], {}, Wrong.SHOWN),
    "published, says it, and was taken away": ([replace(SENT, gone=True)], [], {}, Wrong.SHOWN),
    "is known by the number of another of one's own": (
        [replace(SENT, server_id="8")],
        [MINE, replace(SAME, parent=4)],
        LISTED,
        Wrong.SHOWN,
    ),
    "two are known by one number": ([SENT, replace(TWIN, server_id="7")], [MINE], {7: True}, Wrong.SHOWN),
    "one there for two without a number": (
        [UNNUMBERED, replace(UNNUMBERED, number=2)],
        [replace(MINE, kept=Kept.HELD)],
        {},
        Wrong.LOST,
    ),
    "not sent, says it, and is published": ([REFUSED], [MINE], {}, Wrong.DENIED),
    "not sent, says it, and is held": (
        [replace(REFUSED, excused=True)],
        [replace(MINE, kept=Kept.HELD)],
        {},
        Wrong.DENIED,
    ),
    "not sent, says it, and is there in other words": (
        [replace(REFUSED, words=("Yes!", "Yes."))],
        [MINE],
        {},
        Wrong.DENIED,
    ),
    "is known by a stranger's number": ([SENT], [BOBS], {7: False}, Wrong.TAKEN),
    "a stranger's is listed as one's own": ([TAKEN, TWIN], [replace(BOBS), SAME], LISTED, Wrong.TAKEN),
    "is listed as a stranger's": ([UNNUMBERED], [MINE], {7: False}, Wrong.DISOWNED),
    "asks for good and is listed": ([replace(ASKS, may_ask=True)], [MINE], {7: False}, Wrong.DISOWNED),
}  # fmt: skip


@pytest.mark.parametrize(("claims", "rows", "own"), RIGHT.values(), ids=RIGHT)
def test_what_is_right_is_not_called_wrong(claims: list[Claim], rows: list[Row], own: dict[int, bool]) -> None:
    assert judge(claims, rows, own, ANN) == set()


@pytest.mark.parametrize(("claims", "rows", "own", "wrong"), WRONG.values(), ids=WRONG)
def test_each_kind_of_wrong_is_seen(claims: list[Claim], rows: list[Row], own: dict[int, bool], wrong: Wrong) -> None:
    assert wrong in {what for what, _ in judge(claims, rows, own, ANN)}


def test_every_kind_of_wrong_is_tried() -> None:
    assert {wrong for *_, wrong in WRONG.values()} | {Wrong.FAILED} == set(Wrong)


def test_an_id_given_again_in_another_thread_can_not_be_told_from_one_that_is_held() -> None:
    assert judge([replace(TAKEN, gone=True)], [], {}, ANN, frozenset({7})) == set()
    assert judge([replace(TAKEN, gone=True)], [], {}, ANN, frozenset({8})) == {(Wrong.SHOWN, 1)}
    assert judge([replace(SENT, gone=True)], [], {}, ANN, frozenset({7})) == {(Wrong.SHOWN, 1)}
