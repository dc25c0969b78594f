"""Every block of code in docs/ runs, and prints what the page says it prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def runnable() -> list[tuple[str, int, str, str, str]]:
    """Return (page, number, language, code, expected output) of every block that is followed by its output."""
    found = []
    for page in sorted((ROOT / "docs").glob("*.md")):
        blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
        for number, ((language, code), (following, output)) in enumerate(pairwise(blocks)):
            if language in ("python", "sh") and following == "text":
                found.append((page.name, number, language, code, output))
    return found


CASES = runnable()


@pytest.fixture(scope="module")
def tools(tmp_path_factory) -> Path:
    """Return a folder with `advisor` and `python` as a person has them in an active environment."""
    folder = tmp_path_factory.mktemp("bin")
    for name, command in (("advisor", "-m advisor"), ("python", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n')
        script.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("page", "number", "language", "code", "output"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES]
)
def test_a_block_prints_what_the_page_says(page, number, language, code, output, tools, tmp_path) -> None:
    for folder in ("rules", "examples"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    if language == "sh" and "jq " in code and not shutil.which("jq"):
        pytest.skip("jq is not installed (the gate installs it)")
    command = [sys.executable, "-c", code] if language == "python" else ["sh", "-e", "-c", code]
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    assert result.stderr == ""
    assert result.stdout == output


def test_there_are_blocks_to_run() -> None:
    assert len(CASES) >= 6
