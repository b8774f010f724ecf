"""An article's entry on the shelf, made from its words: how many there are, and the first sentence.

Pure. It never looks for a summary where none is given.
"""

import re

from hiitreader.article.blocks import LINE_BREAK, Article, BlockKind
from hiitreader.article.outline import words
from hiitreader.library.entries import Meta, ShelfEntry

LONGEST_SENTENCE = 300
"""Characters after which a sentence is cut, at a word."""
LONGEST_TITLE = 80
"""Characters of a title that is made of one."""
_LOOKED_AT = 200
"""Blocks among which the first sentence is looked for."""
# A sentence ends where white space or nothing follows; a full stop within "3.5" or "example.org" is none. Signs that
# are as wide as a letter need no space after them.
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”]*")


def entry_of(article: Article, meta: Meta, origin: str, added: str = "") -> ShelfEntry:
    """What the shelf says of an article; `added` is a moment in UTC as ISO 8601."""
    return ShelfEntry(
        key=article.digest,
        title=article.title,
        summary=meta.summary,
        tags=meta.tags,
        language=article.language,
        date=meta.date,
        origin=origin.encode("utf-8", "replace").decode("utf-8"),  # a file's name may hold bytes that are no letters
        added=added,
        words=words(article.blocks),
        first_sentence=first_sentence(article),
        companion=meta.companion,
    )


def first_sentence(article: Article) -> str:
    """The first sentence of the first paragraph that has one; "" when there is no paragraph."""
    texts = (
        block.text.replace(LINE_BREAK, " ").strip()
        for block in article.blocks[:_LOOKED_AT]
        if block.kind is BlockKind.PARAGRAPH and not block.within
    )
    paragraphs = [text for text in texts if text]
    text = next((one for one in paragraphs if _END.search(one)), paragraphs[0] if paragraphs else "")
    ended = _END.search(text)
    return _cut(text[: ended.end()] if ended else text)


def beginning(article: Article) -> str:
    """A title for an article that has none: its first sentence, or as much of it as a title has room for."""
    texts = (block.text.replace(LINE_BREAK, " ").strip() for block in article.blocks)
    sentence = first_sentence(article) or next((text for text in texts if text), "")
    if len(sentence) <= LONGEST_TITLE:
        return sentence.rstrip(".")
    return f"{sentence[:LONGEST_TITLE].rpartition(' ')[0] or sentence[:LONGEST_TITLE]}…"


def _cut(sentence: str) -> str:
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    cut = sentence[:LONGEST_SENTENCE]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"
