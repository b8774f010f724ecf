"""The shelf on the command line: put articles there, list, find and take them away, see what is like one.

It words what the shelf answers, and never opens a window.
"""

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.cli.terminal import Terminal
from hiitreader.errors import N_, InputProblem
from hiitreader.library.bring_in.report import Step
from hiitreader.library.bundled import bundled
from hiitreader.library.entries import PICTURES, WITH, Hit, ShelfEntry, SimilarPost
from hiitreader.library.shelf import Shelf, Sort
from hiitreader.system.paths import find_paths
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext

SHORT = 10
"""Characters of a key that are shown; as many as tell it from the others are taken for it."""
LEAST = 4


def library(terminal: Terminal, words: Namespace) -> int:
    """Do what is asked with the shelf."""
    deeds: dict[str, Callable[[Terminal, Shelf, Namespace], int]] = {
        "add": _add,
        "list": _list,
        "remove": _remove,
        "search": _search,
        "similar": _similar,
    }
    shelf = Shelf(find_paths(words.data_dir).data)
    try:
        return deeds[words.deed](terminal, shelf, words)
    finally:
        while (notice := shelf.notice()) is not None:
            terminal.problem(notice)
        shelf.close()


def entry_named(shelf: Shelf, wanted: str) -> ShelfEntry:
    """The article whose key begins like this, or whose file has this name.

    Raises:
        InputProblem: there is none, or more than one.
    """
    names = {one.name: one.entry.key for one in bundled()}
    key = names.get(wanted, wanted.lower())
    found = [one for one in shelf.entries() if one.key.startswith(key)] if len(key) >= LEAST else []
    if len(found) == 1:
        return found[0]
    if found:
        raise InputProblem(
            N_("“{id}” begins the keys of {count} articles."),
            todo=N_("Give more of the key."),
            id=wanted,
            count=len(found),
        )
    raise _not_there(wanted)


def open_named(shelf: Shelf, wanted: str) -> Article:
    """The article whose key begins like this, or whose file has this name.

    Raises:
        InputProblem: there is none, or more than one.
    """
    found = shelf.open(entry_named(shelf, wanted).key)
    if found is None:  # another program has just taken it away
        raise _not_there(wanted)
    return found


def _not_there(wanted: str) -> InputProblem:
    return InputProblem(
        N_("There is no article with the id “{id}”."), todo=N_("“library list” says which there are."), id=wanted
    )


def _add(terminal: Terminal, shelf: Shelf, words: Namespace) -> int:
    from hiitreader.library.bring_in.address import is_address
    from hiitreader.library.bring_in.bringing import Bringing
    from hiitreader.library.bring_in.sources import Sources

    data = find_paths(words.data_dir).data
    bringing = Bringing(shelf, data, _progress(terminal, words), pictures=data / PICTURES if words.pictures else None)
    addresses = tuple(one for one in words.source if is_address(one) and not os.path.lexists(one))
    report = bringing.bring_in(Sources(tuple(Path(one) for one in words.source if one not in addresses), addresses))
    added = report.added + report.renewed
    if words.json:
        terminal.json(
            {
                "added": [told(one) for one in added],
                "known": report.known,
                "not_taken": [{"name": one.name, "reason": one.reason} for one in report.not_taken],
                "gone": report.gone,
            }
        )
    else:
        for entry in added:
            terminal.say(f"{entry.key[:SHORT]} {entry.title}")
        said = ngettext("{count} article is new on the shelf.", "{count} articles are new on the shelf.", len(added))
        terminal.say(said.format(count=len(added)))
        if report.known:
            was = ngettext("{count} was there already.", "{count} were there already.", report.known)
            terminal.say(was.format(count=report.known))
        for title in report.gone:
            terminal.say(_("Gone from its site, and still on the shelf: {title}").format(title=title))
        for one in report.not_taken:
            terminal.warn(_("Not taken: {name}. {reason}").format(name=one.name, reason=one.reason))
    return 1 if report.failed else 0


def _progress(terminal: Terminal, words: Namespace) -> Callable[[Step], None]:
    """What is said of each step: a line, to a person who looks at it."""

    def say(step: Step) -> None:
        if (step.of > 1 or step.done) and not words.json and terminal.tells_a_person():
            said = _("{done} of {of}: {name}") if step.of else _("{done}: {name}")
            terminal.warn(said.format(done=step.done + 1, of=step.of, name=step.name))

    return say


def _list(terminal: Terminal, shelf: Shelf, words: Namespace) -> int:
    entries = shelf.entries(Sort(words.sort), tag=words.tag, unread_only=words.unread)
    if words.json:
        terminal.json([told(one) for one in entries])
        return 0
    for one in entries:
        terminal.say(f"{one.key[:SHORT]} {one.title}")
        about = [ngettext("{count} word", "{count} words", one.words).format(count=one.words), WITH.join(one.tags)]
        about.append(_("unread") if one.unread else _("read to {percent} %").format(percent=round(100 * one.progress)))
        terminal.say(f"    {'; '.join(part for part in about if part)}")
    if not entries:
        terminal.say(_("There is no such article on the shelf."))
    return 0


def _remove(terminal: Terminal, shelf: Shelf, words: Namespace) -> int:
    from hiitreader.library.bring_in.left_pictures import forget_pictures

    one = entry_named(shelf, words.key)
    shelf.remove(one.key)
    forget_pictures(find_paths(words.data_dir).data / PICTURES, [one.key])
    if words.json:
        terminal.json(told(one))
    else:
        terminal.say(_("Taken off the shelf: {title}").format(title=one.title))
    return 0


def _search(terminal: Terminal, shelf: Shelf, words: Namespace) -> int:
    # Words that the shell was given as one argument with a space in it were meant as a phrase.
    query = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words.words)
    hits = shelf.search(query, words.limit)
    if words.json:
        terminal.json([_hit(one) for one in hits])
        return 0
    for one in hits:
        terminal.say(f"{one.entry.key[:SHORT]} {one.entry.title}")
        terminal.say("    " + "".join(f"*{text}*" if marked else text for text, marked in one.snippet))
    if not hits:
        terminal.say(_("Nothing was found."))
    return 0


def _similar(terminal: Terminal, shelf: Shelf, words: Namespace) -> int:
    key = entry_named(shelf, words.key).key if words.key else bundled()[0].entry.key
    posts = shelf.similar(key)
    if words.json:
        terminal.json([_post(one) for one in posts])
        return 0
    for one in posts:
        terminal.say(f"{one.key[:SHORT]} {one.title}")
        if one.why:
            terminal.say("    " + _("Shares: {terms}").format(terms=WITH.join(one.why)))
    if not posts:
        terminal.say(_("No article on the shelf is like it."))
    return 0


def told(one: ShelfEntry) -> dict[str, object]:
    """An entry for a script."""
    return one._asdict()


def _hit(one: Hit) -> dict[str, object]:
    return {
        **told(one.entry),
        "snippet": [{"text": text, "hit": marked} for text, marked in one.snippet],
        "excerpt": one.excerpt,
    }


def _post(one: SimilarPost) -> dict[str, object]:
    return one._asdict()
