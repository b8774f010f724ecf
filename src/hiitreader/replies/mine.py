"""What the program keeps about its reader: handed out whole, erased whole, and what of it others have.

It asks no server anything: what is there, it knows from what servers confirmed.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from hiitreader.errors import N_
from hiitreader.replies.deeds import Deed, can
from hiitreader.replies.edits import Edits
from hiitreader.replies.erasing import Erased, erase_files, leavings
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.owner import FILE, Owner, Unwatched
from hiitreader.replies.passwords import Passwords, filed_under
from hiitreader.replies.reply import CONFIRMED, Reply, ReplyState, Try
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerChoice, ServerSettings
from hiitreader.replies.servers.about import ABOUT
from hiitreader.replies.store import Store
from hiitreader.replies.turn import turn
from hiitreader.system.cells import Row, readable, text
from hiitreader.system.clock import Clock
from hiitreader.system.database_faults import TracesLeft
from hiitreader.system.files import read_bytes_or_none
from hiitreader.system.paths import Paths


@dataclass(frozen=True, slots=True)
class OwnReply:
    """One reply with the log of its tries, and the comment that is being typed to change it ("" for none)."""

    reply: Reply
    tries: tuple[Try, ...] = ()
    edit: str = ""


@dataclass(frozen=True, slots=True)
class PlaceThere:
    """Where an article's replies are on a server: both their names for it, its title and page there."""

    server: str
    thread: str
    remote: str
    title: str
    page: str


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything of the reader's that the program keeps, but for passwords.

    `files` are the program's other files about them, as they are on the disk: places in articles, how far they were
    read, settings, which sites and feeds were added.
    """

    made: datetime
    replies: tuple[OwnReply, ...] = ()
    remembered: ReplyForm | None = None
    server: ServerSettings | None = None
    agreed: datetime | None = None
    places: tuple[PlaceThere, ...] = ()
    files: Mapping[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class OnServer:
    """A reply that a server has, or may have.

    Attributes:
        reply: the reply.
        number: the server's number for it, "" when that is not known.
        page: the address where it can be seen, or of the server when the page's is not known.
        host: the server's host.
        certain: whether the server confirmed it; not so for one that was perhaps sent.
        deletable: whether this program can delete it there now.
        ask: how to have it removed.
    """

    reply: Reply
    number: str
    page: str
    host: str
    certain: bool
    deletable: bool
    ask: Sentence


class MineDesk:
    """The reader's own data.

    Args:
        store: where it is kept.
        passwords: keeps the password of who is signed in.
        turn_file: is locked while something is sent.
        clock: tells the time.
        owner: keeps the folder's mark.

    Every method may raise `WorldProblem` when the disk does not do its part.
    """

    def __init__(
        self, store: Store, passwords: Passwords, turn_file: Path, clock: Clock, owner: Owner | Unwatched
    ) -> None:
        self._owner = owner
        self._store = store
        self._outbox = Outbox(store)
        self._edits = Edits(store)
        self._choice = ServerChoice(store)
        self._passwords = passwords
        self._turn_file = turn_file
        self._clock = clock

    # -- for the next form ----------------------------------------------------------------------------------------

    def remembered(self) -> ReplyForm | None:
        """The name, email and website to begin a form with, None when the reader did not ask for that."""
        return next(iter(self._store.rows(read_person, "SELECT name, email, website FROM remembered")), None)

    def remember(self, form: ReplyForm) -> None:
        """Keep name, email and website for the next form. Only for a reader who ticked the box."""
        tidy = form.tidied()
        with self._store.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO remembered (one, name, email, website) VALUES (1, ?, ?, ?)",
                (tidy.name, tidy.email, tidy.website),
            )

    def forget_remembered(self) -> None:
        """Keep them no longer."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM remembered")

    # -- all of it ------------------------------------------------------------------------------------------------

    def export(self, paths: Paths | None = None) -> Mine:
        """Everything that is kept about the reader.

        Args:
            paths: the reader's folders; without them, places in articles and settings are left out.
        """
        agreed = self._choice.health().agreed
        replies = tuple(
            OwnReply(reply, self._outbox.tries(reply.uuid), self._edits.get(reply.uuid)) for reply in self._outbox.all()
        )
        return Mine(
            made=self._clock.now(),
            replies=replies,
            remembered=self.remembered(),
            server=self._choice.get(),
            agreed=agreed,
            places=self._places(),
            files={} if paths is None else _files(paths),
        )

    def on_servers(self) -> tuple[OnServer, ...]:
        """The replies that servers have or may have, oldest first, and how to have each removed."""
        settings, now = self._choice.get(), self._clock.now()
        pages = {(place.server, place.thread): place.page for place in self._places()}
        return tuple(
            _on_server(reply, settings, pages.get((reply.server, reply.thread.uri), ""), now)
            for reply in self._outbox.all()
            if reply.server and (reply.state in CONFIRMED or reply.doubtful or _was_there(reply))
        )

    def hold(self) -> ExitStack:
        """The turn to send: while it is open nothing is sent, so that everything can be let go of and then erased.

        Raises:
            TurnTaken: something is being sent just now.
        """
        held = ExitStack()
        held.enter_context(turn(self._turn_file))
        return held

    def erase(self, paths: Paths | None = None, held: ExitStack | None = None) -> Erased:
        """Erase everything on this computer that the reader wrote, with every trace in the file; no server is asked.

        Reading settings, keys and the reader's own themes stay.

        Args:
            paths: the reader's folders; without them, places in articles and the log of faults stay.
            held: what `hold` gave; it is closed.

        Raises:
            TurnTaken: something is being sent just now; nothing was erased.
            WorldProblem: not all could be erased. Where the replies could not be, everything is as it was.
        """
        with held or self.hold():
            settings = self._choice.get()
            replies = len(self._outbox.all())
            left, in_keyring = None, ""
            try:
                self._store.empty()
            except TracesLeft as problem:
                left = problem
            if settings is not None and settings.user and not self._passwords.forget(settings.url, settings.user):
                in_keyring = filed_under(settings.url)
            gone = erase_files((*leavings(self._turn_file.parent, paths), *self._owner.marks()))
        if left is not None:
            raise left
        return Erased(replies, gone, in_keyring)

    def _places(self) -> tuple[PlaceThere, ...]:
        with self._store.reading() as connection:
            rows = connection.execute("SELECT server, thread, remote, title, page FROM places ORDER BY server, thread")
            return tuple(PlaceThere(*row) for row in rows)


