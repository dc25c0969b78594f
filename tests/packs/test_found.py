"""Where packs come from: installed ones, and those that the environment names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.packs import found_packs

from .making import PACKS, answer, install


def test_installed_packs_are_found_by_name_without_importing_them(tmp_path: Path, monkeypatch) -> None:
    for name in ("beta_rules", "alpha_rules"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('imported')\n")
    install(tmp_path, "beta", "beta_rules.deep")
    install(tmp_path, "alpha", "alpha_rules")
    install(tmp_path, "other", "other", group="pytest11")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("ADVISOR_RULES", os.pathsep.join([str(PACKS / "policy"), str(PACKS / "own-container")]))
    assert found_packs() == [
        str(tmp_path / "alpha_rules"),
        str(tmp_path / "beta_rules" / "deep"),
        str(PACKS / "policy"),
        str(PACKS / "own-container"),
    ]


def test_an_installed_pack_without_its_folder_is_an_error(tmp_path: Path, monkeypatch) -> None:
    install(tmp_path, "gone", "no_such_package")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(
        KnowledgeError, match="pack 'gone': there is no folder 'no_such_package' among the installed packages"
    ):
        found_packs()


def test_two_installed_packs_of_one_name_are_an_error(tmp_path: Path, monkeypatch) -> None:
    for name in ("one_rules", "two_rules"):
        (tmp_path / name).mkdir()
        install(tmp_path, "same", name, distribution=name)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(KnowledgeError, match="pack 'same' is"):
        found_packs()


def test_a_folder_of_the_environment_that_is_not_there_is_an_error(monkeypatch) -> None:
    monkeypatch.setenv("ADVISOR_RULES", "/no/such/folder")
    with pytest.raises(KnowledgeError, match="ADVISOR_RULES names '/no/such/folder', which is no folder"):
        found_packs()


def test_empty_parts_of_the_environment_are_no_folders(monkeypatch) -> None:
    monkeypatch.setenv("ADVISOR_RULES", os.pathsep.join(["", " ", str(PACKS / "policy"), ""]))
    assert found_packs() == [str(PACKS / "policy")]


def test_a_pack_that_is_installed_is_in_force(tmp_path: Path) -> None:
    (tmp_path / "acme_policy").symlink_to(PACKS / "policy")
    install(tmp_path, "policy", "acme_policy")
    path = os.pathsep.join(part for part in (str(tmp_path), os.environ.get("PYTHONPATH", "")) if part)
    data = answer("--task", "clustering", PYTHONPATH=path)
    assert data["knowledge"]["packs"] == ["builtin", "policy"]
