"""Packs to test with, and what the loader and the command line say of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.load import load_folder

from ..conftest import RULES

PACKS = RULES.parent / "examples" / "packs"
HEADER = "pack: ours\nversion: 1.0.0\nextends: builtin\n"
FAVOR = "- rule: ours\n  aspect: house\n  when: {task: clustering}\n  favor: {knn: strong}\n  because: We like it.\n  basis: house-judgement\n"


def problems(*packs: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_folder(RULES, packs=packs)
    return [problem.render() for problem in caught.value.diagnostics]


def install(site: Path, name: str, value: str, group: str = "advisor.packs", distribution: str = "") -> None:
    folder = site / f"{distribution or name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "entry_points.txt").write_text(f"[console_scripts]\nx = y:z\n\n[{group}]\n{name} = {value}\n")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "advisor", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def answer(*arguments: str, **environment: str) -> dict[str, Any]:
    result = run("recommend", "--json", *arguments, **environment)
    assert result.returncode == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data
