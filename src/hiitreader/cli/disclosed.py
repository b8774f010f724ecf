"""What a server gets to know, printed: a line for each thing, what is published first.

It decides nothing about what is sent.
"""

from hiitreader.cli.terminal import Terminal
from hiitreader.replies.disclosure import Disclosed, about, will_be_sent
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.system.translations import gettext as _


def say_what_is_sent(terminal: Terminal, settings: ServerSettings) -> None:
    """Print what is sent with a reply, before the first one is."""
    terminal.say(_("What will be sent with a reply:"))
    for one in will_be_sent(ReplyForm(), settings):
        terminal.say(f"    {_line(one)}")
    for sentence in about(settings):
        terminal.say(f"    {_said(sentence)}")


def _line(one: Disclosed) -> str:
    value = f" {one.value}." if one.value else ""
    return f"{_(one.field)}:{value} {_said(one.sentence)}"


def _said(sentence: Sentence) -> str:
    return _(sentence.text).format(**sentence.values)
