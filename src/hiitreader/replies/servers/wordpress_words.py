"""How words are written for a WordPress, and when what it shows are still these very words.

Pure. Source: wptexturize, convert_smilies, capital_P_dangit, make_clickable and wpautop as WordPress 6.1 to 6.7 has
them. It never asks a server anything.
"""

import re


def written(comment: str) -> str:
    """The words of a tidied comment as they are sent: what WordPress stores is then, to the letter, what it was sent.

    Its check for duplicates rests on that, and without it text that looks like tags would be lost. A quotation at the
    beginning, lines that begin with ">", becomes a `blockquote`, which WordPress lets everybody use.
    """
    quoted, rest = _quotation(comment)
    if not quoted:
        return _escaped(rest)
    return f"<blockquote>{_escaped(quoted)}</blockquote>\n\n{_escaped(rest)}".rstrip("\n")


def written_name(name: str) -> str:
    """A tidied name as it is sent, for the same reasons. A percent sign with two digits after it would be lost."""
    return _escaped(name).replace("%", "&#037;")


def shows(rendered: str, comment: str) -> bool:
    """Whether a reply of which a WordPress shows `rendered`, as HTML, says `comment`, to the letter.

    Allowed for is only what it dresses on the way out: quotation marks, dashes and dots, smileys, paragraphs, links.
    The quotation marks of one language are not told from those of another.
    """
    return _bare(rendered) == _bare(written(comment))


def resembles(words: str, others: str) -> bool:
    """Whether a WordPress may take one comment for another when it looks for duplicates.

    Its database compares without case and accents, and on some sites without telling one emoji from another.
    """
    return _folded(words) == _folded(others)


def _bare(markup: str) -> str:
    """The text of a comment as it was typed or as it is shown: alike when one becomes the other."""
    from html import unescape

    text = _SMILEY_PICTURE.sub(lambda found: unescape(found[1]), markup.replace("\r\n", "\n"))
    text = _BREAK.sub("\n", text)
    text = _PARAGRAPH.sub("\n\n", text)
    text = _QUOTE.sub("\n\n\x02\n\n", text)
    text = _QUOTE_END.sub("\n\n\x03\n\n", text)
    text = unescape(_TAG.sub("", _CUT_LINK.sub(r"&\1;</a>", text)))
    text = _CONTROLS.sub("", _LINK.sub(_as_linked, text))
    lines = [line.rstrip(_BLANKS) for line in text.split("\n")]
    text = _PARTING.sub("\n\n", "\n".join(lines)).strip("\n")
    return _undressed(text)


def _undressed(text: str) -> str:
    text = text.translate(_MARKS).replace("``", "''").replace(" (tm)", " \u2122").replace("Wordpress", "WordPress")
    for typed, shown in _DASHES:
        text = typed.sub(shown, text)
    text = _RUN.sub(_as_beside, text)
    text = _TIMES.sub("\u00d7", text)
    return _SMILEY.sub(lambda found: _SMILEYS[found[0]], text)


def _as_linked(found: re.Match[str]) -> str:
    """An address as it is shown: "www." may have been given a scheme, and some of it is escaped once more."""
    from html import unescape

    shown = unescape(unescape(found[0].replace(";//", "://"))).replace("%5B", "[").replace("%5D", "]")
    shown = _SCHEME.sub(lambda scheme: scheme[0].lower(), _LINE_END.sub("", shown))
    return _GIVEN.sub("", shown)


def _as_beside(found: re.Match[str]) -> str:
    """Dashes beside what may be a shortcode, or behind an email address: they are dressed as if they stood alone."""
    text, start, end = found.string, found.start(), found.end()
    if text[start - 1 : start] == "]" or text[end : end + 1] == "[":
        return "\u2013"
    if not text[end : end + 1].strip(_BLANKS + "\n"):
        before = text[max(0, start - _LONGEST_EMAIL) : start]
        if before and not before[-1].isspace() and "@" in before.split()[-1]:
            return "\u2013"
    return found[0]


def _folded(text: str) -> str:
    from unicodedata import combining, normalize

    return "".join(
        "\ufffd" if ord(character) > 0xFFFF else character  # noqa: PLR2004 -- beyond the basic plane
        for character in normalize("NFKD", text.casefold())
        if not combining(character)
    ).rstrip()


