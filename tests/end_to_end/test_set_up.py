"""Setting up a server in the window: what is found, signing in, other hosts, and a plain word for what fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from PySide6.QtWidgets import QApplication
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.end_to_end.test_reply import all_on_disk, post
from tests.end_to_end.test_server import opened
from tests.hostile.server import HTML, POST, Hostile, Say, Speaker, hostile_server
from tests.hostile.test_certificates import speaking
from tests.replies.conftest import shared_wordpress, wordpress
from tests.replies.wordpress_server import RealWordPress

from hiitreader.library.bring_in.subscriptions import Subscriptions, keys_of
from hiitreader.library.bundled import bundled_article
from hiitreader.replies.desk import Place, ReplyDesk, ServerSettings
from hiitreader.replies.reply import CONFIRMED
from hiitreader.replies.thread import thread_of
from hiitreader.ui.dialogs.reply_server import ReplyServer

__all__ = ["shared_wordpress", "wordpress"]


@pytest.fixture
def site() -> Iterator[Hostile]:
    """A WordPress that takes replies through its form."""
    with hostile_server() as server:
        yield server


@pytest.fixture
def elsewhere() -> Iterator[Hostile]:
    """Another one, on another host."""
    with hostile_server("127.0.0.2") as server:
        yield server


def kept(one: Running) -> tuple[ServerSettings | None, Place | None]:
    """What is set, and where the article that is open goes there."""
    current = one.program.session.current
    desk = ReplyDesk(one.data)
    try:
        return desk.servers.get(), desk.servers.place(thread_of(current.title, current.digest))
    finally:
        desk.close()


def look(one: Running, address: str) -> ReplyServer:
    dialog = opened(one)
    one.type(address)
    one.press("Return")
    one.settle()
    return dialog


def state(dialog: ReplyServer) -> str:
    return dialog.state.accessibleName()


def moved_to(address: str) -> Say:
    return lambda speaker: speaker.say(status=301, kind=HTML, location=address)


@pytest.mark.slow
def test_the_article_is_tied_to_the_page_that_was_found_and_replies_go_there(start: Start, site: Hostile) -> None:
    one = start()
    post(one)
    dialog = look(one, f"{site.url}/legs/")
    assert "takes replies to “Legs” through its form" in state(dialog)
    assert kept(one) == (None, None)
    assert site.posts() == []
    one.press("Return")
    one.settle()
    settings, place = kept(one)
    assert settings is not None
    assert settings.kind == "wordpress-form"
    assert place is not None
    assert (place.remote, place.page) == ("4", f"{site.url}/legs/")
    one.wait(lambda: all_on_disk(one.data)[0].state in CONFIRMED)
    one.settle()
    one.press("Escape")


def test_one_signs_in_and_it_is_said_that_no_keyring_keeps_the_password(start: Start, site: Hostile) -> None:
    one = start()
    dialog = look(one, f"{site.url}/legs/")
    dialog.sign_in.user.setFocus()
    one.type("ann")
    dialog.sign_in.password.setFocus()
    one.type("abcd efgh")
    one.press("Return")
    one.settle()
    settings, _place = kept(one)
    assert settings is not None
    assert (settings.kind, settings.user) == ("wordpress-rest", "ann")
    assert "only until the program ends" in state(dialog)
    dialog.test.click()
    one.settle()
    assert "The password is accepted: the site knows you as Ann." in state(dialog)
    for file in one.data.rglob("*"):
        assert not file.is_file() or b"abcd efgh" not in file.read_bytes()
    one.press("Escape")


def test_a_password_that_is_not_accepted_sets_nothing(start: Start, site: Hostile) -> None:
    site.spoil(lambda speaker: speaker.say({"code": "rest_not_logged_in"}, 401), "GET /wp-json/wp/v2/users/me")
    one = start()
    dialog = look(one, f"{site.url}/legs/")
    dialog.sign_in.user.setText("ann")
    dialog.sign_in.password.setFocus()
    one.type("wrong")
    one.press("Return")
    one.settle()
    assert dialog.sign_in.password_row.error.startswith("Error: ")
    assert one.focus is dialog.sign_in.password
    assert kept(one) == (None, None)
    one.press("Escape")


def test_another_host_hears_nothing_until_the_reader_goes_there(
    start: Start, site: Hostile, elsewhere: Hostile
) -> None:
    site.spoil(moved_to(f"{elsewhere.url}/legs/"), "GET")
    one = start()
    dialog = look(one, f"{site.url}/legs/")
    assert state(dialog).startswith(f"The address leads to {elsewhere.host}. Go there?")
    assert elsewhere.asked == []
    dialog.go_there.click()
    one.settle()
    assert f"WordPress at {elsewhere.host}" in state(dialog)
    one.press("Return")
    one.settle()
    settings, _place = kept(one)
    assert settings is not None
    assert settings.url == elsewhere.url
    one.press("Escape")


def test_closed_replies_are_said(start: Start, site: Hostile) -> None:
    closed = {**POST, "comment_status": "closed", "link": f"{site.url}/legs/"}
    site.spoil(lambda speaker: speaker.say(closed), "GET /wp-json/wp/v2/posts/4")
    one = start()
    assert "they are closed" in state(look(one, f"{site.url}/legs/"))
    one.press("Escape")


@pytest.mark.parametrize(
    ("say", "said"),
    [
        (lambda speaker: speaker.say(b"<p>Gone.</p>", 404, HTML), "There is nothing at"),
        (
            lambda speaker: speaker.say(b"<title>Legs</title>", kind=HTML),
            "Nothing that this program knows takes replies",
        ),
        (lambda speaker: speaker.say(b"<p>Busy.</p>", 503, HTML), "can't answer just now"),
        (lambda speaker: speaker.say(b"%PDF", kind="application/pdf"), "is not a web page"),
    ],
    ids=["not found", "no replies there", "out of order", "no page"],
)
def test_what_fails_is_said_at_the_field(start: Start, site: Hostile, say: Say, said: str) -> None:
    site.spoil(say, "GET")
    one = start()
    dialog = look(one, f"{site.url}/legs/")
    assert said in dialog.row.error
    assert one.focus is dialog.address
    assert kept(one) == (None, None)
    one.press("Escape")


@pytest.mark.slow
def test_closing_calls_off_what_is_asked_and_sets_nothing(start: Start, site: Hostile) -> None:
    hold: list[Speaker] = []

    def wait(speaker: Speaker) -> None:
        hold.append(speaker)
        site.ended.wait(1.0)
        speaker.say({"id": 2, "name": "Ann"})

    site.spoil(wait, "GET /wp-json/wp/v2/users/me")
    one = start()
    dialog = look(one, f"{site.url}/legs/")
    dialog.sign_in.user.setText("ann")
    dialog.sign_in.password.setText("abcd")
    dialog.use.click()
    one.wait(lambda: bool(hold))
    one.press("Escape")
    one.wait(lambda: QApplication.activeModalWidget() is None)
    one.settle()
    assert kept(one) == (None, None)
    assert state(opened(one)).startswith("No server is set.")
    one.press("Escape")


def test_a_server_that_is_set_is_looked_at_again_without_a_change(start: Start, site: Hostile, data: Path) -> None:
    article = bundled_article()
    desk = ReplyDesk(data)
    desk.servers.use(site.found("wordpress-form"), thread_of(article.title, article.digest))
    desk.close()
    one = start()
    before = kept(one)
    dialog = opened(one)
    assert dialog.address.text() == f"{site.url}/legs/"
    dialog.test.click()
    one.settle()
    assert "takes replies to “Legs” through its form" in state(dialog)
    assert "Nothing was changed." in state(dialog)
    assert kept(one) == before
    assert site.posts() == []
    one.press("Escape")


def test_a_wrong_certificate_is_said_and_nothing_is_asked(start: Start) -> None:
    stranger = trustme.CA().issue_cert("127.0.0.1")
    with hostile_server(context=speaking(stranger)) as server:
        one = start()
        dialog = look(one, f"{server.url}/legs/")
        assert "vouches for the certificate" in dialog.row.error
        assert server.asked == []
        one.press("Escape")


@pytest.mark.slow
def test_on_a_real_wordpress_one_replies_as_oneself_and_the_email_typed_stays_here(
    start: Start, wordpress: RealWordPress
) -> None:
    page = wordpress.write_article("Does HIIT grow legs?")
    one = start()
    dialog = look(one, page.url)
    assert "WordPress at" in state(dialog), dialog.row.error
    dialog.sign_in.user.setFocus()
    one.type(wordpress.reader.name)
    dialog.sign_in.password.setFocus()
    one.type(wordpress.reader.password)
    one.press("Return")
    one.settle()
    assert "You are signed in as reader." in state(dialog), dialog.sign_in.password_row.error
    one.press("Escape")
    post(one, comment="A reply under my own name.", email="typed@example.com")
    one.wait(lambda: all_on_disk(one.data)[0].state in CONFIRMED)
    one.settle()
    (stored,) = wordpress.comments(page.id)
    assert stored.author == "Rita Reader"
    assert stored.user
    assert stored.email != "typed@example.com"


@pytest.mark.slow
def test_on_a_real_wordpress_a_wrong_password_is_said(start: Start, wordpress: RealWordPress) -> None:
    one = start()
    dialog = look(one, wordpress.article.url)
    dialog.sign_in.user.setFocus()
    one.type(wordpress.reader.name)
    dialog.sign_in.password.setFocus()
    one.type("abcd efgh ijkl mnop")
    one.press("Return")
    one.settle()
    assert dialog.sign_in.password_row.error
    assert kept(one) == (None, None)
    one.press("Escape")


@pytest.mark.slow
def test_posts_of_the_same_categories_come_with_the_replies_and_stay(start: Start, wordpress: RealWordPress) -> None:
    one = start()
    look(one, wordpress.article.url)
    one.press("Return")
    one.settle()
    one.press("Escape")
    one.run("reply.sync")
    one.wait(lambda: "In the same categories as this article." in one.page)
    key = keys_of(one.program.session.current.digest, Subscriptions(one.data))[0]
    assert one.close()
    wordpress.switch_off()
    try:
        again = start()
        assert "In the same categories as this article." in again.page
        again.late.shelf.open(key)
        again.wait(lambda: again.program.session.current.digest == key)
    finally:
        wordpress.switch_on()
