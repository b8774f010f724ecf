"""Finding out what takes the replies to a page: every server told by hand, and the real ones."""

import json

import pytest
from tests.replies.isso_server import RealIsso, free_port
from tests.replies.wordpress_server import RealWordPress

from hiitreader.errors import InputProblem, Problem
from hiitreader.replies.discovery import host_of, page_address
from hiitreader.replies.found import Found, NoReplies, OtherHost, SignInProblem
from hiitreader.replies.server import NoAnswer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.kinds import check_sign_in, discover
from hiitreader.system.web import NotReached, Web, WebAnswer, WrongCertificate

PAGE = "https://example.org/legs/"
API = "https://example.org/wp-json"
FORM = "https://example.org/wp-comments-post.php"
HTML = "text/html; charset=UTF-8"
FIELDS = "_fields=id,link,title,comment_status"
ISSO = {"config": {"reply-to-self": False, "require-email": True}}


class ToldServer:
    """Many servers in one: what each address answers, and everything that was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, WebAnswer | Problem] = {}
        self.asked: list[str] = []

    def says(self, url: str, body: object = "", status: int = 200, **headers: str) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {} if "content-type" in told else {"content-type": HTML}
        self.answers[url] = WebAnswer(status, kind | told, text.encode())

    def moves(self, url: str, location: str, status: int = 301) -> None:
        self.says(url, status=status, location=location)

    def open(self, url: str, **_: object) -> Web:
        return _ToldWeb(url, self)

    def find(self, url: str, *trusted: str) -> Found:
        found = discover(url, frozenset(trusted), self.open)
        assert not [asked for asked in self.asked if not asked.startswith(("GET ", "OPTIONS "))]
        return found


class _ToldWeb(Web):
    def __init__(self, url: str, server: ToldServer) -> None:
        super().__init__(url)
        self._server = server

    def get(self, path: str, headers: object = None) -> WebAnswer:
        return self._answer("GET", path)

    def options(self, path: str) -> WebAnswer:
        return self._answer("OPTIONS", path)

    def _answer(self, method: str, path: str) -> WebAnswer:
        self._server.asked.append(f"{method} {self.url}{path}")
        key = f"{self.url}{path}" if method == "GET" else f"{method} {self.url}{path}"
        answer = self._server.answers.get(key, WebAnswer(404, {"content-type": HTML}, b""))
        if isinstance(answer, Problem):
            raise answer
        return answer


@pytest.fixture
def told() -> ToldServer:
    return ToldServer()


def wordpress_page(*, api: str = API, form: str = FORM, number: int = 4) -> str:
    post = f'<link rel="alternate" type="application/json" href="{api}/wp/v2/posts/{number}">' if number else ""
    shown = (
        f'<form id="commentform" action="{form}"><input name="comment_post_ID" value="{number}"></form>' if form else ""
    )
    return f'<title>Legs</title><link rel="https://api.w.org/" href="{api}/">{post}{shown}'


def tell_wordpress(told: ToldServer, *, status: str = "open", allow: str = "", **page: object) -> None:
    told.says(PAGE, wordpress_page(**page))  # type: ignore[arg-type]
    post = {"id": 4, "title": {"rendered": "The &#8220;Legs&#8221;"}, "link": PAGE, "comment_status": status}
    told.says(f"{API}/wp/v2/posts/4?{FIELDS}", post)
    told.says(f"OPTIONS {API}/wp/v2/comments?post=4", status=200, allow=allow)


def said(found: Found) -> str:
    return " ".join(sentence.said() for sentence in found.sentences())


def test_a_wordpress_that_takes_replies_through_its_form(told: ToldServer) -> None:
    tell_wordpress(told)
    found = told.find(PAGE)
    assert found.settings == ServerSettings("https://example.org", "wordpress-form", API, FORM)
    assert (found.remote, found.title, found.page, found.open) == ("4", "The “Legs”", PAGE, True)
    assert found.anonymous
    assert said(found) == (
        "WordPress at example.org takes replies to “The “Legs”” through its form. A moderator may see them first."
    )


def test_a_wordpress_that_takes_everybodys_replies_by_rest_keeps_its_form_in_hand(told: ToldServer) -> None:
    tell_wordpress(told, allow="GET, POST")
    assert told.find(PAGE).settings == ServerSettings("https://example.org", "wordpress-rest", API, FORM)


def test_a_wordpress_without_a_form_asks_for_a_sign_in(told: ToldServer) -> None:
    tell_wordpress(told, form="")
    found = told.find(PAGE)
    assert (found.settings.kind, found.settings.form, found.anonymous) == ("wordpress-rest", "", False)
    assert "only from people who have signed in" in said(found)
    assert "sent as ann" in said(found.signed_in("ann"))


def test_who_signs_in_sends_by_rest(told: ToldServer) -> None:
    tell_wordpress(told)
    found = told.find(PAGE)
    assert found.can_sign_in
    assert found.signed_in("ann").settings == ServerSettings("https://example.org", "wordpress-rest", API, FORM, "ann")
    assert found.signed_in("") == found


def test_closed_replies_are_said_to_be_closed(told: ToldServer) -> None:
    tell_wordpress(told, status="closed", form="")
    found = told.find(PAGE)
    assert found.open is False
    assert said(found) == "WordPress at example.org takes no replies to “The “Legs””: they are closed."


def test_a_wordpress_whose_interface_is_shut_leaves_the_form(told: ToldServer) -> None:
    tell_wordpress(told)
    told.says(f"{API}/wp/v2/posts/4?{FIELDS}", {"code": "rest_disabled"}, 401)
    found = told.find(PAGE)
    assert found.settings == ServerSettings("https://example.org", "wordpress-form", API, FORM)
    assert (found.remote, found.title, found.open) == ("4", "Legs", True)


def test_a_form_that_posts_to_another_host_is_not_taken(told: ToldServer) -> None:
    tell_wordpress(told, form="https://evil.example/wp-comments-post.php")
    found = told.find(PAGE)
    assert (found.settings.form, found.anonymous) == ("", False)


def test_a_post_found_by_its_number_or_its_name(told: ToldServer) -> None:
    tell_wordpress(told)
    told.says(PAGE, wordpress_page(number=0, form=""))
    told.says("https://example.org/?p=4", wordpress_page(number=0, form=""))
    post = {"id": 4, "title": {"rendered": "Legs"}, "link": PAGE, "comment_status": "open"}
    told.says(f"{API}/wp/v2/posts?slug=legs&{FIELDS}", [post])
    assert told.find(PAGE).remote == "4"
    assert told.find("https://example.org/?p=4").remote == "4"


def test_a_wordpress_without_pretty_addresses(told: ToldServer) -> None:
    api, page = "https://example.org/blog/?rest_route=", "https://example.org/blog/?p=4"
    told.says(page, wordpress_page(api=api, form="https://example.org/blog/wp-comments-post.php"))
    told.says(f"{api}/wp/v2/posts/4&{FIELDS}", {"id": 4, "comment_status": "open"})
    found = told.find(page)
    assert found.settings.url == "https://example.org/blog"
    assert found.settings.api == api


def test_a_sites_address_is_enough(told: ToldServer) -> None:
    tell_wordpress(told)
    told.says("https://example.org/", wordpress_page(number=0, form=""))
    told.says(f"{API}/wp/v2/posts?per_page=10&{FIELDS}", [{"id": 4, "link": PAGE, "comment_status": "open"}])
    found = told.find("example.org")
    assert found.settings == ServerSettings("https://example.org", "wordpress-form", API, FORM)
    assert (found.remote, found.page, found.open) == ("", "", None)
    assert said(found).startswith("WordPress at example.org takes replies to its articles through its form.")


def test_redirects_on_one_host_are_followed(told: ToldServer) -> None:
    tell_wordpress(told)
    told.moves("https://example.org/?p=4", "/legs", 302)
    told.moves("https://example.org/legs", PAGE, 308)
    assert told.find("https://example.org/?p=4#comments").page == PAGE


def test_no_more_than_five_redirects_are_followed(told: ToldServer) -> None:
    for number in range(9):
        told.moves(f"https://example.org/{number}", f"/{number + 1}")
    with pytest.raises(NoAnswer, match="without an end"):
        told.find("https://example.org/0")
    assert len(told.asked) == 6


@pytest.mark.parametrize("location", ["https://other.example/legs/", "https://example.org:8443/", "//other.example"])
def test_another_host_is_asked_about_first(told: ToldServer, location: str) -> None:
    told.moves(PAGE, location)
    with pytest.raises(OtherHost) as caught:
        told.find(PAGE)
    assert caught.value.host == host_of(caught.value.address)
    assert caught.value.host in caught.value.said()
    assert told.asked == [f"GET {PAGE}"]


def test_a_trusted_host_is_followed_to(told: ToldServer) -> None:
    tell_wordpress(told)
    told.moves("https://old.example/legs/", PAGE)
    assert told.find("https://old.example/legs/", "example.org").settings.url == "https://example.org"


@pytest.mark.parametrize("location", ["http://example.org/legs/", "http://other.example/", "http://127.0.0.1/"])
def test_no_redirect_leads_out_of_the_encryption(told: ToldServer, location: str) -> None:
    told.moves(PAGE, location)
    with pytest.raises(NoAnswer, match="without encryption"):
        told.find(PAGE, "other.example", "127.0.0.1")
    assert told.asked == [f"GET {PAGE}"]


@pytest.mark.parametrize("location", ["ftp://example.org/", "https://a:b@example.org/", "https://x:99999/"])
def test_a_redirect_to_nowhere(told: ToldServer, location: str) -> None:
    told.moves(PAGE, location)
    with pytest.raises(NoAnswer, match="can't be understood"):
        told.find(PAGE)


def test_an_interface_on_another_host_is_asked_about(told: ToldServer) -> None:
    told.says(PAGE, wordpress_page(api="https://api.example.net/wp-json"))
    with pytest.raises(OtherHost) as caught:
        told.find(PAGE)
    assert caught.value.host == "api.example.net"
    assert told.asked == [f"GET {PAGE}"]


def test_an_interface_without_encryption_is_not_asked(told: ToldServer) -> None:
    told.says(PAGE, wordpress_page(api="http://example.org/wp-json"))
    with pytest.raises(NoAnswer, match="without encryption"):
        told.find(PAGE)
    assert told.asked == [f"GET {PAGE}"]


def test_an_interface_on_a_trusted_host_leaves_the_site_its_own_address(told: ToldServer) -> None:
    """Some who run many sites answer for all of them at one address, where the site's posts are not to be found."""
    told.says(PAGE, wordpress_page(api="https://api.example.net/sites/7"))
    found = told.find(PAGE, "api.example.net")
    assert (found.settings.url, found.settings.kind) == ("https://example.org", "wordpress-form")
    assert (found.remote, found.settings.form) == ("4", FORM)


