"""The reader's own data on the command line: take it along, see what servers have of it, erase it here.

It erases nothing before the reader has said yes, and asks no server.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Callable

from hiitreader.cli.terminal import Terminal
from hiitreader.errors import N_, InputProblem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.erasing import LEFT_IN_KEYRING
from hiitreader.replies.mine import OnServer
from hiitreader.replies.mine_files import as_file, on_server
from hiitreader.system.files import write_export
from hiitreader.system.paths import find_paths
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext


def mine(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """Export, list or erase."""
    deeds: dict[str, Callable[[Terminal, ReplyDesk, Namespace], int]] = {
        "export": _export,
        "on-servers": _on_servers,
        "erase": _erase,
    }
    return deeds[words.deed](terminal, desk, words)


def _export(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    if os.path.lexists(words.file) and not words.force:
        raise InputProblem(
            N_("{file} is there already."),
            safe=N_("It was not changed."),
            todo=N_("Give another name, or --force to replace it."),
            file=words.file,
        )
    data = as_file(words.file, desk.mine.export(find_paths(words.data_dir)), desk.mine.on_servers())
    write_export(words.file, data, private=True)
    terminal.say(_("Written: {file}").format(file=words.file))
    return 0


def _on_servers(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    there = desk.mine.on_servers()
    if words.json:
        terminal.json([on_server(one) for one in there])
        return 0
    _say_there(terminal, there)
    return 0


def _say_there(terminal: Terminal, there: tuple[OnServer, ...]) -> None:
    if not there:
        terminal.say(_("No server has a reply of yours that this program knows of."))
    for one in there:
        terminal.say(f"{one.reply.uuid}: {one.page}")
        terminal.say(f"    {_(one.ask.text).format(**one.ask.values)}")


def _erase(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    if not words.yes:
        _say_what_goes(terminal, desk)
        if not sys.stdin.isatty():
            terminal.warn(_("Nothing was erased. Add --yes to erase it."))
            return 1
        terminal.say(_("Type “erase” to erase it, anything else to keep it:"))
        terminal.flush()
        if sys.stdin.readline().strip() not in {_("erase"), "erase"}:
            terminal.say(_("Nothing was erased."))
            return 1
    from hiitreader.library.shelf import Shelf

    paths = find_paths(words.data_dir)
    erased = desk.mine.erase(paths)
    shelf = Shelf(paths.data)
    shelf.forget_reading()
    shelf.close()
    said = ngettext("Erased: {count} reply or draft.", "Erased: {count} replies and drafts.", erased.replies)
    terminal.say(said.format(count=erased.replies))
    if erased.in_keyring:
        terminal.warn(_(LEFT_IN_KEYRING).format(name=erased.in_keyring))
    return 1 if erased.in_keyring else 0


def _say_what_goes(terminal: Terminal, desk: ReplyDesk) -> None:
    count = len(desk.own())
    said = ngettext(
        "This erases {count} reply or draft on this computer, with all that is kept about it.",
        "This erases {count} replies and drafts on this computer, with all that is kept about them.",
        count,
    )
    terminal.say(said.format(count=count))
    terminal.say(
        _(
            "Your places in articles and how far you have read them, settings kept for one article, the reply server "
            "and its password, and the log of faults go too."
        )
    )
    terminal.say(_("Your reading settings, themes and shelf stay, and so does what servers have:"))
    _say_there(terminal, desk.mine.on_servers())
