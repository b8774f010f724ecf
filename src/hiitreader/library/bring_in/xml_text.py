"""The text of XML that somebody else wrote: decoded by ourselves, and refused when it defines entities.

Entities of entities grow without bounds, and may name files. It never builds anything of them.
"""

import re
from xml.etree import ElementTree as ET

from hiitreader.article.source import SourceKind, codec_of, decoded
from hiitreader.errors import N_, InputProblem

_ENCODING = re.compile(rb"<\?xml[^<>]{0,200}\sencoding\s*=\s*[\"']([\w.-]{1,40})")
_DECLARATION = re.compile(r"\s{0,100}<\?xml[^<>]{0,500}\?>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITIES = re.compile(r"<!ENTITY|<!ATTLIST", re.IGNORECASE)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class Hostile(InputProblem):
    """It was made to harm: it is refused, and said why."""


def xml_text(data: bytes, charset: str = "") -> str:
    """The text of XML without its declaration.

    A byte order mark decides, then `charset` (what a server said), then the XML's own word (XML 1.0, appendix F), then
    UTF-8, then Windows-1252.

    Raises:
        Hostile: it defines entities.
        InputProblem: it is no text.
    """
    own = _ENCODING.match(data.lstrip())
    codec = codec_of(charset or (own[1].decode("ascii") if own else ""))
    marked = data.startswith(_MARKS)
    text = data.decode(codec, "replace") if codec and not marked else decoded(data, SourceKind.TEXT)[0]
    text = _CONTROLS.sub("", text).lstrip("\ufeff")
    if _ENTITIES.search(text):
        raise Hostile(N_("It defines abbreviations that could grow without bounds."))
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def xml_tree(data: bytes) -> ET.Element:
    """The elements of XML.

    Raises:
        Hostile: it defines entities.
        InputProblem: it is no XML.
    """
    try:
        # Without entities there is nothing in it that could grow, or name another file.
        return ET.fromstring(xml_text(data))  # noqa: S314
    except (ET.ParseError, ValueError) as error:
        raise InputProblem(N_("Its list of contents can't be read.")) from error
