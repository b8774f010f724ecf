"""Try the Debian package where nothing else is: install, test, look, listen, reply, upgrade, and remove it.

    python packaging/linux/check.py DEB [--suite bookworm] [--suite trixie] [--portable RUN]

Each suite is made once with debootstrap below build/chroots, and copied for each try; pictures go to
build/package/pictures, what the screen reader said to build/package/heard. It needs root and Xvfb, and never installs
anything in the system it runs on.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bare import HOME, Bare, FailedError
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "package" / "pictures"
HEARD = ROOT / "build" / "package" / "heard"
OLD_VERSION = "0.0.1"
COLOURS = 60
"""A window with text has more colours than this, smoothed edges and all; an empty screen or a bare message has not."""


@contextmanager
def screen() -> Iterator[str]:
    """A screen without a screen, with a name that nobody else has."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1100x800x24", "-nolisten", "tcp", "-noreset", "-ac"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
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


def listen(bare: Bare) -> str:
    """Walk through the article under that system's own screen reader; how much of what is expected was heard."""
    folder = bare.put_screen_reader()
    words = (f"PYTHONPATH={folder}", "PYTHONDONTWRITEBYTECODE=1", "python3", f"{folder}/hear.py", f"{folder}/heard.txt")
    HEARD.mkdir(parents=True, exist_ok=True)
    transcript = HEARD / f"{bare.suite}.txt"
    try:
        heard = bare.run(*words, program="/usr/bin/env")
    except FailedError as failed:
        transcript.write_text(str(failed), encoding="utf-8")
        raise
    transcript.write_text(heard, encoding="utf-8")
    return f"{heard.splitlines()[0]}, {heard.splitlines()[-1]}: {transcript}"


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
    said(listen(bare))
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
    wanted = parser.parse_args()
    if os.geteuid() != 0:
        print("hiitreader: bare systems can only be made by root", file=sys.stderr)
        return 1
    folder = ROOT / "build" / "package"
    before = older(wanted.package, folder)
    with screen() as display:
        for suite in wanted.suite or ("bookworm", "trixie"):
            bare = Bare(suite, display)
            try:
                with bare:
                    try_in(bare, wanted.package, before, display)
                bare.forget()
                if wanted.portable:  # in a copy of its own: nothing that the other package needed is there
                    with bare:
                        try_portable(bare, wanted.portable, display)
                    bare.forget()
            except FailedError as failed:
                print(f"hiitreader: {suite}: {failed}", file=sys.stderr)
                return 1
    before.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
