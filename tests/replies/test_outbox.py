import pytest

from hiitreader.errors import InputProblem, WorldProblem
from hiitreader.replies.desk import ReplyDesk, Waiting
from hiitreader.replies.form import Field, FormProblem, ReplyForm
from hiitreader.replies.reply import ReplyState, Thread


def test_a_draft_keeps_its_uuid_and_its_last_words(desk: ReplyDesk, thread: Thread) -> None:
    first = desk.save_draft(thread, ReplyForm(comment="G"))
    last = desk.save_draft(thread, ReplyForm(comment="Good one", name="Ann"))
    assert first is not None
    assert last is not None
    assert last.uuid == first.uuid
    assert desk.draft(thread) == last
    assert [reply.form.comment for reply in desk.own()] == ["Good one"]


def test_drafts_are_kept_apart_by_article_and_parent(desk: ReplyDesk, thread: Thread) -> None:
    desk.save_draft(thread, ReplyForm(comment="to the article"))
    desk.save_draft(thread, ReplyForm(comment="to a reply"), parent="12")
    desk.save_draft(Thread("/other/", "Other"), ReplyForm(comment="elsewhere"))
    found = [desk.draft(thread), desk.draft(thread, "12"), desk.draft(Thread("/other/", "Other"))]
    assert [draft.form.comment for draft in found if draft] == ["to the article", "to a reply", "elsewhere"]


def test_emptying_the_form_forgets_the_draft(desk: ReplyDesk, thread: Thread) -> None:
    desk.save_draft(thread, ReplyForm(comment="hm"))
    assert desk.save_draft(thread, ReplyForm(comment=" ")) is None
    assert desk.own() == ()


def test_what_is_typed_is_kept_as_typed(desk: ReplyDesk, thread: Thread) -> None:
    typed = "  a < b && c > d\n\n\t“quoted” \U0001f9b5 \u202e "
    desk.save_draft(thread, ReplyForm(comment=typed))
    found = desk.draft(thread)
    assert found is not None
    assert found.form.comment == typed


def test_half_a_surrogate_pair_does_not_cost_the_draft(desk: ReplyDesk, thread: Thread) -> None:
    desk.save_draft(thread, ReplyForm(comment="broken \ud83e emoji"))
    found = desk.draft(thread)
    assert found is not None
    assert found.form.comment == "broken ? emoji"


def test_the_draft_becomes_the_reply(desk: ReplyDesk, thread: Thread, form: ReplyForm) -> None:
    draft = desk.save_draft(thread, ReplyForm(comment="Goo"))
    queued = desk.queue(thread, form)
    assert draft is not None
    assert queued.uuid == draft.uuid
    assert desk.draft(thread) is None
    assert [reply.state for reply in desk.replies(thread).own] == [ReplyState.QUEUED]
    assert desk.waiting() == Waiting(queued=1)


def test_an_incomplete_form_stays_a_draft(desk: ReplyDesk, thread: Thread) -> None:
    with pytest.raises(FormProblem) as caught:
        desk.queue(thread, ReplyForm(comment="Good one", name="Ann", email="nope"))
    assert [error.field for error in caught.value.errors] == [Field.EMAIL]
    draft = desk.draft(thread)
    assert draft is not None
    assert draft.form.email == "nope"
    assert desk.replies(thread).own == ()


def test_a_reply_from_elsewhere_leaves_the_draft_alone(desk: ReplyDesk, thread: Thread, form: ReplyForm) -> None:
    draft = desk.save_draft(thread, ReplyForm(comment="half a thou"))
    desk.submit(thread, form)
    with pytest.raises(FormProblem):
        desk.submit(thread, ReplyForm(comment="x"))
    assert desk.draft(thread) == draft
    assert desk.waiting().queued == 1


def test_discarding_and_having_back(desk: ReplyDesk, thread: Thread, form: ReplyForm) -> None:
    queued = desk.queue(thread, form)
    desk.discard(queued.uuid)
    assert desk.replies(thread).own == ()
    assert desk.restore(queued.uuid).state is ReplyState.QUEUED
    with pytest.raises(InputProblem):
        desk.restore(queued.uuid)


def test_a_discarded_draft_does_not_push_out_a_new_one(desk: ReplyDesk, thread: Thread) -> None:
    first = desk.save_draft(thread, ReplyForm(comment="first"))
    assert first is not None
    desk.discard(first.uuid)
    desk.save_draft(thread, ReplyForm(comment="second"))
    with pytest.raises(InputProblem, match="Another draft"):
        desk.restore(first.uuid)
    assert sorted(reply.form.comment for reply in desk.own()) == ["first", "second"]


def test_a_queued_reply_can_be_rewritten(desk: ReplyDesk, thread: Thread, form: ReplyForm) -> None:
    queued = desk.queue(thread, form)
    again = desk.rewrite(queued.uuid, ReplyForm("Better one.", form.name, form.email))
    assert (again.uuid, again.form.comment) == (queued.uuid, "Better one.")
    with pytest.raises(FormProblem):
        desk.rewrite(queued.uuid, ReplyForm())
    assert desk.reply(queued.uuid).form.comment == "Better one."


def test_two_programs_do_not_undo_each_other(desk: ReplyDesk, thread: Thread, form: ReplyForm) -> None:
    seen = desk.queue(thread, form)
    desk.discard(seen.uuid)
    with pytest.raises(WorldProblem, match="another window or program"):
        desk._outbox.swap(seen, seen.sending(seen.changed, server="s", body="b", noted=""))
    assert desk.reply(seen.uuid).state is ReplyState.DISCARDED


def test_an_unknown_reply_is_said_to_be(desk: ReplyDesk) -> None:
    with pytest.raises(InputProblem, match="no reply with the number x"):
        desk.reply("x")
