import threading

import pytest

from hiitreader.system.lanes import Lane, Outcome


def test_jobs_run_in_order_on_one_other_thread() -> None:
    lane, seen = Lane("test"), []
    for number in range(50):
        lane.submit(lambda number=number: seen.append((number, threading.current_thread().name)))  # type: ignore[misc]
    assert lane.close()
    assert seen == [(number, "test") for number in range(50)]


def test_a_value_comes_back() -> None:
    lane, outcomes = Lane("test"), []
    lane.submit(lambda: 6 * 7, outcomes.append)
    assert lane.wait(5)
    assert outcomes == [Outcome(value=42)]
    assert outcomes[0].get() == 42
    lane.close()


def test_a_failure_comes_back_as_it_was_and_the_lane_goes_on() -> None:
    lane = Lane("test")
    outcomes: list[Outcome[float]] = []
    lane.submit(lambda: 1 / 0, outcomes.append)
    lane.submit(lambda: 1.5, outcomes.append)
    assert lane.close()
    with pytest.raises(ZeroDivisionError):
        outcomes[0].get()
    assert outcomes[1].get() == 1.5


def test_a_failure_nobody_listens_for_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[type[BaseException] | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))
    lane = Lane("test")
    lane.submit(lambda: 1 / 0)
    lane.submit(lambda: 1, lambda _: {}[1])
    lane.submit(lambda: reported.append(None))
    assert lane.close()
    assert reported == [ZeroDivisionError, KeyError, None]


def test_closing_finishes_what_is_there_and_takes_no_more() -> None:
    lane, seen, gate = Lane("test"), [], threading.Event()
    lane.submit(lambda: gate.wait(5))
    lane.submit(lambda: seen.append("kept"))
    threading.Timer(0.05, gate.set).start()
    assert lane.close()
    assert seen == ["kept"]
    assert not lane.submit(lambda: seen.append("late"))


def test_closing_does_not_wait_for_ever_and_can_drop() -> None:
    lane, seen, begun, gate = Lane("test"), [], threading.Event(), threading.Event()
    lane.submit(lambda: begun.set() or gate.wait(5))
    lane.submit(lambda: seen.append("dropped"))
    assert begun.wait(5)
    assert not lane.close(0.05, finish=False)
    gate.set()
    assert lane.close()
    assert seen == []


def test_no_thread_before_the_first_job() -> None:
    before = threading.active_count()
    lane = Lane("test")
    assert threading.active_count() == before
    assert lane.close()
