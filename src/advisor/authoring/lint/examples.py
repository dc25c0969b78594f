"""Examples that name what does not exist: they would fail for the wrong reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...errors import Diagnostic, nearest
from ...knowledge import keys
from ...knowledge.reading import Reader
from ...knowledge.tree import Node
from .finding import Finding, at
from .subject import Subject

__all__ = ["check_examples"]


def check_examples(subject: Subject) -> Iterator[Finding]:
    """Find examples with unknown keys, attributes, values, candidates, decisions and sources, and ids used twice."""
    places: dict[str, Node] = {}
    for node in subject.items["example"]:
        name = str(node.value["example"].value)
        if name in places:
            first = places[name]
            yield at(node.value["example"], "bad-example", f"example {name!r} is already in {first.file}:{first.line}")
        places.setdefault(name, node)
        yield from _example(subject, node, f"example {name!r}")


def _example(subject: Subject, node: Node, what: str) -> Iterator[Finding]:
    conditions, problems = subject.conditions()
    reader = Reader(problems)
    entry = reader.mapping(node, what, *keys.EXAMPLE)
    for key, test in _entries(reader, entry.get("given"), f"{what}: given"):
        attribute = subject.base.attributes.get(key)
        if attribute is not None and not isinstance(test.value, dict):
            conditions.value(test, f"{what}: given: {key}", attribute)
        elif attribute is None and key != "declined":
            _unknown(reader, entry["given"].keys[key], f"{what}: attribute", key, subject.base.attributes)
    expected = entry.get("expect")
    parts = reader.mapping(expected, f"{what}: expect", *keys.EXPECT) if expected is not None else {}
    names = {
        "first": subject.base.candidates,
        "among": subject.base.candidates,
        "ruled_out": subject.base.candidates,
        "next": subject.base.attributes,
        "absent": subject.base.decisions,
        **dict.fromkeys(keys.EXPECTED_RULES, subject.base.rules),
    }
    for key, known in names.items():
        for one in _each(parts.get(key)):
            if one.value is not None and str(one.plain()) not in known:
                _unknown(reader, one, f"{what}: {key}", str(one.plain()), known)
    for key, _ in _entries(reader, parts.get("setup"), f"{what}: setup"):
        if key not in subject.base.decisions:
            _unknown(reader, parts["setup"].keys[key], f"{what}: decision", key, subject.base.decisions)
    for one in _each(entry.get("sources")):
        reader.one_of(one, f"{what}: source", subject.base.sources)
    yield from map(_finding, problems.found)


def _entries(reader: Reader, node: Node | None, what: str) -> list[tuple[str, Node]]:
    if node is None:
        return []
    if not isinstance(node.value, dict):
        reader.problems.add(node, "not-a-mapping", f"{what} must be a mapping")
        return []
    return list(node.items())


def _each(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.value if isinstance(node.value, list) else [node]


def _unknown(reader: Reader, node: Node, what: str, name: str, known: Collection[str]) -> None:
    reader.problems.add(node, "unknown-name", f"{what}: unknown {name!r}", nearest(name, known))


def _finding(problem: Diagnostic) -> Finding:
    return Finding(problem.file, problem.line, problem.column, "bad-example", problem.message, problem.hint, "error")
