"""Try the Windows setup where there is no Windows: build it under Wine, install, look, reply, upgrade and remove.

    . packaging/facts.sh
    .venv/bin/python packaging/windows/check_wine.py [--display :97] [--frozen FOLDER]

It needs root, uv and Xvfb. Pictures go to build/package/pictures. A smoke test: the setup that is released comes from a
Windows runner (build.ps1), because the Python used here is another party's. It never puts anything into dist/.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

from PySide6.QtGui import QImage
from wine import ROOT, Computer, FailedError, Wine, made_stand_ins, screen

WORK = ROOT / "build" / "package" / "wine"
PICTURES = ROOT / "build" / "package" / "pictures"
HERE = ROOT / "packaging" / "windows"
VERSION = os.environ["VERSION"]
OLD_VERSION = "0.0.1"
MEGABYTES = 30
COLOURS = 60
"""A window with text has more colours than this, smoothed edges and all; an empty screen or a bare message has not."""
CLASSES = r"Software\Classes"
ENTRY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\hiitreader"
ARTICLE = (
    "# Grüße aus der Küche\n\nAn article whose path has a space and an umlaut.\n\n## Second heading\n\nMore words.\n"
)
BEGAN = time.monotonic()


def said(words: str) -> None:
    """Tell what was done, and when."""
    print(f"wine {time.monotonic() - BEGAN:5.0f} s: {words}", flush=True)


def ran(*words: str | Path) -> None:
    """Run a program of this system; what it says is shown when it fails."""
    done = subprocess.run([str(word) for word in words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError(f"{words}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def python_for_windows() -> None:
    """Unpack Python and the pinned packages for Windows into WORK/python and WORK/packages, once for each pin."""
    pins = b"".join(path.read_bytes() for path in (HERE / "wine.txt", ROOT / "requirements" / "package.txt"))
    stamp, wanted = WORK / "pins", hashlib.sha256(pins).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    for name in ("python", "packages", "fetched"):
        shutil.rmtree(WORK / name, ignore_errors=True)
    ran(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation",
        "--require-hashes", "-r", HERE / "wine.txt", "--dest", WORK / "fetched")  # fmt: skip
    (fetched,) = (WORK / "fetched").glob("*.tar.gz")
    with tarfile.open(fetched) as archive:
        (member,) = (one for one in archive.getmembers() if one.name.endswith("/data.zip"))
        inner = archive.extractfile(member)
        assert inner is not None
        with zipfile.ZipFile(inner) as disk:
            disk.extractall(WORK / "fetched")
    (found,) = (WORK / "fetched").glob("*/python.exe")
    found.parent.rename(WORK / "python")
    (WORK / "python" / "DLLs" / "_wmi.pyd").unlink()  # waits for ever for a service that Wine has not
    ran(".venv/bin/uv", "pip", "install", "--quiet", "--target", WORK / "packages", "--python-platform",
        "x86_64-pc-windows-msvc", "--python-version", "3.12", "--require-hashes", "--only-binary", ":all:",
        "-r", "requirements/package.txt")  # fmt: skip
    stamp.write_text(wanted)
    said("Python and the packages for Windows are there")


def frozen(wine: Wine) -> Path:
    """Freeze the program under Wine, from the source archive of this checkout."""
    source = WORK / "source"
    for folder in (source, WORK / "frozen", WORK / "archive"):
        shutil.rmtree(folder, ignore_errors=True)
    ran(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--outdir", WORK / "archive")
    with tarfile.open(WORK / "archive" / f"hiitreader-{VERSION}.tar.gz") as archive:
        archive.extractall(WORK / "archive", filter="data")
    (WORK / "archive" / f"hiitreader-{VERSION}").rename(source)
    ran(sys.executable, "packaging/icons.py", source / "build" / "icons")
    builder = Computer(wine, "builder", made_stand_ins(wine))
    builder.run(
        r"Z:\work\python\python.exe", "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", r"Z:\work\frozen", "--workpath", r"Z:\work\frozen\work",
        r"Z:\work\source\packaging\hiitreader.spec",
        PYTHONPATH=r"Z:\work\packages", PYTHONUTF8="1", PYTHONHASHSEED="1", PYTHONDONTWRITEBYTECODE="1",
    )  # fmt: skip
    shutil.rmtree(WORK / "frozen" / "work")
    said("the program is frozen")
    return WORK / "frozen" / "hiitreader"


def setup(wine: Wine, program: Path, version: str, name: str, *options: str) -> Path:
    """Make a setup of a frozen program; its path."""
    made = WORK / name
    shutil.copy(HERE / "hiitreader.nsi", WORK / "hiitreader.nsi")
    ran(sys.executable, "packaging/icons.py", WORK / "icons")
    wine.run(
        "makensis", "-V2", "-INPUTCHARSET", "UTF8", *options, f"-DVERSION={version}",
        f"-DFROZEN=/work/{program.relative_to(WORK)}", "-DICON=/work/icons/hiitreader.ico", f"-DOUT=/work/{name}",
        "hiitreader.nsi",
    )  # fmt: skip
    return made


def setups(wine: Wine, program: Path) -> tuple[Path, Path]:
    """The setup, and an older one with a file that the newer has not."""
    newer = setup(wine, program, VERSION, f"hiitreader-{VERSION}-setup.exe")
    size = newer.stat().st_size
    said(f"the setup has {size / 1e6:.1f} MB")
    if size > MEGABYTES * 1e6:
        raise FailedError(f"more than {MEGABYTES} MB")
    quickly = ("-XSetCompressor /FINAL zlib", "-XSetCompress off")
    bytes_of = []
    for moment in (1, 2):
        for path in program.rglob("*"):
            os.utime(path, (moment, moment))
        bytes_of.append(setup(wine, program, VERSION, "again.exe", *quickly).read_bytes())
    if bytes_of[0] != bytes_of[1]:
        raise FailedError("the same files do not make the same setup")
    (program / "_internal" / "of-an-earlier-version.txt").write_text("left")
    older = setup(wine, program, OLD_VERSION, "older-setup.exe", *quickly)
    (program / "_internal" / "of-an-earlier-version.txt").unlink()
    said("the same files make the same setup")
    return newer, older


def look(computer: Computer, name: str, display: str, *words: str) -> None:
    """Start the window, wait until there is an article on it, take a picture, and close it as a person would."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"wine-{name}.png"
    with computer.started(program_in(computer), *words) as window:
        colours = 0
        for _ in range(120):
            time.sleep(1)
            if window.poll() is not None:
                raise FailedError(f"the window is gone: {window.returncode}")
            subprocess.run(["import", "-display", display, "-window", "root", str(picture)], check=True, timeout=60)
            before, colours = colours, colours_of(picture)
            if before == colours > COLOURS:
                break
        else:
            raise FailedError(f"no article on the screen after two minutes: {colours} colours in {picture}")
        # a setup leaves alone what is open
        computer.run(rf"Z:\work\hiitreader-{VERSION}-setup.exe", "/S", expected=3)
    faults = computer.home / "AppData" / "Local" / "hiitreader" / "faults.log"
    if faults.exists():
        raise FailedError(f"something went wrong in the program:\n{faults.read_text(encoding='utf-8')}")
    said(f"on screen: {picture}")


