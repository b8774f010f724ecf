"""The papers of the Linux packages say what CHANGELOG.md and the program say."""

import re
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from hiitreader import __version__

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "packaging" / "linux"


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    for name, value in {
        "SOURCE_DATE_EPOCH": "1700000000",
        "VERSION": __version__,
        "APP_ID": "org.example.reader",
        "HOMEPAGE": "https://example.org/",
        "MAINTAINER": "Somebody <somebody@example.org>",
        "SUMMARY": "reads",
    }.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(LINUX / "papers.py"))


def points_of_the_changelog() -> dict[str, list[str]]:
    """Each version's points as plain text, read line by line."""
    found: dict[str, list[str]] = {}
    points: list[str] = []
    for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## \[(.+?)\]", line):
            points = found.setdefault(heading[1], [])
        elif line.startswith("- "):
            points.append(line[2:])
        elif line.startswith("  "):
            points[-1] += f" {line.strip()}"
    return {version: [point.replace("`", "") for point in all_] for version, all_ in found.items()}


def test_the_release_notes_are_those_of_the_changelog(papers: dict[str, Any]) -> None:
    releases = ET.fromstring(papers["metainfo"]()).findall("releases/release")
    notes = {one.get("version"): [item.text for item in one.findall("description/ul/li")] for one in releases}
    changelog = points_of_the_changelog()
    changelog.pop("Unreleased", None)
    assert notes == changelog
    assert next(iter(notes)) == __version__
    assert all(notes.values())


def test_debians_changelog_has_the_same_points(papers: dict[str, Any]) -> None:
    text = papers["debian_changelog"]()
    assert text.startswith(f"hiitreader ({__version__}) ")
    together = " ".join(text.split())
    assert [point for point in points_of_the_changelog()[__version__] if f"* {point}" not in together] == []


def test_every_override_of_lintian_has_its_reason() -> None:
    """Remarks and overrides take turns: an override without a remark before it, or before its like, is not there."""
    text = (LINUX / "lintian-overrides").read_text()
    groups = re.findall(r"(?:^# .+\n)+(?:^hiitreader: .+\n){1,2}", text, re.MULTILINE)
    assert "".join(groups) == text


def test_the_checkers_of_debian_stop_the_build() -> None:
    """None of them is run for its words alone."""
    deb, tree = (LINUX / "deb.sh").read_text(), (LINUX / "tree.sh").read_text()
    assert "lintian --fail-on error,warning" in deb
    for script in (deb, tree):
        assert "\nset -eu\n" in script
    for checker in ("desktop-file-validate", "appstreamcli validate"):
        (line,) = (line for line in tree.splitlines() if line.startswith(checker))
        assert "||" not in line
