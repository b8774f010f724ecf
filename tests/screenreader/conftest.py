"""The stage for tests with a real screen reader, and when they are left out."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.screenreader.stage import Stage, missing

REQUIRED = "HIITREADER_REQUIRE_ORCA"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A display, a bus and a window manager of their own; skipped where they can't be had and need not be."""
    lacking = missing()
    if lacking and not os.environ.get(REQUIRED):
        pytest.skip(f"not installed: {', '.join(lacking)}; set {REQUIRED}=1 to fail instead")
    assert not lacking, f"{REQUIRED} is set, but these are not installed: {', '.join(lacking)}"
    folder = tmp_path / "stage"
    try:
        with Stage(folder) as stage:
            yield stage
    finally:
        shutil.rmtree(folder, ignore_errors=True)
