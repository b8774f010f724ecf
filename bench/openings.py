"""What opening articles one after the other leaves behind; prints one line of JSON.

    python bench/openings.py ARTICLE…

Megabytes that belong to the process alone (proc(5), smaps_rollup, Pss_Anon) after some openings and after many more.
It never looks at what shared libraries take: other programs that end or start change it.
"""

import json
import sys
from itertools import cycle, islice
from pathlib import Path

from PySide6.QtTest import QTest

from driven import Figures, drive
from hiitreader.app.program import Program
from inside import until

SOME, MANY = 200, 1_000


def megabytes() -> float:
    """The memory that is this process's alone."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss_Anon:"))


def main(articles: list[Path]) -> None:
    """Open the articles in turn and print the memory."""

    def work(program: Program) -> Figures:
        until(lambda: hasattr(program, "late") and program.session.finished, "the whole window")
        found: Figures = {"some": [], "many": []}
        whole: list[bool] = []
        program.session.complete.connect(lambda: whole.append(True))
        for number, article in enumerate(islice(cycle(articles), MANY), 1):
            whole.clear()
            program.session.open_file(article)
            until(lambda: bool(whole), f"all of {article.name}")
            QTest.qWait(20)
            if number in {SOME, MANY}:
                found["some" if number == SOME else "many"].append(megabytes())
        return found

    print(json.dumps(drive(articles[:1], work)))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
