"""That a real WordPress takes no reply twice: it stores what it was sent, and so knows it again."""

import random
from contextlib import ExitStack, closing

import pytest
from tests.replies.conftest import HandClock
from tests.replies.wordpress_server import RealWordPress, SitePost
from tests.replies.wordpress_writer import Writer, by_form, by_rest

from hiitreader.replies.reply import ReplyState, Standing
from hiitreader.replies.server import Trace

pytestmark = pytest.mark.slow

S = ReplyState


PIECES = (
    *("<", ">", "&", "&&", '"', "'", "\\", "\\\\", "\\'", "%41", "%", "#", ";", "&#65;", "&#x41;", "&#8212;", "&#0;"),
    *(
        "&lt;",
        "&amp;",
        "&amp;#65;",
        "&nbsp;",
        "&bogus;",
        "<b>",
        "</b>",
        "<!-- x -->",
        "<![CDATA[",
        "<script>",
        "<a href=",
    ),
    *(
        "<blockquote>",
        "</blockquote>",
        "[gallery]",
        "http://example.com/?a=1&b=2",
        "javascript:",
        "--",
        "...",
        ":)",
        " ",
    ),
    *(
        "\n",
        "\n\n",
        "\t",
        "é",
        "e\u0301",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\U0001f9b5",
        "中",
        "Wordpress",
        "{x}",
        "`",
        "(c)",
    ),
    *("> ", "\n> ", "x", "7"),
)


def test_what_is_stored_is_what_was_sent_and_is_known_again(
    writer: Writer, site: RealWordPress, post: SitePost
) -> None:
    """The whole of “exactly once” rests on this."""
    chance = random.Random(7)
    for number in range(60):
        text = f"{number} " + "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 14)))
        comment = f"> {text}\n\n{text}" if number % 3 == 0 else text
        name = ("n" + "".join(chance.choice(PIECES) for _ in range(4)))[:40]
        sending = writer.sending(comment, name=name, email=f"a{number}@example.com")
        answer = writer.server.send(sending)
        assert answer.server_id, (comment, answer)  # many links are held
        answer = writer.server.send(writer.again(sending))
        assert answer.server_id or answer.delivered, (comment, name)
        assert len(site.comments(post.id)) == number + 1, (comment, name, site.comments(post.id)[-2:])


def test_addresses_are_known_again_or_it_is_said_that_they_are_not(writer: Writer, site: RealWordPress) -> None:
    site.set(moderated=True)
    locals_ = (
        "o'neil",
        "x+y",
        "a%41b",
        "a{b}",
        "a=b",
        "A.B",
        "a#b",
        "a!b",
        "a`b",
        "a|b~c",
        "a?b",
        "a/b",
        "a*b",
        "a&b",
        "a&lt",
    )
    for number, local in enumerate(locals_):
        sending = writer.sending(f"Hello {number}", email=f"{local}@Example.com")
        assert writer.server.send(sending).state is S.AWAITING_MODERATION
        certain = writer.server.find(sending, frozenset()).trace is Trace.ABSENT
        assert certain == ("&" not in local), local
        if certain:
            assert writer.server.send(writer.again(sending)).delivered, local
    assert len(site.comments(int(writer.thread.remote))) == len(locals_)


def test_one_that_is_sent_again_though_it_is_there_counts_as_there(writer: Writer, site: RealWordPress) -> None:
    sending = writer.sending("Published, and said so to nobody.")
    first = writer.server.send(sending)
    assert writer.server.send(writer.again(sending)).delivered
    assert writer.server.find(sending, frozenset()).server_id == first.server_id
    site.set(moderated=True)
    sending = writer.sending("Held, and said so to nobody.")
    assert writer.server.send(sending).state is S.AWAITING_MODERATION
    again = writer.server.send(writer.again(sending))
    assert (again.state, again.server_id, again.delivered) == (S.AWAITING_MODERATION, "", True)
    held = writer.again(sending).received(writer.clock.now(), "", awaiting=True, delivered=True)
    assert writer.server.standing(held) is Standing.AWAITING
    number = site.comments(int(writer.thread.remote))[-1].id
    site.approve(number)
    known = frozenset({first.server_id})
    listed = writer.server.pull(writer.thread, None).as_kept
    assert writer.server.recognise(held, listed, known, ()).server_id == str(number)


def test_an_equal_one_of_somebody_elses_is_not_taken_for_it(writer: Writer, site: RealWordPress) -> None:
    writer.confirmed("So it is.", email="another.ann@example.com")
    site.set(moderated=True)
    sending = writer.sending("So it is.")
    held = writer.server.send(sending)
    assert writer.server.find(sending, frozenset()).trace is Trace.ABSENT
    site.approve(int(held.server_id))
    assert writer.server.find(sending, frozenset()).server_id == held.server_id


def test_an_equal_one_of_another_account_is_not_taken_for_it(
    site: RealWordPress, post: SitePost, clock: HandClock, opened: ExitStack
) -> None:
    reader, admin = (
        Writer(opened.enter_context(closing(by_rest(site, user))), post, clock) for user in (site.reader, site.admin)
    )
    lost = reader.sending("So it is.")
    admin.confirmed("So it is.")
    assert reader.server.find(lost, frozenset()).trace is Trace.ABSENT
    there = reader.server.send(lost)
    assert reader.server.find(lost, frozenset()).server_id == there.server_id
    assert admin.server.find(lost, frozenset({there.server_id})).trace is Trace.FOUND


def test_by_rest_and_through_the_form_it_is_the_same_reply(
    site: RealWordPress, post: SitePost, clock: HandClock, opened: ExitStack
) -> None:
    rest, form, signed_in = (
        Writer(opened.enter_context(closing(server)), post, clock)
        for server in (by_rest(site), by_form(site), by_rest(site, site.reader))
    )
    for number, (first, second) in enumerate(((rest, form), (form, rest), (form, signed_in), (rest, signed_in))):
        sending = first.sending(f"> {number}\n\nThe same: \\ <b> & &#65;.", name="A\\n %41 <b>")
        written = first.server.send(sending)
        assert second.server.send(first.again(sending)).delivered
        assert first.server.find(sending, frozenset()).server_id == written.server_id
    assert len(site.comments(post.id)) == 4
