"""Background lanes: one worker thread each, jobs in the order they were given, values out.

It never touches a widget: `done` is called on the lane's own thread, and whoever shows something brings the outcome
over.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar, cast

T = TypeVar("T")

Job = Callable[[], None]


class Outcome(NamedTuple, Generic[T]):
    """What became of a job: its value, or the exception that ended it (then `value` is None)."""

    value: T | None = None
    problem: BaseException | None = None

    def get(self) -> T:
        """The job's value.

        Raises:
            BaseException: the very exception that ended the job.
        """
        if self.problem is not None:
            raise self.problem
        return cast("T", self.value)


class Lane:
    """One worker thread that starts with its first job.

    Args:
        name: the thread's name, for those who look at the process.

    The thread is a daemon, so a job that hangs (a server that never answers) can't keep the program alive;
    `close` is where what must be finished is waited for.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._changed = threading.Condition()
        self._jobs: deque[Job] = deque()
        self._busy = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def submit(self, job: Callable[[], T], done: Callable[[Outcome[T]], None] | None = None) -> bool:
        """Run `job` after all jobs before it, then `done` with its outcome, both on the lane's thread.

        Returns:
            False when the lane is closed: neither will be called.
        """

        def whole() -> None:
            outcome = _outcome(job)
            if done is not None:
                done(outcome)
            elif outcome.problem is not None:
                _report(outcome.problem)

        with self._changed:
            if self._closed:
                return False
            self._jobs.append(whole)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return True

    def wait(self, seconds: float) -> bool:
        """Wait until no job is left; False when that took longer than `seconds`."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs and not self._busy, seconds)

    def close(self, seconds: float = 5.0, *, finish: bool = True) -> bool:
        """Take no more jobs, and wait for those that are there.

        Args:
            seconds: how long to wait at most.
            finish: False drops the jobs that have not begun.

        Returns:
            True when nothing was left undone.
        """
        with self._changed:
            self._closed = True
            if not finish:
                self._jobs.clear()
            self._changed.notify_all()
            thread = self._thread
        if thread is None or thread is threading.current_thread():
            return True
        thread.join(seconds)
        return not thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._jobs or self._closed)
                if not self._jobs:
                    return
                job = self._jobs.popleft()
                self._busy = True
            try:
                job()
            except BaseException as problem:  # noqa: BLE001 -- `done` failed: told, and the lane goes on
                _report(problem)


def _outcome(job: Callable[[], T]) -> Outcome[T]:
    try:
        return Outcome(value=job())
    except BaseException as problem:  # noqa: BLE001 -- a lane carries every failure to whoever asked
        return Outcome(problem=problem)


def _report(problem: BaseException) -> None:
    """Give a failure that nobody listens for to the program's one hook for such failures."""
    threading.excepthook(
        threading.ExceptHookArgs((type(problem), problem, problem.__traceback__, threading.current_thread()))
    )
