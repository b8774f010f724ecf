"""What a page says of its replies, and that no page takes long to be read."""

import pytest

from hiitreader.replies import page as page_module
from hiitreader.replies.page import PageMarks, marks, one_line

HERE = "https://example.org/2026/legs/"

WORDPRESS = """<!doctype html><html><head><title>Legs &#8211; A site</title>
<link rel="alternate" type="application/rss+xml" href="/feed/">
<link rel="https://api.w.org/" href="https://example.org/wp-json/" /><link rel="alternate" type="application/json"
 href="https://example.org/wp-json/wp/v2/posts/4" /></head><body>
<form action="/?s=" role="search"><input type="hidden" name="comment_post_ID" value="99"></form>
<form action="https://example.org/wp-comments-post.php" method="post" id="commentform" class="comment-form">
<textarea id="comment" name="comment"></textarea>
<input type='hidden' name='comment_post_ID' value='4' id='comment_post_ID' /></form></body></html>"""


def test_a_wordpress_page() -> None:
    assert marks(HERE, "", WORDPRESS) == PageMarks(
        api="https://example.org/wp-json/",
        post="https://example.org/wp-json/wp/v2/posts/4",
        form="https://example.org/wp-comments-post.php",
        number="4",
        title="Legs – A site",
    )


def test_the_link_header_says_it_too() -> None:
    header = (
        '<https://example.org/?rest_route=/>; rel="https://api.w.org/", '
        '<https://example.org/?rest_route=/wp/v2/posts/4>; rel="alternate"; title="a, b"; type="application/json", '
        "<https://example.org/?p=4>; rel=shortlink"
    )
    found = marks(HERE, header, "")
    assert found.api == "https://example.org/?rest_route=/"
    assert found.post == "https://example.org/?rest_route=/wp/v2/posts/4"


def test_an_isso_page() -> None:
    text = """<script data-isso="//comments.example.org/" src="//comments.example.org/js/embed.min.js"></script>
    <section id="isso-thread" data-isso-id="/legs" data-title="Legs"></section>"""
    found = marks(HERE, "", text)
    assert (found.isso, found.isso_thread) == ("https://comments.example.org/", "/legs")


def test_an_isso_page_that_names_only_the_script() -> None:
    found = marks(HERE, "", '<script async src="/isso/js/embed.min.js"></script><div id=isso-thread></div>')
    assert (found.isso, found.isso_thread) == ("https://example.org/isso/", "")


def test_a_page_for_those_who_have_signed_in() -> None:
    assert marks(HERE, "", '<p class="note must-log-in">You must be <a href="/in">logged in</a>.</p>').sign_in


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- {WORDPRESS} -->",
        f"<script>{WORDPRESS}</script>".replace("<title>", "<b>"),
        f"<textarea>{WORDPRESS.replace('textarea', 'b')}</textarea>",
        f"<style>{WORDPRESS}",
        "<!--",
    ],
)
def test_what_is_only_text_says_nothing(text: str) -> None:
    assert marks(HERE, "", text) == PageMarks()


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://ann:secret@example.org/",
        "https://[::1",
        "https://example.org/\u202e",
    ],
)
def test_what_is_no_address_is_none(target: str) -> None:
    text = f'<link rel="https://api.w.org/" href="{target}"><script data-isso="{target}"></script>'
    found = marks(HERE, f'<{target}>; rel="https://api.w.org/"', text)
    assert (found.api, found.isso) == ("", "")


def test_titles_are_one_line_of_plain_text() -> None:
    assert one_line("A <b>b</b>\n &amp;\x1b[31m c\u202e d\u2066") == "A b &[31m c d"
    assert len(one_line("x" * 10_000)) == 300


def _endless(text: str) -> str:
    return text * (300_000 // len(text))


@pytest.mark.parametrize(
    "piece",
    ["<", "<p ", '<p "', "<p '\"", "<p a='", '<p a="<p ', "<p a=b ", "<!--", "<script>", "<p>", "<p <p ", "<title>",
     "<form action=x><input name=comment_post_ID value=", '"', "<" + "p" * 500],
)  # fmt: skip
def test_no_page_takes_long(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way to begin a tag that never ends; a search that goes back over them would take hours."""
    looked = 0
    values = page_module._values

    def counting(rest: str) -> dict[str, str]:
        nonlocal looked
        looked += len(rest)
        return values(rest)

    monkeypatch.setattr(page_module, "_values", counting)
    marks(HERE, piece * 10_000, _endless(piece))
    assert looked <= 300_000
