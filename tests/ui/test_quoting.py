"""Selected words as lines that can be quoted."""

import pytest

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind
from hiitreader.article.flow import Flow
from hiitreader.ui.quoting import selected_words

LIST = Container(ContainerKind.LIST, 1, of=2)
ITEMS = [Container(ContainerKind.ITEM, number) for number in (2, 3)]
REPLY = (Container(ContainerKind.LIST, 7, of=1), Container(ContainerKind.ITEM, 8, label="level 1"))


def paragraph(text: str, within: tuple[Container, ...] = (), marker: str = "", **other: bool) -> Block:
    return Block(BlockKind.PARAGRAPH, text, within=within, marker=marker, **other)  # type: ignore[arg-type]


FLOW = Flow(
    [
        paragraph("Legs 🦵 grow.\u2028Really."),
        paragraph("one", (LIST, ITEMS[0]), "•"),
        paragraph("two", (LIST, ITEMS[1]), "•"),
        Block(BlockKind.RULE, ""),
        paragraph("A long run ", continued=False),
        paragraph("cut in two", continued=True),
        paragraph("Ann, today", REPLY, "•"),
        paragraph("Mine \u202edid not.", REPLY),
    ]
)


def at(words: str) -> int:
    text = FLOW.text()
    return len(text[: text.index(words)].encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("first", "last", "quoted"),
    [
        ("grow", ".\u2028", "grow"),
        ("🦵", " grow", "🦵"),
        ("grow", "one", "grow.\nReally."),
        ("Legs", "\u00a0two", "Legs 🦵 grow.\nReally.\n\n- one"),
        ("•\u00a0one", "A long", "- one\n- two"),
        ("ne", "A long", "ne\n- two"),
        ("A long", "Ann", "A long run\ncut in two"),
        ("Ann", "not.", "Ann, today\n\nMine did"),
        ("one", "one", ""),
    ],
)
def test_selected_words_are_lines(first: str, last: str, quoted: str) -> None:
    assert selected_words(FLOW, at(first), at(last)) == quoted


def test_of_nothing_there_are_no_words() -> None:
    assert selected_words(Flow(), 0, 0) == ""
    rule = at("\n\nA long") + 1
    assert selected_words(FLOW, rule, rule + 1) == ""
