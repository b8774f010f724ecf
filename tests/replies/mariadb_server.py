"""A MariaDB of a test's own: a folder of data and a socket, no port, no password, nothing of the system's."""

import json
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bounded import bounded
from tests.replies.own_process import OwnProcess

START_SECONDS = 60
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
SMALL = (
    "--skip-networking",
    "--skip-log-bin",
    "--skip-name-resolve",
    "--performance-schema=OFF",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=8M",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-dump-at-shutdown=OFF",
    "--innodb-fast-shutdown=1",
)


def program(name: str) -> str:
    """Where a program of the server's is; Debian keeps some where only root looks."""
    found = shutil.which(name, path=PATH)
    if found is None:
        raise RuntimeError(f"{name} is missing; packaging/bootstrap.sh full installs it")
    return found


def make_data(folder: Path) -> None:
    """Make an empty database server's data in `folder`."""
    command = [program("mariadb-install-db"), "--no-defaults", f"--user={_me()}", f"--datadir={folder}"]
    command += ["--auth-root-authentication-method=normal", "--skip-test-db", "--innodb-log-file-size=8M"]
    ran = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "PATH": PATH}
    )
    if ran.returncode != 0:
        raise RuntimeError(f"mariadb-install-db: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")


class RealMariaDb:
    """A running server on the data in `folder`, reached by the socket at `socket` (at most 107 bytes long)."""

    def __init__(self, folder: Path, socket: Path, log: Path) -> None:
        self.socket = socket
        command = [program("mariadbd"), "--no-defaults", f"--user={_me()}", f"--datadir={folder}"]
        command += [f"--socket={socket}", f"--pid-file={socket}.pid", *SMALL]
        self._process = OwnProcess(command, log)
        self._wait()

    def rows(self, select: str, database: str) -> list[dict[str, object]]:
        """What a SELECT of one JSON_OBJECT finds, as dictionaries."""
        return [json.loads(line) for line in self.do(select, database).splitlines()]

    def do(self, statement: str, database: str = "mysql") -> str:
        """Have it done; what it says, raw."""
        ran = self._ask(statement, database)
        if ran.returncode != 0:
            raise RuntimeError(f"mariadb: {ran.stderr}")
        return ran.stdout

    @contextmanager
    def talk(self, database: str) -> Iterator["Talk"]:
        """A client that stays: a statement takes a millisecond, not the start of a program."""
        process = subprocess.Popen(
            [*self._client(database), "--unbuffered"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        with process:
            yield Talk(process)
            assert process.stdin is not None
            process.stdin.close()
            process.wait(10)

    def stop(self) -> None:
        """End it; what it took is in its folder."""
        self._process.stop()

    def _ask(self, statement: str, database: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self._client(database),
            input=statement,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def _client(self, database: str) -> list[str]:
        command = [program("mariadb"), "--no-defaults", "-S", str(self.socket), "-u", "root", "--batch", "--raw"]
        return [*command, "--skip-column-names", "--default-character-set=utf8mb4", database]

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._process.ended():
                raise RuntimeError(f"MariaDB ended: {self._process.said()}")
            if self.socket.exists() and self._ask("SELECT 1", "mysql").returncode == 0:
                return
            time.sleep(0.02)
        self.stop()
        raise RuntimeError(f"MariaDB did not answer: {self._process.said()}")


class Talk:
    """A client of MariaDB that is told one thing after the other."""

    END = "that is all"

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, statement: str) -> list[str]:
        """Have it done; the lines it says.

        Raises:
            RuntimeError: it could not be done.
        """
        told, heard = self._process.stdin, self._process.stdout
        assert told is not None
        assert heard is not None
        told.write(f"{statement}; SELECT '{self.END}';\n")
        told.flush()
        lines = []
        with bounded(self._process):
            while (line := heard.readline()).rstrip("\n") != self.END:
                if not line or self._process.poll() is not None:
                    raise RuntimeError(f"mariadb: {lines} {line}")
                lines.append(line.rstrip("\n"))
        return lines


def _me() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name
