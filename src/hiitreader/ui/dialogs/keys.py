"""Changing keys: pick a command, press the key it shall have; a clash is named, and everything can be put back.

It asks `KeyBindings` for every change and shows what it answers; it never decides whether a key may be had.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hiitreader.errors import N_, InputProblem, Problem
from hiitreader.system.translations import gettext as _
from hiitreader.ui.commands import LEAD, Command, Group, command_by_id, plain
from hiitreader.ui.dialogs.filter_list import FilterList, list_column
from hiitreader.ui.dialogs.help import NO_KEY, found_commands
from hiitreader.ui.dialogs.key_field import KeyField
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.form_rows import FormRow, push_button
from hiitreader.ui.key_bindings import KeyBindings, KeyClash, checked_key, spoken_key, spoken_keys
from hiitreader.ui.notice import told
from hiitreader.ui.wrapping_button import WrappingButton
from hiitreader.ui.wrapping_label import WrappingLabel
from hiitreader.ui.wrapping_line import WrappingLine

RESET_ALL = N_("Reset &all keys")
ASK_RESET_ALL = N_("Really reset &all keys")


class ChangeKeys(ReturningDialog):
    """The dialog for changing keys. Make one for a window and call `begin()` each time.

    Args:
        window: the window it belongs to.
        commands: the table.
        groups: the table's groups.
        bindings: the keys in force; takes the changes.
        say: tells a screen reader.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        commands: Iterable[Command],
        groups: Iterable[Group],
        bindings: KeyBindings,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(window, _("Change keys"), columns=80, lines=32)
        self._commands, self._groups = tuple(commands), tuple(groups)
        self._bindings = bindings
        self._say = say
        self._command: Command | None = None
        self.box = FilterList(_("Search"), _("Commands and their keys"), self._find, say)
        self.field = KeyField()
        self.field_row = FormRow(
            _("New key"),
            self.field,
            help_text=_("Press the keys together. After {key} comes a second one. Tab leaves the field.").format(
                key=spoken_key(LEAD)
            ),
            help_shown=False,
        )
        self.message = WrappingLabel()
        self.message.setObjectName("message")
        self.add = self._button(_("Add this &key"), self._add)
        self.remove = self._button(_("Remove its ke&ys"), self._remove)
        self.usual = self._button(_("&Usual keys"), self._usual)
        self.all = self._button(_(RESET_ALL), self._reset_all)
        self.close_button = self._button(_("C&lose"), self.reject)
        self._lay_out()
        self.box.current_changed.connect(self._show_command)
        self.box.chosen.connect(lambda _id: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.field.key_changed.connect(self._judge)
        self.field.lead_pressed.connect(self._ask_for_second)
        self.field.enter_pressed.connect(self._enter)

    def begin(self, command_id: str | None = None) -> None:
        """Open it, with this command as the current one."""
        self.all.set_words(_(RESET_ALL))
        self.box.start(value=command_id)
        self.open()

    # -- the list ---------------------------------------------------------------------------------------------------

    def _find(self, typed: str) -> tuple[Sequence[Row], str]:
        return found_commands(self._commands, self._groups, self._bindings, typed)

    def _show_command(self, command_id: object) -> None:
        self._command = command_by_id(self._commands, str(command_id)) if command_id else None
        self.field.set_key("")
        name = plain(_(self._command.label)) if self._command else ""
        self.field_row.set_label(_("New key for “{command}”").format(command=name) if name else _("New key"))
        for control in (self.field, self.remove, self.usual):
            control.setEnabled(self._command is not None)

    # -- what is pressed --------------------------------------------------------------------------------------------

    def _judge(self, key: str) -> None:
        """Say at once whether the key can be had."""
        self.add.setEnabled(bool(key) and self._command is not None)
        self.add.set_words(_("Add this &key"))
        self.field_row.set_error("")
        if not key:
            self._tell("")
            return
        try:
            holder = self._bindings.holder(checked_key(key))
        except InputProblem as problem:
            self.add.setEnabled(False)
            self._wrong(problem)
            return
        if holder is None:
            self._tell(_("{key} is free. Enter adds it.").format(key=spoken_key(key)))
        elif holder is self._command:
            self.add.setEnabled(False)
            self._tell(_("{key} is already a key of this command.").format(key=spoken_key(key)))
        else:
            self._wrong(KeyClash(key, holder))
            self.add.set_words(_("Ta&ke it from “{command}”").format(command=plain(_(holder.label))))

    def _ask_for_second(self) -> None:
        self._tell(_("{key}, and then? Press the second key.").format(key=spoken_key(LEAD)))

    def _enter(self) -> None:
        if not self.add.isEnabled():
            self._say(self.message.text() or self.field_row.error or _("Press a key first."))
        elif self.field_row.error:
            # Taking a key from another command wants a second, knowing press.
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._add()

    def _add(self) -> None:
        command, key = self._command, self.field.key
        if command is not None and key:
            keys = (*self._bindings.keys(command.id), checked_key(key))
            self._change(lambda: self._bindings.change(command.id, keys, take=True))

    def _remove(self) -> None:
        command = self._command
        if command is not None:
            self._change(lambda: self._bindings.change(command.id, ()))

    def _usual(self) -> None:
        command = self._command
        if command is not None:
            self._change(lambda: self._bindings.reset(command.id))

    def _reset_all(self) -> None:
        if self.all.words == _(RESET_ALL):
            self.all.set_words(_(ASK_RESET_ALL))
            self._tell(_("Press again to reset the keys of all commands."))
            return
        self.all.set_words(_(RESET_ALL))
        self._change(self._bindings.reset_all)

    def _change(self, change: Callable[[], None]) -> None:
        problem: Problem | None = None
        try:
            change()
        except Problem as caught:
            problem = caught
        command = self._command
        self.box.refresh(command.id if command else None)
        if problem is not None:
            self._tell(told(problem))
        elif command is not None:
            keys = spoken_keys(self._bindings.keys(command.id)) or _(NO_KEY)
            self._tell(_("{command}: {keys}.").format(command=plain(_(command.label)), keys=keys))

    # -- how it is said ---------------------------------------------------------------------------------------------

    def _tell(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        if sentence:
            self._say(sentence)

    def _wrong(self, problem: Problem) -> None:
        self._tell("")
        self.field_row.set_error(told(problem))
        self._say(told(problem))

    def _button(self, label: str, pressed: Callable[[], None]) -> WrappingButton:
        button = push_button(label)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on: pressed())
        return button

    def _lay_out(self) -> None:
        line = QWidget()
        buttons = WrappingLine(line)
        for button in (self.add, self.remove, self.usual):
            buttons.addWidget(button)
        list_column(self, self.box, (self.all, self.close_button), below=(self.field_row, self.message, line))
