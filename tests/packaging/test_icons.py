"""The icon can be told apart in every size that a desktop asks for."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

ROOT = Path(__file__).parents[2]
LINE = QColor("#14485c").rgb()
"""The ink of the heading, in every drawing."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    script = str(ROOT / "packaging" / "icons.py")
    subprocess.run([sys.executable, script, str(folder)], check=True, capture_output=True, timeout=120)
    return folder


def longest_run(image: QImage, ink: int) -> int:
    """The most pixels beside one another that are exactly of this ink."""
    longest = 0
    for y in range(image.height()):
        run = 0
        for x in range(image.width()):
            run = run + 1 if image.pixel(x, y) == ink else 0
            longest = max(longest, run)
    return longest


def test_every_size_is_drawn(drawn: Path) -> None:
    sizes = runpy.run_path(str(ROOT / "packaging" / "icons.py"))["SIZES"]
    for size in sizes:
        image = QImage(str(drawn / f"hiitreader-{size}.png"))
        assert (image.width(), image.height()) == (size, size)


@pytest.mark.parametrize("size", [16, 22, 24, 32])
def test_lines_of_small_sizes_lie_on_whole_pixels(drawn: Path, size: int) -> None:
    """A line between two rows of pixels would be a grey smear, with none of its own ink."""
    image = QImage(str(drawn / f"hiitreader-{size}.png"))
    assert longest_run(image, LINE) >= size // 4
