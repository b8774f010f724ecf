"""Replies on a WordPress through the form of its own pages: on a site as it comes, the only way for strangers.

Source: the behaviour of wp-comments-post.php from WordPress 6.1 to 6.7; what it answers is made for a browser.
It never decides what happens to a reply, and never follows where the form leads.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from hiitreader.errors import N_
from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Standing, Thread
from hiitreader.replies.server import Answer, Finding, Listing, NoAnswer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers import wordpress, wordpress_own
from hiitreader.replies.servers.wordpress_reading import Article, Parent, WordPressReading
from hiitreader.replies.servers.wordpress_words import written, written_name
from hiitreader.replies.thread import ThreadReply
from hiitreader.system.web import AnswerLost, NotReached, Web, WebAnswer

LIMITS = wordpress.LIMITS

_FORM = "application/x-www-form-urlencoded"


class WordPressForm:
    """One WordPress, through the form of its pages.

    Args:
        form: the address that the form is sent to.
        web: its web interface below the root of its REST API, for reading; None when it has none to offer.
        settings: which server it is.
    """

    def __init__(self, form: Web, web: Web | None, settings: ServerSettings) -> None:
        self._form = form
        self._address = settings.form
        self._reading = WordPressReading(web, settings)

    @property
    def limits(self) -> Limits:
        """How much it takes, in bytes."""
        return LIMITS

    @property
    def pause(self) -> timedelta:
        """Two replies sooner after each other are a flood to it."""
        return wordpress.PAUSE

    def locate(self, thread: Thread) -> str:
        """The number of the post that an article is."""
        return self._reading.locate(thread)

    def body(self, reply: Reply) -> str:
        """The form's fields, as a browser would send them; without the box that asks for a cookie."""
        form = reply.form
        return urlencode(
            {
                "comment": written(form.comment),
                "author": written_name(form.name),
                "email": form.email,
                "url": form.website,
                "comment_post_ID": wordpress.post_number(reply.thread),
                "comment_parent": int(reply.parent) if wordpress.is_number(reply.parent) else 0,
            }
        )

    def note(self, reply: Reply, known: AbstractSet[str]) -> str:  # noqa: ARG002 -- the id alone is enough here
        """The highest id listed in the thread, and when that was."""
        return self._reading.note(reply, "")

    def send(self, reply: Reply) -> Answer:
        """Post the frozen body, once it is known that what it answers is still there."""
        if not wordpress.post_number(reply.thread):
            return Answer(ReplyState.QUEUED, reason=wordpress.NO_ARTICLE)
        if reply.doubtful and wordpress_own.noted_user(reply.noted):
            return Answer(ReplyState.NEEDS_SIGN_IN, reason=wordpress.OTHER_ACCOUNT)
        # The words of a first try by REST are the same here: they too would not be taken twice.
        body = self.body(reply) if reply.body.startswith("{") else reply.body
        try:
            if self._reading.parent(reply) is Parent.GONE:
                return Answer(ReplyState.REJECTED, reason=wordpress.NO_PARENT)
        except NoAnswer as problem:
            return wordpress.not_asked(problem)
        try:
            answer = self._form.post("", body.encode(), _FORM)
        except NotReached as problem:
            return Answer(ReplyState.QUEUED, reason=wordpress.NOT_REACHED, said=problem.said())
        except AnswerLost as problem:
            return Answer(ReplyState.UNSURE, reason=problem.happened)
        return self._made_sure(reply, meaning(answer, reply, self._address), answer)

    def find(
        self,
        reply: Reply,
        known: AbstractSet[str],
        own: Sequence[Reply] = (),
        *,
        to_send: bool = True,  # noqa: ARG002 -- nothing here is costly to ask
    ) -> Finding:
        """Among the published ones, where they can be read. ABSENT is no proof, but the same words are taken once."""
        return self._reading.find(reply, known, own)

    def recognise(
        self, reply: Reply, listed: tuple[ThreadReply, ...], known: AbstractSet[str], own: Sequence[Reply]
    ) -> Finding:
        """By its words and its writer, and by what was noted."""
        return wordpress_own.recognise(reply, listed, known, own, 0)

    def standing(self, reply: Reply) -> Standing:
        """By its id, where the site lets programs read."""
        return self._reading.standing(reply)

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        """The published replies, as HTML, where the site lets programs read."""
        return self._reading.pull(thread, since)

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:  # noqa: ARG002
        """Not possible: the form knows nobody."""
        return Answer(ReplyState.REJECTED, reason=_NO_EDIT)

    def delete(self, reply: Reply) -> Answer:  # noqa: ARG002
        """Not possible: the form knows nobody."""
        return Answer(ReplyState.REJECTED, reason=_NO_DELETION)

    def close(self) -> None:
        """Let go of the connections."""
        self._form.close()
        self._reading.close()

    def _made_sure(self, reply: Reply, found: Answer, answer: WebAnswer) -> Answer:
        """What the form leaves open, asked of the REST API.

        That the form leads to a reply's place on the page says that the site took it, not that it is shown there: what
        was filtered out, as spam or into the trash, leads there just like what was let through.
        """
        try:
            if found.state is ReplyState.PUBLISHED:
                standing = self._reading.standing(replace(reply, server_id=found.server_id))
                return found if standing is Standing.PUBLISHED else _only_taken(found)
            return found if found.delivered else self._of_article(reply, found, answer)
        except NoAnswer:
            return _only_taken(found) if found.state is ReplyState.PUBLISHED else found

    def _of_article(self, reply: Reply, found: Answer, answer: WebAnswer) -> Answer:
        """A refusal in a language that is not understood, or in silence, by what the article is."""
        silent = answer.status == HTTPStatus.OK and not answer.body.strip()
        if not silent and found.state is not ReplyState.REJECTED:
            return found
        article = self._reading.article(reply.thread)
        if article is Article.GONE:
            return Answer(ReplyState.REJECTED, reason=wordpress.NO_ARTICLE, said=found.said)
        if article is Article.CLOSED and not silent:
            return Answer(ReplyState.CLOSED, reason=wordpress.CLOSED, said=found.said)
        return found


