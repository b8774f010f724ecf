"""Holds what the program says of replies against the rows of the server's own table, and names what is wrong.

Pure: it is given what the program says, the rows, and what the trials know that a server can't. A row is a reply's own
by its writer's address, which no server shows to strangers, so that nobody's guess is believed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum

from tests.replies.sites import THERE, Kept, Row

from hiitreader.replies.reply import CONFIRMED, STUCK, ReplyState


class Wrong(Enum):
    """What must not be."""

    LOST = "lost"
    TWICE = "twice"
    REFUSED = "refused wrongly"
    ASKED = "asked without need"
    UNSETTLED = "not settled"
    SHOWN = "shown as there, is not"
    DENIED = "shown as not sent, is"
    TAKEN = "another's taken for own"
    DISOWNED = "own taken for another's"
    FAILED = "ended in an error"


@dataclass(frozen=True)
class Claim:
    """What the program says of one reply, and what is known of it besides.

    Attributes:
        number: of its trial.
        words: as they are now, and as they were before they were changed.
        parents: under which it may be: as it was sent, on an Isso flattened; 0 too where that was taken away.
        state: where it is, as the program says; None when the program has no such reply any more.
        server_id: the number the program knows it by, "" for none.
        ask: the program asks whether to send it again.
        may_ask: nothing that the server tells this client could decide it.
        gone: a row of its words was taken away by the site's people.
        excused: that it was refused is right: what it answers is gone, say.
    """

    number: int
    words: tuple[str, ...]
    parents: frozenset[int]
    state: ReplyState | None
    server_id: str = ""
    ask: bool = False
    may_ask: bool = False
    gone: bool = False
    excused: bool = False

    def fits(self, row: Row) -> bool:
        """Whether a row of this writer's could be this reply."""
        return row.words in self.words and row.parent in self.parents


Found = tuple[Wrong, int]


def judge(
    claims: Sequence[Claim],
    rows: Iterable[Row],
    own: Mapping[int, bool],
    email: str,
    elsewhere: AbstractSet[int] = frozenset(),
) -> set[Found]:
    """What is wrong.

    Args:
        claims: what the program says of each reply of a thread.
        rows: the thread's rows.
        own: the ids that the program lists in the thread, and whether as the reader's own.
        email: the reader's address.
        elsewhere: the ids in use in other threads of which the server only tells that they are.
    """
    return set(_Judge(claims, rows, own, email, elsewhere).found())


