import pytest

from hiitreader.errors import Bug
from hiitreader.reading.presets import preset, presets
from hiitreader.reading.settings import Settings, changed, spec, stepped


def test_their_values_are_taken_as_they_are_and_lie_on_the_steps() -> None:
    for one in presets():
        settings = changed(Settings(), one.changes)
        assert {name: getattr(settings, name) for name in one.changes} == dict(one.changes)
        for name, value in one.changes.items():
            if spec(name).step and value < spec(name).high:
                assert stepped(spec(name), stepped(spec(name), value, 1), -1) == value


def test_ids_and_labels_differ() -> None:
    assert len({one.id for one in presets()}) == len({one.label for one in presets()}) == len(presets()) == 6


def test_text_spacing_has_the_figures_of_wcag_1_4_12() -> None:
    settings = changed(Settings(), preset("wcag-text-spacing").changes)
    assert settings.line_height >= 1.5
    assert settings.paragraph_spacing >= 2
    assert settings.letter_spacing >= 0.12
    assert settings.word_spacing >= 0.16


def test_visual_presentation_has_the_figures_of_wcag_1_4_8() -> None:
    start = Settings(alignment="justified", column_width=120, line_height=1.0, paragraph_spacing=0.0)
    settings = changed(start, preset("wcag-visual-presentation").changes)
    assert settings.column_width <= 80
    assert settings.alignment == "left"
    assert settings.line_height >= 1.5
    assert settings.paragraph_spacing >= 1.5 * settings.line_height


def test_comfortable_brings_back_the_layout_the_program_starts_with_but_not_the_theme() -> None:
    bent = Settings(text_size=200, line_height=3.0, letter_spacing=0.2, column_width=40, theme="sepia")
    assert changed(bent, preset("comfortable").changes) == Settings(theme="sepia")


def test_large_print_is_large_and_low_light_is_dark() -> None:
    assert changed(Settings(), preset("large-print").changes).text_size >= 200
    assert changed(Settings(), preset("low-light").changes).theme == "dark"


def test_dyslexia_gives_room_everywhere_and_keeps_lines_short() -> None:
    start, settings = Settings(), changed(Settings(alignment="justified"), preset("dyslexia").changes)
    assert settings.font == "Lexend"
    assert settings.alignment == "left"
    assert settings.column_width < start.column_width
    for room in ("line_height", "letter_spacing", "word_spacing", "paragraph_spacing"):
        assert getattr(settings, room) > getattr(start, room)


def test_an_unknown_preset_is_our_mistake() -> None:
    with pytest.raises(Bug):
        preset("nonsense")
