"""Run in a bare system: the installed program under the screen reader of that system, and what was heard on a walk.

    PYTHONPATH=FOLDER python3 FOLDER/hear.py WALK [PROGRAM]

`packaging/linux/check.py` puts this, the walk and the stage of the screen reader's tests into FOLDER. It prints the
transcript, and ends with 1 when something was not heard that ought to be. It never uses the display or the session of
whoever runs it.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.screenreader.stage import Stage
from tests.screenreader.steps import Walk, parse


def main() -> int:
    """Take the walk; 0 when all of it was heard."""
    steps = parse(Path(sys.argv[1]).read_text(encoding="utf-8"))
    program = sys.argv[2] if len(sys.argv) > 2 else "hiitreader"  # noqa: PLR2004
    folder = Path(tempfile.mkdtemp(prefix="hear-"))
    try:
        with Stage(folder / "stage") as stage:
            try:
                stage.start_orca()
            except TimeoutError as late:
                print(f"{late}\n{stage.printed('orca')[-3000:]}{stage.printed('openbox')[-500:]}")
                return 1
            print(f"{stage.run('dpkg-query', '--show', '--showformat', '${Package} ${Version}', 'orca')}")
            walk = Walk(stage)
            running = stage.start([program, "--data-dir", str(folder / "data")], "program")
            outcomes = walk.take(steps, lambda: running.poll() is None)
            print("\n".join(map(str, outcomes)))
            if running.poll() is not None:
                print(f"the program ended by itself:\n{stage.printed('program')}")
                return 1
            if not any(outcome.said for outcome in outcomes):
                print(f"Orca said nothing:\n{stage.printed('orca')[-3000:]}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    expected = sum(len(step.says) + len(step.never) for step in steps)
    failed = sum(len(outcome.failed) for outcome in outcomes)
    print(f"\n{expected - failed} of {expected} expectations were met")
    return 1 if failed or len(outcomes) < len(steps) else 0


if __name__ == "__main__":
    sys.exit(main())
