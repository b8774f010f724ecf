"""What the program keeps about its reader, beside what they wrote.

It never sends anything.
"""

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.store import Store


class MineDesk:
    """The reader's own data.

    Args:
        store: where it is kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def remembered(self) -> ReplyForm | None:
        """The name, email and website to begin a form with, None when the reader did not ask for that."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT name, email, website FROM remembered").fetchone()
        return None if row is None else ReplyForm(name=row["name"], email=row["email"], website=row["website"])

    def remember(self, form: ReplyForm) -> None:
        """Keep name, email and website for the next form. Only for a reader who ticked the box."""
        tidy = form.tidied()
        with self._store.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO remembered (one, name, email, website) VALUES (1, ?, ?, ?)",
                (tidy.name, tidy.email, tidy.website),
            )

    def forget_remembered(self) -> None:
        """Keep them no longer."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM remembered")
