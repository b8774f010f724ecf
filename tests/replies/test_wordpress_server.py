"""What a real WordPress answers, as far as the program builds on it: asked directly, without the program."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.replies.wordpress_server import RealWordPress, SitePost, SiteUser

pytestmark = pytest.mark.slow


@pytest.fixture
def client(wordpress: RealWordPress) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=wordpress.url, timeout=30, trust_env=False) as client:
        yield client


def fields(post: int, content: str, **changes: object) -> dict[str, object]:
    return {
        "post": post,
        "content": content,
        "author_name": "Ann",
        "author_email": "ann@example.com",
    } | changes


def say(
    client: httpx.Client, post: int, content: str, *, by: SiteUser | None = None, **changes: object
) -> httpx.Response:
    """A reply by REST: as a guest, or as somebody who is signed in and gives no name."""
    values = {"post": post, "content": content} | changes if by else fields(post, content, **changes)
    return client.post("/wp-json/wp/v2/comments", json=values, auth=(by.name, by.password) if by else None)


def fill_in(client: httpx.Client, post: int, comment: str, **changes: str) -> httpx.Response:
    """A reply through the page's own form."""
    values = {"comment_post_ID": str(post), "comment_parent": "0", "comment": comment, "author": "Ann"}
    values |= {"email": "ann@example.com", "url": "", "submit": "Post Comment"}
    return client.post("/wp-comments-post.php", data=values | changes)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_the_article_is_the_one_the_reader_knows(wordpress: RealWordPress, client: httpx.Client) -> None:
    slug = "does-hiit-workout-result-in-larger-or-smaller-leg-muscles"
    assert wordpress.post_url.endswith(f"/{slug}/")
    (found,) = client.get("/wp-json/wp/v2/posts", params={"slug": slug}).json()
    assert found["id"] == wordpress.post_id
    assert found["comment_status"] == "open"
    page = client.get(wordpress.post_url)
    assert "Does HIIT workout result in larger or smaller leg muscles?" in page.text
    assert f"name='comment_post_ID' value='{wordpress.post_id}'" in page.text


def test_a_page_says_where_the_interface_is_and_which_post_it_shows(
    wordpress: RealWordPress, client: httpx.Client
) -> None:
    links = client.head(wordpress.post_url).headers.get_list("link")
    text = ", ".join(links)
    assert f'<{wordpress.url}/wp-json/>; rel="https://api.w.org/"' in text
    post = re.escape(f"<{wordpress.url}/wp-json/wp/v2/posts/{wordpress.post_id}>")
    # Since 6.8 with a title between the two.
    assert re.search(post + r'; rel="alternate"; (title="JSON"; )?type="application/json"', text)


def test_a_site_as_it_comes_takes_no_guests_by_rest(wordpress: RealWordPress, client: httpx.Client) -> None:
    answer = say(client, wordpress.post_id, "By default.")
    assert code(answer) == (401, "rest_comment_login_required")
    assert wordpress.copies("By default.") == 0


