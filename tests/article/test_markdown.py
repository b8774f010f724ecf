"""What Markdown becomes, block by block."""

from pathlib import Path

import pytest
from tests.article.showing import lines

from hiitreader.article.blocks import BlockKind
from hiitreader.article.door import article_from_markdown
from hiitreader.article.pictures import Pictures

CASES = {
    "headings": ("# A *b*\n\nText\n\n###### F\n\nG\n=\n", ["h1: A [emphasis b]", "para: Text", "h6: F", "h1: G"]),
    "spans": (
        "*a* **b** `c` ***d*** x<sup>2</sup> H<sub>2</sub>O <del>e</del>",
        [
            "para: [emphasis a] [strong b] [code c] [strong [emphasis d]] x[superscript 2] H[subscript 2]O [deleted e]",
        ],
    ),
    "links": (
        '[a](http://x.org/?q=1&r=2 "t") <https://y.org> [b][r] [c](mailto:me@x.org)\n\n[r]: https://z.org',
        [
            (
                "para: [link a|http://x.org/?q=1&r=2] [link https://y.org|https://y.org] [link b|https://z.org] "
                "[link c|mailto:me@x.org]"
            )
        ],
    ),
    "links to nowhere": (
        "[a](javascript:alert) [b](file:///etc/passwd) [c](other.md) [d](//x.org) [e](data:,x) [f](#) [g](#b%20c)",
        ["para: a b c d e f [link g|#b c]"],
    ),
    "breaks": ("a  \nb<br>c\nd", ["para: a⏎b⏎c d"]),
    "bullets": (
        "* a\n* b\n\n    * c\n    * d\n\n* e",
        [
            "ul3>li>para: • a",
            "ul3>li>para: • b",
            "ul3>li>ul2>li>para: • c",
            "ul3>li>ul2>li>para: • d",
            "ul3>li>para: • e",
        ],
    ),
    "numbers": (
        "3. a\n4. b\n\n    more\n\n* c",
        ["ol2>li3>para: 3. a", "ol2>li4>para: 4. b", "ol2>li4>para: more", "ul1>li>para: • c"],
    ),
    "quotes": ("> a\n>\n> > b\n\nc", ["q>para: a", "q>q>para: b", "para: c"]),
    "code": (
        "```python\nif x:\n\treturn\n\n\ny\n```\n\n    indented\n\n~~~\n<b> & *x*\n~~~",
        ["code: if x:⏎    return⏎⏎⏎y", "code: indented", "code: <b> & *x*"],
    ),
    "tables": (
        "| A | B |\n|---|:-:|\n| *a* | |\n| c | d |",
        [
            "table2>r0>th0>para: A",
            "table2>r0>th1>para: B",
            "table2>r1>c0>para: [emphasis a]",
            "table2>r1>c1>para: ",
            "table2>r2>c0>para: c",
            "table2>r2>c1>para: d",
        ],
    ),
    "definitions": (
        "Set\n:   One go.\n\n    More.\n\nRest\nPause\n:   No go.",
        ["dl>term: Set", "dl>desc: One go.", "dl>desc: More.", "dl>term: Rest", "dl>term: Pause", "dl>desc: No go."],
    ),
    "footnotes": (
        "a[^x] b[^2] c[^x]\n\n[^2]: Two.\n[^x]: Ex\n    ample.\n\n    > More.",
        [
            "para: a[superscript [link 2|#fn:x]] b[superscript [link 1|#fn:2]] c[superscript [link 2|#fn:x]]",
            "notes>ol2>li1>para: 1. Two.\u00a0[link ↩|#fnref:2]",
            "notes>ol2>li2>para: 2. Ex ample.",
            "notes>ol2>li2>q>para: More.",
            "notes>ol2>li2>para: [link ↩|#fnref:x][link ↩|#fnref2:x]",
        ],
    ),
    "rules": ("a\n\n---\n\nb", ["para: a", "rule: ", "para: b"]),
    "images that are not there": (
        "![A leg](http://x.org/a.png)\n\nSee ![a *knee*](b.png) here ![](c.png)",
        ["imag: A leg", "para: See [image a *knee*] here"],
    ),
    "raw html": (
        (
            "<script>alert(1)</script>\n\na <b onclick='x'>b</b> <style>p{}</style><iframe src=x>y</iframe>\n\n"
            "<div><p>c</p></div>\n\n<!-- d -->\n\n<svg><text>e</text></svg>"
        ),
        ["para: a [strong b]", "para: c"],
    ),
    "entities": ("a &amp; b &lt;i&gt; &nbsp;c &copy;", ["para: a & b <i> \u00a0c ©"]),
    "abbreviations": ("HIIT is short.\n\n*[HIIT]: High-Intensity", ["para: HIIT is short."]),
}


