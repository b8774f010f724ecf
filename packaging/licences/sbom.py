"""Complete the list of parts (SBOM) that cyclonedx-py makes of requirements/run.txt, and hold it to its own schema.

    python packaging/licences/sbom.py FILE

Each part gets its licence, and what is no Python package but in the installers joins them: both as
packaging/licences/gather.py has them. It rewrites FILE, never asks the network, and fails rather than leave a part out.
What reads licences and schemas is only where packages are built, so it is imported when it is needed.
"""

import json
import platform
import re
import sqlite3
import ssl
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from pyexpat import EXPAT_VERSION
from typing import Any

import gather

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NOT_SPDX = {"MIT, and bzip2-1.0.6 for bzip2": "MIT AND bzip2-1.0.6"}
"""What parts.toml says in words, as SPDX has it."""
NUMBER = re.compile(r"\d+(?:\.\d+)+")
EXACT: dict[str, Callable[[], str]] = {
    "Python": platform.python_version,
    "OpenSSL": lambda: _number(ssl.OPENSSL_VERSION),
    "SQLite": lambda: sqlite3.sqlite_version,
    "Expat (in Python)": lambda: _number(EXPAT_VERSION),
}
"""Versions of parts that are no Python packages, where the Python that builds the installers knows them."""

Bom = dict[str, Any]


class PartMissingError(Exception):
    """A part that is shipped is not in the list, or lacks what the list has to say of it."""


def completed(bom: Bom, parts: list[gather.Part], version: str) -> Bom:
    """The list with the program's own name and version, a licence for every part, and all parts of the installers.

    Args:
        bom: what cyclonedx-py made of the pinned requirements.
        parts: all parts, as `gather.parts` has them.
        version: the program's.
    """
    by_name = {_plain(part.name): part for part in parts}
    together = {name: part["name"] for part in _table() for name in part.get("of", ())}
    reference = f"pkg:pypi/hiitreader@{version}"
    components = [_package(one, by_name, together) for one in bom["components"]]
    shared = {_plain(name) for name in together.values()}
    for part in parts[1:]:
        if _plain(part.name) not in shared and not any(one["name"] == _plain(part.name) for one in components):
            components.append(_other(part))
    components.sort(key=lambda one: one["bom-ref"])
    own = bom["metadata"]["component"] | {"bom-ref": reference, "version": version, "purl": reference}
    return bom | {
        "metadata": bom["metadata"] | {"component": own},
        "components": components,
        "dependencies": [
            {"ref": reference, "dependsOn": [one["bom-ref"] for one in components]},
            *({"ref": one["bom-ref"]} for one in components),
        ],
    }


def check(bom: Bom, pinned: dict[str, str], others: list[str]) -> None:
    """Hold the list to what it is for.

    Args:
        bom: the list.
        pinned: every pinned package with its version.
        others: the names of the parts that are no Python packages.

    Raises:
        PartMissingError: names every part that is missing, or lacks version, purl, hashes or licence.
    """
    listed = {one["name"]: one for one in bom["components"]}
    wrong = [f"{name}: missing" for name in [*pinned, *others] if name not in listed]
    for name, version in pinned.items():
        one = listed.get(name, {})
        if one and (one.get("version"), one.get("purl")) != (version, f"pkg:pypi/{name}@{version}"):
            wrong.append(f"{name}: version or purl")
        if one and not any(far.get("hashes") for far in one.get("externalReferences", ())):
            wrong.append(f"{name}: no hashes")
    wrong += [f"{name}: no licence" for name, one in listed.items() if not one.get("licenses")]
    if wrong:
        raise PartMissingError("; ".join(wrong))


def others() -> list[str]:
    """The names of the parts that are no Python packages."""
    return [part["name"] for part in _table() if not part.get("of")]


def _package(one: Bom, by_name: dict[str, gather.Part], together: dict[str, str]) -> Bom:
    name = one["name"]
    part = by_name.get(_plain(together.get(name, name)))
    if part is None:
        raise PartMissingError(f"{name}: no notice is gathered for it")
    kept = {key: value for key, value in one.items() if key != "description"}  # only the line it was pinned in
    return kept | {"bom-ref": one["purl"], "licenses": _licences(part.licence)}


def _other(part: gather.Part) -> Bom:
    name = _plain(part.name)
    exact = EXACT[name]() if name in EXACT else ""
    made = {"type": "library", "name": name, "bom-ref": f"part:{name}", "licenses": _licences(part.licence)}
    if exact:
        made |= {"version": exact, "purl": f"pkg:generic/{name.partition(' ')[0].lower()}@{exact}"}
    return made


def _licences(said: str) -> list[Bom]:
    """A licence as the schema has it: an expression of SPDX where it is one, else the words."""
    from license_expression import ExpressionError, get_spdx_licensing  # noqa: PLC0415

    said = NOT_SPDX.get(said, said)
    try:
        read = get_spdx_licensing().parse(said, validate=True)
    except ExpressionError:
        return [{"license": {"name": said}}]
    return [{"expression": str(read)}]


def _plain(name: str) -> str:
    """A part's name without the version and the systems that `gather` writes behind it."""
    return re.sub(r"( \d[\w.]*)?( \((Linux|Windows|portable Linux program)\))?$", "", name)


def _number(words: str) -> str:
    found = NUMBER.search(words)
    return found[0] if found else ""


def _table() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / "parts.toml").read_text(encoding="utf-8"))["part"]
    return found


def main() -> int:
    """Complete the file, check it, and hold it to the schema of its version."""
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    path = Path(sys.argv[1])
    version = re.search(r'^__version__ = "(.+)"$', (ROOT / "src/hiitreader/__init__.py").read_text(), re.MULTILINE)
    if version is None:
        raise PartMissingError("no version in src/hiitreader/__init__.py")
    bom = completed(json.loads(path.read_text(encoding="utf-8")), gather.parts(), version[1])
    check(bom, gather.pinned(), others())
    text = json.dumps(bom, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    schema = SchemaVersion.from_version(bom["specVersion"])
    if wrong := JsonStrictValidator(schema).validate_str(text):
        print(f"hiitreader: {path} is no CycloneDX {bom['specVersion']}: {wrong}", file=sys.stderr)
        return 1
    path.write_text(text, encoding="utf-8")
    print(f"{len(bom['components'])} parts in {path}, as CycloneDX {bom['specVersion']} has them")
    return 0


if __name__ == "__main__":
    sys.exit(main())
