"""Whether a host is this very computer: the one place where addresses without encryption are let through.

It never asks a name server.
"""


def is_loopback(host: str) -> bool:
    """Whether a host is this very computer."""
    import ipaddress

    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
