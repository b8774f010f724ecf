"""The one database file of this room: what it is like, and what is told about it.

It knows no reply: what is kept in it is the business of those it gives a transaction to.
"""

from pathlib import Path

from hiitreader.errors import N_
from hiitreader.replies.migrations import MIGRATIONS
from hiitreader.system.clock import Clock
from hiitreader.system.database import Database
from hiitreader.system.database_faults import Sentences
from hiitreader.system.database_file import PATIENCE
from hiitreader.system.database_shape import Migration, Rescue, Shape

MARK = "owner.json"
"""The file beside it that is there once a reply was to be sent."""
_UNTOUCHED = N_("What was saved before is untouched.")
_SENTENCES = Sentences(
    began_anew=(
        N_("The file of your replies was damaged."),
        N_("It is kept as {path}. A new one was begun. Replies that could be saved into it: {saved}."),
        N_("If one is missing, keep the file: someone may be able to read more of it."),
    ),
    with_losses=(
        N_("The file of your replies was damaged."),
        N_(
            "It is kept as {path}. A new one was begun. Replies that could be saved into it: {saved}. "
            "Among them are some with gaps, which are not sent by themselves: {marked}. Lost: {lost}."
        ),
        N_("Look at them in the outbox; a � stands where something is missing. Those with gaps: {names}."),
    ),
    newer=(
        N_("Your replies were kept by a newer version of this program, which this one can't read."),
        N_("They are untouched."),
        N_("Use the newer version, or another folder with --data-dir."),
    ),
    in_use=(
        N_("Not saved: another program is using the file of your replies."),
        _UNTOUCHED,
        N_("Close the other one or wait a moment, then try again."),
    ),
    full=(
        N_("Not saved: the disk is full."),
        _UNTOUCHED,
        N_("Copy your text, free some space, then try again."),
    ),
    read_only=(
        N_("Not saved: nothing can be written to {path}, because its disk or folder is read-only."),
        N_("You can still read, and export everything to another disk. What was saved before is untouched."),
        N_("Copy your text, then allow writing there or choose another folder with --data-dir."),
    ),
    unusable=(
        N_("Not saved: {path} can't be used ({reason})."),
        N_("You can still read. What was saved before is untouched."),
        N_("Copy your text, then try again or choose another folder with --data-dir."),
    ),
    damaged=(
        N_("Not saved: the file of your replies is damaged."),
        N_("It is left as it is at {path}."),
        N_("Copy your text and try again: the file is then set aside, and what can be read is saved into a new one."),
    ),
    read_around=(
        N_("The file of your replies is damaged, and can't be mended because nothing can be written to its disk."),
        N_("It is left as it is at {path}. What can be read of it is shown."),
        N_("Free some space or allow writing there: what can be read is then saved into a new file."),
    ),
    log_in_use=(
        N_("Erased, but another program is using the file, so traces may be left in it."),
        "",
        N_("Close the other one, then erase again."),
    ),
)


class Store(Database):
    """The database of replies, opened when it is first needed.

    Args:
        path: the file; its folder is made private when it is made.
        clock: names a damaged file that is set aside.
        rescue: copies what can be read from a damaged file into the new one, and says what that came to.
        look: reads every row; all of the file is looked through when it is opened.
        patience: seconds to wait while another program writes.

    Its methods may be called from several threads; one transaction runs at a time.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        rescue: Rescue | None = None,
        look: Migration | None = None,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__(path, clock, Shape(MIGRATIONS, _SENTENCES, rescue, look=look, mark=MARK), patience)
