"""Reads an article's file: its bytes, what kind it is, and its text.

It never writes, never waits on anything but a regular file, and never looks at markup but for the encoding.
"""

import os
import re
import stat
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from hiitreader.article.limits import MAX_BYTES, MEGABYTE
from hiitreader.errors import N_, InputProblem, WorldProblem

CHOOSE_ANOTHER = N_("Choose a Markdown, HTML or plain text file.")
NOTHING_CHANGED = N_("What you were reading is still open.")
NOT_UNICODE = N_("This file is not in Unicode. It was read as Windows-1252, so some letters may be wrong.")


class SourceKind(Enum):
    """What an article's source is written in."""

    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: the text with line feeds as line ends, and sentences the reader should be told (untranslated)."""

    text: str
    kind: SourceKind
    digest: str
    path: Path | None = None
    notes: tuple[str, ...] = ()


_KINDS = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdtext"), SourceKind.MARKDOWN),
    **dict.fromkeys((".html", ".htm", ".xhtml"), SourceKind.HTML),
    **dict.fromkeys((".txt", ".text"), SourceKind.TEXT),
}
"""How the names of articles end. What ends otherwise is not taken for one, though it be text: most files that are text
are no articles. An HTML document, which says in its first words what it is, may have any name."""
BOOKS = frozenset({".epub"})
"""How the names of books end: many articles in one file, which the shelf takes."""
_SAYS_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_SAYS_WITHIN = 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"))
_MARKS_16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_CHARSET_WITHIN = 1024
_KNOWN_CHARSETS = re.compile(
    r"iso-?8859-?(?:[2-9]|1[0-6])|(?:windows-|cp)125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-jp|euc-kr|shift_jis"
    r"|iso-2022-jp|macintosh"
)
_OTHER_FILES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"{\\rtf",
    b"Rar!",
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")
_SAMPLE = 8 * 1024
_MOST_CONTROLS = 0.02


def kind_of(path: Path) -> SourceKind | None:
    """What an article's file is written in, by its name alone; None for what is no article."""
    return _KINDS.get(path.suffix.lower())


def file_kind(path: Path) -> SourceKind:
    """What the article in a file is written in, by its name, or by the first words of an HTML document.

    Raises:
        WorldProblem: it is missing or can't be looked at.
        InputProblem: it is no regular file, or not taken for an article.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    name = path.name or str(path)
    if not stat.S_ISREG(mode):
        reason = N_("{name} is a folder.") if stat.S_ISDIR(mode) else N_("{name} is not a file that can be read.")
        raise InputProblem(reason, safe=NOTHING_CHANGED, todo=CHOOSE_ANOTHER, name=name)
    if path.suffix.lower() in BOOKS:
        todo = N_("Add it to the shelf: each of its chapters becomes an article there.")
        raise InputProblem(N_("{name} is a book."), safe=NOTHING_CHANGED, todo=todo, name=name)
    kind = kind_of(path)
    if kind is None and not _says_html(path):
        raise InputProblem(
            N_("{name} is not taken for an article: its name ends in none of {endings}."),
            safe=NOTHING_CHANGED,
            todo=N_("If it is one, give its name such an ending."),
            name=name,
            endings=", ".join(_KINDS),
        )
    return kind or SourceKind.HTML


def _says_html(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(_SAYS_HTML.match(file.read(_SAYS_WITHIN)))
    except OSError as error:
        raise _unreadable(path, error) from error


def read_source(path: Path) -> Source:
    """Read a file.

    Raises:
        WorldProblem: it is missing or can't be read.
        InputProblem: it is no regular file, no article by its name, empty, larger than 50 MB, or no text.
    """
    kind = file_kind(path)
    data = _bytes(path)
    text, notes = decoded(data, kind)
    if not text or text.isspace():
        raise InputProblem(N_("{name} is empty."), safe=NOTHING_CHANGED, todo=CHOOSE_ANOTHER, name=path.name)
    return Source(text, kind, digest_of(data), path, notes)


def digest_of(data: bytes) -> str:
    """The key of an article: BLAKE2b-128 of its source's bytes, lower-case hexadecimal."""
    try:
        # What `hashlib` gives too, but it loads OpenSSL first: 3 MB, and 5 ms before the first words.
        from _blake2 import blake2b
    except ImportError:  # a Python that has it nowhere else
        from hashlib import blake2b
    return blake2b(data, digest_size=16).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise _too_large(path)
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if len(data) > MAX_BYTES:
        raise _too_large(path)
    return data


def _unreadable(path: Path, error: OSError | ValueError) -> WorldProblem:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        happened = N_("There is no file {path}.")
        todo = N_("Check its name, or whether its disk is there.")
        return WorldProblem(happened, safe=NOTHING_CHANGED, todo=todo, path=path)
    happened = N_("{path} can't be read: {reason}.")
    todo = N_("Check whether you are allowed to read it.")
    reason = getattr(error, "strerror", None) or str(error)
    return WorldProblem(happened, safe=NOTHING_CHANGED, todo=todo, path=path, reason=reason)


def _too_large(path: Path) -> InputProblem:
    return InputProblem(
        N_("{name} is larger than {limit} MB, the most that can be opened."),
        safe=NOTHING_CHANGED,
        todo=N_("Split it into smaller files."),
        name=path.name,
        limit=MAX_BYTES // MEGABYTE,
    )


def decoded(data: bytes, kind: SourceKind) -> tuple[str, tuple[str, ...]]:
    """The text of a source with line feeds as line ends, and what the reader should be told about it.

    A byte order mark decides, then an HTML document's own word (HTML, "Determining the character encoding"), then
    UTF-8, then Windows-1252, which takes any bytes.

    Raises:
        InputProblem: the bytes are no text.
    """
    for mark, encoding in (*_MARKS, *_MARKS_16):
        if data.startswith(mark):
            return _plain(data[len(mark) if encoding == "utf-8" else 0 :].decode(encoding, "replace")), ()
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" in data or data.startswith(_OTHER_FILES) or controls > len(sample) * _MOST_CONTROLS:
        raise InputProblem(N_("This file holds no text that can be read."), safe=NOTHING_CHANGED, todo=CHOOSE_ANOTHER)
    named = _CHARSET.search(data, 0, _CHARSET_WITHIN) if kind is SourceKind.HTML else None
    name = named[1].decode("ascii", "replace").lower() if named else ""
    if codec := codec_of(name):
        return _plain(data.decode(codec, "replace")), ()
    try:
        return _plain(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        return _plain(data.decode("cp1252", "replace")), (NOT_UNICODE,)


def codec_of(charset: str) -> str:
    """Python's name for an encoding that a text names, "" for one that is not known or not to be trusted.

    UTF-8 and what Windows-1252 holds are not among them: they are what is tried anyway.
    """
    import codecs

    name = charset.lower()
    if not _KNOWN_CHARSETS.fullmatch(name):
        return ""
    try:
        return codecs.lookup(name.replace("macintosh", "mac_roman").replace("windows-", "cp")).name
    except LookupError:  # such as iso-8859-12, which never came to be
        return ""


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
