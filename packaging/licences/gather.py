"""Gather the licence notices of everything that the installers hold into resources/licences/licences.md.

    python packaging/licences/gather.py [--check | --debian]

Names and versions come from requirements/run.txt, the notices from the installed packages, and from parts.toml and
texts/ where a package carries none or is no Python package. `--check` only says whether the file is fresh; `--debian`
prints the file `copyright` of a Debian package. It never asks the network, and fails rather than leave a notice out.
"""

import argparse
import hashlib
import json
import re
import sys
import textwrap
import tomllib
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PINNED = ROOT / "requirements" / "run.txt"
GATHERED = ROOT / "resources" / "licences" / "licences.md"
COMMON = {
    "GPL-3": "GNU GENERAL PUBLIC LICENSE Version 3",
    "LGPL-3": "GNU LESSER GENERAL PUBLIC LICENSE Version 3",
    "Apache-2.0": "Apache License Version 2.0, January 2004",
    "MPL-2.0": "Mozilla Public License Version 2.0 =",
}
"""Texts that every Debian system has below /usr/share/common-licenses, which a copyright file has to name instead, each
with the words it begins with."""
NOTICE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
LINE = 100
BEGINNING = 300
INTRODUCTION = """\
hiitreader is free software under the MIT licence. It comes with parts made by others, named here with their licences;
the licences' texts follow."""


class NoticeMissingError(Exception):
    """A package that is shipped and whose notice is not found."""


@dataclass(frozen=True)
class Part:
    """Something that is shipped: its name with the version, its licence as SPDX has it, the notice, whole texts.

    Each text is a pair of its title and its words.
    """

    name: str
    licence: str
    notice: str = ""
    texts: tuple[tuple[str, str], ...] = ()


