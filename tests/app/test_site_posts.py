"""Which site may be asked for posts of an article's categories: only a WordPress with an API that answers just now."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from hiitreader.app.site_posts import site_of
from hiitreader.replies.places import Place
from hiitreader.replies.reply import Thread
from hiitreader.replies.server_settings import ServerHealth, ServerSettings

THREAD = Thread("uri", "Title")
SETTINGS = ServerSettings("https://example.org", "wordpress-rest", "https://example.org/wp-json")
PLACE, WELL = Place("7"), ServerHealth()


@dataclass
class Servers:
    settings: ServerSettings | None = SETTINGS
    known: Place | None = PLACE
    rests: ServerHealth = WELL

    def get(self) -> ServerSettings | None:
        return self.settings

    def place(self, thread: Thread) -> Place | None:
        assert thread == THREAD
        return self.known

    def health(self) -> ServerHealth:
        return self.rests


def test_a_wordpress_with_an_api_is_asked_for_its_post() -> None:
    assert site_of(Servers(), THREAD) == ("https://example.org/wp-json", "7")


@pytest.mark.parametrize(
    "servers",
    [
        Servers(settings=None),
        Servers(settings=replace(SETTINGS, api="")),
        Servers(known=None),
        Servers(known=Place("")),
        Servers(rests=ServerHealth(failures=1)),
        Servers(rests=ServerHealth(not_before=datetime(2026, 3, 3, tzinfo=UTC))),
    ],
)
def test_nobody_else_is(servers: Servers) -> None:
    assert site_of(servers, THREAD) is None
