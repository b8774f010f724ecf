"""Measure what a person waits for, each beside its reference in the same run, and print one line of each.

    python bench/run.py [--runs N] [--only PART]

Runs are interleaved, so that a busy moment hits both sides, and medians are taken. It never fails because a figure
does not hold: it says so.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import figures
import samples
from figures import Figure, median, spread
from installed import installed_starts
from program import BARE, Start, reader, start
from screen import Screen

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "bench.json"
BESIDE_BARE = 13.0
"""Megabytes that the program may need more than a bare window."""
LOOK, LOOK_BIG, LOOK_WHOLE = 2.5, 5.0, 30.0
"""Seconds a start is watched: long after all is still, and for the last one until ten megabytes have been read."""


def note(text: str) -> None:
    print(f"  {text}", flush=True)


def measured(
    script: str, *words: object, environ: Mapping[str, str] | None = None, seconds: float
) -> dict[str, list[float]]:
    """What a script of this folder measured, of which it prints one line of JSON last."""
    command = [sys.executable, str(ROOT / "bench" / script), *map(str, words)]
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=seconds, check=False)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{ran.stderr}")
    found: dict[str, list[float]] = json.loads(ran.stdout.splitlines()[-1])
    return found


def starts(screen: Screen, _folder: Path, runs: int) -> list[Figure]:
    """Exec to the last pixel of the bundled article, and the memory then, beside a bare window's."""
    command = reader()
    for warm in (BARE, command):
        start(screen, warm, LOOK)
    bare, ours = list[Start](), list[Start]()
    for _ in range(runs):
        bare.append(start(screen, BARE, LOOK))
        ours.append(start(screen, command, LOOK))
    note(f"bare window, ms: {spread([one.milliseconds for one in bare])}")
    note(f"the article, ms: {spread([one.milliseconds for one in ours])}")
    return [
        Figure(
            "exec to the last pixel of the article's text",
            median([one.milliseconds for one in ours]),
            median([one.milliseconds for one in bare]),
            "a bare window", "ms", 1.15, of_ratio=True,
        ),
        Figure(
            "memory with the article shown (PSS)",
            median([one.megabytes for one in ours]),
            median([one.megabytes for one in bare]),
            "a bare window", "MB", median([one.megabytes for one in bare]) + BESIDE_BARE, of_ratio=False,
        ),
    ]  # fmt: skip


