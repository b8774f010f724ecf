"""Kills: replies are written, posted and sent to a real server by a program that is killed at any moment of that.

A killed program is started again and goes on; it may be killed again. After each kill all that was kept must be on the
disk, once; in the end each reply must be once in the server's own table. Nothing here looks at how that comes about.
"""

import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.replies.killer import Killer, killer
from tests.replies.scenes import Scene, scene, with_little_patience
from tests.replies.sender import AheadClock
from tests.replies.trials import LATER, ROUNDS, WORDS
from tests.replies.writing import POSTED, POSTING, TIMES, noted, notes

from hiitreader.replies.desk import DATABASE, ReplyDesk
from hiitreader.replies.reply import CONFIRMED, STUCK, Reply, ReplyState

BATCH = 40
"""Replies that share a data folder and a thread."""
IN_A_ROW = (1, 1, 1, 2, 3)
"""How often the program that is at work on one reply is killed."""
SIGN = re.compile(r"Kill trial (\d+)\.")


@dataclass
class Trial:
    """One reply: at which moments the program was killed, and what was then on the disk; what is wrong, if anything."""

    number: int
    killed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    asked: bool = False
    copies: int = 0


@dataclass(frozen=True)
class Outcome:
    """What kills came to. `asked` is for a moderated Isso alone: it does not tell whether what came is a reply of one's
    own. That nothing came it tells, and nobody need be asked."""

    scene: str
    seconds: float
    trials: tuple[Trial, ...]
    may_ask: bool

    @property
    def kills(self) -> Counter[str]:
        """How often it was killed, by the moment and what was on the disk."""
        return Counter(kill for trial in self.trials for kill in trial.killed)

    @property
    def asked(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.asked)

    @property
    def wrong(self) -> dict[str, tuple[Trial, ...]]:
        """What must not be there at all, by name."""
        return {
            "lost": tuple(trial for trial in self.trials if not trial.copies and not trial.asked),
            "twice": tuple(trial for trial in self.trials if trial.copies > 1),
            "wrong on the disk": tuple(trial for trial in self.trials if trial.wrong),
            "asked without need": tuple(trial for trial in self.asked if not (self.may_ask and trial.copies)),
        }


