"""Settings and a theme, worked out for a column of a given width: fonts, sizes, gaps, colours.

All lengths are in device-independent pixels. It never lays out a line.
"""

from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPalette, QTextCharFormat, QTextOption

from hiitreader.article.blocks import Block, BlockKind, ContainerKind, SpanKind
from hiitreader.article.flow import MARKER_GAP
from hiitreader.reading.settings import BASE_TEXT_PIXELS, Settings
from hiitreader.reading.themes import Theme
from hiitreader.ui.typeset.fonts import Fonts

HEADING_SCALE = (2.0, 1.45, 1.25, 1.1, 1.0, 0.95)
_NARROW_COLUMN, _NARROWEST_COLUMN = 32, 12
"""Between these many characters a line, headings shrink towards the size of the text so that words stay whole."""
_SAMPLE = "It is what a reader sees of an ordinary sentence that tells how many characters a line can hold"


class Look(NamedTuple):
    """How the text of one block is set: its font, its line height in pixels and its colour.

    `natural_height` is how high a line of the font is by itself, its rounding counted in.
    """

    role: str
    font: QFont
    line_height: float = 0.0
    colour: str = ""
    natural_height: float = 0.0


class PageStyle:
    """Everything the layout asks, worked out once for settings, theme and the width there is.

    `width` is the whole page's width; `column` that of the text in its middle, which begins at `left` and holds about
    `characters` of the body's text on a line; `em` is the size of the body's text.
    """

    def __init__(self, settings: Settings, theme: Theme, fonts: Fonts, width: float) -> None:
        self.settings = settings
        self.theme = theme
        self.fonts = fonts
        self.width = width
        self._looks: dict[str, Look] = {}
        self._formats: dict[tuple[str, frozenset[SpanKind]], QTextCharFormat] = {}
        self._marker_rooms: dict[int, float] = {}
        self.em = max(1.0, BASE_TEXT_PIXELS * self.settings.text_size / 100)
        body = self._font(self.settings.font, 1.0)
        character = QFontMetricsF(body).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        margin = min(max(12.0, 1.5 * self.em), max(8.0, self.width * 0.05))
        self.column = max(40.0, min(character * self.settings.column_width, self.width - 2 * margin))
        self.left = max(0.0, (self.width - self.column) / 2)
        self.characters = self.column / character

    def with_width(self, width: float) -> "PageStyle":
        """The same settings and theme for another width."""
        return PageStyle(self.settings, self.theme, self.fonts, width)

    # -- text -----------------------------------------------------------------------------------------------------

    def look(self, block: Block) -> Look:
        """How the text of `block` is set."""
        role = _role(block)
        if role not in self._looks:
            self._looks[role] = self._make_look(role)
        return self._looks[role]

    def format(self, look: Look, kinds: frozenset[SpanKind]) -> QTextCharFormat:
        """The whole format of a run with these spans in a block of this look."""
        key = (look.role, kinds)
        if key not in self._formats:
            self._formats[key] = self._make_format(look, kinds)
        return self._formats[key]

    def widest_font(self, block: Block) -> QFont:
        """The widest of the fonts that a block's words are set in."""
        look = self.look(block)
        kinds = {span.kind for span in block.spans}
        if SpanKind.CODE in kinds:
            return self.format(look, frozenset({SpanKind.CODE})).font()
        return self.format(look, frozenset({SpanKind.STRONG} & kinds)).font() if kinds else look.font

    @property
    def note_font(self) -> QFont:
        """The font of what the program itself says at a place on the page."""
        return self._font(self.settings.font, 0.9)

    def selection_format(self) -> QTextCharFormat:
        """How selected words look."""
        look = QTextCharFormat()
        look.setBackground(brush(self.theme.colours.selection))
        look.setForeground(brush(self.theme.colours.selection_text))
        return look

    def option(self, block: Block) -> QTextOption:
        """Wrapping, alignment and direction of a block's text."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if has_right_to_left(block):
            towards_left = runs_right_to_left(block)
            directions = QtCore.Qt.LayoutDirection
            option.setTextDirection(directions.RightToLeft if towards_left else directions.LeftToRight)
            if towards_left:
                option.setAlignment(QtCore.Qt.AlignmentFlag.AlignRight)
        if self.settings.alignment == "justified" and block.kind is BlockKind.PARAGRAPH:
            option.setAlignment(QtCore.Qt.AlignmentFlag.AlignJustify)
        if block.kind is BlockKind.CODE:
            tab = 4 * QFontMetricsF(self.look(block).font).horizontalAdvance(" ")
            option.setTabStopDistance(max(1.0, min(tab, self.column / 8)))
        return option

    def _make_look(self, role: str) -> Look:
        colours = self.theme.colours
        lines = self.settings.line_height
        colour = colours.text
        if role.startswith("heading"):
            scale = self._heading_scale(int(role[-1]))
            font = self._font(self.settings.font, scale, QFont.Weight.Bold)
            height = self.em * scale * (1 + (lines - 1) * 0.5)
            colour = colours.heading
        elif role == "code":
            font, height = self._font("mono", 0.9), self.em * max(1.0, lines * 0.9)
        elif role == "image":
            font, height = self._font(self.settings.font, 0.9), self.em * lines * 0.9
            colour = colours.muted
        else:
            weight = QFont.Weight.Bold if role in {"term", "header"} else QFont.Weight.Normal
            font, height = self._font(self.settings.font, 1.0, weight), self.em * lines
        return Look(role, font, height, colour, QFontMetricsF(font).height() + 2)

    def _heading_scale(self, level: int) -> float:
        room = (self.characters - _NARROWEST_COLUMN) / (_NARROW_COLUMN - _NARROWEST_COLUMN)
        return 1 + (HEADING_SCALE[level - 1] - 1) * max(0.0, min(1.0, room))

    def _font(self, name: str, scale: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = self.fonts.font(name, round(self.em * scale))
        font.setWeight(weight)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, self.settings.letter_spacing * self.em * scale)
        font.setWordSpacing(self.settings.word_spacing * self.em * scale)
        return font

    def _make_format(self, look: Look, kinds: frozenset[SpanKind]) -> QTextCharFormat:
        colours = self.theme.colours
        result = QTextCharFormat()
        italic = SpanKind.EMPHASIS in kinds or SpanKind.IMAGE in kinds
        font = QFont(look.font)
        if italic:
            self.fonts.font(self.settings.font, font.pixelSize(), italic=True)  # has its slanted faces loaded
        if SpanKind.CODE in kinds:
            font = self.fonts.font("mono", round(look.font.pixelSize() * 0.92))
            font.setWeight(look.font.weight())
            result.setBackground(brush(colours.code_ground))
        if SpanKind.STRONG in kinds:
            font.setWeight(QFont.Weight.Bold)
        font.setItalic(italic)
        font.setStrikeOut(SpanKind.DELETED in kinds)
        font.setUnderline(SpanKind.LINK in kinds and self.settings.underline_links)
        result.setFont(font)
        result.setForeground(brush(colours.link if SpanKind.LINK in kinds else look.colour))
        if SpanKind.SUPERSCRIPT in kinds:
            result.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        elif SpanKind.SUBSCRIPT in kinds:
            result.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
        return result

    # -- space ----------------------------------------------------------------------------------------------------

    @property
    def indent(self) -> float:
        """One level of a list, a quote or a description; less where the column is narrow."""
        return min(1.6 * self.em, 0.09 * self.column)

    def marker_room(self, digits: int) -> float:
        """The room that the markers of a list need: a bullet's for no `digits`, else that of numbers so long."""
        if digits not in self._marker_rooms:
            widest = "\u2022" if not digits else "0" * digits + "."
            metrics = QFontMetricsF(self._font(self.settings.font, 1.0))
            self._marker_rooms[digits] = metrics.horizontalAdvance(widest + MARKER_GAP) + 1
        return self._marker_rooms[digits]

    @property
    def caret_width(self) -> int:
        """How wide the caret is: wider in larger text, so that it is not lost in it."""
        return max(2, round(self.em / 14))

    @property
    def padding(self) -> float:
        """The room between a frame (code, table cell) and its text."""
        return min(0.6 * self.em, 0.04 * self.column)

    @property
    def page_top(self) -> float:
        """The room above the first block."""
        return min(2.0 * self.em, 48.0)

    def guess_height(self, blocks: int, characters: int) -> float:
        """About how high so many blocks with so many characters will be."""
        lines = characters / max(1.0, self.characters) + 0.5 * blocks
        return self.em * (lines * self.settings.line_height + blocks * self.settings.paragraph_spacing)

    def gap(self, before: Block | None, block: Block) -> float:
        """The room between a block and the one before it."""
        if before is None:
            return self.page_top
        if block.continued:
            return 0.0
        paragraph = self.settings.paragraph_spacing * self.em
        if block.kind is BlockKind.HEADING:
            near = before.kind is BlockKind.HEADING
            return max(paragraph * 0.6 if near else paragraph * 1.4, (0.5 if near else 1.2) * self.em)
        if before.kind is BlockKind.HEADING:
            return max(0.6 * paragraph, 0.4 * self.em)
        if _in_one_list(before, block) and not _begins_labelled(block):
            return 0.4 * paragraph
        if block.kind is BlockKind.DESCRIPTION and before.kind in {BlockKind.TERM, BlockKind.DESCRIPTION}:
            return 0.2 * paragraph
        return paragraph


