"""Which HTML elements are let in, and what they are to a reader of the source.

Names only: it never looks at a document.
"""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What is let in: text within a line, blocks, and what only says where blocks begin and end.
LINES = _names(
    "a abbr b bdi bdo big br cite code del dfn em font i img ins kbd label mark q s samp small span strike strong "
    "sub sup time tt u var"
)
BLOCKS = _names("p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr table caption thead tbody tfoot tr th td")
PLACES = _names(
    "div section article main header footer aside center form hgroup figure figcaption address nav details summary "
    "fieldset legend"
)
ALLOWED = LINES | BLOCKS | PLACES

# What vanishes with all it holds.
VANISHING = _names(
    "script style template svg object applet select datalist canvas audio video map button title iframe noembed "
    "noframes noscript textarea xmp annotation annotation-xml"
)
# Those whose content is no markup, so that tags in it are none.
RAW = _names("script style iframe noembed noframes noscript xmp title textarea")

# How the source is read before it is parsed (HTML, "The HTML syntax": void elements, optional tags, formatting).
VOID = _names("area base br col embed frame hr img input link meta param source track wbr")
# Groups of options and the notes of ruby are not among those that the next one ends: outside their place they nest.
ENDED_BY_NEXT = _names("p li dt dd tr td th thead tbody tfoot caption colgroup option")
FORMATS = _names("a b big code em font i nobr s small strike strong tt u")

# Where a source may be cut: before these, as long as nothing but the transparent ones is open.
TRANSPARENT = _names(
    "html body div section article main header footer aside center form hgroup figure address nav details"
)
CUT_BEFORE = _names("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr") | TRANSPARENT
PARTS = _names("li tr dt dd")
