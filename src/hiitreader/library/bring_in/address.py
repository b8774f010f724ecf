"""An address on the web: the posts of the WordPress or of the feed that it leads to are put on the shelf.

It never asks anybody but who is at that address, and knows neither kind itself.
"""

from functools import partial
from urllib.parse import urlsplit

from hiitreader.errors import N_, InputProblem, Problem, WorldProblem
from hiitreader.library.bring_in import feeds, wordpress
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.report import Cancelled, Progress, Report, Shelf, never, quiet
from hiitreader.library.bring_in.subscriptions import Subscriptions
from hiitreader.system.addresses import scheme_of
from hiitreader.system.web import NotReached

WEB = ("http", "https")


def is_address(source: str) -> bool:
    """Whether words are meant as an address, of whatever scheme, and not as the name of a file."""
    return bool(scheme_of(source))


def refusal(source: str) -> Problem | None:
    """Why what is at an address is not fetched, None where it is: there are others than those of the web."""
    scheme = scheme_of(source)
    if not scheme or scheme in WEB:
        return None
    return InputProblem(
        N_("Addresses that begin with “{scheme}:” are not fetched."),
        todo=N_("Give an address of the web, which begins with https://."),
        scheme=scheme,
    )


def bring_in(
    source: str,
    shelf: Shelf,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
    *,
    subscriptions: Subscriptions,
    pictures: PictureCopies | None = None,
) -> Report:
    """Put what an address leads to on the shelf: the likelier kind is tried first, by whether it has a path.

    A page that is neither may name its WordPress, all posts of which are taken then, or else its feed. When it leads
    nowhere, a server's own word counts more than that there is nothing, and then the likelier kind's.

    Args:
        source: the address.
        shelf: where the posts are put.
        progress: told of each post.
        cancelled: asked before each post.
        subscriptions: knows what was brought in before.
        pictures: where copies of the pictures are made; none are when left out.
    """
    path = _path_of(source)
    through_page = partial(feeds.bring_in, from_page=True)
    ways = (feeds.bring_in, wordpress.bring_in, through_page) if path else (wordpress.bring_in, through_page)
    reports = list[Report]()
    for way in ways:
        report = way(source, shelf, progress, cancelled, subscriptions=subscriptions, pictures=pictures)
        if not _leads_nowhere(report, source):
            return report
        reports.append(report)
        if _has(report, NotReached):
            break  # nor would anybody answer the next question
    return next((one for one in reports if _has(one, WorldProblem)), reports[0])


def _path_of(source: str) -> str:
    try:
        return urlsplit(source if "//" in source else f"//{source}").path.strip("/")
    except ValueError:  # it is no address; whoever tries it says so
        return ""


def _has(report: Report, kind: type[Problem]) -> bool:
    return any(isinstance(one.why, kind) for one in report.not_taken)


def _leads_nowhere(report: Report, source: str) -> bool:
    found = report.added or report.known or report.renewed or report.cancelled
    return not found and any(one.name == source for one in report.not_taken)
