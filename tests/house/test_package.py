"""What is built holds what the program needs, and building it asks nobody but the package index of the person's pip."""

import runpy
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def shipped() -> list[str]:
    """Every resource, relative to the resources folder."""
    folder = ROOT / "resources"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--sdist", "--outdir", str(out)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return out


def test_there_are_resources() -> None:
    assert any(name.startswith("articles/") for name in shipped())
    assert any(name.startswith("themes/") for name in shipped())


def test_the_wheel_holds_every_resource_and_every_module(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert [name for name in shipped() if f"hiitreader/resources/{name}" not in names] == []
    modules = [path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")]
    assert [name for name in modules if name not in names] == []
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_source_archive_can_be_built_from(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {f"resources/{name}" for name in shipped()}
    wanted |= {"pyproject.toml", "LICENSE", "README.md", "Makefile", "packaging/bootstrap.sh", "requirements/run.txt"}
    assert wanted - names == set()


BUILD_FILES = ["Makefile", "pyproject.toml", ".ci/run", *sorted(
    str(path.relative_to(ROOT)) for folder in ("requirements", "packaging") for path in (ROOT / folder).iterdir()
    if path.is_file()
)]  # fmt: skip


@pytest.mark.parametrize("name", BUILD_FILES)
def test_no_build_file_names_an_address(name: str) -> None:
    """Where packages come from is the person's own choice, in the settings of their pip and apt."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text.replace("'://'", ""), name


def test_every_requirement_is_pinned_with_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        entries = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        assert entries, path
        assert [line for line in entries if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_same_source_makes_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--sdist", "--outdir", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in dist.iterdir()
    }


def test_every_word_of_the_command_line_is_in_the_manual_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SOURCE_DATE_EPOCH", "0"), ("VERSION", "0"), ("SUMMARY", "s")):
        monkeypatch.setenv(name, value)
    page = runpy.run_path(str(ROOT / "packaging" / "linux" / "papers.py"))["man_page"]().replace("\\", "")
    for word in ("--data-dir", "--self-test", "outbox", "send-again", "on-servers", "--trust", "HIITREADER_DATA_DIR"):
        assert word in page


def test_the_picture_for_each_system_is_drawn_from_the_one(tmp_path: Path) -> None:
    script = str(ROOT / "packaging" / "icons.py")
    subprocess.run([sys.executable, script, str(tmp_path)], check=True, capture_output=True, timeout=120)
    assert (tmp_path / "hiitreader.ico").read_bytes()[:6] == b"\0\0\1\0\7\0"
    icns = (tmp_path / "hiitreader.icns").read_bytes()
    assert icns[:4] == b"icns"
    assert int.from_bytes(icns[4:8], "big") == len(icns)
    assert (tmp_path / "hiitreader-16.png").read_bytes()[1:4] == b"PNG"
