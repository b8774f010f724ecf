"""Sixty replies to each kind of server through a network that fails: each arrives once. `make faults` runs more."""

import json
from pathlib import Path

import pytest
from tests.replies.scenes import SCENES, impatient_web
from tests.replies.trials import KILLED, Outcome, run_trials

from hiitreader.replies.reply import Reply
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.wordpress_rest import WordPressRest

pytestmark = pytest.mark.slow


def numbers(outcome: Outcome) -> dict[str, int]:
    return {what: len(trials) for what, trials in outcome.wrong.items()}


@pytest.mark.parametrize("name", SCENES)
def test_sixty_replies_arrive_once_each(name: str, tmp_path: Path) -> None:
    outcome = run_trials(name, 60, 2026, tmp_path)
    assert numbers(outcome) == dict.fromkeys(outcome.wrong, 0), outcome.wrong
    assert sum(trial.copies for trial in outcome.trials) >= 60 - len(outcome.asked)
    befell = outcome.befell()
    assert sum(count for what, count in befell.items() if what.startswith("post: ")) > 30
    assert sum(count for what, count in befell.items() if what.startswith("killed")) > 60 * KILLED / 4


class Unescaped(WordPressRest):
    """Sends the words as they were typed."""

    def body(self, reply: Reply) -> str:
        return json.dumps(json.loads(super().body(reply)) | {"content": reply.form.comment})


def test_the_trials_notice_a_program_that_sends_twice(tmp_path: Path) -> None:
    def open_it(settings: ServerSettings, password: str) -> Unescaped:
        return Unescaped(impatient_web(settings.api), settings, password)

    assert len(run_trials("wordpress-rest-moderated", 60, 2026, tmp_path, opener=open_it).twice) > 3
