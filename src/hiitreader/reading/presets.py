"""Presets: settings that go well together, to start from.

A preset is a set of changes; what it doesn't name stays as the reader has it. It never changes anything itself.
"""

from collections.abc import Mapping
from typing import NamedTuple

from hiitreader.errors import N_, Bug
from hiitreader.reading.settings import Value


class Preset(NamedTuple):
    """A preset: its sentences are English message ids, `changes` are values by setting name."""

    id: str
    label: str
    help: str
    changes: Mapping[str, Value]


_PRESETS = (
    Preset(
        "comfortable",
        N_("Comfortable"),
        N_("The spacing and line length this program starts with."),
        {
            "text_size": 100,
            "line_height": 1.5,
            "letter_spacing": 0.0,
            "word_spacing": 0.0,
            "paragraph_spacing": 1.0,
            "column_width": 66,
            "alignment": "left",
        },
    ),
    Preset(
        "wcag-text-spacing",
        N_("Wide spacing (WCAG 1.4.12)"),
        N_("Line height 1.5, paragraphs 2 em, letters 0.12 em and words 0.16 em apart."),
        # WCAG 2.2, 1.4.12 Text Spacing: the four figures, as multiples of the font size.
        {"line_height": 1.5, "paragraph_spacing": 2.0, "letter_spacing": 0.12, "word_spacing": 0.16},
    ),
    Preset(
        "wcag-visual-presentation",
        N_("Visual presentation (WCAG 1.4.8)"),
        N_("Lines of at most 80 characters, straight on the left only, with wide gaps between lines and paragraphs."),
        # WCAG 2.2, 1.4.8 Visual Presentation: at most 80 characters, not justified, space-and-a-half between lines,
        # paragraphs 1.5 times the line spacing apart: 1.5 × 1.5 em = 2.25 em.
        {"column_width": 80, "alignment": "left", "line_height": 1.5, "paragraph_spacing": 2.25},
    ),
    Preset(
        "large-print",
        N_("Large print"),
        N_("Text twice as large, short lines, and room between letters, lines and paragraphs."),
        {
            "text_size": 200,
            "line_height": 1.6,
            "letter_spacing": 0.02,
            "word_spacing": 0.08,
            "paragraph_spacing": 1.25,
            "column_width": 50,
            "alignment": "left",
        },
    ),
    Preset(
        "dyslexia",
        N_("Dyslexia"),
        N_("The font Lexend on short lines, with room between letters, words, lines and paragraphs."),
        {
            "font": "Lexend",
            "line_height": 1.7,
            "letter_spacing": 0.04,
            "word_spacing": 0.2,
            "paragraph_spacing": 1.5,
            "column_width": 56,
            "alignment": "left",
        },
    ),
    Preset(
        "low-light",
        N_("Low light"),
        N_("The dark theme, with slightly larger and looser text, for a dim room."),
        {"theme": "dark", "text_size": 110, "line_height": 1.6, "letter_spacing": 0.02},
    ),
)


def presets() -> tuple[Preset, ...]:
    """All presets, in the order of the menu."""
    return _PRESETS


def preset(preset_id: str) -> Preset:
    """One preset.

    Raises:
        Bug: there is none with this id.
    """
    for one in _PRESETS:
        if one.id == preset_id:
            return one
    raise Bug(N_("There is no preset named {name}."), name=preset_id)
