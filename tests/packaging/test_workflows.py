"""The workflows run nobody's newest code unasked, and may do no more than they have to."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_actions_are_named_by_commit_with_their_version(path: Path) -> None:
    uses = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert uses
    assert [one for one in uses if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


def test_one_version_of_an_action_is_one_commit() -> None:
    named = {
        one
        for path in WORKFLOWS
        for one in re.findall(r"uses: ([\w/-]+)@(\w+) # (\S+)", path.read_text(encoding="utf-8"))
    }
    assert len({name for name, _commit, _version in named}) == len(named)


def test_only_the_draft_of_a_release_may_write(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    allowed = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert allowed.pop("draft", {"contents": "write"}) == {"contents": "write"}
    assert set(map(str, allowed.values())) == {str({"contents": "read"})}


def test_no_checkout_leaves_its_key(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_secrets_reach_the_one_step_that_signs() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    told = [step["run"] for step in steps(workflow) if "secrets." in str(step)]
    assert told == ["packaging/macos/build.sh"]
    script = (ROOT / "packaging" / "macos" / "build.sh").read_text(encoding="utf-8")
    (step,) = (step for step in steps(workflow) if "secrets." in str(step))
    assert [name for name in step["env"] if name not in script] == []


def test_the_release_has_what_each_system_built_and_no_picture() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    draft = workflow["jobs"]["draft"]
    assert set(draft["needs"]) == set(workflow["jobs"]) - {"draft"}
    (download,) = (step for step in draft["steps"] if "download-artifact" in step.get("uses", ""))
    assert download["with"]["pattern"] == "installers-*"
    for name in draft["needs"]:
        kept = [
            step["with"]["name"]
            for step in workflow["jobs"][name]["steps"]
            if "upload-artifact" in step.get("uses", "")
        ]
        assert sum(one.startswith("installers-") for one in kept) == 1
        assert all(one.startswith(("installers-", "pictures-")) for one in kept)
