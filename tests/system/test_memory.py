"""What is free between things that stay goes back to the system."""

import platform
import subprocess
import sys

import pytest

from hiitreader.system.memory import give_back

_BETWEEN = """
from pathlib import Path
from hiitreader.system.memory import give_back

def resident():  # bytes (proc(5), statm; pages of 4 kB)
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

pieces = [bytes(2_000) for _ in range(20_000)]
stay = pieces[::500]
full = resident()
pieces.clear()
give_back()
print(full - resident(), flush=True)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has to be asked")
def test_memory_between_things_that_stay_is_given_back() -> None:
    """In a process of its own: in one that ran for long, the pieces lie in holes between what others keep."""
    ran = subprocess.run([sys.executable, "-c", _BETWEEN], capture_output=True, text=True, timeout=60, check=True)
    assert int(ran.stdout) > 20 * 1024 * 1024


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("ctypes.CDLL", lambda _name: pytest.fail("asked"))
    give_back()
