"""Simulate 100,000 readers whose server goes away for an hour: the requests it gets when it is back.

    python bench/scale.py [--write]

It waits as `hiitreader.replies.backoff` says, with the chance in it and without. It never asks a server, and its seed
gives the same figures on every computer. `--write` puts the tables and the chart into docs/. About a minute.
"""

import argparse
import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from math import ceil
from pathlib import Path
from random import Random

from hiitreader.replies.backoff import SCHEDULE, Schedule, next_sync

ROOT = Path(__file__).parents[1]
READERS = 100_000
RATE = 200 / 100_000
"""Requests a second that the server answers, for each reader there is: 200 for 100,000."""
PATIENCE = 20
"""Seconds a request waits in the server's queue at most; one that would have to wait longer is turned away at once."""
HOUR = 3_600
WATCHED = 24 * HOUR
"""Seconds after which nobody looks any more."""
BEGAN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

First = Callable[[int, Random], float]
"""When a reader, by number out of 100, first tries after the server has gone: seconds."""


def mixed(number: int, chance: Random) -> float:
    """Half try within the first minute, 30 % at their usual sync within half an hour, 20 % come online in the hour."""
    if number < 50:
        return 60 * chance.random()
    return (1_800 if number < 80 else HOUR) * chance.random()


def at_once(_number: int, chance: Random) -> float:
    """All try within the first minute."""
    return 60 * chance.random()


def scattered(_number: int, chance: Random) -> float:
    """All come one by one over the hour."""
    return HOUR * chance.random()


@dataclass(frozen=True)
class Case:
    """What is simulated.

    `jitter` False takes the chance out: each wait is the longest there is after so many failures, the usual interval
    its mean, and what the server asks for is obeyed to the second. `announced`: while it is away something in front of
    the server answers 503 with the seconds until its return. `away` is how many seconds it is away, from 0 on.
    """

    first: First
    away: int = HOUR
    jitter: bool = True
    schedule: Schedule = SCHEDULE
    announced: bool = False


@dataclass
class Outcome:
    """What came of it: requests in each second, and what became of them; times are seconds from the return."""

    away: int
    readers: int
    requests: list[int] = field(default_factory=lambda: [0] * WATCHED)
    wasted: int = 0
    turned_away: int = 0
    delivered: list[float] = field(default_factory=list)

    @property
    def peak(self) -> int:
        """The most requests in one second once the server is back."""
        return max(self.requests[self.away :])

    def until(self, share: float) -> float | None:
        """Minutes from the return until that share of the replies were delivered, None if they were not."""
        needed = round(share * self.readers)
        return self.delivered[needed - 1] / 60 if needed <= len(self.delivered) else None