def _only_taken(found: Answer) -> Answer:
    return Answer(ReplyState.AWAITING_MODERATION, found.server_id)


def meaning(answer: WebAnswer, reply: Reply, address: str) -> Answer:
    """What an answer to the form means. Only a redirect to the reply's own place on the same host is a success.

    PUBLISHED says here that nothing speaks against it yet.

    Args:
        answer: what came.
        reply: what was sent.
        address: where the form was sent to.
    """
    if answer.status in _SUCCESS:
        found = _taken(answer.headers.get("location", ""), address)
        if found is not None:
            return found
    words = _words(answer)
    said = f"{answer.status} {words}".strip()
    moved = wordpress.redirected(answer, address, said)
    if moved is not None:
        return moved
    if not words:
        return wordpress.not_posted(answer, said) or wordpress.unclear(answer, said)
    if answer.status == HTTPStatus.CONFLICT:
        return wordpress.duplicate(doubtful=reply.doubtful, said=said)
    if answer.status == HTTPStatus.FORBIDDEN:
        return _forbidden(words, said)
    if answer.status == HTTPStatus.OK:
        return _change(words, reply.form, said)
    return wordpress.not_posted(answer, said) or wordpress.unclear(answer, said)


def _taken(location: str, address: str) -> Answer | None:
    try:
        parts = urlsplit(urljoin(address, location))
        same_host = parts.hostname == urlsplit(address).hostname
        asked = parse_qs(parts.query)
    except ValueError:
        return None
    number = re.fullmatch(r"comment-([0-9]{1,19})", parts.fragment)
    if number is None or not same_host or not wordpress.is_number(number[1]):
        return None
    held = "unapproved" in asked
    return Answer(ReplyState.AWAITING_MODERATION if held else ReplyState.PUBLISHED, str(int(number[1])))


def _words(answer: WebAnswer) -> str:
    """What WordPress's own page of errors says; "" when it is another page."""
    found = _MESSAGE.search(answer.body[:100_000].decode("utf-8", "replace"))
    if found is None:
        return ""
    return wordpress.plain_words(_BACK.sub("", found[1]))


def _forbidden(words: str, said: str) -> Answer:
    if "closed" in words:
        return Answer(ReplyState.CLOSED, reason=wordpress.CLOSED, said=said)
    if "logged in" in words:
        return Answer(ReplyState.NEEDS_SIGN_IN, reason=wordpress.SIGN_IN, said=said)
    if "unapproved" in words:
        return Answer(ReplyState.REJECTED, reason=wordpress.NO_PARENT, said=said)
    return Answer(ReplyState.REJECTED, reason=words, said=said)


def _change(words: str, form: ReplyForm, said: str) -> Answer:
    """Which field is meant, by WordPress's English words, else by what is missing; the site may speak any language."""
    if "required fields" in words:
        field = wordpress.asked_fields(form)
        return Answer(ReplyState.NEEDS_CHANGE, reason=wordpress.MISSING[field], field=field, said=said)
    for sign, (field, reason) in _SIGNS.items():
        if sign in words:
            return Answer(ReplyState.NEEDS_CHANGE, reason=reason, field=field, said=said)
    missing = "comment" if not form.comment else "name" if not form.name else "email" if not form.email else ""
    return Answer(ReplyState.NEEDS_CHANGE, reason=words, field=missing, said=said)


_SUCCESS = frozenset({HTTPStatus.FOUND, HTTPStatus.SEE_OTHER})
_MESSAGE = re.compile(r'<div class="wp-die-message">(.{0,4000}?)</div>', re.DOTALL)
_BACK = re.compile(r"<a\b.{0,500}?</a>", re.DOTALL)
_NO_EDIT = N_("A reply left through the site's form can't be changed from here. Ask the site's editors to do it.")
_NO_DELETION = N_("A reply left through the site's form can't be deleted from here. Ask the site's editors to do it.")
_SIGNS = {
    "valid email": ("email", wordpress.NOT_TAKEN["email"]),
    "type your comment": ("comment", wordpress.EMPTY),
    "name is too long": ("name", wordpress.TOO_LONG["name"]),
    "email address is too long": ("email", wordpress.TOO_LONG["email"]),
    "URL is too long": ("website", wordpress.TOO_LONG["website"]),
    "comment is too long": ("comment", wordpress.TOO_LONG["comment"]),
}
