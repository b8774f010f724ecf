"""“About hiitreader”: which version this is, whose, under which licence, and the way to all licences and to updates.

It never asks anybody anything: it says what the reader wants to see next.
"""

import platform

from PySide6 import __version__ as qt_for_python
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hiitreader import __version__
from hiitreader.system.publisher import Publisher
from hiitreader.system.translations import gettext as _
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.scrolled import scrolled_column
from hiitreader.ui.form_rows import push_button, stop
from hiitreader.ui.wrapping_line import WrappingLine


class About(ReturningDialog):
    """The dialog. Make one for a window and call `begin()` each time.

    `licences_requested` and `updates_requested` come when it has closed.

    Args:
        window: the window it belongs to.
        publisher: whose program this is.
    """

    licences_requested = Signal()
    updates_requested = Signal()

    def __init__(self, window: QWidget, publisher: Publisher) -> None:
        super().__init__(window, _("About hiitreader"), columns=56, lines=0)
        self.version = stop(_("hiitreader {version}").format(version=__version__))
        self.words = stop("\n".join(_words(publisher)))
        self.licences = push_button(_("L&icences"))
        self.updates = push_button(_("Check for &updates…"))
        self.close_button = push_button(_("C&lose"), chief=True)
        buttons = WrappingLine()
        for button in (self.licences, self.updates, self.close_button):
            buttons.addWidget(button)
        _area, column = scrolled_column(self, self.version, self.words)
        column.addLayout(buttons)
        column.addStretch(1)
        for button, wanted in ((self.licences, self.licences_requested), (self.updates, self.updates_requested)):
            button.clicked.connect(self.accept)
            button.clicked.connect(wanted)
        self.close_button.clicked.connect(self.reject)
        self.close_button.setDefault(True)

    def begin(self) -> None:
        """Open it, with the focus on the version."""
        self.version.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()


def _words(publisher: Publisher) -> tuple[str, ...]:
    return (
        _("Reads articles offline and keeps replies until a server takes them."),
        *((_("Published by {name}.").format(name=publisher.maintainer),) if publisher.maintainer else ()),
        *((_("Its page: {address}").format(address=publisher.homepage),) if publisher.homepage else ()),
        _("Free software under the MIT licence."),
        _("It comes with Qt {qt}, under the LGPL 3, with Python {python} and other parts.").format(
            qt=qt_for_python, python=platform.python_version()
        ),
        _("“Licences” has all their licences, and says how Qt can be replaced."),
    )
