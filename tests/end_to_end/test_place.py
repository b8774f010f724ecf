"""The first story: start, the article is on the screen, at the last place."""

import json
from pathlib import Path

from tests.end_to_end.conftest import Start


def test_the_first_start_shows_the_article_and_gives_it_the_focus(start: Start) -> None:
    one = start()
    assert one.view.flow[0].level == 1
    assert one.at_caret().startswith(one.view.flow[0].text[:20])
    assert one.focus is one.view
    assert one.window.windowTitle().startswith(one.view.flow[0].text)
    assert one.notices == ()


def test_the_place_is_there_again_after_a_restart(start: Start) -> None:
    first = start()
    words = next(block.text for block in list(first.view.flow)[12:] if len(block.text) > 200)[100:130]
    first.go_to(words)
    assert first.close()
    again = start()
    assert again.at_caret() == words
    assert again.view.viewport().rect().contains(again.view.char_rect(again.view.caret()))
    assert again.focus is again.view


def test_the_place_is_kept_while_one_reads_not_only_at_the_end(start: Start, data: Path) -> None:
    first = start()
    first.press("H", "H", "H")
    words = first.at_caret()
    first.wait((data / "places.json").is_file)
    first.wait(lambda: not first.program.places.unsaved and not first.program.session._still.isActive())
    first.settle()
    first.kill()
    assert start().at_caret() == words


def test_the_place_is_kept_when_only_the_wheel_was_used(start: Start) -> None:
    first = start()
    bar = first.view.verticalScrollBar()
    first.view.anchor.release()
    bar.setValue(bar.maximum() // 2)
    first.settle()
    top = first.top()
    assert first.close()
    again = start()
    assert again.at_caret() == top
    assert again.close()
    assert start().at_caret() == top, "starting and closing moves nothing"


def test_the_place_holds_in_another_window_size_and_text_size(start: Start) -> None:
    first = start()
    words = next(block.text for block in list(first.view.flow)[12:] if len(block.text) > 200)[100:130]
    first.go_to(words)
    first.window.resize(500, 500)
    first.press("Ctrl++", "Ctrl++", "Ctrl++", "Ctrl++", "Ctrl++")
    first.settle()
    assert first.close()
    assert start().at_caret() == words


def test_each_file_has_its_own_place_also_after_it_was_edited(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "long.md"
    lines = [f"# Long\n\n{' '.join(f'word{n}x{m}' for m in range(40))}\n" for n in range(60)]
    file.write_text("\n".join(lines), encoding="utf-8")
    first = start(file)
    first.go_to("word30x20")
    assert first.close()
    file.write_text("\n".join(["# New\n\nSomething new before it.\n", *lines]), encoding="utf-8")
    again = start(file)
    assert again.at_caret().startswith("word30x20")
    assert again.close()
    assert start().view.caret() == 0, "the place in one article is not another's"


def test_the_places_file_is_private_and_whole(start: Start, data: Path) -> None:
    one = start()
    one.press("H")
    assert one.close()
    assert json.loads((data / "places.json").read_bytes())["places"]
    assert (data / "places.json").stat().st_mode & 0o077 == 0
    assert data.stat().st_mode & 0o077 == 0
