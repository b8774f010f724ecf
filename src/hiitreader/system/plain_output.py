"""The door to the terminal: whatever is written comes out as text that steers nothing, and can be seen for what it is.

Escape sequences move the cursor, rename the window or type into the shell; characters that turn the direction of
writing make a name look like another. It never changes a letter, and never decides what is said.
"""

import codecs
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from hiitreader.errors import N_, WorldProblem

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BYTES_KEPT = range(0xDC80, 0xDD00)
"""What Python makes of the bytes of a name that are no text (PEP 383), each 0xDC00 more than its byte."""
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
"""C0 and C1 (ISO 6429) without tab and line feed, what ends a line elsewhere, halves of pairs."""
_TURNS = "\u202a-\u202e\u2066-\u2069"
"""What turns all that follows (UAX #9, 2.1 to 2.4). The marks that turn nothing, U+200E, U+200F and U+061C, stay."""
_IN_LINES = re.compile(f"[{_CONTROLS}]")
_IN_ONE_LINE = re.compile(f"[{_CONTROLS}\t\n]")
_TURNING = re.compile(f"[{_TURNS}]")
_IN_JSON = re.compile(f"[{_CONTROLS}{_TURNS}\u061c\u200e\u200f\ufeff]")
_OVERRIDES = frozenset("\u202d\u202e")
_EMBEDDINGS, _ISOLATES = frozenset("\u202a\u202b"), frozenset("\u2066\u2067\u2068")
_END_EMBEDDING, _END_ISOLATE = "\u202c", "\u2069"


class OutputLost(WorldProblem):
    """What was to be printed could not be written."""


def one_line(text: str) -> str:
    r"""Text that stays on its line: controls as `\x1b` and `\n`, and nothing that turns what stands beside it."""
    if text.isprintable() and text.isascii():
        return text
    return _TURNING.sub("", _IN_ONE_LINE.sub(_mark, text))


def lines(text: str) -> str:
    r"""Text of several lines, with tabs; controls as `\x1b`. What turns the direction of writing ends with its line.

    Overrides, which show letters in another order than they are read in, are left out.
    """
    if text.isascii() and not _IN_LINES.search(text):
        return text
    text = _IN_LINES.sub(_mark, text)
    return "\n".join(map(_balanced, text.split("\n"))) if _TURNING.search(text) else text


def json_line(value: object, encoding: str) -> str:
    """A value as one line of JSON (RFC 8259) that reads back as it was, whatever is in it and whoever prints it."""
    if codecs.lookup(encoding).name != "utf-8":
        return json.dumps(value)  # readers of JSON take it for UTF-8, of which ASCII is a part
    return _IN_JSON.sub(_json_escape, json.dumps(value, ensure_ascii=False))


class PlainOutput(io.TextIOBase):
    """A stream whose every text passes the door. A character that the stream's encoding lacks is a question mark.

    Args:
        stream: where it goes; None where the program was started without one: then nothing comes out.
    """

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the stream."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def write(self, text: str) -> int:
        """Write text.

        Raises:
            BrokenPipeError: whoever read along has gone.
            OutputLost: it can't be written.
        """
        plain = lines(text).encode(self.encoding, "replace").decode(self.encoding)
        if self._stream is not None:
            with self._told():
                self._stream.write(plain)
        return len(text)

    def flush(self) -> None:
        """Let out what is held back.

        Raises:
            BrokenPipeError: whoever read along has gone.
            OutputLost: it can't be written.
        """
        if self._stream is not None and not self._stream.closed:
            with self._told():
                self._stream.flush()

    def is_watched(self) -> bool:
        """Whether a person looks at it. `isatty` says no, whatever is below: nobody is to write colours into it."""
        return self._stream is not None and self._stream.isatty()

    def writable(self) -> bool:
        """Always."""
        return True

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self._hang_up()
            raise
        except OSError as error:
            self._hang_up()
            reason = error.strerror or type(error).__name__
            raise OutputLost(N_("What was to be printed could not be written: {reason}."), reason=reason) from error

    def _hang_up(self) -> None:
        """Nothing can come out any more; the interpreter must not fail on what is held back once more at its end."""
        if self._stream is None:
            return
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


@contextmanager
def plain_streams() -> Iterator[tuple[PlainOutput, PlainOutput]]:
    """The two streams the program was started with, for everybody who writes to them, behind the door.

    They stay there when an exception that nobody catches comes by: it is reported through the same door.
    """
    before = sys.stdout, sys.stderr
    out, err = PlainOutput(before[0]), PlainOutput(before[1])
    sys.stdout, sys.stderr = out, err
    yield out, err
    sys.stdout, sys.stderr = before


def _mark(found: re.Match[str]) -> str:
    sign = found[0]
    code = ord(sign)
    if code in _BYTES_KEPT:
        return f"\\x{code - 0xDC00:02x}"
    return _NAMED.get(sign) or (f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}")  # noqa: PLR2004 -- two digits


def _json_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _balanced(line: str) -> str:
    """A line in which every embedding and isolate ends, and none ends that did not begin."""
    out: list[str] = []
    opened: list[str] = []
    for part in re.split(f"([{_TURNS}])", line):
        if part in _OVERRIDES:
            continue
        if part in _EMBEDDINGS:
            opened.append(_END_EMBEDDING)
        elif part in _ISOLATES:
            opened.append(_END_ISOLATE)
        elif part in (_END_EMBEDDING, _END_ISOLATE):
            if not opened or opened[-1] != part:
                continue
            opened.pop()
        out.append(part)
    return "".join((*out, *reversed(opened)))
