"""Where passwords are kept: in the system's keyring, or else in memory, and nowhere in our files."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from hiitreader.__main__ import main
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.found import Found
from hiitreader.replies.passwords import KeyringPasswords, MemoryPasswords
from hiitreader.replies.server_settings import ServerSettings

URL = "https://example.org"


class InMemory(KeyringBackend):
    """A keyring that works."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class Locked(InMemory):
    """A keyring whose owner does not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked


class Unreachable(Locked):
    """A keyring behind a bus that has gone."""

    def get_password(self, service: str, username: str) -> str | None:
        raise ConnectionResetError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise ConnectionResetError

    def delete_password(self, service: str, username: str) -> None:
        raise ConnectionResetError


@pytest.fixture(autouse=True)
def _keyring_put_back() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_password_is_kept_in_the_keyring_by_server_and_user() -> None:
    ring = InMemory()
    keyring.set_keyring(ring)
    assert KeyringPasswords().put(URL, "ann", "abcd efgh")
    again = KeyringPasswords()
    assert again.get(URL, "ann") == "abcd efgh"
    assert again.get(URL, "bob") == ""
    assert again.get("https://example.com", "ann") == ""
    assert again.forget(URL, "ann")
    assert again.get(URL, "ann") == ""
    assert ring.kept == {}
    assert again.forget(URL, "ann"), "it is not there, and that is certain"


@pytest.mark.parametrize("ring", [fail.Keyring, null.Keyring, Locked, Unreachable])
def test_without_a_working_keyring_it_is_kept_while_the_program_runs(ring: type[KeyringBackend]) -> None:
    keyring.set_keyring(ring())
    passwords = KeyringPasswords()
    assert not passwords.put(URL, "ann", "abcd efgh")
    assert passwords.get(URL, "ann") == "abcd efgh"
    passwords.forget(URL, "ann")
    assert passwords.get(URL, "ann") == ""
    assert KeyringPasswords().get(URL, "ann") == ""


@pytest.mark.parametrize(
    ("ring", "certain"), [(fail.Keyring, True), (null.Keyring, True), (Locked, False), (Unreachable, False)]
)
def test_what_a_keyring_may_still_have_is_told(ring: type[KeyringBackend], certain: bool) -> None:
    keyring.set_keyring(ring())
    assert KeyringPasswords().forget(URL, "ann") is certain


def test_a_locked_keyring_is_asked_once() -> None:
    ring = InMemory()
    keyring.set_keyring(ring)
    KeyringPasswords().put(URL, "ann", "abcd efgh")
    passwords = KeyringPasswords()
    assert passwords.get(URL, "ann") == "abcd efgh"
    keyring.set_keyring(Locked())
    assert passwords.get(URL, "ann") == "abcd efgh"


def test_no_file_of_ours_holds_a_password(tmp_path: Path) -> None:
    passwords = MemoryPasswords()
    desk = ReplyDesk(tmp_path, passwords=passwords)
    found = Found(ServerSettings(URL, "wordpress-rest", f"{URL}/wp-json")).signed_in("ann")
    desk.servers.use(found, password="abcd-efgh-ijkl")
    assert passwords.get(URL, "ann") == "abcd-efgh-ijkl"
    desk.close()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not any(b"abcd-efgh-ijkl" in file.read_bytes() for file in files)
    desk.servers.forget()
    assert passwords.get(URL, "ann") == ""
    desk.close()


SIGNED_IN = Found(ServerSettings(URL, "wordpress-rest", f"{URL}/wp-json")).signed_in("ann")
OTHER = Found(ServerSettings("https://other.example", "isso"))


@pytest.mark.parametrize("ring", [Locked, Unreachable])
@pytest.mark.parametrize("leave", ["forget", "another server", "nobody"])
def test_a_keyring_that_refuses_to_forget_is_told_whenever_a_server_is_left(
    ring: type[KeyringBackend], leave: str, tmp_path: Path
) -> None:
    keyring.set_keyring(ring())
    desk = ReplyDesk(tmp_path, passwords=KeyringPasswords())
    desk.servers.use(SIGNED_IN, None, "abcd efgh")
    assert desk.servers.left_in_keyring() == ""
    deeds = {
        "forget": desk.servers.forget,
        "another server": lambda: desk.servers.use(OTHER),
        "nobody": lambda: desk.servers.use(Found(ServerSettings(URL, "wordpress-rest", f"{URL}/wp-json"))),
    }
    deeds[leave]()
    assert desk.servers.left_in_keyring() == f"hiitreader {URL}"
    assert desk.servers.left_in_keyring() == "", "it is told once"
    desk.close()


def test_a_keyring_that_forgets_is_not_spoken_of(tmp_path: Path) -> None:
    keyring.set_keyring(InMemory())
    desk = ReplyDesk(tmp_path, passwords=KeyringPasswords())
    desk.servers.use(SIGNED_IN, None, "abcd efgh")
    desk.servers.forget()
    assert desk.servers.left_in_keyring() == ""
    desk.close()


@pytest.mark.parametrize("words", [["server", "forget"], ["server", "set", "https://other.example", "--kind", "isso"]])
def test_the_command_line_tells_it(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring.set_keyring(Locked())
    monkeypatch.setenv("HIITREADER_DATA_DIR", str(tmp_path))
    desk = ReplyDesk(tmp_path)
    desk.servers.use(SIGNED_IN)
    desk.close()
    assert main(words) == 0
    assert f"hiitreader {URL}" in capsys.readouterr().err
