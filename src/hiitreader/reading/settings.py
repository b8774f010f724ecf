"""The settings of the page, each declared once: the form, the file, stepping, reset and the help all come from here.

A `Settings` is a value. Nothing here keeps, changes or shows one. (Values that only go together, here and elsewhere
in this room, are named tuples: a frozen dataclass costs the start four times as much to define.)
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from hiitreader.errors import N_, Bug, InputProblem
from hiitreader.system.translations import gettext as _

BASE_TEXT_PIXELS = 18
"""The height of the text in pixels (Qt's, before the screen's scale) at a text size of 100 %."""

Value = int | float | str | bool
T = TypeVar("T", int, float, str, bool)
DUST = 1e-6
DECIMALS = 4
LONGEST_NAME = 200


class SettingKind(Enum):
    """How a setting is chosen."""

    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    FONT = "font"
    THEME = "theme"


class SettingSpec(NamedTuple):
    """All there is to know of one setting. Sentences are English message ids.

    `low`, `high` and `step` are for a NUMBER, in `unit`; `whole` says it has no fraction. `choices` are (value, label):
    all there are for a CHOICE, those that are always there for a FONT (any installed family besides) and a THEME (any
    theme's id besides).
    """

    name: str
    label: str
    help: str
    group: str
    kind: SettingKind
    default: Value
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the number has no fraction."""
        return isinstance(self.default, int)

    @property
    def decimals(self) -> int:
        """How many decimals its step needs."""
        return len(f"{self.step:g}".partition(".")[2])


TEXT, SPACING, PAGE, COMFORT = N_("Text"), N_("Spacing"), N_("Page"), N_("Comfort")
EM = "em"


_DECLARED: list[dict[str, Any]] = []
"""What is known of each field of `Settings` besides its name and default, in their order."""


def _setting(default: T, **known: object) -> T:
    _DECLARED.append(known)
    return default


class Settings(NamedTuple):
    """How the reader wants the page. Units and ranges stand with each field."""

    text_size: int = _setting(
        100,
        label=N_("Text size"),
        help=N_("How large the text is. 100 % is 18 pixels high."),
        group=TEXT,
        kind=SettingKind.NUMBER,
        low=50,
        high=500,
        step=10,
        unit="%",
    )
    font: str = _setting(
        "Atkinson Hyperlegible",
        label=N_("Font"),
        help=N_("The shape of the letters. Atkinson Hyperlegible and Lexend are made to be easy to read."),
        group=TEXT,
        kind=SettingKind.FONT,
        choices=(
            ("Atkinson Hyperlegible", N_("Atkinson Hyperlegible")),
            ("Lexend", N_("Lexend")),
            ("serif", N_("The system's serif font")),
            ("sans", N_("The system's sans-serif font")),
            ("mono", N_("The system's monospaced font")),
        ),
    )
    line_height: float = _setting(
        1.5,
        label=N_("Line height"),
        help=N_("How far lines are apart, as a multiple of the text size."),
        group=SPACING,
        kind=SettingKind.NUMBER,
        low=1.0,
        high=4.0,
        step=0.1,
    )
    letter_spacing: float = _setting(
        0.0,
        label=N_("Letter spacing"),
        help=N_("Space added between letters. 1 em is the text size."),
        group=SPACING,
        kind=SettingKind.NUMBER,
        low=0.0,
        high=0.5,
        step=0.02,
        unit=EM,
    )
    word_spacing: float = _setting(
        0.0,
        label=N_("Word spacing"),
        help=N_("Space added between words. 1 em is the text size."),
        group=SPACING,
        kind=SettingKind.NUMBER,
        low=0.0,
        high=1.0,
        step=0.04,
        unit=EM,
    )
    paragraph_spacing: float = _setting(
        1.0,
        label=N_("Paragraph spacing"),
        help=N_("Space between paragraphs. 1 em is the text size."),
        group=SPACING,
        kind=SettingKind.NUMBER,
        low=0.0,
        high=3.0,
        step=0.25,
        unit=EM,
    )
    column_width: int = _setting(
        66,
        label=N_("Column width"),
        help=N_("How long a line may get. A narrow window makes it shorter."),
        group=PAGE,
        kind=SettingKind.NUMBER,
        low=30,
        high=120,
        step=2,
        unit=N_("characters"),
    )
    alignment: str = _setting(
        "left",
        label=N_("Alignment"),
        help=N_("Straight on the left only, or on both sides. Even gaps between words are easier to read."),
        group=PAGE,
        kind=SettingKind.CHOICE,
        choices=(("left", N_("Left")), ("justified", N_("Both sides"))),
    )
    theme: str = _setting(
        "system",
        label=N_("Theme"),
        help=N_("The colours of the page and the window."),
        group=PAGE,
        kind=SettingKind.THEME,
        choices=(("system", N_("Follow the system")),),
    )
    underline_links: bool = _setting(
        default=True,
        label=N_("Underline links"),
        help=N_("Links differ from the text by a line, not by colour alone."),
        group=PAGE,
        kind=SettingKind.FLAG,
    )
    motion: str = _setting(
        "system",
        label=N_("Motion"),
        help=N_("Whether the page may glide when it moves, or jumps at once."),
        group=COMFORT,
        kind=SettingKind.CHOICE,
        choices=(
            ("system", N_("Follow the system")),
            ("reduced", N_("Jump at once")),
            ("full", N_("Glide")),
        ),
    )
    announcements: str = _setting(
        "all",
        label=N_("Announcements"),
        help=N_("What a screen reader is told besides what you move to."),
        group=COMFORT,
        kind=SettingKind.CHOICE,
        choices=(("all", N_("Everything")), ("important", N_("Only what is important")), ("none", N_("Nothing"))),
    )
    start: str = _setting(
        "article",
        label=N_("Start page"),
        help=N_("What the program shows when it starts without a file."),
        group=COMFORT,
        kind=SettingKind.CHOICE,
        choices=(
            ("article", N_("The article that came along")),
            ("last", N_("The article read last")),
            ("shelf", N_("The shelf")),
        ),
    )


class Validated(NamedTuple):
    """Settings made from a file's values, and a sentence for each value that could not be taken as it was."""

    settings: Settings
    problems: tuple[InputProblem, ...] = ()


@lru_cache(maxsize=1)
def specs() -> tuple[SettingSpec, ...]:
    """Every setting's declaration, in the order of the form."""
    defaults: tuple[Value, ...] = Settings()
    declared = zip(Settings._fields, defaults, _DECLARED, strict=True)
    return tuple(SettingSpec(name=name, default=default, **known) for name, default, known in declared)


def spec(name: str) -> SettingSpec:
    """One setting's declaration.

    Raises:
        Bug: there is no such setting.
    """
    for one in specs():
        if one.name == name:
            return one
    raise Bug(N_("There is no setting named {name}."), name=name)


def validated(values: Mapping[str, object], base: Settings | None = None) -> Validated:
    """Settings from whatever a file holds: numbers beyond their range go to its end, what makes no sense is left out.

    Args:
        values: by setting name; names that are no setting are passed over in silence (a newer version may know them).
        base: what holds for the settings left out, the defaults when None.
    """
    taken: dict[str, Value] = {}
    problems: list[InputProblem] = []
    for one in specs():
        if one.name in values:
            try:
                taken[one.name] = accepted(one, values[one.name])
            except InputProblem as problem:
                problems.append(problem)
                continue
            if taken[one.name] != values[one.name]:
                problems.append(_moved(one, values[one.name], taken[one.name]))
    return Validated((base or Settings())._replace(**taken), tuple(problems))  # type: ignore[arg-type]  # checked above


def changed(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """The settings with some values changed; a number beyond its range goes to its end.

    Raises:
        InputProblem: a value makes no sense for its setting.
        Bug: there is no such setting.
    """
    taken = {name: accepted(spec(name), value) for name, value in changes.items()}
    return settings._replace(**taken)  # type: ignore[arg-type]  # accepted() gives each its own type


def page_values(settings: Settings) -> dict[str, Value]:
    """The settings that one article may have for itself: how its page looks."""
    return {one.name: getattr(settings, one.name) for one in specs() if one.group != COMFORT}


def with_page_of(settings: Settings, other: Settings) -> Settings:
    """The settings with the page as others have it."""
    return settings._replace(**page_values(other))  # type: ignore[arg-type]  # each has its own type there already


def accepted(one: SettingSpec, value: object) -> Value:
    """The value as the setting takes it: of its type, within its range, without float dust.

    Raises:
        InputProblem: it makes no sense for this setting.
    """
    if one.kind is SettingKind.NUMBER:
        if isinstance(value, int | float) and not isinstance(value, bool):
            within = min(max(value, one.low), one.high)
            if one.low <= within <= one.high:  # not so for a NaN
                return _number(one, within)
    elif one.kind is SettingKind.FLAG:
        if isinstance(value, bool):
            return value
    elif isinstance(value, str) and (
        any(value == known for known, _label in one.choices)
        or (one.kind is not SettingKind.CHOICE and 0 < len(value) <= LONGEST_NAME and value.isprintable())
    ):
        return value
    raise InputProblem(
        N_("“{value}” can't be used for {setting}."),
        todo=N_("{setting} stays as it was."),
        value=str(value)[:LONGEST_NAME],
        setting=_(one.label),
    )


def stepped(one: SettingSpec, value: Value, times: int, offered: Sequence[str] = ()) -> Value:
    """The value some steps on: a number lands on the grid of its steps, a choice goes round, a flag turns.

    A number off the grid goes to the next point of it in that direction first; it stops at its range's ends.

    Args:
        one: the setting.
        value: where to start.
        times: how many steps; negative ones go down.
        offered: what to go round through, for a font or a theme; the setting's own choices when empty.
    """
    if one.kind is SettingKind.FLAG:
        return bool(value) ^ bool(times % 2)
    if one.kind is not SettingKind.NUMBER or isinstance(value, str):
        known = tuple(offered) or tuple(choice for choice, _label in one.choices)
        place = known.index(str(value)) if value in known else (-1 if times > 0 else 0)
        return known[(place + times) % len(known)]
    steps = (value - one.low) / one.step
    nearest = round(steps)
    if abs(steps - nearest) > DUST:
        nearest = int(steps) if times > 0 else int(steps) + 1
    last = round((one.high - one.low) / one.step)
    return _number(one, one.low + min(max(nearest + times, 0), last) * one.step)


def shown(one: SettingSpec, value: Value, names: Mapping[str, str] | None = None) -> str:
    """The value as the reader sees it, in the language in use: "150 %", "0.12 em", "66 characters", "On".

    Args:
        one: the setting.
        value: its value.
        names: what to call values that the setting doesn't know by itself (themes by their id), already translated.
    """
    if isinstance(value, bool):
        return _("On") if value else _("Off")
    if isinstance(value, str):
        known = dict(one.choices)
        return (names or {}).get(value) or (_(known[value]) if value in known else value)
    number = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return f"{number} {_(one.unit)}" if one.unit else number


def _number(one: SettingSpec, value: float) -> int | float:
    return round(value) if one.whole else round(value, DECIMALS)


def _moved(one: SettingSpec, value: object, taken: Value) -> InputProblem:
    return InputProblem(
        N_("{setting} can't be {value}; it is {taken} now."), setting=_(one.label), value=value, taken=shown(one, taken)
    )


Listener = Callable[[Settings, Settings], None]
"""Told of a change: the settings before, the settings now."""
