"""Count the instructions until the first picture, stage by stage, beside a bare window's.

    python bench/instructions.py

A wall clock tells what a person waits; on a busy machine it tells of the others, too. A count of instructions is the
same on both. Each stage is a start of its own that ends there, under valgrind's callgrind, which has to be installed.
It never changes how either side does its work: it only ends it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

STAGES = ("Python", "PySide6", "modules", "made", "shown", "painted")
NAMES = {
    "Python": "Python itself",
    "PySide6": "PySide6 and Qt loaded",
    "modules": "own modules, and Qt's classes that they name",
    "made": "application and window made",
    "shown": "shown",
    "painted": "painted",
}
"""The stages, in their order, and what each adds to the one before it."""
ENDS = """
import os, sys
wanted = sys.argv.pop(1)
def end(stage):
    if stage == wanted:
        os._exit(0)
end("Python")
"""
BARE = f"""{ENDS}
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
end("PySide6")
class Line(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
end("modules")
application = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(Line("One line of text."))
window.resize(1000, 800)
end("made")
window.show()
end("shown")
application.exec()
"""
READER = f"""{ENDS}
import builtins, gc
gc.disable()  # as `hiitreader.__main__` does
own = builtins.__import__
import PySide6.QtWidgets
builtins.__import__ = own  # as `hiitreader.app` does
end("PySide6")
from hiitreader.app.program import Program
from hiitreader.ui.article_view import ArticleView
end("modules")
make, paint = Program.__init__, ArticleView.paintEvent
def make_and_end(self, *given):
    make(self, *given)
    end("made")
def show_and_end(self):
    self.window.show()
    end("shown")
    self.view.setFocus()
    self.qt.exec()
def paint_and_end(self, event):
    paint(self, event)
    if len(self.flow):
        os._exit(0)
Program.__init__, Program.run, ArticleView.paintEvent = make_and_end, show_and_end, paint_and_end
from hiitreader.__main__ import main
main()
"""
SIDES = {"a bare window": BARE, "the article": READER}
_TOTAL = re.compile(r"^(?:summary|totals): (\d+)", re.MULTILINE)


def command(code: str, stage: str) -> list[str]:
    """The command that starts one side and ends at a stage."""
    return [sys.executable, "-c", code, stage]


def count(code: str, stage: str, environ: dict[str, str]) -> int:
    """Return the instructions of one side until a stage has been reached."""
    with tempfile.TemporaryDirectory(prefix="count-") as folder:
        out = Path(folder) / "callgrind.out"
        # Names of attributes fall into the same places of their tables in every run.
        surroundings = environ | {"HOME": folder, "PYTHONHASHSEED": "0"}
        counting = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *command(code, stage)]
        ran = subprocess.run(counting, env=surroundings, capture_output=True, text=True, timeout=600, check=False)
        found = _TOTAL.search(out.read_text(encoding="utf-8", errors="replace")) if out.exists() else None
        if ran.returncode or found is None:
            raise SystemExit(f"nothing was counted until “{stage}”:\n{ran.stderr}")
        return int(found[1])


def main() -> None:
    """Count both sides and print what each stage adds, in millions."""
    from screen import Screen

    if shutil.which("valgrind") is None:
        raise SystemExit("valgrind is not installed; it counts the instructions")
    counted: dict[str, list[int]] = {side: [] for side in SIDES}
    with Screen() as screen:
        environ = screen.environ
        for side, code in SIDES.items():
            subprocess.run(command(code, "painted"), env=environ, check=True, timeout=60)  # what is compiled is kept
            counted[side] = [count(code, stage, environ) for stage in STAGES]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}; millions of instructions")
    print(f"{'':<48}" + "".join(f"{side:>16}" for side in SIDES))
    for number, stage in enumerate(STAGES):
        added = [values[number] - (values[number - 1] if number else 0) for values in counted.values()]
        print(f"{NAMES[stage]:<48}" + "".join(f"{value / 1e6:16.1f}" for value in added))
    bare, ours = (values[-1] for values in counted.values())
    print(f"{'in all':<48}{bare / 1e6:16.1f}{ours / 1e6:16.1f} = {ours / bare:.3f} x")


if __name__ == "__main__":
    main()
