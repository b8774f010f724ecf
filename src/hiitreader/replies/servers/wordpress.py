"""What the two ways into a WordPress share: its limits and how its answers are read.

Source: WordPress's REST API handbook (developer.wordpress.org/rest-api) and the behaviour of 6.1 to 6.7.
It never asks a server anything.
"""

import html
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urljoin, urlsplit

from hiitreader.errors import N_
from hiitreader.replies import backoff
from hiitreader.replies.form import Field, Limits, ReplyForm
from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.server import Answer, NoAnswer
from hiitreader.replies.servers.wordpress_words import written, written_name
from hiitreader.system.cells import EARLIEST, nearest
from hiitreader.system.json_table import cleaned
from hiitreader.system.web import WebAnswer

_SCHEME = re.compile("https?:", re.IGNORECASE)

PAUSE = timedelta(seconds=16)
"""Two replies of one writer within 15 seconds are a flood to it."""

REDIRECTS = 3

NOT_REACHED = N_("The server can't be reached.")
NOT_ASKED = N_("The server could not be asked.")
NOT_UNDERSTOOD = N_("The server's answer can't be understood.")
OWN_FAULT = N_("The server had a fault of its own.")
REDIRECTED = N_("The server pointed to another address, which was not followed.")
MOVED = N_("The site has moved to another address, which was not followed. Set the server again.")
TOO_MANY = N_("The server takes no more replies for the moment.")
BUSY = N_("The server has no time for this now.")
UPKEEP = N_("The server is being maintained.")
NOT_THERE = N_("No reply server answers at this address now.")
ALREADY_THERE = N_("The server already has this very comment.")
REFUSED = N_("The server refused it.")
CLOSED = N_("Replies to this article are closed.")
NO_ARTICLE = N_("The server has no such article any more, or does not let it be answered.")
NO_PARENT = N_("The reply you answer is no longer there.")
EMPTY = N_("The server finds the comment empty.")
SIGN_IN = N_("This site takes replies only from people who have signed in.")
OTHER_ACCOUNT = N_(
    "It was perhaps sent already, under an account you have signed out of. Sign in there again to have it looked for."
)
NOT_ACCEPTED = N_("The site does not accept this user name and application password.")
TOO_LONG = {
    "comment": N_("The server finds the comment too long."),
    "name": N_("The server finds the name too long."),
    "email": N_("The server finds the email address too long."),
    "website": N_("The server finds the website's address too long."),
}
MISSING = {
    "name": N_("The server asks for a name."),
    "email": N_("The server asks for an email address."),
}
NOT_TAKEN = {
    "comment": N_("The server does not take this comment."),
    "name": N_("The server does not take this name."),
    "email": N_("The server does not take this email address."),
    "website": N_("The server does not take this website's address."),
}
CAN_NOT_TAKE = N_("The server can't take it.")


def _kept(of: Field, text: str) -> str:
    """The tidied words of a field as they are sent and, an address, as it is kept: with a scheme and escaped."""
    if of is Field.COMMENT:
        return written(text)
    if of is Field.NAME:
        return written_name(text)
    if of is Field.WEBSITE and text and not _SCHEME.match(text):
        text = f"http://{text}"
    return html.escape(text, quote=False).replace("[", "%5B").replace("]", "%5D")


LIMITS = Limits(comment_most=65_525, name_most=245, email_most=100, website_most=200, in_bytes=True, written=_kept)
"""The columns of its table of comments, as `wp_get_comment_fields_max_lengths` gives them, in UTF-8 bytes."""


def letters(text: str) -> str:
    """The letters and digits of a text: all that is left the same when WordPress has made it pretty."""
    return "".join(character for character in text.casefold() if character.isalnum())


def letters_of_html(markup: str) -> str:
    """The letters and digits of what a page shows."""
    return letters(html.unescape(_TAG.sub(" ", markup)))


def query(**values: object) -> str:
    """Values as the part of an address behind `?` or `&`; those that are None left out."""
    return urlencode({name: value for name, value in values.items() if value is not None}, safe=",:")


def post_number(thread: Thread) -> int:
    """The number of a thread's post, 0 when it is not known."""
    return int(thread.remote) if is_number(thread.remote) else 0


def is_number(text: str) -> bool:
    """Whether a text is an id of WordPress's."""
    return text.isascii() and text.isdecimal() and len(text) < 20 and 0 < int(text) < 2**63  # noqa: PLR2004


def plain_name(stored: str) -> str:
    """A stored name as it was typed: on one line, its character references read, "" when there is none."""
    return " ".join(cleaned(html.unescape(stored[:2_000])).split())


def website(stored: str) -> str:
    """A stored web address, "" when it is none that may be opened."""
    text = html.unescape(stored[:1_000])
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return text if usable and text.isprintable() and " " not in text else ""


def moment(found: str) -> datetime | None:
    """A time as WordPress writes those in UTC, "2026-01-31T12:00:00"; None when it is none.

    One that can't be kept is the nearest that can; what was never dated is "-0001-11-30T00:00:00" there.
    """
    if not _MOMENT.fullmatch(found):
        return None
    if found.startswith(_BEFORE_ALL):
        return EARLIEST
    try:
        return nearest(datetime.fromisoformat(found).replace(tzinfo=UTC))
    except ValueError:
        return None


