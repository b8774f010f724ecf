"""The command line run: the words parsed, the parts wired, one command done, an exit code.

It never imports a widget, so it works without a display.
"""

import os
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress

from hiitreader.cli.terminal import Terminal, standard
from hiitreader.errors import Problem
from hiitreader.system.plain_output import OutputLost
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import use, wanted_language

DONE, NOT_DONE, WRONG_USAGE = 0, 1, 2


def run(words: Sequence[str]) -> int:
    """Do what `words` ask for.

    Returns:
        0 done, 1 not done with the reason on the error stream, 2 wrong usage.
    """
    use(wanted_language(os.environ))
    with standard() as terminal:
        try:
            code = _told(terminal, words)
            terminal.flush()
        except BrokenPipeError:  # whoever read along has gone
            return NOT_DONE
        except OutputLost as lost:
            with suppress(BrokenPipeError, OutputLost):  # the other stream may lead to the same place
                terminal.problem(lost)
                terminal.flush()
            return NOT_DONE
        return code


def _told(terminal: Terminal, words: Sequence[str]) -> int:
    from hiitreader.cli.arguments import command_names, parser
    from hiitreader.cli.opening import mistaken

    grammar = parser()
    if (mistake := mistaken(words, command_names(grammar))) is not None:
        terminal.problem(mistake)
        return WRONG_USAGE
    try:
        parsed = grammar.parse_args(words)
        if parsed.command is None and not (parsed.self_test or parsed.licences):
            grammar.error(_("a command is missing"))
        return _do(terminal, parsed)
    except SystemExit as ended:  # argparse has said why, or has shown the help or the version
        return ended.code if isinstance(ended.code, int) else WRONG_USAGE
    except OutputLost:
        raise
    except Problem as problem:
        terminal.problem(problem)
        return NOT_DONE
    except KeyboardInterrupt:
        terminal.warn(_("Stopped."))
        return NOT_DONE


def _do(terminal: Terminal, parsed: Namespace) -> int:
    if parsed.self_test:
        from hiitreader.cli.self_test import self_test

        return self_test(terminal, parsed.data_dir)
    if parsed.licences:
        from hiitreader.cli import articles

        return articles.licences(terminal)
    if parsed.command in {"read", "export"}:
        from hiitreader.cli import articles

        if parsed.command == "read":
            return articles.read(terminal, parsed.article, parsed.data_dir)
        return articles.export(terminal, parsed.file, parsed.article, parsed.data_dir, force=parsed.force)
    if parsed.command == "library":
        from hiitreader.cli.library import library

        return library(terminal, parsed)
    return _at_the_desk(terminal, parsed)


def _at_the_desk(terminal: Terminal, parsed: Namespace) -> int:
    from hiitreader.cli import mine, outboxing, replying
    from hiitreader.replies.desk import ReplyDesk
    from hiitreader.replies.owner import watch_over
    from hiitreader.replies.passwords import KeyringPasswords
    from hiitreader.system.paths import find_paths

    deeds = {
        "reply": replying.reply,
        "replies": replying.replies,
        "sync": replying.sync,
        "server": replying.server,
        "outbox": outboxing.outbox,
        "mine": mine.mine,
    }
    paths = find_paths(parsed.data_dir)
    desk = ReplyDesk(paths.data, passwords=KeyringPasswords(), watch=watch_over(paths))
    try:
        return deeds[parsed.command](terminal, desk, parsed)
    finally:
        while (notice := desk.notice()) is not None:
            terminal.problem(notice)
        desk.close()
