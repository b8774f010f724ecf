"""What the window wears: a theme and the reader's text size become a palette, a font and the one style sheet.

It never colours the article, which is typeset from the theme itself.

The controls grow with the text, gently: at 100 % their words are 15 pixels high, and at 200 % and 400 % that is times
the square root (21 and 30), for a person who needs letters of 72 pixels needs larger buttons too, yet a panel must
still hold its words in 320 pixels. They never get smaller than at 100 %, nor larger than at 400 %, and go in steps of 3
pixels: dressing every control anew is the dear part of a change of text size, so few changes need it.
"""

import gc
from math import sqrt

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import Colours, Theme
from hiitreader.ui.sheet import FIRST, REST

CONTROL_PIXELS = 15
LARGEST_GROWTH = 2.0
STEP = 3
PATIENCE = 150
"""Milliseconds after the last change of the text size before the controls follow."""
GENERIC_FONTS = ("serif", "sans", "mono")


def control_pixels(text_size: int) -> int:
    """How high the words of the controls are, in pixels, for a text size in %."""
    more = CONTROL_PIXELS * (min(LARGEST_GROWTH, max(1.0, sqrt(text_size / 100))) - 1)
    return CONTROL_PIXELS + STEP * round(more / STEP)


def control_font(settings: Settings) -> QFont:
    """The font of the controls: the reader's own family, the system's sans-serif where that is no family's name."""
    font = QFont()
    if settings.font not in GENERIC_FONTS:
        font.setFamilies([settings.font, font.family()])
    font.setPixelSize(control_pixels(settings.text_size))
    return font


def palette(colours: Colours) -> QPalette:
    """The palette of the application: what the style sheet does not reach (and every plain widget) goes by it."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.window_text),
        (role.Base, colours.control),
        (role.AlternateBase, colours.control),
        (role.Text, colours.control_text),
        (role.PlaceholderText, colours.disabled_text),
        (role.Button, colours.control),
        (role.ButtonText, colours.control_text),
        (role.BrightText, colours.error),
        (role.Light, colours.control),
        (role.Midlight, colours.rule),
        (role.Mid, colours.control_border),
        (role.Dark, colours.control_border),
        (role.Shadow, colours.control_border),
        (role.Highlight, colours.selection),
        (role.HighlightedText, colours.selection_text),
        (role.Accent, colours.accent),
        (role.Link, colours.link),
        (role.LinkVisited, colours.link),
        (role.ToolTipBase, colours.control),
        (role.ToolTipText, colours.control_text),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.disabled_text))
    return made


def style_sheet(colours: Colours, pixels: int, *, whole: bool = True) -> str:
    """The style sheet for controls whose words are `pixels` high; not `whole`, only what the first picture shows."""
    values: dict[str, object] = {**colours._asdict(), **sizes(pixels)}
    if not whole:
        return FIRST % values
    from hiitreader.ui.glyphs import GLYPHS, address

    for ground, colour in _inks(colours).items():
        values |= {f"glyph_{ground}_{name}": address(name, colour) for name in GLYPHS}
    return (FIRST + REST) % values


def sizes(pixels: int) -> dict[str, int]:
    """The lengths of the style sheet in pixels, all from the height of the words."""
    ring = max(2, round(pixels * 0.14))
    line = max(1, round(pixels * 0.08))
    pad = round(pixels * 0.4)
    inner = max(24, round(pixels * 1.5))
    box = max(24, round(pixels * 1.3))
    bar = max(18, round(pixels * 1.1))
    target = inner + 2 * pad
    return {
        "ring": ring,
        "line": line,
        "both": ring + line,
        "edge": 2 * ring,
        "air": ring - line,
        "wrong_side": ring + line,
        "pad": pad,
        "wide": round(pixels * 0.8),
        "wider": round(pixels * 1.6),
        "gutter": round(pixels * 0.8),
        "inner": inner,
        "low": max(24 - 2 * (ring + line), round(pixels * 1.3)),
        "target": target,
        "target_pad": target + pad,
        "text_start": ring + line + pad,
        "sign": round(pixels * 1.2),
        "box": box,
        "framed_box": box + 2 * line,
        "check": box + 2 * line + 2 * (ring + line),
        "half_box": box // 2 + line,
        "bar": bar,
        "half_bar": bar // 2,
        "inset": max(2, bar // 6),
        "thumb": 3 * bar,
        "splitter": max(6, pixels // 3),
        "round": round(pixels * 0.3),
        "rounder": round(pixels * 0.3) + ring,
        "title": round(pixels * 1.2),
    }


class Clothes(QObject):
    """Dresses the application, and again when the reader's settings or the theme change.

    Make one before the window, with the application; call `put_on` once, `put_on_rest` when the first picture is there
    (or before anything else opens), and `change` at every change afterwards. Colours change at once. The
    controls' size follows `PATIENCE` ms after the last step, so that a key held down only costs the page.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._wearer: QApplication | QWidget = application
        self._whole = False
        self._worn = ""
        self._font = QFont()
        self._colours: Colours | None = None
        self._wanted: tuple[Theme, Settings] | None = None
        self._later = QTimer(self, singleShot=True, interval=PATIENCE)
        self._later.timeout.connect(self._now)

    def put_on(self, theme: Theme, settings: Settings) -> None:
        """Dress for the first picture: palette, font, and the part of the sheet it needs."""
        self._wanted = (theme, settings)
        self._now()

    def put_on_rest(self, window: QWidget | None = None) -> None:
        """Dress the rest: menus, panels, dialogs.

        Args:
            window: wears the sheet from now on, with all that belongs to it; the application when left out. A sheet of
                the application is dear: Qt dresses a control anew for each of the widgets around it. What the
                application wore for the first picture stays under the window's, which says all of it again.
        """
        if not self._whole:
            self._whole = True
            self._wearer = window or self._application
            self._now()

    def change(self, theme: Theme, settings: Settings) -> None:
        """Follow a change: colours at once, sizes and font a moment later."""
        self._wanted = (theme, settings)
        if theme.colours != self._colours:
            self._now()
        else:
            self._later.start()

    def _now(self) -> None:
        if self._wanted is None:
            return
        self._later.stop()
        collecting = gc.isenabled()
        # Qt walks a list of all widgets while each is told of its new clothes. Should Python's collector run within
        # that (an event filter of ours is enough) and find a closed window, Qt would meet widgets that are gone.
        gc.disable()
        try:
            self._dress(*self._wanted)
        finally:
            if collecting:
                gc.enable()

    def _dress(self, theme: Theme, settings: Settings) -> None:
        if theme.colours != self._colours:
            self._colours = theme.colours
            self._application.setPalette(palette(theme.colours))
        if self._whole:
            from hiitreader.ui.glyphs import draw

            for colour in _inks(theme.colours).values():
                draw(colour)
        font = control_font(settings)
        other_letters = font != self._font
        if other_letters:
            self._font = font
            self._application.setFont(font)
        sheet = style_sheet(theme.colours, control_pixels(settings.text_size), whole=self._whole)
        if sheet != self._worn or other_letters:  # what the sheet dresses keeps its font until it is dressed again
            self._worn = sheet
            self._wearer.setStyleSheet(sheet)


def _inks(colours: Colours) -> dict[str, str]:
    """In which colour signs are drawn, by what they stand on."""
    return {
        "text": colours.control_text,
        "window": colours.window_text,
        "accent": colours.accent_text,
        "disabled": colours.disabled_text,
    }
