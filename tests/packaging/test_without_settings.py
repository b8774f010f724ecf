"""Commands as on a machine that nobody has set up: the package clients are told what they need, and nothing else is."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "without-settings.sh"
NEEDED = {"HOME": "/home/ann", "PATH": "/usr/bin:/bin", "LANG": "de_DE.UTF-8"}
CLIENTS = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CERT": "/a b/c.crt", "UV_INDEX_URL": "x", "https_proxy": "p:1",
    "NO_PROXY": "*", "SSL_CERT_FILE": "/c.crt", "REQUESTS_CA_BUNDLE": "/c.crt", "npm_config_registry": "$(x) `y` \"",
}  # fmt: skip
OTHERS = {
    "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": "/x", "QT_QPA_PLATFORM": "offscreen",
    "DISPLAY": ":0", "LC_ALL": "C", "TZ": "UTC", "CI": "true", "HIITREADER_DATA_DIR": "/x", "XDG_CONFIG_HOME": "/x",
    "MY_PIP_THING": "1", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/x", "LINES_OF": "two\nPIP_FAKE=1",
}  # fmt: skip


def passed_on(surroundings: dict[str, str]) -> dict[str, str]:
    """What a command is given there."""
    ran = subprocess.run(
        [str(SCRIPT), "env", "-0"], env=surroundings, capture_output=True, text=True, check=True, timeout=60
    )
    pairs = (pair.partition("=") for pair in ran.stdout.split("\0") if pair)
    return {name: value for name, _, value in pairs if name not in {"PWD", "OLDPWD", "_", "SHLVL"}}


@pytest.mark.parametrize("clients", [{}, CLIENTS], ids=["none", "all"])
def test_only_what_is_needed_is_passed_on_and_as_it_is(clients: dict[str, str]) -> None:
    assert passed_on({**NEEDED, **clients, **OTHERS}) == {**NEEDED, **clients}


def test_how_a_command_ends_is_passed_on() -> None:
    ran = subprocess.run([str(SCRIPT), "sh", "-c", "exit 7"], env=NEEDED, check=False, timeout=60)
    assert ran.returncode == 7


def test_ci_runs_the_readmes_commands_so() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if re.search(r"\b(make|with-display)\b", line) and not line.startswith("#")]
    assert all(line.startswith("bare ") for line in commands)
    readme = re.findall(r"^    make ([a-z]+)  ", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert readme == ["run", "test"]
    assert {f"bare make {recipe}" for recipe in readme} <= {line.partition(" ARGS")[0] for line in commands}
