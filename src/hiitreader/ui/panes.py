"""The window's panes side by side: a panel to the left, the page, a panel to the right.

Where there is no room for two, the panel last opened has the window to itself until it is closed. It never knows what
a panel holds.
"""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from hiitreader.system.translations import gettext as _

PANEL_WIDTH = 320
LEAST_PAGE = 380
"""Pixels the page needs beside a panel; with less, the panel covers it."""


class Panel(QWidget):
    """A panel with its title and a button that closes it. Escape closes it too."""

    closed = Signal()

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        from PySide6.QtWidgets import QSizePolicy

        from hiitreader.ui.form_rows import push_button
        from hiitreader.ui.wrapping_label import WrappingLabel
        from hiitreader.ui.wrapping_line import WrappingLine

        super().__init__(parent)
        self.body = body
        self.setObjectName("panel")
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        heading = WrappingLabel(title, one_line=True)
        heading.setObjectName("panelTitle")
        close = push_button(_("Close"))
        close.setProperty("slim", True)
        close.setAccessibleName(_("Close {panel}").format(panel=title))
        close.clicked.connect(self.closed)
        heading.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Preferred)
        top = WrappingLine()
        top.addWidget(heading)
        top.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 8, 12, 4)
        head.addLayout(top)
        layout.addLayout(head)
        layout.addWidget(body, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape closes the panel."""
        if event.key() == QtCore.Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


class _Letters(QObject):
    """Hears that a widget's letters `changed`.

    It is made with the first panel. Were the panes to hear it themselves, the first picture would wait until every kind
    of event is loaded, as it is for the first one that comes to Python's hands.
    """

    changed = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Listen, and let it go on."""
        if event.type() is QEvent.Type.FontChange:
            self.changed.emit()
        return False


class Panes(QSplitter):
    """The panes. `toggled` tells a panel's name and whether it is now open."""

    toggled = Signal(str, bool)

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setChildrenCollapsible(False)
        self.setHandleWidth(6)
        self._page = page
        self._panels: dict[str, Panel] = {}
        self._parts: list[QWidget] = [page]
        self._open: list[str] = []
        self._letters: _Letters | None = None
        self.addWidget(page)

    def add(self, name: str, panel: Panel, *, left: bool) -> None:
        """Take in a panel, closed."""
        panel.hide()
        self._panels[name] = panel
        place = 0 if left else len(self._parts)
        self._parts.insert(place, panel)
        self.insertWidget(place, panel)
        self.setStretchFactor(self.indexOf(self._page), 1)
        self.setStretchFactor(self.indexOf(panel), 0)
        panel.closed.connect(lambda: self.close_panel(name))
        if self._letters is None:
            self._letters = _Letters(self)
            self._letters.changed.connect(self._give_room)

    def is_open(self, name: str) -> bool:
        """Whether a panel is open."""
        return name in self._open

    @property
    def opened(self) -> tuple[str, ...]:
        """The names of the panels that are open, the one opened last at the end."""
        return tuple(self._open)

    @property
    def room_for(self) -> int:
        """How many panels there is room for beside the page."""
        return max(0, int((self.width() - LEAST_PAGE) // self._panel_width()))

    def open_panel(self, name: str, *, focus: bool = True) -> None:
        """Open a panel and, unless told otherwise, give it the focus."""
        if name not in self._open:
            self._open.append(name)
            self._arrange()
            self.toggled.emit(name, True)
        if focus:
            self._panels[name].body.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)

    def close_panel(self, name: str) -> None:
        """Close a panel; the focus, if the panel had it, goes to the page, or to the panel that now covers it."""
        if name not in self._open:
            return
        panel = self._panels[name]
        focus = self.window().focusWidget()
        had_focus = focus is not None and (focus is panel or panel.isAncestorOf(focus))
        self._open.remove(name)
        self._arrange()
        if had_focus:
            there = self._page if self._page.isVisibleTo(self) else self._panels[self._open[-1]].body
            there.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self.toggled.emit(name, False)

    def show_page(self) -> None:
        """Close what covers the page, if anything does."""
        while self._open and not self._page.isVisibleTo(self):
            self.close_panel(self._open[-1])

    def seen(self) -> list[QWidget]:
        """What is in sight, from left to right: the stops of F6."""
        shown = [part for part in self._parts if part.isVisibleTo(self)]
        return [part.body if isinstance(part, Panel) else part for part in shown]

    def _panel_width(self) -> float:
        return PANEL_WIDTH * self.fontMetrics().height() / 18

    def _arrange(self) -> None:
        wide, fits = self._panel_width(), self.room_for
        shown = self._open[-fits:] if fits > 0 else []
        alone = self._open[-1:] if fits <= 0 else []
        self._page.setVisible(not alone)
        for name, panel in self._panels.items():
            panel.setMinimumWidth(min(240, self.width()) if alone else round(min(wide, 260)))
            panel.setVisible(name in shown or name in alone)
        if shown:
            sizes = [round(wide) if part is not self._page and part.isVisibleTo(self) else 0 for part in self._parts]
            sizes[self._parts.index(self._page)] = self.width() - sum(sizes)
            self.setSizes(sizes)

    def _give_room(self) -> None:
        if self._open:
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give or take room when the window's width says so."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._give_room()
