"""Where the password for a reply server is kept: in the system's keyring, or for as long as the program runs.

It never writes a password to a file of ours, and never shows one.
"""

from contextlib import suppress
from typing import Protocol


class Passwords(Protocol):
    """Keeps one password for each server (its address) and user."""

    def get(self, url: str, user: str) -> str:
        """The password, "" when none is known."""
        ...

    def put(self, url: str, user: str, password: str) -> bool:
        """Keep a password; False when only for as long as the program runs."""
        ...

    def forget(self, url: str, user: str) -> bool:
        """Keep none any more; False when that is not certain."""
        ...


class MemoryPasswords:
    """Passwords for as long as the program runs."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def get(self, url: str, user: str) -> str:
        """The password, "" when none is known."""
        return self._kept.get((url, user), "")

    def put(self, url: str, user: str, password: str) -> bool:
        """Keep a password, in memory alone."""
        self._kept[url, user] = password
        return False

    def forget(self, url: str, user: str) -> bool:
        """Keep none any more."""
        self._kept.pop((url, user), None)
        return True


class KeyringPasswords:
    """Passwords in the system's keyring; where there is none, or it does not work, for as long as the program runs.

    The keyring may ask the reader to unlock it, so every method takes as long as they do. What is asked for once is
    remembered while the program runs, so that they are not asked again at every sync.
    """

    def __init__(self) -> None:
        self._memory = MemoryPasswords()

    def get(self, url: str, user: str) -> str:
        """The password, "" when none is known."""
        kept = self._memory.get(url, user)
        if not kept:
            kept = _from_keyring(filed_under(url), user)
            if kept:
                self._memory.put(url, user, kept)
        return kept

    def put(self, url: str, user: str, password: str) -> bool:
        """Keep a password; True when it is in the system's keyring, False when only here."""
        import keyring

        self._memory.put(url, user, password)
        try:
            keyring.set_password(filed_under(url), user, password)
        except _faults():
            return False
        return _from_keyring(filed_under(url), user) == password  # some take everything and keep nothing

    def forget(self, url: str, user: str) -> bool:
        """Keep none any more, neither here nor in the keyring; False when the keyring may still have it."""
        import keyring

        self._memory.forget(url, user)
        with suppress(*_faults()):  # also raised where there was none
            keyring.delete_password(filed_under(url), user)
        return _is_not_in_keyring(filed_under(url), user)


def keyring_state() -> tuple[str, bool]:
    """Which keyring there is, by its name in Python, and whether it keeps anything.

    Nothing is asked of it, so it asks nobody to unlock it. One that was chosen and can't be had is told by why.
    """
    import keyring

    try:
        ring = keyring.get_keyring()
        return f"{type(ring).__module__}.{type(ring).__qualname__}", bool(ring.priority > 0)
    except _faults() as error:
        return " ".join(str(error).split()) or type(error).__name__, False


def filed_under(url: str) -> str:
    """What the keyring files a server's passwords under, as its owner sees it."""
    return f"hiitreader {url}"


def _from_keyring(service: str, user: str) -> str:
    import keyring

    try:
        return keyring.get_password(service, user) or ""
    except _faults():
        return ""


def _is_not_in_keyring(service: str, user: str) -> bool:
    import keyring
    from keyring.errors import NoKeyringError

    try:
        return keyring.get_password(service, user) is None
    except NoKeyringError:
        return True
    except _faults():
        return False


def _faults() -> tuple[type[Exception], ...]:
    """What a keyring that does not work raises: its library's errors, and those of what it talks to."""
    from keyring.errors import KeyringError

    # the last two: one that was chosen by its name, and is not installed
    faults: list[type[Exception]] = [KeyringError, OSError, RuntimeError, ValueError, ImportError, AttributeError]
    try:
        from jeepney.wrappers import DBusErrorResponse  # type: ignore[import-untyped]
        from secretstorage.exceptions import SecretStorageException
    except ImportError:  # only on Linux
        return tuple(faults)
    return (*faults, DBusErrorResponse, SecretStorageException)
