"""Whether a theme's colours can be told apart, by WCAG 2.2's own measure.

It measures and names what fails; it never changes a colour.
"""

from dataclasses import dataclass

from hiitreader.errors import N_, InputProblem
from hiitreader.reading.themes import Theme
from hiitreader.system.translations import gettext as _

TEXT_RATIO = 7.0
"""WCAG 2.2, 1.4.6 Contrast (Enhanced), level AAA."""

CONTROL_RATIO = 3.0
"""WCAG 2.2, 1.4.11 Non-text Contrast, and 2.4.13 Focus Appearance."""

LINK_DISTANCE = 96
"""How far link and text are apart at least, as the sum of their red, green and blue differences (0 to 765).

Our own figure: WCAG's 1.4.1 asks for more than colour, which the underline gives; this is for those who turn it off.
"""


@dataclass(frozen=True, slots=True)
class FailingPair:
    """Two colours of a theme that are too alike.

    `front` stands on `ground`, both by their key in the theme's file; `ratio` is theirs, `wanted` the least that would
    do, both contrast ratios from 1 to 21; `clause` is where WCAG asks for it, or "" for a rule of ours.
    """

    front: str
    ground: str
    ratio: float
    wanted: float
    clause: str

    def said(self) -> str:
        """One sentence for the reader, in the language in use."""
        if not self.clause:
            return _("“{front}” is hard to tell from “{ground}”.").format(front=self.front, ground=self.ground)
        return _(
            "“{front}” on “{ground}” has a contrast of {ratio}:1; it should be {wanted}:1 (WCAG {clause})."
        ).format(
            front=self.front,
            ground=self.ground,
            ratio=f"{int(self.ratio * 100) / 100:.2f}",  # cut, not rounded: 6.996 must not read as 7.00
            wanted=f"{self.wanted:g}",
            clause=self.clause,
        )


PAGE_GROUNDS = ("page", "code_ground")
GROUNDS = ("page", "window", "control")

TEXT_PAIRS = (
    *((front, ground) for ground in PAGE_GROUNDS for front in ("text", "link")),
    *((front, "page") for front in ("heading", "muted", "error")),
    *((front, "window") for front in ("window_text", "muted", "link", "error")),
    *((front, "control") for front in ("control_text", "muted", "error")),
    ("selection_text", "selection"),
    ("find_text", "find_ground"),
    ("find_current_text", "find_current_ground"),
    ("accent_text", "accent"),
)
"""What is read, and what it stands on: 7:1."""

CONTROL_PAIRS = (
    *((front, ground) for front in ("focus", "control_border") for ground in GROUNDS),
    *((front, "page") for front in ("rule", "selection", "find_current_ground")),
    *(("accent", ground) for ground in ("window", "control")),
    *(("disabled_text", ground) for ground in ("window", "control")),
)
"""What has to be seen but holds no words, and words that are switched off: 3:1.

WCAG asks nothing of what is switched off; a reader with low vision still wants to know that it is there.
"""


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, 0 for black to 1 for white, as WCAG 2.2 defines it."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, in either order, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def check(theme: Theme) -> tuple[FailingPair, ...]:
    """The pairs of a theme that fail, the worst against what is wanted first; none for a theme that is well."""
    failing = [
        *_failing(theme, TEXT_PAIRS, TEXT_RATIO, "1.4.6"),
        *_failing(theme, CONTROL_PAIRS, CONTROL_RATIO, "1.4.11"),
    ]
    if _distance(theme.colours.link, theme.colours.text) < LINK_DISTANCE:
        failing.append(FailingPair("link", "text", ratio(theme.colours.link, theme.colours.text), 1.0, ""))
    return tuple(sorted(failing, key=lambda pair: pair.ratio / pair.wanted))


def complaint(theme: Theme) -> InputProblem | None:
    """What to tell the reader about a theme of their own: every pair that fails, named; None for one that is well."""
    failing = check(theme)
    if not failing:
        return None
    return InputProblem(
        N_("Some colours of the theme {name} are hard to tell apart. {pairs}"),
        safe=N_("The theme is shown as it is."),
        todo=N_("Change these colours in its file, or choose another theme."),
        name=theme.name,
        pairs=" ".join(pair.said() for pair in failing),
    )


def _failing(theme: Theme, pairs: tuple[tuple[str, str], ...], wanted: float, clause: str) -> list[FailingPair]:
    found = []
    for front, ground in pairs:
        theirs = ratio(getattr(theme.colours, front), getattr(theme.colours, ground))
        if theirs < wanted:
            found.append(FailingPair(front, ground, theirs, wanted, clause))
    return found


def _linear(channel: float) -> float:
    # The threshold as WCAG 2.2 has it; no 8-bit colour lies between it and sRGB's own 0.04045.
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _distance(one: str, other: str) -> int:
    return sum(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5))