ISSO_PAGE = '<title>Legs</title><script data-isso="//comments.example.net/"></script><div id="isso-thread"></div>'


def test_an_isso_that_a_page_names(told: ToldServer) -> None:
    told.says(PAGE, ISSO_PAGE)
    told.says("https://comments.example.net/config", ISSO)
    with pytest.raises(OtherHost) as caught:
        told.find(PAGE)
    assert told.asked == [f"GET {PAGE}"]
    found = told.find(PAGE, caught.value.host)
    assert found.settings == ServerSettings("https://comments.example.net", "isso")
    assert (found.remote, found.title, found.page, found.open) == ("/legs/", "Legs", PAGE, True)
    assert said(found).startswith("Isso at comments.example.net takes replies to “Legs”.")
    assert not found.can_sign_in


def test_an_isso_at_its_own_address(told: ToldServer) -> None:
    told.says("https://example.org/isso/", "<p>missing uri</p>", 400)
    told.says("https://example.org/isso/config", ISSO)
    found = told.find("https://example.org/isso/")
    assert (found.settings, found.remote) == (ServerSettings("https://example.org/isso", "isso"), "")


@pytest.mark.parametrize(
    ("status", "kind", "body", "words"),
    [
        (404, HTML, "", "There is nothing at"),
        (410, HTML, "", "There is nothing at"),
        (403, HTML, "", "does not let this program see"),
        (200, "application/pdf", "", "not a web page"),
        (200, HTML, "<p>Hello</p>", "Nothing that this program knows takes replies"),
        (200, HTML, '<script data-isso="/isso/"></script>', "Nothing that this program knows takes replies"),
    ],
)
def test_pages_without_replies(told: ToldServer, status: int, kind: str, body: str, words: str) -> None:
    told.says(PAGE, body, status, content_type=kind)
    with pytest.raises(NoReplies, match=words):
        told.find(PAGE)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_with_a_fault_of_its_own(told: ToldServer, status: int) -> None:
    told.says(PAGE, "", status)
    with pytest.raises(NoAnswer, match=f"says {status}"):
        told.find(PAGE)


