"""The settings panel: every setting has a row that is seen, heard and works, and shows what others changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hiitreader.reading.preferences import Preferences
from hiitreader.reading.settings import SettingKind, Settings, specs
from hiitreader.reading.settings_file import SettingsFile
from hiitreader.reading.themes import bundled
from hiitreader.ui.colours import Clothes
from hiitreader.ui.form_rows import FormRow
from hiitreader.ui.panels.figures import figures
from hiitreader.ui.panels.settings_panel import SettingsPanel

UNDRESSED = "QWidget#nobody {}"
"""Not "": Qt 6.11 forgets which widgets to forget when the last style sheet goes, and crashes at the next one."""
LIGHT = next(theme for theme in bundled() if theme.id == "light")


class Room:
    """A panel over real preferences, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.preferences = Preferences(SettingsFile(folder / "settings.json", lambda: datetime.now(UTC)))
        self.said: list[str] = []
        self.asked_families = 0
        self.panel = SettingsPanel(
            self.preferences,
            themes=bundled(),
            families=self.families,
            page=lambda: (LIGHT, 66.0),
            say=self.said.append,
        )

    def families(self) -> list[str]:
        self.asked_families += 1
        return ["Some Font", "Lexend"]

    def open(self, qtbot: QtBot) -> None:
        with qtbot.waitExposed(self.panel):
            self.panel.show()
        self.panel.activateWindow()
        qtbot.waitUntil(self.panel.isActiveWindow)

    def button(self, name: str) -> QPushButton:
        return next(one for one in self.panel.findChildren(QPushButton) if name in {one.text(), one.accessibleName()})

    def row(self, label: str) -> FormRow:
        return next(row for row in self.panel.findChildren(FormRow) if row.label.text() == label)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Room:
    made = Room(tmp_path)
    qtbot.addWidget(made.panel)
    return made


def test_every_setting_has_a_row_with_name_value_unit_and_description(room: Room) -> None:
    for spec in specs():
        field = room.panel.row(spec.name).field
        assert field.accessibleName().startswith(spec.label)
        assert field.accessibleDescription() == spec.help
        if spec.kind is SettingKind.NUMBER:
            assert isinstance(field, QSpinBox | QDoubleSpinBox)
            assert (field.minimum(), field.maximum()) == (spec.low, spec.high)
            assert field.singleStep() == pytest.approx(spec.step)
            assert spec.unit in f"{field.suffix()} {field.accessibleName()}"
        assert (
            room.panel.row(spec.name).reset_button.accessibleName() == f"Reset {spec.label[0].lower()}{spec.label[1:]}"
        )


def test_every_control_in_the_panel_has_a_name(room: Room) -> None:
    room.panel.show()
    for widget in room.panel.findChildren(QWidget):
        if (
            widget.window() is room.panel
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not isinstance(widget.parent(), QAbstractSpinBox)
        ):
            name = widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton | QLabel) else "")
            assert name, widget


def test_a_step_takes_effect_at_once(room: Room) -> None:
    field = room.panel.row("text_size").field
    assert isinstance(field, QSpinBox)
    field.stepUp()
    assert room.preferences.settings.text_size == 110


def test_a_half_typed_number_has_no_effect(room: Room, qtbot: QtBot) -> None:
    field = room.panel.row("text_size").field
    room.open(qtbot)
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(field, "25")
    assert room.preferences.settings.text_size == 100
    qtbot.keyClicks(field, "0")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert room.preferences.settings.text_size == 250


def test_choices_flags_fonts_and_themes_change_their_settings(room: Room) -> None:
    for name, value in (("alignment", "justified"), ("theme", "sepia"), ("font", "mono"), ("motion", "reduced")):
        combo = room.panel.row(name).field
        assert isinstance(combo, QComboBox)
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
        assert getattr(room.preferences.settings, name) == value
    box = room.panel.row("underline_links").field
    assert isinstance(box, QCheckBox)
    box.click()
    assert room.preferences.settings.underline_links is False


def test_installed_fonts_are_asked_for_only_when_looked_at(room: Room, qtbot: QtBot) -> None:
    combo = room.panel.row("font").field
    assert isinstance(combo, QComboBox)
    assert room.asked_families == 0
    room.open(qtbot)
    combo.setFocus()
    assert [combo.itemText(index) for index in range(combo.count())][-1] == "Some Font"
    assert [combo.itemData(index) for index in range(combo.count())].count("Lexend") == 1
    combo.hidePopup()
    assert room.asked_families == 1


def test_what_is_changed_elsewhere_is_shown_and_not_changed_back(room: Room) -> None:
    heard: list[Settings] = []
    room.preferences.listen(lambda _old, new: heard.append(new))
    room.preferences.change(text_size=200, font="A Font Nobody Has", theme="gone", letter_spacing=0.12)
    assert room.panel.row("text_size").field.value() == 200  # type: ignore[attr-defined]
    assert room.panel.row("font").field.currentText() == "A Font Nobody Has"  # type: ignore[attr-defined]
    assert room.panel.row("theme").field.currentText() == "gone"  # type: ignore[attr-defined]
    assert room.panel.row("letter_spacing").field.text() == "0.12 em"  # type: ignore[attr-defined]
    assert len(heard) == 1


