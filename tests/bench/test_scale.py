"""A server that comes back: what the simulation shows, and that the document says the same."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from bench.scale import CHARTS, Case, at_once, chart, figures, mixed, outcomes, scattered, simulate, tables, with_tables

from hiitreader.replies.backoff import Schedule

DOCUMENT = Path(__file__).parents[2] / "docs" / "scale.md"
FEW = 5_000
"""Readers of a server that answers ten requests a second."""


@pytest.mark.parametrize("first", [mixed, at_once, scattered])
def test_with_jitter_everything_is_delivered_within_the_cap_and_nobody_is_turned_away(first) -> None:
    outcome = simulate(Case(first), FEW)
    assert len(outcome.delivered) == FEW
    assert outcome.turned_away == 0
    assert outcome.until(1) <= 61


@pytest.mark.slow
def test_a_server_half_as_strong_turns_nobody_away_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.scale.RATE", 100 / 100_000)
    assert simulate(Case(mixed), FEW).turned_away == 0
    monkeypatch.setattr("bench.scale.RATE", 40 / 100_000)
    assert simulate(Case(mixed), FEW).turned_away > 0


def test_in_step_the_server_is_called_by_many_times_what_it_can_answer() -> None:
    fixed, jitter = (simulate(Case(at_once, jitter=jitter), FEW) for jitter in (False, True))
    assert fixed.peak > 5 * jitter.peak
    assert fixed.until(1) > 5 * jitter.until(1)
    assert fixed.turned_away > FEW


def test_a_return_that_was_announced_is_spread_and_asked_for_once() -> None:
    fixed, jitter = (simulate(Case(mixed, jitter=jitter, announced=True), FEW) for jitter in (False, True))
    assert fixed.peak > 0.99 * FEW
    assert jitter.peak < 20
    assert jitter.wasted == FEW


def test_every_request_is_counted_and_the_seed_alone_decides() -> None:
    one, same = (simulate(Case(mixed), FEW) for _ in range(2))
    assert one == same != simulate(Case(mixed), FEW, seed=1)
    assert sum(one.requests[:3_600]) == one.wasted
    assert sum(one.requests) >= one.wasted + one.turned_away + FEW
    assert one.delivered == sorted(one.delivered)
    assert min(one.delivered) > 0


def test_it_waits_as_it_is_told_to() -> None:
    soon = simulate(Case(mixed, schedule=Schedule(cap=timedelta(minutes=15))), FEW)
    assert soon.until(1) <= 16


@pytest.mark.slow
def test_the_document_has_the_figures_of_the_program() -> None:
    """The line that matters most; all of them are compared by the slow test."""
    rows = re.findall(
        r"^\| half together \| full jitter \| (.*) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert rows == [figures(simulate(CHARTS["jitter"]))]


def test_the_chart_is_a_picture_with_a_name_and_a_description() -> None:
    picture = ET.parse(DOCUMENT.with_suffix(".svg")).getroot()
    texts = {child.get("id"): child.text for child in picture}
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby").split() == ["title", "description"]
    assert texts["title"]
    assert texts["description"]


@pytest.mark.slow
def test_the_document_is_what_the_simulation_writes() -> None:
    """`python bench/scale.py --write`, after a change of the waits."""
    run = cache(outcomes)
    text = DOCUMENT.read_text(encoding="utf-8")
    assert with_tables(text, tables(run)) == text
    assert chart(run(CHARTS["fixed"]), run(CHARTS["jitter"])) == DOCUMENT.with_suffix(".svg").read_text("utf-8")
