"""The pictures of a page, which most pages do without: what looks after them is made with the first one.

It never looks at a file itself.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.system.translations import gettext as _

if TYPE_CHECKING:
    from hiitreader.ui.typeset.pictures import ShownPictures


class PagePictures(QObject):
    """Called, it gives what looks after the pictures of the article that is shown.

    `came` comes when there is another picture to paint, `fell` when there turned out to be none: its place is another.
    """

    came = Signal()
    fell = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown: ShownPictures | None = None

    def __call__(self) -> "ShownPictures":
        """What looks after them; made when there is none."""
        if self._shown is None:
            from hiitreader.ui.typeset.pictures import ShownPictures

            self._shown = ShownPictures(self)
            self._shown.came.connect(self.came)
            self._shown.fell.connect(self.fell)
        return self._shown

    def why_not(self, block: Block) -> str:
        """Why the picture that a block is stands there in words alone; "" when it is shown, or the block none."""
        why_not = self().why_not(block.target) if block.kind is BlockKind.IMAGE else None
        return _(why_not.value) if why_not else ""

    def forget(self) -> None:
        """Another article is shown."""
        if self._shown is not None:
            self._shown.stop()
            self._shown.deleteLater()
            self._shown = None
