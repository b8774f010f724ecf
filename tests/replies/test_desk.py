"""The desk: a reply reaches a real server once, and what is done with several replies at a time."""

import pytest
from tests.replies.isso_server import RealIsso

from hiitreader.errors import InputProblem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread


def test_a_reply_reaches_a_real_isso_once(desk: ReplyDesk, isso: RealIsso, form: ReplyForm) -> None:
    thread = Thread("/articles/once/", "Once")
    desk.servers.set(isso.url)
    desk.queue(thread, form)
    report = desk.sync(thread)
    (mine,) = report.moved
    assert report.problem is None
    assert mine.state is ReplyState.PUBLISHED
    assert report.pulled == 1
    assert desk.sync(thread).moved == ()
    assert [row[:3] for row in isso.rows() if str(row[0]) == mine.server_id] == [
        (int(mine.server_id), form.comment, form.name)
    ]
    assert sum(row[1] == form.comment for row in isso.rows()) == 1
    (theirs,) = desk.replies(thread).theirs
    assert theirs.own
    assert (theirs.author, theirs.text) == (form.name, form.comment)
    assert desk.replies(thread).own == ()


def test_a_reply_that_goes_on_its_way_meanwhile_does_not_keep_the_others_from_being_retried(
    desk: ReplyDesk, form: ReplyForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.queue(Thread("/articles/one/", "One"), form)
    desk.queue(Thread("/articles/two/", "Two"), form)
    retry, retried = desk.retry, list[str]()

    def racing(uuid: str) -> Reply:
        if uuid == first.uuid:
            raise InputProblem("It is on its way.")
        retried.append(uuid)
        return retry(uuid)

    monkeypatch.setattr(desk, "retry", racing)
    assert len(desk.retry_all()) == 1
    assert len(retried) == 1
