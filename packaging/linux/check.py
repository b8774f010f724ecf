"""Try the Debian package where nothing else is: install, test, look, reply, upgrade, and remove it in bare systems.

    python packaging/linux/check.py DEB [--suite bookworm] [--suite trixie] [--portable RUN] [--display :96] [--keep]

Each suite is made once with debootstrap below build/chroots, and copied for each try; pictures go to
build/package/pictures. It needs root and Xvfb, and never installs anything in the system it runs on.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]
BASES = ROOT / "build" / "chroots"
PICTURES = ROOT / "build" / "package" / "pictures"
OLD_VERSION = "0.0.1"
READER = "1000"
HOME = "/home/reader"
OF_A_DESKTOP = (
    *("libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libfreetype6", "libx11-xcb1", "libxcb1"),
    *("libwayland-client0", "libwayland-cursor0", "libwayland-egl1", "xz-utils"),
)
"""What the portable program expects of every desktop."""
BOUND = 900
COLOURS = 60
"""A window with text has more colours than this, smoothed edges and all; an empty screen or a bare message has not."""


class FailedError(Exception):
    """What was tried did not come out as it has to."""


class Bare:
    """A copy of a bare system, and what can be done in it; everything mounted is gone at the end."""

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
        for source in ("/proc", "/dev", "/tmp/.X11-unix"):
            place = self.root / source.lstrip("/")
            place.mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "--bind", source, str(place)], check=True)
            self._ends.callback(subprocess.run, ["umount", "--lazy", str(place)], check=False)
        home = self.root / HOME.lstrip("/")
        home.mkdir(mode=0o700, parents=True)
        os.chown(home, int(READER), int(READER))
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
        self._apt("install", "--yes", "--no-install-recommends", *OF_A_DESKTOP)

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


@contextmanager
def screen(display: str) -> Iterator[None]:
    """A screen without a screen."""
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1100x800x24", "-nolisten", "tcp", "-noreset", "-ac"],
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


def look(bare: Bare, name: str, display: str, program: str = "hiitreader") -> Path:
    """Start the window, wait until there is an article on it, and take a picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"{bare.suite}-{name}.png"
    with subprocess.Popen(
        bare.command(program=program), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as window:
        colours = 0
        try:
            for _ in range(120):
                time.sleep(0.5)
                if window.poll() is not None:
                    raise FailedError(f"the window is gone: {window.stderr.read() if window.stderr else ''}")
                shoot = ["import", "-display", display, "-window", "root", str(picture)]
                subprocess.run(shoot, check=True, timeout=60)
                before, colours = colours, colours_of(picture)
                if before == colours > COLOURS:
                    return picture
        finally:
            with suppress(ProcessLookupError):
                window.terminate()
    raise FailedError(f"no article on the screen after a minute: {colours} colours in {picture}")


def colours_of(picture: Path) -> int:
    """How many colours a picture has."""
    image = QImage(str(picture)).convertToFormat(QImage.Format.Format_RGB32)
    return len(set(memoryview(image.constBits()).cast("I")))


def older(package: Path, folder: Path) -> Path:
    """The same package with a lower version, to upgrade from."""
    tree = folder / "older"
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(tree)], check=True)
    control = tree / "DEBIAN" / "control"
    lines = control.read_text().splitlines(keepends=True)
    control.write_text("".join(f"Version: {OLD_VERSION}\n" if line.startswith("Version:") else line for line in lines))
    made = folder / f"hiitreader_{OLD_VERSION}_older.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(tree), str(made)],
                   check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    shutil.rmtree(tree)
    return made


def try_in(bare: Bare, package: Path, before: Path, display: str) -> None:
    """Everything that a person does with the package, from the first installation to the last trace."""
    began = time.monotonic()

    def said(words: str) -> None:
        print(f"{bare.suite} {time.monotonic() - began:5.0f} s: {words}", flush=True)

    bare.install(before)
    said(f"{OLD_VERSION} installed with apt")
    print(bare.run("--self-test"))
    words = ("--name", "Ada", "--email", "ada@example.org", "--comment", "Kept over the upgrade.", "--json")
    bare.run("reply", *words)
    said("a reply waits in the outbox")
    said(f"on screen: {look(bare, 'first', display)}")
    bare.install(package)
    said("upgraded")
    waiting = json.loads(bare.run("outbox", "list", "--json"))
    if "Kept over the upgrade." not in json.dumps(waiting):
        raise FailedError(f"the reply is gone: {waiting}")
    bare.run("--self-test")
    said(f"the reply is still there; on screen: {look(bare, 'upgraded', display)}")
    bare.purge()
    if left := bare.left_of_it():
        raise FailedError(f"left after purging: {left}")
    if not (bare.root / HOME.lstrip("/") / ".local/share/hiitreader").is_dir():
        raise FailedError("purging the package took what the person wrote along")
    said("purged: nothing of the package is left, and what the person wrote is")


def try_portable(bare: Bare, package: Path, display: str) -> None:
    """Unpack and install the portable program as an ordinary person, use it and remove it."""
    bare.put_desktop_libraries()
    shutil.copy(package, bare.root / "opt" / package.name)
    installed = f"{HOME}/.local/opt/hiitreader"
    print(bare.run("--quiet", "--nox11", program=f"/opt/{package.name}"))
    bare.run(
        "reply", "--name", "Ada", "--email", "ada@example.org", "--comment", "Kept.", program=f"{installed}/hiitreader"
    )
    print(f"{bare.suite}: on screen: {look(bare, 'portable', display, f'{installed}/hiitreader')}", flush=True)
    bare.run(program=f"{installed}/uninstall.sh")
    left = [path for path in (bare.root / HOME.lstrip("/")).rglob("*") if not path.is_dir() and not path.is_relative_to(
        bare.root / HOME.lstrip("/") / ".local" / "share" / "hiitreader")]  # fmt: skip
    if any("opt" in path.parts or path.suffix in (".desktop", ".svg") for path in left):
        raise FailedError(f"left of the portable program: {left}")
    print(f"{bare.suite}: the portable program came and went without root", flush=True)


def main() -> int:
    """Try it in each suite; 1 when one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, metavar="DEB")
    parser.add_argument("--portable", type=Path, metavar="RUN")
    parser.add_argument("--suite", action="append")
    parser.add_argument("--display", default=":96")
    parser.add_argument("--keep", action="store_true", help="leave the copies of the systems for looking into")
    wanted = parser.parse_args()
    if os.geteuid() != 0:
        print("hiitreader: bare systems can only be made by root", file=sys.stderr)
        return 1
    folder = ROOT / "build" / "package"
    before = older(wanted.package, folder)
    with screen(wanted.display):
        for suite in wanted.suite or ("bookworm", "trixie"):
            bare = Bare(suite, wanted.display)
            try:
                with bare:
                    try_in(bare, wanted.package, before, wanted.display)
                    if wanted.portable:
                        try_portable(bare, wanted.portable, wanted.display)
            except FailedError as failed:
                print(f"hiitreader: {suite}: {failed}", file=sys.stderr)
                return 1
            if not wanted.keep:
                bare.forget()
    before.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
