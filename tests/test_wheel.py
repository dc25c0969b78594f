"""The built wheel, installed in a clean virtual environment, with the dependencies experta pins and with current ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE"))}
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, cwd=cwd, env=environment
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", folder)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", wheel)
    return folder


def test_the_wheel_holds_the_rules_and_their_compiled_form(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "advisor/knowledge.json" in names
    assert "advisor/rules/attributes.yaml" in names
    assert "advisor/rules/algorithms/xgboost.yaml" in names
    assert "advisor/rules/schema/rules.json" in names
    assert {"advisor/rules/conformance/situations.jsonl", "advisor/rules/conformance/README.md"} <= set(names)
    assert "advisor/py.typed" in names
    assert "advisor/tui/wizard.tcss" in names


def test_the_installed_wheel_does_the_main_job(clean: Path, tmp_path: Path) -> None:
    text = run(clean / "bin" / "advisor", "recommend", "--json", "--sparse", "--task", "classification", cwd=tmp_path)
    assert json.loads(text)["recommendations"][0]["id"] == "factorization-machines"


def test_it_runs_with_the_releases_experta_pins_and_with_current_ones(clean: Path, tmp_path: Path) -> None:
    python = clean / "bin" / "python"
    pinned = run(python, "-m", "pip", "list", "--format", "freeze")
    assert "frozendict==1.2" in pinned
    assert "schema==0.6.7" in pinned
    before = run(clean / "bin" / "advisor", "recommend", "--json", "--task", "clustering", cwd=tmp_path)
    run(python, "-m", "pip", "install", "--quiet", "frozendict>=2.4", "schema>=0.7.7")
    after = run(clean / "bin" / "advisor", "recommend", "--json", "--task", "clustering", cwd=tmp_path)
    assert after == before
