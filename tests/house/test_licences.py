"""Everything that is shipped has its licence notice in resources/licences; `make licences` gathers them."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GATHER = ROOT / "packaging" / "licences" / "gather.py"
GATHERED = ROOT / "resources" / "licences" / "licences.md"


def gathered_parts() -> dict[str, str]:
    """Each part's heading with what is said below it, and each text's."""
    pieces = re.split(r"^### (.+)$", GATHERED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def test_every_pinned_package_has_a_notice_for_its_version() -> None:
    tools = runpy.run_path(str(GATHER))
    together = {name: part for part in tools["tomllib"].loads((GATHER.parent / "parts.toml").read_text())["part"]
                for name in part.get("of", ())}  # fmt: skip
    said = gathered_parts()
    for name, version in tools["pinned"]().items():
        heading = together[name]["name"] if name in together else name
        (part,) = (text for head, text in said.items() if head.removesuffix(" (Windows)") == f"{heading} {version}")
        titles = re.findall(r"“(.+?)”", part)
        assert titles, name
        for title in titles:
            assert any(title in head.split(", ") and "~~~~text" in text for head, text in said.items()), title


@pytest.mark.skipif(sys.platform != "linux" or sys.version_info >= (3, 12), reason="other packages are installed there")
def test_the_notices_are_those_of_the_installed_packages() -> None:
    ran = subprocess.run(
        [sys.executable, str(GATHER), "--check"], capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="other packages are installed there")
def test_a_package_without_a_notice_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    tools = runpy.run_path(str(GATHER))
    monkeypatch.setitem(tools["parts"].__globals__, "pinned", lambda: {**tools["pinned"](), "nobody-knows-it": "1.0"})
    with pytest.raises(tools["NoticeMissingError"], match="nobody-knows-it"):
        tools["parts"]()


def test_qt_is_said_to_be_replaceable() -> None:
    said = GATHERED.read_text(encoding="utf-8")
    assert "You may replace them." in said
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in said


def test_what_qt_takes_from_others_was_looked_through_for_the_pinned_version() -> None:
    """Another Qt may hold other code: look at its own list and its libraries, mend the texts, then name it there."""
    tools = runpy.run_path(str(GATHER))
    parts = tools["tomllib"].loads((GATHER.parent / "parts.toml").read_text())["part"]
    (qt,) = (part for part in parts if "pyside6-essentials" in part.get("of", ()))
    assert tools["pinned"]()["pyside6-essentials"].rpartition(".")[0] == qt["checked"]
    said = GATHERED.read_text(encoding="utf-8")
    for part in ("Emoji Segmenter", "libwebp", "Public Suffix List", "BLAKE2", "fractional-scale", "Imlib2"):
        assert part in said, part
