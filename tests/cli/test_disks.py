"""On a disk that is full or takes nothing one's own replies and the shelf are read, and what can't be kept is said."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock

from hiitreader.article.door import article_from_markdown
from hiitreader.library.shelf import Shelf
from hiitreader.replies.desk import DATABASE, ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Thread

pytestmark = pytest.mark.slow

LONGEST = 60
"""Seconds for one command; a watchdog."""
FULL = (
    'mount -t tmpfs -o size=4m tmpfs "$1" && cp -a "$0"/. "$1" && { cat /dev/zero >"$1/filler" 2>/dev/null || true; }'
)
READ_ONLY = 'mount --bind "$0" "$1" && mount -o remount,ro,bind "$1"'
DISKS = {"full": FULL, "read-only": READ_ONLY}


def apart(script: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a script with mounts of its own, which are gone when it ends."""
    return subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, *words],
        capture_output=True, text=True, timeout=LONGEST, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _mounts(tmp_path_factory: pytest.TempPathFactory) -> None:
    here, there = tmp_path_factory.mktemp("from"), tmp_path_factory.mktemp("to")
    if shutil.which("unshare") is None:
        pytest.skip("mounts of one's own are a Linux's")
    for mount in DISKS.values():
        if apart(mount, str(here), str(there)).returncode:
            pytest.skip("no mounts of one's own are allowed here")


@pytest.fixture(params=["in the file", "in the log", "damaged"])
def data(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A data folder with a reply, a draft and an article; left by a program that was closed, or killed."""
    folder = tmp_path / "data"
    desk, shelf = ReplyDesk(folder, HandClock()), Shelf(folder)
    desk.queue(Thread("/legs/", "Legs"), ReplyForm("Squats held my legs", "Ann", "ann@example.com"))
    desk.save_draft(Thread("/arms/", "Arms"), ReplyForm("Half typed"))
    shelf.add(article_from_markdown("# Kettlebells\n\nSwing them."))
    if request.param == "in the log":
        left = {path: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}
    desk.close(), shelf.close()
    if request.param == "in the log":
        for path, kept in left.items():
            path.write_bytes(kept)
    elif request.param == "damaged":
        file = folder / DATABASE
        kept = bytearray(file.read_bytes())
        kept[kept.index(b"Squats")] = 0xFF
        file.write_bytes(kept)
    return folder


@pytest.fixture(params=DISKS)
def disk(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def run(disk: str, data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run one command with its data folder on such a disk."""
    there = data.parent / "disk"
    there.mkdir(exist_ok=True)
    script = f'{DISKS[disk]} && there="$1" && shift && exec "$@" --data-dir "$there"'
    program = [sys.executable, "-m", "hiitreader", *words]
    return apart(script, str(data), str(there), *program)


def test_own_replies_are_listed_and_written_to_another_disk(disk: str, data: Path, tmp_path: Path) -> None:
    before = (data / DATABASE).read_bytes()
    listed = run(disk, data, "outbox", "list", "--json")
    assert listed.returncode == 0, listed.stderr
    words = {one["comment"] for one in json.loads(listed.stdout)}
    assert "Half typed" in words
    assert any("quats held my legs" in one for one in words)
    exported = run(disk, data, "mine", "export", str(tmp_path / "mine.json"))
    assert exported.returncode == 0, exported.stderr
    assert len(json.loads((tmp_path / "mine.json").read_bytes())["replies"]) == 2
    assert run(disk, data, "replies").returncode == 0
    assert run(disk, data, "mine", "on-servers").returncode == 0
    assert (data / DATABASE).read_bytes() == before


def test_the_shelf_is_listed_and_searched(disk: str, data: Path) -> None:
    listed = run(disk, data, "library", "list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "Kettlebells" in listed.stdout
    found = run(disk, data, "library", "search", "swing")
    assert found.returncode == 0
    assert "Kettlebells" in found.stdout


def test_what_can_not_be_kept_is_said_with_the_reason(disk: str, data: Path) -> None:
    reply = ("reply", "--name", "Ann", "--email", "ann@example.com", "--comment", "One more")
    said = run(disk, data, *reply)
    assert said.returncode == 1
    assert ("is full" in said.stderr) is (disk == "full")
    assert ("read-only" in said.stderr) is (disk == "read-only")
    assert "quats" not in said.stderr
