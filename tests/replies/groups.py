"""Replies that wait at the same time: how they are written, what befalls them on their way, and how they are counted.

What is read by the program's reader is read here: a refusal is tried again, "Send again?" is answered. It never looks
at how the program comes to what it says.
"""

import random
import time

from tests.replies.events import DAY, Events
from tests.replies.faulty_proxy import FOR_POSTS, REFUSALS, Fault
from tests.replies.field import EMAIL, Field, Trial
from tests.replies.scenes import DISALLOWED
from tests.replies.sites import Kept
from tests.replies.verdict import Wrong

from hiitreader.replies.reply import CONFIRMED, STUCK, Reply, ReplyState

KILLED = 0.2
"""The share of trials in which the program that sends is killed."""
TOGETHER = (1, 1, 1, 2, 2, 3)
"""How many replies wait at the same time: mostly one."""
ROUNDS = 10
"""Syncs after which the network no longer fails, and as many more after which a reply is given up."""
LATER = 2 * 3600
"""Seconds between two syncs, more than any pause that the program makes by itself."""
TOO_SOON = 50
"""Seconds after which a server may still be at work on a reply that is in doubt."""
SPARE = 0.15
"""Share of posts that nothing befalls."""
FAULTS = tuple(fault for fault in Fault if fault is not Fault.NONE)
FOR_QUESTIONS = tuple(fault for fault in FAULTS if fault not in FOR_POSTS)
WORDS = (
    "Thank you, that was clear.",
    "a < b && c > d, “quoted” and 'quoted'",
    r"C:\reader\new, \\server and \u0041",
    "<b>not bold</b> <script>1</script> <!-- nor this",
    "Übung macht Beine 🦵, ½ × 2, é and e\u0301",
    "First line.\n\nThird line &amp; more &lt;here&gt;.",
    "50 % more? 100%25 [link](https://example.com/?a=1&b=2)",
)
COMMON = ("Thank you!", "Me too.", "So true…")
"""What anybody may say, more than once."""


