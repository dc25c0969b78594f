"""Reads the example files and says where an answer differs from what an example expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.advice.noted import foremost
from advisor.advice.records import Recommendation
from advisor.knowledge.tree import Problems, read_file

from .conftest import RULES


@dataclass(frozen=True)
class Example:
    id: str
    place: str
    given: dict[str, Any]
    expect: dict[str, Any]
    sources: list[str]


def read_examples(folder: Path = RULES) -> list[Example]:
    found = []
    for path in sorted((folder / "examples").glob("*.yaml")):
        problems = Problems()
        root = read_file(path, f"{folder.name}/examples/{path.name}", problems)
        assert not problems.found, problems.found
        for node in root.value if root is not None and root.value else []:
            data = node.plain()
            found.append(
                Example(
                    data["example"], f"{node.file}:{node.line}", data["given"], data["expect"], data.get("sources", [])
                )
            )
    return found


def differences(example: Example, answer: Recommendation) -> Iterator[str]:
    expect = example.expect
    listed = [ranked.id for ranked in answer.recommendations]
    first = answer.pick.id if answer.pick else None
    if "first" in expect and first not in _any_of(expect["first"]):
        yield f"first: expected {expect['first']}, got {first} of {[(ranked.id, ranked.score) for ranked in answer.recommendations[:4]]}"
    for name in expect.get("among", []):
        if name not in listed:
            yield f"among: {name} is not listed"
    out = {ruled.id for ruled in answer.ruled_out}
    for name in expect.get("ruled_out", []):
        if name not in out:
            yield f"ruled_out: {name} is not ruled out"
    for name in expect.get("absent", []):
        if answer.pick and name in answer.pick.setup:
            yield f"absent: {name} is {answer.pick.setup[name].value!r} (rule {answer.pick.setup[name].rule})"
    yield from _notes(expect, answer)
    if "next" in expect:
        asked = answer.next_question.attribute if answer.next_question else None
        if asked not in _any_of(expect["next"]):
            yield f"next: expected {expect['next']}, got {asked}"
    if "setup" in expect and answer.pick and ("first" not in expect or first in _any_of(expect["first"])):
        for decision, wanted in expect["setup"].items():
            yield from _decision(decision, wanted, answer.pick.setup.get(decision))


def _notes(expect: dict[str, Any], answer: Recommendation) -> Iterator[str]:
    advised = [note.rule for note in answer.advice]
    warned = [note.rule for note in answer.warnings]
    said = [*warned, *advised]
    for key, rules in (("advice", advised), ("warnings", warned), ("rules", said)):
        for rule in expect.get(key, []):
            if rule not in rules:
                yield f"{key}: {rule} is not said, only {rules}"
    for rule in expect.get("silent", []):
        if rule in said:
            yield f"silent: {rule} is said"
    shown = [note.rule for notes in foremost(answer.warnings, answer.advice) for note in notes]
    for rule in expect.get("foremost", []):
        if rule not in shown:
            yield f"foremost: {rule} is not among the first that are told, {shown}"


def _decision(name: str, wanted: Any, decided: Any) -> Iterator[str]:
    if decided is None:
        yield f"{name}: expected {wanted}, got no such decision"
        return
    record = decided.to_dict()
    if name == "hyperparameters":
        wanted = wanted.get("value", wanted)
        for key, value in wanted.items():
            got = record["value"].get(key, {}).get("value")
            if str(got) not in [str(one) for one in _any_of(value)]:
                yield f"{name}.{key}: expected {value}, got {got}"
        return
    wanted = wanted if isinstance(wanted, dict) else {"value": wanted}
    for key, value in wanted.items():
        if isinstance(value, dict):
            missing = {inner: part for inner, part in value.items() if (record.get(key) or {}).get(inner) != part}
            if missing:
                yield f"{name}.{key}: expected {value}, got {record.get(key)}"
        elif record.get(key) not in _any_of(value):
            yield f"{name}.{key}: expected {value}, got {record.get(key)!r} (rule {record['rule']})"


def _any_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
