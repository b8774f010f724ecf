"""What the program makes of a real WordPress: every answer it can give."""

import urllib.request
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.replies.conftest import HandClock
from tests.replies.wordpress_server import RealWordPress, SitePost, SiteUser
from tests.replies.wordpress_writer import Writer, by_rest

from hiitreader.replies.reply import ReplyState, Standing
from hiitreader.replies.server import NoThread, Trace
from hiitreader.replies.servers.wordpress import PAUSE
from hiitreader.replies.servers.wordpress_reading import NotListed
from hiitreader.replies.servers.wordpress_rest import WordPressRest
from hiitreader.replies.thread import thread_of

pytestmark = pytest.mark.slow

S = ReplyState


@pytest.fixture
def reader(site: RealWordPress, post: SitePost, clock: HandClock, opened: ExitStack) -> Writer:
    """A subscriber who has signed in."""
    server = by_rest(site, site.reader)
    opened.callback(server.close)
    return Writer(server, post, clock)


@pytest.fixture
def editor(site: RealWordPress, post: SitePost, clock: HandClock, opened: ExitStack) -> Writer:
    """The site's owner, signed in."""
    server = by_rest(site, site.admin)
    opened.callback(server.close)
    return Writer(server, post, clock)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"comment": ""}, "comment"),
        ({"comment": "é" * 32_763}, "comment"),
        ({"name": "é" * 123}, "name"),
        ({"email": "a@" + "b" * 60 + "." + "c" * 60 + ".org"}, "email"),
        ({"website": "https://example.com/" + "a" * 200}, "website"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
        ({"email": "ann"}, "email"),
        ({"email": "änn@exämple.com"}, "email"),
    ],
)
def test_what_it_can_not_take_names_the_field(writer: Writer, change: dict[str, str], field: str) -> None:
    answer = writer.server.send(writer.sending(**({"comment": "So?"} | change)))
    assert (answer.state, answer.field) == (S.NEEDS_CHANGE, field), answer
    assert answer.reason


def test_a_second_reply_too_soon_waits(writer: Writer, site: RealWordPress) -> None:
    writer.confirmed("First.")
    site.set(flood_seconds=3_000)
    sending = writer.sending("Second.")
    answer = writer.server.send(sending)
    assert (answer.state, answer.wait) == (S.QUEUED, PAUSE)
    assert writer.server.pause == PAUSE


def test_articles_that_take_no_replies(writer: Writer, site: RealWordPress) -> None:
    found = {}
    for name in ("closed", "draft", "protected"):
        writer.thread = replace(writer.thread, remote=str(getattr(site, name).id))
        answer = writer.server.send(replace(writer.sending("Hello?"), noted=""))
        assert answer.reason
        found[name] = answer.state
    writer.thread = replace(writer.thread, remote="999999")
    found["missing"] = writer.server.send(writer.sending("Hello?")).state
    assert found == {"closed": S.CLOSED, "draft": S.REJECTED, "protected": S.REJECTED, "missing": S.REJECTED}


def test_a_site_for_members_asks_to_sign_in(site: RealWordPress, writer: Writer) -> None:
    site.set(registration_required=True)
    answer = writer.server.send(writer.sending("Let me in."))
    assert (answer.state, bool(answer.reason)) == (S.NEEDS_SIGN_IN, True)


def test_wordpress_as_it_comes_takes_strangers_through_the_form_only(site: RealWordPress, writer: Writer) -> None:
    site.set(anonymous_rest=False)
    answer = writer.server.send(writer.sending("As it comes."))
    seen = S.PUBLISHED  # strangers may read there, so it was looked for
    assert answer.state is (S.NEEDS_SIGN_IN if isinstance(writer.server, WordPressRest) else seen)


def test_an_answer_to_what_is_gone_is_kept_back(writer: Writer, site: RealWordPress) -> None:
    parents = [writer.confirmed(f"Parent {number}").server_id for number in range(3)]
    site.delete(int(parents[0]))
    site.trash(int(parents[1]))
    other = site.write_article("Another article")
    before = len(site.comments())
    for parent in (*parents[:2], "999999"):
        answer = writer.server.send(writer.sending(f"To {parent}", parent=parent))
        assert (answer.state, bool(answer.reason)) == (S.REJECTED, True)
    writer.thread = replace(writer.thread, remote=str(other.id))
    assert writer.server.send(writer.sending("On another", parent=parents[2])).state is S.REJECTED
    assert len(site.comments()) == before