def run_kills(
    name: str, kills: int, seed: int, folder: Path, *, said: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Write and send replies until the program was killed so often.

    Args:
        name: of the scene.
        kills: how many, at least: who is at work on the last reply may be killed again.
        seed: the same one means the same choices, but for the moments.
        folder: an empty one for the servers and the program's data.
        said: is told how far it has come.
    """
    began, trials, done = time.monotonic(), list[Trial](), 0
    with scene(name, folder / "server") as place, killer() as end:
        while done < kills:
            batch = _Batch(place, end, folder / f"data-{len(trials)}", seed)
            for number in range(len(trials), len(trials) + BATCH):
                trials.append(batch.run(number))
                done += len(trials[-1].killed)
                if done >= kills:
                    break
            said(f"{done} kills of {kills} in {time.monotonic() - began:.0f} s")
        there = Counter(int(found[1]) for words in place.stored() if (found := SIGN.search(words)))
    for trial in trials:
        trial.copies = there[trial.number]
    return Outcome(name, time.monotonic() - began, tuple(trials), place.may_ask)


class _Batch:
    """Replies that share a data folder and a thread."""

    def __init__(self, place: Scene, end: Killer, data: Path, seed: int) -> None:
        self._place, self._end, self._data, self._seed = place, end, data, seed
        self._ahead = place.proxy.ahead
        self._thread, found = place.write_article(f"Kills in {data.name} of {seed}")
        with closing(self._desk()) as desk:
            desk.servers.use(found, self._thread)
        self._usual = min(end.usual_seconds(data) for _ in range(2))

    def run(self, number: int) -> Trial:
        """Have one reply written and sent, by programs that are killed and by one that is not."""
        trial, chance = Trial(number), random.Random(f"{self._seed} {number}")
        words = f"{WORDS[number % len(WORDS)]}\n\nKill trial {number}."
        writing = {"uri": self._thread.uri, "title": self._thread.title, "words": words}
        notes(self._data).unlink(missing_ok=True)
        for _ in range(chance.choice(IN_A_ROW)):
            moment, until = self._moment(chance)
            was_killed = self._end.sync(self._data, self._ahead, until, writing)
            self._place.proxy.quiet()
            self._later()
            there = self._look(trial, words)
            if was_killed:
                trial.killed.append(f"killed {moment}; on the disk: {there}")
        self._bring_through(trial, words, writing)
        return trial

    def _moment(self, chance: random.Random) -> tuple[str, Callable[[], None]]:
        """When to kill, in words and as something that waits for it."""
        proxy = self._place.proxy
        posts, lines = len(proxy.posts), noted(self._data)

        def wait_for(holds: Callable[[], bool], more: float) -> None:
            until = time.monotonic() + 2
            while not holds() and time.monotonic() < until:
                time.sleep(0.0005)
            time.sleep(chance.random() * more)

        count = len(lines) + chance.randrange(TIMES)
        moments: dict[str, Callable[[], None]] = {
            "at any moment": lambda: time.sleep(chance.random() * 2 * (self._usual + 0.1)),
            "as words were kept": lambda: wait_for(lambda: len(noted(self._data)) >= count, 0.006),
            "as it was posted": lambda: wait_for(lambda: POSTING in noted(self._data), 0.01),
            "as it was sent": lambda: wait_for(lambda: len(proxy.posts) > posts, 0.04),
            "as the answer came": lambda: wait_for(lambda: len(proxy.posts) > posts and proxy.quiet(), 0.02),
        }
        if POSTED in lines:
            del moments["as words were kept"], moments["as it was posted"]
        moment = chance.choice(tuple(moments))
        return moment, moments[moment]

    def _look(self, trial: Trial, words: str) -> str:
        """Hold the disk against what was noted; what is there, in a word."""
        lines = noted(self._data)
        with closing(sqlite3.connect(self._data / DATABASE)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                trial.wrong.append("the file is damaged")
        with closing(self._desk()) as desk:
            if desk.notice() is not None:
                trial.wrong.append("the file was damaged")
            mine = [reply for reply in desk.own() if _is_part(reply, words)]
        kept = max((int(line) for line in lines if line.isdigit()), default=0)
        if len(mine) > 1 or (kept and not mine):
            trial.wrong.append(f"{len(mine)} on the disk after {lines[-1]}")
        elif mine and len(mine[0].form.comment) < kept:
            trial.wrong.append(f"{len(mine[0].form.comment)} characters of {kept}")
        elif mine and POSTED in lines and mine[0].state is ReplyState.DRAFT:
            trial.wrong.append("a draft again after it was posted")
        return mine[0].state.value if mine else "nothing yet"

    def _bring_through(self, trial: Trial, words: str, writing: dict[str, str]) -> None:
        """Have it finished, and sync until it is settled."""
        self._end.sync(self._data, self._ahead, None, writing)
        for _ in range(ROUNDS):
            with closing(self._desk()) as desk:
                (mine,) = [reply for reply in desk.own() if reply.form.comment == words]
                trial.asked = mine.ask
                if mine.state in CONFIRMED or mine.ask:
                    return
                if mine.state in STUCK:
                    trial.wrong.append(f"refused: {mine.reason}")
                    return
            self._later()
            with closing(self._desk()) as desk:
                desk.sync(None)
        trial.wrong.append(f"not settled: {mine.state.value}")

    def _later(self) -> None:
        """Let time pass, for the server too."""
        self._ahead += LATER
        self._place.site.set_ahead(self._ahead)

    def _desk(self) -> ReplyDesk:
        return ReplyDesk(self._data, AheadClock(self._ahead), with_little_patience)


def _is_part(reply: Reply, words: str) -> bool:
    return bool(reply.form.comment) and words.startswith(reply.form.comment)
