"""“What will be sent”: field by field what leaves this computer with a reply, and whether everybody can read it there.

It never sends anything: asked before the first reply to a server, it brings the reader's answer.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hiitreader.replies.disclosure import about, hosts, will_be_sent
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.system.translations import gettext as _
from hiitreader.ui.dialogs.disclosed_groups import disclosed_groups, in_words
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.scrolled import scrolled_column
from hiitreader.ui.form_rows import push_button, stop
from hiitreader.ui.wrapping_line import WrappingLine


class WhatIsSent(ReturningDialog):
    """The dialog; make one each time and `open()` it. `accepted` comes when the reader agrees to send.

    Args:
        window: the window it belongs to.
        settings: the server, None when none is set.
        form: the words that would be sent; blank ones are told of in general.
        title: the article's, "" for any.
        ask: whether it is the question before the first reply, with its two answers.
    """

    def __init__(
        self, window: QWidget, settings: ServerSettings | None, form: ReplyForm, title: str = "", *, ask: bool = False
    ) -> None:
        super().__init__(window, _("What will be sent"), columns=64, lines=0)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head = stop(_head(settings, ask=ask))
        self.groups = () if settings is None else disclosed_groups(will_be_sent(form, settings, title))
        self.send = push_button(_("&Send"))
        self.keep = push_button(_("&Not now: keep it here") if ask else _("C&lose"), chief=True)
        self.send.clicked.connect(self.accept)
        self.keep.clicked.connect(self.reject)
        buttons = WrappingLine()
        for button in (self.keep, self.send) if ask else (self.keep,):
            buttons.addWidget(button)
        _area, column = scrolled_column(self, self.head, *self.groups)
        column.addLayout(buttons)
        column.addStretch(1)
        self.keep.setDefault(True)  # Return, pressed once too often after the last word, sends nothing
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)


def _head(settings: ServerSettings | None, *, ask: bool) -> str:
    if settings is None:
        return _("No server is set, so nothing is sent. Your replies wait on this computer.")
    said = [in_words(sentence) for sentence in about(settings)]
    if ask:
        first = _("Before your reply goes to {host}, see what will be sent there. It waits for your answer.")
        said.insert(0, first.format(host=", ".join(hosts(settings))))
    return "\n".join(said)
