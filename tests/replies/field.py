"""Where fault trials take place: a data folder, a clock, a thread on a real server, and the replies so far.

It keeps what the trials know that no server says, and never looks at how the program comes to what it does.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.replies.faulty_proxy import REFUSALS
from tests.replies.killer import Killer
from tests.replies.scenes import Opener, Scene
from tests.replies.sender import AheadClock
from tests.replies.sites import THERE, Kept, Note, Row
from tests.replies.verdict import Claim, Wrong, judge

from hiitreader.errors import InputProblem, Problem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import CONFIRMED, Reply, ReplyState, Thread

NAME, EMAIL = "Ann O'Reader & Co", "ann@example.com"
LONG = 50
"""How many ids in a row may be free for nobody to be blamed who does not look beyond."""
ENOUGH = 3
"""How often a reply in doubt may be turned away until its reader may be asked."""
STRANGERS = ("Bob", "Cleo <c@d>", "Ёжик")


@dataclass
class Trial:
    """One reply: what befell it, or those that waited with it, and how the program says that it ended.

    Attributes:
        number: which trial.
        uuid: the program's name for the reply.
        words: as they are now, and as they were before.
        parent: what it answers, 0 for the article.
        parents: see `Claim`.
        befell: what befell it, in words.
        wrong: what is wrong with it.
        state: where the program says it is.
        ask: the program asks whether to send it again; `asked` that it did once.
        reason: why, in the program's words.
        copies: how many of it are in the server's table.
        before: the rows that were there before it was first tried, None while it was not.
        seen: the highest id that the program could then be expected to know of.
        may_ask: nothing that the server tells could decide whether it is there, when the program asked.
        muddled: since its first try an id that it was to be known by was given free, or the table was restored.
        rival: somebody of the same name wrote its words since its first try, or it can't be told from another one.
        shut: it could not be sent again for a while, since the thread was closed or what it answers is gone.
        gone: a row of it was taken away; `parent_gone`: what it answers was.
        known: it was confirmed once; `shown`: as published.
        leave: its reader has decided not to send it again.
    """

    number: int
    uuid: str
    words: tuple[str, ...]
    parent: int = 0
    parents: frozenset[int] = frozenset({0})
    befell: list[str] = field(default_factory=list)
    wrong: set[Wrong] = field(default_factory=set)
    state: ReplyState | None = ReplyState.QUEUED
    ask: bool = False
    asked: bool = False
    reason: str = ""
    copies: int = 0
    before: frozenset[tuple[int, str]] | None = None
    seen: int = 0
    may_ask: bool = False
    muddled: bool = False
    rival: bool = False
    shut: bool = False
    gone: bool = False
    parent_gone: bool = False
    known: bool = False
    shown: bool = False
    leave: bool = False

    def claim(self, reply: Reply | None) -> Claim:
        """What the program says of it."""
        return Claim(
            number=self.number,
            words=self.words,
            parents=self.parents,
            state=None if reply is None else reply.state,
            server_id="" if reply is None else reply.server_id,
            ask=reply is not None and reply.ask,
            may_ask=self.may_ask,
            gone=self.gone,
            excused=(self.gone and self.known) or self.parent_gone,
        )

    def __str__(self) -> str:
        state = "missing" if self.state is None else self.state.value
        said = f"{state}{', asks' if self.ask else ''}{f' ({self.reason})' if self.reason else ''}"
        where = f", an answer to {self.parent}" if self.parent else ""
        return f"trial {self.number}{where}: {said}; {self.copies} there; {'; '.join(self.befell)}"


class Field:
    """A data folder, a clock and a thread that some trials share.

    Args:
        place: the server.
        end: has replies sent by a program that is killed.
        opener: opens the server for a program that is not killed.
        data: the program's data folder.
        title: of the thread's article.
    """

    def __init__(self, place: Scene, end: Killer, opener: Opener, data: Path, title: str) -> None:
        self.place, self.site, self.proxy = place, place.site, place.proxy
        self._end, self._opener, self.data = end, opener, data
        self.clock = AheadClock(place.proxy.ahead)  # the site's clock has gone on while others were tried
        self.trials: list[Trial] = []
        self._chance = random.Random(title)
        self.thread, found = place.write_article(title)
        self.remote = found.remote
        self.desk = self._open()
        self.desk.servers.use(found, self.thread)
        self.by_ids = not self.site.has_moderators
        first = [self.stranger("What do you all think?"), self.stranger("I tried it.")]
        self.stranger("So did I.", parent=first[0])
        self.desk.close()
        self.usual = min(end.usual_seconds(data) for _ in range(2))

    def rows(self) -> list[Row]:
        """The thread's rows."""
        return [row for row in self.site.rows() if row.thread == self.remote]

    def stranger(self, words: str, *, name: str = "", parent: int = 0, elsewhere: bool = False, **how: object) -> int:
        """Have somebody else write a reply; its id."""
        thread = self.remote if not elsewhere else self.place.elsewhere
        author = name or self._chance.choice(STRANGERS)
        return self.site.write(Note(thread, words, author, parent=parent, **how))  # type: ignore[arg-type]

    def write(self, number: int, words: str, parent: int) -> Trial:
        """Have the program post a reply."""
        rows = {row.id: row for row in self.rows()}
        reply = self.desk.queue(self.thread, ReplyForm(words, NAME, EMAIL), str(parent) if parent else "")
        under = rows[parent].parent or parent if self.by_ids and parent else parent
        trial = Trial(number, reply.uuid, (reply.form.comment,), parent, frozenset({under}))
        self.trials.append(trial)
        return trial

    def sync(self, thread: Thread | None = None, *, by_hand: bool = False) -> None:
        """Have the program sync; how it failed counts against what was then under way."""
        with self._watching():
            try:
                self.desk.sync(thread, by_hand=by_hand)
            except Problem as problem:
                self._failed(problem.said())
            except Exception as error:  # noqa: BLE001 -- a program that crashes is what is looked for
                self._failed(f"{type(error).__name__}: {error}")
                self.reopen()
        self.proxy.quiet()

    def kill(self, moment: Callable[[], None]) -> bool:
        """Have it synced by another program that is killed at a moment; whether that was in time."""
        self.desk.close()
        with self._watching():
            killed = self._end.sync(self.data, self.clock.passed, moment, jumped=self.clock.jumped)
        self.proxy.quiet()
        return killed

    def go_on(self, seconds: float) -> None:
        """Let time pass, for everybody."""
        self.clock.passed += seconds
        self.site.set_ahead(self.clock.passed)

    def reopen(self) -> None:
        """End the program and start it again."""
        self.desk.close()
        self.clock.run += "+"
        self.desk = self._open()

    def close(self) -> None:
        """End the program."""
        self.desk.close()

    def reply(self, trial: Trial) -> Reply | None:
        """What the program has of a trial."""
        try:
            return self.desk.reply(trial.uuid)
        except InputProblem:
            return None

    def may_be_there(self, trial: Trial) -> bool:
        """Whether a row fits it that the program knows no other reply by."""
        known = {reply.server_id for reply in self.desk.own() if reply.uuid != trial.uuid and reply.state in CONFIRMED}
        return any(
            row.email == EMAIL and row.kept in THERE and str(row.id) not in known and trial.claim(None).fits(row)
            for row in self.rows()
        )

    def is_there(self, trial: Trial) -> bool:
        """Whether a row fits it, and no other reply."""
        rivals = [one for one in self.trials if one is not trial and _alike(one, trial)]
        return not rivals and self.may_be_there(trial)

    def count(self, numbers: set[int] | None = None) -> None:
        """Hold what the program says now against the server's table; for some trials or all."""
        every = self.site.rows()
        rows = [row for row in every if row.thread == self.remote]
        elsewhere = {row.id for row in every if row.thread != self.remote and (self.by_ids or row.kept is Kept.HELD)}
        claims = []
        for trial in self.trials:
            reply = self.reply(trial)
            claims.append(trial.claim(reply))
            trial.state, trial.ask = claims[-1].state, claims[-1].ask
            trial.reason = reply.reason if reply is not None else ""
            mine = [row for row in rows if row.email == EMAIL and claims[-1].fits(row)]
            trial.copies = sum(row.kept not in {Kept.TRASH, Kept.EMPTY} for row in mine)
        own = {int(one.id): one.own for one in self.desk.replies(self.thread).theirs if one.id.isdecimal()}
        by_number = {trial.number: trial for trial in self.trials}
        for wrong, number in judge(claims, rows, own, EMAIL, elsewhere):
            if numbers is None or number in numbers:
                by_number[number].wrong.add(wrong)

    def befell(self, trials: list[Trial]) -> None:
        """Note what the network did since the last time."""
        trials[0].befell += [f"{what}: {fault.value}" for what, fault in self.proxy.happened]
        self.proxy.happened.clear()

    def _watching(self) -> "_Watch":
        return _Watch(self)

    def _failed(self, said: str) -> None:
        trial = self.trials[-1]
        trial.wrong.add(Wrong.FAILED)
        trial.befell.append(said)

    def _open(self) -> ReplyDesk:
        return ReplyDesk(self.data, self.clock, self._opener, chance=self._chance.random)


