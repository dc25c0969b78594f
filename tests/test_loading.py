"""Everything wrong in a knowledge folder is reported at once, with its place and the nearest valid thing."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import advisor
from advisor.errors import KnowledgeError
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder
from advisor.knowledge.tree import Problems

from .loader_messages import ATTRIBUTES, CARD, CASES, DECISIONS, FIELDS, FILES, MACHINES, OTHER, STAIR, rule

SOURCE = Path(advisor.__file__).parent


def errors(load_pack, rules: str, **more: str) -> list[str]:
    files = {
        "machines": MACHINES,
        "stair": STAIR,
        "attributes": ATTRIBUTES,
        "fields": FIELDS,
        "decisions": DECISIONS,
        "boost": CARD,
        "line": OTHER,
        "rules": rules,
        **more,
    }
    with pytest.raises(KnowledgeError) as caught:
        load_pack(**files)
    assert caught.value.exit_code == 3
    return [problem.render() for problem in caught.value.diagnostics]


def pack(load_pack, rules: str = "[]", **more: str) -> KnowledgeBase:
    return load_pack(
        **{
            "machines": MACHINES,
            "stair": STAIR,
            "attributes": ATTRIBUTES,
            "fields": FIELDS,
            "decisions": DECISIONS,
            "boost": CARD,
            "line": OTHER,
            "rules": rules,
            **more,
        }
    )


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named_with_its_place(case: str, load_pack) -> None:
    text, expected = CASES[case]
    assert errors(load_pack, text) == expected


@pytest.mark.parametrize("case", FILES)
def test_a_mistake_in_another_file_is_named_with_its_place(case: str, load_pack) -> None:
    files, expected = FILES[case]
    assert errors(load_pack, **{"rules": "[]", **files}) == expected


# Reports that need a folder of their own: tests/test_hostile_knowledge.py has the exact message of each.
ELSEWHERE = {
    "file",
    "long-chain",
    "no-knowledge",
    "outside",
    "too-large",
    "too-many-files",
    "too-many-problems",
    "too-many-rules",
    "too-much-work",
    "yaml-encoding",
    "yaml-too-large",
}


def test_every_place_in_the_loader_that_reports_has_an_exact_message(load_pack, monkeypatch) -> None:
    reached: set[tuple[str, int]] = set()

    def watched(report):
        def call(self, *args):
            caller = sys._getframe(1)
            reached.add((Path(caller.f_code.co_filename).name, caller.f_lineno))
            return report(self, *args)

        return call

    for name in ("add", "report", "stop"):
        monkeypatch.setattr(Problems, name, watched(getattr(Problems, name)))
    for text, _ in CASES.values():
        errors(load_pack, text)
    for files, _ in FILES.values():
        errors(load_pack, **{"rules": "[]", **files})
    missing = [
        f"{file}:{first} {code}"
        for file, first, last, code in reports()
        if code not in ELSEWHERE and not any(name == file and first <= line <= last for name, line in reached)
    ]
    assert missing == []


def reports() -> Iterator[tuple[str, int, int, str]]:
    """Every call in the source of the loader that reports a problem: file, first and last line, code."""
    for path in sorted((SOURCE / "knowledge").glob("*.py")):
        if path.name in (
            "layers.py",
            "packs.py",
        ):  # they need several folders: tests/packs/test_mistakes.py has the exact messages
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            at = {"add": 1, "Diagnostic": 0}.get(name)
            if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                yield path.name, node.lineno, node.end_lineno or node.lineno, str(node.args[at].value)


def test_all_mistakes_are_reported_together(load_pack) -> None:
    found = errors(
        load_pack, rule(when="{taks: regression}", rule_out="[bost]", sources="[bok]"), card="{algorithm: x, nmae: X}\n"
    )
    assert len(found) >= 6


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: [*x, *x]\n",
        "[" * 5000,
        "{a: " * 200 + "1" + "}" * 200,
        "\x00",
        "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"),
        "- 1:30\n",
        "--- 1\n--- 2\n",
        "? [a]\n: b\n",
        "{a: !!python/name:os.system }",
        "- - - -\n",
        "x\n",
        "- null\n",
        "12",
        "{rule: 9999999999999999999999999999}",
    ],
    ids=range(14),
)
def test_hostile_files_end_in_an_error(text: str, load_pack) -> None:
    assert errors(load_pack, "[]", hostile=text)


def test_a_file_that_is_too_large_is_not_read(write_pack) -> None:
    folder = write_pack(attributes=ATTRIBUTES)
    (folder / "big.yaml").write_bytes(b"#" * 9_000_000)
    with pytest.raises(KnowledgeError, match="at most 8,000,000 bytes are read"):
        load_folder(folder)


def test_an_empty_folder_is_no_knowledge(tmp_path) -> None:
    with pytest.raises(KnowledgeError, match="no rule files"):
        load_folder(tmp_path)


def test_a_selector_compares_the_card_with_the_situation(load_pack) -> None:
    base = pack(load_pack, rule(**{"for": "{max_rows: {below: {from: rows}}}", "rule_out": "true"}))
    (clause,) = base.clauses
    assert clause.targets == {"boost": 1}
    assert clause.rows[0]["rows"].contains(501)
    assert not clause.rows[0]["rows"].contains(500)


def test_a_selector_that_depends_on_the_card_becomes_several_clauses(load_pack) -> None:
    base = pack(load_pack, rule(**{"for": "{tasks: {from: task}}", "favor": "weak", "aspect": "task"}))
    assert {clause.id: dict(clause.targets) for clause in base.clauses} == {"r@1": {"boost": 1}, "r@2": {"line": 1}}


def test_a_mode_answers_for_the_task_it_serves(load_pack) -> None:
    card = """algorithm: both
name: Both
summary: s
order: 3
sources: [book]
tasks: [classification, regression]
modes:
  - {mode: one, when: {task: classification}, formats: [csv]}
  - {mode: two, when: {task: regression}, formats: [libsvm]}
"""
    base = pack(load_pack, rule(**{"for": "{formats: csv, id: both}", "rule_out": "true"}), both=card)
    (clause,) = base.clauses
    assert clause.rows[0]["task"].values == {"classification"}


def test_the_compiled_form_is_the_same_knowledge(load_pack) -> None:
    base = pack(load_pack, rule(**{"for": "{tasks: {from: task}}", "favor": "weak", "aspect": "task"}))
    document = base.document()
    again = KnowledgeBase.from_json(json.dumps(document).encode())
    assert again.document() == document
    assert again.clauses == base.clauses


def test_the_order_of_files_and_rules_does_not_matter(load_pack, write_pack) -> None:
    first = rule(rule_out="[boost]")
    second = rule(rule="q", rule_out="[line]")
    one = pack(load_pack, first + second).document()
    two = pack(load_pack, second, zrules=first).document()
    for document in (one, two):
        for entry in document["rules"]:
            entry.update(file="", line=0)
    assert one == two


def test_the_shipped_knowledge_compiles_to_itself(shipped) -> None:
    again = KnowledgeBase.from_json(json.dumps(shipped.document()).encode())
    assert again.document() == shipped.document()
