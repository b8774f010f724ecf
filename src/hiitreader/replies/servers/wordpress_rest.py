"""Replies on a WordPress by its REST API, where the site lets everybody do that or the reader has signed in.

Source: WordPress's REST API handbook (developer.wordpress.org/rest-api/reference/comments) and the behaviour of 6.1 to
6.7. It never decides what happens to a reply, and never sends name or email of somebody who has signed in.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from http import HTTPStatus

from hiitreader.errors import N_
from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Standing, Thread
from hiitreader.replies.server import Answer, Finding, Listing, NoAnswer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers import wordpress, wordpress_own
from hiitreader.replies.servers.wordpress_reading import Parent, WordPressReading
from hiitreader.replies.servers.wordpress_words import written, written_name
from hiitreader.replies.thread import ThreadReply
from hiitreader.system.json_table import Table
from hiitreader.system.web import AnswerLost, NotReached, Web, WebAnswer

LIMITS = wordpress.LIMITS

_JSON = "application/json"
_COMMENTS = "/wp/v2/comments"


class WordPressRest:
    """One WordPress, by its REST API.

    Args:
        web: its web interface below the root of the API, with the reader's sign-in when there is one.
        settings: which server it is; `api` is the address of that root, `user` who has signed in.
        password: the application password; "" with a `user` means that it is not at hand now.
    """

    def __init__(self, web: Web, settings: ServerSettings, password: str = "") -> None:
        self._web = web
        self._user = settings.user
        self._password_at_hand = bool(password)
        self._reading = WordPressReading(web, settings)
        self._account = 0

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
        """JSON, its words written so that they are stored to the letter."""
        return self._body(reply, as_guest=not self._user)

    def _body(self, reply: Reply, *, as_guest: bool) -> str:
        form = reply.form
        values: dict[str, object] = {
            "post": wordpress.post_number(reply.thread),
            "parent": int(reply.parent) if wordpress.is_number(reply.parent) else 0,
            "content": written(form.comment),
        }
        if as_guest:
            values["author_name"] = written_name(form.name)
            values["author_email"] = form.email
            if form.website:
                values["author_url"] = form.website
        return json.dumps(values, ensure_ascii=False)

    def note(self, reply: Reply, known: AbstractSet[str]) -> str:  # noqa: ARG002 -- the id alone is enough here
        """The highest id listed in the thread, when that was, and who has signed in."""
        return self._reading.note(reply, self._user)

    def send(self, reply: Reply) -> Answer:
        """Post the frozen body, once it is known who is signed in and that what it answers is still there."""
        refused = self._ready(reply)
        if refused is not None:
            return refused
        # The words of a first try through the form are the same here: it too would not be taken twice.
        body = reply.body if reply.body.startswith("{") else self._body(reply, as_guest=True)
        answer = self._post("POST", self._reading.path(_COMMENTS, _fields="id,status"), body.encode())
        if isinstance(answer, Answer):
            return answer
        return meaning(answer, reply)

    def find(
        self,
        reply: Reply,
        known: AbstractSet[str],
        own: Sequence[Reply] = (),
        *,
        to_send: bool = True,  # noqa: ARG002 -- nothing here is costly to ask
    ) -> Finding:
        """Among the published ones. ABSENT is no proof, but WordPress takes the same words only once."""
        self._signed_in()
        return self._reading.find(reply, known, own, self._account)

    def recognise(
        self, reply: Reply, listed: tuple[ThreadReply, ...], known: AbstractSet[str], own: Sequence[Reply]
    ) -> Finding:
        """By its words and its writer, and by what was noted."""
        self._signed_in()
        return wordpress_own.recognise(reply, listed, known, own, self._account)

    def standing(self, reply: Reply) -> Standing:
        """By its id, and by what is there."""
        self._signed_in()
        return self._reading.standing(reply, self._account)

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        """The published replies, as HTML."""
        return self._reading.pull(thread, since)

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:
        """Give it other words, for who may do that there: its editors and moderators."""
        refused = self._may_change(reply)
        if refused is not None:
            return refused
        content = written(form.tidied().comment)
        body = json.dumps({"content": content}, ensure_ascii=False).encode()
        answer = self._post("POST", self._reading.path(f"{_COMMENTS}/{reply.server_id}", _fields="id,status"), body)
        return answer if isinstance(answer, Answer) else meaning_of_edit(answer, reply)

    def delete(self, reply: Reply) -> Answer:
        """Take it away for good, for who may do that there."""
        refused = self._may_change(reply)
        if refused is not None:
            return refused
        answer = self._post("DELETE", self._reading.path(f"{_COMMENTS}/{reply.server_id}", force="true"), b"")
        return answer if isinstance(answer, Answer) else meaning_of_deletion(answer, reply)

    def close(self) -> None:
        """Let go of the connections."""
        self._reading.close()

    def _post(self, method: str, path: str, body: bytes) -> WebAnswer | Answer:
        """Send something; an `Answer` when there is none of the server's."""
        try:
            answer = self._web.delete(path) if method == "DELETE" else self._web.post(path, body, _JSON)
        except NotReached as problem:
            return Answer(ReplyState.QUEUED, reason=wordpress.NOT_REACHED, said=problem.said())
        except AnswerLost as problem:
            return Answer(ReplyState.UNSURE, reason=problem.happened)
        return wordpress.redirected(answer, self._web.url + path, str(answer.status)) or answer

    def _ready(self, reply: Reply) -> Answer | None:
        """Why a reply can't be posted now, found out by asking only."""
        if not wordpress.post_number(reply.thread):
            return Answer(ReplyState.QUEUED, reason=wordpress.NO_ARTICLE)
        if reply.doubtful and wordpress_own.noted_user(reply.noted) not in {"", self._user}:
            return Answer(ReplyState.NEEDS_SIGN_IN, reason=wordpress.OTHER_ACCOUNT)
        try:
            refused = self._signed_in()
            if refused is not None:
                return refused
            if self._reading.parent(reply) is Parent.GONE:
                return Answer(ReplyState.REJECTED, reason=wordpress.NO_PARENT)
        except NoAnswer as problem:
            return wordpress.not_asked(problem)
        return None

    def _signed_in(self) -> Answer | None:
        """Whether the sign-in holds: a wrong password would make a stranger's reply of it, without a word.

        Raises:
            NoAnswer: that can't be found out now.
        """
        if not self._user or self._account:
            return None
        if not self._password_at_hand:
            return Answer(ReplyState.NEEDS_SIGN_IN, reason=_NO_PASSWORD)
        answer = self._reading.get("/wp/v2/users/me", _fields="id")
        if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return Answer(ReplyState.NEEDS_SIGN_IN, reason=wordpress.NOT_ACCEPTED, said=wordpress.logged(answer))
        if answer.status == HTTPStatus.NOT_FOUND:
            return Answer(ReplyState.NEEDS_SIGN_IN, reason=_NOT_TOLD, said=wordpress.logged(answer))
        number = answer.table().id_of("id")
        if answer.status != HTTPStatus.OK or not number:
            raise wordpress.strange(answer)
        self._account = number
        return None

    def _may_change(self, reply: Reply) -> Answer | None:
        if not self._user:
            return Answer(ReplyState.NEEDS_SIGN_IN, reason=_ONLY_SIGNED_IN)
        if not wordpress.is_number(reply.server_id):
            return Answer(ReplyState.REJECTED, reason=_NO_NUMBER)
        try:
            return self._signed_in()
        except NoAnswer as problem:
            return wordpress.not_asked(problem)


