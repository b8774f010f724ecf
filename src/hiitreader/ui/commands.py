"""The one table of what the program can do: menus, shortcuts, the command palette and the key help are made from it.

It holds words and keys only. It never runs anything and knows no window; `ui.actions` ties commands to what they do.
"""

import sys
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from hiitreader.errors import N_, Bug

LEAD = "Ctrl+J"
"""The first step of the keys of two steps, which type nothing on any keyboard: "Ctrl+J, H" is Ctrl+J and then H."""


class Scope(Enum):
    """Where a key works."""

    WINDOW = "window"  # anywhere in the window
    ARTICLE = "article"  # only while the article has the focus, so that no letter typed in a field is taken


class Group(NamedTuple):
    """Commands that belong together: one menu, one part of the key help; `parent` is the id of the menu it is in."""

    id: str
    label: str
    parent: str = ""


class Command(NamedTuple):
    """Something the reader can ask for.

    `label` has its menu mnemonic after an "&". `keys` are portable key names ("Ctrl+O", or "Ctrl+J, H" for one of two
    steps), the first one shown in the menu. `help` is one sentence. `group` is a `Group.id`. `repeats`: holding the key
    down does it again and again. `toggles`: it is on or off, and the menu says which.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    help: str
    group: str
    repeats: bool = False
    toggles: bool = False


def scope_of(key: str) -> Scope:
    """Where a key works: a key that would type a character works in the article only, every other one anywhere.

    This is WCAG 2.2, 2.1.4 (Character Key Shortcuts), kept for the keys the reader chooses too.
    """
    if second_step(key):
        return Scope.WINDOW
    head, _, name = key.rpartition("+")  # "Ctrl++" is Ctrl and the plus key: head "Ctrl+", name ""
    function_key = len(name) > 1 and name[0] == "F" and name[1:].isdigit()
    return Scope.WINDOW if function_key or set(head.split("+")) - {"", "Shift"} else Scope.ARTICLE


def after_lead(key: str) -> str:
    """The key of two steps that ends with this one."""
    return f"{LEAD}, {key}"


def second_step(key: str) -> str:
    """What is pressed after the lead ("Shift+H" of "Ctrl+J, Shift+H"); "" when it is a key of one step."""
    return key.removeprefix(f"{LEAD}, ") if key.startswith(f"{LEAD}, ") else ""


def plain(label: str) -> str:
    """A label without its mnemonic's mark."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


def group_path(groups: Iterable[Group], group_id: str) -> tuple[Group, ...]:
    """A group with the groups it stands in, the outermost first."""
    by_id = {group.id: group for group in groups}
    path = [by_id[group_id]]
    while path[0].parent:
        path.insert(0, by_id[path[0].parent])
    return tuple(path)


def command_by_id(commands: Iterable[Command], wanted: str) -> Command:
    """The command with this id; a `Bug` when there is none."""
    for command in commands:
        if command.id == wanted:
            return command
    raise Bug(N_("There is no command called {id}."), id=wanted)


GROUPS: tuple[Group, ...] = (
    Group("file", N_("&File")),
    Group("find", N_("F&ind")),
    Group("reading", N_("&Reading")),
    Group("spacing", N_("&Spacing"), "reading"),
    Group("presets", N_("&Presets"), "reading"),
    Group("go", N_("&Go")),
    Group("next", N_("&Next"), "go"),
    Group("previous", N_("&Previous"), "go"),
    Group("levels", N_("Heading of a le&vel"), "go"),
    Group("view", N_("&View")),
    Group("reply", N_("Re&ply")),
    Group("help", N_("&Help")),
)

_FILE = (
    Command("file.open", N_("&Open article…"), ("Ctrl+O",), N_("Opens a Markdown, HTML or text file."), "file"),
    Command(
        "library.show",
        N_("S&helf"),
        ("Ctrl+Shift+A",),
        N_("Shows or hides the shelf: every article there is."),
        "file",
        toggles=True,
    ),
    Command(
        "library.search",
        N_("&Find on the shelf…"),
        ("Ctrl+Shift+F",),
        N_("Looks for words in every article on the shelf."),
        "file",
    ),
    Command(
        "library.add",
        N_("&Add to the shelf…"),
        ("Ctrl+Shift+N",),
        N_("Brings in files, folders, a website, a feed or a text."),
        "file",
    ),
    Command(
        "file.start_page",
        N_("&Start page"),
        ("Alt+Home",),
        N_("Shows the article that came along, or the shelf, as you have set it."),
        "file",
    ),
    Command(
        "file.export", N_("&Export article…"), ("Ctrl+S",), N_("Saves the article as HTML, text or Markdown."), "file"
    ),
    Command("file.close", N_("&Close window"), ("Ctrl+W",), N_("Closes this window."), "file"),
    Command(
        "file.quit", N_("&Quit"), ("Ctrl+Q",), N_("Ends the program. Your place and your drafts are kept."), "file"
    ),
)

