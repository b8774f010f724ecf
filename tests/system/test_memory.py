"""What is free between things that stay goes back to the system."""

import platform
from pathlib import Path

import pytest

from hiitreader.system.memory import give_back

MEGABYTE = 1024 * 1024


def _resident() -> int:
    """The process's memory in bytes (proc(5), statm; pages of 4 kB)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has to be asked")
def test_memory_between_things_that_stay_is_given_back() -> None:
    pieces = [bytes(2_000) for _ in range(20_000)]
    stay = pieces[::500]
    full = _resident()
    pieces.clear()
    give_back()
    assert full - _resident() > 20 * MEGABYTE
    assert len(stay) == 40


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("ctypes.CDLL", lambda _name: pytest.fail("asked"))
    give_back()