class Group:
    """Some replies that wait at the same time.

    Args:
        on: where.
        numbers: of the trials.
        chance: decides everything but the moment of a kill.
    """

    def __init__(self, on: Field, numbers: range, chance: random.Random) -> None:
        self._on, self._numbers, self._chance = on, numbers, chance
        self._trials = self._write()
        self._events = Events(on, self._trials, chance)

    def run(self) -> None:
        """Have them sent, count, and leave everything at rest."""
        on, chance = self._on, self._chance
        self._events.before()
        coming = self._events.between()
        if chance.random() < KILLED:
            for _ in range(chance.randint(len(self._trials), 2 * len(self._trials))):
                self._kill()
        else:
            self._spoil()
        for number in range(2 * ROUNDS):
            if number == ROUNDS:
                self._calm()
            on.place.between(chance)
            on.sync(on.thread if chance.random() < 0.5 else None)
            if on.proxy.holds or chance.random() < 0.2:
                self._too_soon()
            on.proxy.quiet()
            rests = self._read()
            on.go_on(LATER / 2)
            if coming:
                coming.pop(0)()
            elif rests:
                break
            on.go_on(LATER / 2 if number < ROUNDS else DAY)
            if self._events.closed and not coming and chance.random() < 0.4:
                self._events.open_again()
            if chance.random() < 0.2:
                on.reopen()
        self._end()

    # -- writing ---------------------------------------------------------------------------------------------------

    def _write(self) -> list[Trial]:
        count, chance = len(self._numbers), self._chance
        alike = chance.choice(("two parents", "two parents", "one parent", "nearly")) if count > 1 else ""
        words, parent = self._words(self._numbers[0]), self._parent()
        trials = []
        for place, number in enumerate(self._numbers):
            if alike == "two parents":
                parent = self._parent(other=parent)
            elif not alike:
                parent = self._parent()
            text = self._nearly(number, place) if alike == "nearly" else words
            trials.append(self._on.write(number, text, parent))
            trials[-1].befell = trials[0].befell  # what befell one may have been meant for another
        return trials

    def _words(self, number: int) -> str:
        if self._chance.random() < 0.1:
            return self._chance.choice(COMMON)
        unwanted = f" My {DISALLOWED}." if self._on.site.has_moderators and self._chance.random() < 0.08 else ""
        return f"{WORDS[number % len(WORDS)]}{unwanted}\n\nTrial {number}."

    def _nearly(self, number: int, place: int) -> str:
        return f"{self._numbers[0]} {'<>='[place % 3]} {self._numbers[0] + 1}, is it not?"

    def _parent(self, other: int | None = None) -> int:
        """What is answered: the article, a stranger's, one that is an answer itself, or one's own."""
        rows = [row for row in self._on.rows() if row.kept is Kept.PUBLIC]
        if self._on.by_ids:  # there an answer to an answer is one to what that answers
            taken = {row.parent or row.id for row in rows if other in {row.id, row.parent}} | {other}
        else:
            taken = {other}
        roots = [row.id for row in rows if not row.parent and row.email != EMAIL]
        nested = [row.id for row in rows if row.parent]
        own = [row.id for row in rows if row.email == EMAIL]
        for _ in range(20):
            pool = self._chance.choices(([0], roots, nested, own), (7, 7, 3, 3))[0] or [0]
            parent = self._chance.choice(pool)
            root = next((row.parent or row.id for row in rows if row.id == parent), 0) if self._on.by_ids else parent
            if not {parent, root} & taken:
                return parent
        return 0

    # -- spoiling --------------------------------------------------------------------------------------------------

    def _spoil(self) -> None:
        """Choose what befalls the next posts and questions."""
        chance, count = self._chance, len(self._trials)
        tries = sum(chance.choice((1, 1, 1, 2, 3)) for _ in range(count))
        posts = [self._one_of(FAULTS) for _ in range(tries)]
        if chance.random() < 0.15:
            posts += [chance.choice(tuple(REFUSALS))]
        asked = [self._one_of(FOR_QUESTIONS) if chance.random() < 0.3 else Fault.NONE for _ in range(4 * count)]
        self._on.proxy.faults.extend(posts)
        self._on.proxy.asking.extend(asked)

    def _one_of(self, faults: tuple[Fault, ...]) -> Fault:
        return Fault.NONE if self._chance.random() < SPARE else self._chance.choice(faults)

    def _calm(self) -> None:
        self._on.proxy.faults.clear()
        self._on.proxy.asking.clear()

    def _kill(self) -> None:
        """Have it synced and kill that: at any moment, or about the moment when the reply is on its way."""
        chance, proxy = self._chance, self._on.proxy
        posts = len(proxy.posts)

        def any_moment() -> None:
            time.sleep(chance.random() * 2 * self._on.usual)

        def on_its_way() -> None:
            until = time.monotonic() + 2
            while len(proxy.posts) == posts and time.monotonic() < until:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.04)

        killed = self._on.kill(chance.choice((any_moment, on_its_way)))
        if proxy.holds or chance.random() < 0.3:
            self._too_soon()
        self._on.go_on(LATER)
        sent = "with" if len(proxy.posts) > posts else "without"
        did = f"killed, {sent} a post under way or done" if killed else "done before it was killed"
        self._trials[0].befell.append(did)

    def _too_soon(self) -> None:
        """Sync soon after: what is in doubt may still be under way, and must be left alone, whatever the clock says."""
        on, chance = self._on, self._chance
        if chance.random() < 0.3:
            on.reopen()
        if chance.random() < 0.3:
            self._trials[0].befell.append(self._events.jump())
        if chance.random() < 0.3:
            on.reopen()
        on.go_on(chance.random() * TOO_SOON)
        on.sync(None)
        on.proxy.let_go()

    # -- reading ---------------------------------------------------------------------------------------------------

    def _read(self) -> bool:
        """Do what a reader does who looks at all of them; whether nothing more is to be done."""
        found = [(trial, self._on.reply(trial)) for trial in self._trials]
        rest = [reply is None or self._rests(trial, reply) for trial, reply in found]
        return all(rest)

    def _rests(self, trial: Trial, reply: Reply) -> bool:
        if reply.state in CONFIRMED:
            return True
        if reply.state in STUCK:
            return self._refused(trial, reply)
        if reply.ask:
            if trial.leave or self._chance.random() < 0.5 or self._on.may_be_there(trial):
                trial.leave = True
                return True
            self._on.desk.send_again(trial.uuid)
        return False

    def _refused(self, trial: Trial, reply: Reply) -> bool:
        """Try what was refused once more, now and then with other words, where that makes sense."""
        if self._on.is_there(trial):
            trial.wrong.add(Wrong.DENIED)
            trial.befell.append(f"said to be {reply.state.value} ({reply.reason}) while it was there")
        if trial.parent_gone or (trial.known and trial.gone):
            return True
        if reply.state is ReplyState.NEEDS_CHANGE and self._has_same(trial):
            return True
        if not self._events.closed:
            self._on.desk.send_again(trial.uuid)
        return False

    def _has_same(self, trial: Trial) -> bool:
        fits = trial.claim(None).fits
        return any(row.email == EMAIL and fits(row) for row in self._on.rows())

    # -- the end ---------------------------------------------------------------------------------------------------

    def _end(self) -> None:
        """Let everything come to rest, have what is held looked at, and count."""
        on = self._on
        self._calm()
        self._events.open_again()
        on.proxy.let_go()
        on.befell(self._trials)
        for row in on.rows():
            if row.email == EMAIL and row.kept is Kept.HELD and self._chance.random() < 0.5:
                on.site.keep(row.id, Kept.PUBLIC)
        on.go_on(2 * DAY)
        for _ in range(4):
            on.sync(on.thread, by_hand=True)
            if self._read():
                break
            on.go_on(2 * DAY)
        on.sync(on.thread, by_hand=True)
        on.befell(self._trials)
        on.count(set(self._numbers))
