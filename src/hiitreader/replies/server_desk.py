"""The part of the desk where it is said which server replies go to, and what was agreed with the reader about it.

It never posts anything, and it asks a server only in `find` and `set`.
"""

from collections.abc import Callable

from hiitreader.replies.form import Limits
from hiitreader.replies.passwords import Passwords, filed_under
from hiitreader.replies.places import Place, Places
from hiitreader.replies.reply import Thread
from hiitreader.replies.server_settings import ServerChoice, ServerHealth, ServerSettings, address
from hiitreader.replies.servers.kinds import Found, check_sign_in, discover, given, limits_of, limits_of_all
from hiitreader.system.clock import Clock

Finder = Callable[[str, frozenset[str]], Found]


class ServerDesk:
    """Which server is set, and where on it an article's replies go.

    Args:
        choice: keeps the server.
        places: keeps where on it things are.
        passwords: keeps the password of who is signed in.
        clock: tells the time.
        finder: finds out what answers at an address, as `kinds.discover` does.
    """

    def __init__(
        self, choice: ServerChoice, places: Places, passwords: Passwords, clock: Clock, finder: Finder = discover
    ) -> None:
        self._choice = choice
        self._places = places
        self._passwords = passwords
        self._clock = clock
        self._finder = finder
        self._left = ""

    def left_in_keyring(self) -> str:
        """What the system's keyring files a password under that it was to forget and may still have; "" for none.

        It is told once, to whoever asks after `use`, `set` or `forget`.
        """
        left, self._left = self._left, ""
        return left

    def get(self) -> ServerSettings | None:
        """The server that was set, None when none is."""
        return self._choice.get()

    def find(self, url: str, trusted: frozenset[str] = frozenset()) -> Found:
        """What answers at an address, of a page or of a site; asks it, posts nothing, sets nothing.

        Args:
            url: as the reader typed it.
            trusted: hosts that the reader agreed to be sent on to.

        Raises:
            InputProblem: the address can't be one, or is http but not on this computer.
            WorldProblem: no known kind of server answers there, or the address leads to another host.
        """
        return self._finder(url, trusted)

    def use(
        self, found: Found, thread: Thread | None = None, password: str = "", *, agreed: bool = True
    ) -> ServerSettings:
        """Set what was found as the server.

        Args:
            found: what `find` found.
            thread: the article whose page's address was given; its replies go there.
            password: of the user in `found.settings`, "" to leave what is kept.
            agreed: whether the reader has seen what is sent there, and agreed. Nothing is sent before.

        The password of who was signed in before is forgotten, unless it is the same one there.
        """
        settings, before = found.settings, self._choice.get()
        if before is not None and before.user and (before.url, before.user) != (settings.url, settings.user):
            self._forget_password(before)
        self._choice.put(settings, self._clock.now() if agreed else None)
        if thread is not None and found.remote:
            self._places.put(settings.url, thread.uri, Place(found.remote, found.title, found.page, found.open))
        if settings.user and password:
            self._passwords.put(settings.url, settings.user, password)
        return settings

    def set(
        self, url: str, kind: str = "", thread: Thread | None = None, trusted: frozenset[str] = frozenset()
    ) -> Found:
        """Find and use in one, for those who have said yes to what is sent: the command line.

        With a `kind` the server is asked nothing, so this works offline. The rest is as in `find` and `use`.

        Raises:
            InputProblem: the address can't be one, is http but not on this computer, or the kind is unknown.
            WorldProblem: no known kind of server answers there.
        """
        found = Found(given(address(url), kind)) if kind else self.find(url, trusted)
        self.use(found, thread)
        return found

    def forget(self) -> None:
        """Set none, and keep no password for it. Replies stay as they are."""
        settings = self._choice.get()
        if settings is None:
            return
        self._choice.forget()
        if settings.user:
            self._forget_password(settings)

    def _forget_password(self, settings: ServerSettings) -> None:
        if not self._passwords.forget(settings.url, settings.user):
            self._left = filed_under(settings.url)

    def limits(self) -> Limits:
        """What the server that was set takes, or what all of them take when none is."""
        settings = self._choice.get()
        return limits_of_all() if settings is None else limits_of(settings.kind)

    def agreed(self) -> bool:
        """Whether the reader has agreed to what is sent to the server that is set."""
        return self._choice.health().agreed is not None

    def agree(self) -> None:
        """The reader has seen what is sent to the server that is set, and agrees."""
        self._choice.agree(self._clock.now())

    def health(self) -> ServerHealth:
        """How the server that is set has been lately."""
        return self._choice.health()

    def was(self, url: str, health: ServerHealth) -> None:
        """Keep how the server `url` has just been, but for `health.agreed`."""
        self._choice.was(url, health)

    def password(self, settings: ServerSettings) -> str:
        """The password for who is signed in there, "" when there is none."""
        return self._passwords.get(settings.url, settings.user) if settings.user else ""

    def check_sign_in(self, settings: ServerSettings, password: str) -> str:
        """Ask the server whether it knows the user in `settings` by this password; the name it knows them by.

        Raises:
            SignInProblem: it does not, or nobody can sign in there.
            NoAnswer: nobody answers.
        """
        return check_sign_in(settings, password)

    def keep_password(self, settings: ServerSettings, password: str) -> bool:
        """Keep the password of the user in `settings`; False when only until the program ends: there is no keyring."""
        return self._passwords.put(settings.url, settings.user, password)

    def place(self, thread: Thread) -> Place | None:
        """Where on the server that is set a thread's replies go, None while it is not known."""
        settings = self._choice.get()
        return None if settings is None else self._places.get(settings.url, thread.uri)