def _on_server(reply: Reply, settings: ServerSettings | None, page: str, now: datetime) -> OnServer:
    here = settings is not None and settings.url == reply.server
    if page and reply.server_id and settings is not None and here:
        page = f"{page.partition('#')[0]}#{ABOUT[settings.kind].place}{reply.server_id}"
    values = {
        "host": urlsplit(reply.server).netloc or reply.server,
        "number": reply.server_id,
        "page": page or reply.server,
    }
    deletable = here and Deed.DELETE_THERE in can(reply, now)
    return OnServer(
        reply=reply,
        number=reply.server_id,
        page=page or reply.server,
        host=str(values["host"]),
        certain=reply.state in CONFIRMED or _was_there(reply),
        deletable=deletable,
        ask=Sentence(_how(reply, deletable=deletable), values),
    )


def _how(reply: Reply, *, deletable: bool) -> str:
    if deletable:
        return N_("You can still delete it there yourself, in the outbox.")
    if reply.state in CONFIRMED and reply.server_id:
        return _ASK_BY_NUMBER
    if reply.state in CONFIRMED:
        return _ASK_BY_WORDS
    if _was_there(reply):
        return N_("It is no longer shown. Those who run {host} may still keep it: ask them by its number, {number}.")
    return N_("It is not known whether {host} has it. Ask those who run the site, and give them its first words.")


def _was_there(reply: Reply) -> bool:
    return reply.state is ReplyState.REJECTED and bool(reply.server_id)


def _files(paths: Paths) -> dict[str, bytes]:
    config = (paths.settings_file, *(paths.config / name for name in ("keys.json", "window.json", "told.json")))
    read = (paths.places_file, paths.own_settings_file, paths.data / "read.json", paths.data / FILE)
    found = {path.name: read_bytes_or_none(path) for path in (*read, *config, *sorted(paths.sources.glob("*.json")))}
    return {name: data for name, data in found.items() if data is not None}


_ASK_BY_NUMBER = N_(
    "Write to those who run {host} and ask them to delete reply {number} at {page}. "
    "Write from the email address that you gave with it, or that the site knows you by. "
    "Where the GDPR holds, its article 17 gives you that right."
)
_ASK_BY_WORDS = N_(
    "Write to those who run {host} and ask them to delete it; its number is not known, so give its first words. "
    "Write from the email address that you gave with it, or that the site knows you by. "
    "Where the GDPR holds, its article 17 gives you that right."
)


@readable("remembered")
def read_person(row: Row) -> ReplyForm:
    """The name, email and website in a row of what is remembered. Raises `UnreadableError` when it holds none."""
    return ReplyForm(name=text(row, "name"), email=text(row, "email"), website=text(row, "website"))
