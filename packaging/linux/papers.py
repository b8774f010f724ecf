"""Write the papers of a Linux package: AppStream metainfo, man page, Debian's changelog and copyright.

    . packaging/facts.sh; . packaging/linux/identity.sh
    python packaging/linux/papers.py FOLDER

What was changed comes from CHANGELOG.md, the commands from the program itself. It never reads the clock: the date is
SOURCE_DATE_EPOCH.
"""

import argparse
import os
import re
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from hiitreader.cli.arguments import parser

ROOT = Path(__file__).parents[2]
MADE = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
PICTURES = (
    ("panels", "The window in the sepia theme, with the contents and the settings"),
    ("light", "An article in the light theme"),
    ("dark-large", "The dark theme, with text at 180 %"),
    ("yellow-narrow", "Yellow on black in a narrow window"),
)
WIDTH = 76


class Release(NamedTuple):
    """One version of CHANGELOG.md: its number, its day as 2026-11-23, what was changed."""

    version: str
    day: str
    changes: tuple[str, ...]


def releases() -> list[Release]:
    """Every version in CHANGELOG.md, newest first; one without a day has that of the last commit."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = []
    for version, day, body in re.findall(
        r"^## \[(\d[^]]*)\] - (\S+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    ):
        points = re.findall(r"^- (.+?)(?=^- |^### |\Z)", body, re.MULTILINE | re.DOTALL)
        changes = tuple(" ".join(point.split()).replace("`", "") for point in points)
        found.append(Release(version, day if day[0].isdigit() else f"{MADE:%Y-%m-%d}", changes))
    return found


def metainfo() -> str:
    """The AppStream metainfo: https://www.freedesktop.org/software/appstream/docs/."""
    home = os.environ["HOMEPAGE"]
    shots = "\n".join(
        f"    <screenshot{' type=' + chr(34) + 'default' + chr(34) if number == 0 else ''}>\n"
        f"      <caption>{escape(caption)}</caption>\n      <image>{home}pictures/{name}.png</image>\n    </screenshot>"
        for number, (name, caption) in enumerate(PICTURES)
    )
    told = "\n".join(
        f'    <release version="{one.version}" date="{one.day}">\n      <description>\n        <ul>\n'
        + "\n".join(f"          <li>{escape(change)}</li>" for change in one.changes)
        + "\n        </ul>\n      </description>\n    </release>"
        for one in releases()
    )
    template = (ROOT / "packaging" / "linux" / "metainfo.xml.in").read_text(encoding="utf-8")
    for name, value in (
        ("APP_ID", os.environ["APP_ID"]),
        ("HOMEPAGE", home),
        ("SCREENSHOTS", shots),
        ("RELEASES", told),
    ):
        template = template.replace(f"@{name}@", value)
    return template


def man_page() -> str:
    """The manual page, its commands and options from the program's own parser (groff's man macros)."""
    lines = [
        f'.TH HIITREADER 1 "{MADE:%Y-%m-%d}" "hiitreader {os.environ["VERSION"]}" "User Commands"',
        ".SH NAME",
        f"hiitreader \\- {_groff(os.environ['SUMMARY'])}",
        ".SH SYNOPSIS",
        ".B hiitreader",
        "[\\fB\\-\\-data\\-dir\\fR \\fIDIR\\fR] [\\fIFILE\\fR]",
        ".br",
        ".B hiitreader",
        "[\\fB\\-\\-data\\-dir\\fR \\fIDIR\\fR] \\fICOMMAND\\fR ...",
    ]
    lines += (ROOT / "packaging" / "linux" / "description.man").read_text(encoding="utf-8").splitlines()
    top = parser()
    lines += [".SH OPTIONS", *_options(top), ".SH COMMANDS"]
    for name, below in _below(top):
        lines += [f".SS {_groff(name)}", _groff(f"{_sentence(below.description)}")]
        lines += _options(below)
        for deed, last in _below(below):
            lines += [
                ".TP",
                f".B {_groff(deed)} {_groff(_places(last))}".rstrip(),
                _groff(f"{_sentence(last.description)}"),
            ]
            lines += [".RS", *_options(last), ".RE"] if _options(last) else []
    lines += (ROOT / "packaging" / "linux" / "files.man").read_text(encoding="utf-8").splitlines()
    return "\n".join(lines) + "\n"


def _groff(text: str) -> str:
    plain = (
        text.replace("\\", "\\e").replace("-", "\\-").replace("“", "\\(lq").replace("”", "\\(rq").replace("…", "...")
    )
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def _sentence(text: str | None) -> str:
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _below(one: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser]]:
    choices = [action.choices for action in one._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    return list(choices[0].items()) if choices else []


def _places(one: argparse.ArgumentParser) -> str:
    found = [action for action in one._actions if not action.option_strings]  # noqa: SLF001
    return " ".join(str(action.metavar or action.dest) for action in found if action.metavar not in ("COMMAND", "DEED"))


def _options(one: argparse.ArgumentParser) -> list[str]:
    lines = []
    for action in one._actions:  # noqa: SLF001
        everywhere = action.dest == "data_dir" and action.default == argparse.SUPPRESS
        if everywhere or isinstance(action, argparse._SubParsersAction | argparse._HelpAction):  # noqa: SLF001
            continue
        names = ", ".join(f"\\fB{_groff(name)}\\fR" for name in action.option_strings)
        value = (
            ""
            if action.nargs == 0
            else f"\\fI{_groff(str(action.metavar or '|'.join(action.choices or ()) or action.dest.upper()))}\\fR"
        )
        lines += [".TP", f"{names} {value}".strip(), _groff(f"{_sentence(action.help or action.dest)}")]
    return lines


def debian_changelog() -> str:
    """Debian's changelog (Policy, 4.4): each version with its changes."""
    entries = []
    for one in releases():
        day = datetime.fromisoformat(one.day).replace(tzinfo=UTC)
        points = "\n".join(f"  * {_wrapped(change)}" for change in one.changes)
        entries.append(
            f"hiitreader ({one.version}) unstable; urgency=medium\n\n{points}\n\n"
            f" -- {os.environ['MAINTAINER']}  {format_datetime(day)}\n"
        )
    return "\n".join(entries)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def main() -> None:
    """Write them into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    gather = [sys.executable, str(ROOT / "packaging" / "licences" / "gather.py"), "--debian"]
    copyrights = subprocess.run(gather, capture_output=True, text=True, check=True).stdout
    for name, text in (
        (f"{os.environ['APP_ID']}.metainfo.xml", metainfo()),
        ("hiitreader.1", man_page()),
        ("changelog", debian_changelog()),
        ("copyright", copyrights),
    ):
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
