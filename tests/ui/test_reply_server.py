"""The dialog for the reply server: what it says, what it asks for, and where the focus goes."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.errors import InputProblem
from hiitreader.replies.desk import Found, ServerSettings
from hiitreader.replies.found import OtherHost, SignInProblem
from hiitreader.ui.dialogs.reply_server import ReplyServer

SERVER = ServerSettings("https://comments.example.com", "isso")
SITE = ServerSettings("https://example.org", "wordpress-form", "https://example.org/wp-json", "https://example.org/f")
FOUND = Found(SITE, "7", "Legs", "https://example.org/legs/", open=True)
CLOSED = Found(SITE, "7", "Legs", "https://example.org/legs/", open=False)
MEMBERS = Found(SITE, "7", "Legs", "https://example.org/legs/", open=True, anonymous=False)
ISSO = Found(SERVER)


class Stage:
    """The dialog over a window, and what it said and asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.said: list[tuple[str, bool]] = []
        self.asked: list[tuple[object, ...]] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.elsewhere = QPushButton("Elsewhere", self.window)
        self.window.resize(800, 600)
        self.window.show()
        self.window.activateWindow()
        self.elsewhere.setFocus()
        qtbot.waitUntil(self.elsewhere.hasFocus)
        self.dialog = ReplyServer(self.window, self.say)
        self.dialog.look_requested.connect(lambda *what: self.asked.append(("look", *what)))
        self.dialog.use_requested.connect(lambda *what: self.asked.append(("use", *what)))
        self.dialog.test_requested.connect(lambda: self.asked.append(("test",)))
        self.dialog.forget_requested.connect(lambda: self.asked.append(("forget",)))
        self.dialog.cancelled.connect(lambda: self.asked.append(("cancelled",)))

    def say(self, message: str, *, important: bool = False) -> None:
        self.said.append((message, important))

    def open(self, settings: ServerSettings | None = None, page: str = "") -> None:
        self.dialog.begin()
        self.qtbot.waitUntil(self.dialog.isActiveWindow)
        self.dialog.show_known(settings, page)

    def look(self, typed: str = "example.org/legs") -> None:
        self.qtbot.keyClicks(self.dialog.address, typed)
        self.qtbot.keyClick(self.dialog.address, Qt.Key.Key_Return)

    @property
    def state(self) -> str:
        return self.dialog.state.accessibleName()

    @property
    def words(self) -> str:
        """Everything there is to read."""
        return "\n".join(label.accessibleName() for label in self.dialog.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_it_opens_at_the_field_and_says_what_is_set(stage: Stage) -> None:
    stage.open(SERVER)
    assert QApplication.focusWidget() is stage.dialog.address
    assert stage.dialog.address.text() == SERVER.url
    assert stage.dialog.address.selectedText() == SERVER.url
    assert SERVER.url in stage.state
    assert "Isso" in stage.state
    assert stage.said == [], "the screen reader reads it as it comes there"


def test_the_page_of_the_article_is_shown_where_it_is_known(stage: Stage) -> None:
    stage.open(SITE, "https://example.org/legs/")
    assert stage.dialog.address.text() == "https://example.org/legs/"


def test_without_a_server_it_says_where_replies_are_and_offers_nothing_to_forget(stage: Stage) -> None:
    stage.open()
    assert stage.dialog.address.text() == ""
    assert stage.state == "No server is set. Your replies wait on this computer."
    for button in (stage.dialog.use, stage.dialog.test, stage.dialog.forget, stage.dialog.go_there):
        assert not button.isVisible()


def test_what_was_typed_before_the_answer_came_is_left_alone(stage: Stage) -> None:
    stage.dialog.begin()
    stage.qtbot.waitUntil(stage.dialog.isActiveWindow)
    stage.qtbot.keyClicks(stage.dialog.address, "example.org")
    stage.dialog.show_known(SERVER)
    assert stage.dialog.address.text() == "example.org"


def test_enter_in_the_field_looks_once(stage: Stage) -> None:
    stage.open()
    stage.look()
    stage.qtbot.keyClick(stage.dialog.address, Qt.Key.Key_Return)
    assert stage.asked == [("look", "example.org/legs", frozenset())]
    assert "Asking the server" in stage.state


def test_what_was_found_is_said_with_what_will_be_sent_and_nothing_is_set_yet(stage: Stage) -> None:
    stage.open()
    stage.look()
    stage.dialog.show_found(FOUND, "Does HIIT grow legs?")
    assert "WordPress at example.org takes replies to “Legs” through its form." in stage.state
    assert "Replies to “Does HIIT grow legs?”, which is open here, will go there." in stage.state
    assert "Nothing is set yet: read on for what will be sent, then press “Use this server”." in stage.state
    assert QApplication.focusWidget() is stage.dialog.state
    assert "Everything goes to example.org, encrypted on the way" in stage.words
    assert "Email: Not published." in stage.words
    assert [one[0] for one in stage.asked] == ["look"]


def test_it_is_used_without_signing_in(stage: Stage) -> None:
    stage.open()
    stage.look()
    stage.dialog.show_found(FOUND)
    stage.dialog.use.click()
    stage.dialog.use.click()
    assert stage.asked[1:] == [("use", FOUND, "", "")]
    stage.dialog.show_server(SITE)
    assert "Replies go to https://example.org." in stage.state
    assert SITE.url in stage.said[-1][0]
    assert not stage.dialog.sign_in.isVisible()
    assert "Email" not in stage.words


def test_it_is_used_signed_in_and_it_is_said_when_no_keyring_works(stage: Stage) -> None:
    stage.open()
    stage.look()
    stage.dialog.show_found(FOUND)
    stage.qtbot.keyClicks(stage.dialog.sign_in.user, " ann ")
    stage.qtbot.keyClicks(stage.dialog.sign_in.password, "abcd efgh")
    stage.dialog.use.click()
    assert stage.asked[-1] == ("use", FOUND, "ann", "abcd efgh")
    stage.dialog.show_server(SITE, kept=False)
    assert "only until the program ends" in stage.state
    assert stage.dialog.sign_in.password.text() == ""


def test_who_signs_in_is_told_what_is_sent_then(stage: Stage) -> None:
    stage.open()
    stage.dialog.show_found(FOUND)
    assert "Email: Not published." in stage.words
    stage.dialog.sign_in.user.setFocus()
    stage.qtbot.keyClicks(stage.dialog.sign_in.user, "ann")
    stage.qtbot.keyClick(stage.dialog.sign_in.user, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert QApplication.focusWidget() is stage.dialog.sign_in.password
    assert "Email: Not published." not in stage.words
    assert "Account: ann" in stage.words


def test_the_password_is_not_readable(stage: Stage) -> None:
    stage.open()
    stage.dialog.show_found(FOUND)
    stage.qtbot.keyClicks(stage.dialog.sign_in.password, "abcd")
    assert stage.dialog.sign_in.password.displayText() != "abcd"


def test_closed_it_holds_no_password(stage: Stage) -> None:
    stage.open()
    stage.dialog.show_found(FOUND)
    stage.qtbot.keyClicks(stage.dialog.sign_in.password, "abcd")
    stage.qtbot.keyClick(stage.dialog.sign_in.password, Qt.Key.Key_Escape)
    assert stage.dialog.sign_in.password.text() == ""


def test_a_user_name_without_a_password_is_asked_for_one(stage: Stage) -> None:
    stage.open()
    stage.dialog.show_found(FOUND)
    stage.qtbot.keyClicks(stage.dialog.sign_in.user, "ann")
    stage.dialog.use.click()
    assert stage.asked == []
    assert QApplication.focusWidget() is stage.dialog.sign_in.password
    assert "Type the application password." in stage.dialog.sign_in.password.accessibleDescription()


def test_a_site_for_its_members_asks_for_the_user_name(stage: Stage) -> None:
    stage.open()
    stage.dialog.show_found(MEMBERS)
    stage.dialog.use.click()
    assert stage.asked == []
    assert QApplication.focusWidget() is stage.dialog.sign_in.user
    assert "signed in" in stage.dialog.sign_in.user_row.error


def test_a_password_that_is_not_accepted_is_said_at_the_password(stage: Stage) -> None:
    stage.open()
    stage.dialog.show_found(FOUND)
    stage.qtbot.keyClicks(stage.dialog.sign_in.user, "ann")
    stage.qtbot.keyClicks(stage.dialog.sign_in.password, "wrong")
    stage.dialog.use.click()
    stage.dialog.show_problem(SignInProblem("The password is not accepted."))
    assert QApplication.focusWidget() is stage.dialog.sign_in.password
    assert stage.dialog.sign_in.password_row.error == "Error: The password is not accepted."
    assert stage.dialog.use.isVisible()
    assert stage.said[-1] == ("The password is not accepted.", True)
    stage.dialog.use.click()
    assert [one[0] for one in stage.asked] == ["use", "use"]


def test_an_isso_offers_no_sign_in(stage: Stage) -> None:
    stage.open()
    stage.dialog.show_found(ISSO)
    assert not stage.dialog.sign_in.isVisible()
    assert stage.dialog.use.isVisible()


def test_closed_replies_are_said(stage: Stage) -> None:
    stage.open()
    stage.dialog.show_found(CLOSED)
    assert "they are closed" in stage.state


def test_another_host_is_asked_about_and_gone_to_only_then(stage: Stage) -> None:
    stage.open()
    stage.look()
    stage.dialog.ask_host(OtherHost("https://other.example/legs", "other.example"))
    assert stage.state.startswith("The address leads to other.example. Go there?")
    assert QApplication.focusWidget() is stage.dialog.state
    assert len(stage.asked) == 1
    stage.dialog.go_there.setFocus()
    stage.qtbot.keyClick(stage.dialog.go_there, Qt.Key.Key_Space)
    assert stage.asked[1] == ("look", "example.org/legs", frozenset({"other.example"}))
    assert not stage.dialog.go_there.isVisible()


def test_one_may_stay(stage: Stage) -> None:
    stage.open()
    stage.look()
    stage.dialog.ask_host(OtherHost("https://other.example/legs", "other.example"))
    stage.qtbot.keyClick(stage.dialog.state, Qt.Key.Key_Return)
    assert len(stage.asked) == 1, "Return does not lead there"
    assert QApplication.focusWidget() is stage.dialog.address
    assert stage.state.startswith("No server is set.")


def test_typing_another_address_takes_back_what_was_found_and_whom_one_trusts(stage: Stage) -> None:
    stage.open()
    stage.look()
    stage.dialog.ask_host(OtherHost("https://other.example/legs", "other.example"))
    stage.dialog.go_there.click()
    stage.dialog.show_found(FOUND)
    stage.dialog.address.setFocus()
    stage.qtbot.keyClicks(stage.dialog.address, "/x")
    assert not stage.dialog.use.isVisible()
    assert "Email" not in stage.words
    stage.qtbot.keyClick(stage.dialog.address, Qt.Key.Key_Return)
    assert stage.asked[-1] == ("look", "example.org/legs/x", frozenset())


def test_what_is_set_is_tested_without_a_change(stage: Stage) -> None:
    stage.open(SITE)
    stage.dialog.test.click()
    assert stage.asked == [("test",)]
    stage.dialog.show_tested(FOUND.signed_in("ann"), "Ann Example")
    assert "Nothing was changed." in stage.state
    assert "the site knows you as Ann Example" in stage.state
    assert not stage.dialog.use.isVisible()


def test_an_error_is_at_the_field_and_is_spoken_and_goes_when_one_types(stage: Stage) -> None:
    stage.open()
    stage.look("what is this")
    stage.dialog.show_problem(InputProblem("“{url}” is not the address of a server.", url="what is this"))
    assert QApplication.focusWidget() is stage.dialog.address
    assert stage.dialog.row.error == "Error: “what is this” is not the address of a server."
    assert stage.dialog.row.error in stage.dialog.address.accessibleDescription()
    assert stage.said[-1] == ("“what is this” is not the address of a server.", True)
    assert stage.state.startswith("No server is set."), "what holds still holds"
    assert stage.dialog.address.text() == "what is this"
    stage.qtbot.keyClicks(stage.dialog.address, "x")
    assert stage.dialog.row.error == ""


def test_the_server_is_forgotten(stage: Stage) -> None:
    stage.open(SERVER)
    stage.dialog.forget.setFocus()
    stage.qtbot.keyClick(stage.dialog.forget, Qt.Key.Key_Space)
    assert stage.asked == [("forget",)]
    stage.dialog.show_server(None)
    assert stage.dialog.address.text() == ""
    assert stage.state.startswith("No server is set.")
    assert QApplication.focusWidget() is stage.dialog.state, "the button is gone, and what came of it is read"


def test_closing_it_calls_off_what_is_asked(stage: Stage) -> None:
    stage.open()
    stage.look()
    stage.qtbot.keyClick(stage.dialog.address, Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(stage.elsewhere.hasFocus)
    assert stage.asked[-1] == ("cancelled",)


def test_closing_it_idle_calls_nothing_off(stage: Stage) -> None:
    stage.open()
    stage.qtbot.keyClick(stage.dialog.address, Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(stage.elsewhere.hasFocus)
    assert stage.asked == []


@pytest.mark.parametrize("found", [None, FOUND, ISSO])
def test_tab_reaches_everything_and_everything_has_a_name(stage: Stage, found: Found | None) -> None:
    stage.open(SERVER)
    if found is not None:
        stage.dialog.show_found(found)
    seen: list[QWidget] = []
    while (widget := QApplication.focusWidget()) not in seen:
        assert widget is not None
        seen.append(widget)
        stage.qtbot.keyClick(widget, Qt.Key.Key_Tab)
    everything = {
        widget
        for widget in stage.dialog.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert everything <= set(seen)
    for widget in seen:
        assert widget.accessibleName()


@pytest.mark.parametrize(("width", "pixels"), [(320, 36), (480, 16), (700, 24)])
@pytest.mark.parametrize("found", [None, FOUND])
def test_nothing_is_cut_or_covered_with_an_error(stage: Stage, width: int, pixels: int, found: Found | None) -> None:
    font = stage.dialog.font()
    font.setPixelSize(pixels)
    stage.dialog.setFont(font)
    stage.open(SERVER)
    stage.dialog.resize(width, 300)
    if found is not None:
        stage.dialog.show_found(found)
    stage.dialog.show_problem(InputProblem(" ".join(["A long sentence about what went wrong."] * 6)))
    QApplication.processEvents()
    body = stage.dialog._area.widget()
    parts = [part for part in body.findChildren(QWidget) if part.isVisible() and isinstance(part, _SEEN)]
    boxes = {part: QRect(part.mapTo(body, QPoint(0, 0)), part.size()) for part in parts}
    for part, box in boxes.items():
        assert body.rect().contains(box)
        if isinstance(part, QLabel):
            assert box.height() >= part.heightForWidth(box.width())
    for one, other in combinations(boxes.values(), 2):
        assert not one.intersects(other)
    assert stage.dialog.address.visibleRegion().boundingRect().height() > 0, "the field is in sight"


_SEEN = (QLabel, QLineEdit, QPushButton)


@pytest.mark.parametrize("settings", [SITE, None])
def test_a_password_that_the_keyring_may_still_have_is_told(stage: Stage, settings: ServerSettings | None) -> None:
    stage.open(SITE)
    stage.dialog.show_server(settings, left="hiitreader https://before.example")
    assert "“hiitreader https://before.example”" in stage.state
    assert "“hiitreader https://before.example”" in stage.said[-1][0]
