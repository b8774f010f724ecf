"""What each system is told of the program: types of files offered, never seized, and no more rights than are needed."""

import json
import plistlib
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from hiitreader.system.publisher import PUBLISHER

ROOT = Path(__file__).parents[2]
FLATPAK = ROOT / "packaging" / "linux" / "flatpak"
MANIFEST = FLATPAK / f"{PUBLISHER.app_id}.yml"
SETUP = (ROOT / "packaging" / "windows" / "hiitreader.nsi").read_text(encoding="utf-8")


def test_macos_is_offered_articles_and_shown_sharp() -> None:
    plist = runpy.run_path(str(ROOT / "packaging" / "macos" / "plist.py"))["PLIST"]
    plist = plistlib.loads(plistlib.dumps(plist))
    assert plist["CFBundleIdentifier"] == PUBLISHER.app_id
    assert plist["NSHighResolutionCapable"] is True
    assert plist["LSApplicationCategoryType"].startswith("public.app-category.")
    kinds = plist["CFBundleDocumentTypes"]
    assert {kind["LSHandlerRank"] for kind in kinds} == {"Alternate"}
    assert {kind["CFBundleTypeRole"] for kind in kinds} == {"Viewer"}
    offered = {name for kind in kinds for name in kind["LSItemContentTypes"]}
    assert {"net.daringfireball.markdown", "public.html"} <= offered
    imported = {kind["UTTypeIdentifier"] for kind in plist["UTImportedTypeDeclarations"]}
    assert offered - imported == {"public.html", "public.plain-text"}, "what the system does not know is told to it"


def test_the_hardened_runtime_has_one_exception() -> None:
    rights = plistlib.loads((ROOT / "packaging" / "macos" / "entitlements.plist").read_bytes())
    assert rights == {"com.apple.security.cs.disable-library-validation": True}


def test_windows_is_asked_for_nothing_that_needs_an_administrator() -> None:
    assert "RequestExecutionLevel user" in SETUP
    assert "HKLM" not in SETUP
    assert "HKCR" not in SETUP
    roots = re.findall(r"(?:WriteReg\w+|DeleteReg\w+) (?:/\w+ )*(\w+)", SETUP)
    assert set(roots) == {"HKCU"}


def test_windows_is_offered_articles_and_what_was_offered_is_taken_back() -> None:
    offered = re.findall(r'insertmacro Offer "(\.\w+)"', SETUP)
    assert offered == [".md", ".html"]
    assert re.findall(r'insertmacro un\.Offer "(\.\w+)"', SETUP) == offered
    # a type is seized by the value of its own key that has no name
    assert not re.search(r'WriteRegStr HKCU "\$\{CLASSES\}\\\$\{EXTENSION\}" ""', SETUP)


def test_the_flatpak_may_do_little() -> None:
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert manifest["id"] == PUBLISHER.app_id
    assert set(manifest["finish-args"]) == {
        "--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri",
        "--talk-name=org.freedesktop.secrets", "--env=QT_QPA_PLATFORMTHEME=xdgdesktopportal",
    }  # fmt: skip
    (module,) = manifest["modules"]
    assert module["sources"] == ["sources.json"], "everything is listed with its hash before"
    assert "build-args" not in str(manifest), "no network while it is built"


def test_the_flatpak_is_made_from_the_pinned_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = runpy.run_path(str(FLATPAK / "sources.py"))
    entries = script["pinned"]()
    pinned = re.findall(r"^([\w-]+)==", (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert [entry.partition("==")[0] for entry in entries] == pinned
    assert all("--hash=sha256:" in entry for entry in entries)

    def fetched(command: list[str], *, check: bool) -> None:
        assert check
        assert "--require-hashes" in command
        (Path(command[command.index("--dest") + 1]) / "other-1-py3-none-any.whl").write_bytes(b"other")

    monkeypatch.setattr(subprocess, "run", fetched)
    (tmp_path / "hiitreader-9-py3-none-any.whl").write_bytes(b"own")
    folder = tmp_path / "flatpak"
    (folder / "icons").mkdir(parents=True)
    (folder / "icons" / "hiitreader.svg").write_text("<svg/>")
    monkeypatch.setattr(sys, "argv", ["sources.py", str(tmp_path / "hiitreader-9-py3-none-any.whl"), str(folder)])
    script["main"]()
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    assert {one["path"] for one in sources} == {
        "wheels/hiitreader-9-py3-none-any.whl", "wheels/other-1-py3-none-any.whl", "requirements.txt",
        "icons/hiitreader.svg",
    }  # fmt: skip
    assert all(len(one["sha256"]) == 64 and "url" not in one for one in sources)
    assert "hiitreader==9 --hash=sha256:" in (folder / "requirements.txt").read_text(encoding="utf-8")
