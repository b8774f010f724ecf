"""Programs that a test starts: in a group of their own, ended by their own id, and with the test if it is killed."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

END_SECONDS = 10
TIED = ("setpriv", "--pdeathsig", "TERM")
"""Ends a program when the one that started it ends, however that happens."""
GROUP = ("sh", "-c", """trap 'trap "" TERM; kill -TERM 0; wait' TERM; "$@" & wait""", "sh")
"""Passes that on to the program's own children, and waits for the program."""


class OwnProcess:
    """A program that runs until `stop`. Start it from a thread that lives as long: it ends with that thread."""

    def __init__(self, command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None) -> None:
        tied = [*TIED, *GROUP] if shutil.which("setpriv") else []
        self._log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [*tied, *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**os.environ, **(env or {})},
                start_new_session=True,
            )

    def ended(self) -> bool:
        return self._process.poll() is not None

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def stop(self) -> None:
        """Ask it and its children to end, and make them after a while."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(END_SECONDS)
                return