def test_an_answer_deeper_than_the_site_shows_is_kept_under_what_it_answers(
    writer: Writer, site: RealWordPress, post: SitePost
) -> None:
    """WordPress neither refuses nor moves it: only its page shows it on the deepest level there is."""
    site.set(thread_depth=2)
    ids = [""]
    for number in range(4):
        ids.append(writer.confirmed(f"On level {number}.", parent=ids[-1], email=f"a{number}@example.com").server_id)
    assert [(one.id, one.parent) for one in writer.server.pull(writer.thread, None).replies] == list(
        zip(ids[1:], ids, strict=False)
    )
    with urllib.request.urlopen(post.url, timeout=30) as answer:
        page = answer.read().decode()
    places = [page.index(f"On level {number}.") for number in range(4)]
    assert places == sorted(places)


def test_upkeep_and_faults_leave_doubt(writer: Writer, site: RealWordPress) -> None:
    sending = writer.sending("In the midst.")
    site.set(maintenance=True)
    answer = writer.server.send(sending)
    assert answer.state in {S.UNSURE, S.QUEUED}
    assert answer.wait == timedelta(seconds=600)
    site.set(maintenance=False, fails_before=True)
    assert writer.server.send(sending).state is S.UNSURE
    site.set(fails_before=False, fails_after=True)
    assert writer.server.send(sending).state is S.UNSURE
    site.set(fails_after=False)
    again = writer.server.send(writer.again(sending))
    assert (again.delivered, bool(writer.server.find(sending, frozenset()).server_id)) == (True, True)
    assert len(site.comments(int(writer.thread.remote))) == 1


def test_where_a_reply_stands(writer: Writer, site: RealWordPress) -> None:
    reply = writer.confirmed("Where am I?")
    number = int(reply.server_id)
    found = [writer.server.standing(reply)]
    for act in (site.spam, site.approve, site.trash, site.delete):
        act(number)
        found.append(writer.server.standing(reply))
    stood = Standing
    assert found == [stood.PUBLISHED, stood.AWAITING, stood.PUBLISHED, stood.AWAITING, stood.GONE]


def test_what_the_sites_disallowed_words_put_into_the_trash_is_not_called_published(
    writer: Writer, site: RealWordPress
) -> None:
    site.set(disallowed="casino")
    answer = writer.server.send(writer.sending("My casino is better."))
    assert site.comments(int(writer.thread.remote))[-1].status in {"trash", "spam"}
    assert answer.state is S.AWAITING_MODERATION
    assert writer.server.send(writer.sending("Mine is not.")).state is S.PUBLISHED


def test_what_stands_under_the_number_after_the_site_was_put_back_is_looked_at(
    writer: Writer, site: RealWordPress
) -> None:
    reply = writer.confirmed("1 < 2")
    assert writer.server.standing(reply) is Standing.PUBLISHED
    site.overwrite(int(reply.server_id), author="Bob", email="bob@example.com", content="1 &gt; 2")
    assert writer.server.standing(reply) is Standing.GONE
    site.overwrite(int(reply.server_id), author=reply.form.name, email="bob@example.com", content="Hello")
    assert writer.server.standing(reply) is Standing.GONE, "a namesake's"


def test_answers_of_the_same_words_to_two_comments_are_told_apart(writer: Writer) -> None:
    first, second = (writer.confirmed(f"{name}?").server_id for name in ("One", "Two"))
    lost = [replace(writer.sending("So it is.", parent=parent), uuid=parent) for parent in (first, second)]
    doubtful = [replace(one, doubtful=True) for one in lost]
    there = writer.server.send(lost[1]).server_id
    known = frozenset({first, second})
    found = [writer.server.find(one, known, doubtful).server_id for one in doubtful]
    assert found == ["", there]
    listed = writer.server.pull(writer.thread, None).as_kept
    assert [writer.server.recognise(one, listed, known, doubtful).server_id for one in doubtful] == found


def test_a_namesakes_same_words_are_not_taken_for_ones_own(writer: Writer) -> None:
    lost = writer.sending("So it is.")
    writer.confirmed("So it is.", email="another.ann@example.com")
    assert writer.server.find(lost, frozenset()).trace is Trace.ABSENT
    there = writer.server.send(lost).server_id
    assert writer.server.find(lost, frozenset()).server_id == there


def test_a_site_that_keeps_its_interface_to_itself_still_takes_replies(writer: Writer, site: RealWordPress) -> None:
    site.set(rest_disabled=True)
    answer = writer.server.send(writer.sending("Without reading."))
    seen = S.AWAITING_MODERATION  # taken, and no program may see more
    assert answer.state is (S.NEEDS_SIGN_IN if isinstance(writer.server, WordPressRest) else seen)
    with pytest.raises(NotListed):
        writer.server.pull(writer.thread, None)
    with pytest.raises(NoThread):
        writer.server.locate(writer.thread)


