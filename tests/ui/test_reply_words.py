"""What is said about one's own replies is short, in words, and says how long is left without ever saying too much."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.ui.own_replies import NOW, S, own

from hiitreader.replies.desk import SyncReport, Waiting
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ReplyState
from hiitreader.replies.sentence import Sentence
from hiitreader.ui.reply_words import (
    article,
    duration,
    first_words,
    how_many_wait,
    minutes_left,
    moment,
    new_answers,
    news,
    outcome,
    shown,
    time_to_edit,
)

CET = timezone(timedelta(hours=1))


def test_the_first_words_are_cut_between_two_words() -> None:
    reply = own(S.QUEUED)
    assert first_words(reply) == "Good one. Thank you."
    long = own(S.QUEUED, form=ReplyForm("word " * 40))
    assert first_words(long, 22) == "word word word word…"
    assert first_words(own(S.QUEUED, form=ReplyForm("x" * 90)), 10) == "x" * 10 + "…"
    assert first_words(own(S.QUEUED, form=ReplyForm(" \n "))) == "(without words)"


def test_controls_and_line_ends_do_not_get_into_a_line() -> None:
    assert first_words(own(S.QUEUED, form=ReplyForm("a\u202eb\nc"))) == "ab c"
    assert article(own(S.QUEUED)) == "Legs"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (NOW, "today, 13:00"),
        (NOW + timedelta(hours=10, minutes=59), "today, 23:59"),
        (NOW + timedelta(hours=11, minutes=5), "tomorrow, 00:05"),
        (NOW - timedelta(days=1), "2 March 2026, 13:00"),
        (NOW + timedelta(days=2), "5 March 2026, 13:00"),
    ],
)
def test_a_moment_is_told_as_a_person_would(when: datetime, words: str) -> None:
    assert moment(when, NOW, CET) == words


def test_minutes_left_are_rounded_up_and_nothing_only_when_it_is_over() -> None:
    assert minutes_left(NOW + timedelta(seconds=1), NOW) == 1
    assert minutes_left(NOW + timedelta(seconds=61), NOW) == 2
    assert minutes_left(NOW, NOW) == 0
    assert minutes_left(NOW - timedelta(hours=1), NOW) == 0
    assert time_to_edit(NOW + timedelta(minutes=12), NOW) == "12 minutes left to change it on the server."
    assert time_to_edit(NOW + timedelta(seconds=20), NOW) == "1 minute left to change it on the server."
    assert time_to_edit(NOW, NOW) == "The time to change it on the server is over."


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(milliseconds=200), "1 second"),
        (timedelta(seconds=16), "16 seconds"),
        (timedelta(seconds=90), "2 minutes"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=3), "3 hours"),
        (timedelta(seconds=-4), "0 seconds"),
    ],
)
def test_a_length_of_time(length: timedelta, words: str) -> None:
    assert duration(length) == words


def test_a_sentence_has_its_moments_in_words() -> None:
    sentence = Sentence("It is tried again at {when}, after {wait}.", {"when": NOW, "wait": timedelta(minutes=3)})
    assert shown(sentence, NOW, UTC) == "It is tried again at today, 12:00, after 3 minutes."


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        (Waiting(), ""),
        (Waiting(queued=1), "1 reply waits"),
        (Waiting(queued=1, unsure=1), "2 replies wait"),
        (Waiting(queued=2, stuck=1), "2 replies wait, 1 needs you"),
        (Waiting(stuck=1), "1 reply needs you"),
        (Waiting(unsure=1, stuck=2), "1 reply waits, 2 need you"),
    ],
)
def test_how_many_wait(waiting: Waiting, words: str) -> None:
    assert how_many_wait(waiting) == words


def test_what_a_sync_did() -> None:
    assert outcome(SyncReport()) == "Nothing was waiting. The replies are up to date."
    assert outcome(SyncReport(moved=(own(S.PUBLISHED),))) == "“Good one. Thank you.”: Published."
    assert outcome(SyncReport(moved=(own(S.PUBLISHED),)), named=False) == "Published."
    assert outcome(SyncReport(moved=(own(S.PUBLISHED),)), told=True) == "1 reply has moved on."
    two = (own(S.PUBLISHED), own(S.PUBLISHED, "v"))
    assert outcome(SyncReport(moved=two, left=(own(S.QUEUED),))) == "2 replies have moved on. 1 reply waits."
    assert new_answers(1) == "1 new answer to you."
    assert new_answers(2, "Arms") == "2 new answers to you in “Arms”."


def test_only_what_came_by_itself_or_needs_the_reader_is_news() -> None:
    before = {"u": S.QUEUED}
    assert news(before, SyncReport(moved=(own(S.PUBLISHED), own(S.AWAITING_MODERATION)))) == ()
    asks = own(S.UNSURE, ask=True)
    assert news(before, SyncReport(moved=(asks,))) == (
        "Your reply “Good one. Thank you.” to “Legs” needs you: was it sent?",
    )
    assert news(before, SyncReport(moved=(own(S.UNSURE),))) == ()


@pytest.mark.parametrize("state", [S.NEEDS_CHANGE, S.NEEDS_SIGN_IN, S.CLOSED, S.REJECTED])
def test_every_refusal_is_news(state: ReplyState) -> None:
    (said,) = news({"u": S.QUEUED}, SyncReport(moved=(own(state, reason="Because."),)))
    assert said.endswith("Because.")
    assert state.sentence in said
