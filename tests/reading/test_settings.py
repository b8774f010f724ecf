import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.errors import Bug, InputProblem
from hiitreader.reading.settings import (
    SettingKind,
    Settings,
    accepted,
    changed,
    shown,
    spec,
    specs,
    stepped,
    validated,
)

NUMBERS = [one for one in specs() if one.kind is SettingKind.NUMBER]
RANGES = {
    "text_size": (50, 500, 100),
    "line_height": (1.0, 4.0, 1.5),
    "letter_spacing": (0.0, 0.5, 0.0),
    "word_spacing": (0.0, 1.0, 0.0),
    "paragraph_spacing": (0.0, 3.0, 1.0),
    "column_width": (30, 120, 66),
}


def test_every_setting_is_declared_with_all_a_form_needs() -> None:
    assert [one.name for one in specs()] == list(Settings._fields)
    for one in specs():
        assert one.label
        assert one.help.endswith(".")
        assert one.group
        assert (one.kind is SettingKind.NUMBER) == (one.step > 0)
        assert (one.kind in {SettingKind.CHOICE, SettingKind.FONT, SettingKind.THEME}) == bool(one.choices)


def test_the_ranges_and_defaults() -> None:
    assert {one.name: (one.low, one.high, one.default) for one in NUMBERS} == RANGES


@pytest.mark.parametrize("one", specs(), ids=lambda one: one.name)
def test_a_default_is_a_value_the_setting_takes(one) -> None:
    assert accepted(one, one.default) == one.default
    assert type(accepted(one, one.default)) is type(one.default)


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.name)
def test_low_high_and_default_are_on_the_grid_of_steps(one) -> None:
    assert stepped(one, one.low, 10_000) == one.high
    assert stepped(one, one.high, -10_000) == one.low
    assert stepped(one, stepped(one, one.default, 1), -1) == one.default


@given(st.sampled_from(NUMBERS), st.floats(0, 1), st.integers(-7, 7).filter(bool))
def test_a_step_lands_on_the_grid_without_dust(one, part: float, times: int) -> None:
    start = accepted(one, one.low + part * (one.high - one.low))
    after = stepped(one, start, times)
    assert one.low <= after <= one.high
    assert round((after - one.low) / one.step) * one.step + one.low == pytest.approx(after, abs=1e-9)
    assert len(str(after).partition(".")[2]) <= 2
    assert isinstance(after, int) == one.whole
    assert (after - start) * times > 0 or after in {one.low, one.high}
    assert abs(after - start) <= abs(times) * one.step + 1e-9


def test_ten_steps_of_a_tenth_are_exact() -> None:
    height: object = 1.5
    for _ in range(10):
        height = stepped(spec("line_height"), height, 1)
    assert height == 2.5


def test_a_value_off_the_grid_goes_to_the_next_point_of_it() -> None:
    assert stepped(spec("line_height"), 1.55, 1) == 1.6
    assert stepped(spec("line_height"), 1.55, -1) == 1.5
    assert stepped(spec("text_size"), 104, 2) == 120


def test_choices_go_round_and_flags_turn() -> None:
    assert stepped(spec("alignment"), "left", 1) == "justified"
    assert stepped(spec("alignment"), "justified", 1) == "left"
    assert stepped(spec("motion"), "system", -1) == "full"
    assert stepped(spec("underline_links"), True, 1) is False
    assert stepped(spec("theme"), "sepia", 1, ["light", "sepia", "dark"]) == "dark"
    assert stepped(spec("font"), "Some installed family", 1) == "Atkinson Hyperlegible"


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("text_size", 150, "150 %"),
        ("letter_spacing", 0.12, "0.12 em"),
        ("letter_spacing", 0.0, "0 em"),
        ("paragraph_spacing", 2.0, "2 em"),
        ("line_height", 1.5, "1.5"),
        ("column_width", 66, "66 characters"),
        ("alignment", "justified", "Both sides"),
        ("underline_links", True, "On"),
        ("font", "serif", "The system's serif font"),
        ("font", "Comic Neue", "Comic Neue"),
    ],
)
def test_values_as_the_reader_sees_them(name: str, value: object, seen: str) -> None:
    assert shown(spec(name), value) == seen


def test_a_theme_is_shown_by_the_name_given_for_its_id() -> None:
    assert shown(spec("theme"), "sepia", {"sepia": "Old paper"}) == "Old paper"
    assert shown(spec("theme"), "system") == "Follow the system"


def test_numbers_out_of_range_go_to_the_end_and_are_told() -> None:
    result = validated({"text_size": 9000, "letter_spacing": -1, "line_height": 10**400, "word_spacing": float("inf")})
    assert result.settings == Settings(text_size=500, letter_spacing=0.0, line_height=4.0, word_spacing=1.0)
    assert len(result.problems) == 4
    assert "Text size can't be 9000; it is 500 % now." in result.problems[0].said()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text_size", "large"),
        ("text_size", True),
        ("text_size", None),
        ("line_height", float("nan")),
        ("alignment", "centre"),
        ("alignment", ["left"]),
        ("underline_links", 1),
        ("font", ""),
        ("font", "a\nb"),
        ("font", "x" * 500),
        ("theme", 7),
        ("motion", {}),
        ("start", "nowhere"),
    ],
)
def test_what_makes_no_sense_keeps_the_default_and_is_told(name: str, value: object) -> None:
    result = validated({name: value, "column_width": 80})
    assert result.settings == Settings(column_width=80)
    assert len(result.problems) == 1
    assert spec(name).label in result.problems[0].said()
    with pytest.raises(InputProblem):
        changed(Settings(), {name: value})


def test_unknown_names_are_passed_over_in_a_file_but_not_in_the_program() -> None:
    assert validated({"colour_of_the_moon": 3}) == validated({})
    with pytest.raises(Bug):
        changed(Settings(), {"colour_of_the_moon": 3})


@given(
    st.dictionaries(
        st.sampled_from([one.name for one in specs()]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2),
    )
)
def test_whatever_a_file_holds_settings_come_out_valid(values) -> None:
    settings = validated(values).settings
    for one in specs():
        assert accepted(one, getattr(settings, one.name)) == getattr(settings, one.name)
