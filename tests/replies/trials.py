"""Fault trials: replies sent to a real server through a network that fails, by a program that is killed.

Each trial is one reply. What counts in the end is the server's own table: each reply there once, none refused. Nothing
here looks at how the program comes to that.
"""

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.replies.faulty_proxy import Fault
from tests.replies.killer import Killer, killer
from tests.replies.scenes import Opener, Scene, scene, with_little_patience
from tests.replies.sender import AheadClock

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import CONFIRMED, STUCK, ReplyState, Thread

BATCH = 40
"""Trials that share a data folder and a thread."""
KILLED = 0.2
"""The share of trials in which the program that sends is killed."""
TOGETHER = (1, 1, 1, 2, 3)
"""How many replies wait at the same time: mostly one."""
ROUNDS = 12
"""Syncs after which the network no longer fails, and as many more after which a reply is given up."""
LATER = 2 * 3600
"""Seconds between two syncs, more than any pause that the program makes by itself."""
TOO_SOON = 5
"""Seconds after which a server may still be at work on a reply that is in doubt."""
SPARE = 0.15
"""Share of posts that nothing befalls."""
FAULTS = tuple(fault for fault in Fault if fault is not Fault.NONE)
WORDS = (
    "Thank you, that was clear.",
    "a < b && c > d, “quoted” and 'quoted'",
    r"C:\reader\new, \\server and \u0041",
    "<b>not bold</b> <script>1</script> <!-- nor this",
    "Übung macht Beine 🦵, ½ × 2, é and e\u0301",
    "First line.\n\nThird line &amp; more &lt;here&gt;.",
    "50 % more? 100%25 [link](https://example.com/?a=1&b=2)",
)


@dataclass
class Trial:
    """One reply: what befell it, or those that waited with it, and how the program says that it ended."""

    number: int
    uuid: str
    befell: list[str] = field(default_factory=list)
    state: ReplyState = ReplyState.QUEUED
    ask: bool = False
    reason: str = ""
    copies: int = 0


@dataclass(frozen=True)
class Outcome:
    """What trials came to.

    `lost` are those that are not on the server though the program is through with them or has given up, `twice` those
    that are there more often than once, `refused` those that the program calls refused, `unsettled` those that are
    there and were not confirmed in all those syncs, `asked` those where it asks the reader, which only a moderated Isso
    makes necessary.
    """

    scene: str
    seed: int
    seconds: float
    trials: tuple[Trial, ...]
    may_ask: bool

    @property
    def asked(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.ask)

    @property
    def lost(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if not trial.copies and not trial.ask and trial.state not in STUCK)

    @property
    def twice(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.copies > 1)

    @property
    def refused(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.state in STUCK)

    @property
    def unsettled(self) -> tuple[Trial, ...]:
        done = CONFIRMED | STUCK
        return tuple(trial for trial in self.trials if trial.copies and not trial.ask and trial.state not in done)

    @property
    def wrong(self) -> dict[str, tuple[Trial, ...]]:
        """What must not be there at all, by name."""
        asked = () if self.may_ask else self.asked
        return {
            "lost": self.lost,
            "twice": self.twice,
            "refused wrongly": self.refused,
            "asked without need": asked,
            "not settled": self.unsettled,
        }

    def befell(self) -> Counter[str]:
        """How often each thing befell a reply."""
        return Counter(what for trial in self.trials for what in trial.befell)


def run_trials(
    name: str,
    count: int,
    seed: int,
    folder: Path,
    *,
    said: Callable[[str], None] = lambda _: None,
    opener: Opener = with_little_patience,
) -> Outcome:
    """Run trials, one after the other.

    Args:
        name: of the scene.
        count: how many.
        seed: the same one means the same faults, but for the moments of kills.
        folder: an empty one for the servers and the program's data.
        said: is told how far it has come.
        opener: opens the server for a program that is not killed.
    """
    began = time.monotonic()
    with scene(name, folder / "server") as place, killer() as end:
        trials = list[Trial]()
        for start in range(0, count, BATCH):
            batch = _Batch(place, end, opener, folder / f"data-{start}", seed=seed, start=start)
            trials += batch.run(min(BATCH, count - start))
            said(f"{len(trials)} of {count} in {time.monotonic() - began:.0f} s")
        there = Counter(int(found[1]) for words in place.stored() if (found := SIGN.search(words)))
        for trial in trials:
            trial.copies = there[trial.number]
        return Outcome(name, seed, time.monotonic() - began, tuple(trials), place.may_ask)


SIGN = re.compile(r"Trial (\d+)\.")


