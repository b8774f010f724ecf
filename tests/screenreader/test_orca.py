"""What a person hears: the real program under the real Orca, step by step, held against what they ought to hear."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.screenreader.stage import Stage
from tests.screenreader.steps import Outcome, Walk, parse
from tests.screenreader.tree import tree_reader

pytestmark = pytest.mark.screenreader

WALKS = Path(__file__).parent / "walks"
TRANSCRIPTS = "HIITREADER_TRANSCRIPTS"
"""A folder to keep the transcripts in, if that is wanted."""


def _transcript(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(str(outcome) for outcome in outcomes)


def _keep(name: str, transcript: str) -> None:
    folder = os.environ.get(TRANSCRIPTS)
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{name}.txt").write_text(transcript + "\n")


@pytest.mark.parametrize("walk", sorted(path.stem for path in WALKS.glob("*.txt")))
def test_walk(stage: Stage, tmp_path: Path, walk: str) -> None:
    stage.start_orca()
    article = WALKS / f"{walk}.md"
    words = [str(article)] if article.exists() else []
    program = stage.start(
        [sys.executable, "-X", "faulthandler", "-m", "hiitreader", "--data-dir", str(tmp_path / "data"), *words],
        "program",
    )
    steps = parse((WALKS / f"{walk}.txt").read_text())
    with tree_reader(stage) as reader:
        outcomes = Walk(stage, reader).take(steps, lambda: program.poll() is None)
    transcript = _transcript(outcomes)
    _keep(walk, transcript)
    heard = [outcome for outcome in outcomes if outcome.said]
    failed = [outcome for outcome in outcomes if outcome.failed]
    assert program.poll() is None, f"the program ended by itself:\n{stage.printed('program')}\n{transcript}"
    assert "Traceback" not in stage.printed("program"), stage.printed("program")
    assert heard, f"Orca said nothing at all:\n{stage.printed('orca')[-3000:]}"
    assert not failed, f"{len(failed)} of {len(steps)} steps were not heard as they ought to be:\n{transcript}"


def test_the_walks_are_long_enough() -> None:
    pressed = [step for path in WALKS.glob("*.txt") for step in parse(path.read_text()) if step.says or step.never]
    assert len(pressed) >= 40
