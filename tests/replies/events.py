"""What happens on a site, and to a clock, while replies are on their way: before all of it or between two syncs.

Each says in words what it did, or "" where it can't happen. It never does anything to the program but set its clock.
"""

import random
from collections.abc import Callable, Mapping

from tests.replies.field import EMAIL, NAME, Field, Trial
from tests.replies.sites import Kept, Row

DAY = 24 * 3600
GAPS = (20, 23, 40, 60, 150)
"""How many ids are left out: more than a program looks ahead by itself."""


class Events:
    """What may happen to some replies that wait at the same time."""

    def __init__(self, on: Field, trials: list[Trial], chance: random.Random) -> None:
        self._on, self._trials, self._chance = on, trials, chance
        self._site = on.site
        self._closed = self._copied = False

    def before(self) -> None:
        """What is there before anything is sent."""
        for share, happen in ((0.25, self._gap), (0.15, self._same_words_before)):
            if self._chance.random() < share:
                self._note(happen())

    def between(self) -> list[Callable[[], None]]:
        """What will happen between syncs, in that order."""
        count = self._chance.choice((0, 0, 1, 1, 1, 2))
        pool = [happen for happen, share in self._pool().items() for _ in range(share)]
        chosen = [self._chance.choice(pool) for _ in range(count)]
        if self._restored in chosen:
            self._site.copy()
        return [lambda happen=happen: self._note(happen()) for happen in chosen]  # type: ignore[misc]

    def open_again(self) -> None:
        """End what can't go on: replies are taken again."""
        if self._closed:
            self._site.close(self._on.remote, closed=False)
            self._closed = False

    @property
    def closed(self) -> bool:
        return self._closed

    def jump(self) -> str:
        """Set the program's clock on or back by days."""
        clock = self._on.clock
        clock.jumped = self._chance.choice((-1, 1)) * self._chance.randint(1, 20) * DAY if not clock.jumped else 0
        return f"the clock was {clock.jumped / DAY:+.0f} days off"

    def _pool(self) -> Mapping[Callable[[], str], int]:
        always = {
            self._stranger_here: 2,
            self._stranger_elsewhere: 2,
            self._same_words_later: 2,
            self._decided: 3,
            self._taken_away: 1,
            self._restored: 2,
            self._purged: 2,
            self.jump: 2,
            self._parent_gone: 1,
        }
        more = {self._shut: 3, self._held_stranger: 1} if self._site.has_moderators else {self._held_stranger: 2}
        return {**always, **more}

    def _note(self, said: str) -> None:
        if said:
            self._trials[0].befell.append(said)

    # -- what strangers do -----------------------------------------------------------------------------------------

    def _words(self) -> str:
        return f"A thought of {self._chance.randint(1, 10**6)}."

    def _stranger_here(self) -> str:
        self._on.stranger(self._words())
        return "a stranger wrote"

    def _stranger_elsewhere(self) -> str:
        self._on.stranger(self._words(), elsewhere=True)
        return "a stranger wrote elsewhere"

    def _held_stranger(self) -> str:
        if not self._on.place.moderated:
            return ""
        self._on.stranger(self._words(), elsewhere=self._chance.random() < 0.5, kept=Kept.HELD)
        return "a stranger wrote what is held"

    def _same_words_before(self) -> str:
        trial = self._chance.choice(self._trials)
        self._on.stranger(trial.words[0], name=NAME, email="ann@elsewhere.example", parent=trial.parent)
        return "a namesake had written the same"

    def _same_words_later(self) -> str:
        trial = self._chance.choice(self._trials)
        same = self._chance.random() < 0.5
        parent = trial.parent if same or trial.parent else next(iter(self._public())).id
        self._on.stranger(trial.words[0], name=NAME, email="ann@elsewhere.example", parent=parent)
        for one in self._trials:
            one.rival |= one.words == trial.words and one.parent == parent
        return "a namesake wrote the same"

    def _gap(self) -> str:
        gap = self._chance.choice(GAPS)
        held = self._on.place.moderated and self._chance.random() < 0.5
        kept = Kept.HELD if held else Kept.PUBLIC
        self._on.stranger(self._words(), elsewhere=not held or self._chance.random() < 0.5, kept=kept, gap=gap)
        return f"{gap} ids were free below a stranger's"

    # -- what the site's owner does --------------------------------------------------------------------------------

    def _own_rows(self) -> list[tuple[Trial, Row]]:
        rows = [row for row in self._on.rows() if row.email == EMAIL and row.kept is not Kept.EMPTY]
        return [(trial, row) for trial in self._trials for row in rows if trial.claim(None).fits(row)]

    def _public(self) -> list[Row]:
        return [row for row in self._on.rows() if row.kept is Kept.PUBLIC]

    def _decided(self) -> str:
        rows = self._own_rows()
        if not rows:
            return ""
        trial, row = self._chance.choice(rows)
        kept = Kept.PUBLIC
        if self._site.has_moderators:
            kept = self._chance.choice((Kept.PUBLIC, Kept.PUBLIC, Kept.SPAM, Kept.TRASH))
        self._site.keep(row.id, kept)
        self._gone_are(trial, gone=kept is Kept.TRASH)
        return f"a moderator made it {kept.value}"

    def _taken_away(self) -> str:
        rows = self._own_rows()
        if not rows:
            return ""
        _, row = self._chance.choice(rows)
        with self._losing():
            self._site.delete(row.id)
        return "a moderator deleted it"

    def _gone_are(self, trial: Trial, *, gone: bool) -> None:
        for one in self._trials:
            one.gone |= gone and one.words == trial.words

    def _losing(self) -> "_Losing":
        return _Losing(self)

    def _purged(self) -> str:
        """What a stranger wrote last, or what is held for long, is taken away: its ids are free, and given again."""
        others = [row for row in self._site.rows() if row.email != EMAIL]
        parents = {row.parent for row in self._site.rows()} | {trial.parent for trial in self._on.trials}
        last = [row for row in others if row.id not in parents][-self._chance.randint(1, 3) :]
        with self._losing():
            for row in last:
                self._site.delete(row.id)
        return f"{len(last)} of strangers were deleted"

    def _parent_gone(self) -> str:
        rows = {row.id: row for row in self._on.rows()}
        answers = [trial for trial in self._trials if trial.parent and rows[trial.parent].email != EMAIL]
        if not answers:
            return ""
        parent = self._chance.choice(answers).parent
        with self._losing():
            if self._site.has_moderators:
                self._site.keep(parent, Kept.TRASH)
            else:
                self._site.delete(parent)
        for trial in self._trials:
            if trial.parent == parent:
                trial.shut = trial.parent_gone = self._site.has_moderators
                trial.parents |= set() if self._site.has_moderators else {0}
        return "what it answers was taken away"

    def _shut(self) -> str:
        self._site.close(self._on.remote)
        self._closed = True
        for trial in self._trials:
            trial.shut = True
        return "replies were closed"

    def _restored(self) -> str:
        with self._losing():
            self._site.restore()
        for trial in self._trials:
            trial.muddled |= trial.before is not None
        count = self._chance.randint(0, 2)
        for _ in range(count):
            held = self._on.place.moderated and self._chance.random() < 0.5
            kept = Kept.HELD if held else Kept.PUBLIC
            name = NAME if self._chance.random() < 0.3 else ""
            self._on.stranger(self._words(), name=name, elsewhere=self._chance.random() < 0.3, kept=kept)
        return f"the database was restored, and strangers wrote {count}"


class _Losing:
    """For the length of a block in which rows go: whose they were, and whether ids are free that something rests on."""

    def __init__(self, of: Events) -> None:
        self._on, self._of = of._on, of
        self._rows: list[Row] = []

    def __enter__(self) -> None:
        self._rows = self._on.site.rows()

    def __exit__(self, *_: object) -> None:
        kept = {row.key for row in self._on.site.rows()}
        lost = [row for row in self._rows if row.key not in kept]
        for trial in self._of._trials:
            mine = trial.claim(None).fits
            trial.gone |= any(row.email == EMAIL and row.thread == self._on.remote and mine(row) for row in lost)
            top = max((number for number, _ in trial.before or ()), default=0)
            trial.muddled |= trial.before is not None and any(row.id >= top for row in lost)
