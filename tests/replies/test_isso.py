"""What single answers of an Isso mean, and how much of a hostile one is believed."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.replies.scripted_isso import ScriptedWeb, answer, page
from tests.replies.test_isso_own import confirmed

from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.server import NoAnswer
from hiitreader.replies.servers.isso import Isso, recognise
from hiitreader.replies.servers.isso_answers import meaning
from hiitreader.replies.servers.isso_ids import MOST_LOOKS
from hiitreader.system.web import WebAnswer

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
THREAD = Thread("/a/", "A")


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (201, {"id": 7, "mode": 1}, ReplyState.PUBLISHED),
        (202, {"id": 7, "mode": 2}, ReplyState.AWAITING_MODERATION),
        (201, {"id": 7, "mode": 2}, ReplyState.AWAITING_MODERATION),
        (200, {"id": 7, "mode": 1}, ReplyState.UNSURE),
        (201, {"mode": 1}, ReplyState.UNSURE),
        (201, {"id": True}, ReplyState.UNSURE),
        (201, {"id": "7"}, ReplyState.UNSURE),
        (201, {"id": -1}, ReplyState.UNSURE),
        (201, [7], ReplyState.UNSURE),
        (201, "<html>", ReplyState.UNSURE),
        (201, "[" * 100_000, ReplyState.UNSURE),
        (302, "", ReplyState.UNSURE),
        (401, "", ReplyState.NEEDS_SIGN_IN),
        (404, "", ReplyState.QUEUED),
        (413, "", ReplyState.NEEDS_CHANGE),
        (429, "", ReplyState.QUEUED),
        (500, "", ReplyState.UNSURE),
        (502, "", ReplyState.UNSURE),
        (503, "", ReplyState.UNSURE),
    ],
)
def test_answers_to_a_post(status: int, body: object, state: ReplyState) -> None:
    found = meaning(answer(status, body), NOW)
    assert found.state is state
    assert bool(found.server_id) == (state in {ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION})
    assert found.server_id or found.reason or state is ReplyState.NEEDS_SIGN_IN


@pytest.mark.parametrize(
    ("reason", "state", "field", "wait"),
    [
        ("192.0.2.7: ratelimit exceeded (3, 4)", ReplyState.QUEUED, "", timedelta(seconds=60)),
        ("edit time frame is still open", ReplyState.QUEUED, "", timedelta(minutes=15)),
        ("email address required but not provided", ReplyState.NEEDS_CHANGE, "email", None),
        ("author address required but not provided", ReplyState.NEEDS_CHANGE, "name", None),
        ("3 direct responses to /a/", ReplyState.REJECTED, "", None),
        ("CSRF", ReplyState.REJECTED, "", None),
    ],
)
def test_reasons_of_a_refusal(reason: str, state: ReplyState, field: str, wait: timedelta | None) -> None:
    found = meaning(answer(403, page(reason)), NOW)
    assert (found.state, found.field, found.wait) == (state, field, wait)


def test_the_log_holds_the_servers_words_but_no_network_address() -> None:
    assert meaning(answer(403, page("192.0.2.7: ratelimit exceeded (3)")), NOW).said == "403 … ratelimit exceeded (3)"
    assert "2001:db8" not in meaning(answer(403, page("2001:db8::7: ratelimit exceeded (3)")), NOW).said
    assert meaning(answer(403, page("&lt;b&gt;no\x1b[31m")), NOW).said == "403 <b>no[31m"


@pytest.mark.parametrize(
    ("typed", "wait"), [("120", 120), ("999999", 86_400), ("soon", None), ("-5", None), ("", None)]
)
def test_retry_after(typed: str, wait: int | None) -> None:
    assert meaning(answer(429, retry_after=typed), NOW).wait == (None if wait is None else timedelta(seconds=wait))


def item(**changes: object) -> dict[str, object]:
    return {
        "id": 1,
        "text": "Hi",
        "author": "Ann",
        "created": 1e9,
        "modified": None,
        "mode": 1,
        "website": None,
    } | changes


@pytest.mark.parametrize(
    "strange",
    [
        {"id": None},
        {"id": "1"},
        {"id": 2**70},
        {"created": None},
        {"created": "1"},
        {"created": [5]},
        {"created": True},
    ],
)
def test_a_reply_that_makes_no_sense_is_left_out(strange: dict[str, object]) -> None:
    web = ScriptedWeb(lambda _: answer(200, {"replies": [item(**strange), item(id=5), "x", None]}))
    assert [reply.id for reply in Isso(web).pull(THREAD, None).replies] == ["5"]


def test_names_are_plain_text_and_controls_are_taken_out() -> None:
    told = item(author="Ann &lt;b&gt;\n &amp; Co", text="a\x00b\x1b[0m\ttab\nline", website="javascript:alert(1)")
    (reply,) = Isso(ScriptedWeb(lambda _: answer(200, {"replies": [told]}))).pull(THREAD, None).replies
    assert (reply.author, reply.text, reply.website) == ("Ann <b> & Co", "ab[0m\ttab\nline", "")


@pytest.mark.parametrize("written", ["&#27;[2J", "&#x1b;[2J", "&#155;2J", "&#7;", "&#x9d;0;a", "&#127;"])
def test_a_control_that_is_written_as_a_reference_is_taken_out_of_a_name(written: str) -> None:
    told = item(author=f"Ann{written}", website=f"https://example.com/{written}")
    (reply,) = Isso(ScriptedWeb(lambda _: answer(200, {"replies": [told]}))).pull(THREAD, None).replies
    assert reply.author.isprintable()
    assert reply.website.isprintable()


def test_a_deleted_reply_is_only_a_place() -> None:
    told = item(mode=4, text="gone", author="Ann", replies=[item(id=2, text="answer")])
    first, second = Isso(ScriptedWeb(lambda _: answer(200, {"replies": [told]}))).pull(THREAD, None).replies
    assert (first.deleted, first.text, first.author) == (True, "", "")
    assert second.parent == "1"


def test_endless_nesting_is_cut() -> None:
    told = item()
    for number in range(2, 60):
        told = item(id=number, replies=[told])
    assert len(Isso(ScriptedWeb(lambda _: answer(200, {"replies": [told]}))).pull(THREAD, None).replies) == 8


@pytest.mark.parametrize("body", ["", "<html>", {"replies": "x"}, {"error": 1}, [], "null"])
def test_a_list_that_is_none_is_no_empty_list(body: object) -> None:
    with pytest.raises(NoAnswer):
        Isso(ScriptedWeb(lambda _: answer(200, body))).pull(THREAD, None)
    with pytest.raises(NoAnswer):
        Isso(ScriptedWeb(lambda _: answer(500, {"replies": []}))).pull(THREAD, None)


@pytest.mark.parametrize(
    "used",
    [set(), {1}, set(range(1, 60)), set(range(1, 400)) - {9, 64, 128, 255}, {*range(1, 30), *range(38, 41)}, {500}],
    ids=["none", "one", "many", "gaps", "a long gap", "far away"],
)
def test_the_highest_id_is_found_through_gaps(used: set[int]) -> None:
    def say(path: str) -> WebAnswer:
        if path.startswith("/id/"):
            return answer(403 if int(path[4:]) in used else 404)
        return answer(200, {"replies": [item(id=max(used))] if used == {500} else []})

    web = ScriptedWeb(say)
    assert Isso(web).note(confirmed(noted=""), frozenset()).partition("@")[0] == str(max(used, default=0))
    assert len(web.asked) < 120


def test_a_server_that_knows_every_id_is_not_asked_for_ever() -> None:
    web = ScriptedWeb(lambda path: answer(403) if path.startswith("/id/") else answer(200, {"replies": []}))
    assert Isso(web).note(confirmed(noted=""), frozenset()) == ""
    assert len(web.asked) <= MOST_LOOKS + 1


def test_an_isso_is_recognised_by_its_settings() -> None:
    assert recognise(ScriptedWeb(lambda _: answer(200, {"config": {"reply-to-self": False, "gravatar": True}})))
    assert not recognise(ScriptedWeb(lambda _: answer(200, {"config": "yes"})))
    assert not recognise(ScriptedWeb(lambda _: answer(200, "<html>")))
    assert not recognise(ScriptedWeb(lambda _: answer(404, {"config": {"reply-to-self": False}})))
    with pytest.raises(NoAnswer, match=r"https://elsewhere\.example"):
        recognise(ScriptedWeb(lambda _: answer(301, location="https://elsewhere.example/config")))
