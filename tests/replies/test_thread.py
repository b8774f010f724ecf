import pytest

from hiitreader.replies.reply import Thread
from hiitreader.replies.thread import thread_of


@pytest.mark.parametrize(
    ("title", "uri"),
    [
        ("Does HIIT Increase Leg Size?", "/articles/does-hiit-increase-leg-size/"),
        ("  Größe & “Kraft” ", "/articles/grösse-kraft/"),
        ("足のサイズ", "/articles/足のサイズ/"),
        ("???", "/articles/abc/"),
        ("", "/articles/abc/"),
    ],
)
def test_the_thread_is_named_after_the_title(title: str, uri: str) -> None:
    assert thread_of(title, "abc").uri == uri


def test_a_long_title_makes_a_bounded_name() -> None:
    assert len(thread_of("word " * 400, "abc").uri) < 100


def test_the_digest_does_not_part_readers_of_two_editions() -> None:
    assert thread_of("Legs", "abc") == thread_of("Legs", "def") == Thread("/articles/legs/", "Legs")
