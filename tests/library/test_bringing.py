"""Bringing articles from several sources at one go: all come, what does not is named, cancelling ends all of it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from hiitreader.library.bring_in.bringing import Bringing
from hiitreader.library.bring_in.sources import Sources
from hiitreader.library.shelf import Shelf


def write(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"# {name}\n\nWords of {name}.\n")
    return folder


def test_files_folders_and_a_text_come_together(tmp_path: Path) -> None:
    folder = write(tmp_path / "more", "b.md", "c.md")
    file = write(tmp_path, "a.md") / "a.md"
    shelf = Shelf(tmp_path / "data")
    sources = Sources((file, folder, tmp_path / "gone.md"), text="# Pasted\n\nWords.")
    report = Bringing(shelf, tmp_path / "data").bring_in(sources)
    shelf.close()
    assert [one.title for one in report.added] == ["a.md", "b.md", "c.md", "Pasted"]
    assert [one.name for one in report.not_taken] == ["gone.md"]


def test_cancelling_ends_what_would_come_after(tmp_path: Path) -> None:
    folders = [write(tmp_path / name, f"{name}.md") for name in ("one", "two")]
    shelf = Shelf(tmp_path / "data")
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return True

    report = Bringing(shelf, tmp_path / "data", cancelled=cancelled).bring_in(Sources(tuple(folders)))
    shelf.close()
    assert report.cancelled
    assert report.added == ()
    assert len(asked) <= 2


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "data")
    report = Bringing(shelf, tmp_path / "data").bring_in(Sources(addresses=("not an address",)))
    shelf.close()
    assert [one.name for one in report.not_taken] == ["not an address"]


FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Zymurgy weekly</title><link>http://localhost/</link>
<item><title>Yeast</title><guid>1</guid><description>&lt;p&gt;Yeast ferments sugar.&lt;/p&gt;</description></item>
</channel></rss>"""


class Site(BaseHTTPRequestHandler):
    """A site without WordPress that has a feed at every address ending in "feed", and at its top."""

    def do_GET(self) -> None:
        there = self.path.rstrip("/").endswith("feed") or self.path == "/"
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", "application/rss+xml" if there else "text/html")
        body = FEED if there else b"<p>Nothing here.</p>"
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """Its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(20)


@pytest.mark.parametrize("path", ["/feed", "", "/"])
def test_an_address_may_be_that_of_a_feed_or_of_a_site(tmp_path: Path, site: str, path: str) -> None:
    shelf = Shelf(tmp_path / "data")
    report = Bringing(shelf, tmp_path / "data").bring_in(Sources(addresses=(site + path,)))
    shelf.close()
    assert [one.title for one in report.added] == ["Yeast"]
    assert report.not_taken == ()


def test_where_neither_is_it_is_said_once(tmp_path: Path, site: str) -> None:
    shelf = Shelf(tmp_path / "data")
    report = Bringing(shelf, tmp_path / "data").bring_in(Sources(addresses=(f"{site}/about",)))
    shelf.close()
    assert len(report.not_taken) == 1
