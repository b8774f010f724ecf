"""What holds for every test: no screen, no home of the person who runs it, and nothing said that was not expected.

It never makes a test pass: it only takes the surroundings away and adds reasons to fail.
"""

import logging
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hypothesis
import pytest

# No test fails because the machine is busy: none has a deadline. And none fails by chance, at a change that has nothing
# to do with it: made-up examples are the same each time, but for whoever searches for more.
hypothesis.settings.register_profile("patient", deadline=None, derandomize=True)
hypothesis.settings.register_profile("quick", deadline=None, derandomize=True, max_examples=20)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile("patient")

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in ("DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "LANGUAGE", "LC_ALL", "LANG"):
    os.environ.pop(_name, None)
os.environ["LC_ALL"] = "C.UTF-8"


LONG = ("slow", "screenreader", "alone")
LONGEST = 900
"""Seconds a test of these kinds may take, and every other one as pyproject.toml says: what hangs is no long wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the long tests their time."""
    for item in items:
        if any(item.get_closest_marker(kind) for kind in LONG) and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONGEST))


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder each time: pytest's own numbered ones are counted by looking through all that there are."""
    place = tmp_path_factory.mktemp("homes")
    return (place / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty home, so that no test reads or writes a real person's files."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("HIITREADER_DATA_DIR", str(home / "hiitreader"))


UNDRESSED = "QWidget#nobody {}"
"""A sheet that dresses nothing: Qt crashes when the last sheet goes and another one comes."""


@pytest.fixture(autouse=True)
def undressed() -> Iterator[None]:
    """Take off what a test dressed the application in, for the next one."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    if application is None or not hasattr(application, "styleSheet"):
        return
    from PySide6.QtGui import QFontDatabase

    plain = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if application.styleSheet() not in {"", UNDRESSED}:
        application.setStyleSheet(UNDRESSED)
    if application.font() != plain:
        application.setFont(plain)


class _Recorder(logging.Handler):
    """Collects records of level WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_logs() -> list[str]:
    """The sentences a test expects in the log: put (parts of) them in; any other warning still fails the test."""
    return []


@pytest.fixture(autouse=True)
def no_stray_logs(expected_logs: list[str]) -> Iterator[None]:
    """Fail the test when something warned in the log and the test had not said that it would."""
    recorder = _Recorder()
    root = logging.getLogger()
    root.addHandler(recorder)
    try:
        yield
    finally:
        root.removeHandler(recorder)
    said = [record.getMessage() for record in recorder.records]
    stray = [line for line in said if not any(part in line for part in expected_logs)]
    missing = [part for part in expected_logs if not any(part in line for line in said)]
    if stray:
        pytest.fail("stray log lines: " + "; ".join(stray))
    if missing:
        pytest.fail("expected in the log and not said: " + "; ".join(missing))
