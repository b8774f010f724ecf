"""One row for each kind of setting: a number, a choice, a switch, a font, a theme.

Words, ranges, steps and units come from the setting's declaration. A row shows a value and says what was chosen; it
never changes a setting.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QPushButton, QSpinBox, QWidget

from hiitreader.reading.settings import SettingKind, SettingSpec, Value
from hiitreader.reading.themes import Theme
from hiitreader.system.translations import ENGLISH, language
from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import FormRow, push_button
from hiitreader.ui.tips import set_tip

LONGEST_UNIT = 3

Families = Callable[[], Sequence[str]]


class SettingRow(FormRow):
    """A row for one setting, with a button that resets it, there only while there is something to reset."""

    chosen = Signal(str, object)
    """The setting's name and the value the reader chose."""
    reset_asked = Signal(str)

    def __init__(self, spec: SettingSpec, field: QWidget) -> None:
        self._reset = push_button(_("Reset"), quiet=True)
        self._reset.setProperty("small", True)
        self._reset.setAccessibleName(_("Reset {setting}").format(setting=_within(_(spec.label))))
        set_tip(self._reset, self._reset.accessibleName())
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        super().__init__(_label(spec), field, help_text=_(spec.help), above=[self._reset])
        self.spec = spec
        self.setObjectName(f"setting_{spec.name}")
        self._reset.clicked.connect(self._ask_reset)

    def show_value(self, value: Value) -> None:
        """Show what holds; nothing is reported back as chosen."""
        with QSignalBlocker(self.field):
            self._put(value)
        off_default = value != self.spec.default
        if not off_default and self._reset.hasFocus():
            self.field.setFocus()  # a button that goes must not take the focus with it
        self._reset.setVisible(off_default)

    @property
    def reset_button(self) -> QPushButton:
        """The button that resets this one setting."""
        return self._reset

    def _put(self, value: Value) -> None:
        raise NotImplementedError

    def _choose(self, value: Value) -> None:
        self.chosen.emit(self.spec.name, value)

    def _ask_reset(self) -> None:
        self.reset_asked.emit(self.spec.name)


class _TidySpinBox(QDoubleSpinBox):
    """Shows 1.5 as 1.5, not as 1.50."""

    def textFromValue(self, value: float) -> str:  # noqa: N802 -- Qt's name
        text = self.locale().toString(value, "f", self.decimals())
        point = self.locale().decimalPoint()
        return text.rstrip(self.locale().zeroDigit()).rstrip(point) if point in text else text


class NumberRow(SettingRow):
    """A number with its unit; typed ones count when they are finished, so that no half-typed one is shown."""

    def __init__(self, spec: SettingSpec) -> None:
        self._spin: QSpinBox | QDoubleSpinBox
        if spec.whole:
            self._spin = QSpinBox()
            self._spin.setRange(int(spec.low), int(spec.high))
            self._spin.setSingleStep(int(spec.step))
        else:
            self._spin = _TidySpinBox()
            self._spin.setDecimals(max(2, spec.decimals))
            self._spin.setRange(spec.low, spec.high)
            self._spin.setSingleStep(spec.step)
        self._spin.setKeyboardTracking(False)
        if _unit_fits(spec):
            self._spin.setSuffix(f" {_(spec.unit)}")
        super().__init__(spec, self._spin)
        self._spin.valueChanged.connect(self._choose)

    def _put(self, value: Value) -> None:
        if isinstance(self._spin, QSpinBox):
            self._spin.setValue(int(value))
        else:
            self._spin.setValue(float(value))


class FlagRow(SettingRow):
    """A switch."""

    def __init__(self, spec: SettingSpec) -> None:
        self._box = QCheckBox()
        super().__init__(spec, self._box)
        self._box.toggled.connect(self._choose)

    def _put(self, value: Value) -> None:
        self._box.setChecked(bool(value))


class ChoiceRow(SettingRow):
    """One of several."""

    def __init__(self, spec: SettingSpec, combo: QComboBox | None = None) -> None:
        self.combo = combo or QComboBox()
        for value, label in spec.choices:
            self.combo.addItem(_(label), value)
        super().__init__(spec, self.combo)
        self.combo.activated.connect(lambda index: self._choose(self.combo.itemData(index)))

    def _put(self, value: Value) -> None:
        index = self.combo.findData(value)
        if index < 0:  # a family that is not installed here, a theme whose file has gone
            self.combo.addItem(str(value), value)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(index)
        set_tip(self.combo, self.combo.currentText())


class FamilyCombo(QComboBox):
    """A list of fonts that asks for the installed ones only when somebody looks: there may be hundreds."""

    def __init__(self, families: Families) -> None:
        super().__init__()
        self._families: Families | None = families

    def showPopup(self) -> None:  # noqa: N802 -- Qt's name
        """Open the list, whole."""
        self.fill()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Be whole before a key can move in it."""
        self.fill()
        super().focusInEvent(event)

    def fill(self) -> None:
        """Add the installed families, once."""
        families, self._families = self._families, None
        if families is not None:
            known = {self.itemData(index) for index in range(self.count())}
            for family in families():
                if family not in known:
                    self.addItem(family, family)


class ThemeRow(ChoiceRow):
    """A theme: the system's wish first, then every theme by its name."""

    def __init__(self, spec: SettingSpec, themes: Sequence[Theme]) -> None:
        super().__init__(spec)
        self.show_themes(themes)

    def show_themes(self, themes: Sequence[Theme]) -> None:
        """Offer these themes beside the system's wish; what is chosen stays."""
        held = self.combo.currentData()
        with QSignalBlocker(self.combo):
            while self.combo.count() > len(self.spec.choices):
                self.combo.removeItem(self.combo.count() - 1)
            for theme in themes:
                self.combo.addItem(_(theme.name), theme.id)
            self._put(held)


def row_for(spec: SettingSpec, themes: Sequence[Theme], families: Families) -> SettingRow:
    """The row that a setting's kind asks for."""
    if spec.kind is SettingKind.NUMBER:
        return NumberRow(spec)
    if spec.kind is SettingKind.FLAG:
        return FlagRow(spec)
    if spec.kind is SettingKind.FONT:
        return ChoiceRow(spec, FamilyCombo(families))
    if spec.kind is SettingKind.THEME:
        return ThemeRow(spec, themes)
    return ChoiceRow(spec)


def _unit_fits(spec: SettingSpec) -> bool:
    """Whether the unit stands in the field; a long word goes to the label, or a narrow panel would cut it."""
    return 0 < len(_(spec.unit)) <= LONGEST_UNIT


def _label(spec: SettingSpec) -> str:
    if not spec.unit or _unit_fits(spec):
        return _(spec.label)
    return _("{setting} ({unit})").format(setting=_(spec.label), unit=_(spec.unit))


def _within(label: str) -> str:
    """A label as it stands inside a sentence; only English is known to begin its nouns small."""
    return label[:1].lower() + label[1:] if language() == ENGLISH else label