_FIND = (
    Command("find.open", N_("&Find in article…"), ("Ctrl+F",), N_("Looks for words in the article."), "find"),
    Command("find.next", N_("Find &next"), ("F3", "Ctrl+G"), N_("Goes to the next match."), "find", repeats=True),
    Command(
        "find.previous",
        N_("Find &previous"),
        ("Shift+F3", "Ctrl+Shift+G"),
        N_("Goes to the match before."),
        "find",
        repeats=True,
    ),
    Command(
        "find.elements", N_("&List of headings and links…"), ("F7",), N_("Lists headings, links and more."), "find"
    ),
)


def _step(name: str, label: str, keys: tuple[str, ...], help_: str, group: str = "spacing") -> Command:
    return Command(f"reading.{name}", label, keys, help_, group, repeats=True)


_READING = (
    _step("larger_text", N_("&Larger text"), ("Ctrl++", "Ctrl+="), N_("Makes the text larger."), "reading"),
    _step("smaller_text", N_("S&maller text"), ("Ctrl+-",), N_("Makes the text smaller."), "reading"),
    Command("reading.default_text", N_("&Default text size"), ("Ctrl+0",), N_("Sets the text to 100 %."), "reading"),
    Command("reading.next_theme", N_("Next &theme"), ("Ctrl+T",), N_("Changes to the next set of colours."), "reading"),
    Command(
        "reading.previous_theme",
        N_("Pre&vious theme"),
        ("Ctrl+Shift+T",),
        N_("Changes to the set of colours before."),
        "reading",
    ),
    Command(
        "reading.own_settings",
        N_("&Keep these settings for this article"),
        (after_lead("A"),),
        N_("Keeps how the page looks for this article alone, or ends that."),
        "reading",
        toggles=True,
    ),
    Command(
        "reading.undo", N_("&Undo change of layout"), (after_lead("Z"),), N_("Takes back the last change."), "reading"
    ),
    Command("reading.redo", N_("&Redo change of layout"), (after_lead("Y"),), N_("Makes the change again."), "reading"),
    Command("reading.reset", N_("Reset &all settings"), (), N_("Sets everything as it was at first."), "reading"),
)

_SPACING = (
    _step("more_line_height", N_("More space between &lines"), ("Ctrl+L",), N_("Moves the lines apart.")),
    _step("less_line_height", N_("Less space between l&ines"), ("Ctrl+Shift+L",), N_("Moves the lines together.")),
    _step("more_letter_spacing", N_("More space between l&etters"), ("Ctrl+E",), N_("Moves the letters apart.")),
    _step(
        "less_letter_spacing", N_("Less space between le&tters"), ("Ctrl+Shift+E",), N_("Moves the letters together.")
    ),
    _step("more_word_spacing", N_("More space between wor&ds"), ("Ctrl+D",), N_("Moves the words apart.")),
    _step("less_word_spacing", N_("Less space between w&ords"), ("Ctrl+Shift+D",), N_("Moves the words together.")),
    _step(
        "more_paragraph_spacing", N_("More space &between paragraphs"), ("Ctrl+B",), N_("Moves the paragraphs apart.")
    ),
    _step(
        "less_paragraph_spacing",
        N_("Less space between &paragraphs"),
        ("Ctrl+Shift+B",),
        N_("Moves the paragraphs together."),
    ),
    _step("wider_column", N_("&Wider column"), ("Ctrl+M",), N_("Puts more characters on a line.")),
    _step("narrower_column", N_("&Narrower column"), ("Ctrl+Shift+M",), N_("Puts fewer characters on a line.")),
)

_PRESETS = (
    Command("preset.comfortable", N_("&Comfortable"), (), N_("The spacing that the program starts with."), "presets"),
    Command(
        "preset.wcag-text-spacing", N_("&Wide spacing (WCAG 1.4.12)"), (), N_("The text spacing of WCAG."), "presets"
    ),
    Command(
        "preset.wcag-visual-presentation",
        N_("&Visual presentation (WCAG 1.4.8)"),
        (),
        N_("The line length and gaps of WCAG."),
        "presets",
    ),
    Command("preset.large-print", N_("&Large print"), (), N_("Text twice as large, on short lines."), "presets"),
    Command(
        "preset.dyslexia", N_("&Dyslexia"), (), N_("The font Lexend, with room between letters and words."), "presets"
    ),
    Command("preset.low-light", N_("Low li&ght"), (), N_("The dark theme, for a dim room."), "presets"),
)

