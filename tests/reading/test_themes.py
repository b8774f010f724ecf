import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.errors import InputProblem, WorldProblem
from hiitreader.reading.themes import (
    COLOUR_NAMES,
    available,
    bundled,
    choose,
    load_theme,
    parse_theme,
    theme_for,
)
from hiitreader.system.paths import resources

SOURCE = (resources() / "themes" / "light.toml").read_text()


def own_theme(folder: Path, name: str = "mine", source: str = SOURCE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(source)
    return path


def test_the_bundled_themes_are_the_files() -> None:
    files = {path.stem: load_theme(path) for path in (resources() / "themes").glob("*.toml")}
    assert {theme.id: theme for theme in bundled()} == files


def test_the_themes_one_expects_are_there() -> None:
    assert [(theme.id, theme.scheme, theme.contrast) for theme in bundled()[:6]] == [
        ("light", "light", "normal"),
        ("sepia", "light", "normal"),
        ("dark", "dark", "normal"),
        ("high-contrast-dark", "dark", "high"),
        ("high-contrast-light", "light", "high"),
        ("yellow-on-black", "dark", "high"),
    ]


@pytest.mark.parametrize(
    ("setting", "scheme", "contrast", "theme"),
    [
        ("system", "light", "normal", "light"),
        ("system", "dark", "normal", "dark"),
        ("system", "light", "high", "high-contrast-light"),
        ("system", "dark", "high", "high-contrast-dark"),
        ("sepia", "dark", "high", "sepia"),
        ("gone", "dark", "normal", "dark"),
    ],
)
def test_choosing(setting: str, scheme: str, contrast: str, theme: str) -> None:
    assert choose(setting, scheme, contrast).id == theme
    assert choose(setting, scheme, contrast, ()).id == (theme if setting != "sepia" else "high-contrast-dark")


def test_the_readers_own_theme_is_found_and_may_replace_a_bundled_one(tmp_path: Path) -> None:
    own_theme(tmp_path, "mine", SOURCE.replace('"Light"', '"Meins: schön"'))
    own_theme(tmp_path, "dark", SOURCE.replace("#fbf9f4", "#FFFFFF"))
    themes = {theme.id: theme for theme in available([tmp_path, tmp_path / "not there"]).themes}
    assert themes["mine"].name == "Meins: schön"
    assert themes["dark"].colours.page == "#ffffff"
    assert len(themes) == len(bundled()) + 1
    assert theme_for("mine", "light", "normal", tmp_path).theme == themes["mine"]
    assert theme_for("system", "dark", "normal", tmp_path).theme == themes["dark"]
    assert theme_for("light", "dark", "normal", tmp_path).theme.id == "light"


def test_a_broken_theme_is_named_and_the_others_stay(tmp_path: Path) -> None:
    own_theme(tmp_path, "mine")
    own_theme(tmp_path, "broken", "name = ")
    found = available([tmp_path])
    assert "mine" in {theme.id for theme in found.themes}
    assert len(found.problems) == 1
    assert "broken.toml" in found.problems[0].said()


def test_a_chosen_theme_that_is_broken_or_gone_gives_one_that_suits_and_says_so(tmp_path: Path) -> None:
    own_theme(tmp_path, "broken", "name = ")
    for name in ("broken", "gone", "../gone", "a/b"):
        chosen = theme_for(name, "dark", "high", tmp_path)
        assert chosen.theme.id == "high-contrast-dark"
        assert chosen.problem is not None
        assert name.split("/")[-1] in chosen.problem.said()


def test_a_theme_whose_name_no_disk_takes_gives_one_that_suits(tmp_path: Path) -> None:
    chosen = theme_for("宇" * 150, "dark", "normal", tmp_path)
    assert chosen.theme.id == "dark"
    assert chosen.problem is not None


def test_a_theme_outside_the_folder_is_not_opened(tmp_path: Path) -> None:
    own_theme(tmp_path, "outside")
    own_theme(tmp_path / "themes", "inside")
    assert theme_for("../outside", "light", "normal", tmp_path / "themes").problem is not None


@pytest.mark.parametrize(
    ("source", "part"),
    [
        (SOURCE.replace('scheme = "light"', 'scheme = "bright"'), 'line 3, “scheme” should be "light" or "dark"'),
        (SOURCE.replace('contrast = "normal"\n', ""), "“contrast” is missing"),
        (SOURCE.replace('text = "#1f1d1a"', 'text = "black"', 1), "line 9, “text” should be a colour like"),
        (SOURCE.replace('text = "#1f1d1a"\n', "", 1), "“text” is missing"),
        (SOURCE.replace("[colours]", "[colors]"), "“colours” is missing"),
        (SOURCE + 'sky = "#0000ff"\n', "“sky” should be one of the colours that themes have"),
        (SOURCE + 'page = "#0000ff"\n', "not valid TOML"),
        (SOURCE.replace('name = "Light"', "name = 12"), "line 2, “name” should be"),
        ("name = \n", "line 1"),
        ("x = " + "[" * 50_000, "not valid TOML|nested too deeply"),
    ],
    ids=range(10),
)
def test_what_is_wrong_is_named_with_its_line_or_key(source: str, part: str) -> None:
    with pytest.raises(InputProblem) as problem:
        parse_theme(source.encode(), Path("mine.toml"))
    assert any(one in problem.value.said() for one in part.split("|")), problem.value.said()
    assert "mine.toml" in problem.value.said()


def test_bytes_that_are_no_text_and_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="not UTF-8 text at line 3"):
        parse_theme(b'name = "x"\n\n\xff', tmp_path / "mine.toml")
    with pytest.raises(WorldProblem, match="no file"):
        load_theme(tmp_path / "mine.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * 200_000)
    with pytest.raises(InputProblem, match="too large"):
        load_theme(tmp_path / "large.toml")


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with pytest.raises(InputProblem):
        parse_theme(data, Path("mine.toml"))


def test_every_colour_is_asked_for() -> None:
    assert set(COLOUR_NAMES) == set(bundled()[0].colours._asdict())
    for key in COLOUR_NAMES:
        lines = [line for line in SOURCE.splitlines() if not line.startswith(f"{key} =")]
        with pytest.raises(InputProblem, match=f"“{key}” is missing"):
            parse_theme("\n".join(lines).encode(), Path("mine.toml"))


def test_a_bundled_theme_is_chosen_without_a_toml_reader(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from hiitreader.reading.themes import theme_for\n"
        f"theme_for('system', 'dark', 'normal', Path({str(tmp_path)!r}))\n"
        "sys.exit('tomllib' in sys.modules)"
    )
    source = str(Path(sys.modules["hiitreader"].__file__ or "").parent.parent)
    done = subprocess.run([sys.executable, "-c", program], check=False, env={"PYTHONPATH": source}, timeout=60)
    assert done.returncode == 0
