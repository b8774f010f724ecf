"""Says what a screen reader would find in one program, on request.

Run by the system's Python, which has pyatspi: `tree_reader.py NAME`. Reads one word a line from its input and answers
each with one line of JSON: `look` gives all that is showing, `focus` what has the focus. It never changes anything.
"""

import json
import sys
import time

import pyatspi
from gi.repository import GLib

PATIENCE = 20.0
GONE = (LookupError, RuntimeError, NotImplementedError, GLib.GError, TypeError, AttributeError)
DOCUMENT = "document frame"


def find(name):
    """The application of that name."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        desktop = pyatspi.Registry.getDesktop(0)
        for number in range(desktop.childCount):
            application = desktop.getChildAtIndex(number)
            if application is not None and application.name == name and application.childCount:
                return application
        time.sleep(0.1)
    sys.exit(f"no program named {name} with a window")


def described(node, path):
    """What is known of one node."""
    states = node.getState()
    relations = [str(relation.getRelationType()) for relation in node.getRelationSet()]
    interfaces = pyatspi.listInterfaces(node)
    box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS) if "Component" in interfaces else None
    return {
        "role": node.getRoleName(),
        "name": node.name or "",
        "description": node.description or "",
        "path": path,
        "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
        "focused": states.contains(pyatspi.STATE_FOCUSED),
        "enabled": states.contains(pyatspi.STATE_SENSITIVE),
        "showing": states.contains(pyatspi.STATE_SHOWING),
        "labelled": any("LABELLED_BY" in relation for relation in relations),
        "box": [box.x, box.y, box.width, box.height] if box else None,
    }


def look(application):
    """All that is there, windows first; what is inside a document is left out."""
    found = []
    waiting = [(window, [number]) for number, window in reversed(list(enumerate(application)))]
    while waiting:
        node, path = waiting.pop()
        if node is None:
            continue
        try:
            entry = described(node, path)
            found.append(entry)
            if entry["role"] != DOCUMENT and len(path) < 60:
                children = [(node.getChildAtIndex(i), [*path, i]) for i in range(node.childCount)]
                waiting += reversed(children)
        except GONE:
            continue
    return found


def main():
    application = find(sys.argv[1])
    for line in sys.stdin:
        application.clearCache()
        everything = look(application)
        if line.strip() == "focus":
            everything = [entry for entry in everything if entry["focused"]]
        print(json.dumps(everything), flush=True)


if __name__ == "__main__":
    main()
