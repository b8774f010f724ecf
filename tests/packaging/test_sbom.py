"""The list of parts has every part that is shipped, and a part that is missing from it, or from it in part, is told."""

import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[2] / "packaging" / "licences"
pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="other packages are installed there")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(HERE)
    import sbom

    monkeypatch.setattr(sbom, "_licences", lambda said: [{"license": {"name": said}}])
    yield sbom
    for name in ("sbom", "gather"):
        sys.modules.pop(name)


def as_generated(tools: Any) -> dict[str, Any]:
    """What cyclonedx-py makes of the pinned requirements."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"bom-ref": "root-component", "name": "hiitreader", "type": "application"}},
        "components": [
            {
                "bom-ref": f"requirements-L{number}",
                "description": "requirements line",
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "externalReferences": [{"type": "distribution", "hashes": [{"alg": "SHA-256", "content": "0" * 64}]}],
            }
            for number, (name, version) in enumerate(tools.gather.pinned().items())
        ],
    }


@pytest.fixture
def bom(tools: Any) -> dict[str, Any]:
    made = tools.completed(as_generated(tools), tools.gather.parts(), "0.1.0")
    tools.check(made, tools.gather.pinned(), tools.others())
    return made


def test_every_part_has_its_place_and_its_licence(tools: Any, bom: dict[str, Any]) -> None:
    named = {one["name"]: one for one in bom["components"]}
    assert set(named) == {*tools.gather.pinned(), *tools.others()}
    assert named["pyside6-essentials"]["licenses"] == [{"license": {"name": "LGPL-3.0-only"}}]
    assert named["Python"]["version"].startswith("3.")
    assert named["SQLite"]["purl"].startswith("pkg:generic/sqlite@3.")
    assert all(one["licenses"] for one in named.values())


def test_the_program_depends_on_them_all(bom: dict[str, Any]) -> None:
    own = bom["metadata"]["component"]
    assert (own["bom-ref"], own["purl"], own["version"]) == ("pkg:pypi/hiitreader@0.1.0",) * 2 + ("0.1.0",)
    first = bom["dependencies"][0]
    assert first["ref"] == own["bom-ref"]
    references = [one["bom-ref"] for one in bom["components"]]
    assert first["dependsOn"] == references
    assert len(set(references)) == len(references)
    assert {one["ref"] for one in bom["dependencies"]} == {own["bom-ref"], *references}


@pytest.mark.parametrize("name", ["nh3", "pyside6-essentials", "shiboken6", "Python", "OpenSSL", "ICU (in Qt)"])
def test_a_part_that_is_missing_is_told(tools: Any, bom: dict[str, Any], name: str) -> None:
    bom["components"] = [one for one in bom["components"] if one["name"] != name]
    with pytest.raises(tools.PartMissingError, match="missing"):
        tools.check(bom, tools.gather.pinned(), tools.others())


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("version", "0", "nh3: version or purl"),
        ("purl", "pkg:pypi/nh3", "nh3: version or purl"),
        ("externalReferences", [], "nh3: no hashes"),
        ("licenses", [], "nh3: no licence"),
    ],
)
def test_a_part_that_lacks_something_is_told(
    tools: Any, bom: dict[str, Any], key: str, value: object, told: str
) -> None:
    (part,) = (one for one in bom["components"] if one["name"] == "nh3")
    part[key] = value
    with pytest.raises(tools.PartMissingError, match=told):
        tools.check(bom, tools.gather.pinned(), tools.others())


def test_a_package_nobody_gathered_a_notice_for_is_told(tools: Any) -> None:
    made = as_generated(tools)
    made["components"].append({"name": "nobody-knows-it", "purl": "pkg:pypi/nobody-knows-it@1"})
    with pytest.raises(tools.PartMissingError, match="nobody-knows-it"):
        tools.completed(made, tools.gather.parts(), "0.1.0")
