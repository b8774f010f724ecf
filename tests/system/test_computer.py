"""This computer is the same one each time, another one with another id, and named to nobody."""

import pytest

from hiitreader.system import computer
from hiitreader.system.computer import this_computer


def test_it_is_the_same_each_time_and_differs_by_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computer, "_machine", lambda: "0123456789abcdef")
    assert this_computer("a") == this_computer("a") != this_computer("b")
    assert "0123456789abcdef" not in this_computer("a")


@pytest.mark.parametrize("other", ["_machine", "_user"])
def test_another_computer_or_user_is_another(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computer, "_machine", lambda: "0123456789abcdef")
    before = this_computer("a")
    monkeypatch.setattr(computer, other, lambda: "fedcba9876543210")
    assert this_computer("a") != before


@pytest.mark.parametrize("found", ["", "uninitialized"[:5], "00000000-0000-0000-0000-000000000000"])
def test_without_an_id_it_is_like_any_other(found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computer.sys, "platform", "linux")
    monkeypatch.setattr(computer, "_of_linux", lambda: found)
    assert this_computer("a") == ""
