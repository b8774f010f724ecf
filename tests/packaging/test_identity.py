"""Who publishes the program stands in one place; what is not settled there is a stand-in, and said to be one."""

import runpy
import subprocess
from pathlib import Path

from hiitreader.system.publisher import PUBLISHER

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"


def said_to_packages() -> dict[str, str]:
    names = ("APP_ID", "MAINTAINER", "HOMEPAGE", "UNSETTLED")
    script = ". packaging/linux/identity.sh; " + "; ".join(f'echo "${name}"' for name in names)
    ran = subprocess.run(["sh", "-eu", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return dict(zip(names, ran.stdout.split("\n"), strict=False))


def test_the_packages_say_what_the_program_says() -> None:
    said = said_to_packages()
    assert said["APP_ID"] == PUBLISHER.app_id
    for name, value in (("MAINTAINER", PUBLISHER.maintainer), ("HOMEPAGE", PUBLISHER.homepage)):
        assert said[name] == value or (not value and "example.org" in said[name])
    unsettled = [name for name in ("maintainer", "homepage", "updates") if not getattr(PUBLISHER, name)]
    assert said["UNSETTLED"].split() == unsettled


def test_macos_is_told_the_same_id() -> None:
    assert runpy.run_path(str(PACKAGING / "macos" / "plist.py"))["PLIST"]["CFBundleIdentifier"] == PUBLISHER.app_id


def test_stand_ins_stand_in_one_file() -> None:
    files = [path for path in PACKAGING.rglob("*") if path.suffix in {".sh", ".py", ".in", ".nsi", ".ps1", ".spec"}]
    assert [path.name for path in files if "hiitreader.example.org" in path.read_text()] == ["identity.sh"]


def test_the_recipe_for_a_release_says_where_to_settle_it() -> None:
    assert "src/hiitreader/system/publisher.py" in (ROOT / "docs" / "releasing.md").read_text(encoding="utf-8")


def test_nothing_starts_with_the_session_or_reports_home() -> None:
    """No autostart entry, service or timer is in any package, and no package runs a script of ours as root."""
    laid_out = (PACKAGING / "linux" / "tree.sh").read_text() + (PACKAGING / "linux" / "install.sh").read_text()
    for word in ("autostart", "systemd", "cron", "postinst", "dbus-1/services"):
        assert word not in laid_out, word
    entry = (PACKAGING / "linux" / "hiitreader.desktop").read_text()
    assert "DBusActivatable" not in entry
    assert "X-GNOME-Autostart" not in entry
