"""What a screen reader gets: the article as a document of headings, paragraphs, lists and links.

`install` costs one registration; everything else is imported when a screen reader first asks. It never shows anything.
"""

from PySide6.QtCore import QLoggingCategory, QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLabel, QTextBrowser

HELP_LINE = "help_line"
"""The object name of a line of help under a field."""


class DocumentFactory:
    """Makes the document of each article view and ties each line of help to its field, when Qt first asks for them.

    Args:
        view_type: the article view's class; all other widgets keep Qt's own interfaces.
    """

    def __init__(self, view_type: type[QTextBrowser]) -> None:
        self._view_type = view_type
        self._kept: list[QAccessibleInterface] = []

    def __call__(self, class_name: str, asked: QObject) -> QAccessibleInterface | None:
        """The interface of `asked`, None for all that keeps Qt's own."""
        if class_name == "QLabel" and isinstance(asked, QLabel) and asked.objectName() == HELP_LINE:
            from hiitreader.ui.accessible.help_line import HelpLine

            help_line = HelpLine(asked)
            self._kept.append(help_line)
            return help_line
        if class_name != self._view_type.__name__ or not isinstance(asked, self._view_type):
            return None
        from hiitreader.ui.accessible.document import ArticleDocument
        from hiitreader.ui.article_view import ArticleView

        if not isinstance(asked, ArticleView):
            return None
        # QTextBrowser reports its own caret for the document, which has no text; Qt says so at each key.
        QLoggingCategory.setFilterRules("qt.accessibility.atspi.warning=false")
        document = ArticleDocument(asked)
        self._kept.append(document)
        return document


def install(view_type: type[QTextBrowser]) -> None:
    """Give every view of this class a document tree. To be called once, before the first window is shown."""
    QAccessible.installFactory(DocumentFactory(view_type))
