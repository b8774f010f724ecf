"""The thread as a screen reader finds it: lists within lists, and where a reply stands heard at its first line."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot
from tests.ui.pages import make_view, paragraph

from hiitreader.article.blocks import Container, ContainerKind, Span, SpanKind
from hiitreader.replies.thread import Conversation, ThreadReply
from hiitreader.ui.accessible.document import ArticleDocument
from hiitreader.ui.post_cards import Card
from hiitreader.ui.reply_blocks import Telling, tail
from hiitreader.ui.reply_tree import Numbers

NOON = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)
Outline = Callable[[QAccessibleInterface], list[str]]


def said(number: str, parent: str = "", **other: object) -> ThreadReply:
    values = {"id": number, "author": f"A{number}", "text": f"T{number}", "written": NOON, "parent": parent}
    return ThreadReply(**(values | other))  # type: ignore[arg-type]


def test_a_reply_is_an_item_and_its_first_line_says_where_it_stands(qtbot: QtBot, outline: Outline) -> None:
    replies = (said("1"), said("2", "1", awaiting=True, own=True), said("3", "1", text="- one"))
    pieces = tail((), Conversation(theirs=replies, pulled=NOON), Numbers(9), Telling(NOON, None, UTC))
    view = make_view([paragraph("Words.")])
    view.set_tail(block for piece in pieces for block in piece.blocks)
    document = ArticleDocument(view)
    assert outline(document)[4:] == [
        "  Heading Replies (3)",
        "  List",
        "    ListItem",
        "      Paragraph",
        "      Paragraph",
        "      Paragraph",
        "        Link Reply to A1",
        "      List",
        "        ListItem",
        "          Paragraph",
        "          Paragraph",
        "          Paragraph",
        "        ListItem",
        "          Paragraph",
        "          List",
        "            ListItem one",
        "          Paragraph",
        "            Link Reply to A3",
    ]
    found = {}
    for index, block in enumerate(view.flow):
        node = document.tree.node_of(index)
        if node is not None and node.text(QAccessible.Text.Description):
            found[block.text] = node.text(QAccessible.Text.Description)
    assert found == {
        "A1, 3 March 2026, 12:05": "level 1, 2 replies",
        "A2 (you), 3 March 2026, 12:05": "level 2, awaiting moderation",
        "A3, 3 March 2026, 12:05": "level 2",
    }


def test_a_similar_post_says_which_it_is_and_why_at_its_title(qtbot: QtBot) -> None:
    cards = (Card("Legs", "Legs grow.", "A minute to read. Shares: HIIT.", "k"), Card("Fat", "", "", "f"))
    pieces = tail(cards, Conversation(), Numbers(9), Telling(NOON, None, UTC))
    view = make_view([paragraph("Words.")])
    view.set_tail(block for piece in pieces for block in piece.blocks)
    tree = ArticleDocument(view).tree
    found = {}
    for index, block in enumerate(view.flow):
        node = tree.node_of(index)
        if node is not None and block.marker:
            link = node.child(0)
            found[block.text] = [one.text(QAccessible.Text.Description) for one in (node, link)]
    legs = "Similar post, 1 of 2. A minute to read. Shares: HIIT."
    assert found == {"Legs": [legs, legs], "Fat": ["Similar post, 2 of 2"] * 2}


def test_a_link_among_other_words_has_no_description(qtbot: QtBot) -> None:
    link = Span(4, 13, SpanKind.LINK, "#there")
    held = (Container(ContainerKind.LIST, 1), Container(ContainerKind.ITEM, 2, label="level 1"))
    view = make_view([paragraph("See this page.", *held, marker="•")._replace(spans=(link,))])
    node = ArticleDocument(view).tree.node_of(0)
    assert node is not None
    assert node.text(QAccessible.Text.Description) == "level 1"
    assert node.child(0).text(QAccessible.Text.Description) == ""
