"""Send replies to real servers through a network that fails, from a program that is killed, and count what arrived.

    python bench/faults.py KIND [KIND ...] [--trials N] [--seed N] [--first N]

Each reply is a trial. It ends with 1 when one was lost, arrived twice, was refused for no reason, was asked about
without need, could not be settled, or was shown as what the server's own table does not say; it changes nothing outside
a folder of its own.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.replies.scenes import SCENES  # noqa: E402 -- the path comes first
from tests.replies.trials import run_trials  # noqa: E402

if TYPE_CHECKING:
    from tests.replies.trials import Outcome


def report(outcome: "Outcome") -> bool:
    """Print what trials came to; whether nothing is wrong."""
    print(f"{outcome.scene}: {len(outcome.trials)} trials in {outcome.seconds:.0f} s (seed {outcome.seed})")
    for what, trials in outcome.wrong.items():
        print(f"  {what + ':':<26}{len(trials):>5}")
    print(f"  {'the reader is asked:':<26}{len(outcome.asked):>5}")
    print("  what befell them:")
    for what, count in outcome.befell().most_common():
        print(f"  {count:>7}  {what}")
    for what, trials in outcome.wrong.items():
        for trial in trials:
            print(f"  {what}: {trial}")
    return not any(outcome.wrong.values())


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", nargs="+", choices=SCENES, metavar="KIND", help=", ".join(SCENES))
    parser.add_argument("--trials", type=int, default=200, help="replies to send to each kind (200)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first one, a multiple of 40 (0)")
    parser.add_argument("--seed", type=int, default=1, help="the same one means the same faults (1)")
    options = parser.parse_args()
    right = True
    for kind in options.kind:
        with tempfile.TemporaryDirectory(prefix="hiitreader-") as folder:
            outcome = run_trials(
                kind,
                options.trials,
                options.seed,
                Path(folder),
                first=options.first,
                said=lambda text: print(f"  {text}", file=sys.stderr, flush=True),
            )
        right = report(outcome) and right
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
