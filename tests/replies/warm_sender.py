"""The program itself, everything loaded, doing `hiitreader sync` in children: many can be killed in a short time.

Run as `python -m tests.replies.warm_sender`. Each line on its input is JSON: the data folder, how many seconds have
passed, by how many the clock was set wrong, and what `tests.replies.writing` has to write and post before (null:
nothing). It answers with the child's id on one line, and when that has ended with its exit status on the next (minus a
signal's number). It has one thread, so a child is a whole program.
"""

import json
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

import httpcore  # noqa: F401 -- loaded once, here, and not in every child
from tests.replies.sender import AheadClock
from tests.replies.writing import write

import hiitreader.cli.commands
import hiitreader.cli.replying
import hiitreader.replies.desk
import hiitreader.replies.servers.isso
import hiitreader.replies.servers.rest_or_form
import hiitreader.replies.servers.wordpress_form
import hiitreader.replies.servers.wordpress_rest
import hiitreader.system.wire  # noqa: F401
from hiitreader.__main__ import main
from hiitreader.system.clock import SystemClock, Tick

CRASHED = 70


def sync(data: str, passed: float, jumped: float, words: dict[str, str] | None) -> None:
    """Write and post, if there is something to write, do the command, with a clock that is ahead, and end."""
    clock = AheadClock(passed, jumped)

    def now(_: SystemClock) -> datetime:
        return clock.now()

    def tick(_: SystemClock) -> Tick:
        return clock.tick()

    SystemClock.now = now  # type: ignore[method-assign]
    SystemClock.tick = tick  # type: ignore[method-assign]
    quiet, errors = os.open(os.devnull, os.O_WRONLY), os.dup(2)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    status = CRASHED
    try:
        if words is not None:
            write(Path(data), clock, **words)
        status = main(["--data-dir", data, "sync"])
    finally:
        if status == CRASHED:
            os.dup2(errors, 2)
            traceback.print_exc()
        os._exit(status)


for _line in sys.stdin:
    _child = os.fork()
    if _child == 0:
        sync(*json.loads(_line))
    print(_child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(_child, 0)[1]), flush=True)
