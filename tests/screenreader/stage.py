"""A screen without a screen, a session bus, a window manager and Orca, each a process of our own with its own end.

Nothing here knows what the program is or what Orca ought to say.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.bounded import bounded

NEEDED = ("Xvfb", "dbus-daemon", "openbox", "orca", "xdotool", "gdbus")
BOUND = 30.0
"""Seconds after which anything that is waited for has failed."""

SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that Orca and pyatspi are installed for; it is never in a virtual environment."""

HERE = Path(__file__).parent
_SPEECH_TO_A_FILE = (HERE / "orca_speech_to_a_file.py").read_text()


@dataclass(frozen=True)
class Spoken:
    """One thing that Orca handed to its speech: when (seconds), how, and the words."""

    at: float
    kind: str
    words: str


def missing() -> tuple[str, ...]:
    """The programs this needs that are not installed."""
    programs = [name for name in NEEDED if shutil.which(name) is None]
    asked = [SYSTEM_PYTHON, "-c", "import pyatspi"]
    has_bindings = (
        Path(SYSTEM_PYTHON).exists()
        and subprocess.run(asked, capture_output=True, check=False, timeout=BOUND).returncode == 0
    )
    return (*programs, *(() if has_bindings else ("pyatspi",)))


class Stage:
    """Starts what is asked for under one temporary folder and ends each by its own process id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ends = ExitStack()
        self.environment: dict[str, str] = {}
        self._speech = folder / "speech.jsonl"
        self.orca_options: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        home = self._folder / "home"
        runtime = self._folder / "run"
        for place in (home, runtime):
            place.mkdir(mode=0o700, parents=True)
        inherited = {key: os.environ[key] for key in ("PATH",) if key in os.environ}
        self.environment = inherited | {
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "0",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        try:
            self._open_display()
            self._open_bus()
            self.start(["openbox", "--sm-disable"], "openbox")
        except BaseException:
            self._ends.close()
            raise
        return self

    def __exit__(self, *_reason: object) -> None:
        self._ends.close()

    def start(
        self, command: Sequence[str], name: str, extra: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a process that is ended with the stage; what it prints goes to NAME.log."""
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                list(command), env=self.environment | dict(extra or {}), stdout=log, stderr=subprocess.STDOUT
            )
        self._ends.callback(end, process)
        return process

    def printed(self, name: str) -> str:
        """What a started process has printed so far."""
        return (self._folder / f"{name}.log").read_text(errors="replace")

    def run(self, *command: str) -> str:
        """Run a short command in the stage's surroundings; its output."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=BOUND, check=False)
        return done.stdout

    def start_orca(self) -> None:
        """Start Orca with its speech going to a file, and wait until it says that it is on."""
        settings = Path(self.environment["XDG_DATA_HOME"]) / "orca"
        settings.mkdir(parents=True)
        self._speech.touch()
        (settings / "orca-customizations.py").write_text(_SPEECH_TO_A_FILE.replace("@FILE@", str(self._speech)))
        for wish in ("IsEnabled", "ScreenReaderEnabled"):
            self.run(
                *("gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"),
                *("--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", wish, "<true>"),
            )
        program = shutil.which("orca") or "orca"
        self.start([SYSTEM_PYTHON, str(HERE / "orca_alone.py"), program, *self.orca_options], "orca")
        self.wait_for(lambda: any("creen reader on" in said.words for said in self.spoken()), "Orca to start")

    def spoken(self) -> list[Spoken]:
        """All that Orca has said."""
        lines = self._speech.read_text().splitlines()
        return [Spoken(**json.loads(line)) for line in lines if line.endswith("}")]

    def wait_for(self, holds: Callable[[], bool], what: str, bound: float = BOUND) -> None:
        """Wait until something holds; an error that names it when it does not in time."""
        until = time.monotonic() + bound
        while not holds():
            if time.monotonic() > until:
                raise TimeoutError(f"waited {bound:.0f} s for {what}")
            time.sleep(0.02)

    def _open_display(self) -> None:
        reading, writing = os.pipe()
        log = (self._folder / "Xvfb.log").open("wb")
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
            env=self.environment,
            pass_fds=(writing,),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        self._ends.callback(log.close)
        self._ends.callback(end, server)
        os.close(writing)
        with os.fdopen(reading) as answer, bounded(server):
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start: " + self.printed("Xvfb"))
        self.environment["DISPLAY"] = f":{number}"

    def _open_bus(self) -> None:
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._ends.callback(end, bus)
        assert bus.stdout is not None
        self._ends.callback(bus.stdout.close)
        with bounded(bus):
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()


def end(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """End one process: ask first, then insist."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait(5)
