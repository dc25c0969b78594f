"""Packs on the command line: every command knows them, wherever they are named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .making import PACKS, answer, run


def test_rules_may_stand_anywhere_and_bring_their_options() -> None:
    own = str(PACKS / "own-container")
    expected = answer("--rules", own, "--task", "regression", "--censored")
    assert answer("--task", "regression", "--censored", f"--rules={own}") == expected
    assert answer("--task", "regression", "--censored", ADVISOR_RULES=own) == expected
    before = run("--rules", own, "recommend", "--json", "--task", "regression", "--censored")
    assert json.loads(before.stdout) == expected
    assert expected["recommendations"][0]["id"] == "survival-forest"
    assert "--[no-]censored" in run("recommend", "--help", "--rules", own).stdout


def test_the_order_is_environment_then_command_line_and_later_wins() -> None:
    policy, own = str(PACKS / "policy"), str(PACKS / "own-container")
    data = answer("--rules", policy, "--task", "regression", ADVISOR_RULES=own)
    assert data["knowledge"]["packs"] == ["builtin", "own-container", "policy"]


def test_the_text_names_the_pack_where_it_is_not_the_built_in_knowledge() -> None:
    text = run("recommend", "--rules", str(PACKS / "own-container"), "--task", "regression", "--censored").stdout
    assert "concordance-index [own-container]" in text
    assert "[builtin]" not in text


def test_explain_shows_the_card_of_a_pack() -> None:
    result = run("explain", "survival-forest", "--rules", str(PACKS / "own-container"))
    assert "Survival forest (ours)" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["why-not", "survival-forest", "--task", "regression"],
        ["what-if", "--task", "regression", "--set", "censored=true"],
        ["ask", "--task", "regression", "--censored"],
        ["explain", "survival-metric"],
        ["rules", "list", "--pack", "own-container"],
        ["rules", "show", "survival-metric"],
        ["rules", "graph", "--candidate", "survival-forest", "--effect", "favor", "--most", "999"],
        ["rules", "export", "--to", "json"],
    ],
    ids=lambda arguments: "-".join(arguments[:2]),
)
def test_every_command_knows_the_pack_wherever_it_is_named(arguments: list[str]) -> None:
    own = str(PACKS / "own-container")
    before, after = run("--rules", own, *arguments), run(*arguments, f"--rules={own}")
    assert before.returncode == 0, before.stderr
    assert before.stdout == after.stdout
    assert run(*arguments).stdout != before.stdout


def test_the_wizard_repeats_the_pack_in_the_command_that_gives_the_result_again(tmp_path: Path) -> None:
    own = str(PACKS / "own-container")
    words = ["wizard", "--plain", "--task", "regression", "--censored", f"--rules={own}"]
    command = [sys.executable, "-m", "advisor", *words]
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    result = subprocess.run(command, input="done\n" * 40, capture_output=True, text=True, check=False, env=environment)
    assert f"advisor recommend --rules {own} " in result.stdout + result.stderr