def test_a_long_thread_comes_whole_and_in_steps(writer: Writer, site: RealWordPress) -> None:
    for number in range(103):
        writer.server.send(writer.sending(f"Number {number}", email=f"a{number}@example.com"))
    listing = writer.server.pull(writer.thread, None)
    assert (len(listing.replies), listing.whole, listing.total) == (103, True, 103)
    last = listing.replies[-1]
    new = writer.confirmed("Number 103")
    step = writer.server.pull(writer.thread, last.written)
    assert (step.whole, step.total) == (False, 104)
    assert {last.id, new.server_id} <= {reply.id for reply in step.replies}
    assert len(step.replies) < 104


def test_times_are_right_where_the_site_lives_elsewhere(writer: Writer, site: RealWordPress) -> None:
    site.as_admin("POST", "/wp-json/wp/v2/settings", {"timezone": "Asia/Tokyo"})
    try:
        writer.confirmed("In Tokyo.")
        (listed,) = writer.server.pull(writer.thread, None).replies
        assert len(writer.server.pull(writer.thread, listed.written).replies) == 1
        assert writer.server.pull(writer.thread, listed.written + timedelta(seconds=2)).replies == ()
    finally:
        site.as_admin("POST", "/wp-json/wp/v2/settings", {"timezone": "UTC"})


def test_an_article_is_found_by_its_title(writer: Writer, site: RealWordPress, post: SitePost) -> None:
    title = "Does HIIT workout result in larger or smaller leg muscles?"
    assert writer.server.locate(thread_of(title, "")) == str(site.post_id)
    odd = site.write_article(f"Don’t stop &amp; “rest”: {post.id}")
    assert writer.server.locate(thread_of(f'Don\'t stop & "rest": {post.id}', "")) == str(odd.id)
    with pytest.raises(NoThread) as problem:
        writer.server.locate(thread_of("Does HIIT workout result", ""))
    assert problem.value.todo
    site.write_article(f"Don’t stop &amp; “rest”: {post.id}")
    with pytest.raises(NoThread):
        writer.server.locate(thread_of(f'Don\'t stop & "rest": {post.id}', ""))


def test_who_has_signed_in_writes_under_the_account(reader: Writer, site: RealWordPress, post: SitePost) -> None:
    sending = reader.sending("> Signed\n\nin: a < b.")
    assert "ann@example.com" not in sending.body
    answer = reader.server.send(sending)
    assert answer.state is S.PUBLISHED
    (stored,) = site.comments(post.id)
    assert (stored.author, stored.email, stored.user > 1) == ("Rita Reader", "reader@example.test", True)
    assert reader.server.send(reader.again(sending)).delivered
    assert reader.server.find(sending, frozenset()).server_id == answer.server_id
    site.set(moderated=True)
    assert reader.server.standing(reader.confirmed("Held.")) is Standing.AWAITING


def test_a_subscriber_may_not_change_what_is_written(reader: Writer) -> None:
    reply = reader.confirmed("As it is.")
    for answer in (reader.server.edit(reply, replace(reply.form, comment="Other.")), reader.server.delete(reply)):
        assert (answer.state, bool(answer.reason)) == (S.REJECTED, True)


def test_the_owner_may(editor: Writer, site: RealWordPress, post: SitePost) -> None:
    reply = editor.confirmed("As it was.")
    answer = editor.server.edit(reply, replace(reply.form, comment="> Why?\n\na < b \\ c &#65;"))
    assert (answer.state, answer.server_id) == (S.PUBLISHED, reply.server_id)
    (stored,) = site.comments(post.id)
    assert stored.content == "<blockquote>Why?</blockquote>\n\na &lt; b &#092; c &amp;&#035;65;"
    assert editor.server.edit(reply, replace(reply.form, comment="é" * 32_763)).field == "comment"
    assert editor.server.edit(reply, replace(reply.form, comment="")).state is S.NEEDS_CHANGE
    assert editor.server.delete(reply).state is S.DISCARDED
    assert editor.server.edit(reply, reply.form).state is S.REJECTED
    assert site.comments(post.id) == []


def test_a_wrong_password_writes_nothing(
    site: RealWordPress, post: SitePost, clock: HandClock, opened: ExitStack
) -> None:
    site.set(name_required=False)
    server = by_rest(site, SiteUser(site.reader.name, "wrong"))
    opened.callback(server.close)
    writer = Writer(server, post, clock)
    answer = server.send(writer.sending("Who am I?"))
    assert (answer.state, bool(answer.reason)) == (S.NEEDS_SIGN_IN, True)
    assert site.comments(post.id) == []
