"""Write the table of commands and keys into README.md, between its two marks, from the program's own table.

    python packaging/key_table.py

It never touches the rest of the file.
"""

from pathlib import Path

from hiitreader.ui.commands import COMMANDS, GROUPS, Command, plain

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- keys: made by `make keys` -->", "<!-- end of keys -->"
OPPOSITES = (("next", "previous"), ("more", "less"), ("larger", "smaller"), ("wider", "narrower"))
"""Commands that come in pairs share a row: the second one's keys stand in brackets."""


def _keys(command: Command) -> str:
    return ", ".join(f"`{key}`" for key in command.keys) or "(none)"


def _pair(command: Command, by_id: dict[str, Command]) -> tuple[str, str] | None:
    """The other half of a pair: "first" or "second", and its id; None for a command of its own."""
    for first, second in OPPOSITES:
        for role, here, there in (("first", first, second), ("second", second, first)):
            other = command.id.replace(f".{here}", f".{there}")
            if f".{here}" in command.id and other in by_id:
                return role, other
    return None


def table() -> str:
    """The table in Markdown, one row for each command or pair of commands, in the order of the menus."""
    by_id = {command.id: command for command in COMMANDS}
    rows = ["| menu | command | keys | what it does |", "| --- | --- | --- | --- |"]
    for group in GROUPS:
        for command in (one for one in COMMANDS if one.group == group.id):
            pair = _pair(command, by_id)
            if pair and pair[0] == "second":
                continue
            keys = f"{_keys(command)} (the other way: {_keys(by_id[pair[1]])})" if pair else _keys(command)
            rows.append(f"| {plain(group.label)} | {plain(command.label)} | {keys} | {command.help} |")
    return "\n".join(rows)


def with_table(text: str) -> str:
    """The README with the table as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
