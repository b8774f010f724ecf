"""What single answers of a WordPress mean, to a post by REST, through the form, to a change and a deletion."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.replies.wordpress_answers import FORM, REPLY, answer, error, page

from hiitreader.replies.reply import ReplyState
from hiitreader.replies.servers import wordpress_form, wordpress_rest
from hiitreader.system.web import WebAnswer

S = ReplyState
TAKEN = {S.PUBLISHED, S.AWAITING_MODERATION}


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (201, {"id": 7, "status": "approved"}, S.PUBLISHED),
        (201, {"id": 7, "status": "hold"}, S.AWAITING_MODERATION),
        (201, {"id": 7, "status": "spam"}, S.AWAITING_MODERATION),
        (201, {"id": 7}, S.AWAITING_MODERATION),
        (201, {"id": 7, "status": ["approved"]}, S.AWAITING_MODERATION),
        (201, {"id": 2**63 - 1, "status": "approved"}, S.PUBLISHED),
        (201, {"id": 2**63, "status": "approved"}, S.UNSURE),
        (201, {"id": "7", "status": "approved"}, S.UNSURE),
        (201, {"id": True, "status": "approved"}, S.UNSURE),
        (201, {"id": 0, "status": "approved"}, S.UNSURE),
        (201, {"id": -7, "status": "approved"}, S.UNSURE),
        (201, {"id": 7.0, "status": "approved"}, S.UNSURE),
        (201, {"id": None}, S.UNSURE),
        (201, {"id": {"id": 7}}, S.UNSURE),
        (201, [{"id": 7}], S.UNSURE),
        (201, 7, S.UNSURE),
        (201, "<html>Thank you</html>", S.UNSURE),
        (201, "", S.UNSURE),
        (201, "[" * 100_000, S.UNSURE),
        (201, '{"id": 1' + "0" * 5_000 + "}", S.UNSURE),
        (200, {"id": 7, "status": "approved"}, S.UNSURE),
        (200, "", S.UNSURE),
        (202, {"id": 7, "status": "approved"}, S.UNSURE),
        (204, "", S.UNSURE),
        (302, "", S.UNSURE),
        (308, {"code": "comment_flood"}, S.UNSURE),
        (400, "<html>Bad request</html>", S.UNSURE),
        (401, "<html>Who are you?</html>", S.NEEDS_SIGN_IN),
        (403, "<html>Firewall</html>", S.REJECTED),
        (404, "<html>Nothing</html>", S.QUEUED),
        (405, "", S.QUEUED),
        (406, "Not acceptable", S.REJECTED),
        (408, "", S.UNSURE),
        (409, "<html>Conflict</html>", S.UNSURE),
        (413, "", S.NEEDS_CHANGE),
        (429, "", S.QUEUED),
        (500, "", S.UNSURE),
        (500, "<html>There has been a critical error</html>", S.UNSURE),
        (500, {"code": "internal_server_error", "message": "critical", "data": {"status": 500}}, S.UNSURE),
        (502, "", S.UNSURE),
        (503, "<html>Briefly unavailable</html>", S.UNSURE),
        (504, "", S.UNSURE),
        (599, {"id": 7}, S.UNSURE),
    ],
)
def test_answers_to_a_post_by_rest(status: int, body: object, state: ReplyState) -> None:
    found = wordpress_rest.meaning(answer(status, body), REPLY)
    assert found.state is state
    assert bool(found.server_id) == (state in TAKEN)
    assert found.server_id or found.reason


@pytest.mark.parametrize(
    ("status", "code", "state", "field"),
    [
        (401, "rest_comment_login_required", S.NEEDS_SIGN_IN, ""),
        (401, "rest_not_logged_in", S.NEEDS_SIGN_IN, ""),
        (401, "rest_disabled", S.NEEDS_SIGN_IN, ""),
        (400, "rest_comment_author_data_required", S.NEEDS_CHANGE, "email"),
        (400, "rest_comment_content_invalid", S.NEEDS_CHANGE, "comment"),
        (400, "comment_content_column_length", S.NEEDS_CHANGE, "comment"),
        (400, "comment_author_column_length", S.NEEDS_CHANGE, "name"),
        (400, "comment_author_email_column_length", S.NEEDS_CHANGE, "email"),
        (400, "comment_author_url_column_length", S.NEEDS_CHANGE, "website"),
        (409, "comment_duplicate", S.NEEDS_CHANGE, "comment"),
        (400, "comment_flood", S.QUEUED, ""),
        (429, "comment_flood", S.QUEUED, ""),
        (403, "rest_comment_closed", S.CLOSED, ""),
        (403, "rest_comment_invalid_post_id", S.REJECTED, ""),
        (403, "rest_comment_draft_post", S.REJECTED, ""),
        (403, "rest_comment_trash_post", S.REJECTED, ""),
        (401, "rest_cannot_read_post", S.REJECTED, ""),
        (404, "rest_no_route", S.QUEUED, ""),
        (500, "rest_comment_failed_create", S.REJECTED, ""),
        (400, "an_antispam_plugin_says_no", S.REJECTED, ""),
        (503, "wp_die", S.QUEUED, ""),
    ],
)
def test_wordpresss_own_errors_are_certain(status: int, code: str, state: ReplyState, field: str) -> None:
    found = wordpress_rest.meaning(error(status, code), REPLY)
    assert (found.state, found.field) == (state, field)
    assert found.reason
    assert code in found.said


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"author_email": "Invalid"}, "email"),
        ({"author_url": "Invalid"}, "website"),
        ({"author_name": "Invalid"}, "name"),
        ({"content": "Invalid"}, "comment"),
        ({"meta": "Invalid"}, ""),
        (["author_email"], ""),
        ("author_email", ""),
        (None, ""),
    ],
)
def test_a_parameter_it_does_not_take(params: object, field: str) -> None:
    found = wordpress_rest.meaning(error(400, "rest_invalid_param", params=params), REPLY)
    assert (found.state, found.field, bool(found.reason)) == (S.NEEDS_CHANGE, field, True)


@pytest.mark.parametrize("code", [7, None, ["comment_closed"], {"a": 1}, True, ""])
def test_a_code_that_is_none_tells_nothing(code: object) -> None:
    assert wordpress_rest.meaning(answer(400, {"code": code}), REPLY).state is S.UNSURE


def test_the_missing_name_is_named() -> None:
    nameless = replace(REPLY, form=replace(REPLY.form, name=""))
    assert wordpress_rest.meaning(error(400, "rest_comment_author_data_required"), nameless).field == "name"


@pytest.mark.parametrize(
    ("typed", "wait"),
    [("120", 120), ("5", 16), ("", 16), ("999999", 86_400), ("soon", 16), ("-5", 16), ("１２０", 16)],
)
def test_a_flood_waits_as_long_as_wordpress_wants(typed: str, wait: int) -> None:
    flood = WebAnswer(400, {"retry-after": typed}, error(400, "comment_flood").body)
    assert wordpress_rest.meaning(flood, REPLY).wait == timedelta(seconds=wait)
    found = wordpress_form.meaning(answer(429, page("Slow down."), retry_after=typed), REPLY, FORM)
    assert (found.state, found.wait) == (S.QUEUED, timedelta(seconds=wait))


def test_upkeep_says_when_it_ends() -> None:
    upkeep = WebAnswer(503, {"retry-after": "600"}, error(503, "wp_die").body)
    assert wordpress_rest.meaning(upkeep, REPLY).wait == timedelta(seconds=600)
    found = wordpress_form.meaning(answer(503, page("Briefly unavailable."), retry_after="600"), REPLY, FORM)
    assert (found.state, found.wait) == (S.UNSURE, timedelta(seconds=600))


def test_the_very_same_again_is_good_news_only_after_doubt() -> None:
    for told in (
        lambda reply: wordpress_rest.meaning(error(409, "comment_duplicate"), reply),
        lambda reply: wordpress_form.meaning(answer(409, page("Duplicate comment detected")), reply, FORM),
    ):
        clean, doubtful = told(REPLY), told(replace(REPLY, doubtful=True))
        assert (clean.state, clean.field, clean.delivered) == (S.NEEDS_CHANGE, "comment", False)
        assert (doubtful.state, doubtful.delivered, doubtful.server_id) == (S.AWAITING_MODERATION, True, "")


def test_the_log_holds_no_addresses() -> None:
    told = error(400, "x").body.replace(b"no", b"ann@example.com at 192.0.2.7 or 2001:db8::7 said\\u0007 {no}")
    said = wordpress_rest.meaning(WebAnswer(400, {}, told), REPLY).said
    assert said.startswith("400 x Error:")
    assert "said (no)" in said
    for part in ("ann@", "example.com", "192.0", "2001", "\x07"):
        assert part not in said


@pytest.mark.parametrize(
    ("location", "state", "server_id"),
    [
        ("https://example.org/legs/#comment-12", S.PUBLISHED, "12"),
        ("https://EXAMPLE.org/legs/#comment-12", S.PUBLISHED, "12"),
        ("/legs/#comment-12", S.PUBLISHED, "12"),
        ("#comment-12", S.PUBLISHED, "12"),
        ("https://example.org/legs/?unapproved=12&moderation-hash=ab#comment-12", S.AWAITING_MODERATION, "12"),
        ("https://example.org/legs/?unapproved=&p=1#comment-12", S.PUBLISHED, "12"),
        ("https://www.example.org/legs/#comment-12", S.UNSURE, ""),
        ("https://evil.example/legs/#comment-12", S.UNSURE, ""),
        ("https://example.org@evil.example/#comment-12", S.UNSURE, ""),
        ("//evil.example/#comment-12", S.UNSURE, ""),
        ("https://[::1/#comment-12", S.UNSURE, ""),
        ("https://example.org/thanks/", S.UNSURE, ""),
        ("https://example.org/legs/#comment-0", S.UNSURE, ""),
        ("https://example.org/legs/#comment--5", S.UNSURE, ""),
        ("https://example.org/legs/#comment-12x", S.UNSURE, ""),
        ("https://example.org/legs/#comment-١٢", S.UNSURE, ""),
        ("https://example.org/legs/#comment-99999999999999999999", S.UNSURE, ""),
        ("https://example.org/legs/#comment-9999999999999999999", S.UNSURE, ""),
        ("https://example.org/legs/#respond", S.UNSURE, ""),
        ("", S.UNSURE, ""),
    ],
)
def test_where_the_form_leads(location: str, state: ReplyState, server_id: str) -> None:
    found = wordpress_form.meaning(answer(302, "", location=location), REPLY, FORM)
    assert (found.state, found.server_id) == (state, server_id)
    for status in (200, 201, 301, 307, 308):
        assert wordpress_form.meaning(answer(status, "", location=location), REPLY, FORM).state is S.UNSURE


@pytest.mark.parametrize(
    ("status", "words", "state", "field"),
    [
        (200, "<strong>Error:</strong> Please type your comment text.", S.NEEDS_CHANGE, "comment"),
        (200, "<strong>Error:</strong> Please fill the required fields.", S.NEEDS_CHANGE, "email"),
        (200, "<strong>Error:</strong> Please enter a valid email address.", S.NEEDS_CHANGE, "email"),
        (200, "<strong>Error:</strong> Your name is too long.", S.NEEDS_CHANGE, "name"),
        (200, "<strong>Error:</strong> Your email address is too long.", S.NEEDS_CHANGE, "email"),
        (200, "<strong>Error:</strong> Your URL is too long.", S.NEEDS_CHANGE, "website"),
        (200, "<strong>Error:</strong> Your comment is too long.", S.NEEDS_CHANGE, "comment"),
        (200, "<strong>Fehler:</strong> Bitte gib eine g&#252;ltige E-Mail-Adresse ein.", S.NEEDS_CHANGE, ""),
        (403, "Sorry, comments are closed for this item.", S.CLOSED, ""),
        (403, "Sorry, you must be logged in to comment.", S.NEEDS_SIGN_IN, ""),
        (403, "Sorry, replies to unapproved comments are not allowed.", S.REJECTED, ""),
        (403, "Tut uns leid.", S.REJECTED, ""),
        (409, "Duplicate comment detected", S.NEEDS_CHANGE, "comment"),
        (429, "You are posting comments too quickly. Slow down.", S.QUEUED, ""),
        (500, "The comment could not be saved.", S.UNSURE, ""),
        (503, "Briefly unavailable for scheduled maintenance.", S.UNSURE, ""),
    ],
)
def test_what_the_forms_pages_say(status: int, words: str, state: ReplyState, field: str) -> None:
    found = wordpress_form.meaning(answer(status, page(words)), REPLY, FORM)
    assert (found.state, found.field, bool(found.reason)) == (state, field, True)


def test_a_page_in_another_language_is_said_as_it_is_and_the_empty_field_named() -> None:
    told = answer(200, page("<strong>Fehler:</strong> Bitte f&#252;lle die Felder {0} aus."))
    found = wordpress_form.meaning(told, REPLY, FORM)
    assert found.reason == "Fehler: Bitte fülle die Felder (0) aus."
    for field in ("comment", "name", "email"):
        without = replace(REPLY, form=replace(REPLY.form, **{field: ""}))
        assert wordpress_form.meaning(told, without, FORM).field == field


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, "", S.UNSURE),
        (200, "<html>Thank you!</html>", S.UNSURE),
        (200, '{"id": 7}', S.UNSURE),
        (200, '<div class="wp-die-message"></div>', S.UNSURE),
        (200, '<div class="wp-die-message">' * 50_000, S.UNSURE),
        (200, '<div class="wp-die-message"><a href="javascript:history.back()">Back</a></div>', S.UNSURE),
        (201, '{"id": 7}', S.UNSURE),
        (403, "<html>Firewall</html>", S.REJECTED),
        (404, "<html>No such page</html>", S.QUEUED),
        (405, "", S.QUEUED),
        (409, "<html>Conflict</html>", S.UNSURE),
        (413, "", S.NEEDS_CHANGE),
        (429, "", S.QUEUED),
        (500, "", S.UNSURE),
        (502, "<html>Bad gateway</html>", S.UNSURE),
    ],
)
def test_pages_that_are_not_wordpresss_own(status: int, body: str, state: ReplyState) -> None:
    found = wordpress_form.meaning(answer(status, body), REPLY, FORM)
    assert (found.state, found.server_id, bool(found.reason)) == (state, "", True)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (answer(200, {"id": 12, "status": "approved"}), S.PUBLISHED),
        (answer(200, {"id": 12, "status": "hold"}), S.AWAITING_MODERATION),
        (answer(200, {"id": 13, "status": "approved"}), S.UNSURE),
        (answer(200, {"id": True, "status": "approved"}), S.UNSURE),
        (answer(200, "<html>"), S.UNSURE),
        (answer(201, {"id": 12, "status": "approved"}), S.UNSURE),
        (error(401, "rest_cannot_edit"), S.REJECTED),
        (error(403, "rest_cannot_edit"), S.REJECTED),
        (error(404, "rest_comment_invalid_id"), S.REJECTED),
        (error(400, "comment_content_column_length"), S.NEEDS_CHANGE),
        (error(409, "comment_duplicate"), S.NEEDS_CHANGE),
        (error(503, "wp_die"), S.QUEUED),
        (answer(502), S.UNSURE),
    ],
)
def test_answers_to_a_change(told: WebAnswer, state: ReplyState) -> None:
    found = wordpress_rest.meaning_of_edit(told, replace(REPLY, server_id="12", doubtful=True))
    assert (found.state, found.delivered) == (state, False)
    assert found.server_id == ("12" if state in TAKEN else "")


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (answer(200, {"deleted": True, "previous": {"id": 12}}), S.DISCARDED),
        (answer(200, {"deleted": "true"}), S.UNSURE),
        (answer(200, {"deleted": False}), S.UNSURE),
        (answer(200, "<html>"), S.UNSURE),
        (answer(201, {"id": 12, "status": "approved"}), S.UNSURE),
        (error(404, "rest_comment_invalid_id"), S.DISCARDED),
        (error(410, "rest_already_trashed"), S.DISCARDED),
        (answer(404, "<html>"), S.QUEUED),
        (error(401, "rest_cannot_delete"), S.REJECTED),
        (error(403, "rest_cannot_delete"), S.REJECTED),
        (answer(500), S.UNSURE),
    ],
)
def test_answers_to_a_deletion(told: WebAnswer, state: ReplyState) -> None:
    found = wordpress_rest.meaning_of_deletion(told, replace(REPLY, server_id="12"))
    assert (found.state, found.server_id, found.delivered) == (state, "", False)
