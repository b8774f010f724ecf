"""Brings articles to the shelf from several sources, one after the other; what became of all of them together.

It never goes on with the next source once the reader has cancelled.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from hiitreader.errors import Problem
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.report import Cancelled, NotTaken, Progress, Report, never, quiet
from hiitreader.library.bring_in.sources import Sources
from hiitreader.library.bring_in.subscriptions import Subscriptions
from hiitreader.library.shelf import Shelf


class Bringing(NamedTuple):
    """Puts articles on a shelf.

    `data` is the data folder, `progress` is told of each step and `cancelled` asked before it, `pictures` is the folder
    for copies of pictures: none are made when it is None.
    """

    shelf: Shelf
    data: Path
    progress: Progress = quiet
    cancelled: Cancelled = never
    pictures: Path | None = None

    def bring_in(self, sources: Sources) -> Report:
        """Put on the shelf what is in all of these."""
        return _joined(self._reports(sources))

    def _reports(self, sources: Sources) -> Iterator[Report]:
        from hiitreader.library.bring_in import address as web
        from hiitreader.library.bring_in import files, folder, pasted

        copies = None if self.pictures is None else PictureCopies(self.pictures)
        folders = [path for path in sources.paths if os.path.isdir(path)]  # noqa: PTH112 -- raises nothing
        single = [path for path in sources.paths if path not in folders]
        if single:
            yield files.bring_in(single, self.shelf, self.progress, self.cancelled, copies)
        for path in folders:
            try:
                yield folder.bring_in(path, self.shelf, self.progress, self.cancelled, copies)
            except Problem as problem:
                yield Report(not_taken=(NotTaken(path.name, problem),))
        for address in sources.addresses:
            if (refusal := web.refusal(address)) is not None:
                yield Report(not_taken=(NotTaken(address, refusal),))
                continue
            known = Subscriptions(self.data, self.shelf.tell)
            yield web.bring_in(address, self.shelf, self.progress, self.cancelled, subscriptions=known, pictures=copies)
        if sources.text:
            yield pasted.bring_in(sources.text, self.shelf, self.progress, self.cancelled, sources.kind)


def _joined(reports: Iterable[Report]) -> Report:
    whole = Report()
    for one in reports:
        whole = Report(
            whole.added + one.added,
            whole.known + one.known,
            whole.not_taken + one.not_taken,
            whole.renewed + one.renewed,
            whole.gone + one.gone,
            whole.cancelled or one.cancelled,
        )
        if whole.cancelled:
            break
    return whole
