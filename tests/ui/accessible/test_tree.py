"""The article as a screen reader finds it: roles, names, places, and what stays when it changes."""

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from pytestqt.qtbot import QtBot

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.ui.accessible.nodes import Node
from hiitreader.ui.article_view import ArticleView

Name = QAccessible.Text.Name
Outline = Callable[[QAccessibleInterface], list[str]]


def _all(node: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [node] + [inner for number in range(node.childCount()) for inner in _all(node.child(number))]


def _text(node: QAccessibleInterface) -> str:
    text = node.textInterface()
    return text.text(0, text.characterCount())


def test_the_article_is_a_document_of_its_parts(document: QAccessibleInterface, outline: Outline) -> None:
    assert outline(document) == [
        "Document Article",
        "  Heading Title",
        "  Paragraph",
        "    Link link",
        "  Paragraph",
        "  Heading Section",
        "  List",
        "    ListItem Item one",
        "    ListItem",
        "      Paragraph",
        "      List",
        "        ListItem 1. Numbered one",
        "        ListItem 2. Numbered two",
        "  BlockQuote",
        "    Paragraph",
        "  Table Table with 2 rows and 2 columns",
        "    Row",
        "      ColumnHeader Week",
        "      ColumnHeader Load",
        "    Row",
        "      Cell One",
        "      Cell 40 kg",
        "  Paragraph",
        "  Graphic A bar chart",
        "  Separator",
        "  Section Footnotes",
        "    ListItem 1. A note.",
    ]


def test_each_knows_its_parent_its_number_and_that_it_is_there(document: QAccessibleInterface) -> None:
    for node in _all(document):
        assert node.isValid()
        for number in range(node.childCount()):
            child = node.child(number)
            assert child is node.child(number)
            assert child.parent() is node
            assert node.indexOfChild(child) == number
        assert node.child(-1) is None
        assert node.child(node.childCount()) is None


def test_text_is_what_stands_on_the_page(document: QAccessibleInterface, view: ArticleView) -> None:
    nodes = [node for node in _all(document) if node.textInterface() is not None and node.role().name != "Link"]
    assert [_text(node) for node in nodes] == [view.flow.shown(index) for index in range(len(view.flow))]


def test_a_heading_has_its_level(document: QAccessibleInterface) -> None:
    levels = {
        node.text(Name): node.attributesInterface().attributeValue(QAccessible.Attribute.Level)
        for node in _all(document)
        if node.role() == QAccessible.Role.Heading
    }
    assert levels == {"Title": 1, "Section": 2}


def test_code_says_that_it_is_code(document: QAccessibleInterface) -> None:
    said = [node.text(QAccessible.Text.Description) for node in _all(document)]
    assert said.count("Code") == 1


def test_a_cell_knows_its_place_and_its_header(document: QAccessibleInterface) -> None:
    load = next(node for node in _all(document) if node.text(Name) == "40 kg").tableCellInterface()
    assert (load.rowIndex(), load.columnIndex(), load.rowExtent(), load.columnExtent()) == (1, 1, 1, 1)
    assert [header.text(Name) for header in load.columnHeaderCells()] == ["Load"]
    assert load.table().role() == QAccessible.Role.Table


def test_a_press_of_a_link_is_told(document: QAccessibleInterface, view: ArticleView, qtbot: QtBot) -> None:
    link = next(node for node in _all(document) if node.role() == QAccessible.Role.Link)
    with qtbot.waitSignal(view.link_activated) as pressed:
        link.actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert pressed.args == ["https://e.org/"]


def test_a_press_of_a_heading_brings_the_caret_there(document: QAccessibleInterface, view: ArticleView) -> None:
    section = next(node for node in _all(document) if node.text(Name) == "Section")
    section.actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert view.caret() == view.flow.start(3)


def test_each_block_leads_to_the_next(document: QAccessibleInterface) -> None:
    title = document.child(0)
    ((after, flag),) = title.relations(QAccessible.RelationFlag.AllRelations)
    assert flag == QAccessible.RelationFlag.FlowsFrom
    assert after is document.child(1)


def test_rectangles_are_where_the_view_has_them(document: QAccessibleInterface, view: ArticleView) -> None:
    title = document.child(0)
    corner = view.viewport().mapToGlobal(view.block_rect(0).topLeft())
    assert title.rect().topLeft() == corner
    assert document.rect().contains(title.rect())
    assert document.childAt(title.rect().center().x(), title.rect().center().y()) is title
    link = document.child(1).child(0)
    assert document.child(1).rect().contains(link.rect())


def test_what_is_out_of_sight_says_so(document: QAccessibleInterface, view: ArticleView) -> None:
    view.resize(600, 120)
    assert not document.child(0).state().offscreen
    assert document.child(document.childCount() - 1).state().offscreen


def test_nodes_before_a_change_stay_and_those_after_are_gone(
    document: QAccessibleInterface, view: ArticleView, outline: Outline
) -> None:
    before = outline(document)
    kept, lost = document.child(0), document.child(document.childCount() - 1)
    view.article_length = 2
    view.append_blocks([Block(BlockKind.PARAGRAPH, "New."), Block(BlockKind.HEADING, "More", level=3)])
    assert document.child(0) is kept
    assert kept.isValid()
    assert not shiboken6.isValid(lost)
    assert outline(document) == [*before[:4], "  Paragraph", "  Heading More"]


def test_the_tail_comes_and_goes(document: QAccessibleInterface, view: ArticleView, outline: Outline) -> None:
    before = outline(document)
    view.set_tail([Block(BlockKind.HEADING, "Replies", level=2)])
    assert outline(document) == [*before, "  Heading Replies"]
    view.set_tail([])
    assert outline(document) == before


def test_a_node_that_is_gone_answers_nothing_and_crashes_nothing(
    document: QAccessibleInterface, view: ArticleView, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = document.child(5)
    assert isinstance(node, Node)
    monkeypatch.setattr(QAccessible, "deleteAccessibleInterface", lambda _number: None)
    node.retire()
    assert not node.isValid()
    assert (node.text(Name), node.childCount(), node.child(0)) == ("", 0, None)
    assert node.state().invalid
    assert node.textInterface() is None
    assert node.rect().isNull()


def test_an_empty_article_is_an_empty_document(document: QAccessibleInterface, view: ArticleView) -> None:
    view.show_blocks([])
    assert document.childCount() == 0
    assert document.childAt(10, 10) is None


def test_a_hundred_thousand_blocks_make_no_node_before_they_are_asked_for(
    document: QAccessibleInterface, view: ArticleView
) -> None:
    view.show_blocks([Block(BlockKind.PARAGRAPH, "words")] * 100_000)
    tree = document.tree  # type: ignore[attr-defined]
    assert len(list(tree.made())) <= 1
    assert document.childCount() == 100_000
    assert _text(document.child(99_999)) == "words"
    assert len(list(tree.made())) <= 2


def test_the_view_may_go_before_its_nodes(new_view: Callable[[], ArticleView]) -> None:
    view = new_view()
    nodes = _all(QAccessible.queryAccessibleInterface(view))
    shiboken6.delete(view)
    assert not any(shiboken6.isValid(node) for node in nodes)
