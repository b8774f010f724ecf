"""One menu in place of all, where the menu bar is too narrow for its titles.

Qt's own way is a sign of some ten pixels with a black drawing on it. The menus are the same; this never fills one.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMenu, QMenuBar

from hiitreader.system.translations import gettext as _


class MenuFold(QObject):
    """Watches a menu bar's width. Make it when the bar has its menus.

    Folded, the bar has the one title "Menu", and the other menus stand in it, with the same letters underlined.
    """

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._menus = [menu for action in bar.actions() if isinstance(menu := action.menu(), QMenu)]
        self._one = QMenu(_("&Menu"), bar)
        self._one.setObjectName("menu_of_menus")
        for menu in self._menus:
            self._one.addAction(menu.menuAction())
        bar.installEventFilter(self)
        self._fit()

    @property
    def folded(self) -> bool:
        """Whether the bar has only the one title."""
        return self._one.menuAction() in self._bar.actions()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Fold or unfold when the bar's width or its letters have changed."""
        if watched is self._bar and event.type() in {
            QEvent.Type.Resize,
            QEvent.Type.FontChange,
            QEvent.Type.StyleChange,
        }:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if self.folded:
            self._show(folded=False)
        last = self._bar.actionGeometry(self._menus[-1].menuAction())
        wanted = self._bar.sizeHint().width()
        if last.isEmpty() or wanted > self._bar.width():
            self._show(folded=True)

    def _show(self, *, folded: bool) -> None:
        for action in self._bar.actions():
            self._bar.removeAction(action)
        for menu in [self._one] if folded else self._menus:
            self._bar.addAction(menu.menuAction())
