"""What is said to leave is what leaves: field by field, held against the body that the adapter writes."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from hiitreader.replies import disclosure
from hiitreader.replies.disclosure import about, hosts, will_be_sent
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, Thread
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.about import ABOUT, names
from hiitreader.replies.servers.kinds import KINDS, connect

ISSO = ServerSettings("https://isso.example.com", "isso")
FORM = ServerSettings(
    "https://example.org", "wordpress-form", "https://example.org/wp-json", "https://example.org/wp-comments-post.php"
)
REST = ServerSettings("https://example.org", "wordpress-rest", "https://example.org/wp-json")
SIGNED_IN = replace(REST, user="ann")
WORDS = ReplyForm("My knee holds.", "Ann Example", "ann@example.com", "https://ann.example.com")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
EVERY = [ISSO, FORM, REST, SIGNED_IN]


def body_of(settings: ServerSettings) -> str:
    thread = Thread("hiit-and-leg-size", "HIIT and leg size", "/hiit" if settings is ISSO else "7")
    server = connect(settings)
    try:
        return server.body(Reply("1", thread, WORDS, created=NOW, changed=NOW))
    finally:
        server.close()


def words_in(body: str) -> set[str]:
    values = json.loads(body).values() if body.startswith("{") else [value for _name, value in parse_qsl(body)]
    return {str(value) for value in values}


@pytest.mark.parametrize("settings", EVERY, ids=lambda one: one.kind + one.user)
def test_every_word_of_the_readers_that_is_in_the_body_is_told_of(settings: ServerSettings) -> None:
    sent = words_in(body_of(settings))
    told = {one.value for one in will_be_sent(WORDS, settings)}
    typed = {WORDS.comment, WORDS.name, WORDS.email, WORDS.website}
    assert sent & typed == told & typed


@pytest.mark.parametrize("settings", EVERY, ids=lambda one: one.kind + one.user)
def test_the_email_address_is_never_said_to_be_published(settings: ServerSettings) -> None:
    told = will_be_sent(WORDS, settings)
    assert not [one for one in told if one.published and one.value == WORDS.email]
    published = [one.published for one in told]
    assert published == sorted(published, reverse=True), "what is published comes first"
    for one in told:
        assert one.sentence.said()
        assert one.published or "ot published" in one.sentence.said() or one.field == disclosure.PASSWORD


def test_signed_in_name_and_email_stay_here_and_the_account_is_told_of() -> None:
    told = {one.field: one for one in will_be_sent(WORDS, SIGNED_IN)}
    assert disclosure.EMAIL not in told
    assert disclosure.NAME not in told
    assert told[disclosure.ACCOUNT].value == "ann"
    assert told[disclosure.PASSWORD].value == ""


def test_each_kind_says_what_it_does_with_the_email_address_and_the_network_address() -> None:
    isso = {one.field: one.sentence.said() for one in will_be_sent(WORDS, ISSO)}
    wordpress = {one.field: one.sentence.said() for one in will_be_sent(WORDS, FORM)}
    for said in (isso, wordpress):
        assert "Gravatar" in said[disclosure.EMAIL]
        assert "This program asks Gravatar nothing." in said[disclosure.EMAIL]
    assert "leaves out its last part" in isso[disclosure.NETWORK_ADDRESS]
    assert "keeps it with your reply" in wordpress[disclosure.NETWORK_ADDRESS]


def test_every_kind_there_is_has_something_said_of_it() -> None:
    assert list(ABOUT) == list(KINDS)
    assert len(set(names().split(", "))) == len({one.name for one in ABOUT.values()})
    assert all(all(one) for one in ABOUT.values())


def test_an_empty_website_is_said_not_to_be_sent() -> None:
    told = {one.field: one for one in will_be_sent(replace(WORDS, website=""), FORM)}
    assert told[disclosure.WEBSITE].sentence.said() == "Empty, so nothing is sent."


def test_the_host_is_named_and_whether_anyone_can_read_along() -> None:
    assert about(FORM)[0].said() == "Everything goes to example.org, encrypted on the way, and to nobody else."
    here = ServerSettings("http://127.0.0.1:8080", "isso")
    assert "which is this computer" in about(here)[0].said()


def test_a_second_host_is_named_too() -> None:
    other = replace(FORM, form="https://forms.example.net:444/wp-comments-post.php")
    assert hosts(other) == ("example.org", "forms.example.net:444")
