"""What makes a listed reply one of one's own: words to the letter, what it answers, who, when; and what does not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.replies.wordpress_answers import NOW, REPLY

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.likeness import (
    ARRIVES_WITHIN,
    Likely,
    Trail,
    could_be_taken_for,
    from_seconds,
    in_seconds,
    says,
)
from hiitreader.replies.reply import SETTLE
from hiitreader.replies.servers.wordpress_words import resembles, shows, written
from hiitreader.replies.thread import TextFormat, ThreadReply

TYPED = st.text(st.sampled_from("abc 12<>&;#\\/%'\"\n-.:)(xé🦵"), min_size=1, max_size=30).map(
    lambda text: ReplyForm(comment=text).tidied().comment
)
FACELESS = "abc 12<>&;#\\/%'\"\n-.(xé🦵"  # no smiley is made of these
LINK = '<a href="{0}" rel="nofollow ugc">{0}</a>'
SIGNS = "<>&+*=/\\%#@!?;,_~|^$[]{}012345679abcxyzABCéñ中🦵👍"


def as_paragraphs(stored: str) -> str:
    """The least that a WordPress does with what it stores."""
    paragraphs = (part.replace("\n", "<br />\n") for part in stored.split("\n\n") if part.strip("\n"))
    return "".join(f"<p>{part}</p>\n" for part in paragraphs)


@given(TYPED)
@example("> a\n\n1 < 2 &lt; 3")
def test_words_are_known_again_as_they_are_shown(comment: str) -> None:
    assume(comment)
    assert shows(as_paragraphs(written(comment)), comment)


@given(
    st.text(FACELESS, min_size=1, max_size=30).map(lambda text: ReplyForm(comment=text).tidied().comment),
    st.integers(0, 10_000),
    st.sampled_from(SIGNS),
)
@example("1 < 2", 1, ">")
@example("Yes 👍", 3, "🦵")
def test_no_other_words_are_taken_for_them(comment: str, number: int, sign: str) -> None:
    """Not one sign may be another, be too many or too few."""
    places = [place for place, there in enumerate(comment) if there not in " \n'\"-.x" and there != sign]
    assume(places)
    place = places[number % len(places)]
    for other in (f"{comment[:place]}{sign}{comment[place + 1 :]}", comment[:place] + comment[place + 1 :]):
        if other and ReplyForm(comment=other).tidied().comment == other and "(tm" not in other:
            assert not shows(as_paragraphs(written(comment)), other)


@pytest.mark.parametrize(
    ("comment", "shown"),
    [
        ("It's \"so\" -- or so...", "<p>It&#8217;s &#8220;so&#8221; &#8212; or so&#8230;</p>\n"),
        ("It's \"so\" -- or so...", "<p>It&#8217;s &#8222;so&#8220; &#8212; or so&#8230;</p>\n"),
        ("Yes :) 3x4 (tm)", "<p>Yes 🙂 3&#215;4 &#8482;</p>\n"),
        ("Yes :) 3x4", "<p>Yes :) 3x4</p>\n"),
        ("See www.example.com/a?b&c.", f"<p>See {LINK.format('http://www.example.com/a?b&#038;c')}.</p>\n"),
        ("See <http://example.com/>", f"<p>See &lt;{LINK.format('http://example.com/&#038;gt')};</p>\n"),
        ("> Is it?\n\nIt is.", "<blockquote><p>Is it?</p></blockquote>\n<p>It is.</p>\n"),
        (r"C:\new", "<p>C:&#092;new</p>\n"),
        ("WWW.A.EXAMPLE ftp.b.example", f"<p>{LINK.format('http://WWW.A.EXAMPLE')} {LINK.format('http://ftp.b.example')}</p>\n"),
        ("HTTP://A.EXAMPLE/a", f"<p>{LINK.format('http://A.EXAMPLE/a')}</p>\n"),
        ("http://a.example/%0ab", f"<p>{LINK.format('http://a.example/b')}</p>\n"),
        ("http://a.example/?a&b;//c", f"<p>{LINK.format('http://a.example/?a&#038;b://c')}</p>\n"),
        ("http://a.example/:)", f"<p>{LINK.format('http://a.example/')}🙂</p>\n"),
        (":?http://a.example", f"<p>😕{LINK.format('http://a.example')}</p>\n"),
        ("[gallery]--", "<p>[gallery]&#8212;</p>\n"),
        ("--[gallery]- x", "<p>&#8212;[gallery]&#8211; x</p>\n"),
        ("ann@example.com--", '<p><a href="mailto:ann@example.com">ann@example.com</a>&#8212;</p>\n'),
        ("ftp://f.example&nbsp;", f"<p>{LINK.format('ftp://f.example&#038;nbsp')};</p>\n"),
        ("ftp://f.example&nbsp;\n\nb", f"<p>{LINK.format('ftp://f.example&#038;nbsp')};</p>\n<p>b</p>\n"),
        (":mrgreen:", '<p><img src="https://e.org/m.png" alt=":mrgreen:" class="wp-smiley" style="x" /></p>'),
    ],
)  # fmt: skip
def test_what_a_wordpress_dresses_is_still_the_same(comment: str, shown: str) -> None:
    assert shows(shown, comment)


@pytest.mark.parametrize(
    ("comment", "others"),
    [("1 < 2", "1 > 2"), ("a b", "ab"), ("a\nb", "a\n\nb"), ("Yes", "yes"), ("Yes!", "Yes"), ("> a\n\nb", "a\n\nb"),
     ("&lt;", "<"), ("👍", "👎"), ("e", "é"), ("50 %", "50"), ("a - b", "a-b"), ("x²", "x2"),
     ("a@b -- c", "a@b - c"), ("[a] b -- c", "[a] b - c"), ("http://a.example/:)", "http://a.example/:(")],
)  # fmt: skip
def test_what_differs_is_not_the_same(comment: str, others: str) -> None:
    for one, other in ((comment, others), (others, comment)):
        assert not shows(as_paragraphs(written(one)), other)
        plain = ThreadReply("1", "Ann", one, NOW)
        assert says(plain, one)
        assert not says(plain, other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Thanks", "thanks", True),
        ("é", "e", True),
        ("Yes 👍", "Yes 👎", True),
        ("a", "b", False),
        ("1 < 2", "1 > 2", False),
    ],
)
def test_a_database_may_take_for_the_same_what_is_not(one: str, other: str, *, alike: bool) -> None:
    assert resembles(one, other) is alike
    mine = replace(REPLY, server="s", form=replace(REPLY.form, comment=one))
    theirs = replace(mine, uuid="v", form=replace(REPLY.form, comment=other))
    assert could_be_taken_for(mine, theirs) is alike
    for change in ({"parent": "3"}, {"server": "t"}, {"form": replace(theirs.form, email="b@example.com")}):
        assert not could_be_taken_for(mine, replace(theirs, **change))  # type: ignore[arg-type]


# -- where it may stand -----------------------------------------------------------------------------------------------

BEGAN = from_seconds(in_seconds(NOW))
SECOND = timedelta(seconds=1)


def one(number: int, written_at: datetime, parent: str = "") -> ThreadReply:
    return ThreadReply(str(number), "Ann", "So?", written_at, parent=parent, format=TextFormat.PLAIN)


@pytest.mark.parametrize(
    ("listed", "likely"),
    [
        (one(8, BEGAN), Likely.YES),
        (one(8, BEGAN + ARRIVES_WITHIN - SECOND), Likely.YES),
        (one(8, BEGAN + ARRIVES_WITHIN), Likely.MAYBE),
        (one(8, BEGAN + timedelta(days=3)), Likely.MAYBE),
        (one(8, BEGAN - SETTLE), Likely.YES),
        (one(8, BEGAN - SETTLE - SECOND), Likely.MAYBE),
        (one(7, BEGAN - SECOND), Likely.NO),
        (one(3, BEGAN - timedelta(days=3)), Likely.NO),
        (one(7, BEGAN + 2 * SECOND), Likely.YES),
        (one(7, BEGAN + ARRIVES_WITHIN), Likely.MAYBE),
        (one(8, BEGAN, parent="3"), Likely.NO),
    ],
)
def test_the_id_noted_and_the_time_decide(listed: ThreadReply, likely: Likely) -> None:
    assert Trail(7, (BEGAN,)).leads_to(listed) is likely


def test_each_try_has_its_time_and_a_note_without_one_goes_by_the_id() -> None:
    later = BEGAN + timedelta(days=1)
    assert Trail(7, (BEGAN, later)).leads_to(one(9, later)) is Likely.YES
    assert Trail(7, (BEGAN, later)).leads_to(one(9, later - timedelta(hours=1))) is Likely.MAYBE
    assert Trail(7).leads_to(one(8, later)) is Likely.YES
    assert Trail(7).leads_to(one(7, later)) is Likely.NO
    assert Trail(7, written=BEGAN).leads_to(one(7, later)) is Likely.YES
    assert Trail(None).leads_to(one(8, later)) is Likely.MAYBE
    assert Trail(None, (BEGAN,)).leads_to(one(8, BEGAN)) is Likely.YES
