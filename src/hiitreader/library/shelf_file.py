"""The shelf's database file: what it is like, and what is told about it.

It never puts an article on the shelf that no one asked for but those that come along.
"""

from functools import partial
from pathlib import Path

from hiitreader.errors import N_
from hiitreader.library.entries import DATABASE
from hiitreader.library.marks import Marks
from hiitreader.library.shelf_rescue import rescue
from hiitreader.library.shelving import put_bundled
from hiitreader.library.tables import MIGRATIONS
from hiitreader.system.clock import Clock
from hiitreader.system.database import Database
from hiitreader.system.database_faults import Sentences
from hiitreader.system.database_shape import Shape

_UNTOUCHED = N_("What was on the shelf before is untouched.")
_SENTENCES = Sentences(
    began_anew=(
        N_("The file of your shelf was damaged."),
        N_("It is kept as {path}. A new one was begun. Articles that could be saved into it: {saved}."),
        N_("If one is missing, put it on the shelf again."),
    ),
    with_losses=(
        N_("The file of your shelf was damaged. Saved: {saved}, of these with gaps: {marked}. Lost: {lost}."),
        N_("The damaged file is kept as {path}. A new one was begun."),
        N_("If an article is missing, put it on the shelf again."),
    ),
    newer=(
        N_("Your shelf was kept by a newer version of this program, which this one can't read."),
        N_("It is untouched."),
        N_("Use the newer version, or another folder with --data-dir."),
    ),
    in_use=(
        N_("The shelf was not changed: another program is using its file."),
        _UNTOUCHED,
        N_("Close the other one or wait a moment, then try again."),
    ),
    full=(
        N_("The shelf was not changed: the disk is full."),
        _UNTOUCHED,
        N_("Free some space, then try again."),
    ),
    read_only=(
        N_("The shelf was not changed: nothing can be written to {path}, because its disk or folder is read-only."),
        N_("You can still read what is on it."),
        N_("Allow writing there, or choose another folder with --data-dir."),
    ),
    unusable=(
        N_("The shelf can't be used: {path} ({reason})."),
        N_("You can still open files."),
        N_("Allow reading and writing there, or choose another folder with --data-dir."),
    ),
    damaged=(
        N_("The file of your shelf is damaged."),
        N_("It is left as it is at {path}."),
        N_("Try again: the file is then set aside, and what can be read is saved into a new one."),
    ),
    read_around=(
        N_("The file of your shelf is damaged, and can't be mended because nothing can be written to its disk."),
        N_("It is left as it is at {path}. What can be read of it is shown."),
        N_("Free some space or allow writing there: what can be read is then saved into a new file."),
    ),
    log_in_use=(
        N_("Erased, but another program is using the file of your shelf, so traces may be left in it."),
        "",
        N_("Close the other one, then erase again."),
    ),
)


def shelf_database(data: Path, clock: Clock, marks: Marks) -> Database:
    """The database of the shelf in a data folder. It may be large: it is looked through only after damage was met."""
    shape = Shape(MIGRATIONS, _SENTENCES, rescue, partial(put_bundled, marks=marks), durable=False)
    return Database(data / DATABASE, clock, shape)