@pytest.mark.parametrize("problem", [NotReached, WrongCertificate])
def test_what_stands_in_the_way_is_said(told: ToldServer, problem: type[NotReached]) -> None:
    told.answers[PAGE] = problem("{host} it is.", todo="Do it.", host="example.org")
    with pytest.raises(NoAnswer) as caught:
        told.find(PAGE)
    assert caught.value.said() == "example.org it is. Nothing was changed. Do it."


@pytest.mark.parametrize("typed", ["http://example.org/legs/", "ftp://example.org", "", "not an address"])
def test_what_is_no_address_is_not_asked(told: ToldServer, typed: str) -> None:
    with pytest.raises(InputProblem):
        told.find(typed)
    assert told.asked == []


def test_a_pages_address_keeps_its_query_and_its_slash() -> None:
    assert page_address(" Example.org/legs/?p=4#x ") == "https://example.org/legs/?p=4"
    assert page_address("localhost:8080") == "http://localhost:8080/"


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (401, {"code": "rest_not_logged_in"}, SignInProblem),
        (403, {}, SignInProblem),
        (200, {"name": "Ann"}, NoAnswer),
        (200, "<html>", NoAnswer),
        (302, "", NoAnswer),
        (500, "", NoAnswer),
    ],
)
def test_a_sign_in_that_is_not_accepted(told: ToldServer, status: int, body: object, problem: type[Problem]) -> None:
    told.says(f"{API}/wp/v2/users/me?_fields=id,name", body, status)
    with pytest.raises(problem):
        check_sign_in(ServerSettings("https://example.org", "wordpress-rest", API, "", "ann"), "secret", told.open)


