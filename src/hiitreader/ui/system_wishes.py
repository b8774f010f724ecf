"""What the system wishes for every program: light or dark, how much contrast, how much motion.

It asks Qt and tells when an answer changes; it never decides for the reader, whose own settings come first.
"""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QStyleHints


@dataclass(frozen=True, slots=True)
class Wishes:
    """The system's wishes. `scheme` is "light" or "dark", `contrast` "normal" or "high", `motion` "full" or "reduced".

    The defaults stand where the system says nothing, as it does without a platform theme.
    """

    scheme: str = "light"
    contrast: str = "normal"
    motion: str = "full"


class SystemWishes(QObject):
    """Knows the wishes and says when they change.

    Some systems answer only a moment after the start, so connect to `changed` even where the first answer will do.
    Motion is known from Qt 6.12 on; before that it stays "full", and the reader's own setting is the way.

    Args:
        application: also the parent, so that this lives as long as it.
    """

    changed = Signal(object)
    """The `Wishes` as they are now."""

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        # Both are kept: Qt's answers come from these very objects, and Python must not let go of them.
        self._hints = application.styleHints()
        self._accessibility = self._hints.accessibility()
        self._wishes = self._ask()
        self._hints.colorSchemeChanged.connect(self._look)
        for name in ("contrastPreferenceChanged", "motionPreferenceChanged"):
            if (signal := getattr(self._accessibility, name, None)) is not None:
                cast("SignalInstance", signal).connect(self._look)

    @property
    def wishes(self) -> Wishes:
        """All of them."""
        return self._wishes

    def scheme_and_contrast(self) -> tuple[str, str]:
        """What a theme is chosen by: ("light" or "dark", "normal" or "high")."""
        return self._wishes.scheme, self._wishes.contrast

    def _look(self, _value: object = None) -> None:
        wishes = self._ask()
        if wishes != self._wishes:
            self._wishes = wishes
            self.changed.emit(wishes)

    def _ask(self) -> Wishes:
        return Wishes(_scheme(self._hints), _contrast(self._accessibility), _motion(self._accessibility))


def wants_motion(setting: str, wishes: Wishes) -> bool:
    """Whether the page may glide: the reader's "full" or "reduced" decides, and for "system" the system's wish."""
    return (wishes.motion if setting == "system" else setting) != "reduced"


def _scheme(hints: QStyleHints) -> str:
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _contrast(accessibility: QObject) -> str:
    return "high" if _answer(accessibility, "contrastPreference") == "HighContrast" else "normal"


def _motion(accessibility: QObject) -> str:
    return "reduced" if _answer(accessibility, "motionPreference") == "ReducedMotion" else "full"


def _answer(accessibility: QObject, name: str) -> str:
    """The name of what Qt answers to a question that not every version of it knows; "" when it does not."""
    ask = getattr(accessibility, name, None)
    return str(getattr(ask(), "name", "")) if callable(ask) else ""
