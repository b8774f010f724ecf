"""Sixty kills while replies are written and sent to real servers: none lost, none twice. `make kills` runs 500."""

from pathlib import Path

import pytest
from tests.replies.kill_trials import run_kills

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.reply import Reply, ReplyState

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["wordpress-form-moderated", "wordpress-rest-moderated", "isso"])
def test_twenty_kills_lose_and_double_nothing(name: str, tmp_path: Path) -> None:
    outcome = run_kills(name, 20, 2026, tmp_path)
    assert not any(outcome.wrong.values()), outcome.wrong
    assert all(trial.copies == 1 for trial in outcome.trials)
    assert outcome.kills.total() >= 20
    assert sum(count for kill, count in outcome.kills.items() if "on the disk: draft" in kill) > 0
    assert sum(count for kill, count in outcome.kills.items() if "as it was sent" in kill) > 0


def test_the_kills_notice_a_draft_that_is_not_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = ReplyDesk.own

    def forgetful(desk: ReplyDesk) -> tuple[Reply, ...]:
        return tuple(reply for reply in own(desk) if reply.state is not ReplyState.DRAFT)

    monkeypatch.setattr(ReplyDesk, "own", forgetful)
    outcome = run_kills("isso", 20, 2026, tmp_path)
    assert outcome.wrong["wrong on the disk"]