def meaning(answer: WebAnswer, reply: Reply) -> Answer:
    """What an answer to a post means. Only 201 with an id is a success."""
    said = wordpress.logged(answer)
    if answer.status == HTTPStatus.CREATED:
        return _taken(answer, said)
    error = answer.table()
    code = error.text("code")
    known = _CODES.get(code)
    if known is not None and answer.status >= HTTPStatus.BAD_REQUEST:
        return known(answer, error, reply, said)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return Answer(ReplyState.NEEDS_SIGN_IN, reason=wordpress.SIGN_IN, said=said)
    before = wordpress.not_posted(answer, said)
    if before is not None:
        return before
    certain = bool(code) and _is_refusal(answer, error)
    if certain and answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Answer(ReplyState.QUEUED, reason=wordpress.UPKEEP, said=said, wait=wordpress.retry_after(answer))
    if certain and answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Answer(ReplyState.REJECTED, reason=wordpress.REFUSED, said=said)
    return wordpress.unclear(answer, said)


def meaning_of_edit(answer: WebAnswer, reply: Reply) -> Answer:
    """What an answer to a change means. Only 200 with the reply's own id is a success."""
    if answer.status == HTTPStatus.OK:
        return _taken(answer, wordpress.logged(answer), expected=reply.server_id)
    return _without_doubt(meaning(answer, reply)) if answer.status != HTTPStatus.CREATED else _not_understood(answer)


