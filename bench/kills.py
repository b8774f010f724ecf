"""Kill the program 500 times while replies are written, posted and sent to real servers, and count what arrived.

    python bench/kills.py [KIND ...] [--trials N] [--seed N]

Each kill is a trial; they are shared out over the kinds. It ends with 1 when a reply was lost, arrived twice, was not
on the disk as it was kept, or was asked about without need. It changes nothing outside a folder of its own.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.replies.kill_trials import run_kills  # noqa: E402 -- the path comes first
from tests.replies.scenes import SCENES  # noqa: E402

if TYPE_CHECKING:
    from tests.replies.kill_trials import Outcome

USUAL = ("wordpress-form-moderated", "wordpress-form", "wordpress-rest-moderated", "isso", "isso-moderated")


def report(outcome: "Outcome") -> bool:
    """Print what kills came to; whether nothing is wrong."""
    kills, trials = outcome.kills, outcome.trials
    print(f"{outcome.scene}: {kills.total()} kills, {len(trials)} replies in {outcome.seconds:.0f} s")
    for what, found in outcome.wrong.items():
        print(f"  {what + ':':<22}{len(found):>5}")
    if outcome.may_ask:
        print(f"  {'the reader is asked:':<22}{len(outcome.asked):>5}")
    for what, count in kills.most_common():
        print(f"  {count:>7}  {what}")
    for what, found in outcome.wrong.items():
        for trial in found:
            print(f"  {what}: {trial}")
    return not any(outcome.wrong.values())


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", nargs="*", default=USUAL, metavar="KIND", help=", ".join(SCENES))
    parser.add_argument("--trials", type=int, default=500, help="kills, over all kinds (500)")
    parser.add_argument("--seed", type=int, default=1, help="the same one means the same choices (1)")
    options = parser.parse_args()
    if unknown := [kind for kind in options.kind if kind not in SCENES]:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(SCENES)}")
    right, done = True, 0
    for kind in options.kind:
        with tempfile.TemporaryDirectory(prefix="hiitreader-") as folder:
            outcome = run_kills(
                kind,
                -(-options.trials // len(options.kind)),
                options.seed,
                Path(folder),
                said=lambda text: print(f"  {text}", file=sys.stderr, flush=True),
            )
        right = report(outcome) and right
        done += outcome.kills.total()
    print(f"{done} kills in all: {'nothing lost, nothing twice' if right else 'NOT as it ought to be'}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
