"""Preparing a checkout: it is said how much is fetched, and what to do when that fails, whatever pip says of it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.sh"
pytestmark = pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="prepared by itself on Debian alone")
PIP = """#!/bin/sh
case " $* " in *" --version "*) exit 0 ;; esac
while [ "$1" != --log ]; do shift; done
printf '%s\\n' "$SAID" | tee -a "$2"
exit "$CODE"
"""


def prepared(tmp_path: Path, said: str, code: int, **more: str) -> "subprocess.CompletedProcess[str]":
    """What preparing the checkout says where pip says this and ends so; nothing is installed."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PIP, encoding="utf-8")
    python.chmod(0o755)
    surroundings = {**os.environ, "TMPDIR": str(tmp_path), "SAID": said, "CODE": str(code), **more}
    command = [str(SCRIPT), "run", str(tmp_path / "venv")]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=60)


def test_how_much_is_fetched_is_said_before(tmp_path: Path) -> None:
    ran = prepared(tmp_path, "Collecting all of it", 0)
    assert ran.returncode == 0, ran.stderr
    before, _, after = ran.stderr.partition("Collecting all of it")
    assert "up to 87 MB" in before or " MB come from the package index" in before
    assert "Collecting all of it" in after, "each of pip's runs is seen"
    assert ran.stdout == ""
    assert list(tmp_path.glob("hiitreader-pip.*")) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full: free some space"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was pinned"),
        (
            "NewConnectionError: [Errno 111] Connection refused\nERROR: No matching distribution found",
            "was not reached",
        ),
        ("[Errno -3] Temporary failure in name resolution", "was not reached"),
        ("ReadTimeoutError: Read timed out.", "was not reached"),
        ("ERROR: HTTP error 503 while getting it\n503 Server Error", "was not reached"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate", "could not be trusted"),
        ("[Errno 13] Permission denied: 'x'", "may not be written to"),
        ("no such option: --no-build-isolation", "too old"),
        ("ERROR: No matching distribution found for x==1", "does not come for this system"),
        ("Something nobody has seen before", "could not install the packages; see its words above"),
    ],
)
def test_what_to_do_is_said_when_pip_fails(tmp_path: Path, said: str, told: str) -> None:
    ran = prepared(tmp_path, said, 1)
    assert ran.returncode == 1
    assert said.splitlines()[-1] in ran.stderr, "pip's own words stay"
    *_before, reason, where = ran.stderr.strip().splitlines()[-2:]
    assert reason.startswith("hiitreader: ")
    assert told in ran.stderr
    assert (
        Path(where.removeprefix("hiitreader: all of pip's words are in ")).read_text(encoding="utf-8").strip() == said
    )


def test_every_stage_says_how_much_it_fetches() -> None:
    sizes = dict(line.split() for line in (ROOT / "requirements" / "sizes").read_text().splitlines())
    pinned = {path.stem for path in (ROOT / "requirements").glob("*.txt")}
    assert set(sizes) == pinned
    assert all(int(size) > 0 for size in sizes.values())
