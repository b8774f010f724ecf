"""Copies of pictures go with their article, and nothing else does."""

import os
from pathlib import Path

import pytest
from tests.library.bringing import PNG

from hiitreader.library.bring_in.left_pictures import RESTING, forget_left_pictures, forget_pictures
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.entries import DATABASE, PICTURES

KEY, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a shelf and the pictures of two articles."""
    folder = tmp_path / "data"
    copies = PictureCopies(folder / PICTURES)
    for key in (KEY, OTHER):
        for name in ("a.png", "b.png"):
            assert copies.of(key).held(name, lambda: PNG)
    (folder / DATABASE).write_bytes(b"")
    return folder


def there(data: Path) -> set[str]:
    return {path.name for path in (data / PICTURES).iterdir()}


def rest(data: Path) -> float:
    """The time when what is there now has not been changed for long enough."""
    return max(path.stat().st_mtime for path in (data / PICTURES).iterdir()) + RESTING + 1


def test_they_go_with_their_article(data: Path) -> None:
    forget_pictures(data / PICTURES, [KEY, KEY, "0" * 32])
    assert there(data) == {OTHER}


@pytest.mark.parametrize("key", ["..", ".", "", "/etc", f"../{OTHER}", OTHER[:8], OTHER.upper(), f"{OTHER}/.."])
def test_what_is_no_key_leads_nowhere(data: Path, key: str) -> None:
    before = sorted(data.rglob("*"))
    forget_pictures(data / PICTURES, [key])
    assert sorted(data.rglob("*")) == before


def test_nothing_but_copies_goes(data: Path) -> None:
    folder = data / PICTURES / KEY
    own = [folder / "letter.txt", folder / "1.png.bak", folder / "deep" / "1.png"]
    (folder / "deep").mkdir()
    for path in own:
        path.write_bytes(b"mine")
    (folder / ".1.png.77-0a1b2c3d.part").write_bytes(b"half a picture")
    forget_pictures(data / PICTURES, [KEY])
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(own)


def test_no_link_is_followed(data: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "1.png").write_bytes(PNG)
    away = data / PICTURES / KEY
    forget_pictures(data / PICTURES, [KEY])
    away.symlink_to(outside, target_is_directory=True)
    (data / PICTURES / OTHER / "3.png").symlink_to(outside / "1.png")
    forget_pictures(data / PICTURES, [KEY, OTHER])
    forget_left_pictures(data, lambda _key: False, rest(data))
    assert (outside / "1.png").read_bytes() == PNG
    assert away.is_symlink()
    assert [path.name for path in (data / PICTURES / OTHER).iterdir()] == ["3.png"]


def test_a_folder_that_is_elsewhere_is_left_alone(data: Path, tmp_path: Path) -> None:
    (data / PICTURES).rename(tmp_path / "elsewhere")
    (data / PICTURES).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    forget_pictures(data / PICTURES, [KEY])
    assert (tmp_path / "elsewhere" / KEY / "1.png").exists()


def test_what_was_left_over_goes_later(data: Path) -> None:
    forget_left_pictures(data, lambda key: key == OTHER, rest(data) - RESTING)
    assert there(data) == {KEY, OTHER}, "one may just be being brought in"
    forget_left_pictures(data, lambda key: key == OTHER, rest(data))
    assert there(data) == {OTHER}


@pytest.mark.parametrize("damage", ["gone", "set aside"])
def test_without_a_sound_shelf_all_stay(data: Path, damage: str) -> None:
    if damage == "gone":
        (data / DATABASE).unlink()
    else:
        (data / f"{DATABASE}.damaged-20260131-235900").write_bytes(b"")
    forget_left_pictures(data, lambda _key: False, rest(data))
    assert there(data) == {KEY, OTHER}


def test_what_can_not_be_taken_away_stays(data: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may take away anything")
    (data / PICTURES / KEY).chmod(0o500)
    try:
        forget_pictures(data / PICTURES, [KEY])
        assert there(data) == {KEY, OTHER}
    finally:
        (data / PICTURES / KEY).chmod(0o700)


def test_without_pictures_there_is_nothing_to_do(tmp_path: Path) -> None:
    forget_left_pictures(tmp_path, lambda _key: False)
    forget_pictures(tmp_path / PICTURES, [KEY])
    assert list(tmp_path.iterdir()) == []
