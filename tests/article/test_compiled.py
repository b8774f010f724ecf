"""An article is the same after it was compiled and read back."""

import json

import pytest

from hiitreader.article.blocks import Article
from hiitreader.article.compiled import dump, load
from hiitreader.article.door import article_from_markdown

RICH = """---
title: All of it
language: de
---

# One *two*

* a [b](http://x.org)
    3. c

> 🦵 quote

| a | b |
|---|---|
| 1 | 2 |

```
code
```

Term
:   Said[^1].

![Leg](leg.png)

---

[^1]: Note.
"""


def test_everything_comes_back() -> None:
    article = article_from_markdown(RICH)
    assert load(dump(article)) == article


def test_cut_blocks_and_notes_come_back() -> None:
    article = Article("t", article_from_markdown("word " * 5000).blocks, "d", notes=("A note.",))
    assert [block.continued for block in article.blocks] == [False, True, True, True]
    assert load(dump(article)) == article


def test_the_same_article_gives_the_same_bytes() -> None:
    assert dump(article_from_markdown(RICH)) == dump(article_from_markdown(RICH))


@pytest.mark.parametrize(
    "change",
    [{"form": 2}, {"blocks": [["nothing", "x"]]}, {"blocks": [[]]}, {"within": [[99]]}, {"title": None, "blocks": 3}],
)
def test_what_is_no_compiled_article_is_refused(change: dict[str, object]) -> None:
    value = json.loads(dump(article_from_markdown(RICH))) | change
    with pytest.raises(ValueError, match=r"."):
        load(json.dumps(value).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"null"])
def test_broken_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(data)