def meaning_of_deletion(answer: WebAnswer, reply: Reply) -> Answer:
    """What an answer to a deletion means. Gone already is gone."""
    said, found = wordpress.logged(answer), answer.table()
    if answer.status == HTTPStatus.OK and found.is_true("deleted"):
        return Answer(ReplyState.DISCARDED)
    if found.text("code") in {"rest_comment_invalid_id", "rest_already_trashed"}:
        return Answer(ReplyState.DISCARDED, said=said)
    if answer.status in {HTTPStatus.OK, HTTPStatus.CREATED}:
        return _not_understood(answer)
    return _without_doubt(meaning(answer, reply))


def _not_understood(answer: WebAnswer) -> Answer:
    return Answer(ReplyState.UNSURE, reason=wordpress.NOT_UNDERSTOOD, said=str(answer.status))


def _without_doubt(found: Answer) -> Answer:
    """An answer to a change is never news of an earlier try to post."""
    if found.delivered:
        return Answer(ReplyState.NEEDS_CHANGE, field="comment", reason=wordpress.ALREADY_THERE, said=found.said)
    return found


def _taken(answer: WebAnswer, said: str, expected: str = "") -> Answer:
    found = answer.table()
    number = found.id_of("id")
    if not number or (expected and str(number) != expected):
        return Answer(ReplyState.UNSURE, reason=wordpress.NOT_UNDERSTOOD, said=said)
    published = found.text("status") == "approved"
    return Answer(ReplyState.PUBLISHED if published else ReplyState.AWAITING_MODERATION, server_id=str(number))


def _is_refusal(answer: WebAnswer, error: Table) -> bool:
    """Whether it is WordPress's own error, whole: such a one says its status itself."""
    return error.table("data").whole("status") == answer.status


_Meaning = Callable[[WebAnswer, Table, Reply, str], Answer]


def _refused(state: ReplyState, reason: str, field: str = "") -> _Meaning:
    def told(answer: WebAnswer, error: Table, reply: Reply, said: str) -> Answer:  # noqa: ARG001
        return Answer(state, reason=reason, field=field, said=said)

    return told


def _flood(answer: WebAnswer, error: Table, reply: Reply, said: str) -> Answer:  # noqa: ARG001
    wait = max(wordpress.retry_after(answer) or wordpress.PAUSE, wordpress.PAUSE)
    return Answer(ReplyState.QUEUED, reason=wordpress.TOO_MANY, said=said, wait=wait)


def _duplicate(answer: WebAnswer, error: Table, reply: Reply, said: str) -> Answer:  # noqa: ARG001
    return wordpress.duplicate(doubtful=reply.doubtful, said=said)


def _author_data(answer: WebAnswer, error: Table, reply: Reply, said: str) -> Answer:  # noqa: ARG001
    field = wordpress.asked_fields(reply.form)
    return Answer(ReplyState.NEEDS_CHANGE, reason=wordpress.MISSING[field], field=field, said=said)