def colours_of(picture: Path) -> int:
    """How many colours a picture has."""
    image = QImage(str(picture)).convertToFormat(QImage.Format.Format_RGB32)
    return len(set(memoryview(image.constBits()).cast("I")))


def program_in(computer: Computer, name: str = "hiitreader.exe") -> str:
    """The path of an installed program, as Windows writes it."""
    below = computer.programs.relative_to(computer.disk) / "hiitreader" / name
    return "C:\\" + "\\".join(below.parts)


def command_line(computer: Computer, *words: str) -> str:
    """What the installed command line says."""
    return computer.run(program_in(computer, "hiitreader-cli.exe"), *words)


def check_installed(computer: Computer, version: str) -> None:
    """Start menu, entry for uninstalling, and what is offered for files; nothing is seized."""
    if not (computer.start_menu / "hiitreader.lnk").is_file():
        raise FailedError("not in the Start menu")
    entry = computer.registry(ENTRY)
    for words in (rf"DisplayVersion +REG_SZ +{re.escape(version)}", r"QuietUninstallString .*uninstall\.exe\" /S",
                  r"EstimatedSize +REG_DWORD +0x[0-9a-f]{4,}", r"NoModify +REG_DWORD +0x1"):  # fmt: skip
        if not re.search(words, entry):
            raise FailedError(f"{words} is not in the entry for uninstalling:\n{entry}")
    for extension in (".md", ".html"):
        offered = computer.registry(rf"{CLASSES}\{extension}\OpenWithProgids")
        command = computer.registry(rf"{CLASSES}\hiitreader{extension}\shell\open\command")
        if f"hiitreader{extension}" not in offered or f'"{program_in(computer)}" "%1"' not in command:
            raise FailedError(f"not offered for {extension}:\n{offered}{command}")
        if "hiitreader" in computer.registry(rf"{CLASSES}\{extension}", ""):
            raise FailedError(f"{extension} was seized")


