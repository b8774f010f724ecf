"""What the reader may do with a reply in each state, and what happens to it next: the whole table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hiitreader.replies.deeds import Deed, can, next_step
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server_settings import ServerHealth, ServerSettings

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
SOON, LONG_AGO = NOW + timedelta(minutes=9), NOW - timedelta(days=3)
HERE = ServerSettings("https://here.example", "isso")
THERE = ServerSettings("https://there.example", "isso")
AGREED = ServerHealth(agreed=LONG_AGO)


def reply(state: ReplyState, **changes: object) -> Reply:
    form = ReplyForm(comment="Words", name="Ann", email="ann@example.com")
    made = Reply(uuid="u", thread=Thread("/a/", "A"), form=form, created=LONG_AGO, changed=NOW, state=state)
    return replace(made, **changes)  # type: ignore[arg-type]


_S, _D = ReplyState, Deed
CONFIRMED = {"server": HERE.url, "server_id": "7"}
MINE = CONFIRMED | {"token": "t", "expires": SOON}


@pytest.mark.parametrize(
    ("one", "deeds"),
    [
        (reply(_S.DRAFT), {_D.EDIT, _D.DISCARD}),
        (reply(_S.QUEUED), {_D.EDIT, _D.RETRY, _D.DISCARD}),
        (reply(_S.QUEUED, doubtful=True, server=HERE.url), {_D.RETRY, _D.DISCARD}),
        (reply(_S.SENDING), set()),
        (reply(_S.UNSURE, doubtful=True, server=HERE.url), {_D.RETRY, _D.DISCARD}),
        (reply(_S.UNSURE, doubtful=True, ask=True, server=HERE.url), {_D.SEND_AGAIN, _D.DISCARD}),
        (reply(_S.AWAITING_MODERATION, **CONFIRMED), set()),
        (reply(_S.AWAITING_MODERATION, **MINE), {_D.EDIT_THERE, _D.DELETE_THERE}),
        (reply(_S.AWAITING_MODERATION, **(MINE | {"server_id": ""})), set()),
        (reply(_S.PUBLISHED, **CONFIRMED), set()),
        (reply(_S.PUBLISHED, **MINE), {_D.EDIT_THERE, _D.DELETE_THERE}),
        (reply(_S.PUBLISHED, **(MINE | {"expires": None})), {_D.EDIT_THERE, _D.DELETE_THERE}),
        (reply(_S.PUBLISHED, **(MINE | {"expires": NOW})), set()),
        (reply(_S.NEEDS_CHANGE), {_D.EDIT, _D.RETRY, _D.DISCARD}),
        (reply(_S.NEEDS_SIGN_IN), {_D.EDIT, _D.RETRY, _D.DISCARD}),
        (reply(_S.NEEDS_SIGN_IN, doubtful=True, server=HERE.url), {_D.RETRY, _D.DISCARD}),
        (reply(_S.CLOSED), {_D.EDIT, _D.RETRY, _D.DISCARD}),
        (reply(_S.REJECTED), {_D.EDIT, _D.RETRY, _D.DISCARD}),
        (reply(_S.REJECTED, doubtful=True, server=HERE.url), {_D.RETRY, _D.DISCARD}),
        (reply(_S.DISCARDED, before=_S.QUEUED), {_D.RESTORE}),
        (reply(_S.DISCARDED), set()),
    ],
)
def test_what_may_be_done(one: Reply, deeds: set[Deed]) -> None:
    assert can(one, NOW) == deeds | {Deed.COPY}


def test_the_words_can_be_copied_in_every_state() -> None:
    assert all(Deed.COPY in can(reply(state), NOW) for state in ReplyState)


LATER = {"when": SOON}


@pytest.mark.parametrize(
    ("one", "settings", "words", "values"),
    [
        (reply(_S.DRAFT), HERE, "until you post it", {}),
        (reply(_S.QUEUED), None, "when a server is set", {}),
        (reply(_S.QUEUED), HERE, "with the next sync", {}),
        (reply(_S.QUEUED, not_before=SOON), HERE, "Next try", LATER),
        (reply(_S.QUEUED, not_before=LONG_AGO), HERE, "with the next sync", {}),
        (reply(_S.QUEUED, doubtful=True, server=HERE.url), THERE, "set as the server again", {"server": HERE.url}),
        (reply(_S.QUEUED, parent="7", parent_server=HERE.url), THERE, "answers a reply on", {"server": HERE.url}),
        (reply(_S.QUEUED, parent="7", parent_server=HERE.url), HERE, "with the next sync", {}),
        (reply(_S.SENDING), HERE, "answer will tell", {}),
        (reply(_S.UNSURE, server=HERE.url), HERE, "looked for with the next sync", {}),
        (reply(_S.UNSURE, server=HERE.url, not_before=SOON), HERE, "looked for first", LATER),
        (reply(_S.UNSURE, server=HERE.url), THERE, "looked for when", {"server": HERE.url}),
        (reply(_S.UNSURE, server=HERE.url), None, "looked for when", {"server": HERE.url}),
        (reply(_S.UNSURE, server=HERE.url, ask=True), HERE, "You decide", {}),
        (
            reply(_S.AWAITING_MODERATION, **CONFIRMED),
            HERE,
            "A moderator decides. The server is asked again",
            {"when": NOW + timedelta(minutes=5)},
        ),
        (reply(_S.AWAITING_MODERATION, **CONFIRMED, checked=LONG_AGO), HERE, "with the next sync", {}),
        (reply(_S.AWAITING_MODERATION, server=HERE.url), HERE, "when the server lists it", {}),
        (reply(_S.AWAITING_MODERATION, **CONFIRMED), THERE, "set as the server again", {"server": HERE.url}),
        (reply(_S.PUBLISHED, **CONFIRMED), HERE, "Everyone can read it.", {}),
        (reply(_S.PUBLISHED, **MINE), HERE, "change or delete it there until", LATER),
        (reply(_S.PUBLISHED, **(MINE | {"expires": None})), HERE, "ask the server to change", {}),
        (reply(_S.NEEDS_CHANGE), HERE, "Change it", {}),
        (reply(_S.NEEDS_SIGN_IN), HERE, "sign in", {}),
        (reply(_S.CLOSED), HERE, "takes replies again", {}),
        (reply(_S.REJECTED), HERE, "post it anew", {}),
        (reply(_S.REJECTED, doubtful=True, server=HERE.url), HERE, "or retry", {}),
        (reply(_S.DISCARDED, before=_S.QUEUED), HERE, "until you restore it", {}),
        (reply(_S.DISCARDED), HERE, "still here to be copied", {}),
    ],
)
def test_what_happens_next(one: Reply, settings: ServerSettings | None, words: str, values: dict[str, object]) -> None:
    said = next_step(one, NOW, settings, AGREED)
    assert words in said.text
    assert dict(said.values) == values
    assert said.said()


def test_nothing_is_sent_before_the_reader_agreed() -> None:
    assert "agreed" in next_step(reply(_S.QUEUED), NOW, HERE, ServerHealth()).text


@pytest.mark.parametrize(("own", "when"), [(None, SOON), (LONG_AGO, SOON), (SOON + timedelta(1), SOON + timedelta(1))])
def test_a_server_that_is_let_alone_puts_off_what_waits(own: datetime | None, when: datetime) -> None:
    resting = replace(AGREED, not_before=SOON)
    for state in (_S.QUEUED, _S.UNSURE):
        assert next_step(reply(state, not_before=own), NOW, HERE, resting).values == {"when": when}


def test_in_every_state_it_is_said_what_it_is_and_what_comes_next() -> None:
    for state in ReplyState:
        assert state.sentence
        for settings in (None, HERE, THERE):
            assert next_step(reply(state, server=HERE.url), NOW, settings).said()
