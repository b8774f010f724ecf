"""The reply form: WordPress's words, what is typed as a value, errors at their fields, a state that can be found."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.replies.form import Field, FieldError, ReplyForm, check
from hiitreader.replies.servers.kinds import limits_of_all
from hiitreader.ui.form_rows import FormRow
from hiitreader.ui.notice import Way
from hiitreader.ui.reply_form import REMEMBER, LeaveReply

FULL = ReplyForm("First\u00a0line\nSecond  line", "Ann", "ann@example.com", "https://example.com")


class Voice:
    """Remembers what was said."""

    def __init__(self) -> None:
        self.said: list[tuple[str, bool]] = []

    def __call__(self, message: str, *, important: bool = False, shown: str = "") -> None:
        self.said.append((message, important))
        self.shown = shown or message


@pytest.fixture
def voice() -> Voice:
    return Voice()


@pytest.fixture
def form(qtbot: QtBot, voice: Voice) -> LeaveReply:
    made = LeaveReply(voice)
    qtbot.addWidget(made)
    made.resize(600, 800)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def field(form: LeaveReply, name: str) -> QWidget:
    return next(row.field for row in form.findChildren(FormRow) if row.field.accessibleName() == name)


def shown(form: LeaveReply) -> list[str]:
    """The words to be seen, from top to bottom."""
    parts = [part for part in form.findChildren(QLabel) + form.findChildren(QPushButton) if part.isVisible()]
    return [part.text() for part in sorted(parts, key=lambda part: part.mapTo(form, part.rect().topLeft()).y())]


def button(form: LeaveReply, words: str) -> QPushButton:
    return next(one for one in form.findChildren(QPushButton) if one.text() == words)


def test_it_has_wordpress_own_words_in_their_order(form: LeaveReply) -> None:
    assert shown(form) == [
        "Your email address will not be published. Required fields are marked *",
        "Comment *",
        "Name *",
        "Email *",
        "Website",
        "Save my name, email, and website on this computer for the next time I comment.",
        "Post Comment",
    ]
    assert form.accessibleName() == "Leave a Reply"
    assert field(form, "Email (required)").accessibleDescription() == "Your email address will not be published."


def test_tab_goes_through_the_fields_in_order(form: LeaveReply, qtbot: QtBot) -> None:
    form.show_state("Draft saved.")
    field(form, "Comment (required)").setFocus()
    passed = []
    for _step in range(7):
        passed.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    names = [one.accessibleName() or one.text() for one in passed]  # type: ignore[union-attr]
    fields = ["Comment (required)", "Name (required)", "Email (required)", "Website"]
    expected = [*fields, REMEMBER, "Post Comment", "Draft saved."]
    assert names == expected


def test_what_is_typed_comes_out_exactly(form: LeaveReply, qtbot: QtBot) -> None:
    changes: list[None] = []
    form.changed.connect(lambda: changes.append(None))
    form.fill(FULL)
    assert form.form() == FULL
    assert changes == []
    qtbot.keyClicks(field(form, "Name (required)"), "a")
    comment = field(form, "Comment (required)")
    assert isinstance(comment, QPlainTextEdit)
    comment.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(comment, "!")
    assert form.form() == ReplyForm(FULL.comment + "!", "Anna", FULL.email, FULL.website)
    assert len(changes) == 2


@pytest.mark.parametrize("press", ["click", "return", "control return"])
def test_posting_brings_the_form_unchecked(form: LeaveReply, qtbot: QtBot, press: str) -> None:
    form.fill(FULL)
    post, comment = button(form, "Post Comment"), field(form, "Comment (required)")
    presses: dict[str, Callable[[], object]] = {
        "click": post.click,
        "return": lambda: qtbot.keyClick(post, Qt.Key.Key_Return),
        "control return": lambda: qtbot.keyClick(comment, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    }
    with qtbot.waitSignal(form.post_requested) as posted:
        presses[press]()
    assert posted.args == [FULL]
    assert form.form() == FULL


def test_return_in_a_one_line_field_posts_nothing(form: LeaveReply, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.post_requested, wait=20):
        qtbot.keyClick(field(form, "Name (required)"), Qt.Key.Key_Return)


def test_each_error_stands_at_its_field_and_the_first_gets_the_focus(form: LeaveReply, voice: Voice) -> None:
    button(form, "Post Comment").setFocus()
    form.show_errors(check(ReplyForm("A comment", "", "nonsense", ""), limits_of_all()))
    assert QApplication.focusWidget() is field(form, "Name (required)")
    assert field(form, "Name (required)").accessibleDescription() == "Error: Type your name."
    wanted = "Error: Enter an email address such as name@example.com. Your email address will not be published."
    assert field(form, "Email (required)").accessibleDescription() == wanted
    assert [words for words in shown(form) if words.startswith("Error")] == [
        "Error: Type your name.",
        "Error: Enter an email address such as name@example.com.",
    ]
    (said,) = voice.said
    assert voice.shown == "2 fields need a change.", "the rest stands at the fields"
    assert said == (
        "2 fields need a change. Name: Type your name. Email: Enter an email address such as name@example.com.",
        True,
    )


def test_an_errors_values_are_filled_in(form: LeaveReply, voice: Voice) -> None:
    form.show_errors((FieldError(Field.WEBSITE, "Too long by {over}.", {"over": 7}),))
    assert "Error: Too long by 7." in shown(form)
    assert voice.said[0][0].startswith("One field needs a change. ")


def test_mending_a_field_takes_its_error_away_and_leaves_the_others(form: LeaveReply, qtbot: QtBot) -> None:
    form.show_errors(check(ReplyForm(), limits_of_all()))
    qtbot.keyClicks(field(form, "Comment (required)"), "Good")
    qtbot.keyClicks(field(form, "Name (required)"), "A")
    assert [words for words in shown(form) if words.startswith("Error")] == ["Error: Type your email address."]
    form.show_errors(())
    assert not any(words.startswith("Error") for words in shown(form))


def test_the_state_is_found_by_tab_and_at_the_button(form: LeaveReply, voice: Voice) -> None:
    form.show_state("Draft saved.")
    assert "Draft saved." in shown(form)
    assert button(form, "Post Comment").accessibleDescription() == "Draft saved."
    assert voice.said == []
    form.show_state("Kept on this computer and waiting to be sent.", spoken=True)
    assert voice.said == [("Kept on this computer and waiting to be sent.", False)]


def test_a_state_that_goes_leaves_the_focus_where_it_is(form: LeaveReply) -> None:
    form.show_state("Draft saved.")
    line = next(label for label in form.findChildren(QLabel) if label.text() == "Draft saved.")
    line.setFocus()
    form.show_state("")
    assert line.hasFocus()


def test_answering_somebody_is_said_and_can_be_cancelled(form: LeaveReply, qtbot: QtBot) -> None:
    form.set_replying_to("Bea <b>")
    assert shown(form)[:2] == ["Leave a Reply to Bea <b>", "Cancel reply"]
    assert form.accessibleName() == "Leave a Reply to Bea <b>"
    cancel = button(form, "Cancel reply")
    cancel.setFocus()
    with qtbot.waitSignal(form.cancelled):
        cancel.click()
    assert "Cancel reply" not in shown(form)
    assert form.accessibleName() == "Leave a Reply"
    assert QApplication.focusWidget() is field(form, "Comment (required)")


def test_a_long_comment_makes_its_field_grow_up_to_a_point(form: LeaveReply) -> None:
    comment = field(form, "Comment (required)")
    assert isinstance(comment, QPlainTextEdit)
    least = comment.height()
    form.fill(ReplyForm(comment="line\n" * 12))
    QApplication.processEvents()
    grown = comment.height()
    assert grown > least
    assert not comment.verticalScrollBar().isVisible()
    form.fill(ReplyForm(comment="line\n" * 500))
    QApplication.processEvents()
    assert grown < comment.height() < 60 * comment.fontMetrics().lineSpacing()


def test_it_needs_no_more_than_320_pixels(form: LeaveReply) -> None:
    form.set_replying_to("A Name Of Some Length")
    form.show_errors(check(ReplyForm(), limits_of_all()))
    assert form.minimumSizeHint().width() <= 280
    assert form.heightForWidth(280) > form.heightForWidth(600)
    form.resize(280, form.heightForWidth(280))
    QApplication.processEvents()
    for part in form.findChildren(QLineEdit) + form.findChildren(QPushButton):
        if part.isVisible():
            assert form.rect().contains(part.mapTo(form, part.rect().topLeft()))
            assert form.rect().contains(part.mapTo(form, part.rect().bottomRight()))


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("", "> Legs grow.\n>\n> Really.\n\n"),
        ("Dear Ann,", "Dear Ann,\n\n> Legs grow.\n>\n> Really.\n\n"),
        ("Dear 🦵,\n", "Dear 🦵,\n\n> Legs grow.\n>\n> Really.\n\n"),
        ("Dear Ann,\n\n", "Dear Ann,\n\n> Legs grow.\n>\n> Really.\n\n"),
    ],
)
def test_a_quote_comes_below_what_is_typed_and_the_caret_below_the_quote(
    qtbot: QtBot, form: LeaveReply, typed: str, after: str
) -> None:
    form.fill(ReplyForm(typed, "Ann", "a@example.com"))
    with qtbot.waitSignal(form.changed):
        form.insert_quote("Legs grow.\n\nReally.")
    assert form.form() == ReplyForm(after, "Ann", "a@example.com")
    comment = field(form, "Comment (required)")
    assert comment.hasFocus()
    qtbot.keyClicks(comment, "No.")
    assert form.form().comment == f"{after}No."


def test_a_quote_replaces_nothing_that_is_selected_and_goes_with_one_undo(qtbot: QtBot, form: LeaveReply) -> None:
    form.fill(ReplyForm("Dear Ann, bye"))
    comment = field(form, "Comment (required)")
    assert isinstance(comment, QPlainTextEdit)
    cursor = comment.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(9, QTextCursor.MoveMode.KeepAnchor)
    comment.setTextCursor(cursor)
    form.insert_quote("Legs.")
    assert form.form().comment == "Dear Ann,\n\n> Legs.\n\n bye"
    comment.undo()
    assert form.form().comment == "Dear Ann, bye"


# -- changing what is there already -----------------------------------------------------------------------------------


def test_a_reply_that_is_there_is_changed_in_the_same_fields(form: LeaveReply, qtbot: QtBot) -> None:
    form.fill(FULL)
    form.begin_edit("Edit your reply", whole=True)
    QApplication.processEvents()
    assert form.accessibleName() == "Edit your reply"
    assert shown(form)[:2] == ["Edit your reply", "Cancel"]
    assert "Save changes" in shown(form)
    assert "Email *" in shown(form)
    with qtbot.assertNotEmitted(form.changed), qtbot.waitSignal(form.edited):
        qtbot.keyClicks(field(form, "Name (required)"), "a")
    changed = ReplyForm(FULL.comment, "Anna", FULL.email, FULL.website)
    with qtbot.assertNotEmitted(form.post_requested), qtbot.waitSignal(form.save_requested) as saved:
        button(form, "Save changes").click()
    assert saved.args == [changed]
    with qtbot.assertNotEmitted(form.cancelled), qtbot.waitSignal(form.edit_cancelled):
        button(form, "Cancel").click()
    form.end_edit()
    form.set_replying_to("")
    QApplication.processEvents()
    assert form.accessibleName() == "Leave a Reply"
    assert shown(form)[-1] == "Post Comment"
    assert form.form() == changed


def test_on_the_server_only_the_comment_can_be_changed(form: LeaveReply) -> None:
    form.begin_edit("Edit your reply", whole=False)
    assert "Comment *" in shown(form)
    assert "Email *" not in shown(form)
    form.end_edit()
    assert "Email *" in shown(form)


def test_what_can_be_done_is_offered_below_and_goes_again(form: LeaveReply) -> None:
    pressed: list[str] = []
    ways = [Way(words, lambda words=words: pressed.append(words)) for words in ("Copy text", "Post as a new reply")]
    form.show_ways(ways)
    QApplication.processEvents()
    assert shown(form)[-2:] == ["Copy text", "Post as a new reply"]
    button(form, "Copy text").setFocus()
    button(form, "Copy text").click()
    assert pressed == ["Copy text"]
    form.show_ways(())
    QApplication.processEvents()
    assert shown(form)[-1] == "Post Comment"
    assert QApplication.focusWidget() is button(form, "Post Comment")


def test_the_box_is_not_ticked_until_somebody_ticks_it(form: LeaveReply) -> None:
    assert not form.remembers
    box = field(form, REMEMBER)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert form.remembers


def test_a_person_is_filled_in_only_where_there_is_none(form: LeaveReply) -> None:
    changes: list[None] = []
    form.changed.connect(lambda: changes.append(None))
    form.fill_person(FULL)
    assert form.form() == ReplyForm("", FULL.name, FULL.email, FULL.website)
    form.fill(ReplyForm("Mine", "Bob"))
    form.fill_person(FULL)
    assert form.form() == ReplyForm("Mine", "Bob")
    assert changes == []


def test_the_box_is_not_there_while_a_reply_is_changed(form: LeaveReply) -> None:
    form.begin_edit("Change your reply", whole=True)
    assert not field(form, REMEMBER).isVisible()
    form.end_edit()
    assert field(form, REMEMBER).isVisible()


def test_a_field_that_says_it_already_is_not_touched_and_has_nothing_to_undo(form: LeaveReply, qtbot: QtBot) -> None:
    comment = field(form, "Comment (required)")
    assert isinstance(comment, QPlainTextEdit)
    qtbot.keyClicks(comment, "a")
    qtbot.keyClick(comment, Qt.Key.Key_Backspace)
    touched: list[None] = []
    comment.textChanged.connect(lambda: touched.append(None))
    comment.cursorPositionChanged.connect(lambda: touched.append(None))
    form.fill(ReplyForm())
    assert touched == []
    comment.undo()
    assert comment.toPlainText() == ""