_GO = (
    Command("go.back", N_("&Back"), ("Alt+Left",), N_("Goes back to where you were."), "go", repeats=True),
    Command("go.forward", N_("&Forward"), ("Alt+Right",), N_("Goes forward again."), "go", repeats=True),
    Command("go.top", N_("&Top of the article"), (after_lead("Home"),), N_("Goes to the first line."), "go"),
    Command("go.bottom", N_("&End of the article"), (after_lead("End"),), N_("Goes to the last line."), "go"),
    Command("go.similar_posts", N_("&Similar posts"), ("Ctrl+I",), N_("Goes to the similar posts."), "go"),
    Command("go.replies", N_("&Replies"), ("Ctrl+Shift+R",), N_("Goes to the replies."), "go"),
    Command(
        "go.new_answer", N_("New answer to &you"), ("N", after_lead("N")), N_("Goes to the next new answer."), "go"
    ),
    Command("go.reply_form", N_("&Leave a reply"), ("Ctrl+R",), N_("Goes to the reply form."), "go"),
    Command("go.article", N_("&Article text"), ("F8",), N_("Goes back to your place in the text."), "go"),
    Command(
        "go.where_am_i",
        N_("&Where am I?"),
        ("W", "Ctrl+Shift+W", after_lead("W")),
        N_("Says the section and how much is left."),
        "go",
    ),
)


def _next(name: str, label: str, letter: str, help_: str, group: str = "next") -> Command:
    return Command(f"go.next_{name}", label, (letter, after_lead(letter)), help_, group, repeats=True)


def _previous(name: str, label: str, letter: str, help_: str, group: str = "previous") -> Command:
    keys = (f"Shift+{letter}", after_lead(f"Shift+{letter}"))
    return Command(f"go.previous_{name}", label, keys, help_, group, repeats=True)


_NEXT = (
    _next("heading", N_("Next &heading"), "H", N_("Goes to the next heading.")),
    _next("link", N_("Next lin&k"), "K", N_("Goes to the next link.")),
    _next("list", N_("Next &list"), "L", N_("Goes to the next list.")),
    _next("paragraph", N_("Next &paragraph"), "P", N_("Goes to the next paragraph.")),
    _next("sentence", N_("Next &sentence"), "S", N_("Goes to the next sentence.")),
    _next("table", N_("Next &table"), "T", N_("Goes to the next table.")),
    _next("quote", N_("Next &quote"), "Q", N_("Goes to the next quote.")),
    _next("image", N_("Next ima&ge"), "G", N_("Goes to the next image.")),
    _next("code", N_("Next &code"), "C", N_("Goes to the next block of code.")),
)

_PREVIOUS = (
    _previous("heading", N_("Previous &heading"), "H", N_("Goes to the heading before.")),
    _previous("link", N_("Previous lin&k"), "K", N_("Goes to the link before.")),
    _previous("list", N_("Previous &list"), "L", N_("Goes to the list before.")),
    _previous("paragraph", N_("Previous &paragraph"), "P", N_("Goes to the paragraph before.")),
    _previous("sentence", N_("Previous &sentence"), "S", N_("Goes to the sentence before.")),
    _previous("table", N_("Previous &table"), "T", N_("Goes to the table before.")),
    _previous("quote", N_("Previous &quote"), "Q", N_("Goes to the quote before.")),
    _previous("image", N_("Previous ima&ge"), "G", N_("Goes to the image before.")),
    _previous("code", N_("Previous &code"), "C", N_("Goes to the block of code before.")),
)

_LEVELS = (
    _next("heading_1", N_("Next heading, level &1"), "1", N_("Goes to the next heading of level 1."), "levels"),
    _next("heading_2", N_("Next heading, level &2"), "2", N_("Goes to the next heading of level 2."), "levels"),
    _next("heading_3", N_("Next heading, level &3"), "3", N_("Goes to the next heading of level 3."), "levels"),
    _next("heading_4", N_("Next heading, level &4"), "4", N_("Goes to the next heading of level 4."), "levels"),
    _next("heading_5", N_("Next heading, level &5"), "5", N_("Goes to the next heading of level 5."), "levels"),
    _next("heading_6", N_("Next heading, level &6"), "6", N_("Goes to the next heading of level 6."), "levels"),
    _previous("heading_1", N_("&Previous heading, level 1"), "1", N_("Goes to the level 1 heading before."), "levels"),
    _previous("heading_2", N_("P&revious heading, level 2"), "2", N_("Goes to the level 2 heading before."), "levels"),
    _previous("heading_3", N_("Pr&evious heading, level 3"), "3", N_("Goes to the level 3 heading before."), "levels"),
    _previous("heading_4", N_("Pre&vious heading, level 4"), "4", N_("Goes to the level 4 heading before."), "levels"),
    _previous("heading_5", N_("Prev&ious heading, level 5"), "5", N_("Goes to the level 5 heading before."), "levels"),
    _previous("heading_6", N_("Previ&ous heading, level 6"), "6", N_("Goes to the level 6 heading before."), "levels"),
)

