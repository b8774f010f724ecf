"""The fonts a reader can choose: the bundled families, the system's generic ones, and what is installed.

It finds and loads font files; it never decides which font is used.
"""

from importlib import import_module
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

BUNDLED = {"Atkinson Hyperlegible": "fontpkg_atkinson_hyperlegible", "Lexend": "fontpkg_lexend"}
GENERIC = {"serif": QFont.StyleHint.Serif, "sans": QFont.StyleHint.SansSerif, "mono": QFont.StyleHint.Monospace}
_FALLBACK_NAMES = {"serif": "Serif", "sans": "Sans Serif", "mono": "Monospace"}


class Fonts:
    """Loads each bundled family the first time it is asked for, its slanted faces when they are (1 ms a face)."""

    def __init__(self) -> None:
        self._loaded: set[tuple[str, bool]] = set()

    def font(self, name: str, pixels: int, *, italic: bool = False) -> QFont:
        """The font a setting names, at a size in pixels: a bundled family, "serif", "sans", "mono" or a family."""
        if name in BUNDLED:
            self._load(name, italic=False)
            if italic:
                self._load(name, italic=True)
        font = QFont(_FALLBACK_NAMES.get(name, name))
        if name in GENERIC:
            font.setStyleHint(GENERIC[name])
        font.setPixelSize(max(1, pixels))
        font.setItalic(italic)
        return font

    def _load(self, name: str, *, italic: bool) -> None:
        if (name, italic) in self._loaded:
            return
        self._loaded.add((name, italic))
        package = import_module(BUNDLED[name])
        for file in sorted(Path(str(package.__file__)).parent.glob("files/*.ttf")):
            if ("Italic" in file.name) == italic:
                QFontDatabase.addApplicationFont(str(file))


def installed_families() -> tuple[str, ...]:
    """The families installed on this system that can be scaled, in order of their names."""
    families = QFontDatabase.families()
    return tuple(name for name in families if name not in BUNDLED and QFontDatabase.isScalable(name))
