"""What the two kinds of WordPress do around a post: what they ask first, what they make sure of, what they write."""

import json
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from tests.replies.wordpress_answers import CONFIRMED, FORM, REPLY, REST, SIGNED_IN, ScriptedWeb, answer, error, page

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.server import NoAnswer, Trace
from hiitreader.replies.servers import wordpress
from hiitreader.replies.servers.wordpress_form import WordPressForm
from hiitreader.replies.servers.wordpress_rest import WordPressRest
from hiitreader.system.web import AnswerLost, NotReached, Web, WebAnswer

S = ReplyState


@pytest.mark.parametrize(("problem", "state"), [(NotReached("no"), S.QUEUED), (AnswerLost("lost"), S.UNSURE)])
def test_not_reached_is_not_sent_and_lost_is_doubt(problem: Exception, state: ReplyState) -> None:
    rest = WordPressRest(ScriptedWeb(post=problem), REST)
    form = WordPressForm(ScriptedWeb(post=problem), None, replace(REST, form=FORM))
    signed_in = WordPressRest(
        ScriptedWeb(get=answer(200, {"id": 1}), post=problem, delete=problem), SIGNED_IN, "password"
    )
    tries = [rest.send(REPLY), form.send(REPLY), signed_in.send(REPLY)]
    tries += [signed_in.edit(CONFIRMED, CONFIRMED.form), signed_in.delete(CONFIRMED)]
    assert [tried.state for tried in tries] == [state] * 5
    assert all(tried.reason for tried in tries)


@pytest.mark.parametrize(
    "told", [NotReached("no"), AnswerLost("lost"), answer(500), answer(200, "<html>"), answer(200, {"id": "1"})]
)
def test_nothing_is_posted_while_it_is_not_known_who_is_signed_in(told: WebAnswer | Exception) -> None:
    web = ScriptedWeb(get=told)
    server = WordPressRest(web, SIGNED_IN, "password")
    found = [server.send(REPLY), server.edit(CONFIRMED, CONFIRMED.form), server.delete(CONFIRMED)]
    assert [one.state for one in found] == [S.QUEUED] * 3
    assert web.posted == []


