from bisect import bisect_right

import pytest

from hiitreader.replies.form import Field, Limits, ReplyForm, check, narrowest
from hiitreader.replies.servers.kinds import KINDS, limits_of, limits_of_all

GOOD = ReplyForm(comment="Good one.", name="Ann", email="ann@example.com")
ANY_SERVER = limits_of_all()
WIDE = Limits(comment_most=65_535, name_most=1_000, email_most=254, website_most=254)


def fields(form: ReplyForm, limits: Limits = ANY_SERVER) -> list[Field]:
    return [error.field for error in check(form, limits)]


def test_a_complete_form_has_no_errors() -> None:
    assert check(GOOD, ANY_SERVER) == ()


def test_every_required_field_is_missed_in_the_pages_order() -> None:
    assert fields(ReplyForm(comment=" \n", name="\t", email=" ")) == [Field.COMMENT, Field.NAME, Field.EMAIL]


@pytest.mark.parametrize(
    "email", ["a@example.com", "a.b+c@sub.example.co.uk", "o'brien@example.org", "1@x1.yz", "a@xn--bcher-kva.example"]
)
def test_real_addresses_pass(email: str) -> None:
    assert fields(ReplyForm(GOOD.comment, GOOD.name, email)) == []


@pytest.mark.parametrize(
    "email",
    ["a", "a@b", "@example.com", "a@@example.com", "a b@example.com", "a@example", "a..b@example.com", "a@-x.com",
     "a@x-.com", ".a@example.com", "a@example.com,b@example.com", "ä@example.com", "a@exämple.com", "a@x.c"],
)  # fmt: skip
def test_what_servers_refuse_is_said_at_the_form(email: str) -> None:
    assert fields(ReplyForm(GOOD.comment, GOOD.name, email)) == [Field.EMAIL]


@pytest.mark.parametrize(
    ("website", "good"),
    [("", True), ("example.com", True), ("https://example.com/~ann?x=1#y", True), ("http://localhost:8080/", True),
     ("https://user@example.com", False), ("javascript:alert(1)", False), ("ann", False), ("https://a b.com", False),
     ("ftp://example.com", False)],
)  # fmt: skip
def test_websites(website: str, good: bool) -> None:
    found = fields(ReplyForm(GOOD.comment, GOOD.name, GOOD.email, website))
    assert found == ([] if good else [Field.WEBSITE])


def test_lengths_are_counted_as_the_server_counts_them() -> None:
    name = "é" * 200
    assert fields(ReplyForm(GOOD.comment, name, GOOD.email)) == [Field.NAME]
    assert fields(ReplyForm(GOOD.comment, name, GOOD.email), WIDE) == []
    (error,) = check(ReplyForm("x" * 65_530, GOOD.name, GOOD.email), ANY_SERVER)
    assert error.said() == "This is too long for the server by 5. It takes 65525 at most."


def test_what_is_counted_is_what_is_sent() -> None:
    doubled = Limits(comment_most=10, name_most=9, email_most=99, website_most=99, written=lambda _, text: 2 * text)
    form = ReplyForm("12345", "12345", GOOD.email)
    (error,) = check(form, doubled)
    assert (error.field, error.values) == (Field.NAME, {"over": 1, "most": 9})
    assert fields(form, narrowest([WIDE, doubled])) == fields(form, narrowest([doubled, WIDE])) == [Field.NAME]
    assert fields(form, WIDE) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sign", ["x", "é", "&", "<", "%", "[", "&#", "> ", "\\"])
def test_what_every_server_takes_each_takes(kind: str, sign: str) -> None:
    for of in Field:
        start = "https://example.com/?" if of is Field.WEBSITE else ""
        count = bisect_right(range(66_000), most(ANY_SERVER, of), key=lambda n: ANY_SERVER.length(of, start + n * sign))
        assert limits_of(kind).length(of, start + (count - 1) * sign) <= most(limits_of(kind), of)


def most(limits: Limits, of: Field) -> int:
    return int(getattr(limits, f"{of.value}_most"))


def test_a_comment_of_two_characters_is_too_short() -> None:
    assert fields(ReplyForm(" ok ", GOOD.name, GOOD.email)) == [Field.COMMENT]


def test_whatever_is_typed_first_makes_a_draft() -> None:
    assert ReplyForm(name=" ", comment=" \n").is_blank()
    assert not any(ReplyForm(**{of.value: "x"}).is_blank() for of in Field)
