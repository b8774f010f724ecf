"""Take pictures of the window: every theme at several window and text sizes, and the few that the README shows.

    python packaging/pictures.py [--scale 2] [--only NAME]

The README's go to docs/pictures, all others to build/pictures. It never shows a window to a person: run it under
packaging/with-display.sh, or with QT_QPA_PLATFORM=offscreen.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hiitreader.app.program import Program
from hiitreader.library.bundled import bundled_article
from hiitreader.reading.themes import available
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.thread import thread_of

ROOT = Path(__file__).parents[1]
README_PICTURES = ROOT / "docs" / "pictures"
ALL_PICTURES = ROOT / "build" / "pictures"
STILL, STILL_OPENING = 0.4, 3.0
"""Seconds the window is given to settle before a picture; a panel that was just opened is filled in turns."""


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the window's size in pixels, settings that differ from the defaults.

    `toggles` are the ids of commands that open something, and close it the second time.
    """

    name: str
    width: int
    height: int
    changes: dict[str, object] = field(default_factory=dict)
    toggles: tuple[str, ...] = ()
    folder: Path = ALL_PICTURES


README = (
    Picture("light", 1000, 720, {"theme": "light"}, folder=README_PICTURES),
    Picture("dark-large", 1000, 720, {"theme": "dark", "text_size": 180}, folder=README_PICTURES),
    Picture("panels", 1280, 800, {"theme": "sepia"}, ("view.contents", "view.settings"), README_PICTURES),
    Picture(
        "yellow-narrow", 360, 720, {"theme": "yellow-on-black", "font": "Lexend", "letter_spacing": 0.06},
        folder=README_PICTURES,
    ),
    Picture("shelf", 1000, 720, {"theme": "light"}, ("library.show",), README_PICTURES),
    Picture("outbox", 1000, 720, {"theme": "dark"}, ("go.replies", "reply.outbox"), README_PICTURES),
)  # fmt: skip
WAITING = (
    "Sprints twice a week, and after three months my trousers are tight at the thigh.",
    "How did you measure the legs: around, or by a scan?",
)
"""What the outbox holds in the pictures."""
SIZES = ((320, 640, 100), (900, 800, 100), (1280, 900, 200), (1280, 900, 400))
"""Width, height, text size in per cent; the first and the last are those of WCAG 2.2, 1.4.10 and 1.4.4."""


def every_picture() -> Iterator[Picture]:
    """All pictures there are."""
    yield from README
    for theme in available().themes:
        for width, height, text in SIZES:
            name = f"{theme.id}-{width}x{height}-{text}"
            yield Picture(name, width, height, {"theme": theme.id, "text_size": text})


def write_replies(data: Path) -> None:
    """Leave replies in the outbox, as a reader would without a server."""
    desk = ReplyDesk(data)
    article = bundled_article()
    thread = thread_of(article.title, article.digest)
    for words in WAITING:
        desk.submit(thread, ReplyForm(comment=words, name="Ada Ley", email="ada@example.org"))
    desk.close()


def let_live(program: Program, seconds: float = STILL) -> None:
    """Let the window do what it has to do."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        program.qt.processEvents()
        time.sleep(0.005)


def open_window(program: Program) -> None:
    """Show the window and let it become complete, however busy the machine is."""
    complete: list[bool] = []
    program.window.ready.connect(lambda: complete.append(True))
    program.window.show()
    while not complete:
        let_live(program, STILL)
    let_live(program, 1.0)


def take(program: Program, picture: Picture, scale: float) -> Path:
    """Bring the window to how the picture wants it, and save what it shows."""
    program.preferences.reset_all()
    program.preferences.change(**picture.changes)
    program.window.resize(picture.width, picture.height)
    handlers = program.late.handlers()
    for command in picture.toggles:
        handlers[command]()
    let_live(program, STILL_OPENING if picture.toggles else STILL)
    path = picture.folder / (f"{picture.name}.png" if scale == 1 else f"{picture.name}@{scale:g}x.png")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not program.window.grab().save(str(path)):
        raise SystemExit(f"{path} could not be saved")
    for command in picture.toggles:
        handlers[command]()
    return path


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description="Take pictures of the window.")
    parser.add_argument("--scale", type=float, default=1.0, help="the screen's scale (1)")
    parser.add_argument("--only", default="", help="only pictures whose name has this in it")
    wanted = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = str(wanted.scale)
    sys.argv[1:] = []
    with tempfile.TemporaryDirectory(prefix="pictures-") as data:
        write_replies(Path(data))
        program = Program(None, Path(data))
        open_window(program)
        for picture in every_picture():
            if wanted.only in picture.name and (wanted.scale == 1 or picture.folder == ALL_PICTURES):
                print(take(program, picture, wanted.scale).relative_to(ROOT), flush=True)
        program.window.close()


if __name__ == "__main__":
    main()
