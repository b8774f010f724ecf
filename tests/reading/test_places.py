import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.flow import Flow
from hiitreader.errors import WorldProblem
from hiitreader.reading.place import Place, place_of
from hiitreader.reading.places import Places
from hiitreader.system.files import write_atomically

ASIDE = "places.json.damaged-20260131-235900"
FLOW = Flow([Block(BlockKind.PARAGRAPH, "One two three four."), Block(BlockKind.PARAGRAPH, "Fünf 𝟔 sieben.")])
PLACE = place_of(FLOW, 4)


def now() -> datetime:
    return datetime(2026, 1, 31, 23, 59, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "places.json"


def test_a_place_comes_back_from_the_disk_as_it_was(path: Path) -> None:
    places = Places(path, now)
    for position in range(FLOW.length):
        places.keep(f"digest {position}", place_of(FLOW, position), f"/articles/{position}.md")
    assert places.unsaved
    assert not path.exists()
    places.save()
    assert not places.unsaved
    again = Places(path, now)
    for position in range(FLOW.length):
        assert again.find(f"digest {position}") == place_of(FLOW, position)
    assert again.problems == ()
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_place_kept_last_is_the_latest(path: Path) -> None:
    places = Places(path, now)
    assert places.latest is None
    for digest in ("a", "b", "a"):
        places.keep(digest, Place(1, "a", 0, 0), f"/{digest}.md")
    places.save()
    again = Places(path, now).latest
    assert again is not None
    assert (again.digest, again.source) == ("a", "/a.md")


def test_an_edited_article_has_the_place_of_the_same_source(path: Path) -> None:
    places = Places(path, now)
    places.keep("old", Place(1, "a", 0, 0), "/article.md")
    places.keep("older", Place(2, "b", 0, 0), "/other.md")
    places.keep("new", Place(3, "c", 0, 0), "/article.md")
    assert places.find("newest", "/article.md") == Place(3, "c", 0, 0)
    assert places.find("old", "/article.md") == Place(1, "a", 0, 0)
    assert places.find("newest") is None
    assert places.find("newest", "/elsewhere.md") is None


def test_only_the_latest_are_kept(path: Path) -> None:
    places = Places(path, now, most=3)
    for number in range(4):
        places.keep(str(number), Place(number, "", 0, 0))
    places.keep("1", Place(7, "", 0, 0))
    places.keep("4", Place(4, "", 0, 0))
    places.save()
    kept = json.loads(path.read_bytes())["places"]
    assert [one["digest"] for one in kept] == ["3", "1", "4"]


def test_the_same_place_again_writes_nothing(path: Path) -> None:
    places = Places(path, now)
    places.keep("a", Place(1, "", 0, 0))
    places.save()
    path.unlink()
    places.keep("a", Place(1, "", 0, 0))
    places.save()
    assert not path.exists()


def test_a_place_kept_while_the_file_is_written_is_unsaved(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places(path, now, most=2)
    places.keep("a", Place(1, "", 0, 0))
    places.keep("b", Place(2, "", 0, 0))

    def write(path: Path, data: bytes) -> None:
        places.keep("c", Place(3, "", 0, 0))
        write_atomically(path, data)

    with monkeypatch.context() as slow:
        slow.setattr("hiitreader.reading.kept_list.write_private", write)
        places.save()
    assert places.unsaved
    assert Places(path, now).find("c") is None
    places.save()
    assert Places(path, now).find("c") == Place(3, "", 0, 0)


def test_a_place_can_be_forgotten(path: Path) -> None:
    places = Places(path, now)
    places.keep("a", Place(1, "", 0, 0))
    places.save()
    places.forget("a")
    places.save()
    assert Places(path, now).find("a") is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'{"places": 3}',
        b'{"places": [3]}',
        b'{"places": [{"digest": "a", "source": "", "place": {}}]}',
        b'{"places": [{"digest": "a", "source": "", "place": []}]}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
    ],
    ids=range(9),
)
def test_a_damaged_file_is_set_aside_and_said(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    places = Places(path, now)
    assert places.find("a") is None
    assert ASIDE in places.problems[0].said()
    assert path.with_name(ASIDE).read_bytes() == data
    places.keep("a", Place(1, "", 0, 0))
    places.save()
    assert Places(path, now).find("a") == Place(1, "", 0, 0)


@pytest.mark.parametrize(("key", "value"), [("index", -1), ("word", "2"), ("said", [3]), ("mark", None)])
def test_an_entry_with_a_wrong_value_is_damage(path: Path, key: str, value: object) -> None:
    places = Places(path, now)
    places.keep("a", place_of(FLOW, 3))
    places.save()
    values = json.loads(path.read_bytes())
    values["places"][0]["place"][key] = value
    path.write_text(json.dumps(values))
    again = Places(path, now)
    assert again.find("a") is None
    assert len(again.problems) == 1


def test_an_unwritable_folder_is_said_when_saving_and_not_before(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file")
    places = Places(tmp_path / "in the way" / "places.json", now)
    assert places.find("a") is None
    places.keep("a", Place(1, "", 0, 0))
    with pytest.raises(WorldProblem):
        places.save()
    assert places.unsaved
    assert places.find("a") == Place(1, "", 0, 0)


def test_a_file_that_can_not_be_read_is_not_lost_when_saving(path: Path) -> None:
    path.mkdir(parents=True)
    places = Places(path, now)
    assert places.find("a") is None
    assert len(places.problems) == 1
    places.keep("a", Place(1, "", 0, 0))
    places.save()
    assert path.with_name(ASIDE).is_dir()


def test_what_makes_sense_in_a_damaged_file_is_kept(path: Path) -> None:
    places = Places(path, now)
    for number in range(3):
        places.keep(f"digest {number}", PLACE, f"{number}.md")
    places.save()
    values = json.loads(path.read_bytes())
    values["places"][1]["place"]["word"] = "damaged"
    path.write_text(json.dumps(values), encoding="utf-8")
    again = Places(path, now)
    assert [again.find(f"digest {number}") for number in range(3)] == [PLACE, None, PLACE]
    assert len(again.problems) == 1
    assert len([*path.parent.glob(f"{path.name}.damaged-*")]) == 1
    again.save()
    assert Places(path, now).find("digest 2") == PLACE


def test_a_damaged_file_that_can_not_be_set_aside_is_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"damaged")
    places = Places(path, now)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", _refused)
        assert places.find("x") is None
        assert places.problems
    places.keep("x", PLACE)
    places.save()
    assert [one.read_bytes() for one in path.parent.glob(f"{path.name}.damaged-*")] == [b"damaged"]


def _refused(_self: Path, _target: Path) -> Path:
    raise PermissionError(13, "no")