def test_a_guest_is_published_or_held(site: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    answer = say(client, post.id, "At once.")
    assert (answer.status_code, answer.json()["status"]) == (201, "approved")
    site.set(moderated=True)
    held = say(client, post.id, "Hold me.")
    assert (held.status_code, held.json()["status"]) == (201, "hold")
    number = held.json()["id"]
    assert [(row.content, row.status) for row in site.comments(post.id)] == [("At once.", "1"), ("Hold me.", "0")]
    assert client.get(f"/wp-json/wp/v2/comments/{number}").status_code == 401
    site.approve(number)
    assert client.get(f"/wp-json/wp/v2/comments/{number}").status_code == 200
    site.trash(number)
    assert client.get(f"/wp-json/wp/v2/comments/{number}").status_code == 401
    site.delete(number)
    assert client.get(f"/wp-json/wp/v2/comments/{number}").status_code == 404
    assert [row.content for row in site.comments(post.id)] == ["At once."]


def test_the_same_again_is_a_duplicate_whatever_became_of_the_first_but_trash(
    site: RealWordPress, client: httpx.Client, post: SitePost
) -> None:
    site.set(moderated=True)
    number = say(client, post.id, "Twice?").json()["id"]
    again = say(client, post.id, "Twice?")
    assert code(again) == (409, "comment_duplicate")
    assert "id" not in again.json()
    site.spam(number)
    assert code(say(client, post.id, "Twice?")) == (409, "comment_duplicate")
    site.trash(number)
    assert say(client, post.id, "Twice?").status_code == 201
    assert [row.status for row in site.comments(post.id)] == ["trash", "0"]


def test_text_that_looks_like_a_tag_defeats_the_duplicate_check_unless_it_is_escaped(
    site: RealWordPress, client: httpx.Client, post: SitePost
) -> None:
    plain, escaped = "a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"
    assert [say(client, post.id, plain).status_code for _ in range(2)] == [201, 201]
    assert [say(client, post.id, escaped).status_code for _ in range(2)] == [201, 409]
    assert [row.content for row in site.comments(post.id)].count(escaped) == 1
    assert {row.content for row in site.comments(post.id)} > {escaped}


def test_a_backslash_must_be_written_as_a_number(site: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    answers = [say(client, post.id, r"C:\reader").status_code for _ in range(2)]
    escaped = [say(client, post.id, "C:&#092;reader").status_code for _ in range(2)]
    assert answers != [201, 409]
    assert escaped == [201, 409]


def test_copies_are_counted_by_the_words_as_typed(site: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    for name in ("Ann", "Ben"):
        assert say(client, post.id, "Counted: a &lt; b &amp; C:&#092;", author_name=name).status_code == 201
    assert site.copies("Counted: a < b & C:\\") == 2
    assert site.copies("Counted: a < b") == 0


def test_too_soon_is_a_400_and_a_duplicate_is_looked_for_first(
    site: RealWordPress, client: httpx.Client, post: SitePost
) -> None:
    assert say(client, post.id, "First.").status_code == 201
    site.set(flood_seconds=3600)
    answer = say(client, post.id, "Second.")
    assert code(answer) == (400, "comment_flood")
    assert "retry-after" not in answer.headers
    assert code(say(client, post.id, "First.")) == (409, "comment_duplicate")


def test_where_no_reply_goes(site: RealWordPress, client: httpx.Client) -> None:
    assert code(say(client, site.closed.id, "x")) == (403, "rest_comment_closed")
    assert code(say(client, 999_999, "x")) == (403, "rest_comment_invalid_post_id")
    assert code(say(client, site.draft.id, "x")) == (403, "rest_comment_draft_post")
    assert code(say(client, site.protected.id, "x")) == (401, "rest_cannot_read_post")
    site.set(closed=True)
    assert code(say(client, site.post_id, "x")) == (403, "rest_comment_closed")
    site.set(closed=False, registration_required=True)
    assert code(say(client, site.post_id, "x")) == (401, "rest_comment_login_required")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"author_name": ""}, "rest_comment_author_data_required"),
        ({"author_email": "nobody"}, "rest_invalid_param"),
        ({"author_email": "ann@exämple.com"}, "rest_invalid_param"),
        ({"author_email": "änn@example.com"}, "rest_invalid_param"),
        ({"content": ""}, "rest_comment_content_invalid"),
        ({"author_name": "n" * 246}, "comment_author_column_length"),
        ({"author_email": "a@" + "e" * 60 + "." + "e" * 34 + ".com"}, "comment_author_email_column_length"),
        ({"author_url": "https://example.com/" + "u" * 181}, "comment_author_url_column_length"),
        ({"content": "ä" * 32_763}, "comment_content_column_length"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_what_a_guest_may_not_say(
    site: RealWordPress, client: httpx.Client, post: SitePost, changes: dict[str, object], expected: str
) -> None:
    assert code(say(client, post.id, **({"content": "Fine."} | changes))) == (400, expected)  # type: ignore[arg-type]
    assert site.comments(post.id) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"author_name": "n" * 245},
        {"author_email": "a@" + "e" * 60 + "." + "e" * 33 + ".com"},
        {"author_url": "https://example.com/" + "u" * 180},
        {"content": "ä" * 32_762 + "a"},
    ],
    ids=lambda value: next(iter(value)),
)
def test_what_just_fits(site: RealWordPress, client: httpx.Client, post: SitePost, changes: dict[str, object]) -> None:
    answer = say(client, post.id, **({"content": "Fits."} | changes))  # type: ignore[arg-type]
    assert answer.status_code == 201


