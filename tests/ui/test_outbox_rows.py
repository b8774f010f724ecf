"""Every reply is in the outbox under the right name, says all there is to say, and what needs the reader is on top."""

from datetime import timedelta

import pytest
from tests.ui.own_replies import FAT, NOW, S, entry, own

from hiitreader.replies.reply import ReplyState, Try
from hiitreader.ui.panels.outbox_rows import EMPTY, LABELS, Show, picked, row, told, tries

WHERE = {
    S.DRAFT: set(),
    S.QUEUED: {Show.WAITING},
    S.SENDING: {Show.WAITING},
    S.UNSURE: {Show.WAITING},
    S.AWAITING_MODERATION: {Show.SENT},
    S.PUBLISHED: {Show.SENT},
    S.NEEDS_CHANGE: {Show.NEEDS_YOU},
    S.NEEDS_SIGN_IN: {Show.NEEDS_YOU},
    S.CLOSED: {Show.NEEDS_YOU},
    S.REJECTED: {Show.NEEDS_YOU},
    S.DISCARDED: {Show.DISCARDED},
}


@pytest.mark.parametrize("state", ReplyState)
def test_each_state_has_its_place(state: ReplyState) -> None:
    one = entry(own(state))
    assert {show for show in Show if picked([one], show)} == {Show.ALL} | WHERE[state]


def test_an_unsure_one_that_asks_needs_the_reader() -> None:
    one = entry(own(S.UNSURE, ask=True))
    assert picked([one], Show.NEEDS_YOU) == (one,)
    assert picked([one], Show.WAITING) == ()


def test_what_needs_the_reader_is_first_then_what_waits_then_the_latest() -> None:
    states = (S.PUBLISHED, S.QUEUED, S.CLOSED, S.DISCARDED)
    replies = [own(state, state.value, created=NOW - timedelta(hours=number)) for number, state in enumerate(states)]
    order = [one.reply.state for one in picked(map(entry, replies), Show.ALL)]
    assert order == [S.CLOSED, S.QUEUED, S.PUBLISHED, S.DISCARDED]


def test_a_row_tells_words_article_state_and_since_when() -> None:
    made = row(entry(own(S.QUEUED, thread=FAT)), NOW)
    since = made.detail.split("since ")[1].split("\n")[0]
    assert made.value == "u"
    assert made.text == "Good one. Thank you."
    assert made.spoken == f"Good one. Thank you., Fat loss, waiting to be sent, since {since}"
    assert row(entry(own(S.CLOSED)), NOW).detail.startswith("Needs you: replies closed, since today")


def test_all_there_is_to_say() -> None:
    reply = own(S.QUEUED, reason="The server could not be reached", tries=2, server="https://example.org")
    said = told(entry(reply), NOW)
    assert said[0] == S.QUEUED.sentence
    assert said[1] == "The server could not be reached."
    assert said[2].startswith("Since today, ")
    assert said[3]
    assert said[4:] == ("Tried 2 times.", "Server: https://example.org")
    assert "Tried" not in " ".join(told(entry(own(S.QUEUED)), NOW))


def test_the_log_has_every_try_the_latest_first() -> None:
    log = (
        Try(1, NOW, NOW, "queued", "The server could not be asked."),
        Try(2, NOW, None, "", ""),
    )
    second, first = tries(log, NOW)
    assert first.text.endswith("waiting to be sent")
    assert first.spoken.endswith("waiting to be sent. The server could not be asked.")
    assert second.text.startswith("Try 2, today")
    assert second.text.endswith("it was not finished")


def test_every_choice_has_its_words() -> None:
    assert set(LABELS) == set(EMPTY) == set(Show)
