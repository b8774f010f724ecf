"""Telling a screen reader something that happened, politely or at once.

On Linux a message is shown to it as a notification, which Orca speaks; announcements, which other systems have, are
heard by Orca only from version 45 on. It never is the only way a message is given: whoever calls this also puts the
message where it is met anyway, in a label or the status line that stays on the page, or in the description of the
control that has the focus (`setAccessibleDescription`).
"""

import sys

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

ALL = "all"
IMPORTANT = "important"
NONE = "none"


def announce(widget: QWidget, message: str, *, assertive: bool = False, wanted: str = ALL) -> bool:
    """Have `message` spoken on behalf of `widget`; nothing else changes (WCAG 4.1.3, status messages).

    Args:
        widget: what the message is about; it must be in a shown window.
        message: translated, ready to be spoken.
        assertive: it may break into what is being said: errors and warnings only.
        wanted: the reader's setting: "all", "important" (assertive ones only) or "none".

    Returns:
        Whether it was given to the screen reader; False also when none is there.
    """
    if not message or not QAccessible.isActive() or wanted == NONE or (wanted == IMPORTANT and not assertive):
        return False
    if sys.platform == "linux":
        from hiitreader.ui.accessible.notification import notify

        notify(widget, message)
        return True
    event = QAccessibleAnnouncementEvent(widget, message)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
    QAccessible.updateAccessibility(event)
    return True


class Announcer:
    """Announces as much as the reader wants; `wanted` may be changed at any time."""

    def __init__(self, wanted: str = ALL) -> None:
        self.wanted = wanted

    def __call__(self, widget: QWidget, message: str, *, assertive: bool = False) -> bool:
        """Have `message` spoken on behalf of `widget`, if it is wanted; see `announce`."""
        return announce(widget, message, assertive=assertive, wanted=self.wanted)