class _Batch:
    """Trials that share a data folder and a thread."""

    def __init__(self, place: Scene, end: Killer, opener: Opener, data: Path, *, seed: int, start: int) -> None:
        self._place, self._end, self._opener, self._data = place, end, opener, data
        self._seed, self._start = seed, start
        self._ahead = 0.0
        self._thread, found = place.write_article(f"Trials from {start} of {seed}")
        desk = self._desk()
        desk.servers.use(found, self._thread)
        desk.close()

    def run(self, count: int) -> list[Trial]:
        self._usual = min(self._end.usual_seconds(self._data) for _ in range(2))
        trials = list[Trial]()
        while len(trials) < count:
            number = self._start + len(trials)
            chance = random.Random(f"{self._seed} {number}")
            together = min(chance.choice(TOGETHER), count - len(trials))
            trials += self._together(range(number, number + together), chance)
        return self._as_they_end(trials)

    def _together(self, numbers: range, chance: random.Random) -> list[Trial]:
        """Replies that wait at the same time, and what befalls them."""
        desk = self._desk()
        trials = list[Trial]()
        for number in numbers:
            words = f"{WORDS[number % len(WORDS)]}\n\nTrial {number}."
            reply = desk.queue(self._thread, ReplyForm(words, "Ann O'Reader & Co", "ann@example.com"))
            trials.append(Trial(number, reply.uuid))
        desk.close()
        if chance.random() < KILLED:
            for _ in range(chance.randint(len(trials), 2 * len(trials))):
                self._kill(chance, trials[0])
        else:
            self._spoil(chance, len(trials))
        self._bring_through(trials, chance)
        return trials

    def _as_they_end(self, trials: list[Trial]) -> list[Trial]:
        """The trials, with where their replies are when all of them are over."""
        desk = self._desk()
        for trial in trials:
            reply = desk.reply(trial.uuid)
            trial.state, trial.ask, trial.reason = reply.state, reply.ask, reply.reason
        desk.close()
        return trials

    def _spoil(self, chance: random.Random, count: int) -> None:
        """Choose what befalls the next posts and questions about `count` replies."""
        tries = sum(chance.choice((1, 1, 1, 2, 3)) for _ in range(count))
        posts = [_one_of(chance, FAULTS) for _ in range(tries)]
        asked = [_one_of(chance, FAULTS) if chance.random() < 0.3 else Fault.NONE for _ in range(4 * count)]
        self._place.proxy.faults.extend(posts)
        self._place.proxy.asking.extend(asked)

    def _kill(self, chance: random.Random, trial: Trial) -> None:
        """Have it synced and kill that: at any moment, or about the moment when the reply is on its way."""
        proxy = self._place.proxy
        posts = len(proxy.posts)

        def any_moment() -> None:
            time.sleep(chance.random() * 2 * self._usual)

        def on_its_way() -> None:
            until = time.monotonic() + 2
            while len(proxy.posts) == posts and time.monotonic() < until:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.04)

        moment = chance.choice((any_moment, on_its_way))
        killed = self._end.sync(self._data, self._ahead, moment)
        proxy.quiet()
        self._ahead += LATER
        sent = "with" if len(proxy.posts) > posts else "without"
        trial.befell.append(f"killed, {sent} a post under way or done" if killed else "done before it was killed")

    def _bring_through(self, trials: list[Trial], chance: random.Random) -> None:
        """Sync until the replies are settled or there have been enough of them."""
        proxy, desk = self._place.proxy, self._desk()
        for number in range(2 * ROUNDS):
            if number == ROUNDS:
                proxy.faults.clear()
                proxy.asking.clear()
            self._place.between(chance)
            self._sync(desk, self._thread if chance.random() < 0.5 else None)
            if chance.random() < 0.3:
                # Soon after: what is in doubt may still be under way, and must be left alone.
                desk = self._later(desk, TOO_SOON)
                self._sync(desk, None)
            proxy.quiet()
            replies = [desk.reply(trial.uuid) for trial in trials]
            desk = self._later(desk, LATER)
            if all(reply.state in CONFIRMED | STUCK or reply.ask for reply in replies):
                break
        desk.close()
        proxy.faults.clear()
        proxy.asking.clear()
        trials[0].befell += [f"{what}: {fault.value}" for what, fault in proxy.happened]
        proxy.happened.clear()

    def _sync(self, desk: ReplyDesk, thread: Thread | None) -> None:
        try:
            desk.sync(thread)
        except Problem as problem:
            raise AssertionError(f"a sync ended with: {problem.said()}") from problem

    def _later(self, desk: ReplyDesk, seconds: float) -> ReplyDesk:
        desk.close()
        self._ahead += seconds
        return self._desk()

    def _desk(self) -> ReplyDesk:
        return ReplyDesk(self._data, AheadClock(self._ahead), self._opener)


def _one_of(chance: random.Random, faults: tuple[Fault, ...]) -> Fault:
    return Fault.NONE if chance.random() < SPARE else chance.choice(faults)
