"""On Windows, Qt is told to keep AltGr apart from Ctrl and Alt, unless somebody has told it how to start."""

import pytest

from hiitreader.app.program import _keyboard


@pytest.mark.parametrize(
    ("system", "environ", "words"),
    [
        ("win32", {}, ("-platform", "windows:altgr")),
        ("win32", {"QT_QPA_PLATFORM": "offscreen"}, ()),
        ("win32", {"QT_QPA_PLATFORM": "windows:nowmpointer"}, ()),
        ("linux", {}, ()),
        ("darwin", {}, ()),
    ],
)
def test_altgr_is_kept_apart_on_windows(system: str, environ: dict[str, str], words: tuple[str, ...]) -> None:
    assert _keyboard(system, environ) == words
