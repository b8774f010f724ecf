"""What a reader types to leave a reply, and whether it can be taken as it is.

Pure values and rules, the same for the window and the command line. It never stores or sends anything.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as declared
from enum import Enum

from hiitreader.errors import N_, InputProblem


class Field(Enum):
    """The fields of the form, in their order on the page. The value is the field's name in `ReplyForm`."""

    COMMENT = "comment"
    NAME = "name"
    EMAIL = "email"
    WEBSITE = "website"

    @property
    def label(self) -> str:
        """What the form calls it (English; translated where it is shown)."""
        return _LABELS[self]


_LABELS = {
    Field.COMMENT: N_("Comment"),
    Field.NAME: N_("Name"),
    Field.EMAIL: N_("Email"),
    Field.WEBSITE: N_("Website"),
}

REQUIRED = frozenset({Field.COMMENT, Field.NAME, Field.EMAIL})
"""The fields marked * on the form."""


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """The words in the form's four fields, exactly as typed."""

    comment: str = ""
    name: str = ""
    email: str = ""
    website: str = ""

    def value(self, of: Field) -> str:
        """The words in one field."""
        return {
            Field.COMMENT: self.comment,
            Field.NAME: self.name,
            Field.EMAIL: self.email,
            Field.WEBSITE: self.website,
        }[of]

    def is_blank(self) -> bool:
        """Whether there is nothing worth keeping: no field has anything but blanks in it."""
        return not any(self.value(of).strip() for of in Field)

    def tidied(self) -> "ReplyForm":
        """The same words as they are queued: control characters out, ends trimmed, line ends as U+000A.

        One-line fields lose their line ends too. The comment keeps its line ends and tabs.
        """
        return ReplyForm(
            comment=_CONTROLS.sub("", _LINE_ENDS.sub("\n", self.comment)).strip(),
            name=" ".join(_CONTROLS.sub("", self.name).split()),
            email=_CONTROLS.sub("", self.email).strip(),
            website=_CONTROLS.sub("", self.website).strip(),
        )


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that can't be taken: which, and the sentence said at it, with the values of its `{}` fields."""

    field: Field
    sentence: str
    values: Mapping[str, object] = declared(default_factory=dict)

    def said(self) -> str:
        """The English sentence with its values."""
        return self.sentence.format(**self.values)


class FormProblem(InputProblem):
    """A form that can't be queued as it is; `errors` says at which fields and why."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        self.errors = errors
        super().__init__(
            N_("The reply is not complete: {errors}"),
            errors=" ".join(error.said() for error in errors),
        )


def as_typed(of: Field, text: str) -> str:  # noqa: ARG001
    """The words of a field where a server is sent just these."""
    return text


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a server takes. `in_bytes` says that lengths are UTF-8 bytes, not characters.

    `comment_least` is characters after trimming, as typed. What is too long is measured in `written`: what a server
    gets, or keeps where that is more, for the tidied words of a field.
    """

    comment_most: int
    name_most: int
    email_most: int
    website_most: int
    comment_least: int = 1
    in_bytes: bool = False
    written: Callable[[Field, str], str] = as_typed

    def length(self, of: Field, text: str) -> int:
        """The length of the words of a field as this server counts it."""
        written = self.written(of, text)
        return len(written.encode("utf-8", "surrogatepass")) if self.in_bytes else len(written)


def narrowest(of_each: Iterable[Limits]) -> Limits:
    """What every one of several servers takes, at least one."""
    each = tuple(of_each)

    def written(of: Field, text: str) -> str:
        return max((limits.written(of, text) for limits in each), key=len)

    return Limits(
        comment_most=min(limits.comment_most for limits in each),
        name_most=min(limits.name_most for limits in each),
        email_most=min(limits.email_most for limits in each),
        website_most=min(limits.website_most for limits in each),
        comment_least=max(limits.comment_least for limits in each),
        in_bytes=any(limits.in_bytes for limits in each),
        written=written,
    )


def check(form: ReplyForm, limits: Limits) -> tuple[FieldError, ...]:
    """What has to change before `form` can be queued, at most one error a field, in the page's order."""
    tidy = form.tidied()
    errors = (_check_field(of, tidy.value(of), limits) for of in Field)
    return tuple(error for error in errors if error is not None)


_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}")
_WEBSITE = re.compile(
    r"(?:https?://)?(?:localhost|(?:[^\s./:@?#\\]+\.)+[^\s./:@?#\\]+)(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)

_MISSING = {
    Field.COMMENT: N_("Type your comment."),
    Field.NAME: N_("Type your name."),
    Field.EMAIL: N_("Type your email address."),
}


def _check_field(of: Field, text: str, limits: Limits) -> FieldError | None:
    if not text:
        return FieldError(of, _MISSING[of]) if of in REQUIRED else None
    rules: Mapping[Field, Callable[[str, Limits], FieldError | None]] = {
        Field.COMMENT: _check_comment,
        Field.NAME: _check_name,
        Field.EMAIL: _check_email,
        Field.WEBSITE: _check_website,
    }
    return rules[of](text, limits)


def _check_comment(text: str, limits: Limits) -> FieldError | None:
    if len(text) < limits.comment_least:
        return FieldError(
            Field.COMMENT, N_("The comment needs at least {least} characters."), {"least": limits.comment_least}
        )
    return _too_long(Field.COMMENT, text, limits.comment_most, limits)


def _check_name(text: str, limits: Limits) -> FieldError | None:
    return _too_long(Field.NAME, text, limits.name_most, limits)


def _check_email(text: str, limits: Limits) -> FieldError | None:
    local, _, host = text.rpartition("@")
    if not _EMAIL.fullmatch(text) or ".." in text or local.startswith(".") or "-." in host or ".-" in f".{host}":
        return FieldError(Field.EMAIL, N_("Enter an email address such as name@example.com."))
    return _too_long(Field.EMAIL, text, limits.email_most, limits)


def _check_website(text: str, limits: Limits) -> FieldError | None:
    if not _WEBSITE.fullmatch(text):
        return FieldError(Field.WEBSITE, N_("Enter a web address such as https://example.com, or leave it empty."))
    return _too_long(Field.WEBSITE, text, limits.website_most, limits)


def _too_long(of: Field, text: str, most: int, limits: Limits) -> FieldError | None:
    over = limits.length(of, text) - most
    if over <= 0:
        return None
    return FieldError(
        of, N_("This is too long for the server by {over}. It takes {most} at most."), {"over": over, "most": most}
    )
