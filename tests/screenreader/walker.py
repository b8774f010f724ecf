"""Walks one program's whole AT-SPI tree, over and over, asking each node everything a screen reader might.

Run by the system's Python, which has pyatspi: `walker.py NAME`. Ends when the program has gone; then prints one line of
JSON with how many nodes it met and how many questions came to nothing because the node had gone. It never changes
anything in the program.
"""

import json
import sys
import time

import pyatspi
from gi.repository import GLib

PATIENCE = 20.0
GONE = (LookupError, RuntimeError, NotImplementedError, GLib.GError, TypeError, AttributeError)


def find(name):
    """The application of that name, None when it is not there."""
    desktop = pyatspi.Registry.getDesktop(0)
    for number in range(desktop.childCount):
        application = desktop.getChildAtIndex(number)
        if application is not None and application.name == name:
            return application
    return None


class Walk:
    """What was met."""

    def __init__(self):
        self.nodes = 0
        self.gone = 0
        self.walks = 0
        self.most = 0

    def all_of(self, top):
        """Walk everything under `top` once, without recursion."""
        waiting = [top]
        met = 0
        while waiting:
            node = waiting.pop()
            met += 1
            try:
                self._ask(node, met)
                waiting += [child for child in (node.getChildAtIndex(i) for i in range(node.childCount)) if child]
            except GONE:
                self.gone += 1
        self.nodes += met
        self.most = max(self.most, met)
        self.walks += 1

    def _ask(self, node, number):
        node.getRoleName()
        node.getState()
        if number % 7 == 0:
            node.getAttributes()
            node.getRelationSet()
            node.getIndexInParent()
        if number % 3 == 0 and "Text" in pyatspi.listInterfaces(node):
            text = node.queryText()
            text.getText(0, -1)
            if number % 2 == 0:
                for boundary in (pyatspi.TEXT_BOUNDARY_WORD_START, pyatspi.TEXT_BOUNDARY_LINE_START):
                    text.getTextAtOffset(2, boundary)
                text.getCharacterExtents(1, pyatspi.DESKTOP_COORDS)
                text.getAttributes(0)


def main():
    until = time.monotonic() + PATIENCE
    while (application := find(sys.argv[1])) is None and time.monotonic() < until:
        time.sleep(0.1)
    walk = Walk()
    while find(sys.argv[1]) is not None:
        try:
            walk.all_of(application)
        except GONE:
            walk.gone += 1
    print(json.dumps(vars(walk)), flush=True)
    return 0 if walk.nodes else 1


if __name__ == "__main__":
    sys.exit(main())