def test_a_parent_is_not_checked(site: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    elsewhere = say(client, site.other.id, f"Elsewhere, {post.id}.").json()["id"]
    assert say(client, post.id, "Under nothing.", parent=999_999).status_code == 201
    assert say(client, post.id, "Under another page's.", parent=elsewhere).status_code == 201
    assert [row.parent for row in site.comments(post.id)] == [999_999, elsewhere]


def test_who_is_signed_in_is_shown_by_their_own_name(site: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    site.set(anonymous_rest=False)
    assert say(client, post.id, "Signed.", by=site.reader).json()["author_name"] == "Rita Reader"
    guest = {"author_name": "Ann", "author_email": "ann@example.com"}
    assert say(client, post.id, "By another name.", by=site.reader, **guest).json()["author"] == 0
    half = say(client, post.id, "Half a name.", by=site.reader, author_name="Ann")
    assert code(half) == (400, "rest_comment_author_data_required")
    assert [row.user > 0 for row in site.comments(post.id)] == [True, False]


def test_a_wrong_password_is_taken_for_a_guest_and_only_users_me_tells(
    site: RealWordPress, client: httpx.Client, post: SitePost
) -> None:
    def me(user: SiteUser) -> httpx.Response:
        return client.get("/wp-json/wp/v2/users/me", auth=(user.name, user.password))

    wrong = SiteUser(site.reader.name, "not the password")
    right = me(site.reader)
    assert (right.status_code, right.json()["name"]) == (200, "Rita Reader")
    assert code(me(wrong)) == (401, "rest_not_logged_in")
    mine = {"author_name": "Ann", "author_email": "ann@example.com"}
    answer = say(client, post.id, "Wrong password.", by=wrong, **mine)
    assert (answer.status_code, answer.json()["author"]) == (201, 0)
    site.set(environment="production")
    assert code(me(site.reader)) == (401, "rest_not_logged_in")


def test_how_pages_of_replies_are_counted(site: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    for number in range(3):
        say(client, post.id, f"Number {number}.")
    answer = client.get("/wp-json/wp/v2/comments", params={"post": post.id, "per_page": 2, "order": "asc"})
    assert (answer.headers["x-wp-total"], answer.headers["x-wp-totalpages"]) == ("3", "2")
    assert len(answer.json()) == 2
    assert "etag" not in answer.headers
    assert client.get("/wp-json/wp/v2/comments", params={"per_page": 101}).status_code == 400


def test_upkeep_and_failure(site: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    site.set(maintenance=True)
    away = say(client, post.id, "Upkeep.")
    assert (away.status_code, away.headers["retry-after"]) == (503, "600")
    site.set(maintenance=False, fails_before=True)
    assert say(client, post.id, "Before.").status_code == 500
    site.set(fails_before=False, fails_after=True)
    assert say(client, post.id, "After.").status_code == 500
    assert [row.content for row in site.comments(post.id)] == ["After."]


def test_the_form_points_to_the_new_reply(wordpress: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    answer = fill_in(client, post.id, "Through the form.")
    (row,) = wordpress.comments(post.id)
    assert (answer.status_code, answer.headers["location"]) == (302, f"{post.url}#comment-{row.id}")
    assert (row.content, row.author, row.status) == ("Through the form.", "Ann", "1")


def test_the_form_says_in_its_redirect_that_a_reply_is_held(
    wordpress: RealWordPress, client: httpx.Client, post: SitePost
) -> None:
    wordpress.set(moderated=True)
    answer = fill_in(client, post.id, "Held by the form.")
    (row,) = wordpress.comments(post.id)
    where = urlsplit(answer.headers["location"])
    asked = parse_qs(where.query)
    assert (answer.status_code, where.fragment, row.status) == (302, f"comment-{row.id}", "0")
    assert asked["unapproved"] == [str(row.id)]
    assert len(asked["moderation-hash"][0]) == 32


def test_the_form_too_needs_the_words_as_they_are_stored(
    wordpress: RealWordPress, client: httpx.Client, post: SitePost
) -> None:
    escaped = "a &amp; b, C:&#092;reader, “quoted”"
    assert [fill_in(client, post.id, escaped).status_code for _ in range(2)] == [302, 409]
    # 6.1 sees that these are the same, 6.8 does not.
    plain = [fill_in(client, post.id, "c & d").status_code for _ in range(2)]
    assert plain == [302, 409 if wordpress.version.startswith("6.1.") else 302]
    assert {row.content for row in wordpress.comments(post.id)} == {escaped, "c &amp; d"}


@pytest.mark.parametrize(
    "changes",
    [{"comment": ""}, {"author": ""}, {"email": "nobody"}, {"author": "n" * 246}, {"comment": "ä" * 32_763}],
    ids=["no comment", "no name", "no address", "a long name", "a long comment"],
)
def test_the_form_says_what_is_wrong_on_a_page_that_looks_like_success(
    wordpress: RealWordPress, client: httpx.Client, post: SitePost, changes: dict[str, str]
) -> None:
    answer = fill_in(client, post.id, **({"comment": "Fine."} | changes))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "wp-die-message" in answer.text
    assert wordpress.comments(post.id) == []


def test_what_the_form_refuses(wordpress: RealWordPress, client: httpx.Client, post: SitePost) -> None:
    assert fill_in(client, post.id, "Once.").status_code == 302
    duplicate = fill_in(client, post.id, "Once.")
    assert (duplicate.status_code, "wp-die-message" in duplicate.text) == (409, True)
    wordpress.set(flood_seconds=3600)
    assert fill_in(client, post.id, "Too soon.").status_code == 429
    wordpress.set(flood_seconds=0)
    assert fill_in(client, wordpress.closed.id, "Closed.").status_code == 403
    wordpress.set(registration_required=True)
    assert fill_in(client, post.id, "Who?").status_code == 403


def test_two_at_once_keep_their_own_options_and_tables(start_wordpress: Callable[..., RealWordPress]) -> None:
    first, second = start_wordpress(anonymous_rest=True), start_wordpress(anonymous_rest=True, moderated=True)
    with httpx.Client(base_url=first.url, trust_env=False, timeout=30) as client:
        assert say(client, first.post_id, "Here.").json()["status"] == "approved"
    with httpx.Client(base_url=second.url, trust_env=False, timeout=30) as client:
        assert say(client, second.post_id, "Here.").json()["status"] == "hold"
        assert say(client, second.post_id, "Here.").status_code == 409
    assert (first.copies("Here."), second.copies("Here.")) == (1, 1)
