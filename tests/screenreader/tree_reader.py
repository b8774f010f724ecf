"""Says what a screen reader would find in one program, on request.

Run by the system's Python, which has pyatspi: `tree_reader.py NAME`. Reads one word a line from its input and answers
each with one line of JSON: `look` gives all that is showing, `focus` what has the focus, `read` the role, name and text
of all that is in documents. It never changes anything.
"""

import json
import sys
import time

import pyatspi
from gi.repository import GLib

PATIENCE = 20.0
GONE = (LookupError, RuntimeError, NotImplementedError, GLib.GError, TypeError, AttributeError)
DOCUMENT = "document frame"
MOST_CHILDREN = 12
"""Of a list's rows, a few stand for all."""
DEEPEST = 40


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


def shown(application):
    """Each node that is showing, with its path, windows first; not what is inside a document, nor endless rows."""
    waiting = [(window, [number]) for number, window in reversed(list(enumerate(application)))]
    while waiting:
        node, path = waiting.pop()
        if node is None:
            continue
        try:
            if not node.getState().contains(pyatspi.STATE_SHOWING):
                continue
            yield node, path
            if node.getRoleName() != DOCUMENT and len(path) < DEEPEST:
                count = min(node.childCount, MOST_CHILDREN)
                waiting += [(node.getChildAtIndex(number), [*path, number]) for number in reversed(range(count))]
        except GONE:
            continue


def look(application):
    """All that is showing."""
    found = []
    for node, path in shown(application):
        try:
            found.append(described(node, path))
        except GONE:
            continue
    return found


def focus(application):
    """What has the focus."""
    for node, path in shown(application):
        try:
            if node.getState().contains(pyatspi.STATE_FOCUSED):
                yield described(node, path)
        except GONE:
            continue


def read(application):
    """All that is in documents, in sight or not, in the order of reading."""
    found = []
    for document in (node for node, _path in shown(application) if node.getRoleName() == DOCUMENT):
        waiting = [document]
        while waiting:
            node = waiting.pop()
            try:
                text = node.queryText().getText(0, -1) if "Text" in pyatspi.listInterfaces(node) else ""
                found.append({"role": node.getRoleName(), "name": node.name or "", "text": text})
                waiting += [node.getChildAtIndex(number) for number in reversed(range(node.childCount))]
            except GONE:
                continue
    return found


ANSWERS = {"look": look, "focus": lambda application: list(focus(application)), "read": read}


def main():
    application = find(sys.argv[1])
    for line in sys.stdin:
        application.clearCache()
        print(json.dumps(ANSWERS[line.strip()](application)), flush=True)


if __name__ == "__main__":
    main()