def retry_after(answer: WebAnswer) -> timedelta | None:
    """What the Retry-After header asks for, None when nothing; a date is measured by the server's own clock."""
    asked = answer.headers.get("retry-after", "")
    return backoff.retry_after(asked, answer.sent() or datetime.now(UTC)) if asked else None


def plain_words(markup: str) -> str:
    """The server's words as one short line of plain text, without addresses of people and networks."""
    plain = html.unescape(_TAG.sub(" ", markup[:4_000]))
    line = "".join(c for c in " ".join(plain.split()) if c.isprintable()).translate(_BRACES)
    return _NETWORK.sub("…", _EMAIL.sub("…", line))[:200]


def logged(answer: WebAnswer) -> str:
    """An answer for the log: its status, its code and its words."""
    error = answer.table()
    words = plain_words(error.text("message", 500))
    return " ".join(part for part in (str(answer.status), error.text("code", 60), words) if part)


def not_posted(answer: WebAnswer, said: str) -> Answer | None:
    """What an answer means, by its status alone, that comes from before WordPress: None when it can't be told so."""
    if answer.status == 413:  # noqa: PLR2004
        return Answer(ReplyState.NEEDS_CHANGE, field="comment", reason=TOO_LONG["comment"], said=said)
    if answer.status == 429:  # noqa: PLR2004
        return Answer(ReplyState.QUEUED, reason=TOO_MANY, said=said, wait=max(retry_after(answer) or PAUSE, PAUSE))
    if answer.status in _NOBODY_THERE:
        return Answer(ReplyState.QUEUED, reason=NOT_THERE, said=said)
    if answer.status in _TURNED_AWAY:
        return Answer(ReplyState.REJECTED, reason=REFUSED, said=said)
    return None


def unclear(answer: WebAnswer, said: str) -> Answer:
    """An answer after which the reply may or may not be there."""
    wait = retry_after(answer)
    if answer.status // 100 == REDIRECTS:
        return Answer(ReplyState.UNSURE, reason=REDIRECTED, said=said)
    if answer.status == 503:  # noqa: PLR2004
        return Answer(ReplyState.UNSURE, reason=UPKEEP, said=said, wait=wait)
    reason = OWN_FAULT if answer.status >= 500 else NOT_UNDERSTOOD  # noqa: PLR2004
    return Answer(ReplyState.UNSURE, reason=reason, said=said, wait=wait)


def redirected(answer: WebAnswer, address: str, said: str) -> Answer | None:
    """What a redirect certainly means: the same thing is asked for elsewhere, or a sign-in. None for any other answer.

    Args:
        answer: what came.
        address: where it was posted to.
        said: for the log.
    """
    if answer.status // 100 != REDIRECTS or not answer.headers.get("location"):
        return None
    try:
        to = urlsplit(urljoin(address, answer.headers.get("location", "")))
    except ValueError:
        return None
    here = urlsplit(address)
    if to.path.endswith("/wp-login.php"):
        return Answer(ReplyState.NEEDS_SIGN_IN, reason=SIGN_IN, said=said)
    if (to.path, to.query.partition("&")[0], to.fragment) == (here.path, here.query.partition("&")[0], ""):
        return Answer(ReplyState.QUEUED, reason=MOVED, said=said)
    return None


def duplicate(*, doubtful: bool, said: str) -> Answer:
    """The very same is there already: good news after a doubtful try, and something to change after a clean one."""
    if doubtful:
        return Answer(ReplyState.AWAITING_MODERATION, said=said, delivered=True)
    return Answer(ReplyState.NEEDS_CHANGE, field="comment", reason=ALREADY_THERE, said=said)


def strange(answer: WebAnswer) -> NoAnswer:
    """An answer to a question that makes no sense, or says that the server has no time."""
    if answer.status in _NO_TIME:
        return NoAnswer(BUSY, safe=N_("Nothing was sent.")).with_wait(retry_after(answer))
    return NoAnswer(NOT_UNDERSTOOD, safe=N_("Nothing was sent."))


def not_asked(problem: NoAnswer) -> Answer:
    """Nothing was posted, because something that had to be asked before could not be."""
    return Answer(ReplyState.QUEUED, reason=NOT_ASKED, said=problem.said(), wait=problem.wait)


def asked_fields(form: ReplyForm) -> str:
    """Which field a server means that asks for name and email: the one that is missing."""
    return "name" if not form.name else "email"


_NO_TIME = frozenset({429, 503})
_NOBODY_THERE = frozenset({404, 405, 410, 421})
_TURNED_AWAY = frozenset({403, 406, 451})
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BEFORE_ALL = ("-", "0000-")
_MOMENT = re.compile(r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_BRACES = str.maketrans("{}", "()")
_EMAIL = re.compile(r"\S{1,100}@\S{1,100}")
_NETWORK = re.compile(r"(?<!\w)(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,8})(?!\w)")
