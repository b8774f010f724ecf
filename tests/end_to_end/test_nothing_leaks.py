"""A session in which everything fails: nothing of what the reader wrote is in a log, a report or on the terminal."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.hostile.server import HTML, Hostile, Speaker, hostile_server

from hiitreader.replies.desk import DATABASE, ReplyDesk

SECRETS = ("ann.reader@example.com", "ann.reader", "Ann Reader", "knee-that-clicks", "abcd-efgh-ijkl")

SESSION = """
import json
import sqlite3
import sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from hiitreader.app.program import Program
from hiitreader.errors import Bug, WorldProblem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import Field, ReplyForm
from hiitreader.__main__ import main

EMAIL, PASSWORD = "ann.reader@example.com", "abcd-efgh-ijkl"
FORM = ReplyForm("My knee-that-clicks.", "Ann Reader", EMAIL)
finish = Program._finish

def database():
    sqlite3.connect(":memory:").execute(f"SELECT '{EMAIL}' FROM nobody")

def chained():
    try:
        int(EMAIL)
    except ValueError as fault:
        raise RuntimeError(f"Not for {FORM}") from fault

def key():
    return {}[EMAIL]

def encoded():
    (EMAIL + chr(0xDC00)).encode()

def read():
    json.loads('{"email": "%s", }' % EMAIL)

def opened():
    open(f"/nowhere/{EMAIL}")

def attribute():
    return FORM.knee

def asserted():
    assert FORM.email == PASSWORD, (FORM, PASSWORD)

def told():
    raise WorldProblem("{host} said no.", host=EMAIL)

def ours():
    raise Bug("A promise was not kept.", form=FORM)

FAULTS = (database, chained, key, encoded, read, opened, attribute, asserted, told, ours)

def finished(program):
    finish(program)
    program.window.ready.connect(lambda: QTimer.singleShot(0, lambda: begin(program)))

def begin(program):
    form = program.late.replies.form
    for field, words in ((Field.COMMENT, FORM.comment), (Field.NAME, FORM.name), (Field.EMAIL, EMAIL)):
        QTest.keyClicks(form._rows[field].field, words)
    form.remembers or form._remember.click()
    form._post.click()
    for fault in FAULTS:
        QTimer.singleShot(0, fault)
        program.lane._lane.submit(fault)
        program.late.replies._network._lane.submit(fault)
    QTimer.singleShot(2500, lambda: end(program))

def end(program):
    print("posted", len(ReplyDesk(program.paths.data).own()), flush=True)
    program.window.close()

Program._finish = finished
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


def spoilt(speaker: Speaker) -> None:
    """A fault of the server's that has the reader's own words in it."""
    speaker.say(b"<h1>Fatal error</h1> for ann.reader@example.com, Ann Reader: knee-that-clicks", 500, HTML)


@pytest.mark.parametrize("kind", ["isso", "wordpress-form"])
@pytest.mark.slow
def test_nothing_of_the_readers_is_left_outside_the_database(tmp_path: Path, kind: str) -> None:
    data = tmp_path / "data"
    with hostile_server() as server:
        ran = _session(data, server, kind)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "posted 1\n"
    noted = (data / "log" / "faults.log").read_text(encoding="utf-8")
    for fault in ("RuntimeError", "KeyError", "UnicodeEncodeError", "JSONDecodeError", "AssertionError", "Bug"):
        assert fault in noted, "it is noted that it happened, and where"
    assert "in thread network" in noted
    for secret in SECRETS:
        assert secret not in ran.stdout + ran.stderr
        for file in data.rglob("*"):
            if file.is_file() and not file.name.startswith(DATABASE):
                assert secret.encode() not in file.read_bytes(), file
    kept = b"".join(file.read_bytes() for file in data.glob(f"{DATABASE}*"))  # with what is not yet in the file itself
    assert b"ann.reader@example.com" in kept, "there was something to be found"


def _session(data: Path, server: Hostile, kind: str) -> "subprocess.CompletedProcess[str]":
    server.spoil(spoilt, "POST")
    desk = ReplyDesk(data)
    desk.servers.use(server.found(kind))
    desk.close()
    command = [sys.executable, "-X", "dev", "-c", SESSION, str(data)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=90)
