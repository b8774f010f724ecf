"""A fault of ours: told in plain words, noted without what the reader wrote, and the program goes on."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running

from hiitreader.app.last_net import MOST_NOTED, LastNet
from hiitreader.errors import WorldProblem


class Broken:
    """Fails with words the reader wrote."""

    def __init__(self) -> None:
        self.times = 0

    def fail(self) -> None:
        self.times += 1
        raise ValueError("My knee, ann@example.com")


@pytest.fixture
def netted(start: Start, data: Path) -> Iterator[tuple[Running, LastNet]]:
    """A program with the net below it. Faults are handed to it by hand, for the tests have a net of their own."""
    one = start()
    net = LastNet(data / "log", one.program.qt)
    net.tell_through(one.window.tell, one.late.closing.end)
    yield one, net
    net.deleteLater()


def caught(net: LastNet, broken: Broken) -> None:
    try:
        broken.fail()
    except ValueError as fault:
        net.caught(type(fault), fault, fault.__traceback__)


def test_a_fault_is_told_once_and_noted(
    netted: tuple[Running, LastNet], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, net = netted
    broken = Broken()
    for _time in range(3 * MOST_NOTED):
        caught(net, broken)
    assert len(one.notices) == 1
    assert "Something went wrong in the program itself." in one.notices[0]
    assert "replies" in one.notices[0]
    assert str(data / "log" / "faults.log") in one.notices[0]
    text = (data / "log" / "faults.log").read_text(encoding="utf-8")
    assert text.count("ValueError") == MOST_NOTED
    assert "knee" not in text
    assert "ann" not in text
    assert "knee" not in capsys.readouterr().err
    one.press("H", "Ctrl++")
    assert one.focus is one.view


def test_a_fault_in_another_thread_is_told_in_the_window(netted: tuple[Running, LastNet]) -> None:
    one, net = netted
    one.program.lane._lane.submit(lambda: caught(net, Broken()))
    one.wait(lambda: bool(one.notices))
    one.settle()


def test_a_problem_that_nobody_took_says_its_own_sentences(netted: tuple[Running, LastNet]) -> None:
    one, net = netted
    net.caught(WorldProblem, WorldProblem("The moon is down."), None)
    assert one.notices == ("The moon is down.",)


def test_without_a_file_it_says_nothing_of_one(netted: tuple[Running, LastNet], data: Path) -> None:
    one, net = netted
    (data / "log").write_text("a file", encoding="utf-8")
    caught(net, Broken())
    assert "noted" not in one.notices[0]


def test_what_fell_before_the_window_was_complete_is_told_then(start: Start, data: Path) -> None:
    one = start()
    net = LastNet(data / "log", one.program.qt)
    caught(net, Broken())
    assert one.notices == ()
    net.tell_through(one.window.tell, one.late.closing.end)
    assert len(one.notices) == 1
    net.deleteLater()


FALLING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from hiitreader.app.program import Program
from hiitreader.__main__ import main

finish = Program._finish

def fail_in_a_slot():
    raise ValueError("My knee, ann@example.com")

def finished(program):
    finish(program)
    program.view.scrolled.connect(fail_in_a_slot)
    QTimer.singleShot(100, lambda: program.view.verticalScrollBar().setValue(200))
    QTimer.singleShot(150, lambda: program.lane._lane.submit(fail_in_a_slot))
    QTimer.singleShot(500, lambda: look(program))

def look(program):
    print(len(program.window.notices.texts()), program.window.isVisible(), flush=True)
    program.view.scrolled.disconnect(fail_in_a_slot)
    program.window.close()

Program._finish = finished
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


def test_the_real_program_goes_on_and_ends_well(data: Path) -> None:
    command = [sys.executable, "-c", FALLING, str(data)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.stdout.split() == ["1", "True"], ran.stderr
    assert ran.returncode == 0
    noted = (data / "log" / "faults.log").read_text(encoding="utf-8")
    assert noted.count("fail_in_a_slot") >= 2
    assert "in thread disk" in noted
    assert "knee" not in noted + ran.stderr


BROKEN_START = """
import sys
from hiitreader.ui.page import ArticlePage
from hiitreader.__main__ import main

def no(*args):
    raise ValueError("My knee")

ArticlePage.__init__ = no
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


def test_a_start_that_fails_says_so_and_is_noted(data: Path) -> None:
    command = [sys.executable, "-c", BROKEN_START, str(data)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 1
    assert "ValueError" in ran.stderr
    assert "knee" not in ran.stderr
    assert "Something went wrong in the program itself." in ran.stderr
    assert "ValueError" in (data / "log" / "faults.log").read_text(encoding="utf-8")


HALF_MADE = """
import gc
import sys
from PySide6.QtCore import QTimer
from hiitreader.app.late import Late
from hiitreader.app.program import Program
from hiitreader.__main__ import main

def no(*args):
    raise ValueError("My knee")

finish = Program._finish

def finished(program):
    finish(program)
    QTimer.singleShot(700, lambda: look(program))

def look(program):
    print(len(program.window.notices.texts()), program.window.isVisible(), gc.isenabled(), flush=True)
    program.window.close()

Late._make_commands = no
Program._finish = finished
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


@pytest.mark.slow
def test_when_a_later_part_can_not_be_made_the_article_is_there_and_it_is_said(data: Path) -> None:
    command = [sys.executable, "-c", HALF_MADE, str(data)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.stdout.split() == ["1", "True", "True"], ran.stderr
    assert ran.returncode == 0
    assert "knee" not in ran.stderr


def test_closed_at_its_first_picture_it_ends_well(data: Path) -> None:
    code = (
        "import sys; from hiitreader.app.program import Program; from hiitreader.__main__ import main\n"
        "Program._finish = lambda program: program.window.close()\n"
        "sys.exit(main(['--data-dir', sys.argv[1]]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(data)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(
    "milliseconds", [20, *(pytest.param(other, marks=pytest.mark.slow) for other in (0, 40, 60, 90))]
)
def test_closed_while_the_rest_is_made_it_ends_well(data: Path, milliseconds: int) -> None:
    code = (
        "import sys; from PySide6.QtCore import QTimer\n"
        "from hiitreader.app.program import Program; from hiitreader.__main__ import main\n"
        "finish = Program._finish\n"
        "def finished(program):\n"
        "    finish(program)\n"
        f"    QTimer.singleShot({milliseconds}, program.window.close)\n"
        "Program._finish = finished\n"
        "sys.exit(main(['--data-dir', sys.argv[1]]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(data)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_timers_are_slots_too(netted: tuple[Running, LastNet]) -> None:
    """What a timer calls may fail as well; the timer goes on."""
    one, net = netted
    broken = Broken()
    timer = QTimer(one.window, interval=1)
    timer.timeout.connect(lambda: caught(net, broken))
    timer.start()
    one.wait(lambda: broken.times > 3)
    timer.stop()
    assert len(one.notices) == 1
