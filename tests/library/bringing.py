"""What the tests of bringing in share: a shelf in the memory, and a book as it is made by hand."""

import zipfile
from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.library.bring_in.report import Step
from hiitreader.library.entries import Added, Meta, ShelfEntry
from hiitreader.library.first_words import entry_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
CONTAINER = """<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


class PaperShelf:
    """Holds articles until the test is over."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.entries: dict[str, ShelfEntry] = {}

    def add(self, article: Article, meta: Meta = Meta(), origin: str = "") -> Added:  # noqa: B008
        if article.digest in self.entries:
            return Added(self.entries[article.digest], new=False)
        self.articles[article.digest] = article
        entry = self.entries[article.digest] = entry_of(article, meta, origin)
        return Added(entry, new=True)

    def remove(self, key: str) -> object:
        self.articles.pop(key, None)
        return self.entries.pop(key, None)

    def entry(self, key: str) -> ShelfEntry | None:
        return self.entries.get(key)

    def note_progress(self, key: str, progress: float) -> None:
        self.entries[key] = self.entries[key]._replace(progress=progress, unread=False)

    def tend(self) -> bool:
        return False

    @property
    def titles(self) -> list[str]:
        return [entry.title for entry in self.entries.values()]

    def text(self, title: str) -> list[str]:
        article = next(one for one in self.articles.values() if one.title == title)
        return [block.text for block in article.blocks]


class Steps:
    """Takes note of each step, and cancels after some."""

    def __init__(self, until: int | None = None) -> None:
        self.seen: list[Step] = []
        self._until = until

    def __call__(self, step: Step) -> None:
        self.seen.append(step)

    def cancelled(self) -> bool:
        return self._until is not None and len(self.seen) >= self._until


def package(pages: list[str], *, more: str = "", toc: str = "", said: str = "") -> str:
    """A book's list of parts."""
    items = "".join(
        f'<item id="i{n}" href="{page}" media-type="application/xhtml+xml"/>' for n, page in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    return f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Strong Legs</dc:title>
<dc:creator>Ann Writer</dc:creator>
<dc:language>en-GB</dc:language><dc:subject>legs</dc:subject><dc:subject>rest</dc:subject><dc:date>2020-05-01</dc:date>
<dc:description>&lt;p&gt;About &lt;b&gt;legs&lt;/b&gt;.&lt;/p&gt;</dc:description>{said}</metadata>
<manifest>{items}{more}</manifest><spine toc="{toc}">{spine}</spine></package>"""


def write_book(path: Path, parts: dict[str, str | bytes], container: str = CONTAINER) -> Path:
    """Pack a book."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", container)
        for name, data in parts.items():
            book.writestr(name, data)
    return path


def page(body: str, title: str = "") -> str:
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body>{body}</body></html>'
