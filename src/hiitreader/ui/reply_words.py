"""What is said about one's own replies: their first words, moments, how long is left, and what a sync brought.

Pure: values in, sentences out, in the reader's language. It never asks the clock or the desk.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from math import ceil

from PySide6.QtCore import QDate, QLocale

from hiitreader.article.characters import clean_line
from hiitreader.replies.desk import SyncReport, Waiting
from hiitreader.replies.reply import CONFIRMED, STUCK, Reply, ReplyState
from hiitreader.replies.sentence import Sentence
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import language, ngettext

FIRST_WORDS = 60
"""Characters of a reply's words that it is known by."""
_MINUTE = timedelta(minutes=1)


def first_words(reply: Reply, most: int = FIRST_WORDS) -> str:
    """The beginning of what a reply says, on one line, cut between two words where it is too long."""
    words = clean_line(reply.form.comment[: 4 * most].replace("\n", " ")).strip()
    if len(words) <= most:
        return words or _("(without words)")
    head = words[:most]
    return f"{head[: head.rfind(' ')] if ' ' in head else head}…"


def article(reply: Reply) -> str:
    """The title of the article that a reply is to."""
    return clean_line(reply.thread.title) or reply.thread.uri


def moment(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A moment in words: "today, 14:05", "tomorrow, 09:30", "3 March 2026, 14:05".

    Args:
        when: the moment, aware.
        now: the present one, aware.
        zone: both are told in it, in the computer's own when left out.
    """
    local, here = when.astimezone(zone), now.astimezone(zone)
    time = f"{local:%H:%M}"
    if local.date() == here.date():
        return _("today, {time}").format(time=time)
    if local.date() == here.date() + timedelta(days=1):
        return _("tomorrow, {time}").format(time=time)
    day = QLocale(language()).toString(QDate(local.year, local.month, local.day), "d MMMM yyyy")
    return f"{day}, {time}"


def minutes_left(until: datetime, now: datetime) -> int:
    """Whole minutes until a moment, rounded up: 0 only when it has passed."""
    return max(0, -((now - until) // _MINUTE))


def time_to_edit(until: datetime, now: datetime) -> str:
    """How long the server still lets one change a reply."""
    left = minutes_left(until, now)
    if not left:
        return _("The time to change it on the server is over.")
    return ngettext(
        "{count} minute left to change it on the server.", "{count} minutes left to change it on the server.", left
    ).format(count=left)


def how_many_wait(waiting: Waiting) -> str:
    """How many replies are not yet where they should be, "" when all are."""
    parts = []
    if count := waiting.queued + waiting.unsure:
        parts.append(ngettext("{count} reply waits", "{count} replies wait", count).format(count=count))
    if count := waiting.stuck:
        if parts:
            parts.append(ngettext("{count} needs you", "{count} need you", count).format(count=count))
        else:
            parts.append(ngettext("{count} reply needs you", "{count} replies need you", count).format(count=count))
    return ", ".join(parts)


def outcome(report: SyncReport, *, named: bool = True, told: bool = False) -> str:
    """What a sync did, in a sentence or two.

    Args:
        report: what it did.
        named: whether to say which reply moved on; not where the reader has just posted it.
        told: whether `news` say of a reply that moved on what became of it: it is counted only.
    """
    said = "“{words}”: {state}" if named else "{state}"
    parts = [said.format(words=first_words(one), state=_(one.state.sentence)) for one in report.moved]
    if len(report.moved) > 1 or (told and report.moved):
        count = len(report.moved)
        parts = [ngettext("{count} reply has moved on.", "{count} replies have moved on.", count).format(count=count)]
    if report.left:
        count = len(report.left)
        parts.append(ngettext("{count} reply waits.", "{count} replies wait.", count).format(count=count))
    return " ".join(parts) or _("Nothing was waiting. The replies are up to date.")


def news(before: Mapping[str, ReplyState], report: SyncReport) -> tuple[str, ...]:
    """What a sync brought that the reader may not be looking at: refused, let through or taken down.

    Args:
        before: the state of every reply before the sync, by its UUID.
        report: what the sync did.
    """
    return tuple(said for reply in report.moved if (said := _news(before.get(reply.uuid), reply)))


def _news(before: ReplyState | None, reply: Reply) -> str:
    values = {"words": first_words(reply), "article": article(reply), "why": clean_line(_(reply.reason))}
    if reply.state is ReplyState.PUBLISHED and before is ReplyState.AWAITING_MODERATION:
        return _("Your reply “{words}” to “{article}” is now published.").format(**values)
    if reply.state is ReplyState.REJECTED and before in CONFIRMED:
        return _("Your reply “{words}” to “{article}” is no longer on the server. {why}").format(**values).strip()
    if reply.state in STUCK:
        said = _("Your reply “{words}” to “{article}” needs you. {state} {why}")
        return said.format(state=_(reply.state.sentence), **values).strip()
    if reply.state is ReplyState.UNSURE and reply.ask:
        return _("Your reply “{words}” to “{article}” needs you: was it sent?").format(**values)
    return ""


def new_answers(count: int, title: str = "") -> str:
    """How many answers to one's own replies have come, with the title of the article where that is not the open one."""
    if title:
        said = ngettext(
            "{count} new answer to you in “{article}”.", "{count} new answers to you in “{article}”.", count
        )
        return said.format(count=count, article=clean_line(title))
    return ngettext("{count} new answer to you.", "{count} new answers to you.", count).format(count=count)


def duration(length: timedelta) -> str:
    """A length of time in words, rounded up: "40 seconds", "3 minutes", "2 hours"."""
    seconds = max(0, ceil(length.total_seconds()))
    if seconds < _SECONDS:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    minutes = ceil(seconds / _SECONDS)
    if minutes < _LONG:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = ceil(minutes / _SECONDS)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def shown(sentence: Sentence, now: datetime, zone: tzinfo | None = None) -> str:
    """A sentence with its values, in the reader's language; moments are told as `moment` tells them."""
    return _(sentence.text).format(**{name: _value(value, now, zone) for name, value in sentence.values.items()})


def _value(value: object, now: datetime, zone: tzinfo | None) -> object:
    if isinstance(value, datetime):
        return moment(value, now, zone)
    if isinstance(value, timedelta):
        return duration(value)
    return value


_SECONDS = 60
_LONG = 120
