"""What a source says about itself: a Markdown file's front matter, an HTML document's head.

It never makes blocks, and what it does not know it leaves out without a word.
"""

import re
from dataclasses import dataclass
from html import unescape

from hiitreader.article.characters import clean_line

_LINE = re.compile(r"([\w-]{1,40})[ \t]*:(?:[ \t]+(.*)|[ \t]*)$|[ \t]+.*|- .*|#.*|[ \t]*$")
_ESCAPED = re.compile(r"""\\(["\\])""")
_MOST_LINES = 100
_MOST_CHARACTERS = 20_000
_HEAD = 64 * 1024
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,2000})</title", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^<>]{0,500}?\slang\s*=\s*[\"']?([\w-]{1,35})", re.IGNORECASE)
# The shape of a language tag (BCP 47), not whether it is registered.
_TAG = re.compile(r"[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,6}")


@dataclass(frozen=True, slots=True)
class About:
    """A source's title and language (BCP 47), "" for what it does not say, and the offset at which its text begins."""

    title: str = ""
    language: str = ""
    start: int = 0


def about_markdown(text: str) -> About:
    """Read the front matter: lines `title: …` and `language: …` between two lines `---` at the very beginning."""
    if not text.startswith("---\n"):
        return About()
    values: dict[str, str] = {}
    position = 4
    for _ in range(_MOST_LINES):
        end = text.find("\n", position, _MOST_CHARACTERS)
        line = text[position : end if end >= 0 else min(len(text), _MOST_CHARACTERS)].rstrip()
        if line == "---":
            title = clean_line(values.get("title", ""))
            tag = _language(values.get("language", values.get("lang", "")))
            return About(title, tag, end + 1 if end >= 0 else len(text)) if values else About()
        entry = _LINE.match(line)
        if entry is None or end < 0:
            break
        if entry[1]:
            values.setdefault(entry[1].lower(), _unquoted((entry[2] or "").strip()))
        position = end + 1
    return About()


def about_html(text: str) -> About:
    """Read an HTML document's title and language from its beginning."""
    title = _TITLE.search(text, 0, _HEAD)
    language = _LANGUAGE.search(text, 0, _HEAD)
    return About(clean_line(unescape(title[1])) if title else "", _language(language[1]) if language else "")


def _unquoted(value: str) -> str:
    """A value without the quotes of YAML around it (YAML 1.2, 7.3)."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _ESCAPED.sub(r"\1", value[1:-1])
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value.strip("\"'")


def _language(tag: str) -> str:
    return tag if _TAG.fullmatch(tag) else ""
