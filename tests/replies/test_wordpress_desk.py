"""The whole way to a real WordPress by the desk: set it up, write, switch off, send, be moderated, be answered."""

import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock
from tests.replies.wordpress_server import RealWordPress

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ReplyState
from hiitreader.replies.thread import thread_of
from hiitreader.system.clock import SystemClock

pytestmark = pytest.mark.slow

S = ReplyState
THREAD = thread_of("Does HIIT workout result in larger or smaller leg muscles?", "")
FORM = ReplyForm("> Larger or smaller?\n\nLarger, I'd say: a < b.", "Ann <b> & Co", "ann@example.com")


class LaterClock(HandClock):
    """Begins at the real moment, which is the server's too."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = SystemClock().now()


Open = Callable[[], ReplyDesk]


@pytest.fixture
def site(start_wordpress: Callable[..., RealWordPress]) -> RealWordPress:
    return start_wordpress()


@pytest.fixture
def later() -> LaterClock:
    return LaterClock()


@pytest.fixture
def desk(tmp_path: Path, later: LaterClock) -> Iterator[ReplyDesk]:
    with closing(ReplyDesk(tmp_path / "data", later)) as desk:
        yield desk


def test_a_reply_is_sent_once_moderated_and_answered(
    site: RealWordPress, desk: ReplyDesk, tmp_path: Path, later: LaterClock
) -> None:
    site.set(moderated=True)
    uuid = desk.queue(THREAD, FORM).uuid
    desk.close()  # switched off

    desk = ReplyDesk(tmp_path / "data", later)
    with closing(desk):
        found = desk.servers.set(site.post_url, thread=THREAD)
        assert (found.settings.kind, found.remote) == ("wordpress-form", str(site.post_id))
        report = desk.sync(THREAD)
        assert report.problem is None
        assert desk.reply(uuid).state is S.AWAITING_MODERATION
        assert desk.replies(THREAD).theirs == ()
        (stored,) = site.comments(site.post_id)
        assert (stored.author, stored.email, stored.status) == ("Ann &lt;b&gt; &amp; Co", "ann@example.com", "0")

        site.approve(stored.id)
        later.go_on(600)
        assert [reply.uuid for reply in desk.sync(THREAD).moved] == [uuid]
        assert desk.reply(uuid).state is S.PUBLISHED
        (listed,) = desk.replies(THREAD).theirs
        assert (listed.id, listed.own) == (str(stored.id), True)

        site.set(moderated=False)
        write(site, "Smaller!", stored.id)
        assert desk.sync(THREAD).answers == 1
        assert [(one.parent, one.new) for one in desk.replies(THREAD).theirs] == [("", False), (str(stored.id), True)]

        with pytest.raises(Problem):
            desk.edit_there(uuid, "Something else.")
        site.delete(stored.id)
        later.go_on(600)
        desk.sync(THREAD, by_hand=True)
        assert desk.reply(uuid).state is S.REJECTED
        assert [one.own for one in desk.replies(THREAD).theirs] == [False]
        assert len(site.comments(site.post_id)) == 1


def test_two_replies_keep_the_pause_wordpress_wants(site: RealWordPress, desk: ReplyDesk, later: LaterClock) -> None:
    site.set(flood_seconds=15)
    desk.servers.set(site.post_url, thread=THREAD)
    first = desk.queue(THREAD, FORM).uuid
    second = desk.submit(THREAD, replace(FORM, comment="And another thing.")).uuid
    report = desk.sync(THREAD)
    assert [desk.reply(uuid).state for uuid in (first, second)] == [S.PUBLISHED, S.QUEUED]
    assert report.next_due is not None
    assert report.next_due - later.moment < timedelta(seconds=30)
    site.set(flood_seconds=0)  # its clock stands still beside ours
    later.go_on(31)
    desk.sync(THREAD)
    assert [desk.reply(uuid).state for uuid in (first, second)] == [S.PUBLISHED, S.PUBLISHED]
    assert len(site.comments(site.post_id)) == 2


def test_a_site_by_its_own_address_finds_the_article(site: RealWordPress, desk: ReplyDesk) -> None:
    site.set(anonymous_rest=True)
    assert desk.servers.set(site.url).remote == ""
    uuid = desk.queue(THREAD, FORM).uuid
    desk.sync(THREAD)
    assert desk.reply(uuid).state is S.PUBLISHED
    (stored,) = site.comments(site.post_id)
    other = thread_of("Nobody has written this", "")
    waits = desk.queue(other, FORM).uuid
    report = desk.sync(other)
    assert (desk.reply(waits).state, bool(desk.reply(waits).reason)) == (S.QUEUED, True)
    assert report.problem is not None
    assert len(site.comments()) == 1
    assert stored.content.startswith("<blockquote>Larger or smaller?</blockquote>")


def test_a_site_that_lists_nothing_still_takes_replies(site: RealWordPress, desk: ReplyDesk) -> None:
    desk.servers.set(site.post_url, thread=THREAD)
    site.set(rest_disabled=True)
    first = desk.queue(THREAD, FORM).uuid
    report = desk.sync(THREAD)
    assert desk.reply(first).state is S.AWAITING_MODERATION, "nobody can see whether it is published"
    assert report.problem is not None
    assert "does not let programs read" in report.problem.said()
    assert desk.servers.health().failures == 0


def test_the_owner_changes_and_deletes(site: RealWordPress, desk: ReplyDesk) -> None:
    found = desk.servers.find(site.post_url)
    settings = replace(found.settings, kind="wordpress-rest", user=site.admin.name)
    assert desk.servers.check_sign_in(settings, site.admin.password)
    desk.servers.use(replace(found, settings=settings), THREAD, site.admin.password)
    uuid = desk.queue(THREAD, FORM).uuid
    desk.sync(THREAD)
    assert desk.reply(uuid).state is S.PUBLISHED
    assert desk.edit_there(uuid, "> So?\n\nChanged.").form.comment == "> So?\n\nChanged."
    (stored,) = site.comments(site.post_id)
    assert stored.content == "<blockquote>So?</blockquote>\n\nChanged."
    assert desk.delete_there(uuid).state is S.DISCARDED
    assert site.comments(site.post_id) == []


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_held_reply_whose_answer_was_lost_is_published_under_its_number(
    site: RealWordPress, desk: ReplyDesk, later: LaterClock, signed_in: bool
) -> None:
    found = desk.servers.find(site.post_url)
    if signed_in:
        settings = replace(found.settings, kind="wordpress-rest", user=site.reader.name)
        found = replace(found, settings=settings)
    desk.servers.use(found, THREAD, site.reader.password if signed_in else "")
    site.set(moderated=True, fails_after=True)
    uuid = desk.queue(THREAD, FORM).uuid
    desk.sync(THREAD)
    assert desk.reply(uuid).state is S.UNSURE
    site.set(fails_after=False)
    later.go_on(3_700)
    desk.sync(THREAD)
    held = desk.reply(uuid)
    assert (held.state, held.server_id) == (S.AWAITING_MODERATION, "")
    (stored,) = site.comments(site.post_id)
    site.approve(stored.id)
    later.go_on(3_700)
    desk.sync(THREAD)
    there = desk.reply(uuid)
    assert (there.state, there.server_id) == (S.PUBLISHED, str(stored.id))
    assert [one.own for one in desk.replies(THREAD).theirs] == [True]


def write(site: RealWordPress, comment: str, parent: int) -> None:
    """Somebody else's reply, through the page's form."""
    values = {"comment": comment, "author": "Bob", "email": "bob@example.com", "comment_parent": parent}
    body = urllib.parse.urlencode(values | {"comment_post_ID": site.post_id}).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{site.url}/wp-comments-post.php", body, timeout=30):
        pass
