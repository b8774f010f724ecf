"""Which computer this is, and who is using it, as far as the system tells them apart from others.

It never gives what the system calls itself: only a digest that means nothing without the salt (machine-id(5)).
"""

import sys
from contextlib import suppress
from pathlib import Path

_LINUX = ("/etc/machine-id", "/var/lib/dbus/machine-id")
_LEAST = 8
"""Characters of an id that tells computers apart: a system that has not been set up yet has a word there."""


def this_computer(salt: str) -> str:
    """A digest of this computer and its user, the same each time for the same salt; "" where neither can be told."""
    from hashlib import sha256  # loads a library, which a window that sends nothing does without

    machine = _machine()
    return sha256(f"{salt}\n{machine}\n{_user()}".encode("utf-8", "replace")).hexdigest()[:32] if machine else ""


def _machine() -> str:
    with suppress(OSError, ValueError, AttributeError):
        found = _of_windows() if sys.platform == "win32" else _of_mac() if sys.platform == "darwin" else _of_linux()
        return found if len(found) >= _LEAST and found.strip("0-") else ""
    return ""


def _of_linux() -> str:
    for name in _LINUX:
        with suppress(OSError):
            if found := Path(name).read_text("ascii", "replace").strip():
                return found
    return ""


def _of_windows() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, _READ_64) as key:
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])


_READ_64 = 0x20019 | 0x0100
"""KEY_READ and KEY_WOW64_64KEY: a program of 32 bits has a key of its own there."""


def _of_mac() -> str:
    import ctypes

    class _Timespec(ctypes.Structure):
        _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))

    found = (ctypes.c_ubyte * 16)()
    ask = ctypes.CDLL(None).gethostuuid  # gethostuuid(3)
    return bytes(found).hex() if ask(ctypes.byref(found), ctypes.byref(_Timespec(1, 0))) == 0 else ""


def _user() -> str:
    import os

    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
