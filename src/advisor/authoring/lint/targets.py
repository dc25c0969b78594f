"""Parts of `for`, `given` and `exclude` that select nothing, and machines that their role does not accept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ...errors import nearest
from ...knowledge.model import Rule
from ...knowledge.tree import Node
from .finding import Finding, at
from .subject import Subject

__all__ = ["check_targets"]


def check_targets(subject: Subject) -> Iterator[Finding]:
    """Find values no card states, decided values no rule chooses, limits on them, and machines that cannot be used."""
    chosen = _Chosen(subject)
    for name, node in subject.rule_nodes.items():
        rule = subject.base.rules[name]
        if "for" in node.value:
            yield from _selector(subject, chosen, rule, node.value["for"])
        if "given" in node.value:
            yield from _given(chosen, rule, node.value["given"])
        if rule.effect == "exclude":
            yield from _exclude(chosen, rule, node.value["exclude"])
        if rule.effect == "choose":
            yield from _machine(subject, rule, node.value["choose"])


class _Chosen:
    """What the cards state and what the rules can choose."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject

    @cached_property
    def stated(self) -> dict[str, set[Any]]:
        """The values that some card, in some mode, states for each field."""
        found: dict[str, set[Any]] = {}
        for card in self.subject.base.candidates.values():
            for facts in (card.facts, *(mode.facts for mode in card.modes)):
                for field, value in facts.items():
                    parts = value if isinstance(value, (list, tuple)) else [value]
                    found.setdefault(field, set()).update(part for part in parts if not isinstance(part, Mapping))
        return found

    @cached_property
    def values(self) -> dict[str, set[Any] | None]:
        """The values that rules can choose for each decision; None where one is computed."""
        found: dict[str, set[Any] | None] = {name: set() for name in self.subject.base.decisions}
        for rule in self.subject.base.rules.values():
            if rule.effect != "choose":
                continue
            values = found[rule.payload["decision"]]
            if values is None or "entries" in rule.payload:
                continue
            value = rule.payload.get("value")
            if isinstance(value, Mapping):
                found[rule.payload["decision"]] = None
            elif "value" in rule.payload:
                values.add(value)
            if rule.payload.get("ladder"):
                ladder = self.subject.base.ladders[rule.payload["ladder"]]
                values.update((*(name for _, name in ladder.steps), ladder.unknown))
        return found

    def unreachable(self, decision: str, value: Any) -> bool:
        """True when no rule can choose this value."""
        values = self.values.get(decision)
        return values is not None and not isinstance(value, Mapping) and value not in values


def _selector(subject: Subject, chosen: _Chosen, rule: Rule, node: Node) -> Iterator[Finding]:
    for key, test in node.items():
        if key in ("any", "all"):
            for entry in test.value:
                yield from _selector(subject, chosen, rule, entry)
        elif key == "id":
            yield from _named(subject, rule, test)
        elif key != "kind" and key not in chosen.stated:
            hint = nearest(key, chosen.stated)
            yield at(node.keys[key], "unstated-field", f"rule {rule.id!r}: no card states {key!r}", hint)
        elif key != "kind":
            yield from _values(chosen, rule, key, test)


def _named(subject: Subject, rule: Rule, test: Node) -> Iterator[Finding]:
    if isinstance(test.value, dict):
        return
    reached: set[str] = set()
    for clause in subject.clauses[rule.id]:
        reached.update(subject.base.candidates if clause.targets is None else clause.targets)
    for entry in test.value if isinstance(test.value, list) else [test]:
        if entry.value not in reached:
            yield at(
                entry,
                "dead-value",
                f"rule {rule.id!r}: {entry.value!r} is named, and the rest of the rule leaves it out",
            )


def _values(chosen: _Chosen, rule: Rule, field: str, test: Node) -> Iterator[Finding]:
    """Literal values that no card has. What is to be lacking may well be lacking everywhere."""
    if isinstance(test.value, dict):
        return
    for entry in test.value if isinstance(test.value, list) else [test]:
        if entry.value not in chosen.stated[field]:
            known = [str(value) for value in sorted(chosen.stated[field], key=str)]
            message = f"rule {rule.id!r}: no card states {entry.plain()!r} in {field!r}"
            yield at(entry, "dead-value", message, nearest(str(entry.plain()), known))


def _given(chosen: _Chosen, rule: Rule, node: Node) -> Iterator[Finding]:
    for decision, test in node.items():
        if isinstance(test.value, dict):
            continue
        entries = test.value if isinstance(test.value, list) else [test]
        if all(chosen.unreachable(decision, entry.value) for entry in entries):
            known = [str(value) for value in sorted(chosen.values[decision] or (), key=str)]
            named = " or ".join(repr(entry.plain()) for entry in entries)
            message = f"rule {rule.id!r} never applies: no rule chooses {named} for {decision!r}"
            yield at(test, "dead-given", message, nearest(str(entries[0].plain()) if entries else "", known))


def _exclude(chosen: _Chosen, rule: Rule, node: Node) -> Iterator[Finding]:
    decision = rule.payload["decision"]
    values = rule.payload["values"]
    if isinstance(node.value[decision].value, dict):  # `where` is a guard on machines that others may add
        return
    if all(chosen.unreachable(decision, value) for value in values):
        message = f"rule {rule.id!r}: nothing that it excludes can be chosen for {decision!r}"
        yield at(node.value[decision], "dead-exclusion", message)


def _machine(subject: Subject, rule: Rule, node: Node) -> Iterator[Finding]:
    decision = subject.base.decisions[rule.payload["decision"]]
    if decision.kind != "instance":
        return
    ladder = subject.base.ladders.get(rule.payload.get("ladder", ""))
    value = rule.payload.get("value")
    names = [name for _, name in ladder.steps] if ladder is not None else [value] if isinstance(value, str) else []
    if names and not any(decision.role in subject.base.instances[name].roles for name in names):
        what = f"ladder {ladder.name!r}" if ladder is not None else repr(value)
        message = f"rule {rule.id!r}: nothing of {what} is accepted for {decision.role!r}"
        yield at(node.value[decision.id], "wrong-role", message)
