"""The hook for pre-commit: what it runs is a command that is there, for files of rules and no others."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.cli.app import run

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def hook() -> dict[str, Any]:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return hook


def test_the_hook_has_what_pre_commit_asks_for(hook) -> None:
    assert hook.keys() >= {"id", "name", "entry", "language"}
    assert hook["language"] == "python"
    assert hook["types"] == ["yaml"]
    assert hook["require_serial"] is True  # else one commit would be checked in parts, by several processes


def test_the_entry_is_a_command_that_takes_files(hook, capfdbinary) -> None:
    program, *arguments = shlex.split(hook["entry"])
    assert program == "advisor"
    files = [str(path) for path in sorted((ROOT / "examples" / "packs").glob("*/*.yaml"))]
    assert len(files) > 3
    assert run([*arguments, *files]) == 0
    assert b"nothing to report" in capfdbinary.readouterr().out


@pytest.mark.parametrize(
    ("path", "is_meant"),
    [
        ("rules/setup/metric.yaml", True),
        ("packs/ours/examples/one.yaml", True),
        ("pack/pack.yaml", True),
        ("knowledge/rules/x.yaml", True),
        ("deploy/values.yaml", False),
        ("rules/README.md", False),
        ("my-rules/x.yaml", False),
    ],
)
def test_the_hook_sees_files_of_rules_and_no_others(path: str, is_meant: bool, hook) -> None:
    assert bool(re.search(hook["files"], path)) is is_meant


def test_the_documentation_names_the_hook(hook) -> None:
    assert f"- id: {hook['id']}" in (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
