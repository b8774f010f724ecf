"""Try the README's two commands where nothing is: a bare Debian with git and make, and a fresh clone in it.

    python packaging/linux/check_source.py [--suite bookworm] [--suite trixie] [--commit REVISION] [--logs FOLDER]

In each suite `make run` starts as far as its self-test and `make test` runs, in Debian 12 by root and in Debian 13 by
an ordinary person who has sudo. Nothing of this system's settings is there but what the package clients need to reach
their registries. It needs root, git and debootstrap, and never installs anything in the system it runs on.
"""

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bare import HOME, READER, ROOT, Bare, FailedError

SUITES = {"bookworm": "root", "trixie": "reader"}
"""Which systems, and who types the commands there."""
TO_BEGIN = ("git", "make", "locales")
LANGUAGE = "en_US.UTF-8"
RECIPES = (("run", "ARGS=--self-test"), ("test",))
CLIENTS = "/etc/package-clients"
"""Where the system has copies of the files that the package clients' variables name."""
BOUND = 7200
"""Seconds that one recipe may take."""
APT_KEEPS = ("Acquire::http::Proxy", "Acquire::https::Proxy", "Acquire::https::CaInfo")
PIP_KEEPS = ("index-url", "proxy", "cert", "trusted-host")


def surroundings(bare: Bare) -> dict[str, str]:
    """What the package clients are told here, for the bare system: the files that are named go along."""
    kept = Path(bare.root, CLIENTS.lstrip("/"))
    kept.mkdir(parents=True, exist_ok=True)
    told = dict(_told_to_clients())
    for number, (name, value) in enumerate(sorted(told.items())):
        if value.startswith("/") and Path(value).is_file():
            shutil.copyfile(value, kept / f"{number}")
            (kept / f"{number}").chmod(0o644)
            told[name] = f"{CLIENTS}/{number}"
    # folders of this system are not there
    return {name: value for name, value in told.items() if not value.startswith("/") or value.startswith(CLIENTS)}


def _told_to_clients() -> Iterator[tuple[str, str]]:
    for name, value in _answers("python3", "-m", "pip", "config", "list"):
        if name.rpartition(".")[2] in PIP_KEEPS:
            yield f"PIP_{name.rpartition('.')[2].replace('-', '_').upper()}", value.strip("'")
    for name, value in _answers(str(ROOT / "packaging" / "without-settings.sh"), "env"):
        if name not in {"HOME", "PATH", "LANG", "PWD", "PIP_FIND_LINKS"}:
            yield name, value


def _answers(*command: str) -> Iterator[tuple[str, str]]:
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    for line in ran.stdout.splitlines():
        name, equals, value = line.partition("=")
        if equals:
            yield name, value


def tell_apt(bare: Bare) -> None:
    """Let apt there reach its registry as it does here."""
    dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, timeout=60, check=False).stdout
    lines = [line for line in dump.splitlines() if line.startswith(APT_KEEPS)]
    (bare.root / "etc" / "apt" / "apt.conf.d" / "90clients").write_text("\n".join([*lines, ""]), encoding="utf-8")


def clone(bare: Bare, commit: str, owner: str) -> str:
    """Put a fresh clone of a commit into the home of whoever owns it; its path there."""
    home = "/root" if owner == "root" else HOME
    place = Path(bare.root, home.lstrip("/"), "hiitreader")
    for command in (
        ["git", "clone", "--quiet", "--no-hardlinks", "--no-checkout", str(ROOT), str(place)],
        ["git", "-C", str(place), "checkout", "--quiet", "--detach", commit],
        ["chown", "--recursive", f"{READER}:{READER}" if owner != "root" else "root:root", str(place)],
    ):
        subprocess.run(command, check=True, timeout=300)
    return f"{home}/hiitreader"


def typed(bare: Bare, owner: str, place: str, told: dict[str, str], words: tuple[str, ...]) -> list[str]:
    """The command that types `make` and more words there."""
    system = ["chroot", *(() if owner == "root" else (f"--userspec={READER}:{READER}",)), str(bare.root)]
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    settings = {"HOME": str(Path(place).parent), "PATH": path, "LANG": LANGUAGE, **told}
    return [*system, "/usr/bin/env", "-i", "-C", place, *(f"{n}={v}" for n, v in settings.items()), "make", *words]


def try_in(suite: str, commit: str, logs: Path, more: list[str]) -> None:
    """Both commands in one system.

    Raises:
        FailedError: one of them failed, or left something running.
    """
    owner, log = SUITES[suite], logs / f"{suite}.log"
    with Bare(suite, "") as bare, log.open("w", encoding="utf-8") as out:
        tell_apt(bare)
        told = surroundings(bare)
        bare.get(*TO_BEGIN, *(() if owner == "root" else ("sudo",)))
        if owner != "root":
            rights = f'reader ALL=(ALL) NOPASSWD: ALL\nDefaults env_keep += "{" ".join(told)}"\n'
            (bare.root / "etc" / "sudoers.d" / "reader").write_text(rights, encoding="utf-8")
        bare.say_in(LANGUAGE)
        place = clone(bare, commit, owner)
        for recipe in RECIPES:
            began = time.monotonic()
            words = (*recipe, *(more if recipe == ("test",) else ()))
            print(f"{suite}, by {owner}: make {shlex.join(words)}", file=out, flush=True)
            command = typed(bare, owner, place, told, words)
            ran = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, timeout=BOUND, check=False
            )
            last = log.read_text(encoding="utf-8", errors="replace").rstrip().rpartition("\n")[2]
            took = time.monotonic() - began
            print(f"{suite}, by {owner}: make {recipe[0]}: {ran.returncode} after {took:.0f} s: {last}", flush=True)
            if ran.returncode:
                raise FailedError(f"{suite}: make {recipe[0]} ended with {ran.returncode}: {log}")
        if left := left_running(bare):
            raise FailedError(f"{suite}: still running: {left}")


def left_running(bare: Bare) -> list[str]:
    """Commands of that system that did not end with what started them."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if (process / "root").readlink() == bare.root:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue  # no process, or it has ended
    return found


def main() -> None:
    """Try each suite, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", action="append", choices=SUITES)
    parser.add_argument("--commit", default="HEAD")
    parser.add_argument("--logs", type=Path, default=ROOT / "build" / "package" / "source")
    parser.add_argument("more", nargs="*", help="more words for `make test`, as ARGS=--durations=20")
    words = parser.parse_args()
    for program in ("debootstrap", "git"):
        if shutil.which(program) is None or os.geteuid() != 0:
            sys.exit(f"hiitreader: this needs root, git and debootstrap: apt-get install {program}")
    words.logs.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_any: sys.exit(143))  # what is mounted is unmounted on the way out
    failed = []
    for suite in words.suite or SUITES:
        try:
            try_in(suite, words.commit, words.logs, words.more)
        except (FailedError, subprocess.SubprocessError) as error:
            failed.append(str(error))
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
