"""What the tests of replies share: a clock that is set by hand, a desk, real servers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.replies.isso_server import RealIsso, real_isso
from tests.replies.wordpress_server import RealWordPress, SitePost, real_wordpress
from tests.replies.wordpress_writer import Writer, by_form, by_rest

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Thread
from hiitreader.system.clock import Tick


class HandClock:
    """Stands still until it is moved. `run` is the run of the program that looks at it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
        self.steady = 1_000.0
        self.run = "one"

    def now(self) -> datetime:
        self.moment += timedelta(microseconds=1)
        return self.moment

    def tick(self) -> Tick:
        return Tick(self.now(), self.steady, self.run)

    def go_on(self, seconds: float) -> None:
        """Time passes."""
        self.moment += timedelta(seconds=seconds)
        self.steady += seconds

    def set_on(self, seconds: float) -> None:
        """Somebody sets the clock, on or back; no time passes."""
        self.moment += timedelta(seconds=seconds)


class SetClock(HandClock):
    """The clock of a computer that somebody sets; time passes for it as for another clock."""

    def __init__(self, right: HandClock) -> None:
        self._right = right
        self._wrong = timedelta()
        self.run = "one"

    @property
    def moment(self) -> datetime:  # type: ignore[override]
        return self._right.moment + self._wrong

    def now(self) -> datetime:
        return self._right.now() + self._wrong

    def tick(self) -> Tick:
        return Tick(self.now(), self._right.steady, self.run)

    def go_on(self, seconds: float) -> None:
        self._right.go_on(seconds)

    def set_on(self, seconds: float) -> None:
        self._wrong += timedelta(seconds=seconds)

    def put_right(self) -> None:
        self._wrong = timedelta()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def thread() -> Thread:
    return Thread("/articles/legs/", "Legs")


@pytest.fixture
def form() -> ReplyForm:
    return ReplyForm(comment="Good one.\n\nThank you.", name="Ann Reader", email="ann@example.com", website="")


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[ReplyDesk]:
    desk = ReplyDesk(tmp_path / "data", clock)
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def isso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealIsso]:
    """A real Isso that publishes at once. Shared: give each test a thread of its own."""
    with real_isso(tmp_path_factory.mktemp("isso")) as server:
        yield server


@pytest.fixture(scope="session")
def moderated_isso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealIsso]:
    """A real Isso where a moderator sees replies first. Shared: give each test a thread of its own."""
    with real_isso(tmp_path_factory.mktemp("isso"), moderated=True) as server:
        yield server


@pytest.fixture
def start_isso(tmp_path: Path) -> Iterator[Callable[..., RealIsso]]:
    """Starts a real Isso for one test alone, with the given options."""
    with ExitStack() as stack:
        count = 0

        def start(**options: bool) -> RealIsso:
            nonlocal count
            count += 1
            return stack.enter_context(real_isso(tmp_path / f"isso-{count}", **options))

        yield start


@pytest.fixture(scope="session")
def shared_wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealWordPress]:
    """A real WordPress for the whole run. A test takes `wordpress`, which is this one with its options put back."""
    with real_wordpress(tmp_path_factory.mktemp("wordpress") / "site") as server:
        yield server


@pytest.fixture
def wordpress(shared_wordpress: RealWordPress) -> RealWordPress:
    """A real WordPress; `set` its options. What others wrote is still there: `write_article` makes a thread of its own.

    It takes packages that the quick tests do without: mark a test that uses it slow.
    """
    shared_wordpress.reset()
    return shared_wordpress


@pytest.fixture
def site(wordpress: RealWordPress) -> RealWordPress:
    """The real WordPress, taking replies from anybody, by REST too."""
    wordpress.set(anonymous_rest=True)
    return wordpress


@pytest.fixture
def post(wordpress: RealWordPress, request: pytest.FixtureRequest) -> SitePost:
    """A thread of the test's own."""
    return wordpress.write_article(request.node.name)


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    """Closes at the end what is put on it."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(params=["rest", "form"])
def writer(
    request: pytest.FixtureRequest, site: RealWordPress, post: SitePost, clock: HandClock, opened: ExitStack
) -> Writer:
    """Somebody who writes to the post, by REST and through the form."""
    server = by_rest(site) if request.param == "rest" else by_form(site)
    opened.callback(server.close)
    return Writer(server, post, clock)


@pytest.fixture
def start_wordpress(tmp_path: Path) -> Iterator[Callable[..., RealWordPress]]:
    """Starts a real WordPress for one test alone, with the given options."""
    with ExitStack() as stack:
        count = 0

        def start(**options: object) -> RealWordPress:
            nonlocal count
            count += 1
            return stack.enter_context(real_wordpress(tmp_path / f"wordpress-{count}", **options))

        yield start
