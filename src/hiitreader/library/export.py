"""Writing an article to a file of the reader's, as HTML, plain text or Markdown.

It never replaces a file unasked, and a file that is replaced is whole until the new one is.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.errors import N_, InputProblem
from hiitreader.system.files import write_export
from hiitreader.system.translations import gettext


def export_article(article: Article, file: Path, *, replace: bool = False) -> None:
    """Write an article in the format that the file's name ends in.

    Raises:
        InputProblem: the name ends in no format that can be written, or the file is there and `replace` is not set.
        WorldProblem: it could not be written.
    """
    from hiitreader.article.writers import as_html, as_markdown, as_text

    text: Callable[[Article], str] = partial(as_text, translate=gettext)
    writers = {".html": as_html, ".htm": as_html, ".txt": text, ".md": as_markdown}
    writer = writers.get(file.suffix.lower())
    if writer is None:
        raise InputProblem(
            N_("“{file}” ends in no format that can be written."),
            safe=N_("Nothing was written."),
            todo=N_("Use .html, .txt or .md."),
            file=file.name,
        )
    if not replace and os.path.lexists(file):
        raise InputProblem(
            N_("{file} is there already."),
            safe=N_("It was not touched."),
            todo=N_("Choose another name, or use --force to replace it."),
            file=file,
        )
    write_export(file, writer(article).encode("utf-8"))
