"""The real program in this process, without a screen: its window driven by keys, and what a person would see of it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.app.late import Late
from hiitreader.app.program import Program
from hiitreader.replies.form import Field
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.reply_form import LeaveReply

PATIENCE = 15_000
"""Milliseconds until a test gives up waiting; a busy machine needs some of them."""


class Running:
    """A program whose window is complete and has the focus."""

    def __init__(self, qtbot: QtBot, data: Path, file: Path | None = None) -> None:
        self.qtbot = qtbot
        self.data = data
        self.program = Program(file, data)
        self.window = self.program.window
        self.window.show()
        self.window.activateWindow()
        self.view.setFocus()
        self.wait(lambda: hasattr(self.program, "late") and hasattr(self.late, "drop"))
        self.wait(self.view.hasFocus)
        self.wait(lambda: self.program.session.finished)
        self.settle()

    @property
    def late(self) -> Late:
        return self.program.late

    @property
    def view(self) -> ArticleView:
        return self.program.view

    @property
    def form(self) -> LeaveReply:
        return self.late.replies.form

    # -- doing ----------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is; there must be one."""
        for key in keys:
            QTest.keySequence(self.focus, QKeySequence(key))
            self.look()

    def look(self) -> None:
        """Let what a key did come to rest: a panel is made, a dialog made active, or the window again."""
        QCoreApplication.processEvents()
        self.wait(lambda: not self.late.panels.is_making and not self.late.shelf_panel.is_making)
        top = QApplication.activeModalWidget() or self.window
        if top.isVisible():
            self.wait(top.isActiveWindow)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def run(self, command: str) -> None:
        self.late.actions.run(command)
        self.look()

    def fill(self, **fields: str) -> None:
        """Type into the fields of the reply form, each where its label leads."""
        for name, text in fields.items():
            field = self.field(name)
            field.setFocus()
            QTest.keyClicks(field, text)

    def field(self, name: str) -> QWidget:
        """A field of the reply form, by its name in `replies.form.Field`."""
        return self.form._rows[Field[name.upper()]].field

    def dismiss(self) -> None:
        """Put the latest notice away with its button."""
        buttons = [one for one in self.window.notices.findChildren(QPushButton) if one.isVisible()]
        next(one for one in buttons if one.accessibleDescription() == self.notices[0]).click()

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=PATIENCE)

    def settle(self) -> None:
        """Wait until the lanes have nothing to do and what they brought is shown."""
        for _turn in range(3):
            for lane in (self.program.lane, self.late.replies._network):
                assert lane._lane.wait(PATIENCE / 1000)
                QCoreApplication.processEvents()

    def close(self) -> bool:
        """Close the window as a person does, and clear away what is left; False when it stays open."""
        closed = self.window.close()
        if closed:
            self.clear_away()
        return closed

    def kill(self) -> None:
        """Be gone without a word, as far as that can be had in one process: nothing more is kept."""
        self.late._save_soon.stop()
        self.program.session._still.stop()
        self.late.replies.session._soon.stop()
        self.late.endings.close()
        self.late.replies._network.close(0, finish=False)
        self.program.lane.close(5, finish=False)
        self.program.instance.close()
        self.clear_away()

    def clear_away(self) -> None:
        program = self.program
        for part in (self.window, program.presentation, program.controls, program.lane, program.instance):
            with suppress(RuntimeError):
                part.blockSignals(True)
                part.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()

    # -- seeing ---------------------------------------------------------------------------------------------------

    @property
    def focus(self) -> QWidget:
        """What has the focus; an assertion that something in sight has it."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        assert widget.isVisible(), f"{widget} has the focus and is not there"
        return widget

    @property
    def notices(self) -> tuple[str, ...]:
        return self.window.notices.texts()

    @property
    def said(self) -> str:
        return self.window.status.message

    @property
    def state(self) -> str:
        """The line below the form's button."""
        return self.form._state.accessibleName()

    @property
    def page(self) -> str:
        """All the words of the page."""
        return self.view.flow.text()

    def top(self) -> str:
        """The words at the window's upper edge as the page now lies, whatever the page holds on to."""
        self.view.anchor.release()
        position = self.view.top_position()
        return self.view.flow.text().encode("utf-16-le")[2 * position :].decode("utf-16-le")[:30]

    def at_caret(self) -> str:
        """The words from the caret on."""
        return self.view.flow.text().encode("utf-16-le")[2 * self.view.caret() :].decode("utf-16-le")[:30]

    def go_to(self, words: str) -> None:
        """Put the caret before these words."""
        self.view.go_to(len(self.page[: self.page.index(words)].encode("utf-16-le")) // 2)
