"""Finding one's way: from element to element, back and forward through the places one was at, and "where am I?".

It moves the view's caret and says what moving can't show. It never finds text; the find bar does.
"""

from collections.abc import Callable
from functools import partial

from hiitreader.article.elements import ElementKind, next_element, previous_element
from hiitreader.article.flow import Flow
from hiitreader.article.outline import heading_path, reading_minutes
from hiitreader.errors import N_
from hiitreader.system.translations import gettext as _
from hiitreader.ui.accessible.sentences import move_by_sentence
from hiitreader.ui.article_view import ArticleView

MOST_PLACES = 200
COUNTED = 200_000
"""Characters whose words are counted for the time left; what is beyond is taken to be like them."""

_ENDS: dict[ElementKind, tuple[str, str]] = {
    ElementKind.HEADING: (N_("No more headings."), N_("No heading before this.")),
    ElementKind.HEADING_1: (N_("No more headings of level 1."), N_("No heading of level 1 before this.")),
    ElementKind.HEADING_2: (N_("No more headings of level 2."), N_("No heading of level 2 before this.")),
    ElementKind.HEADING_3: (N_("No more headings of level 3."), N_("No heading of level 3 before this.")),
    ElementKind.HEADING_4: (N_("No more headings of level 4."), N_("No heading of level 4 before this.")),
    ElementKind.HEADING_5: (N_("No more headings of level 5."), N_("No heading of level 5 before this.")),
    ElementKind.HEADING_6: (N_("No more headings of level 6."), N_("No heading of level 6 before this.")),
    ElementKind.LINK: (N_("No more links."), N_("No link before this.")),
    ElementKind.LIST: (N_("No more lists."), N_("No list before this.")),
    ElementKind.PARAGRAPH: (N_("No more paragraphs."), N_("No paragraph before this.")),
    ElementKind.TABLE: (N_("No more tables."), N_("No table before this.")),
    ElementKind.QUOTE: (N_("No more quotes."), N_("No quote before this.")),
    ElementKind.IMAGE: (N_("No more images."), N_("No image before this.")),
    ElementKind.CODE: (N_("No more code."), N_("No code before this.")),
}


