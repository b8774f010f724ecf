"""What the program says of itself in the real window, and that it asks nobody before the reader wants it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from threading import Thread

import pytest
from tests.bounded import bounded

from hiitreader import __version__

DRIVE = """
import json, os, sys
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from hiitreader.app import late
from hiitreader.app.about_part import AboutPart
from hiitreader.app.program import Program
from hiitreader.system.publisher import Publisher

address, opened, told = sys.argv[1], [], {}
late.AboutPart = lambda program: AboutPart(program, Publisher("id", updates=address), opened.append)
program = Program(None, None)

def until(what):
    for _ in range(500):
        if what():
            return
        QTest.qWait(20)
    raise SystemExit("waited in vain")

def ready():
    run = lambda name: program.late.actions.action(name).trigger()
    QTest.qWait(300)
    told["focus at first"] = program.qt.focusWidget().accessibleName()
    run("help.about")
    about = program.late.about._about
    until(about.isVisible)
    told["about"] = [about.version.accessibleName(), about.words.accessibleName()]
    until(lambda: program.qt.focusWidget() is about.version)
    about.updates.click()
    updates = program.late.about._updates
    until(updates.isVisible)
    told["about has closed"] = not about.isVisible()
    told["question"] = updates.head.accessibleName()
    QTest.qWait(300)
    print("asked now", flush=True)
    sys.stdin.readline()
    if updates.ask.isVisible():
        updates.ask.click()
        until(lambda: updates.head.accessibleName().partition(" ")[0] != "Asking")
        told["answer"] = updates.head.accessibleName()
        told["answer has the focus"] = program.qt.focusWidget() is updates.head
        if updates.open_page.isVisible():
            updates.open_page.click()
    updates.close_button.click()
    run("help.licences")
    until(lambda: program.session.current.title == "Licences")
    until(lambda: program.session.finished)
    article = program.session.article()
    told["licences"] = [block.text for block in article.blocks if block.level]
    told["licences have the focus"] = program.qt.focusWidget() is program.view
    told["page"] = opened
    print(json.dumps(told), flush=True)
    program.window.close()

program.window.ready.connect(ready)
program.run()
"""


class Listener:
    """A place for updates that counts who comes, and answers."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._socket = create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/latest"
        self.came = 0
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._socket.accept()
            except OSError:
                return
            with line:
                self.came += 1
                line.recv(65536)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(self._body), self._body))

    def close(self) -> None:
        self._socket.close()


@contextmanager
def driven(address: str, data: Path) -> "Iterator[subprocess.Popen[str]]":
    environ = os.environ | {"HIITREADER_DATA_DIR": str(data)}
    with subprocess.Popen(
        [sys.executable, "-c", DRIVE, address], env=environ, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process, bounded(process):  # fmt: skip
        yield process


def talk(address: str, data: Path, before: "list[int]", listener: Listener | None = None) -> dict[str, object]:
    with driven(address, data) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        with bounded(process):
            first = process.stdout.readline()
            assert first == "asked now\n", first + process.stderr.read()
        before.append(listener.came if listener else 0)
        out, err = process.communicate("go on\n", timeout=60)
        assert process.returncode == 0, err
        # the platform without a screen makes a remark; the program says nothing
        assert not [line for line in err.splitlines() if "propagateSizeHints" not in line]
    found: dict[str, object] = json.loads(out.splitlines()[-1])
    return found


@pytest.mark.slow
def test_nobody_is_asked_before_the_reader_wants_it_and_then_once(tmp_path: Path) -> None:
    listener = Listener(json.dumps({"version": "999.0", "page": "https://example.org/get"}).encode())
    before: list[int] = []
    told = talk(listener.address, tmp_path, before, listener)
    listener.close()
    assert before == [0]
    assert listener.came == 1
    assert "127.0.0.1 will be asked which version is the newest." in str(told["question"])
    out = f"hiitreader 999.0 is out. You have {__version__}."
    assert told["answer"] == f"{out}\nIts page: https://example.org/get"
    assert told["answer has the focus"]
    assert told["page"] == ["https://example.org/get"]


@pytest.fixture(scope="module")
def without_a_place(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return talk("", tmp_path_factory.mktemp("data"), [])


@pytest.mark.slow
def test_where_no_place_is_named_nobody_can_be_asked(without_a_place: dict[str, object]) -> None:
    assert "named no place for updates" in str(without_a_place["question"])
    assert f"You have hiitreader {__version__}." in str(without_a_place["question"])
    assert "answer" not in without_a_place


def test_about_says_version_and_licence(without_a_place: dict[str, object]) -> None:
    version, words = without_a_place["about"]  # type: ignore[misc]
    assert version == f"hiitreader {__version__}"
    assert "MIT licence" in words
    assert "LGPL 3" in words
    assert without_a_place["about has closed"]


def test_the_licences_are_an_article(without_a_place: dict[str, object]) -> None:
    headings = without_a_place["licences"]
    assert isinstance(headings, list)
    assert headings[:3] == ["Licences", "Parts", "hiitreader"]
    assert any(heading.startswith("Qt and Qt for Python") for heading in headings)
    assert "LGPL-3" in headings
    assert without_a_place["licences have the focus"]
