import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

import hiitreader
from hiitreader.errors import WorldProblem
from hiitreader.system.paths import Paths, find_paths, make_missing, make_private, program_folder, resources


def all_below(top: Path) -> Paths:
    return Paths(top, top, top / "log")


def test_the_option_comes_first_then_the_variable_then_portable_then_the_system(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.mkdir()
    (program / "portable").touch()
    environ = {"HIITREADER_DATA_DIR": str(tmp_path / "from variable")}
    assert find_paths(tmp_path / "from option", environ, program) == all_below(tmp_path / "from option")
    assert find_paths(None, environ, program) == all_below(tmp_path / "from variable")
    assert find_paths(None, {}, program) == all_below(program / "data")
    (program / "portable").unlink()
    assert find_paths(None, {"HIITREADER_DATA_DIR": ""}, program) == Paths(
        platformdirs.user_data_path("hiitreader", appauthor=False),
        platformdirs.user_config_path("hiitreader", appauthor=False),
        platformdirs.user_state_path("hiitreader", appauthor=False),
    )


@pytest.mark.parametrize("home", ["/home/ann", "/home/ann/", "/", "", "ann"])
@pytest.mark.parametrize("folder", [None, "", "/srv/{}", "/srv/{}/", "relative/{}", "~/{}"])
def test_the_systems_rule_is_that_of_platformdirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str, folder: str | None
) -> None:
    monkeypatch.setenv("HOME", home)
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        if folder is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, folder.format(variable))
    dirs = platformdirs.PlatformDirs("hiitreader", appauthor=False)
    known = Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_state_path)
    assert find_paths(None, {}, tmp_path) == known


def test_the_tests_own_environment_is_heard() -> None:
    assert find_paths() == all_below(Path(os.environ["HIITREADER_DATA_DIR"]))


def test_relative_folders_and_the_home_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_paths(Path("here")).data == tmp_path / "here"
    assert find_paths(Path("~/there")).data == Path(os.environ["HOME"]) / "there"


def test_finding_makes_nothing(tmp_path: Path) -> None:
    find_paths(tmp_path / "data", {}, tmp_path)
    find_paths(None, {}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_files_and_folders_of_the_readers(tmp_path: Path) -> None:
    paths = find_paths(tmp_path)
    assert (paths.themes, paths.settings_file, paths.places_file, paths.own_settings_file) == (
        tmp_path / "themes",
        tmp_path / "settings.json",
        tmp_path / "places.json",
        tmp_path / "article-settings.json",
    )


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
class TestMakePrivate:
    def test_every_folder_it_makes_is_for_its_owner_only(self, tmp_path: Path) -> None:
        make_private(tmp_path / "a" / "b")
        assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o700, 0o700]
        make_private(tmp_path / "a" / "b")

    def test_an_empty_or_our_own_folder_is_tightened(self, tmp_path: Path) -> None:
        for name in ("empty", "hiitreader"):
            (tmp_path / name).mkdir(mode=0o755)
        (tmp_path / "hiitreader" / "settings.json").touch()
        for name in ("empty", "hiitreader"):
            make_private(tmp_path / name)
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o700

    def test_a_folder_with_other_things_in_it_is_left_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared").chmod(0o755)
        (tmp_path / "shared" / "letter.txt").touch()
        make_private(tmp_path / "shared")
        assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o755

    @pytest.mark.parametrize("mode", [0o1777, 0o2775])
    def test_an_empty_folder_that_several_write_to_is_left_as_it_is(self, tmp_path: Path, mode: int) -> None:
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared").chmod(mode)
        make_private(tmp_path / "shared")
        assert (tmp_path / "shared").stat().st_mode & 0o7777 == mode

    def test_an_empty_folder_of_another_person_is_left_as_it_is(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "theirs").mkdir()
        (tmp_path / "theirs").chmod(0o755)
        monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "theirs").stat().st_uid + 1)
        make_private(tmp_path / "theirs")
        assert (tmp_path / "theirs").stat().st_mode & 0o777 == 0o755

    def test_a_disk_without_permissions_will_do(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "hiitreader").mkdir(mode=0o755)

        def refuse(self: Path, mode: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "chmod", refuse)
        make_private(tmp_path / "hiitreader")


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorldProblem) as problem:
        make_private(tmp_path / "file" / "below")
    assert str(tmp_path / "file" / "below") in problem.value.said()
    assert "--data-dir" in problem.value.said()


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for make in (make_private, make_missing):
        with pytest.raises(WorldProblem, match="can't be made"):
            make(tmp_path / "file")


def test_resources_are_there_from_a_checkout_and_from_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (resources() / "themes" / "light.toml").is_file()
    package = tmp_path / "lib" / "hiitreader"
    (package / "system").mkdir(parents=True)
    monkeypatch.setattr("hiitreader.system.paths.__file__", str(package / "system" / "paths.py"))
    assert resources() == tmp_path / "resources"
    (package / "resources").mkdir()
    assert resources() == package / "resources"


def test_the_program_s_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program_folder() == resources().parent
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "hiitreader"))
    assert program_folder() == tmp_path


def test_an_installed_package_looks_beside_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hiitreader" / "resources").mkdir(parents=True)
    monkeypatch.setattr("hiitreader.system.paths.__file__", str(tmp_path / "hiitreader" / "system" / "paths.py"))
    assert program_folder() == Path(sys.prefix)


LATER = {
    "argparse", "babel", "gettext", "hashlib", "httpcore", "importlib.resources", "keyring", "logging", "markdown",
    "nh3", "platformdirs", "queue", "selectolax", "socket", "sqlite3", "tempfile", "tomllib", "PySide6",
}  # fmt: skip


def test_what_the_first_picture_does_not_need_is_not_imported() -> None:
    rooms = "reading.preferences, reading.themes, reading.place, reading.places, system.paths, system.translations"
    imports = ", ".join(f"hiitreader.{room}" for room in rooms.split(", "))
    source = str(Path(hiitreader.__file__).parent.parent)
    program = f"import {imports}, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], check=True, capture_output=True, text=True, env={"PYTHONPATH": source},
        timeout=60,
    )  # fmt: skip
    assert LATER & set(done.stdout.split()) == set()
