"""What HTML becomes, block by block."""

import socket
from pathlib import Path

import pytest
from tests.article.showing import lines

from hiitreader.article.door import article_from_html, article_from_text, open_article

CASES = {
    "page": (
        (
            "<!doctype html><html lang=de><head><title>T &amp; U</title><style>p{}</style></head><body><h1>A</h1>"
            "<main><p>b <span>c</span></p>loose<div>d</div></main><script>x<p>y</script></body></html>"
        ),
        ["h1: A", "para: b c", "para: loose", "para: d"],
    ),
    "unclosed": (
        "<p>a<p>b<ul><li>c<li>d</ul>e",
        ["para: a", "para: b", "ul2>li>para: • c", "ul2>li>para: • d", "para: e"],
    ),
    "white space": ("<p>  a\n\t b <b> c </b>d<br> e </p>", ["para: a b [strong c] d⏎e"]),
    "pre": ("<pre>\n a\n\tb  c\n</pre>", ["code:  a⏎\tb  c"]),
    "link round blocks": (
        "<a href='http://x.org'><h2>a</h2><p>b</p></a>",
        ["h2: [link a|http://x.org]", "para: [link b|http://x.org]"],
    ),
    "numbers": (
        "<ol start=4 type=a><li>x<li value=9>y<li></ol><ol type=I><li>z</ol>",
        ["ol3>li4>para: d. x", "ol3>li9>para: i. y", "ol3>li10>para: j. ", "ol1>li1>para: I. z"],
    ),
    "table": (
        "<table><caption>Cap</caption><tr><th>a<th>b<th>c<tr><td colspan=2>d<td rowspan=2>e<tr><td>f<td>g</table>",
        [
            "para: Cap",
            "table3>r0>th0>para: a",
            "table3>r0>th1>para: b",
            "table3>r0>th2>para: c",
            "table3>r1>c0>para: d",
            "table3>r1>c2>para: e",
            "table3>r2>c0>para: f",
            "table3>r2>c1>para: g",
        ],
    ),
    "layout table": (
        "<table><tr><td>a<td><table><tr><td>b</table></table><table role=presentation><tr><td>c</table>",
        ["para: a", "table1>r0>c0>para: b", "para: c"],
    ),
    "image in link": (
        "<p><a href='http://x.org'><img src=a.png alt='A leg'></a></p><p>x<img src=b alt=''>y</p>",
        ["imag: [link A leg|http://x.org]", "para: xy"],
    ),
    "quotation": ("<p><q>a</q></p><blockquote>b<p>c</blockquote>", ["para: “a”", "q>para: b", "q>para: c"]),
    "emphasis over blocks": ("<b>a<p>b</p>c</b>", ["para: [strong a]", "para: [strong b]", "para: [strong c]"]),
    "ends in the wrong order": (
        "<p><b>a<i>b</b>c</i>d</p><div><b>e</div>f</b>g<b><b>h</b>i</b>",
        ["para: [strong a[emphasis b]][emphasis c]d", "para: [strong e]", "para: [strong f]g[strong hi]"],
    ),
    "heading with parts": ("<h2>a<div>b</div></h2><p>c", ["h2: a", "h2: b", "para: c"]),
    "controls": ("<p>a&#0;b\x01c\u00add\u202ee\u2029f&#xFDD0;g\ufffc", ["para: a\ufffdbcde f\ufffdg\ufffd"]),
    "names are kept": ("<p>&lt;script&gt; a&nbsp;b", ["para: <script> a\u00a0b"]),
    "attributes with marks": ("<p title='a > b'>c</p><p title=it's>d</p>", ["para: c", "para: d"]),
}


@pytest.mark.parametrize("name", CASES)
def test_html(name: str) -> None:
    source, expected = CASES[name]
    assert lines(article_from_html(source)) == expected


def test_head() -> None:
    article = article_from_html("<html lang=de><title>T &amp; U</title><p>a")
    assert (article.title, article.language) == ("T & U", "de")
    assert article_from_html("<html lang='x<y'><p>a").language == ""


def test_names_to_link_to() -> None:
    article = article_from_html("<p id=a>1<p>2<a id=b></a><section id=c><h2>3</h2></section><h2>4</h2><h2 id=a>5</h2>")
    assert [block.anchor for block in article.blocks] == ["a", "b", "c", "4", "5"]


@pytest.mark.parametrize(
    "attack",
    [
        "<img src=x onerror=alert(1)>",
        "<a href='jav&#x09;ascript:alert(1)'>word</a>",
        "<a href=' JAVASCRIPT:alert(1)'>word</a>",
        "<a href='vbscript:x'>word</a>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=x></style>",
        "<noscript><p title='</noscript><img src=x>'>",
        "<p style='background:url(http://x)'>word",
        "<link rel=stylesheet href=http://x><meta http-equiv=refresh content='0;url=http://x'>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script>alert(1)",
        "<template><p>hidden</template>",
    ],
)
def test_nothing_but_words_comes_in(attack: str) -> None:
    article = article_from_html(f"<p>Before.</p>{attack}")
    for block in article.blocks:
        assert not [span.target for span in block.spans if span.target]
        assert not block.target
        assert "hidden" not in block.text
    joined = " ".join(block.text for block in article.blocks)
    assert "alert(1)" not in joined.replace("ipt>alert(1)", "")


def test_text() -> None:
    text = "Title\n\nA line that was wrapped by a program just at\nthe same width, as one sees in old mail and\nso on."
    text += "\n\n\n"
    text += (
        "Roses\nare red\n\n- one thing that is long enough to be seen as a line\n- two\n\n*no* <b>marks</b> & [x](y)"
    )
    assert lines(article_from_text(text)) == [
        "para: Title",
        "para: A line that was wrapped by a program just at the same width, as one sees in old mail and so on.",
        "para: Roses⏎are red",
        "para: - one thing that is long enough to be seen as a line⏎- two",
        "para: *no* <b>marks</b> & [x](y)",
    ]


def test_long_lines_of_text_are_paragraphs_of_their_own() -> None:
    long = "word " * 60
    assert lines(article_from_text(f"{long}\nShort\n{long}")) == [
        f"para: {long[:-1]}",
        "para: Short",
        f"para: {long[:-1]}",
    ]


def test_no_request_leaves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a socket was asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    page = (
        "<link rel=stylesheet href=http://x.org/a.css><img src=http://x.org/a.png alt=a><img src=//x.org/b.png alt=b>"
    )
    path = tmp_path / "a.html"
    path.write_text(f"{page}<iframe src=http://x.org></iframe><p>Text", encoding="utf-8")
    assert lines(open_article(path)) == ["para: [image a][image b]", "para: Text"]