def check_removed(computer: Computer, before: str) -> None:
    """Nothing of the program is left; what the reader wrote is another matter."""
    if (computer.programs / "hiitreader").exists() or (computer.start_menu / "hiitreader.lnk").exists():
        raise FailedError("files of the program are left")
    after = computer.registry("Software")
    if left := [line for line in after.splitlines() if "hiitreader" in line.lower()]:
        raise FailedError(f"left in the registry: {left}")
    if computer.registry(CLASSES) != before:
        raise FailedError(f"what is offered for files is not as it was:\n{before}\n{computer.registry(CLASSES)}")


def try_it(computer: Computer, display: str) -> None:
    """Everything that a person does with the setup, from the first installation to the last trace."""
    newer, older = rf"Z:\work\hiitreader-{VERSION}-setup.exe", r"Z:\work\older-setup.exe"
    computer.run("reg.exe", "add", rf"HKCU\{CLASSES}\.html\OpenWithProgids", "/v", "another.reader", "/f")
    before = computer.registry(CLASSES)
    data = computer.home / "AppData" / "Local" / "hiitreader"

    computer.run(older, "/S")
    check_installed(computer, OLD_VERSION)
    print(command_line(computer, "--self-test"))
    command_line(
        computer, "reply", "--name", "Ada", "--email", "ada@example.org", "--comment", "Kept over the upgrade."
    )
    said(f"{OLD_VERSION} installed, tested, and a reply waits in the outbox")
    look(computer, "first", display)

    computer.run(newer, "/S")
    check_installed(computer, VERSION)
    if list((computer.programs / "hiitreader").rglob("of-an-earlier-version.txt")):
        raise FailedError("a file of the earlier version is left")
    waiting = json.loads(command_line(computer, "outbox", "list", "--json"))
    if "Kept over the upgrade." not in json.dumps(waiting):
        raise FailedError(f"the reply is gone: {waiting}")
    said("upgraded; the reply is still there")
    file = computer.home / "Ein Gruß.md"
    file.write_text(ARTICLE, encoding="utf-8")
    look(computer, "opened", display, rf"C:\users\root\{file.name}")

    computer.run(program_in(computer, "uninstall.exe"), "/S")
    computer.settle()
    check_removed(computer, before)
    if not data.is_dir():
        raise FailedError("uninstalling took what the reader wrote along")
    said("removed: nothing of the program is left, and what the reader wrote is")
    computer.run(newer, "/S")
    if "Kept over the upgrade." not in command_line(computer, "outbox", "list", "--json"):
        raise FailedError("the reply is gone after installing anew")
    computer.run(program_in(computer, "uninstall.exe"), "/S", "/ERASE=1")
    computer.settle()
    check_removed(computer, before)
    if data.exists():
        raise FailedError(f"asked to erase it too, and left: {list(data.iterdir())}")
    said("installed anew with the reply, removed with everything that was written, as asked")


def main() -> int:
    """Build and try it; 1 when it fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--display", default=":97")
    parser.add_argument(
        "--frozen", type=Path, metavar="FOLDER", help="a frozen program in build/package/wine, instead of a fresh one"
    )
    wanted = parser.parse_args()
    if os.geteuid() != 0:
        print("hiitreader: a system with Wine can only be made by root", file=sys.stderr)
        return 1
    WORK.mkdir(parents=True, exist_ok=True)
    try:
        python_for_windows()
        with screen(wanted.display):
            wine = Wine(WORK, wanted.display)
            setups(wine, wanted.frozen.resolve() if wanted.frozen else frozen(wine))
            try_it(Computer(wine, "reader", made_stand_ins(wine)), wanted.display)
    except FailedError as failed:
        print(f"hiitreader: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
