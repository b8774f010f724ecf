"""An address is taken as people type it; what can't be on the web is none."""

from urllib.parse import urlunsplit

import pytest

from hiitreader.system.addresses import is_open, is_public, typed_address


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


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254",
     "100.64.0.1",
     "100.127.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255", "192.0.2.1",
     "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1",
     "2001:db8::1",
     "::ffff:127.0.0.1", "::ffff:192.168.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1",
     "64:ff9b:1::8.8.8.8", "::ffff:0:127.0.0.1", "2002:7f00:1::1", "2002:808:808::1", "2001:0:1::1", "", "localhost",
     "127.1", "0x7f.0.0.1", "8.8.8.8.8"],
)  # fmt: skip
def test_what_is_in_a_network_of_ones_own_is_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number",
    ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "193.0.0.1", "2606:4700::1111", "2a00:1450:4001::1",
     "::ffff:8.8.8.8",
     "64:ff9b::8.8.8.8"],
)  # fmt: skip
def test_what_is_on_the_internet_is_public(number: str) -> None:
    assert is_public(number)