class Navigator:
    """Moves through one view.

    Going step by step keeps one place to come back to, that where the steps began.

    Args:
        view: the article's view.
        say: tells a screen reader and shows it; for what the move of the caret does not tell.
        leave: goes to the article one was at before this one (or, told `forward=True`, came back from); whether there
            is one. It is asked when this article has no place left to go to.
    """

    def __init__(
        self, view: ArticleView, say: Callable[[str], None], leave: Callable[..., bool] = lambda **_way: False
    ) -> None:
        self._view = view
        self._say = say
        self._leave = leave
        self._behind: list[int] = []
        self._ahead: list[int] = []
        self._stepped_to = -1

    def commands(self) -> dict[str, Callable[[], None]]:
        """What to do for each command this knows, by the command's id."""
        known: dict[str, Callable[[], None]] = {
            "go.back": self.back,
            "go.forward": self.forward,
            "go.top": self.top,
            "go.bottom": self.bottom,
            "go.where_am_i": self.say_where,
            "go.next_sentence": partial(self.step_by_sentence, forward=True),
            "go.previous_sentence": partial(self.step_by_sentence, forward=False),
        }
        for kind in _ENDS:
            name = kind.name.lower()
            known[f"go.next_{name}"] = partial(self.step, kind, forward=True)
            known[f"go.previous_{name}"] = partial(self.step, kind, forward=False)
        return known

    # -- steps ------------------------------------------------------------------------------------------------------

    def step(self, kind: ElementKind, *, forward: bool) -> None:
        """Go to the next or previous element of a kind, or say that there is none."""
        seek = next_element if forward else previous_element
        found = seek(self._view.flow, kind, self._view.caret())
        if found is None:
            self._say(_(_ENDS[kind][0 if forward else 1]))
            return
        self._begin_step()
        self._view.go_to(found.position)
        self._stepped_to = self._view.caret()

    def step_by_sentence(self, *, forward: bool) -> None:
        """Go to the start of the next sentence, or of this one and then of the one before."""
        self._begin_step()
        if not move_by_sentence(self._view, forward=forward):
            self._say(_("No more sentences.") if forward else _("No sentence before this."))
        self._stepped_to = self._view.caret()

    def top(self) -> None:
        """Go to the first line."""
        self.visit(0)

    def bottom(self) -> None:
        """Go to the article's last line, before the similar posts and replies."""
        last = self._view.article_length - 1
        if last >= 0:
            self.visit(self._view.flow.end(last))

    # -- places -----------------------------------------------------------------------------------------------------

    def visit(self, position: int) -> None:
        """Go to a position, with a way back: for links, the contents, the list of elements."""
        self.remember()
        self._view.go_to(position)

    def remember(self) -> None:
        """Make the caret's place one to come back to; for who moves the caret without `visit`."""
        here = self._view.caret()
        self._ahead.clear()
        self._stepped_to = -1
        if not self._behind or self._behind[-1] != here:
            self._behind.append(here)
            del self._behind[:-MOST_PLACES]

    def forget(self) -> None:
        """Drop all places: another article is shown."""
        self._behind.clear()
        self._ahead.clear()
        self._stepped_to = -1

    def back(self) -> None:
        """Go back to the place before this one, or to the article before it, or say that there is none."""
        if not self._swap(self._behind, self._ahead) and not self._leave(forward=False):
            self._say(_("No earlier place."))

    def forward(self) -> None:
        """Go forward again, or say that there is nothing to go forward to."""
        if not self._swap(self._ahead, self._behind) and not self._leave(forward=True):
            self._say(_("No later place."))

    def _swap(self, source: list[int], target: list[int]) -> bool:
        here = self._view.caret()
        while source and source[-1] == here:
            source.pop()
        if not source:
            return False
        target.append(here)
        self._view.go_to(source.pop())
        self._stepped_to = -1
        return True

    def _begin_step(self) -> None:
        if self._view.caret() != self._stepped_to:
            self.remember()

    # -- where am I? ------------------------------------------------------------------------------------------------

    def say_where(self) -> None:
        """Say where the caret is."""
        self._say(self.where_am_i())

    def where_am_i(self) -> str:
        """The headings the caret is under, the innermost first, how much of the article is before it, the time left."""
        flow, caret = self._view.flow, self._view.caret()
        index = flow.index_at(caret)
        if index < 0:
            return _("There is no text.")
        path = heading_path(flow, index)
        under = _(", in ").join(reversed(path))
        sentences = [f"{under}."] if under else []
        length = self._view.article_length
        if index >= length:
            return " ".join([*sentences, _("After the end of the article.")])
        end = flow.end(length - 1)
        percent = round(100 * min(1.0, caret / max(1, end)))
        sentences.append(_("{percent} percent.").format(percent=percent))
        return " ".join([*sentences, time_left(words_between(flow, caret, length))])


def words_between(flow: Flow, position: int, last: int) -> int:
    """About how many words there are from a position to before block `last`."""
    index = flow.index_at(position)
    if not 0 <= index < last:
        return 0
    words = counted = 0
    text = flow[index].text[max(0, position - flow.text_start(index)) :]
    while True:
        words += len(text.split())
        counted += len(text) + 1
        index += 1
        if index >= last or counted > COUNTED:
            break
        text = flow[index].text
    left = flow.end(last - 1) - flow.start(index) if index < last else 0
    return words + round(words * left / counted)


def time_left(words: int) -> str:
    """The time that so many words take, as a sentence with a range."""
    low, high = reading_minutes(words)
    if high <= 1:
        return _("Less than a minute left.")
    if low == high:
        return _("About {minutes} minutes left.").format(minutes=low)
    return _("{low} to {high} minutes left.").format(low=low, high=high)
