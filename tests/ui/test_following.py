"""What a pressed link leads to: a place in the article, a handler of its own, or the system's programs."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from tests.ui.pages import clear_away, make_view, paragraph

from hiitreader.article.blocks import Block, BlockKind, Span, SpanKind
from hiitreader.ui.following import LinkFollower


class Followed:
    """A follower over a page with two named places, and what it did."""

    def __init__(self, *, opens: bool = True) -> None:
        named = [Block(BlockKind.HEADING, name, level=2, anchor=name) for name in ("first", "café")]
        self.view = make_view([*named, paragraph("words")])
        self.visited: list[int] = []
        self.opened: list[str] = []
        self.said: list[str] = []

        def open_outside(address: QUrl) -> bool:
            self.opened.append(address.toString())
            return opens

        self.follower = LinkFollower(self.view, self.visited.append, open_outside, self.said.append)

    def press(self, target: str) -> None:
        self.view.link_activated.emit(target)


@pytest.fixture(autouse=True)
def _views_only_while_there_is_an_application(qapp: object) -> Iterator[None]:
    yield
    clear_away()


@pytest.mark.parametrize(
    ("target", "position"), [("#first", 0), ("#café", 6), ("#caf%C3%A9", 6), ("#", 0), ("#top", 0)]
)
def test_a_name_in_the_article_is_gone_to(target: str, position: int) -> None:
    followed = Followed()
    followed.press(target)
    assert followed.visited == [position]
    assert followed.opened == followed.said == []


def test_the_way_back_from_a_footnote_leads_to_the_link_that_led_there() -> None:
    followed = Followed()
    text = "As has been seen 1 and seen 2."
    spans = tuple(Span(at, at + 1, SpanKind.LINK, "#fn:n") for at in (text.index("1"), text.index("2")))
    followed.view.show_blocks([Block(BlockKind.PARAGRAPH, text, spans), paragraph("The note.")])
    followed.press("#fnref:n")
    followed.press("#fnref2:n")
    assert followed.visited == [text.index("1"), text.index("2")]
    assert followed.said == []


def test_a_name_that_is_not_there_is_said() -> None:
    followed = Followed()
    followed.press("#nowhere")
    assert followed.visited == []
    assert "nowhere" in followed.said[0]


@pytest.mark.parametrize("target", ["https://e.org/a?b=c#d", "http://e.org/", "mailto:someone@e.org"])
def test_an_address_is_handed_to_the_system(target: str) -> None:
    followed = Followed()
    followed.press(target)
    assert followed.opened == [target]
    assert followed.said == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "relative.html", "data:text/html,x"])
def test_nothing_else_is(target: str) -> None:
    followed = Followed()
    followed.press(target)
    assert followed.opened == []
    assert target in followed.said[0]


def test_that_nobody_opens_it_is_said() -> None:
    followed = Followed(opens=False)
    followed.press("https://e.org/")
    assert "https://e.org/" in followed.said[0]


def test_who_asked_to_be_asked_first_is() -> None:
    followed = Followed()
    followed.follower.handle_with(lambda target: target.startswith("#reply-"))
    followed.press("#reply-7")
    followed.press("#first")
    assert followed.visited == [0]
    assert followed.said == []
