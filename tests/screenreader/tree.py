"""What a screen reader would find in the program at this moment, asked of a process with pyatspi.

It never changes anything.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bounded import bounded
from tests.screenreader.stage import SYSTEM_PYTHON, Stage, end

HERE = Path(__file__).parent

Node = dict[str, Any]

MOST_LOOKS = 50
"""After so many, what changes each time will not come to rest."""


class TreeReader:
    """Asks the program what a screen reader finds in it, through a process with pyatspi."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, word: str) -> list[Node]:
        """The nodes that `look` or `focus` gives."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        with bounded(self._process):
            answer = self._process.stdout.readline()
        assert answer, "the reader of the tree ended"
        found: list[Node] = json.loads(answer)
        return found

    def focus(self) -> list[Node]:
        """What has the focus, once that has come to rest: a key that was just pressed is on its way for a while."""
        return self._at_rest("focus")

    def look(self) -> list[Node]:
        """All that is showing, once that has come to rest."""
        return self._at_rest("look")

    def _at_rest(self, word: str) -> list[Node]:
        found = self.ask(word)
        for _look in range(MOST_LOOKS):
            before, found = found, self.ask(word)
            if found == before:
                return found
        raise TimeoutError(f"what {word} gives does not come to rest")

    def is_ready(self) -> bool:
        """Whether the window is complete and takes commands: it then says how much has been read."""
        return any(re.fullmatch(r"\d+ %", node["name"]) for node in self.ask("look"))

    def page(self) -> str:
        """All the words of the page."""
        return "\n".join(node["text"] for node in self.ask("read"))


@contextmanager
def tree_reader(stage: Stage) -> Iterator[TreeReader]:
    """A reader of the program's tree, ended afterwards."""
    process = subprocess.Popen(
        [SYSTEM_PYTHON, str(HERE / "tree_reader.py"), "hiitreader"],
        env=stage.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield TreeReader(process)
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        end(process)
