"""Programs for Windows on Debian: Wine in a small system of its own, and what Wine lacks.

It never installs anything in the system it runs on, and what stands in for parts of Windows never gets into a setup.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
SYSTEM = ROOT / "build" / "chroots" / "wine"
SUITE = "trixie"
"""Debian 13: its Wine 10 shows Qt's windows; that of Debian 12 does not."""
PACKAGES = ("wine", "wine64", "nsis", "gcc-mingw-w64-x86-64", "fonts-dejavu-core")
STAND_INS = ROOT / "packaging" / "windows" / "stand_ins"
MOUNTED = """
system=$1 folder=$2
shift 2
for place in /proc /dev /tmp/.X11-unix; do mount --bind "$place" "$system$place"; done
mount --bind "$folder" "$system/work"
exec chroot "$system" "$@"
"""
BOUND = 1800


class FailedError(Exception):
    """What was tried did not come out as it has to."""


class Wine:
    r"""Wine's system with one folder of this one in it.

    What is mounted for a program of it, only that program and its children see: nobody else's copy of build/ can run
    into it, and nothing stays mounted.

    Args:
        folder: what it sees as /work and, under Wine, as Z:\work.
        display: where its windows are shown, like ":97".
    """

    def __init__(self, folder: Path, display: str) -> None:
        self.folder = folder
        self._display = display
        if not SYSTEM.is_dir():
            self._make()
        folder.mkdir(parents=True, exist_ok=True)
        for target in ("proc", "dev", "tmp/.X11-unix", "work"):
            (SYSTEM / target).mkdir(parents=True, exist_ok=True)

    def command(self, *words: str, **surroundings: str) -> list[str]:
        """What runs a program of Wine's system in the folder, with nothing of this system's surroundings."""
        known = {
            "PATH": "/usr/bin:/bin",
            "HOME": "/work/home",
            "LC_ALL": "C.UTF-8",
            "DISPLAY": self._display,
            "SOURCE_DATE_EPOCH": os.environ["SOURCE_DATE_EPOCH"],
        } | surroundings
        given = [f"{name}={value}" for name, value in known.items()]
        inside = ["/usr/bin/env", "-i", "-C", "/work", *given, *words]
        return ["unshare", "--mount", "sh", "-euc", MOUNTED, "sh", str(SYSTEM), str(self.folder), *inside]

    def run(self, *words: str, expected: int = 0, **surroundings: str) -> str:
        """Run a program of Wine's system to its end; what it printed."""
        ran = subprocess.run(
            self.command(*words, **surroundings),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=BOUND, check=False,
        )  # fmt: skip
        if ran.returncode != expected:
            raise FailedError(f"{' '.join(words)}: {ran.returncode}\n{ran.stdout[-4000:]}{ran.stderr[-4000:]}")
        return ran.stdout

    @staticmethod
    def _make() -> None:
        fresh = SYSTEM.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(fresh)], check=True, timeout=BOUND)
        for name in ("resolv.conf", "hosts"):
            shutil.copyfile(f"/etc/{name}", fresh / "etc" / name)
        apt = ["chroot", str(fresh), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq",
               "-o", "APT::Sandbox::User=root"]  # fmt: skip
        subprocess.run([*apt, "update"], check=True, timeout=BOUND)
        subprocess.run(
            [*apt, "install", "--yes", "--no-install-recommends", *PACKAGES],
            check=True, timeout=BOUND, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        fresh.rename(SYSTEM)


class Computer:
    """One installation of Windows as Wine makes it: its disk C and its registry.

    Args:
        wine: the system that has Wine.
        name: the folder of the disk and the registry, in Wine's folder. An earlier one of this name is gone.
        stand_ins: libraries that stand in for those of Windows.
    """

    def __init__(self, wine: Wine, name: str, stand_ins: Sequence[Path]) -> None:
        self._wine = wine
        self._place = {
            "WINEPREFIX": f"/work/{name}",
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # neither asks for .NET or a browser, nor writes menus of this system; those here instead of Wine's own
            "WINEDLLOVERRIDES": ";".join(
                ["mscoree,mshtml,winemenubuilder.exe=", *(f"{one.stem}=n" for one in stand_ins)]
            ),
        }
        folder = wine.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        (wine.folder / "home").mkdir(exist_ok=True)
        self.disk = folder / "drive_c"
        self._wine.run("wineboot", "--init", **self._place)
        self.settle()
        for library in stand_ins:
            shutil.copy(library, self.disk / "windows" / "system32" / library.name)

    @property
    def home(self) -> Path:
        """The folder of the person who uses it."""
        return self.disk / "users" / "root"

    @property
    def programs(self) -> Path:
        """Where programs of that person are installed."""
        return self.home / "AppData" / "Local" / "Programs"

    @property
    def start_menu(self) -> Path:
        """The folder of that person's Start menu."""
        return self.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"

    def run(self, program: str, *words: str, expected: int = 0, **surroundings: str) -> str:
        """Run a program for Windows to its end; what it printed."""
        return self._wine.run("wine", program, *words, expected=expected, **self._place, **surroundings)

    @contextmanager
    def started(self, program: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program for Windows that runs for a while, and is asked to close at the end, as by its window's cross."""
        with subprocess.Popen(
            self._wine.command("wine", program, *words, **self._place),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as running:  # fmt: skip
            try:
                yield running
                self.run("taskkill.exe", "/im", program.rpartition("\\")[2])
                if code := running.wait(60):
                    raise FailedError(f"{program} ended with {code}")
            finally:
                with suppress(ProcessLookupError):
                    running.kill()
                self._wine.run("wineserver", "--kill", **self._place)

    def settle(self) -> None:
        """Wait until every program of it is at its end, those too that others started."""
        self._wine.run("wineserver", "--wait", **self._place)

    def registry(self, key: str, wanted: str | None = None) -> str:
        """What a key of the registry says, below HKCU; nothing where there is none. `wanted`: one value of it."""
        words = ("/ve",) if wanted == "" else ("/v", wanted) if wanted is not None else ("/s",)
        try:
            return self.run("reg.exe", "query", rf"HKCU\{key}", *words)
        except FailedError:
            return ""


def made_stand_ins(wine: Wine) -> list[Path]:
    """Compile what Wine has not or has only in part, from packaging/windows/stand_ins."""
    folder = wine.folder / "stand-ins"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(STAND_INS, folder)
    made = []
    for source in sorted(folder.glob("*.c")):
        library = source.with_suffix(".dll")
        wine.run("x86_64-w64-mingw32-gcc", "-shared", "-O1", "-o", f"/work/stand-ins/{library.name}",
                 f"/work/stand-ins/{source.name}")  # fmt: skip
        made.append(library)
    return made


@contextmanager
def screen(display: str) -> Iterator[None]:
    """A screen without a screen."""
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1100x960x24", "-nolisten", "tcp", "-noreset", "-ac"],
                              stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        socket = Path(f"/tmp/.X11-unix/X{display.lstrip(':')}")
        for _ in range(100):
            if socket.exists():
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(10)
