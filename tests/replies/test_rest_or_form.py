"""Where REST asks for a sign-in, the page's form takes the reply; where it doesn't, the form is not used."""

import pytest
from tests.replies.conftest import HandClock
from tests.replies.wordpress_server import RealWordPress

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.found import Found
from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.server_settings import ServerSettings

pytestmark = pytest.mark.slow


def settings(site: RealWordPress, form: str = "/wp-comments-post.php") -> ServerSettings:
    return ServerSettings(site.url, "wordpress-rest", f"{site.url}/wp-json", form and site.url + form)


@pytest.mark.parametrize("anonymous_rest", [True, False])
def test_a_reply_is_stored_once_either_way(
    wordpress: RealWordPress, desk: ReplyDesk, form: ReplyForm, anonymous_rest: bool
) -> None:
    wordpress.set(anonymous_rest=anonymous_rest)
    article = wordpress.write_article(f"Either way {anonymous_rest}")
    thread = Thread("/either/", article.url)
    desk.servers.use(Found(settings(wordpress), remote=str(article.id), page=article.url), thread)
    reply = desk.queue(thread, form)
    desk.sync(by_hand=True)
    stored = wordpress.comments(article.id)
    assert len(stored) == 1
    assert desk.reply(reply.uuid).state is ReplyState.PUBLISHED
    assert desk.reply(reply.uuid).server_id == str(stored[0].id)


def test_one_that_was_perhaps_sent_is_not_stored_twice(
    wordpress: RealWordPress, desk: ReplyDesk, form: ReplyForm, clock: HandClock
) -> None:
    """The form stored it, its answer was lost: sent again, by REST and then by the form, it is there already."""
    wordpress.set(fails_after=True)
    article = wordpress.write_article("Perhaps")
    thread = Thread("/perhaps/", article.url)
    desk.servers.use(Found(settings(wordpress), remote=str(article.id), page=article.url), thread)
    reply = desk.queue(thread, form)
    desk.sync(by_hand=True)
    assert desk.reply(reply.uuid).state is ReplyState.UNSURE
    wordpress.set(fails_after=False)
    clock.go_on(120)
    desk.sync(by_hand=True)
    assert len(wordpress.comments(article.id)) == 1
    assert desk.reply(reply.uuid).state in {ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION}


def test_without_a_form_the_reader_is_told(wordpress: RealWordPress, desk: ReplyDesk, form: ReplyForm) -> None:
    article = wordpress.write_article("No form")
    thread = Thread("/none/", article.url)
    desk.servers.use(Found(settings(wordpress, ""), remote=str(article.id), page=article.url), thread)
    reply = desk.queue(thread, form)
    desk.sync(by_hand=True)
    assert desk.reply(reply.uuid).state is ReplyState.NEEDS_SIGN_IN
    assert wordpress.comments(article.id) == []


def test_where_nobody_may_without_signing_in_the_reader_is_told(
    wordpress: RealWordPress, desk: ReplyDesk, form: ReplyForm
) -> None:
    wordpress.set(registration_required=True)
    article = wordpress.write_article("Members")
    thread = Thread("/members/", article.url)
    desk.servers.use(Found(settings(wordpress), remote=str(article.id), page=article.url), thread)
    reply = desk.queue(thread, form)
    desk.sync(by_hand=True)
    assert desk.reply(reply.uuid).state is ReplyState.NEEDS_SIGN_IN
    assert wordpress.comments(article.id) == []
