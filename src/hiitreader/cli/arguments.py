"""What can be typed after the program's name, with the help that is shown for it.

It reads words and does nothing about them.
"""

import argparse
from pathlib import Path
from typing import NoReturn

from hiitreader import __version__
from hiitreader.errors import N_
from hiitreader.library.shelf import Sort
from hiitreader.replies.servers.kinds import KINDS
from hiitreader.system.plain_output import one_line
from hiitreader.system.translations import gettext as _

ARTICLE_HELP = N_("which article, by its key as “library list” shows it (default: the one that comes along)")
SOURCE_HELP = N_("a file (.md, .html, .txt, .epub), a folder, or the address of a WordPress or of a feed")
KEY_HELP = N_("the article's key as “library list” shows it, or its beginning")
JSON_HELP = N_("print JSON, for scripts")
MOST_LISTED = 1_000_000
LONGEST_WORD = 40
"""Letters of a wrong word that are told again."""


class _Grammar(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words; what was typed stays on the line of the one who says it."""
        super().error(one_line(message))


def parser() -> argparse.ArgumentParser:
    """The whole grammar. A wrong word ends the program with exit code 2, as argparse does."""
    top: argparse.ArgumentParser = _Grammar(
        prog="hiitreader",
        description=_("Reads articles offline and keeps replies until a server takes them."),
        epilog=_("Without a command the window opens, with FILE when one is given: hiitreader [--data-dir DIR] [FILE]"),
        allow_abbrev=False,
    )
    _data_dir(top, default=None)
    top.add_argument("--version", action="version", version=f"hiitreader {__version__}")
    top.add_argument("--self-test", action="store_true", help=_("check that this installation is complete"))
    top.add_argument("--licences", action="store_true", help=_("print the licences of this program and of its parts"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title=_("commands"))
    _reading(commands)
    _replying(commands)
    _server(commands)
    _outbox(commands)
    _mine(commands)
    _library(commands)
    return top


def command_names(grammar: argparse.ArgumentParser) -> frozenset[str]:
    """The words that a command line may begin with."""
    return frozenset(name for action in grammar._actions for name in action.choices or ())  # noqa: SLF001 -- no other way


def _named(word: str) -> str:
    """A word that names something: an empty one would name the folder one is in."""
    if not word:
        raise argparse.ArgumentTypeError(_("it is empty"))
    return word


def _path(word: str) -> Path:
    return Path(_named(word))


def _count(word: str) -> int:
    """A whole number of which so many can be listed."""
    try:
        number = int(word)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST_LISTED:
        raise argparse.ArgumentTypeError(
            _("“{word}” is no whole number from 1 to {most}").format(
                word=one_line(word[:LONGEST_WORD]), most=MOST_LISTED
            )
        )
    return number


_Commands = argparse._SubParsersAction  # noqa: SLF001 -- argparse gives this type no public name


def _command(commands: "_Commands[argparse.ArgumentParser]", name: str, text: str) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    _data_dir(made, default=argparse.SUPPRESS)
    return made


def _data_dir(to: argparse.ArgumentParser, default: str | None) -> None:
    to.add_argument(
        "--data-dir", type=_path, metavar="DIR", default=default, help=_("keep everything in this folder instead")
    )


def _reading(commands: "_Commands[argparse.ArgumentParser]") -> None:
    read = _command(commands, "read", _("print the article as plain text"))
    read.add_argument("--article", metavar="KEY", help=_(ARTICLE_HELP))
    export = _command(commands, "export", _("write the article to a file"))
    export.add_argument("file", type=_path, metavar="FILE", help=_("the file to write: .html, .txt or .md"))
    export.add_argument("--article", metavar="KEY", help=_(ARTICLE_HELP))
    export.add_argument("--force", action="store_true", help=_("replace the file if it is there"))


def _replying(commands: "_Commands[argparse.ArgumentParser]") -> None:
    reply = _command(commands, "reply", _("leave a reply; it is kept until “sync” brings it to the server"))
    reply.add_argument("--name", required=True, help=_("your name, shown with the reply"))
    reply.add_argument("--email", required=True, help=_("your email address; it will not be published"))
    reply.add_argument("--comment", required=True, help=_("what you want to say"))
    reply.add_argument("--website", default="", help=_("your website, if you like"))
    reply.add_argument("--to", default="", metavar="ID", help=_("the id of the reply you answer (see “replies”)"))
    reply.add_argument("--article", metavar="KEY", help=_(ARTICLE_HELP))
    reply.add_argument("--json", action="store_true", help=_(JSON_HELP))
    replies = _command(commands, "replies", _("list the replies to the article: yours, and those the server has"))
    replies.add_argument("--article", metavar="KEY", help=_(ARTICLE_HELP))
    replies.add_argument("--json", action="store_true", help=_(JSON_HELP))
    sync = _command(commands, "sync", _("send what waits and fetch new replies"))
    sync.add_argument("--article", metavar="KEY", help=_(ARTICLE_HELP))
    sync.add_argument("--json", action="store_true", help=_(JSON_HELP))


def _server(commands: "_Commands[argparse.ArgumentParser]") -> None:
    server = _command(commands, "server", _("say where replies go"))
    deeds = server.add_subparsers(dest="deed", metavar="DEED", required=True)
    put = _command(deeds, "set", _("send replies to the server at URL"))
    put.add_argument("url", metavar="URL")
    put.add_argument("--kind", choices=KINDS, default="", help=_("do not ask the server what it is"))
    put.add_argument(
        "--article", metavar="KEY", help=_("which article's page URL is (default: the one that comes along)")
    )
    put.add_argument(
        "--trust", action="append", default=[], metavar="HOST", help=_("go on to HOST if the address leads there")
    )
    show = _command(deeds, "show", _("show which server is set"))
    show.add_argument("--json", action="store_true", help=_(JSON_HELP))
    _command(deeds, "forget", _("set no server; replies stay as they are"))


def _outbox(commands: "_Commands[argparse.ArgumentParser]") -> None:
    outbox = _command(commands, "outbox", _("look after the replies you wrote"))
    deeds = outbox.add_subparsers(dest="deed", metavar="DEED", required=True)
    listed = _command(deeds, "list", _("list them all, with what becomes of each"))
    listed.add_argument("--json", action="store_true", help=_(JSON_HELP))
    retry = _command(deeds, "retry", _("try one again with the next “sync”, or all of them"))
    retry.add_argument("uuid", metavar="UUID", nargs="?", default="")
    for deed, text in (
        ("send-again", N_("send one again of which it can't be told whether it arrived")),
        ("discard", N_("put one away")),
        ("restore", N_("have one back that was put away")),
    ):
        _command(deeds, deed, _(text)).add_argument("uuid", metavar="UUID")
    _command(deeds, "send-from-here", _("send what waits from this folder, which was copied"))


def _library(commands: "_Commands[argparse.ArgumentParser]") -> None:
    library = _command(commands, "library", _("look after the shelf of articles"))
    deeds = library.add_subparsers(dest="deed", metavar="DEED", required=True)
    add = _command(deeds, "add", _("put articles on the shelf"))
    add.add_argument("source", nargs="+", type=_named, metavar="SOURCE", help=_(SOURCE_HELP))
    add.add_argument("--pictures", action="store_true", help=_("keep copies of the pictures"))
    listed = _command(deeds, "list", _("list what is on the shelf"))
    listed.add_argument("--tag", default="", help=_("only articles with this tag"))
    listed.add_argument("--unread", action="store_true", help=_("only articles that were not opened yet"))
    listed.add_argument("--sort", choices=[one.value for one in Sort], default=Sort.ADDED.value, help=_("the order"))
    remove = _command(deeds, "remove", _("take an article off the shelf"))
    remove.add_argument("key", metavar="KEY", help=_(KEY_HELP))
    search = _command(deeds, "search", _("find words in titles and texts; quote them to find them side by side"))
    search.add_argument("words", nargs="+", metavar="WORDS")
    search.add_argument("--limit", type=_count, default=20, metavar="N", help=_("at most so many"))
    alike = _command(deeds, "similar", _("list the articles that are most like one"))
    alike.add_argument("key", nargs="?", default="", metavar="KEY", help=_(KEY_HELP))
    for deed in (add, listed, remove, search, alike):
        deed.add_argument("--json", action="store_true", help=_(JSON_HELP))


def _mine(commands: "_Commands[argparse.ArgumentParser]") -> None:
    mine = _command(commands, "mine", _("take your own data along, or erase it"))
    deeds = mine.add_subparsers(dest="deed", metavar="DEED", required=True)
    export = _command(deeds, "export", _("write everything that is kept about you to a file"))
    export.add_argument("file", type=_path, metavar="FILE", help=_("the file to write: .json or .html"))
    export.add_argument("--force", action="store_true", help=_("replace the file if it is there"))
    there = _command(deeds, "on-servers", _("list your replies on servers, and how to have them removed"))
    there.add_argument("--json", action="store_true", help=_(JSON_HELP))
    erase = _command(deeds, "erase", _("erase everything that is kept about you on this computer"))
    erase.add_argument("--yes", action="store_true", help=_("do not ask"))
