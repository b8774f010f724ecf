"""Fetch what the Flatpak is made from, and list it with the hashes it has to have.

    python packaging/linux/flatpak/sources.py WHEEL FOLDER

Into FOLDER: wheels/, requirements.txt and sources.json, which the manifest reads. Wheels are fetched as
requirements/run.txt pins them, for the Python of the runtime; flatpak-builder then needs no network. No address is
written down: where packages come from is the person's own choice.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PYTHON = "313"
"""Of org.freedesktop.Platform 25.08."""
NEWEST_GLIBC = 42
OLDEST_GLIBC = 17
BESIDE = ("hiitreader", "hiitreader.desktop", "icons", "*.metainfo.xml")
"""What packaging/linux/flatpak/build.sh has put into the folder."""


def pinned() -> list[str]:
    """The entries of requirements/run.txt, each with its hashes."""
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return re.findall(r"^\S.*(?:\n\s+.*)*", text, re.MULTILINE)


def fetch(folder: Path, requirements: Path) -> None:
    """Fetch the wheels of the requirements for the runtime's Python into the folder."""
    platforms = [f"manylinux_2_{minor}_x86_64" for minor in range(NEWEST_GLIBC, OLDEST_GLIBC - 1, -1)]
    options = [word for platform in [*platforms, "manylinux2014_x86_64"] for word in ("--platform", platform)]
    abis = [word for abi in (f"cp{PYTHON}", "abi3", "none") for word in ("--abi", abi)]
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"),
        *("--only-binary", ":all:", "--implementation", "cp", "--python-version", PYTHON, *abis, *options),
        *("--dest", str(folder), "-r", str(requirements)),
    ]
    subprocess.run(command, check=True)


def source(path: Path, folder: Path) -> dict[str, str]:
    """One file as flatpak-builder wants to hear of it."""
    below = path.relative_to(folder)
    entry = {"type": "file", "path": str(below), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    return entry | ({"dest": str(below.parent)} if below.parent != Path() else {})


def main() -> None:
    """Fetch and list it all."""
    wheel, folder = Path(sys.argv[1]), Path(sys.argv[2])
    wheels = folder / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir(parents=True)
    requirements = folder / "requirements.txt"
    requirements.write_text("\n".join(pinned()) + "\n", encoding="utf-8")
    fetch(wheels, requirements)
    shutil.copy(wheel, wheels)
    own = hashlib.sha256(wheel.read_bytes()).hexdigest()
    with requirements.open("a", encoding="utf-8") as file:
        file.write(f"hiitreader=={wheel.name.split('-')[1]} --hash=sha256:{own}\n")
    beside = [path for pattern in BESIDE for found in folder.glob(pattern) for path in [found, *found.rglob("*")]]
    paths = sorted(path for path in [*wheels.iterdir(), requirements, *beside] if path.is_file())
    sources = [source(path, folder) for path in paths]
    (folder / "sources.json").write_text(json.dumps(sources, indent=1) + "\n", encoding="utf-8")
    print(f"{len(sources)} files in {folder / 'sources.json'}")


if __name__ == "__main__":
    main()