_VIEW = (
    Command("view.contents", N_("&Contents"), ("F9",), N_("Shows or hides the contents."), "view", toggles=True),
    Command("view.settings", N_("&Settings"), ("Ctrl+,",), N_("Shows or hides the settings."), "view", toggles=True),
    Command("view.next_pane", N_("&Next pane"), ("F6",), N_("Moves to the next part of the window."), "view"),
    Command(
        "view.previous_pane", N_("&Previous pane"), ("Shift+F6",), N_("Moves to the part of the window before."), "view"
    ),
    Command("view.full_screen", N_("&Full screen"), ("F11",), N_("Fills the screen."), "view", toggles=True),
)

_REPLY = (
    Command("reply.post", N_("&Post comment"), ("Ctrl+Return",), N_("Posts the reply you have written."), "reply"),
    Command(
        "reply.quote",
        N_("Reply to the selected &words"),
        ("Ctrl+Shift+Q",),
        N_("Puts the words you selected into your reply as a quote."),
        "reply",
    ),
    Command("reply.sync", N_("&Send and fetch replies"), ("Ctrl+Shift+S",), N_("Sends waiting replies now."), "reply"),
    Command(
        "reply.outbox",
        N_("&Outbox"),
        ("Ctrl+Shift+O",),
        N_("Shows every reply you wrote, where it is, and what you can do."),
        "reply",
        toggles=True,
    ),
    Command("reply.retry_all", N_("&Try all again"), (), N_("Tries every reply again that was not sent."), "reply"),
    Command("reply.server", N_("&Reply server…"), (), N_("Says where your replies go, and changes it."), "reply"),
    Command(
        "reply.what_is_sent",
        N_("What will &be sent…"),
        (),
        N_("Says what leaves this computer with a reply, and what of it is published."),
        "reply",
    ),
    Command(
        "reply.my_data",
        N_("&My data…"),
        (),
        N_("Exports or erases everything you wrote, and says what servers have of it."),
        "reply",
    ),
)

_HELP = (
    Command("help.keys", N_("&Keys and commands"), ("F1",), N_("Lists every command and its keys."), "help"),
    Command("help.guide", N_("Open the user &guide"), ("Shift+F1",), N_("Opens “How to use this reader”."), "help"),
    Command("help.palette", N_("&Find a command…"), ("Ctrl+Shift+P",), N_("Runs a command by its name."), "help"),
    Command("help.change_keys", N_("&Change keys…"), (), N_("Lets you choose your own keys."), "help"),
    Command("help.updates", N_("Check for &updates…"), (), N_("Asks for the newest version, if you wish."), "help"),
    Command("help.licences", N_("&Licences"), (), N_("Shows the licences of this program and its parts."), "help"),
    Command("help.about", N_("&About hiitreader"), (), N_("Says which version this is, and whose."), "help"),
)

_ON_A_MAC: dict[str, tuple[str, ...]] = {
    "file.start_page": (after_lead("Shift+Home"),),
    "go.back": ("Ctrl+[", after_lead("Left")),
    "go.forward": ("Ctrl+]", after_lead("Right")),
    "reading.wider_column": (after_lead("M"),),
    "reading.narrower_column": (after_lead("Shift+M"),),
    "reply.quote": (after_lead("R"),),
    "view.full_screen": ("Meta+Ctrl+F",),
}
"""Where macOS has the usual keys for itself: Option with arrows goes word by word, Cmd+M puts the window away, and
Cmd+Shift+Q logs out. `Ctrl` is its Cmd, and `Meta` its Control."""


def commands_for(system: str) -> tuple[Command, ...]:
    """The table with the keys for a system, named as `sys.platform` names it."""
    reading = (*_READING, *_SPACING, *_PRESETS)
    table = (*_FILE, *_FIND, *reading, *_GO, *_NEXT, *_PREVIOUS, *_LEVELS, *_VIEW, *_REPLY, *_HELP)
    if system != "darwin":
        return table
    return tuple(command._replace(keys=_ON_A_MAC.get(command.id, command.keys)) for command in table)


COMMANDS = commands_for(sys.platform)
