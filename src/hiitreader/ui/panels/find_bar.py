"""The find bar: matches as one types, counted and marked, with the caret at the current one.

A long article is searched in slices between two paints. It never changes the text.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from hiitreader.article.find import FindQuery
from hiitreader.article.flow import cut
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.capped_area import CappedArea
from hiitreader.ui.form_rows import FormRow
from hiitreader.ui.panels.sliced_search import SlicedSearch
from hiitreader.ui.wrapping_label import WrappingLabel

TYPING_PAUSE = 150
SAYING_PAUSE = 500
LONGEST_PREFILL = 100
EXCERPT = 60
FIELD_CHARACTERS = 18
MOST_OF_WINDOW = 0.4
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
        self._origin = 0
        self._current = -1
        self._note = ""
        self._told = ""
        self._remembered = False
        self._wanted: Callable[[], None] | None = None
        self.search = SlicedSearch(view, self)
        self.search.progressed.connect(self._progressed)
        self._typing = self._timer(TYPING_PAUSE, self._ask)
        self._saying = self._timer(SAYING_PAUSE, lambda: self._say(self._told))
        self._make()
        self.hide()

    # -- what the window asks ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the bar with the selected words, or those found last, ready to be typed over."""
        chosen = self._view.textCursor().selectedText()
        if chosen and len(chosen) <= LONGEST_PREFILL and "\u2029" not in chosen:
            self.field.setText(chosen)
        self._appear()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._ask()

    def mark(self, words: str) -> None:
        """Show the bar with these words, found from the caret on; the focus stays where it is."""
        self.field.setText(words)
        self._appear()
        self._ask()

    def find_next(self) -> None:
        """Go to the next match after the caret, or to the first one and say so."""
        self._go(forward=True)

    def find_previous(self) -> None:
        """Go to the match before the caret, or to the last one and say so."""
        self._go(forward=False)

    def end(self) -> None:
        """Hide the bar; the caret stays at the match, and the article has the focus."""
        self._typing.stop()
        self._saying.stop()
        self.search.pause()
        self._wanted = None
        # Before it hides, or Qt gives the focus to whoever is next.
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self._remembered = False
        self._view.set_highlights((), -1)
        self.closed.emit()

    def commands(self) -> dict[str, Callable[[], None]]:
        """What to do for each command this knows, by the command's id."""
        return {"find.open": self.begin, "find.next": self.find_next, "find.previous": self.find_previous}

    def _appear(self) -> None:
        self._origin = self._view.textCursor().selectionStart()
        self._remembered = False
        wanted = FIELD_CHARACTERS * self.fontMetrics().averageCharWidth()
        self.field.setMinimumWidth(min(wanted, self.window().width() // 2))
        self.show()

    @property
    def current(self) -> int:
        """Which of the matches the caret is at, -1 for none."""
        return self._current

    # -- searching --------------------------------------------------------------------------------------------------

    def _asked(self) -> FindQuery | None:
        text = self.field.text()
        if not text.strip():
            return None
        return FindQuery(text, match_case=self.case.isChecked(), whole_word=self.word.isChecked())

    def _ask(self) -> None:
        """Search for what is in the field, unless that has been done."""
        self._typing.stop()
        asked = self._asked()
        if asked is not None and asked == self.search.query:
            self.search.go_on()
            self._show()
            return
        self._current, self._note = -1, ""
        self._wanted = None if asked is None else self._to_first
        self.search.ask(asked)

    def _progressed(self) -> None:
        if self._current >= len(self.search.hits):
            self._current = -1
        if self._wanted is not None:
            self._wanted()
        self._show()

    # -- going to a match -------------------------------------------------------------------------------------------

    def _to_first(self) -> None:
        """As soon as it is known: the first match from where the reader was; the first of all when there is none."""
        place = self.search.first_from(self._origin)
        if place < len(self.search.hits):
            self._wanted = None
            self._arrive(place)
        elif not self.search.is_going_on:
            self._wanted = None
            if self.search.hits:
                self._arrive(0, _("Wrapped to the top."))
        self._saying.start()

    def _go(self, *, forward: bool) -> None:
        asked = self._asked()
        if asked is None:
            self.begin()
        elif asked != self.search.query:
            self._origin = self._view.caret()
            self._ask()
        else:
            self._typing.stop()
            self.search.go_on()
            self._wanted = lambda: self._step_when_known(forward=forward)
            self._wanted()

    def _step_when_known(self, *, forward: bool) -> None:
        """Go to the next match as soon as one is known to be it: at once, or when the search has come that far."""
        caret, found = self._view.caret(), len(self.search.hits)
        place = self.search.first_after(caret) if forward else self.search.first_from(caret) - 1
        if not 0 <= place < found and self.search.is_going_on:
            return
        self._wanted = None
        if not found:
            self._show()
            self._say(_("No matches"))
            return
        note = "" if 0 <= place < found else _("Wrapped to the top.") if forward else _("Wrapped to the end.")
        self._arrive(place % found, note)
        self._show()
        self._saying.stop()
        # In the article the screen reader speaks the line the caret came to; there it need only hear the count.
        self._say(self._count() if self._view.hasFocus() else self._told)

    def _arrive(self, place: int, note: str = "") -> None:
        if not self._remembered:
            self._remembered = True
            self._remember()
        self._current, self._note = place, note
        self._view.go_to(self.search.hits[place][0], focus=False)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _count(self) -> str:
        """How many matches there are and which is the current one, after what happened; "" when nothing is asked."""
        total = len(self.search.hits)
        if self.search.query is None:
            return ""
        if not total:
            return _("Searching…") if self.search.is_going_on else _("No matches")
        if self._current < 0:
            text = ngettext("{total} match", "{total} matches", total).format(total=total)
        elif self.search.is_going_on:
            text = _("{number} of {total} so far").format(number=self._current + 1, total=total)
        else:
            text = _("{number} of {total}").format(number=self._current + 1, total=total)
        return f"{self._note} {text}" if self._note else text

    def _show(self) -> None:
        count = self._count()
        self.count.setText(count)
        self._told = ". ".join(part for part in (count, self._excerpt()) if part)
        if not self.field.hasFocus():
            # Under the focus a new description would be spoken besides what is said.
            self.field.setAccessibleDescription(self._told)
        for button in (self.next, self.previous):
            button.setEnabled(bool(self.search.hits))
        if self.isVisible():
            self._view.set_highlights(self.search.hits, self._current)

    def _excerpt(self) -> str:
        """The words around the current match, for who hears and does not see them."""
        if self._current < 0:
            return ""
        start, end = self.search.hits[self._current]
        flow = self._view.flow
        index = flow.index_at(start)
        text, first = flow.shown(index), flow.start(index)
        left = max(0, len(cut(text, 0, start - first)) - EXCERPT // 2)
        right = len(cut(text, 0, end - first)) + EXCERPT
        left = text.rfind(" ", 0, left) + 1 if left else 0
        more = text.find(" ", right)
        return text[left : more if more >= 0 else len(text)]

    # -- the bar itself ---------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Enter goes to the next match and Shift+Enter to the one before, from the field."""
        if event.type() is QEvent.Type.FocusIn:
            self.field.setAccessibleDescription(self._told)
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
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.count = WrappingLabel(one_line=True)
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance("0000 of 0000"))
        self.next = _button(_("&Next"), self.find_next)
        self.previous = _button(_("Previo&us"), self.find_previous)
        self.next.setAccessibleName(_("Next match"))
        self.previous.setAccessibleName(_("Previous match"))
        self.case, self.word = QCheckBox(), QCheckBox()
        boxes = _box_row(_("Match &case"), self.case), _box_row(_("Whole &word"), self.word)
        close = _button(_("Cl&ose"), self.end)
        close.setAccessibleName(_("Close find"))
        controls = (self.count, self.next, self.previous, *boxes, close)
        self.row = FormRow(_("Find in article"), self.field, beside=controls)
        _lay_out(self, self.row)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        for box in (self.case, self.word):
            box.toggled.connect(lambda _on: self._ask())

    def _timer(self, milliseconds: int, due: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(due)
        return timer


def _button(label: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(label)
    button.clicked.connect(lambda _on: pressed())
    return button


def _box_row(label: str, box: QCheckBox) -> FormRow:
    row = FormRow(label, box)
    row.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return row


def _lay_out(bar: QWidget, row: FormRow) -> None:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(12, 8, 12, 8)
    column.addWidget(row)
    whole = QVBoxLayout(bar)
    whole.setContentsMargins(0, 1, 0, 0)  # the line that the sheet draws above it
    whole.addWidget(CappedArea(body, MOST_OF_WINDOW))