class _Judge:
    """One comparison.

    `_free` are rows of the reader's that no reply has been matched with yet, `_thrown_away` the replies whose row the
    site has thrown away.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        rows: Iterable[Row],
        own: Mapping[int, bool],
        email: str,
        elsewhere: AbstractSet[int],
    ) -> None:
        self._claims, self._own, self._email, self._elsewhere = claims, own, email, elsewhere
        self._rows = {row.id: row for row in rows}
        self._free = {row.id: row for row in self._rows.values() if self._is_mine(row)}
        self._thrown_away: list[Claim] = []

    def _is_mine(self, row: Row) -> bool:
        return row.email == self._email and row.kept is not Kept.EMPTY

    def found(self) -> Iterator[Found]:
        confirmed = [claim for claim in self._claims if claim.state in CONFIRMED]
        for claim in sorted(confirmed, key=lambda one: not one.server_id):
            yield from ((wrong, claim.number) for wrong in self._confirmed(claim))
        for claim in self._thrown_away:  # sent twice, as the site had thrown the first away: one may be had back
            self._take(claim, THERE)
        # One that was refused because the same is there already is matched with nothing.
        others = [claim for claim in self._claims if claim.state not in CONFIRMED]
        for claim in sorted(others, key=lambda one: (one.state in STUCK, one.ask)):
            yield from ((wrong, claim.number) for wrong in self._open(claim))
        for row in self._free.values():
            whose = next((claim for claim in self._claims if claim.fits(row)), None)
            if whose is not None and row.kept in THERE:
                yield Wrong.TWICE, whose.number
        yield from self._listed()

    def _confirmed(self, claim: Claim) -> Iterator[Wrong]:
        row = self._known(claim) if claim.server_id else self._take(claim, THERE | {Kept.TRASH})
        held = claim.state is ReplyState.AWAITING_MODERATION
        if row is None:
            # What a moderator has can't be seen by one who was not told its number, nor what stands there instead.
            unseen = int(claim.server_id) in self._elsewhere if claim.server_id else claim.gone
            if not (held and unseen):
                yield Wrong.SHOWN if claim.gone else Wrong.LOST
        elif not self._is_mine(row):
            # An id that was given again to one that is held looks the same from without.
            if row.kept is Kept.PUBLIC or claim.state is ReplyState.PUBLISHED:
                yield Wrong.TAKEN
        elif not claim.fits(row):
            # So does one of the reader's own that got the id.
            if not held or row.kept is Kept.PUBLIC:
                yield Wrong.SHOWN
        elif claim.server_id and row.id not in self._free:
            yield Wrong.SHOWN
        else:
            self._free.pop(row.id, None)
            if row.kept is Kept.TRASH:
                self._thrown_away.append(claim)
            public = row.kept is Kept.PUBLIC
            if (claim.state is ReplyState.PUBLISHED) is not public:
                yield Wrong.SHOWN

    def _open(self, claim: Claim) -> Iterator[Wrong]:
        row = self._take(claim, THERE)
        if claim.state is None:
            yield Wrong.LOST
        elif claim.state in STUCK:
            if row is not None:
                yield Wrong.DENIED
            elif not claim.excused and not self._same_is_there(claim):
                yield Wrong.REFUSED
        elif not claim.ask:
            yield Wrong.UNSETTLED
        elif not claim.may_ask:
            yield Wrong.ASKED
        elif row is not None and row.kept is Kept.PUBLIC and not self._rivals(claim, row):
            yield Wrong.DISOWNED

    def _listed(self) -> Iterator[Found]:
        """What is said of each listed reply, by the trial it belongs to."""
        for number, own in self._own.items():
            row = self._rows.get(number)
            if row is None or row.kept is Kept.EMPTY:
                continue
            if self._is_mine(row) and not own:
                whose = [claim for claim in self._claims if claim.fits(row) and not (claim.ask and claim.may_ask)]
                if whose:
                    yield Wrong.DISOWNED, whose[0].number
            elif own and not self._is_mine(row):
                claim = next((claim for claim in self._claims if claim.server_id == str(number)), None)
                if claim is not None:
                    yield Wrong.TAKEN, claim.number

    def _known(self, claim: Claim) -> Row | None:
        row = self._rows.get(int(claim.server_id))
        return None if row is None or row.kept is Kept.EMPTY else row

    def _take(self, claim: Claim, kept: frozenset[Kept]) -> Row | None:
        """A row that may be this reply and is no other's, the newest words first."""
        fitting = [row for row in self._free.values() if claim.fits(row) and row.kept in kept]
        row = min(fitting, key=lambda one: (claim.words.index(one.words), one.id), default=None)
        return None if row is None else self._free.pop(row.id)

    def _same_is_there(self, claim: Claim) -> bool:
        """Whether the site may call it something that is there already: another one of the reader's."""
        same = [row for row in self._rows.values() if self._is_mine(row) and claim.fits(row)]
        others = [one for one in self._claims if one is not claim and any(map(one.fits, same))]
        return any(row.kept in THERE for row in same) or bool(same and others)

    def _rivals(self, claim: Claim, row: Row) -> bool:
        """Whether the row may as well be another's: of the reader's, or of somebody of the same name."""
        same = [one for one in self._rows.values() if claim.fits(one) and one.author == row.author]
        return len(same) > 1 or sum(one.fits(row) for one in self._claims) > 1
