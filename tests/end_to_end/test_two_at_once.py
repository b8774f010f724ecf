"""Two windows, or a window and the command line, on one data folder: one takes the file, and nothing is lost."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from tests.bounded import bounded, wait_until
from tests.end_to_end.conftest import Start
from tests.end_to_end.test_reply import all_on_disk, command_line

from hiitreader.replies.reply import ReplyState

OPENING = Path(__file__).with_name("opening_window.py")


@contextmanager
def window(data: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """The real program as a process of its own, which says what it opens; ended by its own id."""
    process = subprocess.Popen(
        [sys.executable, str(OPENING), "--data-dir", str(data), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def said(process: "subprocess.Popen[str]") -> str:
    """The next thing it says."""
    assert process.stdout is not None
    assert process.stderr is not None
    with bounded(process):
        line = process.stdout.readline().strip()
        if not line:
            raise AssertionError(f"it ended: {process.wait(10)} {process.stderr.read()}")
    return line


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file whose name is not easy."""
    path = tmp_path / "a näme\nof two lines.md"
    path.write_text("# Second\n\nWords.\n", encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_second_start_hands_its_file_over_and_ends(data: Path, file: Path) -> None:
    with window(data) as first:
        assert said(first).startswith("complete ")
        with window(data, str(file)) as second:
            assert second.wait(20) == 0
        assert said(first) == "complete Second"
        assert first.poll() is None


@pytest.mark.slow
def test_a_second_start_without_a_file_ends_too(data: Path) -> None:
    with window(data) as first:
        said(first)
        with window(data) as second:
            assert second.wait(20) == 0
        assert said(first) == "raised"
        assert first.poll() is None


@pytest.mark.slow
def test_another_spelling_of_the_folder_is_the_same(data: Path, file: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(data)
    with window(data) as first:
        said(first)
        with window(tmp_path / "link", str(file)) as second:
            assert second.wait(20) == 0
        assert said(first) == "complete Second"


def test_two_starts_in_the_same_moment_are_one_window(data: Path, file: Path) -> None:
    with ExitStack() as stack:
        both = [stack.enter_context(window(data, *words)) for words in ((), (str(file),))]
        wait_until(lambda: any(process.poll() is not None for process in both), "one of them to end")
        done = [process for process in both if process.poll() is not None]
        assert done[0].returncode == 0
        (left,) = set(both) - set(done)
        assert said(left).startswith("complete ")


@pytest.mark.slow
def test_other_data_is_another_window(data: Path, tmp_path: Path) -> None:
    with window(data) as first, window(tmp_path / "other") as second:
        assert said(first).startswith("complete ")
        assert said(second).startswith("complete ")


@pytest.mark.slow
def test_beside_one_that_hangs_an_own_window_opens(data: Path, file: Path) -> None:
    with window(data) as first:
        said(first)
        os.kill(first.pid, signal.SIGSTOP)
        try:
            with window(data, str(file)) as second:
                assert said(second) == "complete Second"
                assert second.poll() is None
        finally:
            os.kill(first.pid, signal.SIGCONT)


@pytest.mark.slow
def test_after_a_kill_the_next_start_is_the_first(data: Path, file: Path) -> None:
    with window(data) as first:
        said(first)
    with window(data) as second:
        assert said(second).startswith("complete ")
        with window(data, str(file)) as third:
            assert third.wait(20) == 0
        assert said(second) == "complete Second"


@pytest.mark.slow
def test_a_window_that_is_closed_ends_well_and_lets_the_next_one_in(data: Path) -> None:
    for _again in range(2):
        with window(data) as first:
            assert said(first).startswith("complete ")
            first.send_signal(signal.SIGTERM)
            assert first.wait(20) == 0
            assert first.stderr is not None
            with bounded(first):
                assert first.stderr.read() == ""
    assert json.loads((data / "window.json").read_bytes())["panels"] == []


@pytest.mark.parametrize(
    "which",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGINT, marks=pytest.mark.slow),
        pytest.param(signal.SIGHUP, marks=pytest.mark.slow),
    ],
)
@pytest.mark.slow
def test_asked_to_end_it_keeps_what_was_just_typed(data: Path, which: signal.Signals) -> None:
    with window(data, "--typing=The last words") as first:
        assert said(first).startswith("complete ")
        assert said(first) == "typed"
        first.send_signal(which)
        assert first.wait(20) == 0
    assert [reply.form.comment for reply in all_on_disk(data)] == ["The last words"]


@pytest.mark.slow
def test_the_command_line_is_safe_beside_a_window_that_keeps_drafts(start: Start, data: Path) -> None:
    one = start()
    one.press("Ctrl+R")

    def commands(number: int) -> list[int]:
        words = ["--name", f"Bob {number}", "--email", "bob@example.com", "--comment", f"From the terminal {number}"]
        codes = [command_line(data, "reply", *words).returncode]
        codes.append(command_line(data, "replies", "--json").returncode)
        codes.append(command_line(data, "sync").returncode)
        return codes

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(commands, number) for number in range(4)]
        typed = 0
        while not all(one_run.done() for one_run in running):
            one.type("abcdefghij"[typed % 10])
            typed += 1
            one.late.replies.session.keep_draft()
            one.qtbot.wait(5)
    assert [one_run.result(0) for one_run in running] == [[0, 0, 1]] * 4, "no server is set, so a sync is not done"
    one.settle()
    assert one.notices == ()
    assert one.close()
    kept = all_on_disk(data)
    drafts = [reply.form.comment for reply in kept if reply.state is ReplyState.DRAFT]
    assert [len(words) for words in drafts] == [typed]
    queued = [reply.form.comment for reply in kept if reply.state is ReplyState.QUEUED]
    assert sorted(queued) == [f"From the terminal {number}" for number in range(4)]
