"""Where a connection leads is looked at where it is made: no way of writing an address leads around it."""

import socket
from collections.abc import Iterator

import pytest
from tests.library.publishing import PaperSite, paper_site

from hiitreader.system.addresses import is_public
from hiitreader.system.web import NotReached, Web


@pytest.fixture
def site() -> Iterator[PaperSite]:
    with paper_site() as made:
        made.says("/", "words")
        yield made


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, Iterator[list[str]]]:
    """What name servers say of hosts, one answer after the other."""
    told: dict[str, Iterator[list[str]]] = {}
    usual = socket.getaddrinfo

    def answers(host: str, port: int, *more: object, **named: object) -> object:
        if host not in told:
            return usual(host, port, *more, **named)  # type: ignore[arg-type]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in next(told[host])]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    return told


WRITTEN = (
    "127.0.0.1", "127.1", "127.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "0177.0.0.1", "017700000001",
    "0.0.0.0", "0",
    "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "127.0.0.1.",
)  # fmt: skip


@pytest.mark.parametrize("host", WRITTEN)
def test_however_it_is_written_this_computer_is_not_reached(site: PaperSite, host: str) -> None:
    web = Web(f"http://{host}:{site.server_port}", may_reach=is_public)
    with pytest.raises(NotReached):
        web.get("/")
    assert site.asked == []


def test_without_a_bound_it_is_reached(site: PaperSite) -> None:
    web = Web(site.url)
    assert web.get("/").body == b"words"
    assert web.peer == "127.0.0.1"
    web.close()


def test_a_name_that_leads_home_is_not_followed(site: PaperSite, names: dict[str, Iterator[list[str]]]) -> None:
    names["rebound.example"] = iter([["127.0.0.1"], ["127.0.0.1"]])
    with pytest.raises(NotReached):
        Web(f"http://rebound.example:{site.server_port}", may_reach=is_public).get("/")
    assert site.asked == []


def test_what_was_looked_at_is_what_is_connected_to(site: PaperSite, names: dict[str, Iterator[list[str]]]) -> None:
    """A name server that answers differently the second time is not asked a second time."""
    names["rebound.example"] = iter([["127.0.0.1"], ["127.0.0.9"]])
    seen: list[str] = []

    def may_reach(number: str) -> bool:
        seen.append(number)
        return number == "127.0.0.1"

    web = Web(f"http://rebound.example:{site.server_port}", may_reach=may_reach)
    assert web.get("/").body == b"words"
    web.close()
    assert (seen, web.peer) == (["127.0.0.1"], "")


def test_of_several_addresses_only_those_that_may_be_are_tried(
    site: PaperSite, names: dict[str, Iterator[list[str]]]
) -> None:
    names["two.example"] = iter([["127.0.0.9", "127.0.0.1"]])
    web = Web(f"http://two.example:{site.server_port}", may_reach=lambda number: number == "127.0.0.1")
    assert web.get("/").status == 200
    assert web.peer == "127.0.0.1"
    web.close()


def test_a_proxy_is_not_sent_to_ones_own_network(site: PaperSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy itself may be there; what counts is where the host is."""
    monkeypatch.setenv("http_proxy", site.url)
    monkeypatch.setenv("no_proxy", "")
    usual = socket.getaddrinfo
    numbers = {"inside.example": "192.168.0.1", "outside.example": "8.8.8.8"}

    def told(host: str, *more: object, **named: object) -> object:
        return usual(numbers.get(host, host), *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", told)
    for host in ("inside.example", "127.1", "0x7f.0.0.1"):
        with pytest.raises(NotReached):
            Web(f"http://{host}", may_reach=is_public).get("/")
    assert site.asked == []
    web = Web("http://outside.example", may_reach=is_public)
    web.get("/")
    web.close()
    assert len(site.asked) == 1
