"""A copy of a bare Debian, made with debootstrap, and what can be done in it; everything mounted is gone at the end.

It needs root, and never installs anything in the system it runs on.
"""

import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
BASES = ROOT / "build" / "chroots"
READER = "1000"
HOME = "/home/reader"
OF_A_DESKTOP = (
    *("libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libfreetype6", "libx11-xcb1", "libxcb1"),
    *("libwayland-client0", "libwayland-cursor0", "libwayland-egl1", "xz-utils"),
)
"""What the portable program expects of every desktop."""
TO_HEAR = (
    *("orca", "at-spi2-core", "dbus", "openbox", "xdotool", "xvfb", "libglib2.0-bin", "python3-pyatspi"),
    "gsettings-desktop-schemas",
)
"""The screen reader of that system, and a session for it without a screen."""
STAGE = ROOT / "tests" / "screenreader"
"""What hear.py builds on; the tests themselves stay out."""
BOUND = 900


class FailedError(Exception):
    """What was tried did not come out as it has to."""


class Bare:
    """A copy of a bare system, and what can be done in it; everything mounted is gone at the end.

    Args:
        suite: Debian's name of the system.
        display: the X display of this system that its windows are shown on, "" for none.
    """

    def __init__(self, suite: str, display: str) -> None:
        self.suite = suite
        self.root = ROOT / "build" / "package" / "check" / suite
        self._display = display
        self._ends = ExitStack()

    def __enter__(self) -> Self:
        base = BASES / self.suite
        if not base.is_dir():
            fresh = base.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            subprocess.run(["debootstrap", "--variant=minbase", self.suite, str(fresh)], check=True, timeout=BOUND)
            fresh.rename(base)
        if self.root.exists():
            self.forget()
        self.root.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(self.root)], check=True, timeout=BOUND)
        for name in ("resolv.conf", "hosts"):
            shutil.copyfile(f"/etc/{name}", self.root / "etc" / name)
        for source in ("/proc", "/dev", *(["/tmp/.X11-unix"] if self._display else [])):
            place = self.root / source.lstrip("/")
            place.mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "--bind", source, str(place)], check=True)
            self._ends.callback(subprocess.run, ["umount", "--lazy", str(place)], check=False)
        shared = self.root / "dev" / "shm"
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", str(shared)], check=True)
        self._ends.callback(subprocess.run, ["umount", "--lazy", str(shared)], check=False)
        person = ["useradd", "--uid", READER, "--create-home", "--home-dir", HOME, "--shell", "/bin/sh", "reader"]
        subprocess.run(["chroot", str(self.root), *person], check=True, timeout=BOUND)
        self._apt("update")
        return self

    def __exit__(self, *_reason: object) -> None:
        self._ends.close()

    def forget(self) -> None:
        """Remove the copy; never while something of the system itself can still be reached through it."""
        mounted = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
        if any(place.startswith(f"{self.root}/") for place in mounted):
            raise FailedError(f"something is still mounted below {self.root}")
        shutil.rmtree(self.root)

    def install(self, package: Path) -> None:
        """Install a package file with what it depends on, nothing that is only recommended."""
        shutil.copy(package, self.root / "root" / package.name)
        self._apt("install", "--yes", "--no-install-recommends", f"/root/{package.name}")

    def get(self, *packages: str) -> None:
        """Install packages of that system's own, nothing that is only recommended."""
        self._apt("install", "--yes", "--no-install-recommends", *packages)

    def say_in(self, locale: str) -> None:
        """Make a locale such as en_US.UTF-8, as an installation does that was asked for its language."""
        (self.root / "etc" / "locale.gen").write_text(f"{locale} {locale.partition('.')[2]}\n", encoding="utf-8")
        subprocess.run(["chroot", str(self.root), "locale-gen"], check=True, timeout=BOUND, stdout=subprocess.DEVNULL)

    def purge(self) -> None:
        """Remove the package as if it had never been there."""
        self._apt("purge", "--yes", "hiitreader")

    def _apt(self, *words: str) -> None:
        surroundings = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C.UTF-8",
        }
        command = ["chroot", str(self.root), "apt-get", "-qq", "-o", "APT::Sandbox::User=root", *words]
        ran = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=BOUND, check=False)
        if ran.returncode != 0:
            raise FailedError(f"apt-get {' '.join(words)}\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")

    def put_desktop_libraries(self) -> None:
        """Install what every desktop has."""
        self.get(*OF_A_DESKTOP)

    def put_screen_reader(self) -> str:
        """Install the screen reader and what walks through the program under it; the folder it is in there."""
        self.get(*TO_HEAR)
        folder = self.root / "opt" / "hear"
        stage = folder / "tests" / "screenreader"
        stage.mkdir(parents=True)
        for module in STAGE.glob("*.py"):
            if not module.name.startswith(("test_", "conftest")):
                shutil.copy(module, stage)
        shutil.copy(STAGE.parent / "bounded.py", folder / "tests")
        for name in ("hear.py", "heard.txt"):
            shutil.copy(ROOT / "packaging" / "linux" / name, folder)
        return "/opt/hear"

    def command(self, *words: str, program: str = "hiitreader") -> list[str]:
        """What runs the installed program, or another, as an ordinary person of that system."""
        surroundings = [
            "PATH=/usr/bin:/bin", f"HOME={HOME}", "LC_ALL=C.UTF-8", f"DISPLAY={self._display}", "QT_QPA_PLATFORM=xcb",
        ]  # fmt: skip
        person = f"--userspec={READER}:{READER}"
        return ["chroot", person, str(self.root), "/usr/bin/env", "-i", "-C", HOME, *surroundings, program, *words]

    def run(self, *words: str, program: str = "hiitreader") -> str:
        """Run the installed program, or another, to its end; what it printed."""
        ran = subprocess.run(
            self.command(*words, program=program), capture_output=True, text=True, timeout=BOUND, check=False
        )
        if ran.returncode != 0:
            raise FailedError(f"{program} {' '.join(words)}: {ran.returncode}\n{ran.stdout}{ran.stderr}")
        return ran.stdout

    def left_of_it(self) -> list[str]:
        """Files of the package that are still there; what the person wrote in the home is not the package's."""
        kept = ("home", "proc", "dev", "root", "tmp", "var/log", "var/cache/apt", "var/lib/apt")
        skipped = [words for name in kept for words in ("-path", f"./{name}", "-prune", "-o")]
        found = subprocess.run(
            ["find", ".", *skipped, "-iname", "*hiitreader*", "-print"],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=True,
        )
        return found.stdout.split()
