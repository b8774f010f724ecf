"""A real Isso on this computer for the tests: started on a free port, with its own database, ended by its own id."""

import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 30
PROGRAM = """
import pathlib, sys, time
real, ahead = time.time, pathlib.Path(sys.argv.pop(1))
time.time = lambda: real() + float(ahead.read_text())
import isso
isso.main()
"""
"""Isso with a clock that can be set: ahead of the real one by the seconds in a file."""


@dataclass(frozen=True)
class RealIsso:
    """A running Isso: its address, and the database to look into."""

    url: str
    database: Path

    def rows(
        self, columns: str = "id, text, author, email, website, parent, mode", table: str = "comments"
    ) -> list[tuple[object, ...]]:
        """What is really in its table of comments, or another, by id."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()

    def approve(self, number: int) -> None:
        """What a moderator's yes does."""
        self.do(("UPDATE comments SET mode = 1 WHERE id = ?", (number,)))

    def delete(self, number: int) -> None:
        self.do(("DELETE FROM comments WHERE id = ?", (number,)))

    def do(self, *statements: tuple[str, tuple[object, ...]]) -> int:
        """Have SQL done in its database, in one transaction; the id of the row that was put in last."""
        with closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            cursors = [connection.execute(statement, values) for statement, values in statements]
            return int(cursors[-1].lastrowid or 0)

    def set_ahead(self, seconds: float) -> None:
        """Have its clock go ahead of the real one."""
        set_ahead(self.database.parent, seconds)


def set_ahead(folder: Path, seconds: float) -> None:
    fresh = folder / "ahead.new"
    fresh.write_text(str(seconds), encoding="utf-8")
    fresh.replace(folder / "ahead")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def real_isso(folder: Path, *, moderated: bool = False) -> Iterator[RealIsso]:
    """Start one, wait until it answers, end it."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    config = folder / "isso.cfg"
    config.write_text(
        f"""
[general]
dbpath = {folder / "comments.db"}
host = http://localhost/
[server]
listen = http://127.0.0.1:{port}
[moderation]
enabled = {str(moderated).lower()}
[guard]
enabled = true
ratelimit = 100000
direct-reply = 100000
reply-to-self = true
require-email = true
require-author = true
[hash]
salt = tests
algorithm = sha1
""",
        encoding="utf-8",
    )
    set_ahead(folder, 0)
    with (folder / "isso.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder / "ahead"), "-c", str(config), "run"],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, folder / "isso.log")
        yield RealIsso(url, folder / "comments.db")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"Isso ended: {log.read_text(encoding='utf-8', errors='replace')}")
        try:
            with opener.open(f"{url}/config", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"Isso did not answer: {log.read_text(encoding='utf-8', errors='replace')}")
