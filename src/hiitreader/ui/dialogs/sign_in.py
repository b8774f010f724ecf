"""The fields of somebody who signs in on a reply server, and what is wrong with them.

They keep nothing and check nothing with a server.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import FormRow, Group


class SignIn(Group):
    """User name and application password; both empty for nobody. Leaving the password empty keeps the one there is."""

    def __init__(self) -> None:
        super().__init__(_("Sign in"))
        self.user = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.user_row = FormRow(
            _("User name"), self.user, help_text=_("Leave it empty to reply without signing in, where the site allows.")
        )
        self.password_row = FormRow(
            _("Application password"),
            self.password,
            help_text=_(
                "WordPress makes one for you under Users, Profile. It is kept in the system's keyring, "
                "never in a file of this program."
            ),
        )
        for row, field in ((self.user_row, self.user), (self.password_row, self.password)):
            self.rows.addWidget(row)
            field.textEdited.connect(lambda _text, row=row: row.set_error(""))

    def fill(self, user: str) -> None:
        """Show who is signed in, with no password and no error."""
        self.user.setText(user)
        self.password.clear()
        self.show_wrong("")

    def typed(self) -> tuple[str, str]:
        """The user name and the password as they are meant: without blanks around them."""
        return self.user.text().strip(), self.password.text().strip()

    @property
    def row_wrong(self) -> FormRow:
        """The row whose field is wrong: the password's, or the user name's when there is none."""
        return self.password_row if self.user.text().strip() else self.user_row

    def show_wrong(self, sentence: str) -> None:
        """Say at the password what is wrong and go there, or at the user name when there is none; "" for nothing."""
        wrong = self.row_wrong
        for row in (self.user_row, self.password_row):
            row.set_error(sentence if row is wrong else "")
        if sentence:
            wrong.field.setFocus(Qt.FocusReason.OtherFocusReason)
