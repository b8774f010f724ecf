"""What the shelf needs now and then is left alone where there is nothing of it."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject

from hiitreader.app.shelf_upkeep import ShelfUpkeep

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("name", ["none", "a" * 300, "ring"])
def test_in_a_folder_that_can_not_be_there_are_no_pictures(name: str, tmp_path: Path) -> None:
    (tmp_path / "ring").symlink_to("ring")
    asked = list[object]()
    lane = SimpleNamespace(submit=lambda *job: asked.append(job))
    window = QObject()
    program = SimpleNamespace(window=window, lane=lane, paths=SimpleNamespace(data=tmp_path / name))
    upkeep = ShelfUpkeep(program, SimpleNamespace())  # type: ignore[arg-type]
    upkeep.forget_left_pictures()
    upkeep.forget_pictures(["0" * 32])
    assert asked == []