def test_one_setting_is_reset_and_focus_stays_in_its_row(room: Room, qtbot: QtBot) -> None:
    room.open(qtbot)
    row = room.panel.row("line_height")
    assert row.reset_button.isHidden()
    room.preferences.change(line_height=2.0)
    assert not row.reset_button.isHidden()
    row.reset_button.setFocus()
    row.reset_button.click()
    assert room.preferences.settings.line_height == 1.5
    assert row.reset_button.isHidden()
    assert QApplication.focusWidget() is row.field
    assert room.said == ["Line height: 1.5."]


def test_undo_redo_and_reset_all_say_what_they_did(room: Room) -> None:
    room.button("Undo").click()
    room.preferences.change(text_size=150, theme="dark")
    room.button("Undo").click()
    room.button("Redo").click()
    room.button("Reset all").click()
    assert room.said[0] == "There is nothing to undo."
    assert room.said[1] == "Text size: 100 %. Theme: Follow the system."
    assert room.said[2] == "Text size: 150 %. Theme: Dark."
    assert room.preferences.settings == Settings()
    assert room.button("Undo").isEnabled()
    assert room.button("Reset all").accessibleDescription() == room.said[3]


def test_looking_at_a_preset_changes_nothing_and_using_it_does(room: Room) -> None:
    row = room.row("Ready-made settings")
    combo = row.field
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("large-print"))
    assert room.preferences.settings == Settings()
    assert "twice as large" in combo.accessibleDescription()
    room.button("Use Large print").click()
    assert room.preferences.settings.text_size == 200


def test_profiles_are_saved_used_and_deleted(room: Room, qtbot: QtBot) -> None:
    changes: list[None] = []
    room.panel.profiles_changed.connect(lambda: changes.append(None))
    room.open(qtbot)
    row = room.row("Name of a new profile")
    room.button("Save").click()
    assert row.error.startswith("Error: ")
    assert row.field.hasFocus()
    room.preferences.change(text_size=300)
    qtbot.keyClicks(row.field, "Evening")
    assert row.error == ""
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    room.preferences.change(text_size=100)
    room.button("Use the profile Evening").click()
    assert room.preferences.settings.text_size == 300
    room.button("Delete the profile Evening").setFocus()
    room.button("Delete the profile Evening").click()
    assert dict(room.preferences.profiles) == {}
    assert row.field.hasFocus()
    assert len(changes) == 2


def test_the_figures_follow_the_settings(room: Room, qtbot: QtBot) -> None:
    def shown() -> str:
        return next(one.text() for one in room.panel.findChildren(QLabel) if one.objectName() == "stop_line")

    qtbot.waitUntil(lambda: "66 characters" in shown())
    assert "letter spacing 0.12 em, word spacing 0.16 em, paragraph spacing 2 em" in shown()
    room.preferences.apply_preset("wcag-text-spacing")
    qtbot.waitUntil(lambda: "all four figures" in shown())


def test_figures_do_not_flatter() -> None:
    grey = LIGHT._replace(colours=LIGHT.colours._replace(page="#ffffff", text="#5a5a5a"))
    contrast, line, _spacing = figures(Settings(), grey, 81.0)
    assert contrast == "Contrast of the text: 6.8:1. WCAG 1.4.6 asks for 7:1, so this falls short."
    assert line.endswith("so this is too long.")


def test_a_panel_that_has_gone_listens_no_more(qtbot: QtBot, tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.panel.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    room.preferences.change(text_size=140)


@pytest.fixture
def dress(qapp: QApplication) -> Iterator[Callable[[int], None]]:
    clothes = Clothes(qapp)

    def put_on(text_size: int) -> None:
        clothes.put_on(LIGHT, Settings(text_size=text_size))
        clothes.put_on_rest()

    font = qapp.font()
    yield put_on
    clothes.deleteLater()
    qapp.setStyleSheet(UNDRESSED)
    qapp.setFont(font)


@pytest.mark.slow
@pytest.mark.parametrize("text_size", [100, 200, 400])
def test_nothing_is_cut_at_320_pixels(room: Room, dress: Callable[[int], None], text_size: int, qtbot: QtBot) -> None:
    dress(text_size)
    room.preferences.change(text_size=text_size, letter_spacing=0.12, theme="yellow-on-black")
    room.panel.resize(320, 700)
    room.panel.show()
    QApplication.processEvents()
    body = room.panel.widget()
    assert body.width() <= room.panel.viewport().width()
    for widget in body.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QLabel | QPushButton | QComboBox | QAbstractSpinBox | QCheckBox):
            left = widget.mapTo(body, widget.rect().topLeft()).x()
            assert left >= 0
            assert left + widget.width() <= body.width(), widget
            if not isinstance(widget, QLabel):
                assert widget.width() >= widget.minimumSizeHint().width(), widget
                assert min(widget.width(), widget.height()) >= 24
