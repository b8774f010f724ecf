"""Links that do something with one's own reply are read as they were written, and no other link is taken for one."""

import pytest

from hiitreader.replies.deeds import Deed
from hiitreader.ui.own_links import asked_deed, own_target

UUID = "0e0c2b1e-5c8e-4c3f-9a49-0d3e5ad0a001"


@pytest.mark.parametrize("deed", Deed)
def test_what_is_written_is_read(deed: Deed) -> None:
    assert asked_deed(own_target(deed, UUID)) == (deed, UUID)


@pytest.mark.parametrize("target", ["#own:", "#own:fly:1", "#own:edit:", "#own:edit", "#edit:1", "https://example.org"])
def test_other_links_are_others(target: str) -> None:
    assert asked_deed(target) is None