def simulate(case: Case, readers: int = READERS, *, watched: int = 0, seed: int = 2026) -> Outcome:
    """Let every reader try until its reply is delivered and sync on as usual, until all are or for `watched` s."""
    chance = Random(seed)
    outcome = Outcome(case.away, readers)
    due: list[list[tuple[float, int]]] = [[] for _ in range(WATCHED)]
    failures, delivered = [0] * readers, [False] * readers
    for reader in range(readers):
        when = case.first(reader * 100 // readers, chance)
        due[int(when)].append((when, reader))
    rate, free = RATE * readers, float(case.away)  # `free` is when the server has answered all that it has taken
    for second in range(WATCHED):
        if second >= watched and len(outcome.delivered) == readers:
            break
        batch, due[second] = sorted(due[second]), []
        outcome.requests[second] = len(batch)
        for when, reader in batch:  # nothing new falls into this second: nobody waits less than the floor
            answered, asked = when, None
            if when < case.away:
                outcome.wasted += 1
                failures[reader] += 1
                asked = timedelta(seconds=ceil(case.away - when)) if case.announced else None
            elif free - when > PATIENCE:
                outcome.turned_away += 1
                failures[reader] += 1
            else:
                free = answered = max(when, free) + 1 / rate
                failures[reader] = 0
                if not delivered[reader]:
                    delivered[reader] = True
                    outcome.delivered.append(answered - case.away)
            following = answered + _wait(case, failures[reader], asked, chance)
            if following < WATCHED:
                due[int(following)].append((following, reader))
    return outcome


def _wait(case: Case, failures: int, asked: timedelta | None, chance: Random) -> float:
    if case.jitter:
        drawn = chance.random
    elif asked is not None:
        drawn = _least
    else:
        drawn = _most if failures else _middle
    return (next_sync(BEGAN, failures, asked, None, drawn, schedule=case.schedule) - BEGAN).total_seconds()


def _least() -> float:
    return 0.0


def _middle() -> float:
    return 0.5


def _most() -> float:
    return 1.0


BINS = 120
"""Seconds of one step of the chart."""
CHARTED = 8 * HOUR
CHARTS = {"fixed": Case(mixed, jitter=False), "jitter": Case(mixed)}
HEAD = "most requests a second | turned away | in vain while away | half delivered | 99 % | all"
Run = Callable[[Case], Outcome]


def outcomes(case: Case) -> Outcome:
    """Simulate a case; those that are drawn for as long as the chart is."""
    return simulate(case, watched=CHARTED if case in CHARTS.values() else 0)


def table(what: str, rows: dict[str, Case], run: Run) -> str:
    """A table in Markdown with a line of figures for each case; `what` heads the first column or columns."""
    columns = f"{what} | {HEAD}"
    lines = [f"| {columns} |", "|" + " --- |" * (columns.count("|") + 1)]
    lines += [f"| {name} | {figures(run(case))} |" for name, case in rows.items()]
    return "\n".join(lines)


def figures(outcome: Outcome) -> str:
    """The figures below `HEAD`; what was turned away and in vain for each reader, times from the return on."""
    each = [f"{count / outcome.readers:.2f}" for count in (outcome.turned_away, outcome.wasted)]
    times = [_time(outcome.until(share)) for share in (0.5, 0.99, 1)]
    return " | ".join([f"{outcome.peak:,}", *each, *times])


def _time(minutes: float | None) -> str:
    if minutes is None:
        return "not in a day"
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.1f} h"


CAPS = (15, 30, 60, 120)
BASES = (5, 30, 120)


def tables(run: Run) -> dict[str, str]:
    """Every table of docs/scale.md by its name there."""
    crowds = {"half together": mixed, "all together": at_once, "one by one": scattered}
    waits = {"fixed steps": False, "full jitter": True}
    together = {f"{who} | {how}": Case(crowds[who], jitter=waits[how]) for who in crowds for how in waits}
    announced = {how: Case(mixed, jitter=waits[how], announced=True) for how in waits}
    caps = {f"{minutes} min": Case(mixed, schedule=Schedule(cap=timedelta(minutes=minutes))) for minutes in CAPS}
    bases = {
        f"{seconds} s": Case(at_once, away=120, schedule=Schedule(base=timedelta(seconds=seconds))) for seconds in BASES
    }
    return {
        "together": table("first tries | waits", together, run),
        "announced": table("waits", announced, run),
        "caps": table("cap", caps, run),
        "bases": table("base", bases, run),
    }


def with_tables(text: str, made: dict[str, str]) -> str:
    """The document with the tables between their marks."""
    for name, lines in made.items():
        mark, end = f"<!-- {name}: made by `bench/scale.py --write` -->", "<!-- end -->"
        before, found, rest = text.partition(mark)
        if not found:
            raise SystemExit(f"docs/scale.md has no place for the table {name!r}.")
        text = f"{before}{mark}\n\n{lines}\n\n{end}{rest.partition(end)[2]}"
    return text


# -- the chart --------------------------------------------------------------------------------------------------------

WIDTH, LEFT, RIGHT, TALL, TOP, GAP = 900, 90, 24, 200, 54, 88
"""In the chart's own units: its width, the margins, the height of one of the two parts, and what is above each."""


