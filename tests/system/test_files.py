import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.errors import WorldProblem
from hiitreader.system.files import read_bytes_or_none, set_aside, write_atomically, write_private

NOW = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "file.json"


def test_a_file_is_written_whole_and_private(path: Path) -> None:
    write_atomically(path, b"one")
    assert path.read_bytes() == b"one"
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o755, 0o777, 0o700, 0o1777, 0o2775])
@pytest.mark.parametrize("name", ["public", "hiitreader"])
@pytest.mark.parametrize("is_empty", [True, False])
def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path, mode: int, name: str, is_empty: bool) -> None:
    folder = tmp_path / name
    folder.mkdir()
    if not is_empty:
        (folder / "letter.txt").touch()
    folder.chmod(mode)
    for _once_more in range(2):
        write_atomically(folder / "mine.json", b"{}")
        assert folder.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o640, 0o666])
def test_a_file_that_was_there_keeps_its_permissions(path: Path, mode: int) -> None:
    write_atomically(path, b"old")
    path.chmod(mode)
    mask = os.umask(0o077)
    try:
        write_atomically(path, b"new")
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o7777 == mode
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_that_was_there_keeps_its_owner(path: Path) -> None:
    write_atomically(path, b"old")
    os.chown(path, 12345, 23456)
    write_atomically(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


@pytest.mark.skipif(os.name != "posix", reason="owners of POSIX")
def test_a_file_of_another_person_is_not_taken_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomically(path, b"theirs")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(WorldProblem, match="may not be written to"):
        write_atomically(path, b"mine")
    assert path.read_bytes() == b"theirs"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="files of POSIX that are no files")
def test_what_is_no_file_stays_what_it_is(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(WorldProblem):
        write_atomically(path, b"new")
    assert path.is_fifo()
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(WorldProblem):
        write_atomically(path, b"new")
    assert path.is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_an_empty_folder_becomes_private_with_the_first_file_of_the_programs_own(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    write_private(tmp_path / "own.json", b"{}")
    assert (tmp_path.stat().st_mode & 0o777, (tmp_path / "own.json").is_file()) == (0o700, True)


def test_a_link_to_nothing_is_written_through(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(tmp_path / "later.json")
    write_atomically(path, b"new")
    assert path.is_symlink()
    assert (tmp_path / "later.json").read_bytes() == b"new"


def test_what_is_written_beside_is_new_and_its_name_can_not_be_guessed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int]] = []
    real_open = os.open

    def watch(name: object, flags: int, mode: int = 0o777) -> int:
        opened.append((str(name), flags))
        return real_open(name, flags, mode)  # type: ignore[arg-type]

    write_atomically(path, b"old")
    monkeypatch.setattr(os, "open", watch)
    for _once_more in range(8):
        write_atomically(path, b"new")
    parts = [(name, flags) for name, flags in opened if name.endswith(".part")]
    assert len({name for name, _flags in parts}) == 8
    assert all(flags & os.O_EXCL for _name, flags in parts)


def test_a_file_meant_for_others_gets_its_own_permissions(path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_atomically(path, b"page", mode=0o666)
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o644


@given(st.binary(max_size=200))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "read back"
    write_atomically(path, data)
    assert read_bytes_or_none(path) == data


def test_what_a_killed_program_left_is_cleared_but_not_what_another_may_be_writing(path: Path) -> None:
    write_atomically(path, b"one")
    remains = path.with_name(f".{path.name}.99-abc.part")
    young = path.with_name(f".{path.name}.98-abc.part")
    other = path.with_name(".other.json.99-abc.part")
    persons = path.with_name(f".{path.name}.first.part")
    for part in (remains, young, other, persons):
        part.write_bytes(b"half")
    for old in (remains, other, persons):
        os.utime(old, (1_000_000_000, 1_000_000_000))
    write_atomically(path, b"two")
    assert not remains.exists()
    assert young.exists()
    assert other.exists()
    assert persons.exists()


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_bytes(b"old")
    path.symlink_to(elsewhere)
    write_atomically(path, b"new")
    assert path.is_symlink()
    assert elsewhere.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EROFS, "may not be written to"),
        (errno.EACCES, "may not be written to"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
@pytest.mark.parametrize("where", ["os.open", "os.fsync", "pathlib.Path.replace"])
def test_a_write_that_fails_leaves_the_old_file_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str, where: str
) -> None:
    write_atomically(path, b"old")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as broken:
        broken.setattr(where, fail)
        with pytest.raises(WorldProblem) as problem:
            write_atomically(path, b"new")
    assert said in problem.value.said()
    assert str(path) in problem.value.said()
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_bytes_that_do_not_fit_are_noticed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomically(path, b"old")
    real_open = os.open

    def open_full(name: object, flags: int, mode: int = 0o777) -> int:
        return real_open("/dev/full", os.O_WRONLY) if str(name).endswith(".part") else real_open(name, flags, mode)

    monkeypatch.setattr(os, "open", open_full)
    for change in ("fchmod", "fchown"):
        monkeypatch.setattr(os, change, lambda *_any: None)  # the device is not the test's to change
    with pytest.raises(WorldProblem, match="the disk is full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorldProblem):
        write_atomically(tmp_path / "file" / "below.json", b"new")


def test_a_folder_where_the_file_should_be(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(WorldProblem):
        write_atomically(path, b"new")
    assert list(path.parent.iterdir()) == [path]
    with pytest.raises(WorldProblem):
        read_bytes_or_none(path)


def test_no_file_is_none(tmp_path: Path) -> None:
    assert read_bytes_or_none(tmp_path / "no" / "file") is None
    (tmp_path / "file").touch()
    assert read_bytes_or_none(tmp_path / "file" / "below") is None


def test_a_damaged_file_is_set_aside_under_the_date(path: Path) -> None:
    write_atomically(path, b"damaged")
    aside = set_aside(path, NOW)
    assert aside.name == "file.json.damaged-20260131-235900"
    assert aside.read_bytes() == b"damaged"
    assert not path.exists()
    write_atomically(path, b"damaged again")
    assert set_aside(path, NOW).name == "file.json.damaged-20260131-235900-2"
    assert aside.read_bytes() == b"damaged"


def test_a_copy_is_kept_when_the_file_is_still_wanted(path: Path) -> None:
    write_atomically(path, b"partly")
    aside = set_aside(path, NOW, leave=True)
    assert aside.read_bytes() == path.read_bytes() == b"partly"


def test_what_can_not_be_set_aside_is_said(tmp_path: Path) -> None:
    for leave in (False, True):
        with pytest.raises(WorldProblem):
            set_aside(tmp_path / "gone", NOW, leave=leave)


def test_a_folder_that_can_not_be_looked_into_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / ("a" * 300) / "places.json"
    with pytest.raises(WorldProblem):
        read_bytes_or_none(file)
    with pytest.raises(WorldProblem):
        set_aside(file, datetime(2026, 1, 31, tzinfo=UTC))
    with pytest.raises(WorldProblem):
        write_atomically(file, b"")