def brush(colour: str) -> QBrush:
    """A solid brush, taken from a palette: QBrush's own constructor loads every one of Qt's enumerations first."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(colour))
    return palette.brush(QPalette.ColorRole.Base)


def _role(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"heading{min(6, max(1, block.level))}"
    if block.kind in {BlockKind.CODE, BlockKind.IMAGE, BlockKind.TERM}:
        return str(block.kind.value)
    if block.within and block.within[-1].kind is ContainerKind.HEADER_CELL:
        return "header"
    return "text"


_RIGHT_TO_LEFT = (
    ("\u0590", "\u08ff"), ("\u200f", "\u200f"), ("\ufb1d", "\ufdff"), ("\ufe70", "\ufeff"),
    ("\U00010800", "\U00010fff"), ("\U0001e800", "\U0001efff"),
)  # fmt: skip
_MARKS = {"\u200e": False, "\u200f": True}


def has_right_to_left(block: Block) -> bool:
    """Whether there are letters in the block's text that run from right to left."""
    return not block.text.isascii() and any(_goes_left(character) for character in set(block.text))


def runs_right_to_left(block: Block) -> bool:
    """Whether a block's text runs from right to left: as its first letter does (UAX #9, P2). Code never does."""
    if block.kind is BlockKind.CODE or not has_right_to_left(block):
        return False
    for character in block.text:
        if character in _MARKS:
            return _MARKS[character]
        if character.isalpha():
            return _goes_left(character)
    return False


def _goes_left(character: str) -> bool:
    return character >= "\u0590" and any(first <= character <= last for first, last in _RIGHT_TO_LEFT)


_LISTS = frozenset({ContainerKind.LIST, ContainerKind.NUMBERED_LIST})


def _begins_labelled(block: Block) -> bool:
    """Whether a block is the first of an item that is more than a line of a list: a whole reply."""
    return bool(block.marker and block.within and block.within[-1].label)


def _in_one_list(before: Block, block: Block) -> bool:
    shared = {c for c in before.within if c.kind in _LISTS}
    return any(c in shared for c in block.within)
