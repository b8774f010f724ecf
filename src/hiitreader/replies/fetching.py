"""Fetching what a server has of threads, and what that says about the reader's own replies in them.

It never posts anything, and never decides when a thread is fetched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hiitreader.replies import plans
from hiitreader.replies.edits import Edits
from hiitreader.replies.likeness import is_anothers, is_certainly, says
from hiitreader.replies.outbox import ChangedMeanwhile, Outbox
from hiitreader.replies.places import Place, Places
from hiitreader.replies.reply import CONFIRMED, Reply, ReplyState, Thread
from hiitreader.replies.server import Listing, NoAnswer, NoThread, ReplyServer, Standing, Trace
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.threads import Kept, Threads
from hiitreader.system.clock import Clock


@dataclass(frozen=True, slots=True)
class Books:
    """What a sync writes in: the reader's replies, those the servers listed, where on them they are, edits begun."""

    outbox: Outbox
    threads: Threads
    places: Places
    edits: Edits


class Fetching:
    """What one sync fetches from one server.

    Args:
        books: what it reads and writes.
        server: the server.
        settings: where it is.
        clock: tells the time.
    """

    def __init__(self, books: Books, server: ReplyServer, settings: ServerSettings, clock: Clock) -> None:
        self._books = books
        self._outbox = books.outbox
        self._server = server
        self._url = settings.url
        self._user = settings.user
        self._clock = clock
        self._missing: set[str] = set()

    @property
    def missing(self) -> frozenset[str]:
        """The ids of the reader's published replies that a whole listing has just not shown."""
        return frozenset(self._missing)

    def located(self, thread: Thread) -> Thread:
        """The thread with what the server calls it, asked for once and then kept."""
        places = self._books.places
        place = places.get(self._url, thread.uri)
        if place is None:
            place = Place(self._server.locate(thread))
            places.put(self._url, thread.uri, place)
        return replace(thread, remote=place.remote)

    def fetch(self, thread: Thread, *, sweep: bool) -> Kept:
        """Fetch what is new in a thread, or all of it when it is time for that or something does not add up."""
        located, threads = self.located(thread), self._books.threads
        before = threads.pulled(self._url, thread.uri)
        listing = self._server.pull(located, plans.since(before, self._clock.now(), sweep=sweep))
        kept = threads.keep(self._url, thread.uri, listing, self._clock.now())
        if plans.is_miscounted(before, kept, listing):
            listing = self._server.pull(located, None)
            again = threads.keep(self._url, thread.uri, listing, self._clock.now())
            kept = replace(again, answers=kept.answers + again.answers)
        self._learn(thread, listing)
        return kept

    def visit(self, opened: Thread | None, *, by_hand: bool) -> Iterator[tuple[Thread, Kept]]:
        """Fetch what is new in other threads that the reader wrote in: a few that are due, or some of all `by_hand`.

        One that can't be fetched is no failure of the sync; the rest is then left for the next time.

        Raises:
            NoAnswer: the server asked to be left alone.
        """
        now, threads = self._clock.now(), self._books.threads
        own = [one for one in self._outbox.all() if opened is None or one.thread.uri != opened.uri]
        pulled = {uri: threads.pulled(self._url, uri) for uri in {one.thread.uri for one in own}}
        for thread in plans.to_visit(own, self._url, pulled, now, by_hand=by_hand):
            try:
                kept = self.fetch(thread, sweep=False)
            except NoAnswer as problem:
                threads.asked(self._url, thread.uri, now)
                if problem.wait is not None:
                    raise
                if not isinstance(problem, NoThread):
                    return
            else:
                yield thread, kept

    def is_alone(self, reply: Reply) -> None:
        """A server has one reply under a number at a time: another one of the reader's that had it is there no more."""
        if not reply.server_id:
            return
        for other in self._outbox.all():
            same = (other.server, other.server_id) == (reply.server, reply.server_id)
            if same and other.uuid != reply.uuid and other.state in CONFIRMED:
                self._outbox.swap(other, other.standing_at(self._clock.now(), Standing.GONE))

    def own(self, reply: Reply) -> tuple[Reply, ...]:
        """The reader's other replies in a reply's thread that were ever tried on this server."""
        there = self._outbox.of_thread(reply.thread.uri)
        return tuple(one for one in there if one.server == self._url and one.uuid != reply.uuid)

    def _learn(self, thread: Thread, listing: Listing) -> None:
        """What a listing says about the reader's own replies in a thread."""
        listed = {one.id: one for one in listing.replies}
        own = [one for one in self._outbox.of_thread(thread.uri) if one.server == self._url]
        confirmed = [one for one in own if one.state in CONFIRMED and one.server_id]
        for reply in own:
            try:
                if reply in confirmed:
                    self._learn_of(reply, listing)
                elif reply.state is ReplyState.REJECTED and reply.server_id:
                    self._have_back(reply, listing)
                elif reply.may_be_there and reply.state is not ReplyState.SENDING:
                    self._recognise(reply, listing)
            except ChangedMeanwhile:
                continue
        if listing.whole:
            self._missing.update(
                one.server_id
                for one in confirmed
                if one.server_id not in listed
                or not is_certainly(listed[one.server_id], one)
                or (one.written is None and listed[one.server_id].parent != one.parent)
            )

    def _recognise(self, reply: Reply, listing: Listing) -> None:
        """Learn the number of one that was perhaps sent, whatever the program or its reader did with it since.

        Only what came after its first try could be it: an older one with its words may be somebody else's.
        """
        located = replace(reply, thread=self.located(reply.thread))
        known = self._outbox.known_ids(self._url)
        finding = self._server.recognise(located, listing.as_kept, known, self.own(reply))
        if finding.trace is not Trace.FOUND:
            return
        now = self._clock.now()
        if reply.state in CONFIRMED:
            new = reply.received(now, finding.server_id, awaiting=False, token=self._user, written=finding.written)
        else:
            new = reply.seen(now, finding.server_id, self._user, finding.written)
        self.is_alone(self._outbox.swap(reply, new))

    def _have_back(self, reply: Reply, listing: Listing) -> None:
        """One that was gone is there again: it was left out of a list, or the site was put back as it once was."""
        found = next((one for one in listing.replies if one.id == reply.server_id and not one.deleted), None)
        if found is None or found.awaiting or reply.server_id in self._outbox.known_ids(self._url):
            return
        if not is_certainly(found, reply):
            return
        try:
            standing = self._server.standing(replace(reply, thread=self.located(reply.thread)))
        except NoAnswer:
            return  # the next listing shows it, too
        if standing is Standing.PUBLISHED:
            self._outbox.swap(reply, reply.standing_at(self._clock.now(), standing))

    def _learn_of(self, reply: Reply, listing: Listing) -> None:
        now = self._clock.now()
        found = next((one for one in listing.replies if one.id == reply.server_id and not one.deleted), None)
        if found is None:
            return
        if is_anothers(found, reply):
            self._outbox.swap(reply, reply.standing_at(now, Standing.GONE))
            return
        held = reply.state is ReplyState.AWAITING_MODERATION and not found.awaiting
        if held and is_certainly(found, reply):
            reply = self._outbox.swap(reply, reply.standing_at(now, Standing.PUBLISHED))
        edit = self._books.edits.get(reply.uuid)
        if edit and edit != reply.form.comment and says(found, edit):
            form = replace(reply.form, comment=edit)
            awaiting = reply.state is ReplyState.AWAITING_MODERATION
            self._outbox.swap(reply, reply.edited(now, form, awaiting=awaiting, token=self._user))
            self._books.edits.drop(reply.uuid)
