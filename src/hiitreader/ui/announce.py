"""Telling a screen reader something that happened, politely or at once.

It never is the only way a message is given. Screen readers up to Orca 43 do not listen to announcements at all, so
whoever calls this also puts the message where it is met anyway: in the description of the control that has the focus
(`setAccessibleDescription`), in a label that stays on the page, or in the status bar.
"""

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
    if not message or wanted == NONE or (wanted == IMPORTANT and not assertive) or not QAccessible.isActive():
        return False
    event = QAccessibleAnnouncementEvent(widget, message)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
    QAccessible.updateAccessibility(event)
    return True
