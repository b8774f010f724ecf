"""Where the password for a reply server is kept: in the system's keyring, or for as long as the program runs.

It never writes a password to a file of ours, and never shows one.
"""

from typing import Protocol


class Passwords(Protocol):
    """Keeps one password for each server (its address) and user."""

    def get(self, url: str, user: str) -> str:
        """The password, "" when none is known."""
        ...

    def put(self, url: str, user: str, password: str) -> bool:
        """Keep a password; False when only for as long as the program runs."""
        ...

    def forget(self, url: str, user: str) -> None:
        """Keep none any more."""
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

    def forget(self, url: str, user: str) -> None:
        """Keep none any more."""
        self._kept.pop((url, user), None)
