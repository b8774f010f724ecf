"""The file of faults says where and what, and nothing of what the reader wrote."""

import subprocess
from pathlib import Path

import pytest

from hiitreader.app import fault_log
from hiitreader.app.fault_log import NAME, described, note
from hiitreader.errors import Bug, WorldProblem

SECRET = "My knee hurts, write to ann@example.com"


def raised(fault: BaseException) -> BaseException:
    def inner() -> None:
        raise fault

    try:
        inner()
    except BaseException as caught:  # noqa: BLE001
        return caught
    raise AssertionError


@pytest.mark.parametrize(
    "fault",
    [
        ValueError(SECRET),
        KeyError(SECRET),
        RuntimeError(f"can't show '{SECRET}'"),
        TypeError(f'"{SECRET}" is no number, says ann@example.com'),
        AttributeError(f"'{SECRET}' has no attribute 'x'"),
        UnicodeEncodeError("ascii", SECRET, 0, 1, "no"),
        FileNotFoundError(2, "No such file", f"/home/ann/{SECRET}"),
        OSError(SECRET),
        WorldProblem("{path} is damaged.", path=SECRET),
        Bug("No command {id}.", id=SECRET),
        subprocess.CalledProcessError(1, ["echo", SECRET]),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_nothing_the_reader_wrote_is_in_it(fault: BaseException) -> None:
    text = described(raised(fault), "MainThread")
    assert "ann" not in text
    assert "knee" not in text
    assert type(fault).__name__ in text
    assert "test_fault_log.py" in text
    assert "inner" in text


def test_what_helps_to_mend_it_is_in_it() -> None:
    text = described(raised(AttributeError("'NoneType' object has no attribute 'flow'")), "disk")
    assert "'NoneType' object has no attribute 'flow'" in text
    assert "in thread disk" in text
    assert "hiitreader" in text.splitlines()[0]
    assert "Python" in text.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "noted"),
    [
        ("Internal C++ object (QLabel) already deleted.", "Internal C++ object (QLabel) already deleted."),
        ("f() got an unexpected keyword argument 'x'", "f() got an unexpected keyword argument 'x'"),
        ("can't show that", "can…"),
        ("bad value ann@example.com here", "bad value…"),
        ("bad value “My knee”", "bad value …"),
    ],
)
def test_words_end_where_a_value_may_begin(words: str, noted: str) -> None:
    assert f"RuntimeError: {noted}\n" in described(raised(RuntimeError(words)), "MainThread")


def test_the_cause_is_in_it_too() -> None:
    fault = Bug("Not thought of.")
    fault.__cause__ = raised(OSError(28, "No space left on device"))
    text = described(fault, "MainThread")
    assert "Bug: Not thought of." in text
    assert "OSError: 28 No space left on device" in text


def test_no_folder_with_a_persons_name_is_in_it(tmp_path: Path) -> None:
    module = tmp_path / "hiitreader" / "ui" / "broken.py"
    module.parent.mkdir(parents=True)
    module.write_text("raise RuntimeError('x y')\n", encoding="utf-8")
    try:
        exec(compile(module.read_text(encoding="utf-8"), str(module), "exec"), {})
    except RuntimeError as fault:
        text = described(fault, "MainThread")
    assert "hiitreader/ui/broken.py:1" in text
    assert str(tmp_path) not in text


def test_a_fault_that_calls_itself_for_ever_is_short() -> None:
    def again() -> None:
        again()

    with pytest.raises(RecursionError) as fault:
        again()
    assert len(described(fault.value, "MainThread").splitlines()) < 60


def test_it_is_added_to_a_private_file(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    assert note(folder, "One\n") == folder / NAME
    assert note(folder, "Two\n") == folder / NAME
    text = (folder / NAME).read_text(encoding="utf-8")
    assert text.index("One") < text.index("Two")
    assert (folder / NAME).stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_a_large_file_gives_way_to_a_new_one_and_one_old_one_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fault_log, "LARGEST", 1000)
    for number in range(200):
        note(tmp_path, f"Fault {number}\n" + "x" * 50)
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, f"{NAME}.1"]
    assert "Fault 199\n" in (tmp_path / NAME).read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 3000
    for path in tmp_path.iterdir():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == "What came before is in faults.log.1; what is older than that was deleted."


def test_where_nothing_can_be_written_it_is_none(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file", encoding="utf-8")
    assert note(tmp_path / "log", "One\n") is None
    (tmp_path / "full" / NAME).mkdir(parents=True)
    assert note(tmp_path / "full", "One\n") is None