def chart(fixed: Outcome, jitter: Outcome) -> str:
    """An SVG picture: the most requests in one second, for every two minutes of the day's first hours."""
    parts = [("Fixed steps", fixed), ("Full jitter", jitter)]
    steps = [(name, [max(one.requests[t : t + BINS]) for t in range(0, CHARTED, BINS)], one) for name, one in parts]
    most = -(-max(max(values) for _, values, _ in steps) // 500) * 500
    height = TOP + 2 * TALL + GAP + 66
    said = " ".join(f"{name}: up to {one.peak:,} requests a second once the server is back." for name, _, one in steps)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            'aria-labelledby="title description" font-family="sans-serif">'
        ),
        '<title id="title">Requests a second at a server that was away from 9 to 10</title>',
        (
            f'<desc id="description">Two charts, one above the other, from 9:00 to 17:00. {said} '
            f"The server answers {RATE * READERS:.0f} a second.</desc>"
        ),
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (name, values, one) in enumerate(steps):
        heading = f"{name}: at most {one.peak:,} requests a second after the return"
        lines += _part(heading, values, TOP + number * (TALL + GAP), most)
    lines.append(
        f'<text x="{LEFT}" y="{height - 16}" font-size="14" fill="#111111">'
        f"Requests in the busiest second of each {BINS // 60} minutes.</text>"
    )
    return "\n".join([*lines, "</svg>", ""])


def _part(heading: str, values: list[int], top: int, most: int) -> list[str]:
    """One of the two parts, its upper edge at `top`, its scale up to `most`."""
    bottom, right = top + TALL, WIDTH - RIGHT

    def across(seconds: float) -> float:
        return LEFT + (right - LEFT) * seconds / CHARTED

    def up(requests: float) -> float:
        return bottom - TALL * requests / most

    outline = "".join(f"V{up(value):.1f}H{across((at + 1) * BINS):.1f}" for at, value in enumerate(values))
    answered = RATE * READERS
    lines = [
        f'<text x="{LEFT}" y="{top - 18}" font-size="18" font-weight="bold" fill="#111111">{heading}</text>',
        f'<rect x="{LEFT}" y="{top}" width="{across(HOUR) - LEFT:.1f}" height="{TALL}" fill="#f3e7d3"/>',
        f'<path d="M{LEFT} {bottom}{outline}V{bottom}Z" fill="#dbe9f6" stroke="#1f4e79"/>',
        f'<path d="M{LEFT} {up(answered):.1f}H{right}" stroke="#8a1c1c" stroke-width="2" stroke-dasharray="8 5"/>',
        f'<path d="M{right - 248} {top + 13}h32" stroke="#8a1c1c" stroke-width="2" stroke-dasharray="8 5"/>',
        (
            f'<text x="{right}" y="{top + 18}" text-anchor="end" font-size="14" fill="#8a1c1c">'
            f"{answered:.0f} a second are answered</text>"
        ),
        (
            f'<text x="{across(HOUR / 2):.1f}" y="{top + 18}" text-anchor="middle" font-size="14" fill="#111111">'
            "server away</text>"
        ),
        f'<path d="M{LEFT} {top}V{bottom}H{right}" fill="none" stroke="#333333"/>',
    ]
    lines += [
        f'<text x="{LEFT - 8}" y="{up(value) + 5:.1f}" text-anchor="end" font-size="14" fill="#111111">{value:,}</text>'
        for value in range(0, most + 1, 500)
    ]
    return lines + [
        f'<text x="{across(hour * HOUR):.1f}" y="{bottom + 22}" text-anchor="middle" font-size="14" fill="#111111">'
        f"{9 + hour}:00</text>"
        for hour in range(CHARTED // HOUR + 1)
    ]


def main() -> None:
    """Simulate everything once and print the tables; write them and the chart if asked to."""
    parser = argparse.ArgumentParser(description="Simulate a server that comes back to 100,000 readers.")
    parser.add_argument("--write", action="store_true", help="put the tables and the chart into docs/")
    wanted = parser.parse_args()
    gc.disable()  # there are millions of tuples, and no circles to look for
    run = cache(outcomes)
    made = tables(run)
    for lines in made.values():
        print(f"{lines}\n")
    if wanted.write:
        document = ROOT / "docs" / "scale.md"
        document.write_text(with_tables(document.read_text(encoding="utf-8"), made), encoding="utf-8")
        picture = chart(run(CHARTS["fixed"]), run(CHARTS["jitter"]))
        document.with_suffix(".svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
