"""How the page measures up to WCAG 2.2's own figures, in words.

It reckons from the settings and the theme; it never changes them and judges nothing that WCAG does not.
"""

from hiitreader.errors import N_
from hiitreader.reading.contrast import TEXT_RATIO, ratio
from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import Theme
from hiitreader.system.translations import gettext as _

MOST_CHARACTERS = 80
"""WCAG 2.2, 1.4.8 Visual Presentation: a line's length."""

TEXT_SPACING = (
    ("line_height", 1.5, N_("line height {value}")),
    ("letter_spacing", 0.12, N_("letter spacing {value} em")),
    ("word_spacing", 0.16, N_("word spacing {value} em")),
    ("paragraph_spacing", 2.0, N_("paragraph spacing {value} em")),
)
"""WCAG 2.2, 1.4.12 Text Spacing: the setting, its figure as a multiple of the text size, and how it is said."""

CONTRAST = N_("Contrast of the text: {ratio}:1. WCAG 1.4.6 asks for 7:1, so this reaches it.")
CONTRAST_LOW = N_("Contrast of the text: {ratio}:1. WCAG 1.4.6 asks for 7:1, so this falls short.")
LINE = N_("Length of a line: {characters} characters. WCAG 1.4.8 asks for at most 80, so this reaches it.")
LINE_LONG = N_("Length of a line: {characters} characters. WCAG 1.4.8 asks for at most 80, so this is too long.")
SPACING = N_("Spacing reaches all four figures of WCAG 1.4.12.")
SPACING_LOW = N_("Spacing is below WCAG 1.4.12, which has: {missing}.")


def figures(settings: Settings, theme: Theme, characters: float) -> tuple[str, ...]:
    """Three sentences, translated: contrast, the length of a line, spacing.

    Args:
        settings: as they hold.
        theme: as it is shown.
        characters: how many fit on a line of the page as it is now.
    """
    contrast = ratio(theme.colours.text, theme.colours.page)
    cut = f"{int(contrast * 10) / 10:g}"  # cut, not rounded: 6.96 must not read as 7
    count = round(characters)
    missing = [
        _(words).format(value=f"{least:g}") for name, least, words in TEXT_SPACING if getattr(settings, name) < least
    ]
    return (
        _(CONTRAST if contrast >= TEXT_RATIO else CONTRAST_LOW).format(ratio=cut),
        _(LINE if count <= MOST_CHARACTERS else LINE_LONG).format(characters=count),
        _(SPACING_LOW).format(missing=", ".join(missing)) if missing else _(SPACING),
    )
