"""The reader's own data, wired: what will be sent, taking everything along, erasing it.

It sends nothing and decides nothing about what is kept: the desk does.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk, ServerSettings
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import PENDING, Reply
from hiitreader.system.lanes import Outcome
from hiitreader.system.paths import Paths
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.window import ReaderWindow

if TYPE_CHECKING:
    from contextlib import ExitStack

    from hiitreader.replies.erasing import Erased
    from hiitreader.ui.dialogs.my_data import Kept, MyData

T = TypeVar("T")


class Typed(NamedTuple):
    """The words in the form now, and the title of the article they are for ("" for none)."""

    form: ReplyForm
    title: str


class PrivacyPart(QObject):
    """“What will be sent” and “My data”.

    `agreed` comes when the reader has agreed to what is sent. `erasing` comes just before everything is erased: who
    holds something of the reader's in memory lets it go; `erased` when it is done, `not_erased` when that failed.
    `person_forgotten` comes when name, email and website are remembered no longer.

    Args:
        window: the window.
        desk: used on the lanes only.
        disk: the lane for what is quick.
        network: the lane that sends: nothing is erased before it has come to rest.
        paths: the reader's folders.
        typed: what is in the form now.
    """

    agreed = Signal()
    erasing = Signal()
    erased = Signal()
    not_erased = Signal()
    person_forgotten = Signal()

    def __init__(
        self,
        window: ReaderWindow,
        desk: ReplyDesk,
        *,
        disk: GuiLane,
        network: GuiLane,
        paths: Paths,
        typed: Callable[[], Typed],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._disk = disk
        self._network = network
        self._paths = paths
        self._typed = typed
        self._asking = False

    def commands(self) -> dict[str, Callable[[], None]]:
        """What to do for each command this knows, by the command's id."""
        return {"reply.what_is_sent": self.show_what_is_sent, "reply.my_data": self.show_my_data}

    # -- what will be sent ----------------------------------------------------------------------------------------

    def show_what_is_sent(self) -> None:
        """Say what would be sent of what is typed now."""

        def show(settings: ServerSettings | None) -> None:
            from hiitreader.ui.dialogs.what_is_sent import WhatIsSent

            WhatIsSent(self._window, settings, *self._typed()).open()

        self._on_disk(self._desk.servers.get, show)

    def ask(self) -> None:
        """Ask before the first reply to a server; it is asked once at a time."""
        if self._asking:
            return
        self._asking = True

        def read() -> tuple[ServerSettings | None, Reply | None]:
            waiting = [reply for reply in self._desk.own() if reply.state in PENDING]
            return self._desk.servers.get(), waiting[0] if waiting else None

        def show(found: tuple[ServerSettings | None, Reply | None]) -> None:
            settings, reply = found
            if settings is None or reply is None:
                self._asking = False
                return
            from hiitreader.ui.dialogs.what_is_sent import WhatIsSent

            dialog = WhatIsSent(self._window, settings, reply.form, reply.thread.title, ask=True)
            dialog.accepted.connect(self._agree)
            dialog.rejected.connect(self._keep_here)
            dialog.open()

        self._on_disk(read, show)

    def _agree(self) -> None:
        self._asking = False
        self._on_disk(self._desk.servers.agree, lambda _none: self.agreed.emit())

    def _keep_here(self) -> None:
        self._asking = False
        self._window.say(_("Not sent. It is kept on this computer until you send it."))

    # -- my data --------------------------------------------------------------------------------------------------

    def show_my_data(self) -> None:
        """Open the dialog with what is kept now."""
        self._on_disk(self._read, self._my_data.begin)

    @cached_property
    def _my_data(self) -> "MyData":
        from hiitreader.ui.dialogs.my_data import MyData

        dialog = MyData(self._window, str(self._paths.data))
        dialog.export_requested.connect(self._ask_where)
        dialog.forget_requested.connect(self._forget_person)
        dialog.erase_requested.connect(self._ask_to_erase)
        return dialog

    def _show_kept(self, more: str = "") -> None:
        self._on_disk(self._read, lambda kept: self._my_data.show_kept(kept, more))
        if more:
            self._window.say(more)

    def _read(self) -> "Kept":
        from hiitreader.ui.dialogs.my_data import Kept

        mine = self._desk.mine
        return Kept(len(self._desk.own()), mine.remembered() is not None, mine.on_servers())

    def _ask_where(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from hiitreader.ui.dialogs.plain_boxes import plain_boxes

        kinds = _("A page to read (*.html);;For programs (*.json)")
        with plain_boxes():
            name, _kind = QFileDialog.getSaveFileName(self._my_data, _("Export my data"), "hiitreader.html", kinds)
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write everything that is kept about the reader to a file, in the format its name ends in."""

        def write() -> None:
            from hiitreader.replies.mine_files import as_file
            from hiitreader.system.files import write_export

            mine = self._desk.mine
            write_export(path, as_file(path, mine.export(self._paths), mine.on_servers()), private=True)

        self._on_disk(write, lambda _none: self._show_kept(_("Written: {file}").format(file=path)), in_dialog=True)

    def _forget_person(self) -> None:
        def done(_none: None) -> None:
            self.person_forgotten.emit()
            self._show_kept(_("Name, email and website are forgotten."))

        self._on_disk(self._desk.mine.forget_remembered, done, in_dialog=True)

    def _ask_to_erase(self) -> None:
        def ask(kept: "Kept") -> None:
            from hiitreader.ui.dialogs.question import QuestionDialog

            dialog = QuestionDialog(
                self._my_data,
                _("Erase everything?"),
                _what_goes(kept),
                yes=_("&Erase everything"),
                no=_("&Keep everything"),
            )
            dialog.accepted.connect(self._erase)
            dialog.open()

        self._on_disk(self._read, ask)

    def _erase(self) -> None:
        """Erase when nothing is being sent any more, here or by others, and what was typed is out of memory."""

        def erase(rested: "Outcome[ExitStack]") -> None:
            if isinstance(rested.problem, Problem):
                self._my_data.show_problem(rested.problem)
                return
            held = rested.get()
            self.erasing.emit()
            self._on_disk(lambda: self._desk.mine.erase(self._paths, held), self._erased, in_dialog=True)

        self._network.submit(self._desk.mine.hold, erase)

    def _erased(self, erased: "Erased") -> None:
        from hiitreader.replies.erasing import LEFT_IN_KEYRING

        said = ngettext("Erased: {count} reply or draft.", "Erased: {count} replies and drafts.", erased.replies)
        said = said.format(count=erased.replies)
        if erased.in_keyring:
            said = f"{said} {_(LEFT_IN_KEYRING).format(name=erased.in_keyring)}"
        self.erased.emit()
        self._show_kept(said)

    def _on_disk(self, job: Callable[[], T], show: Callable[[T], None], *, in_dialog: bool = False) -> None:
        """Do `job` on the disk's lane and `show` what it gave; a problem is told in “My data” or in the window."""

        def done(outcome: Outcome[T]) -> None:
            if isinstance(outcome.problem, Problem):
                self._asking = False
                if show == self._erased:
                    self.not_erased.emit()
                (self._my_data.show_problem if in_dialog else self._window.tell)(outcome.problem)
            else:
                show(outcome.get())

        self._disk.submit(job, done)


def _what_goes(kept: "Kept") -> tuple[str, ...]:
    goes = ngettext(
        "{count} reply or draft on this computer goes, with the log of tries and what was fetched from servers.",
        "{count} replies and drafts on this computer go, with the log of tries and what was fetched from servers.",
        kept.replies,
    )
    there = ngettext(
        "{count} reply on servers stays there. You will no longer see here which: export first.",
        "{count} replies on servers stay there. You will no longer see here which: export first.",
        len(kept.there),
    )
    return (
        goes.format(count=kept.replies),
        _(
            "So do the remembered name and email, the reply server and its password, your places in articles, "
            "how far you have read them, settings kept for one article, and the log of faults."
        ),
        _("Your reading settings, keys and themes stay, and so do the shelf and files that you exported."),
        *((there.format(count=len(kept.there)),) if kept.there else ()),
        _("This can't be undone."),
    )