def big_articles(screen: Screen, folder: Path, runs: int) -> list[Figure]:
    """Exec to the first screen of text of big Markdown files, and the memory a while later, beside a bare window's."""
    sizes = {"1 MB": 1_000_000, "10 MB": 10_000_000}
    commands = {"a bare window": BARE}
    for name, size in sizes.items():
        path = folder / f"{size}.md"
        path.write_text(samples.markdown(size), encoding="utf-8")
        commands[name] = reader(path)
    taken: dict[str, list[Start]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            one = start(screen, command, LOOK_BIG)
            if run:
                taken[name].append(one)
    for name, starts_of_one in taken.items():
        note(f"first screen of {name}, ms: {spread([one.milliseconds for one in starts_of_one])}")

    def middle(name: str, what: str) -> float:
        return median([getattr(one, what) for one in taken[name]])

    bare = "a bare window"
    first = [
        Figure(
            f"exec to the first screen of {name} of Markdown",
            middle(name, "milliseconds"), middle(bare, "milliseconds"), bare, "ms", 2.5, of_ratio=True,
        )
        for name in sizes
    ]  # fmt: skip
    weight = Figure(
        "memory with all of 10 MB of Markdown (PSS)",
        start(screen, commands["10 MB"], LOOK_WHOLE).megabytes, middle(bare, "megabytes"), bare, "MB", 150,
        of_ratio=False,
    )  # fmt: skip
    return [*first, weight]


def inside(screen: Screen, folder: Path, runs: int) -> list[Figure]:
    """What happens in the running window, measured within the process, beside a plain QTextBrowser's."""
    path = folder / "1000000.md"
    path.write_text(samples.markdown(1_000_000), encoding="utf-8")
    taken: dict[str, list[dict[str, list[float]]]] = {"reader": [], "browser": []}
    for _ in range(max(2, runs // 2)):
        for side, found in taken.items():
            found.append(measured("inside.py", side, path, environ=screen.environ, seconds=300))

    def all_of(side: str, what: str) -> list[float]:
        return [value for one in taken[side] for value in one[what]]

    changes, pages = all_of("reader", "change"), all_of("reader", "page")
    note(f"a setting changed, ms: {spread(changes)}")
    note(f"a page down, ms: {spread(pages)}")
    held = [max(one["held"]) for one in taken["reader"]]
    held_browser = [max(one["held"]) for one in taken["browser"]]
    name = "a plain QTextBrowser"
    return [
        Figure("a setting changed on 1 MB, to repainted", median(changes),
               median(all_of("browser", "change")), name, "ms", 50, of_ratio=False),
        Figure("a page down on 1 MB, 99th percentile", figures.percentile(pages, 0.99),
               figures.percentile(all_of("browser", "page"), 0.99), name, "ms", 16, of_ratio=False),
        Figure("the longest the window was held, opening and paging 1 MB", median(held),
               median(held_browser), name, "ms", 50, of_ratio=False),
    ]  # fmt: skip


def finding(screen: Screen, folder: Path, runs: int) -> list[Figure]:
    """Words found in 10 MB, the contents of 5,000 headings, the list of them narrowed; beside a hundredth of it."""
    taken: dict[int, list[dict[str, list[float]]]] = {10_000_000: [], 100_000: []}
    for _ in range(max(1, runs // 3)):
        for size, found in taken.items():
            path = folder / f"finding-{size}.md"
            path.write_text(samples.markdown(size), encoding="utf-8")
            found.append(measured("finding.py", path, environ=screen.environ, seconds=600))

    def all_of(size: int, what: str) -> list[float]:
        return [value for one in taken[size] for value in one[what]]

    def held(size: int) -> float:
        return median([max(one["held"]) for one in taken[size]])

    names = {
        "common": "a very common word found in 10 MB, all counted",
        "rare": "a word that is not in 10 MB, looked for",
        "contents": "the contents of 5,000 headings opened",
        "list": "the list of 5,000 headings opened",
        "typed": "that list narrowed by a letter",
    }
    big, small = taken
    for what, name in names.items():
        note(f"{name}, ms: {spread(all_of(big, what))}")
    few = "0.1 MB"
    return [
        *(
            Figure(name, median(all_of(big, what)), median(all_of(small, what)), few, "ms", 100, of_ratio=False)
            for what, name in names.items()
        ),
        Figure("the longest the window was held meanwhile", held(big), held(small), few, "ms", 50, of_ratio=False),
    ]


def replies(screen: Screen, folder: Path, runs: int) -> list[Figure]:
    """An article with ten thousand replies: until the first of them is there, and turning pages among them."""
    taken: dict[int, list[dict[str, list[float]]]] = {10_000: [], 100: []}
    for run in range(max(2, runs // 3)):
        for count, found in taken.items():
            place = folder / f"replies-{count}-{run}"
            place.mkdir()
            found.append(measured("replies.py", place, count, environ=screen.environ, seconds=300))

    def all_of(count: int, what: str) -> list[float]:
        return [value for one in taken[count] for value in one[what]]

    note(f"the first of 10,000 replies, ms: {spread(all_of(10_000, 'thread'))}")
    note(f"the last of 10,000 replies, ms: {spread(all_of(10_000, 'whole'))}")
    note(f"a page down among them, ms: {spread(all_of(10_000, 'page'))}")
    held = {count: median([max(one["held"]) for one in found]) for count, found in taken.items()}
    paged = {count: figures.percentile(all_of(count, "page"), 0.99) for count in taken}
    few = "100 replies"
    return [
        Figure("an article with 10,000 replies opened, to the first of them", median(all_of(10_000, "thread")),
               median(all_of(100, "thread")), few, "ms", 200, of_ratio=False),
        Figure("a page down among 10,000 replies, 99th percentile",
               paged[10_000], paged[100], few, "ms", 16, of_ratio=False),
        Figure("the longest the window was held, with 10,000 replies",
               held[10_000], held[100], few, "ms", 50, of_ratio=False),
    ]  # fmt: skip


def openings(screen: Screen, folder: Path, _runs: int) -> list[Figure]:
    """Four articles opened in turn, a thousand times: what the last eight hundred times left in memory."""
    articles = [folder / f"opened-{size}.md" for size in (8_000, 30_000, 60_000, 150_000)]
    for path in articles:
        path.write_text(samples.markdown(int(path.stem.partition("-")[2])), encoding="utf-8")
    taken = measured("openings.py", *articles, environ=screen.environ, seconds=1_800)
    some, many = median(taken["some"]), median(taken["many"])
    note(f"memory after 200 and after 1,000 openings, MB: {some:.1f} / {many:.1f}")
    return [
        Figure("memory that 800 more openings of articles leave behind", many - some, some,
               "after 200 of them", "MB", 2, of_ratio=False),
    ]  # fmt: skip


def shelf(_screen: Screen, folder: Path, _runs: int) -> list[Figure]:
    """Ten thousand articles of a thousand words on the shelf: words found, what is like one of them, one more added."""
    taken: dict[int, dict[str, list[float]]] = {}
    for count in (10_000, 100):
        place = folder / f"shelf-{count}"
        place.mkdir()
        taken[count] = measured("shelf.py", place, count, seconds=1_800)
    for what, values in taken[10_000].items():
        note(f"a shelf of 10,000 articles, {what}, ms: {spread(values)}")
    names = {"search": ("words found on a shelf of 10,000", 20), "similar": ("what is like one of 10,000", 50),
             "add": ("one more article beside 10,000", 20)}  # fmt: skip
    return [
        Figure(f"{name}, 95th percentile", figures.percentile(taken[10_000][what], 0.95),
               figures.percentile(taken[100][what], 0.95), "a shelf of 100", "ms", limit, of_ratio=False)
        for what, (name, limit) in names.items()
    ]  # fmt: skip


PARTS = {
    "start": starts,
    "installed": installed_starts,
    "big": big_articles,
    "inside": inside,
    "finding": finding,
    "replies": replies,
    "openings": openings,
    "shelf": shelf,
}


def main() -> None:
    """Measure the parts asked for and print the report."""
    parser = argparse.ArgumentParser(description="Measure what a person waits for.")
    parser.add_argument("--runs", type=int, default=7, help="starts of each side (7)")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part only; may be repeated")
    wanted = parser.parse_args()
    done: list[Figure] = []
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}, {wanted.runs} runs of each side; least / median / most"
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as name, Screen() as screen:
        for part in wanted.only or PARTS:
            done += PARTS[part](screen, Path(name), wanted.runs)
    for figure in done:
        print(figure.line())
    figures.keep(done, KEPT)


if __name__ == "__main__":
    main()
