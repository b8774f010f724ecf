"""What a Markdown text defines for all of it: the addresses of links and the footnotes, wherever they stand.

It looks for definitions only when one is asked for, and never at anything else.
"""

import re
from bisect import bisect_right
from xml.etree.ElementTree import Element

from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions.footnotes import FootnoteExtension

from hiitreader.article.limits import MAX_DEFINITIONS, MAX_FOOTNOTES
from hiitreader.article.markdown_cuts import Fences

_NOTE = re.compile(r" {0,3}\[\^([^\]\n]*)\]:")
_FENCED = re.compile(r"\n(?=```|~~~)")
_SPACE = re.compile(r"\s+")
_LONGEST_NAME = 1_000
_LONGEST_DEFINITION = 10_000
_MOST_REFERENCES = 100
_MOST_LOOKED_AT = 100_000
_MOST_GIVEN = 1_000_000
"""Characters of addresses that the links of one part may have: one that is long may be named over and over."""

Reference = tuple[str, str]


class Names:
    """The definitions of one text, found at the first question."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = False
        self._links: dict[str, Reference] = {}
        self._notes: dict[str, None] = {}

    @property
    def links(self) -> dict[str, Reference]:
        """Each link's name in lower case, its address, and "" for its title, which nobody is shown."""
        self._find()
        return self._links

    @property
    def notes(self) -> list[str]:
        """The footnotes' names in the order of their definitions."""
        self._find()
        return list(self._notes)

    def forget(self) -> None:
        """Let go of the text: nothing more will be asked."""
        self._found, self._text = True, ""

    def _find(self) -> None:
        if self._found:
            return
        self._found = True
        text = self._text
        starts, ends = self._code() if "]:" in text else ([], [])
        found = text.find("]:")
        for _ in range(_MOST_LOOKED_AT):
            if found < 0 or len(self._links) >= MAX_DEFINITIONS:
                break
            start = text.rfind("\n", max(0, found - _LONGEST_NAME), found) + 1
            fence = bisect_right(starts, start) - 1
            if fence >= 0 and start < ends[fence]:
                found = text.find("]:", ends[fence])
                continue
            if start or found < _LONGEST_NAME:
                self._read(start)
            line_end = text.find("\n", found)
            found = text.find("]:", line_end) if line_end >= 0 else -1

    def _read(self, start: int) -> None:
        note = _NOTE.match(self._text, start)
        if note:
            if len(self._notes) < MAX_FOOTNOTES:
                self._notes.setdefault(note[1])
            return
        link = ReferenceProcessor.RE.match(self._text, start, start + _LONGEST_DEFINITION)
        if link:
            self._links[link[1].strip().lower()] = (link[2].lstrip("<").rstrip(">"), "")

    def _code(self) -> tuple[list[int], list[int]]:
        """Where each fenced code begins and ends."""
        text, fences = self._text, Fences(self._text)
        starts: list[int] = []
        ends: list[int] = []
        position = 0 if text.startswith(("```", "~~~")) else -1
        for _ in range(_MOST_LOOKED_AT):
            if position >= 0:
                line_end = text.find("\n", position)
                over = fences.end(text[position:line_end], line_end) if line_end >= 0 else -1
                if over >= 0:
                    starts.append(position)
                    ends.append(over)
                position = max(over, position)
            following = _FENCED.search(text, max(position, 0))
            if following is None:
                break
            position = following.end()
        return starts, ends


class References(dict[str, Reference]):
    """The link addresses as the Markdown parser asks for them: those of the whole text, whichever part is parsed."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names
        self._given = 0

    def __contains__(self, key: object) -> bool:
        return key in self._names.links or super().__contains__(key)

    def __getitem__(self, key: str) -> Reference:
        address, _title = self._names.links[key] if key in self._names.links else super().__getitem__(key)
        self._given += len(address)
        return (address if self._given <= _MOST_GIVEN else ""), ""

    def clear(self) -> None:
        """Keep everything: the parser clears its references before each part."""
        self._given = 0


class Footnotes(FootnoteExtension):
    """Footnotes whose numbers run through all parts of a text, and which are all gathered after the last."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._begun = False
        self._filled: set[str] = set()
        self.last = True
        super().__init__(BACKLINK_TITLE="")

    def reset(self) -> None:
        """Forget nothing between parts."""
        if not self._begun:
            self._begun = True
            super().reset()

    def begin(self, source: str, *, last: bool) -> None:
        """Make ready for one part: when it speaks of footnotes, learn the names of all."""
        self.last = last
        if "[^" in source:
            for name in self._names.notes:
                self.footnotes.setdefault(name, "")

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802 -- the library's names
        """Keep a footnote's text."""
        if id in self.footnotes or len(self.footnotes) < MAX_FOOTNOTES:
            self.footnotes[id] = text
            self._filled.add(id)

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """The name of one more reference to a footnote: `fnref:x`, then `fnref2:x` and so on.

        The library looks for a free name from the first on each time; here those beyond the hundredth share a name.
        """
        if not found:
            return reference
        times = min(self.found_refs.get(reference, 0) + 1, _MOST_REFERENCES)
        self.found_refs[reference] = times
        return reference if times == 1 else reference.replace("fnref", f"fnref{times}", 1)

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: N802 -- the library's name
        """The footnotes, after the last part only, without names that turned out not to be defined."""
        if not self.last:
            return None
        for name in [name for name in self.footnotes if name not in self._filled]:
            del self.footnotes[name]
        return super().makeFootnotesDiv(root)
