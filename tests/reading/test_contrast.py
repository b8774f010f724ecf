from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.reading.contrast import check, complaint, luminance, ratio
from hiitreader.reading.themes import Theme, bundled

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
IDS = [theme.id for theme in bundled()]


def light(**colours: str) -> Theme:
    theme = next(theme for theme in bundled() if theme.id == "light")
    return theme._replace(colours=theme.colours._replace(**colours))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        # Known figures: the ends of the scale, and the greys and the red that stand on WCAG's thresholds on white.
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#595959", "#ffffff", 7.0047),
        ("#949494", "#ffffff", 3.033),
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffff00", 8.0),
    ],
)
def test_known_ratios(one: str, other: str, wanted: float) -> None:
    assert ratio(one, other) == pytest.approx(wanted, abs=0.005)


@given(COLOURS, COLOURS)
def test_a_ratio_is_the_same_both_ways_and_from_1_to_21(one: str, other: str) -> None:
    assert ratio(one, other) == ratio(other, one)
    assert 1 <= ratio(one, other) <= 21.0000001
    assert (ratio(one, other) == 1) == (luminance(one) == luminance(other))


@pytest.mark.parametrize("theme", bundled(), ids=IDS)
def test_the_bundled_themes_pass(theme: Theme) -> None:
    assert [pair.said() for pair in check(theme)] == []


@pytest.mark.parametrize("theme", bundled(), ids=IDS)
def test_text_links_headings_selection_and_focus_are_at_seven_to_one(theme: Theme) -> None:
    """The bundled themes give the selection and the focus ring more than WCAG asks for, and a table of its own does."""
    colours = theme.colours
    pairs = [
        *((colours.focus, ground) for ground in (colours.page, colours.window, colours.control)),
        *((front, colours.page) for front in (colours.text, colours.link, colours.heading, colours.muted)),
        (colours.selection, colours.page),
        (colours.selection_text, colours.selection),
        (colours.find_text, colours.find_ground),
        (colours.find_current_text, colours.find_current_ground),
        (colours.window_text, colours.window),
        (colours.control_text, colours.control),
        (colours.accent_text, colours.accent),
        (colours.error, colours.page),
        (colours.error, colours.window),
    ]
    assert [(front, ground, ratio(front, ground)) for front, ground in pairs if ratio(front, ground) < 7] == []


@pytest.mark.parametrize("theme", bundled(), ids=IDS)
def test_controls_are_at_three_to_one(theme: Theme) -> None:
    colours = theme.colours
    grounds = (colours.page, colours.window, colours.control)
    assert min(ratio(colours.control_border, ground) for ground in grounds) >= 3
    assert ratio(colours.rule, colours.page) >= 3


@pytest.mark.parametrize("theme", bundled(), ids=IDS)
def test_what_marks_different_things_does_not_look_the_same(theme: Theme) -> None:
    colours = theme.colours
    marks = (colours.page, colours.selection, colours.find_ground, colours.find_current_ground)
    for one, other in combinations(marks, 2):
        assert sum(abs(a - b) for a, b in zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)) >= 96


def test_the_page_is_neither_glaring_nor_black_unless_contrast_is_wanted() -> None:
    for theme in bundled():
        if theme.contrast == "normal":
            assert theme.colours.page not in {"#ffffff", "#000000"}
            assert theme.colours.text not in {"#ffffff", "#000000"}


def test_a_failing_pair_is_named_with_its_ratio_and_what_is_wanted() -> None:
    failing = check(light(muted="#8a8a8a"))
    assert {(pair.front, pair.ground) for pair in failing} == {
        ("muted", "page"),
        ("muted", "window"),
        ("muted", "control"),
    }
    assert failing[0].ground == "window"
    assert failing[0].said() == "“muted” on “window” has a contrast of 2.95:1; it should be 7:1 (WCAG 1.4.6)."


def test_a_control_s_border_and_a_focus_ring_are_measured_at_three_to_one() -> None:
    failing = check(light(control_border="#d8d4cc", focus="#d8d4cc"))
    assert {(pair.front, pair.wanted, pair.clause) for pair in failing} == {
        ("control_border", 3.0, "1.4.11"),
        ("focus", 3.0, "1.4.11"),
    }


def test_a_link_that_looks_like_text_is_named() -> None:
    assert [pair.said() for pair in check(light(link="#1f1d1c"))] == ["“link” is hard to tell from “text”."]


def test_a_complaint_names_every_failing_pair_and_a_good_theme_has_none() -> None:
    assert [complaint(theme) for theme in bundled()] == [None] * len(bundled())
    problem = complaint(light(muted="#8a8a8a", link="#1f1d1c"))
    assert problem is not None
    for part in ("Light", "“muted” on “page”", "“muted” on “control”", "“link” is hard to tell from “text”"):
        assert part in problem.said()


def test_a_ratio_just_short_does_not_read_as_enough() -> None:
    pair = next(pair for pair in check(light(page="#ffffff", muted="#5a5a5a")) if pair.ground == "page")
    assert "6.89:1" in pair.said()
