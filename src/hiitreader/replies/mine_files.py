"""Everything of the reader's as a file to take along: JSON for programs, HTML to read.

It writes no file itself, and nothing in the HTML is fetched or run.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from html import escape
from math import isfinite
from pathlib import Path

from hiitreader.errors import N_, InputProblem
from hiitreader.replies.form import Field, ReplyForm
from hiitreader.replies.mine import Mine, OnServer, OwnReply
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import language, ngettext

FORMAT, VERSION = "hiitreader-my-data", 1
TIME = "%Y-%m-%d %H:%M:%S %Z"
_STYLE = (
    ":root{color-scheme:light dark}body{font:1.125rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:bold}dd{margin:0 0 .75rem;white-space:pre-wrap;overflow-wrap:anywhere}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere}"
)


def as_file(path: Path, mine: Mine, there: Sequence[OnServer]) -> bytes:
    """What a file of this name shall hold: HTML for `.html` or `.htm`, JSON for `.json`.

    Raises:
        InputProblem: the name ends in something else.
    """
    writers = {".json": as_json, ".html": as_html, ".htm": as_html}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise InputProblem(
            N_("{file} does not say in which format to write."),
            safe=N_("Nothing was written."),
            todo=N_("End its name in .json or .html."),
            file=path,
        )
    return writer(mine, there).encode("utf-8", "replace")


def as_json(mine: Mine, there: Sequence[OnServer]) -> str:
    """All of it as JSON: times in ISO 8601 and UTC, states in English; ends with a line feed."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "made": mine.made.isoformat(),
        "replies": [_reply(own) for own in mine.replies],
        "on_servers": [on_server(one) for one in there],
        "remembered": None if mine.remembered is None else _person(mine.remembered),
        "server": None if mine.server is None else {**asdict(mine.server), "agreed": _iso(mine.agreed)},
        "places": [asdict(place) for place in mine.places],
        "files": {name: _read(data) for name, data in (mine.files or {}).items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def on_server(one: OnServer) -> dict[str, object]:
    """One reply that a server has or may have, for JSON."""
    return {
        "uuid": one.reply.uuid,
        "host": one.host,
        "number": one.number,
        "page": one.page,
        "certain": one.certain,
        "deletable": one.deletable,
        "how": one.ask.said(),
    }


def as_html(mine: Mine, there: Sequence[OnServer]) -> str:
    """All of it as one HTML page, in the reader's language, with headings to go through; ends with a line feed."""
    title = escape(_("My data in hiitreader"))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language())}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        + "\n".join(_sections(mine, there))
        + "\n</main>\n</body>\n</html>\n"
    )


def _reply(own: OwnReply) -> dict[str, object]:
    one = own.reply
    return {
        "uuid": one.uuid,
        "article": {"uri": one.thread.uri, "title": one.thread.title},
        "to": one.parent,
        "state": one.state.value,
        "before": None if one.before is None else one.before.value,
        "reason": one.reason,
        "field": one.field,
        "comment": one.form.comment,
        **_person(one.form),
        "created": _iso(one.created),
        "changed": _iso(one.changed),
        "server": one.server,
        "server_id": one.server_id,
        "sent": one.body,
        "doubtful": one.doubtful,
        "asks": one.ask,
        "not_before": _iso(one.not_before),
        "expires": _iso(one.expires),
        "checked": _iso(one.checked),
        "written": _iso(one.written),
        "edit_being_typed": own.edit,
        "tries": [
            {"number": a.number, "began": _iso(a.began), "ended": _iso(a.ended), "outcome": a.outcome, "said": a.said}
            for a in own.tries
        ],
    }


def _person(form: ReplyForm) -> dict[str, object]:
    return {"name": form.name, "email": form.email, "website": form.website}


def _read(data: bytes) -> object:
    """A file of ours as the JSON that it is, or as text when it is damaged."""
    try:
        return json.loads(data, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        return data.decode("utf-8", "replace")


def _no_number(name: str) -> object:
    raise ValueError(name)


def _finite(digits: str) -> float:
    found = float(digits)
    if not isfinite(found):
        raise ValueError(digits)
    return found


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


# -- the page -------------------------------------------------------------------------------------------------------


def _sections(mine: Mine, there: Sequence[OnServer]) -> Iterator[str]:
    yield _paragraph(_("Made {moment}. Passwords are not in it.").format(moment=_when(mine.made)))
    yield _heading(2, _("My replies and drafts"))
    count = len(mine.replies)
    yield _paragraph(ngettext("{count} reply or draft.", "{count} replies and drafts.", count).format(count=count))
    for number, own in enumerate(mine.replies, 1):
        yield from _shown(number, own)
    yield _heading(2, _("What is on servers"))
    if not there:
        yield _paragraph(_("Nothing that this program knows of."))
    for number, one in enumerate(there, 1):
        title = _("{number}. “{title}” at {host}").format(number=number, title=one.reply.thread.title, host=one.host)
        yield _heading(3, title)
        yield _paragraph(_(one.ask.text).format(**one.ask.values))
        yield _list([(_("Comment"), one.reply.form.comment)])
    yield from _the_rest(mine)


def _shown(number: int, own: OwnReply) -> Iterator[str]:
    one = own.reply
    state = _(one.state.label)
    yield _heading(3, _("{number}. To “{title}”: {state}").format(number=number, title=one.thread.title, state=state))
    facts = [(_(field.label), one.form.value(field)) for field in Field]
    facts += [
        (_("An edit being typed"), own.edit),
        (_("Reason"), _(one.reason) if one.reason else ""),
        (_("Begun"), _when(one.created)),
        (_("Last changed"), _when(one.changed)),
        (_("Server"), one.server),
        (_("Number there"), one.server_id),
        (_("In answer to"), one.parent),
    ]
    yield _list(facts)
    if own.tries:
        yield _heading(4, _("Tries"))
        lines = (" ".join(part for part in (_when(a.began), a.outcome, a.said) if part) for a in own.tries)
        yield "<ol>\n" + "\n".join(f"<li>{escape(line)}</li>" for line in lines) + "\n</ol>"


def _the_rest(mine: Mine) -> Iterator[str]:
    yield _heading(2, _("Remembered for the next reply"))
    if mine.remembered is None:
        yield _paragraph(_("Nothing."))
    else:
        yield _list([(_(field.label), mine.remembered.value(field)) for field in list(Field)[1:]])
    yield _heading(2, _("Reply server"))
    if mine.server is None:
        yield _paragraph(_("No server is set."))
    else:
        agreed = "" if mine.agreed is None else _when(mine.agreed)
        facts = [(_("Address"), mine.server.url), (_("Kind"), mine.server.kind), (_("Signed in as"), mine.server.user)]
        yield _list([*facts, (_("Agreed to what is sent"), agreed)])
    if mine.places:
        yield _heading(2, _("Where articles are on servers"))
        yield _list([(place.title or place.thread, place.page or place.server) for place in mine.places])
    for name, data in (mine.files or {}).items():
        yield _heading(2, _("The file {name}").format(name=name))
        yield f"<pre>{escape(data.decode('utf-8', 'replace'))}</pre>"


def _heading(level: int, words: str) -> str:
    return f"<h{level}>{escape(words)}</h{level}>"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _list(facts: Sequence[tuple[str, str]]) -> str:
    rows = (f"<dt>{escape(name)}</dt>\n<dd>{escape(value)}</dd>" for name, value in facts if value)
    return "<dl>\n" + "\n".join(rows) + "\n</dl>"


def _when(moment: datetime) -> str:
    return moment.astimezone().strftime(TIME)
