"""The row of the settings panel that keeps the settings for one article alone.

It asks for what is wanted and shows what holds; it never keeps a setting.
"""

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QCheckBox

from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import FormRow


class OwnSwitch(Protocol):
    """What keeps them. `toggled` tells whether the article that is open has its own now."""

    @property
    def toggled(self) -> SignalInstance:
        """Brings a bool."""

    @property
    def on(self) -> bool:
        """Whether it has its own now."""

    def set_on(self, *, on: bool) -> None:
        """Have it get its own, or end that."""


def own_settings_row(own: OwnSwitch) -> FormRow:
    """The row."""
    box = QCheckBox()
    box.setChecked(own.on)
    box.clicked.connect(lambda on: own.set_on(on=on))
    own.toggled.connect(box.setChecked)
    return FormRow(
        _("Keep these settings for this article"),
        box,
        help_text=_("How the page looks is then changed for this article alone, and comes back with it."),
    )
