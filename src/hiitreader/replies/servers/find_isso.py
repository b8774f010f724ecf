"""Recognising an Isso server: by the script that a page loads it with, or at its own address.

It never posts.
"""

from urllib.parse import urlsplit

from hiitreader.errors import WorldProblem
from hiitreader.replies.discovery import Asking, Page, unanswered
from hiitreader.replies.found import Found
from hiitreader.replies.page import one_line
from hiitreader.replies.server import NoAnswer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.about import ISSO
from hiitreader.replies.servers.isso import recognise


def look_for_isso(page: Page, asking: Asking) -> Found | None:
    """The Isso that a page names, or the one at the page's own address."""
    named = page.marks.isso.partition("?")[0].rstrip("/")
    if named:
        if _answers(named, asking):
            return Found(
                ServerSettings(named, ISSO),
                remote=page.marks.isso_thread or urlsplit(page.address).path or "/",
                title=one_line(page.marks.title),
                page=page.address,
                open=True,
            )
        return None
    own = page.address.partition("?")[0].rstrip("/")
    try:
        return Found(ServerSettings(own, ISSO)) if _answers(own, asking) else None
    except NoAnswer:
        return None  # the page itself did answer: what it is, others say


def _answers(url: str, asking: Asking) -> bool:
    web = asking.web(url)
    try:
        return recognise(web)
    except NoAnswer:
        raise
    except WorldProblem as problem:
        raise unanswered(problem) from problem
    finally:
        web.close()
