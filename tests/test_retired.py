"""What is retired appears in the rules only as a warning, or as ruled out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from advisor.knowledge.load import Reading, read_folder
from advisor.knowledge.tree import Node

from .conftest import RULES

LATEST = re.compile(r"\blatest\b")
# Beside the tag a text must warn: take another one, or why not to take this.
WARNS = re.compile(
    r"[Nn]ever use|[Pp]in |only one|no more patches|past their patch date|may change|does not list|oldest version|has ended"
)
# Texts that describe the past, or warn. Names of machines and services may stand there.
TELLING = {
    "note",
    "notes",
    "text",
    "symptom",
    "error",
    "because",
    "finding",
    "conflicts",
    "pitfalls",
    "image_note",
    "lifecycle_note",
}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_folder(RULES, examples=True)


@pytest.fixture(scope="module")
def base(reading: Reading):
    assert reading.base is not None
    return reading.base


def values(node: Node, key: str = "") -> Iterator[tuple[str, Node]]:
    """Every scalar of a tree, with the key it stands under."""
    if isinstance(node.value, dict):
        for name, child in node.items():
            yield from values(child, name)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from values(child, key)
    else:
        yield key, node


def scalars(reading: Reading, *left_out: str) -> Iterator[tuple[str, Node]]:
    for kind, nodes in reading.items.items():
        if kind not in left_out:
            for node in nodes:
                yield from values(node)


def retired_services(base) -> list[str]:
    return [name for name, card in base.candidates.items() if card.facts.get("lifecycle") == "retired"]


def retired_machines(base) -> set[str]:
    return {name for name, machine in base.instances.items() if machine.facts.get("generation") == "retired"}


def test_there_are_retired_things_to_look_for(base) -> None:
    assert len(retired_services(base)) >= 4
    assert retired_machines(base)


def test_a_retired_service_is_ruled_out_whatever_the_situation(base) -> None:
    always = {
        name
        for clause in base.clauses
        if clause.rule.effect == "rule_out" and any(not row for row in clause.rows)
        for name in (base.candidates if clause.targets is None else clause.targets)
    }
    assert set(retired_services(base)) <= always


def test_a_retired_service_names_its_successor(base) -> None:
    for name in retired_services(base):
        successor = base.candidates[name].facts.get("successor")
        assert successor
        assert successor not in retired_services(base)


def test_no_rule_speaks_for_a_retired_service(base) -> None:
    named = [
        (clause.rule.id, name)
        for clause in base.clauses
        if clause.rule.effect == "favor" and clause.rule.payload is None  # by name, not by a selector
        for name in clause.targets or ()
        if name in retired_services(base)
    ]
    assert named == []


def test_no_example_expects_a_retired_service(reading, base) -> None:
    for node in reading.items["example"]:
        expect: dict[str, Any] = node.plain()["expect"]
        for key in ("first", "among"):
            wanted = expect.get(key) or []
            assert not set(retired_services(base)) & set(wanted if isinstance(wanted, list) else [wanted])


def test_no_ladder_and_no_choice_leads_to_a_retired_machine(base) -> None:
    steps = {name for ladder in base.ladders.values() for name in (*(use for _, use in ladder.steps), ladder.unknown)}
    chosen = {str(rule.payload.get("value")) for rule in base.rules.values() if rule.effect == "choose"}
    assert not retired_machines(base) & (steps | chosen)


def test_a_retired_machine_is_named_in_warnings_only(reading, base) -> None:
    families = {name.split(".")[1] for name in retired_machines(base)}
    pattern = re.compile(rf"\bml\.({'|'.join(families)})\b|^({'|'.join(families)})$")
    found = [
        f"{node.file}:{node.line}: {node.value}"
        for key, node in scalars(reading, "families", "source")
        if isinstance(node.value, str) and pattern.search(node.value) and key not in TELLING
    ]
    assert found == []


def test_latest_is_no_tag_that_is_chosen(reading, base) -> None:
    tags = [
        f"{node.file}:{node.line}"
        for key, node in scalars(reading, "source")
        if key in ("tag", "image_tag") and str(node.value).startswith("latest")
    ]
    assert tags == []
    for rule in base.rules.values():
        if rule.effect == "choose":
            assert ":latest" not in str(rule.payload)


def test_latest_is_named_with_a_warning_beside_it(reading) -> None:
    bare = [
        f"{node.file}:{node.line}: {node.value}"
        for _, node in scalars(reading, "source", "example", "note")  # a note quotes what was believed, with a verdict
        if isinstance(node.value, str)
        and LATEST.search(node.value)
        and re.search(r"\btags?\b|\bimages?\b|\bSDK\b|XGBoost", node.value)
        and node.file != "rules/failures/images-and-sdk.yaml"
        and not WARNS.search(node.value)
    ]
    assert bare == []