def test_nobody_signs_in_on_an_isso() -> None:
    with pytest.raises(SignInProblem, match="Nobody can sign in"):
        check_sign_in(ServerSettings("https://example.org", "isso", user="ann"), "secret")


def test_nobody_answers() -> None:
    with pytest.raises(NoAnswer, match="can't be reached"):
        discover(f"http://127.0.0.1:{free_port()}/legs/")


def test_a_real_isso(isso: RealIsso) -> None:
    assert discover(isso.url).settings == ServerSettings(isso.url, "isso")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "kind", "anonymous"),
    [
        ({}, "wordpress-form", True),
        ({"anonymous_rest": True}, "wordpress-rest", True),
        ({"registration_required": True}, "wordpress-rest", False),
        ({"rest_disabled": True}, "wordpress-form", True),
    ],
)
def test_a_real_wordpress(wordpress: RealWordPress, options: dict[str, object], kind: str, anonymous: bool) -> None:
    wordpress.set(**options)
    article = wordpress.write_article("Calves")
    stored = wordpress.comments()
    found = discover(article.url)
    assert (found.settings.url, found.settings.kind, found.anonymous) == (wordpress.url, kind, anonymous)
    assert (found.remote, found.page, found.open) == (str(article.id), article.url, True)
    assert found.title.startswith("Calves")
    site = discover(wordpress.url)
    assert (site.settings.url, site.remote) == (wordpress.url, "")
    assert wordpress.comments() == stored


@pytest.mark.slow
def test_a_real_wordpress_with_closed_replies(wordpress: RealWordPress) -> None:
    wordpress.set(closed=True)
    assert not discover(wordpress.write_article("Closed").url).open


@pytest.mark.slow
def test_signing_in_at_a_real_wordpress(wordpress: RealWordPress) -> None:
    settings = discover(wordpress.url).signed_in(wordpress.reader.name).settings
    assert check_sign_in(settings, wordpress.reader.password)
    with pytest.raises(SignInProblem, match="does not accept"):
        check_sign_in(settings, "wrong wrong")
