"""A walk through the program, as keys and what Orca ought to say after each, kept in a readable file.

One step is a line that does something and, indented below it, what is expected of the speech that follows:

    press ctrl+Right        a key, with its modifiers held as fingers hold them
        says deload         a regular expression that must be found in what was said
        never heading       one that must not be found
    type Anna               letters, one by one
    wait 0.5                seconds, for what can't be seen from here
    page Replies .2.        wait until words that fit this are on the page
    gone [Aa]waiting        wait until none are
    == Lists                a title in the transcript

Lines that begin with `#` are remarks. It never starts or ends a process.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.screenreader.stage import Spoken, Stage
from tests.screenreader.tree import TreeReader

QUIET = 0.35
"""Seconds of silence after which Orca has said what it had to say."""
PATIENCE = 1.5
"""Seconds in which it must begin."""
LONGEST = 8.0
HOLD = 0.12
"""Seconds a modifier is held after its key, at least. Orca reads the modifiers from the last key event it saw when it
hears of the caret; fingers are slower than the screen reader, xdotool by itself is not."""


@dataclass
class Step:
    """One line of the file, where it is, and what is expected after it."""

    line: int
    verb: str
    what: str
    says: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What was said after a step, and which expectations were not met."""

    step: Step
    said: tuple[str, ...]
    failed: tuple[str, ...]

    def __str__(self) -> str:
        if self.step.verb == "==":
            return f"\n== {self.step.what}"
        lines = [f"{self.step.verb + ' ' + self.step.what:<28} | {' | '.join(self.said)}"]
        lines += [f"  line {self.step.line}: NOT {expected}" for expected in self.failed]
        return "\n".join(lines)


def parse(text: str) -> list[Step]:
    """The steps of a file; a ValueError names a line that is not understood."""
    steps: list[Step] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        verb, _, what = line.strip().partition(" ")
        what = what.strip()
        if line[0] == " " and steps and verb in ("says", "never"):
            (steps[-1].says if verb == "says" else steps[-1].never).append(what)
        elif line[0] != " " and verb in ("press", "type", "wait", "page", "gone", "==", "start"):
            steps.append(Step(number, verb, what))
        else:
            raise ValueError(f"line {number} is not understood: {line}")
    return steps


class Walk:
    """Takes the steps one by one and listens after each.

    Args:
        stage: where the program and Orca are.
        reader: what is found in the program. Without it no step can wait for the page.
    """

    def __init__(self, stage: Stage, reader: TreeReader | None = None) -> None:
        self._stage = stage
        self._reader = reader
        self._heard = len(stage.spoken())

    def take(self, steps: Iterable[Step], going_on: Callable[[], bool] = lambda: True) -> list[Outcome]:
        """All outcomes, in order; those until `going_on` is no more when the program ended on the way."""
        outcomes: list[Outcome] = []
        for step in steps:
            outcomes.append(self._take(step))
            if not going_on():
                break
        return outcomes

    def _take(self, step: Step) -> Outcome:
        patience = PATIENCE
        match step.verb:
            case "press":
                self._press(step)
            case "type":
                self._stage.run("xdotool", "type", "--delay", "40", step.what)
            case "wait":
                time.sleep(float(step.what))
            case "page" | "gone":
                self._wait_for_page(step)
            case "start":
                patience = 20.0
                if self._reader is not None:
                    self._stage.wait_for(self._reader.is_ready, "the window to be complete")
            case _:
                return Outcome(step, (), ())
        said = self._listen(patience if step.says else 0.6, step.says)
        together = " | ".join(said)
        failed = [f"says {wanted}" for wanted in step.says if not re.search(wanted, together)]
        failed += [f"never {unwanted}" for unwanted in step.never if re.search(unwanted, together)]
        return Outcome(step, said, tuple(failed))

    def _press(self, step: Step) -> None:
        """Press a key; its modifiers are held until Orca has begun to say what it says of it."""
        begun = time.monotonic()

        def may_let_go() -> bool:
            held = time.monotonic() - begun
            return held > HOLD and (not step.says or held > PATIENCE or len(self._stage.spoken()) > self._heard)

        press(self._stage, step.what, lambda: self._stage.wait_for(may_let_go, "the key"))

    def _wait_for_page(self, step: Step) -> None:
        assert self._reader is not None, f"line {step.line} looks at the page, and nobody can"
        page = self._reader.page

        def holds() -> bool:
            return bool(re.search(step.what, page())) == (step.verb == "page")

        self._stage.wait_for(holds, f"the page: {step.verb} {step.what}")

    def _listen(self, patience: float, wanted: Iterable[str]) -> tuple[str, ...]:
        """Until it is quiet; what is wanted may come later, from a server for one, and is waited for."""
        begun = changed = time.monotonic()
        count = self._heard
        while time.monotonic() - begun < max(LONGEST, patience):
            now = len(self._stage.spoken())
            if now != count:
                count, changed = now, time.monotonic()
            if time.monotonic() - changed > (QUIET if count > self._heard else patience) and self._heard_all(
                wanted, count
            ):
                break
            time.sleep(0.02)
        said = self._since(count)
        self._heard = count
        return said

    def _heard_all(self, wanted: Iterable[str], count: int) -> bool:
        together = " | ".join(self._since(count))
        return all(re.search(one, together) for one in wanted)

    def _since(self, count: int) -> tuple[str, ...]:
        new = self._stage.spoken()[self._heard : count]
        return tuple(_words(said) for said in new if said.words.strip() or said.kind == "character")


def _words(said: Spoken) -> str:
    return f"[{said.words}]" if said.kind == "character" else said.words


def press(stage: Stage, keys: str, hold: Callable[[], None] = lambda: time.sleep(HOLD)) -> None:
    """Press a key (`ctrl+shift+Right`), its modifiers held a little longer than it: until `hold` returns."""
    *held, key = keys.split("+")
    stage.run("xdotool", *[word for modifier in held for word in ("keydown", modifier)], "key", key)
    if held:
        hold()
        stage.run("xdotool", *[word for modifier in reversed(held) for word in ("keyup", modifier)])