def pinned() -> dict[str, str]:
    """Every package the program needs on any system, by its normal name, with its version."""
    found = re.findall(r"^([a-z0-9.-]+)==([^\s;\\]+)", PINNED.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def parts() -> list[Part]:
    """The program itself, what parts.toml names, then each Python package.

    Raises:
        NoticeMissingError: a package has no notice, or none that fits the pinned version is installed.
    """
    known = tomllib.loads((HERE / "parts.toml").read_text(encoding="utf-8"))["part"]
    done = {name for part in known for name in part.get("of", ())}
    versions = pinned()
    return [
        Part("hiitreader", "MIT", texts=(("hiitreader", _words(ROOT / "LICENSE")),)),
        *(_from_table(part, versions) for part in known),
        *(_from_package(name, version) for name, version in versions.items() if name not in done),
    ]


def _from_table(part: dict, versions: dict[str, str]) -> Part:
    name = part["name"]
    if part.get("of"):
        name += f" {versions[part['of'][0]]}"
    if "when" in part:
        name += f" ({part['when']})"
    texts = tuple((text, _words(HERE / "texts" / f"{text}.txt")) for text in part.get("texts", ()))
    return Part(name, part["licence"], part.get("notice", "").strip(), texts)


def _from_package(name: str, version: str) -> Part:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        raise NoticeMissingError(f"{name}: not installed here and not in parts.toml") from None
    if _plain(package.version) != _plain(version):
        raise NoticeMissingError(f"{name}: {package.version} is installed, {version} is pinned")
    files = sorted(str(path) for path in package.files or () if _is_notice(Path(str(path))))
    if not files:
        raise NoticeMissingError(
            f"{name}: its package carries no notice; put one into texts/ and name it in parts.toml"
        )
    texts = tuple((f"{name}: {Path(file).name}", _words(Path(str(package.locate_file(file))))) for file in files)
    return Part(f"{name} {version}", _licence(package), _compiled_in(package), texts)


def _plain(version: str) -> str:
    """A version without the zeros that a package may write before a number (PEP 440)."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", version)


def _is_notice(path: Path) -> bool:
    return ".dist-info" in str(path) and bool(NOTICE.match(path.name)) and path.suffix != ".py"


def _licence(package: Distribution) -> str:
    said = package.metadata.get("License-Expression") or package.metadata.get("License") or ""
    if not said or "\n" in said:
        classes = [text for text in package.metadata.get_all("Classifier") or () if text.startswith("License ::")]
        said = ", ".join(text.rpartition(" :: ")[2] for text in classes)
    return said or "as below"


def _compiled_in(package: Distribution) -> str:
    """What the package says is compiled into it (CycloneDX lists), in one sentence."""
    listed = set()
    for path in package.files or ():
        if str(path).endswith(".cyclonedx.json"):
            for part in json.loads(Path(str(package.locate_file(path))).read_text(encoding="utf-8")).get(
                "components", ()
            ):
                licences = [
                    one.get("expression") or one.get("license", {}).get("id", "") for one in part.get("licenses", ())
                ]
                listed.add(f"{part['name']} {part.get('version', '')} ({', '.join(licences) or 'as the package'})")
    return f"Compiled into it: {', '.join(sorted(listed))}." if listed else ""


def _words(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").replace("\f", "\n").strip("\n")
    lines = (line.rstrip().expandtabs() for line in text.splitlines())
    return "\n".join(
        piece
        for line in lines
        for piece in (
            textwrap.wrap(line, LINE, break_long_words=False, break_on_hyphens=False) if len(line) > LINE else [line]
        )
    )


def gathered(found: list[Part]) -> str:
    """All of it as one Markdown article: the parts with their notices, each long text once at the end."""
    lines = [
        "# Licences",
        INTRODUCTION,
        "## Parts",
    ]
    for part in found:
        lines += [f"### {part.name}", f"Licence: {part.licence}"]
        lines += [part.notice] if part.notice else []
        lines += ["Texts: " + ", ".join(f"“{title}”" for title, _text in part.texts)] if part.texts else []
    lines.append("## Texts")
    for titles, text in _each_once(found).values():
        lines += [f"### {', '.join(titles)}", f"~~~~text\n{text}\n~~~~"]
    return "\n\n".join(lines) + "\n"


def for_debian(found: list[Part]) -> str:
    """The same for a Debian package, where the texts that every system has are named by their place."""
    lines = []
    for part in found:
        lines += [f"{part.name}\nLicence: {part.licence}"] + ([part.notice] if part.notice else [])
    for titles, text in _each_once(found).values():
        name = next((name for name, head in COMMON.items() if head in " ".join(text[:BEGINNING].split())), None)
        head = f"{', '.join(titles)}\n{'-' * 40}"
        lines.append(
            f"{head}\nOn Debian systems the text is in /usr/share/common-licenses/{name}."
            if name
            else f"{head}\n{text}"
        )
    return "\n\n".join(lines) + "\n"


def _each_once(found: list[Part]) -> dict[str, tuple[list[str], str]]:
    seen: dict[str, tuple[list[str], str]] = {}
    for part in found:
        for title, text in part.texts:
            key = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
            titles, _text = seen.setdefault(key, ([], text))
            if title not in titles:
                titles.append(title)
    return seen


def main() -> int:
    """Do what the words ask for; 1 when a notice is missing or the file is not fresh."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--check", action="store_true")
    way.add_argument("--debian", action="store_true")
    wanted = parser.parse_args()
    try:
        found = parts()
    except NoticeMissingError as missing:
        print(f"hiitreader: {missing}", file=sys.stderr)
        return 1
    if wanted.debian:
        print(for_debian(found), end="")
        return 0
    if wanted.check:
        fresh = GATHERED.is_file() and GATHERED.read_text(encoding="utf-8") == gathered(found)
        print("fresh" if fresh else "not fresh: run make licences")
        return 0 if fresh else 1
    GATHERED.parent.mkdir(exist_ok=True)
    GATHERED.write_text(gathered(found), encoding="utf-8")
    print(f"{len(found)} parts in {GATHERED.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