@pytest.mark.parametrize("name", CASES)
def test_markdown(name: str) -> None:
    source, expected = CASES[name]
    assert lines(article_from_markdown(source)) == expected


def test_headings_have_names_to_link_to() -> None:
    article = article_from_markdown(
        "# Legs & *HIIT*\n\n## Legs\n\n## Legs\n\n## Legs 1\n\n## Own {: #mine}\n\n## Größe?"
    )
    assert [block.anchor for block in article.blocks] == ["legs--hiit", "legs", "legs-1", "legs-1-1", "mine", "größe"]


def test_footnotes_lead_there_and_back() -> None:
    article = article_from_markdown("a[^x]\n\n[^x]: Note.")
    note = article.blocks[-1]
    assert note.anchor == "fn:x"
    assert article.blocks[0].spans[-1].target == "#fn:x"


def test_front_matter() -> None:
    article = article_from_markdown("---\ntitle: My *legs*\nlanguage: en-GB\ntags:\n  - a\n---\n\n# Heading\n\nText")
    assert (article.title, article.language) == ("My *legs*", "en-GB")
    assert lines(article) == ["h1: Heading", "para: Text"]


@pytest.mark.parametrize(
    "text", ["---\n\nA rule\n\n---\n\nB", "---\nno colon here\n---\n", "---\ntitle: never closed\n"]
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    article = article_from_markdown(text)
    assert article.blocks[0].kind is BlockKind.RULE
    assert len(article.blocks) > 1


def test_title_is_the_first_heading_of_the_first_level() -> None:
    assert article_from_markdown("## Sub\n\n# Main *part*\n\nText").title == "Main part"
    assert article_from_markdown("text\n\n## Sub").title == "Sub"
    assert article_from_markdown("text", Path("/nowhere/legs.md")).title == "legs"


def test_images_only_from_below_the_articles_own_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "pictures").mkdir(parents=True)
    for place in (home / "pictures" / "leg one.png", tmp_path / "outside.png", home / "notes.txt"):
        place.write_bytes(b"x")
    (home / "link.png").symlink_to(tmp_path / "outside.png")
    (home / "ring.png").symlink_to(home / "ring.png")
    sources = [
        "pictures/leg%20one.png", "../outside.png", "link.png", "/etc/hostname.png", "notes.txt", "missing.png",
        f"file://{home}/pictures/leg.png", "//host/share.png", "C:/a.png", "\\\\host\\a.png", "pictures",
        "ring.png", "%00.png", "x" * 500 + ".png", "%2fetc/hostname.png", "..%2foutside.png", "\\\\?\\C:\\a.png",
    ]  # fmt: skip
    text = "\n\n".join(f"![words](<{source}>)" for source in sources)
    article = article_from_markdown(text, home / "a.md")
    assert [block.target for block in article.blocks] == [str(home / "pictures" / "leg one.png")] + [""] * 16
    assert {(block.kind, block.text) for block in article.blocks} == {(BlockKind.IMAGE, "words")}
    named = article_from_markdown("![](pictures/leg%20one.png)", home / "a.md")
    assert named.blocks[0].text == "leg one.png"


@pytest.mark.parametrize(
    "name", ["con.png", "NUL.jpg", "pictures/aux.gif", "com1.png", "lpt\u00b3.bmp", "con .png", "nul"]
)
def test_on_windows_no_device_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("hiitreader.article.pictures.WINDOWS", True)
    monkeypatch.setattr(Path, "is_file", lambda _path: pytest.fail("asked"))
    assert Pictures(tmp_path).find(name) == ""


def test_names_that_only_begin_like_devices_are_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiitreader.article.pictures.WINDOWS", True)
    for name in ("console.png", "aux1.png", "com10.png", "x.con.png"):
        (tmp_path / name).write_bytes(b"x")
        assert Pictures(tmp_path).find(name)
