"""What says that two builds are the same says otherwise when any one file of them is not, or a kind is missing."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "same_bytes.sh"
KINDS = (
    *("hiitreader-1-py3-none-any.whl", "hiitreader-1.tar.gz", "hiitreader-1.cdx.json", "hiitreader-latest.json"),
    *("hiitreader_1_amd64.deb", "hiitreader-1-x86_64.run", "hiitreader-1-1.x86_64.rpm"),
)


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        for kind in KINDS:
            (tmp_path / name / kind).write_text(f"the bytes of {kind}")
    return tmp_path / "first", tmp_path / "second"


def compared(builds: tuple[Path, Path]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(SCRIPT), *map(str, builds)], capture_output=True, text=True, check=False, timeout=60)


def test_the_same_are_the_same(builds: tuple[Path, Path]) -> None:
    ran = compared(builds)
    assert ran.returncode == 0, ran.stderr
    assert all(kind in ran.stdout for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_one_other_byte_is_told(builds: tuple[Path, Path], kind: str) -> None:
    (builds[1] / kind).write_text(f"The bytes of {kind}")
    ran = compared(builds)
    assert ran.returncode == 1
    assert "not the same bytes" in ran.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_was_not_built_is_told(builds: tuple[Path, Path], kind: str) -> None:
    for folder in builds:
        (folder / kind).unlink()
    ran = compared(builds)
    assert ran.returncode == 1
    assert "has no hiitreader" in ran.stderr


def test_one_that_is_only_in_the_second_is_told(builds: tuple[Path, Path]) -> None:
    (builds[1] / "hiitreader-1.more").write_text("more")
    assert compared(builds).returncode == 1