def _parameter(answer: WebAnswer, error: Table, reply: Reply, said: str) -> Answer:  # noqa: ARG001
    wrong = error.table("data").table("params")
    field = next((name for parameter, name in _PARAMETERS.items() if parameter in wrong), "")
    reason = wordpress.NOT_TAKEN.get(field, wordpress.CAN_NOT_TAKE)
    return Answer(ReplyState.NEEDS_CHANGE, reason=reason, field=field, said=said)


_S = ReplyState
_NO_PASSWORD = N_("The application password for this site is not at hand. Give it again.")
_NOT_TOLD = N_("This site does not say whether it accepts the application password, so nothing was sent.")
_ONLY_SIGNED_IN = N_("This site lets only people who have signed in change or delete a reply.")
_NO_NUMBER = N_("The server has not said under which number it keeps this reply, so it can't be changed there.")
_MAY_NOT_EDIT = N_("This site does not let you change your reply. Ask its editors to do it.")
_MAY_NOT_DELETE = N_("This site does not let you delete your reply. Ask its editors to do it.")
_GONE = N_("The server no longer has this reply.")
_NOT_STORED = N_("The server could not store it.")
_PARAMETERS = {"author_email": "email", "author_name": "name", "author_url": "website", "content": "comment"}
_CODES: Mapping[str, _Meaning] = {
    "rest_comment_login_required": _refused(_S.NEEDS_SIGN_IN, wordpress.SIGN_IN),
    "rest_not_logged_in": _refused(_S.NEEDS_SIGN_IN, wordpress.NOT_ACCEPTED),
    "incorrect_password": _refused(_S.NEEDS_SIGN_IN, wordpress.NOT_ACCEPTED),
    "invalid_username": _refused(_S.NEEDS_SIGN_IN, wordpress.NOT_ACCEPTED),
    "invalid_email": _refused(_S.NEEDS_SIGN_IN, wordpress.NOT_ACCEPTED),
    "rest_comment_author_data_required": _author_data,
    "rest_invalid_param": _parameter,
    "rest_comment_content_invalid": _refused(_S.NEEDS_CHANGE, wordpress.EMPTY, "comment"),
    "require_valid_comment": _refused(_S.NEEDS_CHANGE, wordpress.EMPTY, "comment"),
    "comment_content_column_length": _refused(_S.NEEDS_CHANGE, wordpress.TOO_LONG["comment"], "comment"),
    "comment_author_column_length": _refused(_S.NEEDS_CHANGE, wordpress.TOO_LONG["name"], "name"),
    "comment_author_email_column_length": _refused(_S.NEEDS_CHANGE, wordpress.TOO_LONG["email"], "email"),
    "comment_author_url_column_length": _refused(_S.NEEDS_CHANGE, wordpress.TOO_LONG["website"], "website"),
    "comment_duplicate": _duplicate,
    "comment_flood": _flood,
    "rest_comment_closed": _refused(_S.CLOSED, wordpress.CLOSED),
    "rest_comment_invalid_post_id": _refused(_S.REJECTED, wordpress.NO_ARTICLE),
    "rest_comment_draft_post": _refused(_S.REJECTED, wordpress.NO_ARTICLE),
    "rest_comment_trash_post": _refused(_S.REJECTED, wordpress.NO_ARTICLE),
    "rest_cannot_read_post": _refused(_S.REJECTED, wordpress.NO_ARTICLE),
    "rest_no_route": _refused(_S.QUEUED, wordpress.NOT_THERE),
    "rest_comment_failed_create": _refused(_S.REJECTED, _NOT_STORED),
    "rest_cannot_edit": _refused(_S.REJECTED, _MAY_NOT_EDIT),
    "rest_cannot_delete": _refused(_S.REJECTED, _MAY_NOT_DELETE),
    "rest_comment_invalid_id": _refused(_S.REJECTED, _GONE),
}
