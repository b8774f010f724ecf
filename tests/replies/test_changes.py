"""Changing and deleting a reply on its server: what is done, what is refused, and that no typed word is lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock
from tests.replies.isso_server import RealIsso
from tests.replies.paper_server import EDITABLE, PaperServer, PaperSite

from hiitreader.errors import InputProblem
from hiitreader.replies.deeds import Deed
from hiitreader.replies.desk import EditProblem, ReplyDesk
from hiitreader.replies.form import FormProblem, ReplyForm
from hiitreader.replies.found import Found
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.thread import TextFormat

URL = "https://comments.example.com"
THREAD = Thread("/articles/legs/", "Legs")
FORM = ReplyForm("Good one.", "Ann", "ann@example.com")


@pytest.fixture
def server(clock: HandClock) -> PaperServer:
    return PaperServer(PaperSite(clock=clock))


@pytest.fixture
def at_server(tmp_path: Path, server: PaperServer) -> Iterator[ReplyDesk]:
    desk = ReplyDesk(tmp_path / "data", server.clock, lambda _, __: server)
    desk.servers.set(URL, "isso")
    yield desk
    desk.close()


@pytest.fixture
def sent(at_server: ReplyDesk) -> Reply:
    uuid = at_server.queue(THREAD, FORM).uuid
    at_server.sync(THREAD)
    return at_server.reply(uuid)


def can_change(desk: ReplyDesk, uuid: str, clock: HandClock) -> bool:
    return Deed.EDIT_THERE in desk.can(desk.reply(uuid), clock.moment)


def test_it_is_changed_there_and_here_at_once(at_server: ReplyDesk, sent: Reply, server: PaperServer) -> None:
    at_server.keep_edit(sent.uuid, "Better o")
    changed = at_server.edit_there(sent.uuid, "Better one. ")
    assert (changed.state, changed.form.comment) == (ReplyState.PUBLISHED, "Better one.")
    assert changed.token not in {"", sent.token}
    assert changed.expires is not None
    assert at_server.edit_kept(sent.uuid) == ""
    assert server.site.kept[0].words == "Better one."
    (listed,) = at_server.replies(THREAD).theirs
    assert (listed.text, listed.own) == ("Better one.", True)
    assert at_server.edit_there(sent.uuid, "Best one.").form.comment == "Best one."


def test_it_is_deleted_there_and_here_at_once(at_server: ReplyDesk, sent: Reply, server: PaperServer) -> None:
    deleted = at_server.delete_there(sent.uuid)
    assert (deleted.state, deleted.before, deleted.token) == (ReplyState.DISCARDED, None, "")
    assert "You deleted it" in deleted.reason
    assert at_server.can(deleted, server.clock.moment) == {Deed.COPY}
    assert server.site.kept == []
    (listed,) = at_server.replies(THREAD).theirs
    assert (listed.deleted, listed.text, listed.own) == (True, "", False)
    at_server.sync(THREAD, by_hand=True)
    assert at_server.replies(THREAD).theirs == ()
    assert at_server.reply(sent.uuid).form.comment == "Good one.", "the words are still there to be copied"
    with pytest.raises(InputProblem):
        at_server.restore(sent.uuid)


def test_time_that_runs_out_while_typing_loses_nothing(
    at_server: ReplyDesk, sent: Reply, server: PaperServer, clock: HandClock
) -> None:
    at_server.keep_edit(sent.uuid, "A better w")
    clock.go_on(EDITABLE.total_seconds())
    assert not can_change(at_server, sent.uuid, clock)
    with pytest.raises(EditProblem, match="any more"):
        at_server.edit_there(sent.uuid, "A better way to say it.")
    assert at_server.edit_kept(sent.uuid) == "A better way to say it."
    assert server.site.kept[0].words == "Good one."
    at_server.close()
    assert at_server.edit_kept(sent.uuid) == "A better way to say it."
    at_server.keep_edit(sent.uuid, " ")
    assert at_server.edit_kept(sent.uuid) == ""


def test_the_server_has_the_last_word_on_the_time(
    at_server: ReplyDesk, sent: Reply, server: PaperServer, clock: HandClock
) -> None:
    server.site.kept[0].changed -= timedelta(minutes=15)
    with pytest.raises(EditProblem, match="too late"):
        at_server.edit_there(sent.uuid, "Better one.")
    assert at_server.edit_kept(sent.uuid) == "Better one."
    assert not can_change(at_server, sent.uuid, clock), "what the server has refused is not offered again"
    assert at_server.reply(sent.uuid).state is ReplyState.PUBLISHED


def test_a_change_whose_answer_was_lost_is_seen_with_the_next_listing(
    at_server: ReplyDesk, sent: Reply, server: PaperServer
) -> None:
    server.fault = "lost after"
    with pytest.raises(EditProblem, match="may or may not"):
        at_server.edit_there(sent.uuid, "Better one.")
    assert at_server.reply(sent.uuid).form.comment == "Good one."
    assert at_server.edit_kept(sent.uuid) == "Better one."
    at_server.sync(THREAD, by_hand=True)
    assert at_server.reply(sent.uuid).form.comment == "Better one."
    assert at_server.edit_kept(sent.uuid) == ""


@pytest.mark.parametrize("fault", ["lost before", "not reached"])
def test_a_change_that_did_not_arrive_can_be_tried_again(
    at_server: ReplyDesk, sent: Reply, server: PaperServer, fault: str
) -> None:
    server.fault = fault
    with pytest.raises(EditProblem, match="kept on this computer"):
        at_server.edit_there(sent.uuid, "Better one.")
    at_server.sync(THREAD, by_hand=True)
    assert at_server.reply(sent.uuid).form.comment == "Good one."
    assert at_server.edit_there(sent.uuid, at_server.edit_kept(sent.uuid)).form.comment == "Better one."


def test_a_deletion_whose_answer_was_lost_is_not_called_done(
    at_server: ReplyDesk, sent: Reply, server: PaperServer
) -> None:
    server.fault = "lost after"
    with pytest.raises(EditProblem, match="may or may not"):
        at_server.delete_there(sent.uuid)
    assert at_server.reply(sent.uuid).state is ReplyState.PUBLISHED
    assert at_server.delete_there(sent.uuid).state is ReplyState.DISCARDED, "gone already is gone"


def test_words_the_server_could_not_take_are_refused_here_and_kept(
    at_server: ReplyDesk, sent: Reply, server: PaperServer
) -> None:
    with pytest.raises(FormProblem):
        at_server.edit_there(sent.uuid, "x")
    assert at_server.edit_kept(sent.uuid) == "x"
    assert server.site.kept[0].words == "Good one."


def test_it_is_changed_only_where_it_is_and_once_that_was_agreed_to(at_server: ReplyDesk, sent: Reply) -> None:
    at_server.servers.set("https://other.example.com", "isso")
    with pytest.raises(EditProblem, match="another server"):
        at_server.edit_there(sent.uuid, "Better one.")
    at_server.servers.use(Found(ServerSettings(URL, "isso")), agreed=False)
    with pytest.raises(EditProblem, match="not yet agreed"):
        at_server.delete_there(sent.uuid)
    assert at_server.edit_kept(sent.uuid) == "Better one."


def test_what_the_server_made_html_of_is_shown_as_typed_until_it_is_fetched_again(
    at_server: ReplyDesk, server: PaperServer, clock: HandClock
) -> None:
    server.site.wordpress = True
    uuid = at_server.queue(THREAD, FORM).uuid
    at_server.servers.use(Found(ServerSettings(URL, "wordpress-rest", user="ann")))
    at_server.sync(THREAD)
    assert can_change(at_server, uuid, clock), "who has signed in may ask"
    number = server.site.kept[0]
    server.edit = lambda reply, form: server._answer(number)  # type: ignore[method-assign]
    at_server.edit_there(uuid, "1 < 2")
    (listed,) = at_server.replies(THREAD).theirs
    assert (listed.text, listed.format) == ("1 < 2", TextFormat.PLAIN)
    assert can_change(at_server, uuid, clock)


def test_a_draft_has_nothing_on_a_server(at_server: ReplyDesk) -> None:
    draft = at_server.save_draft(THREAD, FORM)
    assert draft is not None
    with pytest.raises(EditProblem):
        at_server.delete_there(draft.uuid)
    with pytest.raises(InputProblem):
        at_server.edit_there("nobody", "x")


def test_a_real_isso_lets_its_author_change_and_delete(desk: ReplyDesk, isso: RealIsso, clock: HandClock) -> None:
    thread = Thread("/articles/changed/", "Changed")
    desk.servers.set(isso.url)
    uuid = desk.queue(thread, FORM).uuid
    desk.sync(thread)
    there = desk.reply(uuid)
    assert there.expires is not None
    assert desk.edit_there(uuid, "Better <one>.").token != there.token
    assert desk.edit_there(uuid, "Best <one>.").form.comment == "Best <one>."
    desk.sync(thread, by_hand=True)
    assert [(one.text, one.own) for one in desk.replies(thread).theirs] == [("Best <one>.", True)]
    desk.delete_there(uuid)
    assert not any(row[0] == int(there.server_id) for row in isso.rows())


def test_a_real_isso_tells_its_author_of_a_held_one(
    desk: ReplyDesk, moderated_isso: RealIsso, clock: HandClock
) -> None:
    thread = Thread("/articles/held-and-told/", "Held")
    desk.servers.set(moderated_isso.url)
    let_through, deleted = (desk.queue(thread, ReplyForm(f"Hold {n}.", "Ann", "a@example.com")).uuid for n in "ab")
    desk.sync(thread)
    moderated_isso.approve(int(desk.reply(let_through).server_id))
    moderated_isso.delete(int(desk.reply(deleted).server_id))
    clock.go_on(3600)
    moved = {one.uuid: one.state for one in desk.sync().moved}
    assert moved == {let_through: ReplyState.PUBLISHED, deleted: ReplyState.REJECTED}
