"""Recognising a WordPress by a page of its, and finding out how that page takes replies.

Source: WordPress's REST API handbook (developer.wordpress.org/rest-api) and the behaviour of 6.1. Whether it takes
replies from everybody by REST is told by the Allow header of an OPTIONS request, which WordPress fills in from the
same permissions that it asks of a post. It never posts.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.discovery import Asking, Page, busy, host_of, look, unanswered
from hiitreader.replies.found import Found, SignInProblem
from hiitreader.replies.page import FORM_PAGE, LONGEST, is_web_address, one_line
from hiitreader.replies.server import NoAnswer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.about import WORDPRESS_FORM, WORDPRESS_REST
from hiitreader.system.json_table import Table
from hiitreader.system.web import Web, WebAnswer

FIELDS = "_fields=id,link,title,comment_status"
MOST_ARTICLES = 3
_NUMBER = re.compile("[0-9]{1,18}")


def look_for_wordpress(page: Page, asking: Asking) -> Found | None:
    """What takes a page's replies, when the page is a WordPress's.

    Raises:
        OtherHost: its interface or its form is on another host.
    """
    if page.status != HTTPStatus.OK or not (page.marks.api or page.marks.form.endswith(FORM_PAGE)):
        return None
    api = _root(page.marks.api)
    if api:
        asking.web(api).close()
    post = _post(page, api, asking)
    if post is None and not page.marks.form:
        return _site(page, api, asking) if api else None
    return _article(page, api, post or Table(), asking)


def _article(page: Page, api: str, post: Table, asking: Asking) -> Found | None:
    """How one page takes replies."""
    form = _form(page)
    number = str(post.id_of("id") or page.marks.number)
    if not _NUMBER.fullmatch(number):
        return None
    allowed = bool(api) and _takes(f"{api}/wp/v2/comments", number, asking)
    if not api and not form:
        return None
    is_open = post.text("comment_status") != "closed" and (True if form or allowed or page.marks.sign_in else None)
    return Found(
        ServerSettings(
            _site_of(api, form or page.address),
            WORDPRESS_FORM if form and not allowed else WORDPRESS_REST,
            api,
            form,
        ),
        remote=number,
        title=_title(post) or one_line(page.marks.title),
        page=page.address,
        open=is_open,
        anonymous=allowed or bool(form),
    )


def _site(page: Page, api: str, asking: Asking) -> Found:
    """How a site takes replies, seen by its newest article that is open to them."""
    found = _asked(f"{api}/wp/v2/posts", f"per_page=10&{FIELDS}", asking)
    posts = (found.rows() if found else None) or ()
    site = Found(ServerSettings(_site_of(api, page.address), WORDPRESS_REST, api), anonymous=False)
    ready = [post for post in posts if post.id_of("id") and post.text("comment_status") == "open"]
    for post in ready[:MOST_ARTICLES]:
        address = post.text("link", LONGEST)
        if not is_web_address(address) or host_of(address) != host_of(page.address):
            continue
        shown = look(address, asking)
        article = _article(shown, api, post, asking) if shown.status == HTTPStatus.OK else None
        if article is not None and article.anonymous:
            return Found(article.settings)
    return site


def _post(page: Page, api: str, asking: Asking) -> Table | None:
    """The page's post: by the address it names, its number, or the last part of its path; None when there is none."""
    if not api:
        return None
    if page.marks.post.startswith(f"{api}/wp/v2/"):
        return _one(_asked(page.marks.post, FIELDS, asking))
    parts = urlsplit(page.address)
    number = page.marks.number or "".join(parse_qs(parts.query).get("p", [])[:1])
    if _NUMBER.fullmatch(number):
        return _one(_asked(f"{api}/wp/v2/posts/{number}", FIELDS, asking))
    slug = parts.path.rstrip("/").rpartition("/")[2]
    if not slug or parts.path.rstrip("/") == urlsplit(_site_of(api, "")).path:
        return None
    return _one(_asked(f"{api}/wp/v2/posts", f"slug={quote(slug, safe='%')}&{FIELDS}", asking))


def _one(answer: WebAnswer | None) -> Table | None:
    if answer is None:
        return None
    listed = answer.rows()
    post = listed[0] if listed and len(listed) == 1 else answer.table()
    return post if post.id_of("id") else None


def _takes(comments: str, number: str, asking: Asking) -> bool:
    """Whether everybody may post replies to a post by REST."""
    try:
        answer = asking.options(_with(comments, f"post={number}"))
    except NoAnswer:
        return False
    allowed = {method.strip().upper() for method in answer.headers.get("allow", "").split(",")}
    return answer.status == HTTPStatus.OK and "POST" in allowed


def _asked(address: str, query: str, asking: Asking) -> WebAnswer | None:
    """What is answered, None for a no."""
    answer = asking.get(_with(address, query))[1]
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise busy(address, answer.status)
    return answer if answer.status == HTTPStatus.OK else None


def _with(path: str, query: str, root: str = "") -> str:
    return f"{path}{'&' if '?' in root + path else '?'}{query}"


def _root(api: str) -> str:
    """The interface's root without a slash at the end: "https://x/wp-json", "https://x/?rest_route="."""
    return api.rstrip("/")


def _site_of(api: str, other: str) -> str:
    """The site's address, from its interface's or, when that is on another host, from that of its form or of a page."""
    if api and other and host_of(api) != host_of(other):
        api = ""
    if "rest_route=" in api:
        base = api.partition("?")[0].removesuffix("index.php")
    elif api:
        base = api.rpartition("/")[0].removesuffix("/index.php")
    elif other.endswith(FORM_PAGE):
        base = other.removesuffix(FORM_PAGE)
    else:
        parts = urlsplit(other)
        base = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
    return base.rstrip("/")


def _form(page: Page) -> str:
    """Where the page's form posts to, "" when it has none, or one that posts to another host than the page's."""
    form = page.marks.form
    if not form or not _NUMBER.fullmatch(page.marks.number):
        return ""
    here, there = urlsplit(page.address), urlsplit(form)
    return form if (here.scheme, host_of(page.address)) == (there.scheme, host_of(form)) else ""


def who_signs_in(settings: ServerSettings, password: str, web: Callable[..., Web]) -> str:
    """The name the site knows the user in `settings` by, when it accepts the application password.

    A wrong password is silently nobody's to a WordPress, so it is asked who is asking.

    Raises:
        SignInProblem: it does not accept it.
        NoAnswer: nobody answers, or not so that it can be understood.
    """
    host, user = host_of(settings.api), settings.user
    asking = web(settings.api, sign_in=(user, password))
    try:
        answer = asking.get(_with("/wp/v2/users/me", "_fields=id,name", settings.api))
    except WorldProblem as problem:
        raise unanswered(problem) from problem
    finally:
        asking.close()
    found = answer.table()
    if answer.status == HTTPStatus.OK and found.id_of("id"):
        return one_line(found.text("name")) or user
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise SignInProblem(
            N_("{host} does not accept the user name {user} with this application password."),
            safe=N_("Nothing was kept."),
            todo=N_("Make an application password in your profile there; the password you sign in with is another."),
            host=host,
            user=user,
        )
    raise NoAnswer(
        N_("{host} answered so that it can't be told whether the password is right."),
        safe=N_("Nothing was kept."),
        host=host,
    )


def _title(post: Table) -> str:
    return one_line(post.table("title").text("rendered"))
