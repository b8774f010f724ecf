"""Who can't prove to be the host that was asked hears nothing, and the reader is told what is wrong."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from tests.hostile.conftest import FORM, PASSWORD, THREAD, WAY_NAMES, WAYS, Desk, SmallWeb
from tests.hostile.server import Hostile, hostile_server

from hiitreader.replies.reply import ReplyState
from hiitreader.replies.server import NoAnswer
from hiitreader.replies.servers.kinds import check_sign_in, discover


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this computer trusts."""
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return authority


def speaking(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


WRONG = {
    "expired": "is out of date",
    "not-yet": "is out of date",
    "other-name": "is made out to another name",
    "own": "vouches for the certificate",
}


@pytest.fixture(params=WRONG)
def wrong(request: pytest.FixtureRequest, trusted: trustme.CA) -> Iterator[tuple[Hostile, str]]:
    """A server with a wrong certificate, and what is said of it."""
    long_ago, far_off = datetime(2015, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    make = {
        "expired": lambda: trusted.issue_cert(
            "127.0.0.1", not_before=long_ago, not_after=datetime(2016, 1, 1, tzinfo=UTC)
        ),
        "not-yet": lambda: trusted.issue_cert(
            "127.0.0.1", not_before=far_off, not_after=datetime(2101, 1, 1, tzinfo=UTC)
        ),
        "other-name": lambda: trusted.issue_cert("example.org"),
        "own": lambda: trustme.CA().issue_cert("127.0.0.1"),
    }
    with hostile_server(context=speaking(make[request.param]())) as server:
        yield server, WRONG[request.param]


def test_the_right_certificate_is_accepted(trusted: trustme.CA) -> None:
    """The others would be worth nothing if none were."""
    with hostile_server(context=speaking(trusted.issue_cert("127.0.0.1"))) as server:
        assert discover(f"{server.url}/legs/", web=SmallWeb).settings.url == server.url
        assert check_sign_in(server.found("wordpress-rest", "ann").settings, PASSWORD, SmallWeb) == "Ann"


@pytest.mark.parametrize("way", WAYS, ids=WAY_NAMES)
def test_nothing_is_sent_to_whom_nobody_vouches_for(
    wrong: tuple[Hostile, str], desk_for: Desk, way: tuple[str, str]
) -> None:
    server, words = wrong
    desk = desk_for(server, *way)
    reply = desk.queue(THREAD, FORM)
    problem = desk.sync(THREAD, by_hand=True).problem
    assert problem is not None
    assert words in problem.said()
    assert server.asked == []
    assert desk.reply(reply.uuid).state is ReplyState.QUEUED


def test_finding_out_says_what_is_wrong(wrong: tuple[Hostile, str]) -> None:
    server, words = wrong
    with pytest.raises(NoAnswer, match=words):
        discover(f"{server.url}/legs/", web=SmallWeb)
    with pytest.raises(NoAnswer, match=words):
        check_sign_in(server.found("wordpress-rest", "ann").settings, PASSWORD, SmallWeb)
    assert server.asked == []


def test_no_encryption_where_it_is_promised(hostile: Hostile) -> None:
    with pytest.raises(NoAnswer, match="does not answer with the encryption"):
        discover(hostile.url.replace("http:", "https:"), web=SmallWeb)
    assert hostile.asked == []
