"""The system's wishes arrive when there are any, and their changes too."""

# ruff: noqa: N802, N815 -- Qt names its methods and signals so

from enum import Enum

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from hiitreader.ui.system_wishes import SystemWishes, Wishes, wants_motion


class Contrast(Enum):
    NoPreference = 0
    HighContrast = 1


class Motion(Enum):
    NoPreference = 0
    ReducedMotion = 1


class Accessibility(QObject):
    contrastPreferenceChanged = Signal(object)
    motionPreferenceChanged = Signal(object)
    contrast, motion = Contrast.NoPreference, Motion.NoPreference

    def contrastPreference(self) -> Contrast:
        return self.contrast

    def motionPreference(self) -> Motion:
        return self.motion


class Hints(QObject):
    colorSchemeChanged = Signal(object)
    scheme = Qt.ColorScheme.Unknown

    def __init__(self, accessibility: QObject) -> None:
        super().__init__()
        self.told = accessibility

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme

    def accessibility(self) -> QObject:
        return self.told


class System(QObject):
    """An application whose system can be given wishes."""

    def __init__(self, accessibility: QObject) -> None:
        super().__init__()
        self.hints = Hints(accessibility)

    def styleHints(self) -> Hints:
        return self.hints


def test_without_a_platform_theme_the_defaults_hold(qapp: QGuiApplication) -> None:
    wishes = SystemWishes(qapp)
    assert wishes.wishes == Wishes("light", "normal", "full")
    assert wishes.scheme_and_contrast() == ("light", "normal")
    wishes.deleteLater()


def test_what_comes_late_is_told_once_each(qtbot: QtBot) -> None:
    system = System(accessibility := Accessibility())
    wishes = SystemWishes(system)  # type: ignore[arg-type]
    told: list[Wishes] = []
    wishes.changed.connect(told.append)
    system.hints.scheme = Qt.ColorScheme.Dark
    system.hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    system.hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    accessibility.contrast = Contrast.HighContrast
    accessibility.contrastPreferenceChanged.emit(Contrast.HighContrast)
    accessibility.motion = Motion.ReducedMotion
    accessibility.motionPreferenceChanged.emit(Motion.ReducedMotion)
    assert told == [Wishes("dark"), Wishes("dark", "high"), Wishes("dark", "high", "reduced")]


def test_a_qt_that_knows_nothing_of_motion_is_no_obstacle(qtbot: QtBot) -> None:
    assert SystemWishes(System(QObject())).wishes == Wishes()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("setting", "motion", "glides"),
    [
        ("system", "full", True),
        ("system", "reduced", False),
        ("reduced", "full", False),
        ("full", "reduced", True),
    ],
)
def test_the_readers_own_setting_comes_first(setting: str, motion: str, glides: bool) -> None:
    assert wants_motion(setting, Wishes(motion=motion)) is glides
