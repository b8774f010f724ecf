"""A program that has everything loaded and syncs in children, so that many syncs can be killed in a short time.

Run as `python -m tests.replies.warm_sender`. Each line on its input is JSON: the data folder, the seconds its clock is
ahead, and the thread's name and title. It answers with the child's id on one line, and when that has ended with its
exit status on the next (minus a signal's number). It has one thread, so a child is a whole program.
"""

import json
import os
import sys
from pathlib import Path

import httpcore  # noqa: F401 -- loaded once, here, and not in every child
from tests.replies.scenes import with_little_patience
from tests.replies.sender import AheadClock

from hiitreader.replies import wire  # noqa: F401
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.reply import Thread


def sync(data: str, ahead: float, uri: str, title: str) -> None:
    desk = ReplyDesk(Path(data), AheadClock(ahead), with_little_patience)
    desk.sync(Thread(uri, title))
    desk.close()


for _line in sys.stdin:
    _child = os.fork()
    if _child == 0:
        sync(*json.loads(_line))
        break
    print(_child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(_child, 0)[1]), flush=True)
