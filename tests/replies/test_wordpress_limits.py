"""That the form takes what a WordPress takes whole, and nothing that is more, counted as it is sent and kept."""

import html
from dataclasses import replace

import pytest
from tests.replies.wordpress_server import RealWordPress, SitePost, StoredReply
from tests.replies.wordpress_writer import Writer

from hiitreader.replies.form import Field, ReplyForm, check
from hiitreader.replies.servers.wordpress import LIMITS

GOOD = ReplyForm("Words.", "Ann", "ann@example.com", "https://example.com/")

LONGEST = [
    ("comment", "x" * 65_525, "x" * 65_526),
    ("comment", "&" * 13_105, "&" * 13_106),
    ("comment", "é<" * 10_920, "é<" * 10_921),
    ("comment", "\\" * 10_920, "\\" * 10_921),
    ("comment", "> <\n\n" + "a" * 65_494, "> <\n\n" + "a" * 65_495),
    ("name", "%" * 40, "%" * 41),
    ("name", "é" * 122, "é" * 123),
    ("email", "&" * 17 + "a@b.example.co", "&" * 18 + "a@b.example.co"),
    ("website", "https://example.com/?" + "&a" * 29, "https://example.com/?" + "&a" * 30),
    ("website", "example.com/" + "a" * 181, "example.com/" + "a" * 182),
    ("website", "https://example.com/?" + "[" * 59, "https://example.com/?" + "[" * 60),
]


@pytest.mark.parametrize(("of", "fits", "over"), LONGEST)
def test_what_is_too_long_is_said_at_the_form(of: str, fits: str, over: str) -> None:
    assert check(replace(GOOD, **{of: fits}), LIMITS) == ()
    (error,) = check(replace(GOOD, **{of: over}), LIMITS)
    assert error.field is Field(of)


@pytest.mark.slow
def test_what_the_form_takes_is_kept_whole_and_what_is_more_is_not(
    writer: Writer, site: RealWordPress, post: SitePost
) -> None:
    for number, (of, fits, over) in enumerate(LONGEST):
        fields = {"comment": f"Number {number}.", "email": f"a{number}@example.com"}
        assert writer.server.send(writer.sending(**fields | {of: fits})).server_id, (of, fits)
        kept = value(site.comments(post.id)[-1], of)
        assert len(kept.encode()) <= LIMITS.length(Field(of), fits)
        assert html.unescape(kept).replace("%5B", "[").endswith(fits[-20:]), (of, kept)
        writer.server.send(writer.sending(**fields | {"comment": f"More {number}."} | {of: over}))
        for more in site.comments(post.id)[number + 1 :]:
            assert len(value(more, of).encode()) < LIMITS.length(Field(of), over)  # cut off, without a word
            site.delete(more.id)


def value(stored: StoredReply, of: str) -> str:
    return {"comment": stored.content, "name": stored.author, "email": stored.email, "website": stored.url}[of]
