"""Figures, what they are held against, and the line that is printed of each. It never measures."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the report: `value` beside `reference`, both in `unit`, and the most the figure may be.

    `limit` is a ratio when `of_ratio` is set, else in `unit`.
    """

    name: str
    value: float
    reference: float
    reference_name: str
    unit: str
    limit: float
    of_ratio: bool

    @property
    def ratio(self) -> float:
        """The value as a multiple of the reference."""
        return self.value / self.reference

    @property
    def holds(self) -> bool:
        """Whether the figure is within its limit."""
        return (self.ratio if self.of_ratio else self.value) <= self.limit

    def line(self) -> str:
        """Return the line to print."""
        limit = f"{self.limit:.2f} x" if self.of_ratio else f"{self.limit:.0f} {self.unit}"
        verdict = "holds" if self.holds else "DOES NOT HOLD"
        return (
            f"{self.name:<58} {self.value:8.1f} {self.unit:<2} = {self.ratio:6.3f} x "
            f"{self.reference_name} ({self.reference:.1f} {self.unit}); at most {limit}: {verdict}"
        )


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)


def spread(values: Sequence[float]) -> str:
    """Return the smallest, middle and largest value, for a look at how steady the machine was."""
    return f"{min(values):.1f} / {median(values):.1f} / {max(values):.1f}"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 100) * len(ordered) // 100) - 1))]


def keep(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as JSON for whoever wants to compare runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(figure) | {"ratio": figure.ratio, "holds": figure.holds} for figure in figures]
    path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
