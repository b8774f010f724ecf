"""An address is taken as people type it; what can't be on the web is none."""

from urllib.parse import urlunsplit

import pytest

from hiitreader.system.addresses import is_open, typed_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" example.org ", "https://example.org"), ("example.org:8443/a/?b=c#d", "https://example.org:8443/a/?b=c"),
        ("HTTP://Example.org/A", "http://example.org/A"), ("localhost:8080", "http://localhost:8080"),
        ("127.0.0.1", "http://127.0.0.1"), ("https://[::1]:1/x", "https://[::1]:1/x"), ("[::1]", "http://[::1]"),
        ("münchen.example/Straße", "https://münchen.example/Straße"),
    ],
)  # fmt: skip
def test_the_scheme_is_found_and_only_what_matters_is_kept(typed: str, meant: str) -> None:
    assert urlunsplit(typed_address(typed)) == meant


@pytest.mark.parametrize(
    "typed",
    ["", " ", "https://", "file:///etc/passwd", "ftp://example.org", "https://ann@example.org", "exa mple.org",
     "example.org:port", "example.org:99999", "https://[::1", "example.org/\x00", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        typed_address(typed)


@pytest.mark.parametrize(
    ("typed", "is_so"),
    [("http://example.org", True), ("example.org", False), ("http://127.0.0.2", False), ("http://localhost", False),
     ("http://127.0.0.1.example.org", True), ("http://localhost.example.org", True), ("http://10.0.0.1", True)],
)  # fmt: skip
def test_only_this_computer_is_spoken_to_without_encryption(typed: str, is_so: bool) -> None:
    assert is_open(typed_address(typed)) is is_so