def _quotation(comment: str) -> tuple[str, str]:
    """The lines quoted at the beginning of a comment, without their marks, and what comes after them."""
    lines = comment.split("\n")
    count = next((number for number, line in enumerate(lines) if not _is_quoted(line)), len(lines))
    quoted = "\n".join(line[1:].removeprefix(" ") for line in lines[:count]).strip()
    return (quoted, "\n".join(lines[count:]).strip("\n")) if quoted else ("", comment)


def _is_quoted(line: str) -> bool:
    return line.startswith("> ") or line == ">"


def _escaped(text: str) -> str:
    """As HTML that stays as it is: REST takes a plain backslash away, and "&amp;#65;" would become "&#65;"."""
    from html import escape

    return escape(text, quote=False).replace("\\", "&#092;").replace("&amp;#", "&amp;&#035;")


_BLANKS = " \t\x0b\x0c\xa0"
_CONTROLS = re.compile(r"[\x00\x01\x04-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]{0,4000}>")
_BREAK = re.compile(r"<br\s*/?>\n?")
_PARAGRAPH = re.compile(r"</?p(?:\s[^<>]{0,400})?>")
_QUOTE = re.compile(r"<blockquote(?:\s[^<>]{0,400})?>")
_QUOTE_END = re.compile("</blockquote>")
_SMILEY_PICTURE = re.compile(r'<img [^<>]{0,1000}alt="([^"<>]{1,20})" class="wp-smiley"[^<>]{0,200}>')
_CUT_LINK = re.compile(r"&#0?38;(#?\w{1,8})</a>;")
_LINK = re.compile(r"(?:https?|ftps?)://[^\s\xa0]+|(?:www|ftp)\.[^\s\xa0]+", re.IGNORECASE)
_SCHEME = re.compile(r"\A\w+://")
_LINE_END = re.compile("%0[ad]", re.IGNORECASE)
"""It is taken out of addresses, lest one ends a line of a header."""
_GIVEN = re.compile(r"\Ahttp://(?=(?:www|ftp)\.)", re.IGNORECASE)
_PARTING = re.compile("\n\n+")
_SPACE = "[\r\n\t \xa0]"
_DASHES = (
    (re.compile("---"), "\u2014"),
    (re.compile(f"(?:(?<={_SPACE})|^)--(?={_SPACE}|$)"), "\u2014"),
    (re.compile("(?<!xn)--"), "\u2013"),
    (re.compile(f"(?:(?<={_SPACE})|^)-(?={_SPACE}|$)"), "\u2013"),
)
_RUN = re.compile("[-\u2013\u2014]+")
_LONGEST_EMAIL = 320
_TIMES = re.compile(r"(?<=\d)x(?=\d)", re.ASCII)
_MARKS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2039\u203a", "'")
    | dict.fromkeys('"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb', "''")
    | {"\u2026": "..."}
)
_SMILEYS = {
    ":mrgreen:": ":mrgreen:", ":neutral:": "😐", ":twisted:": "😈", ":arrow:": "➡", ":shock:": "😯", ":smile:": "🙂",
    ":???:": "😕", ":cool:": "😎", ":evil:": "👿", ":grin:": "😀", ":idea:": "💡", ":oops:": "😳", ":razz:": "😛",
    ":roll:": "🙄", ":wink:": "😉", ":cry:": "😥", ":eek:": "😮", ":lol:": "😆", ":mad:": "😡", ":sad:": "🙁",
    "8-)": "😎", "8-O": "😯", ":-(": "🙁", ":-)": "🙂", ":-?": "😕", ":-D": "😀", ":-P": "😛", ":-o": "😮",
    ":-x": "😡", ":-|": "😐", ";-)": "😉", "8O": "😯", ":(": "🙁", ":)": "🙂", ":?": "😕", ":D": "😀", ":P": "😛",
    ":o": "😮", ":x": "😡", ":|": "😐", ";)": "😉", ":!:": "❗", ":?:": "❓",
}  # fmt: skip
_SMILEY = re.compile("|".join(re.escape(one) for one in sorted(_SMILEYS, reverse=True)))
"""Anywhere: one that stands beside a link or a tag is dressed as if it stood alone."""
