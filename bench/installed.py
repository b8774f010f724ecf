"""The program as it is installed, beside the one in this checkout: how long each takes to the article's last pixel.

It never builds anything: without a built program it says what to run.
"""

from pathlib import Path

from figures import Figure, median, spread
from program import Start, reader, start
from screen import Screen

ROOT = Path(__file__).parents[1]
BUILT = ("build/package/frozen-for-system", "build/package/frozen-alone", "build/frozen")
"""What `make package` puts into the .deb, what it puts into the .run and the .rpm; what packaging/freeze.sh makes."""
LOOK = 2.5
"""Seconds a start is watched."""
MOST = 1.1


def installed_starts(screen: Screen, _folder: Path, runs: int) -> list[Figure]:
    """Exec to the last pixel of the bundled article, built and from the checkout, one after the other."""
    found = {name: ROOT / name / "hiitreader" / "hiitreader" for name in BUILT}
    built = {name: program for name, program in found.items() if program.is_file()}
    if not built:
        print("  no built program to measure; make it with: make package, or packaging/freeze.sh", flush=True)
        return []
    newest = max(path.stat().st_mtime for path in (ROOT / "src").rglob("*.py"))
    commands = {"checkout": reader()} | {name: [str(program)] for name, program in built.items()}
    taken: dict[str, list[Start]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            one = start(screen, command, LOOK)
            if run:  # the first only warms up
                taken[name].append(one)
    for name, starts in taken.items():
        old = name in built and built[name].stat().st_mtime < newest
        said = " (built before the last change here)" if old else ""
        print(f"  started from {name}{said}, ms: {spread([one.milliseconds for one in starts])}", flush=True)
    checkout = median([one.milliseconds for one in taken["checkout"]])
    return [
        Figure(
            f"exec to the article, {name.rpartition('/')[2]}",
            median([one.milliseconds for one in taken[name]]),
            checkout, "the checkout", "ms", MOST, of_ratio=True,
        )
        for name in built
    ]  # fmt: skip