@pytest.mark.parametrize(
    ("to", "state"),
    [
        ("https://www.example.org{same}", S.QUEUED),
        ("{same}", S.QUEUED),
        ("https://example.org/wp-login.php?redirect_to=x", S.NEEDS_SIGN_IN),
        ("https://example.org/thanks/", S.UNSURE),
        ("https://[::1", S.UNSURE),
        ("", S.UNSURE),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_same_elsewhere_or_to_a_sign_in_is_certain(to: str, state: ReplyState, status: int) -> None:
    for kind, same in (("rest", "/wp-json/wp/v2/comments?_fields=id,status"), ("form", "/wp-comments-post.php")):
        web = ScriptedWeb(post=answer(status, "", location=to.format(same=same)))
        rest, form = WordPressRest(web, REST), WordPressForm(web, None, replace(REST, form=FORM))
        found = (rest if kind == "rest" else form).send(REPLY)
        assert (found.state, bool(found.reason)) == (state, True)


@pytest.mark.parametrize(
    ("said", "article", "state"),
    [
        (answer(403, page("Kommentare sind geschlossen.")), {"id": 4, "comment_status": "closed"}, S.CLOSED),
        (answer(403, page("Tut uns leid.")), {"id": 4, "comment_status": "open"}, S.REJECTED),
        (answer(403, page("Tut uns leid.")), "<html>", S.REJECTED),
        (answer(200, ""), {"id": 4, "comment_status": "open", "content": {"protected": True}}, S.REJECTED),
        (answer(200, ""), {"id": 4, "comment_status": "open"}, S.UNSURE),
        (answer(200, ""), {"id": 4, "comment_status": "closed"}, S.UNSURE),
    ],
)
def test_a_refusal_in_another_language_or_none_is_read_off_the_article(
    said: WebAnswer, article: object, state: ReplyState
) -> None:
    found = WordPressForm(ScriptedWeb(post=said), ScriptedWeb(get=answer(200, article)), replace(REST, form=FORM))
    assert found.send(REPLY).state is state


def test_a_site_that_hides_who_is_signed_in_is_sent_nothing() -> None:
    web = ScriptedWeb(get=error(404, "rest_no_route"))
    found = WordPressRest(web, SIGNED_IN, "password").send(REPLY)
    assert (found.state, bool(found.reason), web.posted) == (S.NEEDS_SIGN_IN, True, [])


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nothing_is_posted_without_the_password_or_with_a_wrong_one(password: str) -> None:
    web = ScriptedWeb(get=error(401, "rest_not_logged_in"))
    server = WordPressRest(web, SIGNED_IN, password)
    assert server.send(REPLY).state is S.NEEDS_SIGN_IN
    assert server.delete(CONFIRMED).state is S.NEEDS_SIGN_IN
    assert web.posted == []


@pytest.mark.parametrize("told", [NotReached("no"), AnswerLost("lost")])
def test_nothing_is_posted_while_it_is_not_known_whether_the_parent_is_there(told: Exception) -> None:
    web, form = ScriptedWeb(get=told), ScriptedWeb()
    answer_to = replace(REPLY, parent="3")
    assert WordPressRest(web, REST).send(answer_to).state is S.QUEUED
    assert WordPressForm(form, web, replace(REST, form=FORM)).send(answer_to).state is S.QUEUED
    assert web.posted == form.posted == []


def test_what_the_form_said_stands_when_nothing_else_can_be_asked() -> None:
    taken = answer(302, location=f"{FORM}#comment-12")
    for web in (None, ScriptedWeb(get=NoAnswer("no")), ScriptedWeb(get=NotReached("no"))):
        server = WordPressForm(ScriptedWeb(post=taken), web, replace(REST, form=FORM))
        assert server.send(REPLY).server_id == "12"


def test_what_was_filtered_out_as_spam_is_not_called_published() -> None:
    web = ScriptedWeb(get=error(401, "rest_cannot_read"))
    form = ScriptedWeb(post=answer(302, location=f"{FORM}#comment-12"))
    found = WordPressForm(form, web, replace(REST, form=FORM)).send(REPLY)
    assert (found.state, found.server_id) == (S.AWAITING_MODERATION, "12")


def test_a_doubtful_reply_is_not_sent_under_another_account() -> None:
    """The site would not know it for the same."""
    web = ScriptedWeb(get=answer(200, {"id": 1}), post=error(409, "comment_duplicate"))
    doubtful = replace(REPLY, doubtful=True, noted="7 ann", body='{"content": "b"}')
    for server in (
        WordPressRest(web, REST),
        WordPressRest(web, replace(SIGNED_IN, user="bob"), "password"),
        WordPressForm(web, None, replace(REST, form=FORM)),
    ):
        found = server.send(doubtful)
        assert (found.state, bool(found.reason)) == (S.NEEDS_SIGN_IN, True)
    assert web.posted == []
    assert WordPressRest(web, SIGNED_IN, "password").send(doubtful).delivered


def test_a_doubtful_reply_keeps_its_words_when_the_way_to_the_site_changes() -> None:
    web = ScriptedWeb(get=answer(200, {"id": 1}), post=answer(502))
    rest, form = WordPressRest(web, REST), WordPressForm(web, None, replace(REST, form=FORM))
    by_rest, by_form = rest.body(REPLY), form.body(REPLY)
    for server, first, sent in (
        (rest, by_form, by_rest),
        (WordPressRest(web, SIGNED_IN, "password"), by_form, by_rest),
        (WordPressRest(web, SIGNED_IN, "password"), by_rest, by_rest),
        (form, by_rest, by_form),
        (form, by_form, by_form),
    ):
        server.send(replace(REPLY, doubtful=True, body=first))
        assert web.bodies.pop() == sent


def test_an_address_that_wordpress_does_not_know_again_leaves_doubt() -> None:
    web = ScriptedWeb(get=answer(200, []))
    rest, form = WordPressRest(web, REST), WordPressForm(web, web, replace(REST, form=FORM))
    signed_in = WordPressRest(web, SIGNED_IN)
    odd = replace(REPLY, form=replace(REPLY.form, email="a&b@example.com"))
    unread = WordPressForm(web, None, replace(REST, form=FORM))
    hidden = WordPressForm(web, ScriptedWeb(get=error(401, "rest_disabled")), replace(REST, form=FORM))
    for server in (rest, form, unread, hidden, signed_in):
        assert server.find(odd, frozenset()).trace is Trace.UNKNOWN
        assert server.find(REPLY, frozenset()).trace is Trace.ABSENT
        # Who had signed in at the first try sent no address.
        assert server.find(replace(odd, noted="7 ann"), frozenset()).trace is Trace.ABSENT


def test_nothing_is_posted_to_no_post() -> None:
    nowhere = replace(REPLY, thread=Thread("/articles/legs/", "Legs", "/articles/legs/"))
    web = ScriptedWeb()
    for server in (WordPressRest(web, REST), WordPressForm(web, None, replace(REST, form=FORM))):
        found = server.send(nowhere)
        assert (found.state, bool(found.reason)) == (S.QUEUED, True)
    assert web.posted == []


def test_the_bodies() -> None:
    comment = "> said <b>\n> \\ &#65;\n\n> not quoted? 1 < 2 > 0 & all"
    reply = replace(
        REPLY, parent="3", form=ReplyForm(comment, "A\\n 5%41 <b>", "ann@example.com", "https://x.org/?a&b")
    )
    body = json.loads(WordPressRest(Web("http://127.0.0.1:1"), REST).body(reply))
    assert body == {
        "post": 4,
        "parent": 3,
        "content": "<blockquote>said &lt;b&gt;\n&#092; &amp;&#035;65;</blockquote>\n\n"
        "&gt; not quoted? 1 &lt; 2 &gt; 0 &amp; all",
        "author_name": "A&#092;n 5&#037;41 &lt;b&gt;",
        "author_email": "ann@example.com",
        "author_url": "https://x.org/?a&b",
    }
    form = WordPressForm(Web(FORM), None, replace(REST, form=FORM))
    assert parse_qs(form.body(reply)) == {
        "comment": [body["content"]],
        "author": [body["author_name"]],
        "email": ["ann@example.com"],
        "url": ["https://x.org/?a&b"],
        "comment_post_ID": ["4"],
        "comment_parent": ["3"],
    }
    signed_in = json.loads(WordPressRest(Web("http://127.0.0.1:1"), SIGNED_IN, "p").body(reply))
    assert set(signed_in) == {"post", "parent", "content"}


@pytest.mark.parametrize(
    ("comment", "written"),
    [
        ("> a", "<blockquote>a</blockquote>"),
        ("> a\n>\n> b", "<blockquote>a\n\nb</blockquote>"),
        ("> a\nb", "<blockquote>a</blockquote>\n\nb"),
        ("> > a", "<blockquote>&gt; a</blockquote>"),
        (">", "&gt;"),
        (">a", "&gt;a"),
        ("x\n> a", "x\n&gt; a"),
        ("", ""),
    ],
)
def test_a_quotation_at_the_beginning(comment: str, written: str) -> None:
    assert wordpress.written(comment) == written