class _Watch:
    """For the length of a sync: notes what was there before a reply was first tried, and judges new questions."""

    def __init__(self, on: Field) -> None:
        self._on = on
        self._rows: list[Row] = []

    def __enter__(self) -> None:
        if self._on.by_ids:
            self._rows = self._on.site.rows()

    def __exit__(self, *_: object) -> None:
        on = self._on
        found = {reply.uuid: reply for reply in on.desk.own()}
        replies = [(trial, found[trial.uuid]) for trial in on.trials if trial.uuid in found]
        for trial, reply in replies:
            if trial.before is None and reply.tries:
                trial.before = frozenset(row.key for row in self._rows)
                trial.seen = _seen_from(self._known(replies, self._rows), self._rows)
            trial.known = trial.known or reply.state in CONFIRMED
            if reply.ask and not trial.ask:
                trial.may_ask, trial.asked = self._may_ask(trial, replies), True
            trial.ask = reply.ask

    def _may_ask(self, trial: Trial, replies: list[tuple[Trial, Reply]]) -> bool:
        """Whether nothing that the server tells this program could decide whether a reply is there.

        Everywhere: its words are there, or were sent, more than once. An Isso does not list what is held: there is an
        id that this program knows nothing of and that came after the first try, or ids were given free since then. A
        WordPress takes the same words once: it could only be asked that if it takes anything at all, and does not turn
        away each try.
        """
        refusals = sum(fault in REFUSALS for _, fault in self._on.proxy.happened)
        public = {str(row.id) for row in self._on.rows() if row.kept is Kept.PUBLIC}
        # one's own that is in the trash can't be told from one that is held, and counts for nothing
        unclear = [
            one for one, reply in replies if reply.doubtful or (reply.server_id and reply.server_id not in public)
        ]
        twins = [one for one in unclear if one is not trial and _alike(one, trial)]
        if trial.rival or twins:
            return True
        if not self._on.by_ids:
            return trial.shut or refusals >= ENOUGH
        rows = self._on.site.rows()
        known = self._known(replies, rows)
        return trial.muddled or any(
            row.id not in known and (row.key not in (trial.before or ()) or row.id > trial.seen) for row in rows
        )

    def _known(self, replies: list[tuple[Trial, Reply]], rows: list[Row]) -> set[int]:
        """The ids among rows that the program knows: those of the reader's, and the listed ones."""
        own = {int(reply.server_id) for _, reply in replies if reply.state in CONFIRMED and reply.server_id}
        listed = {row.id for row in rows if row.thread == self._on.remote and row.kept is not Kept.HELD}
        return listed | (own & {row.id for row in rows})


def _seen_from(known: set[int], rows: list[Row]) -> int:
    """The highest id that is met by whoever looks on from the known ones through gaps that are not too long."""
    start = max(known, default=0)
    for number in sorted(row.id for row in rows):
        if start < number <= start + LONG:
            start = number
    return start


def _alike(one: Trial, other: Trial) -> bool:
    return bool(set(one.words) & set(other.words)) and bool(one.parents & other.parents)
