"""An article written out: as plain text, as HTML, as Markdown.

It never writes anything itself: each of the three has a module of its own.
"""

from hiitreader.article.html_writer import as_html
from hiitreader.article.markdown_writer import as_markdown
from hiitreader.article.text_writer import as_text

__all__ = ["as_html", "as_markdown", "as_text"]
