"""The find bar: matches as one types, counted and marked, with the caret at the current one.

A long article is searched in slices between two paints. It never changes the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from hiitreader.article.find import FindQuery, find_all
from hiitreader.article.flow import Flow
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.form_rows import FormRow

TYPING_PAUSE = 150
SAYING_PAUSE = 500
SLICE_BLOCKS = 64
SLICE_SECONDS = 0.008
LONGEST_PREFILL = 100
EXCERPT = 60
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QWidget):
    """The bar. It is hidden until `begin()`.

    Args:
        view: where to find.
        remember: makes the caret's place one to come back to (`Navigator.remember`).
        say: tells a screen reader.
    """

    closed = Signal()

    def __init__(self, view: ArticleView, remember: Callable[[], None], say: Callable[[str], None]) -> None:
        super().__init__()
        self._view = view
        self._remember = remember
        self._say = say
        self._query: FindQuery | None = None
        self._hits: list[tuple[int, int]] = []
        self._current = -1
        self._searched = 0
        self._origin = 0
        self._wanted: Callable[[], None] | None = None
        self._remembered = False
        self._note = ""
        self._make()
        self._typing = self._timer(TYPING_PAUSE, self._search)
        self._slices = self._timer(0, self._search_on)
        self._saying = self._timer(SAYING_PAUSE, lambda: self._say(self.field.accessibleDescription()))
        view.flow_changed.connect(self._flow_changed)
        self.hide()

    # -- what the window asks ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the bar with the selected words, or those found last, ready to be typed over."""
        chosen = self._view.textCursor().selectedText()
        if chosen and len(chosen) <= LONGEST_PREFILL and "\u2029" not in chosen:
            self.field.setText(chosen)
        self._origin = self._view.textCursor().selectionStart()
        self._remembered = False
        self.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search()

    def find_next(self) -> None:
        """Go to the next match after the caret, or to the first one and say so."""
        self._go(forward=True)

    def find_previous(self) -> None:
        """Go to the match before the caret, or to the last one and say so."""
        self._go(forward=False)

    def end(self) -> None:
        """Hide the bar; the caret stays at the match, and the article has the focus."""
        for timer in (self._typing, self._slices, self._saying):
            timer.stop()
        self._wanted = None
        self.hide()
        self._view.set_highlights((), -1)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def commands(self) -> dict[str, Callable[[], None]]:
        """What to do for each command this knows, by the command's id."""
        return {"find.open": self.begin, "find.next": self.find_next, "find.previous": self.find_previous}

    @property
    def hits(self) -> list[tuple[int, int]]:
        """The matches found so far, as positions from and to before."""
        return self._hits

    @property
    def current(self) -> int:
        """Which of the matches the caret is at, -1 for none."""
        return self._current

    @property
    def is_searching(self) -> bool:
        """Whether there is text that was not looked at yet."""
        return self._typing.isActive() or self._slices.isActive()

    # -- searching --------------------------------------------------------------------------------------------------

    def _asked(self) -> FindQuery | None:
        text = self.field.text()
        if not text.strip():
            return None
        return FindQuery(text, match_case=self.case.isChecked(), whole_word=self.word.isChecked())

    def _search(self) -> None:
        """Begin to search from the top, unless that has been done for this very query."""
        self._typing.stop()
        asked = self._asked()
        if asked is not None and asked == self._query and self._searched:
            self._show()
            return
        self._query, self._hits, self._current, self._searched, self._note = asked, [], -1, 0, ""
        self._slices.stop()
        if asked is None:
            self._wanted = None
            self._show()
            return
        self._wanted = self._to_first
        self._search_on()

    def _search_on(self) -> None:
        query, flow = self._query, self._view.flow
        if query is None:
            return
        until = perf_counter() + SLICE_SECONDS
        while self._searched < len(flow) and perf_counter() < until:
            first, self._searched = self._searched, min(len(flow), self._searched + SLICE_BLOCKS)
            shift = flow.start(first)
            part = Flow(flow[index] for index in range(first, self._searched))
            self._hits += [(start + shift, end + shift) for start, end in find_all(part, query)]
        if self._searched < len(flow):
            self._slices.start()
        if self._wanted is not None:
            self._wanted()
        self._show()

    def _flow_changed(self, first: int) -> None:
        """Keep the matches before the first changed block and look at the rest again."""
        if self._query is None or not self._searched:
            return
        flow = self._view.flow
        start = flow.start(first) if first < len(flow) else flow.length
        del self._hits[bisect_left(self._hits, (start, 0)) :]
        self._searched = min(self._searched, first)
        if self._current >= len(self._hits):
            self._current = -1
        if self.isVisible():
            self._slices.start()

    # -- going to a match -------------------------------------------------------------------------------------------

    def _to_first(self) -> None:
        """As soon as it is known: the first match from where the reader was; the first of all when there is none."""
        place = bisect_left(self._hits, (self._origin, 0))
        if place < len(self._hits):
            self._wanted = None
            self._arrive(place)
        elif not self._slices.isActive():
            self._wanted = None
            if self._hits:
                self._arrive(0, _("Wrapped to the top."))
        self._saying.start()

    def _go(self, *, forward: bool) -> None:
        if self._asked() is None:
            self.begin()
            return
        if self._typing.isActive() or self._query != self._asked() or not self._searched:
            self._origin = self._view.caret()
            self._search()
            return
        if self._slices.isActive() and not self._further(forward=forward):
            self._wanted = lambda: self._go_when_known(forward=forward)
            return
        self._step(forward=forward)

    def _further(self, *, forward: bool) -> bool:
        """Whether there is a match beyond the caret among those found so far."""
        if forward:
            return bisect_right(self._hits, (self._view.caret(), self._view.flow.length)) < len(self._hits)
        return bisect_left(self._hits, (self._view.caret(), 0)) > 0

    def _go_when_known(self, *, forward: bool) -> None:
        if self._further(forward=forward) or not self._slices.isActive():
            self._wanted = None
            self._step(forward=forward)

    def _step(self, *, forward: bool) -> None:
        if not self._hits:
            self._show()
            self._say(_("No matches."))
            return
        caret = self._view.caret()
        if forward:
            place = bisect_right(self._hits, (caret, self._view.flow.length))
            note = _("Wrapped to the top.") if place == len(self._hits) else ""
            place %= len(self._hits)
        else:
            place = bisect_left(self._hits, (caret, 0)) - 1
            note = _("Wrapped to the end.") if place < 0 else ""
            place %= len(self._hits)
        self._arrive(place, note)
        self._show()
        self._saying.stop()
        in_article = self._view.hasFocus()
        # In the article the screen reader speaks the line the caret came to; it need only hear the count.
        self._say(self._count() if in_article else self.field.accessibleDescription())

    def _arrive(self, place: int, note: str = "") -> None:
        if not self._remembered:
            self._remembered = True
            self._remember()
        self._current, self._note = place, note
        self._view.go_to(self._hits[place][0], focus=False)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _count(self) -> str:
        """ "Wrapped to the top. 1 of 17", and the like; "" when nothing is asked."""
        total = len(self._hits)
        if self._query is None:
            return ""
        if not total:
            return _("Searching…") if self._slices.isActive() else _("No matches")
        if self._current < 0:
            text = ngettext("{total} match", "{total} matches", total).format(total=total)
        elif self._slices.isActive():
            text = _("{number} of {total} so far").format(number=self._current + 1, total=total)
        else:
            text = _("{number} of {total}").format(number=self._current + 1, total=total)
        return f"{self._note} {text}" if self._note else text

    def _show(self) -> None:
        count = self._count()
        self.count.setText(count)
        self.count.setVisible(bool(count))
        self.row.field.setAccessibleDescription(". ".join(part for part in (count, self._excerpt()) if part))
        for button in (self.next, self.previous):
            button.setEnabled(bool(self._hits))
        if self.isVisible():
            self._view.set_highlights(self._hits, self._current)

    def _excerpt(self) -> str:
        """The words around the current match, for who hears and does not see them."""
        if self._current < 0:
            return ""
        start, end = self._hits[self._current]
        flow = self._view.flow
        index = flow.index_at(start)
        text, begin = flow.shown(index), start - flow.start(index)
        left, right = max(0, begin - EXCERPT // 2), end - flow.start(index) + EXCERPT
        left = text.rfind(" ", 0, left) + 1 if left else 0
        more = text.find(" ", right)
        return text[left : more if more >= 0 else len(text)]

    # -- the bar itself ---------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Enter goes to the next match and Shift+Enter to the one before, from the field."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            self._go(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 -- Qt's name
        """Escape closes the bar from any of its controls."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def _make(self) -> None:
        self.field = QLineEdit()
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.next = self._button(_("&Next"), self.find_next)
        self.previous = self._button(_("Previo&us"), self.find_previous)
        self.case = QCheckBox(_("Match &case"))
        self.word = QCheckBox(_("Whole &word"))
        close = self._button(_("Cl&ose"), self.end)
        controls = (self.count, self.next, self.previous, self.case, self.word, close)
        self.row = FormRow(_("Find in article"), self.field, beside=controls)
        column = QVBoxLayout(self)
        column.addWidget(self.row)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        for box in (self.case, self.word):
            box.toggled.connect(lambda _on: self._search())

    def _button(self, label: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(label)
        button.clicked.connect(lambda _on: pressed())
        return button

    def _timer(self, milliseconds: int, due: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(due)
        return timer
