"""What happens when a link is pressed: a place in the article is gone to, an address is handed to the system.

It fetches nothing itself: a page on the web opens in the reader's own browser, and only when a person pressed its link.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl

from hiitreader.article.elements import position_of_anchor
from hiitreader.article.link_targets import link_target
from hiitreader.system.translations import gettext as _
from hiitreader.ui.article_view import ArticleView

OUTSIDE = frozenset({"http", "https", "mailto"})


class LinkFollower(QObject):
    """Follows the links of a view.

    Args:
        view: whose links are pressed.
        visit: goes to a position, with a way back.
        open_outside: hands an address to the system; False when nobody took it.
        say: shows a message and has it spoken.
    """

    def __init__(
        self,
        view: ArticleView,
        visit: Callable[[int], None],
        open_outside: Callable[[QUrl], bool],
        say: Callable[[str], None],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._visit = visit
        self._open_outside = open_outside
        self._say = say
        self._own: list[Callable[[str], bool]] = []
        view.link_activated.connect(self.follow)

    def handle_with(self, handler: Callable[[str], bool]) -> None:
        """Ask `handler` first whether a target is its own; it returns whether it was."""
        self._own.append(handler)

    def follow(self, target: str) -> None:
        """Follow a link's target."""
        if any(handler(target) for handler in self._own):
            return
        if target.startswith("#"):
            self._go_to_anchor(target[1:])
            return
        address = QUrl(link_target(target))  # an article kept by an older version may ask for more
        if address.scheme() not in OUTSIDE:
            self._say(_("This link leads nowhere: {target}").format(target=target))
        elif not self._open_outside(address):
            self._say(_("No program on this computer opens {target}").format(target=target))

    def _go_to_anchor(self, name: str) -> None:
        for spelled in dict.fromkeys((name, QUrl.fromPercentEncoding(name.encode()))):
            position = position_of_anchor(self._view.flow, spelled) if spelled else None
            if position is not None:
                self._visit(position)
                return
        if name in {"", "top"}:  # the beginning of a page, by HTML's own rule
            self._visit(0)
            return
        self._say(_("There is no place named {name} in this article.").format(name=name))
