"""Settings by the handful: presets that come along, and the reader's own profiles.

It asks the preferences for what is wanted and shows their refusals at the field; it keeps nothing itself.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from hiitreader.errors import InputProblem
from hiitreader.reading.preferences import LONGEST_PROFILE_NAME, Preferences
from hiitreader.reading.presets import presets
from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import FormRow, Group, push_button
from hiitreader.ui.notice import told
from hiitreader.ui.tips import set_tip

Say = Callable[[str, QWidget], None]
"""Says a sentence on behalf of the control that brought it about."""


class PresetRow(FormRow):
    """The presets: one is looked at, its help shown, and used by a button, so that looking changes nothing."""

    def __init__(self, preferences: Preferences, say: Say) -> None:
        self._combo = QComboBox()
        for one in presets():
            self._combo.addItem(_(one.label), one.id)
        self._use = push_button(_("Use"))
        super().__init__(_("Ready-made settings"), self._combo, beside=[self._use])
        self._preferences = preferences
        self._say = say
        self._combo.currentIndexChanged.connect(self._show_help)
        self._use.clicked.connect(self._apply)
        self._show_help()

    def _show_help(self) -> None:
        one = presets()[self._combo.currentIndex()]
        self.set_help(_(one.help))
        set_tip(self._combo, _(one.label))
        self._use.setAccessibleName(_("Use {preset}").format(preset=_(one.label)))

    def _apply(self) -> None:
        one = presets()[self._combo.currentIndex()]
        self._preferences.apply_preset(one.id)
        self._say(_("{preset} is used now.").format(preset=_(one.label)), self._use)


class ProfilesBox(Group):
    """The reader's profiles: save the settings under a name, use one, delete one."""

    changed = Signal()
    """A profile was saved or deleted: the preferences' file is behind."""

    def __init__(self, preferences: Preferences, say: Say) -> None:
        super().__init__(_("Profiles"))
        self._preferences = preferences
        self._say = say
        self._name = QLineEdit()
        self._name.setMaxLength(2 * LONGEST_PROFILE_NAME)
        self._save = push_button(_("Save"))
        self._save.setAccessibleName(_("Save the settings as a profile"))
        self.name_row = FormRow(
            _("Name of a new profile"),
            self._name,
            help_text=_("Keeps all settings as they are now. A name that is taken is saved over."),
            beside=[self._save],
        )
        self._combo = QComboBox()
        self._use, self._delete = push_button(_("Use")), push_button(_("Delete"))
        self.choice_row = FormRow(_("Saved profiles"), self._combo, beside=[self._use, self._delete])
        self.rows.addWidget(self.name_row)
        self.rows.addWidget(self.choice_row)
        self._save.clicked.connect(self._keep)
        self._name.returnPressed.connect(self._keep)
        self._name.textEdited.connect(lambda: self.name_row.set_error(""))
        self._use.clicked.connect(self._take)
        self._delete.clicked.connect(self._forget)
        self._combo.currentIndexChanged.connect(self._name_buttons)
        self.show_profiles()

    def show_profiles(self, current: str = "") -> None:
        """List the profiles as they are now; `current` is the one to stand at."""
        wanted = current or self._combo.currentText()
        self._combo.clear()
        self._combo.addItems(list(self._preferences.profiles))
        self._combo.setCurrentIndex(max(0, self._combo.findText(wanted)))
        self._name_buttons()
        self.choice_row.setVisible(self._combo.count() > 0)

    def _name_buttons(self) -> None:
        name = self._combo.currentText()
        self._use.setAccessibleName(_("Use the profile {name}").format(name=name))
        self._delete.setAccessibleName(_("Delete the profile {name}").format(name=name))
        set_tip(self._combo, name)

    def _keep(self) -> None:
        try:
            kept = self._preferences.save_profile(self._name.text())
        except InputProblem as problem:
            self.name_row.set_error(told(problem))
            self._name.setFocus()
            self._say(self.name_row.error, self._name)
            return
        self.name_row.set_error("")
        self._name.clear()
        self.show_profiles(kept)
        self.changed.emit()
        self._say(_("The profile {name} is saved.").format(name=kept), self._save)

    def _take(self) -> None:
        name = self._combo.currentText()
        self._preferences.use_profile(name)
        self._say(_("The profile {name} is used now.").format(name=name), self._use)

    def _forget(self) -> None:
        name = self._combo.currentText()
        self._preferences.delete_profile(name)
        if len(self._preferences.profiles) == 0:
            self._name.setFocus()  # before the row that has the focus goes
        self.show_profiles()
        self.changed.emit()
        self._say(_("The profile {name} is deleted.").format(name=name), self._delete)
