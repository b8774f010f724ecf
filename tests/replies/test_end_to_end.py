"""The whole way by the real program: a reply is left, a server is set, and it is in the server's own database once."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.replies.isso_server import RealIsso, free_port


@dataclass(frozen=True)
class Program:
    """The program with a data folder of its own."""

    data: Path

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "hiitreader", "--data-dir", str(self.data), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    def done(self, *words: str) -> str:
        ran = self.run(*words)
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr == ""
        return ran.stdout

    def reply(self, comment: str, *more: str) -> str:
        return self.done(
            "reply", "--name", "Ann", "--email", "ann@example.com", "--comment", comment, *more
        ).splitlines()[0]

    def own(self) -> dict[str, dict[str, object]]:
        return {reply["uuid"]: reply for reply in json.loads(self.done("replies", "--json"))["own"]}

    def theirs(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.done("replies", "--json"))["theirs"]
        return found


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "data")


Start = Callable[..., RealIsso]


def test_a_reply_left_offline_reaches_the_server_once(program: Program, start_isso: Start) -> None:
    uuid = program.reply("Written offline.", "--website", "https://example.com")
    assert program.run("sync").returncode == 1
    isso = start_isso()
    program.done("server", "set", isso.url)
    said = program.done("sync")
    assert f"{uuid} Published." in said
    assert "The server has 1 reply." in said
    program.done("sync")
    assert isso.rows() == [(1, "Written offline.", "Ann", "ann@example.com", "https://example.com", None, 1)]
    (listed,) = program.theirs()
    assert (listed["text"], listed["own"]) == ("Written offline.", True)
    program.reply("An answer.", "--to", str(listed["id"]))
    program.done("sync")
    assert [(row[1], row[5]) for row in isso.rows()] == [("Written offline.", None), ("An answer.", 1)]
    wrong = program.run("reply", "--name", "A", "--email", "a@example.com", "--comment", "To whom?", "--to", "99")
    assert wrong.returncode == 1
    assert "no reply 99" in wrong.stderr


@pytest.mark.slow
def test_a_held_reply_awaits_moderation(program: Program, start_isso: Start) -> None:
    isso = start_isso(moderated=True)
    program.done("server", "set", isso.url)
    uuid = program.reply("Look at me first.")
    assert "awaiting moderation" in program.done("sync")
    assert program.own()[uuid]["state"] == "awaiting moderation"
    assert [row[6] for row in isso.rows()] == [2]
    assert "Look at me first." in program.done("replies")


@pytest.mark.slow
def test_a_server_that_is_down_costs_nothing(program: Program) -> None:
    program.done("server", "set", f"http://127.0.0.1:{free_port()}", "--kind", "isso")
    uuid = program.reply("Still here.")
    ran = program.run("sync")
    assert ran.returncode == 1
    assert "can't be reached" in ran.stderr
    assert uuid in ran.stderr
    mine = program.own()[uuid]
    assert (mine["state"], mine["comment"]) == ("queued", "Still here.")


@pytest.mark.slow
def test_what_is_no_reply_server_is_not_set(program: Program, start_isso: Start) -> None:
    isso = start_isso()
    ran = program.run("server", "set", f"{isso.url}/js")
    assert ran.returncode == 1
    assert "There is nothing at" in ran.stderr
    assert program.done("server", "show") == "No server is set.\n"
