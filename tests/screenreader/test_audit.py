"""Every window, panel and dialog as AT-SPI has it: nothing to focus without a name, no field without its label, and
everything that can have the focus met with the Tab key.
"""

import sys
import time
from pathlib import Path

import pytest
from tests.screenreader.stage import Stage
from tests.screenreader.steps import press
from tests.screenreader.tree import Node, TreeReader, tree_reader

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Thread

pytestmark = pytest.mark.screenreader

FIELDS = {"text", "entry", "password text", "spin button", "combo box", "slider"}
"""What has its words in a label beside it: the label must be tied to it."""
INSIDE_OTHERS = {"list item", "table cell", "tree item", "menu item", "menu", "menu bar", "page tab", "check menu item"}
"""What an arrow key, not Tab, goes to; one of them stands for all."""
LONGEST_WAY = 120
"""Tab presses after which one has been everywhere."""

PALETTE = "ctrl+shift+p"
PLACES = (
    ("the window", (), ()),
    ("the contents", ("F9",), ("F9",)),
    ("the settings", ("ctrl+comma",), ("ctrl+comma",)),
    ("the shelf", ("ctrl+shift+a",), ("ctrl+shift+a",)),
    ("adding to the shelf", ("ctrl+shift+n",), ("Escape",)),
    ("the find bar", ("ctrl+f",), ("Escape",)),
    ("the list of headings and links", ("F7",), ("Escape",)),
    ("the help", ("F1",), ("Escape",)),
    ("the palette", (PALETTE,), ("Escape",)),
    ("the dialog that changes keys", (PALETTE, "type change keys", "Return"), ("Escape",)),
    ("the reply form", ("ctrl+r",), ("F8",)),
    ("the outbox", ("ctrl+shift+o",), ("ctrl+shift+o",)),
    ("the dialog for the reply server", (PALETTE, "type reply server", "Return"), ("Escape",)),
    ("what will be sent", (PALETTE, "type what will be sent", "Return"), ("Escape",)),
    ("my data", (PALETTE, "type my data", "Return"), ("Escape",)),
)


def _said(node: Node) -> str:
    return f"{node['role']} {node['name']!r} at {node['path']}"


def _can_be_tabbed_to(node: Node) -> bool:
    shown = node["showing"] and node["enabled"] and node["focusable"]
    sized = node["box"] is not None and node["box"][2] > 0
    return shown and sized and node["role"] not in INSIDE_OTHERS and "scroll bar" not in node["role"]


def _findings(nodes: list[Node]) -> list[str]:
    shown = [node for node in nodes if node["showing"] and node["focusable"] and node["role"] not in INSIDE_OTHERS]
    nameless = [f"no name: {_said(node)}" for node in shown if not node["name"].strip()]
    nameless += [f"no label: {_said(node)}" for node in shown if node["role"] in FIELDS and not node["labelled"]]
    dialogs = [node for node in nodes if node["role"] in ("dialog", "frame", "alert") and not node["name"].strip()]
    return nameless + [f"no title: {_said(node)}" for node in dialogs]


def _tab_round(stage: Stage, reader: TreeReader) -> list[Node]:
    """Where Tab leads, until it has come round."""
    met: list[list[Node]] = []
    for _press in range(LONGEST_WAY):
        press(stage, "Tab")
        focused = [node for node in reader.focus() if node["role"] not in ("frame", "dialog")]
        if met and _paths(focused) == _paths(met[-1]):
            continue  # from link to link the focus stays in the article
        if met and _paths(focused) == _paths(met[0]):
            break
        if focused:
            met.append(focused)
    return [node for stop in met for node in stop]


def _paths(nodes: list[Node]) -> list[list[int]]:
    return [node["path"] for node in nodes]


def _is_met(node: Node, met: list[Node]) -> bool:
    """Whether the focus was in it: on itself, or on one of the rows in it."""
    return any(stop["path"][: len(node["path"])] == node["path"] for stop in met)


def test_everything_has_a_name_and_is_met_with_tab(stage: Stage, tmp_path: Path) -> None:
    desk = ReplyDesk(tmp_path / "data")
    desk.servers.set("http://127.0.0.1:9", "isso")  # nobody is there; the dialogs say more when a server is set
    desk.submit(Thread("/articles/legs/", "Legs"), ReplyForm("A good article", "Ann", "ann@example.com"))
    desk.close()
    stage.start([sys.executable, "-m", "hiitreader", "--data-dir", str(tmp_path / "data")], "program")
    wrong: list[str] = []
    with tree_reader(stage) as reader:
        stage.wait_for(reader.is_ready, "the window to be complete")
        for place, opening, closing in PLACES:
            for keys in opening:
                enter(stage, keys)
                if keys == PALETTE:  # what is typed before it is there is lost
                    stage.wait_for(lambda: has_dialog(reader.ask("look")), "the palette to open")
            is_dialog = closing == ("Escape",) and place != "the find bar"
            if is_dialog:
                stage.wait_for(lambda: has_dialog(reader.ask("look")), f"{place} to open")
            time.sleep(0.8)  # what is made in turns looks as if it had come to rest between two of them
            nodes = reader.look()
            wrong += [f"{place}: {finding}" for finding in _findings(nodes)]
            met = _tab_round(stage, reader)
            windows = _active_window(reader.look())
            missed = [node for node in windows if _can_be_tabbed_to(node) and not _is_met(node, met)]
            wrong += [f"{place}: Tab does not lead to {_said(node)}" for node in missed]
            for keys in closing:
                enter(stage, keys)
            stage.wait_for(lambda: not has_dialog(reader.look()), f"{place} to close")
    assert not wrong, "\n".join(wrong)


def has_dialog(nodes: list[Node]) -> bool:
    """Whether a dialog is open."""
    return any(node["role"] == "dialog" for node in nodes)


def enter(stage: Stage, keys: str) -> None:
    """Press a key, or type the words after `type `."""
    if keys.startswith("type "):
        stage.run("xdotool", "type", "--delay", "40", keys.removeprefix("type "))
        time.sleep(0.6)
    else:
        press(stage, keys)


def _active_window(nodes: list[Node]) -> list[Node]:
    """The nodes of the topmost window: a dialog's when one is open."""
    tops = [node for node in nodes if len(node["path"]) == 1 and node["showing"]]
    top = next((node for node in reversed(tops) if node["role"] != "frame"), tops[0])
    return [node for node in nodes if node["path"][0] == top["path"][0]]
