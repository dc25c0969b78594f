"""What a rule chooses or excludes for a part of the set-up, and what it wants of the parts decided before."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import nearest
from . import keys
from .model import Decision
from .numbers import NumberReader
from .reading import Reader
from .tree import Node

__all__ = ["ChoiceReader"]

_MEANT = frozenset((*keys.COMPUTED.optional, *keys.UNSET.required, "map"))  # keys that say how a value comes about


class ChoiceReader:
    """Reads the payload of `choose` and `exclude`, and `given`."""

    def __init__(
        self,
        reader: Reader,
        numbers: NumberReader,
        decisions: Mapping[str, Decision],
        instances: Mapping[str, Any],
        ladders: Mapping[str, Any],
    ) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.numbers = numbers
        self.decisions = decisions
        self.instances = instances
        self.ladders = ladders

    def choose(self, node: Node, what: str) -> dict[str, Any]:
        """Read `{decision: value}`, `{decision: {value or ladder, fields}}` or, for a map, `{decision: {key: value}}`."""
        found = self._decision(node, what)
        if found is None:
            return {"decision": ""}
        decision, value = found
        if decision.kind == "map":
            return {"decision": decision.id, "entries": self._entries(value, f"{what}: {decision.id}")}
        if not isinstance(value.value, dict) or not value.value.keys().isdisjoint(keys.COMPUTED.optional):
            return {"decision": decision.id, "value": self._decided(value, what, decision)}
        return self._record(value, what, decision)

    def _entries(self, node: Node, what: str) -> dict[str, Any]:
        found = {}
        for key, entry in self.reader.entries(node, what).items():
            if key in _MEANT:
                self.problems.add(node.keys[key], "reserved-name", f"{what}: {key!r} is no name for an entry")
            elif isinstance(entry.value, dict) and "unset" in entry.value:
                unset = self.reader.mapping(entry, f"{what}: {key}", *keys.UNSET)
                found[key] = {"unset": self.reader.text(unset["unset"], f"{what}: {key}: unset")}
            else:
                found[key] = self._value(entry, f"{what}: {key}")
        return found

    def _record(self, node: Node, what: str, decision: Decision) -> dict[str, Any]:
        of_instances = decision.kind == "instance"
        own = keys.INSTANCE_CHOICE.optional if of_instances else (*keys.CHOICE.optional, *decision.fields)
        entry = self.reader.mapping(node, f"{what}: {decision.id}", (), own)
        payload: dict[str, Any] = {"decision": decision.id}
        if not entry:
            self.problems.add(
                node, "missing-key", f"{what}: {decision.id} needs a `value`, a `ladder` or a field to add"
            )
        if "value" in entry:
            payload["value"] = self._decided(entry["value"], what, decision)
        if "ladder" in entry:
            payload["ladder"] = self.reader.one_of(entry["ladder"], f"{what}: ladder", self.ladders)
        fields = {
            key: self._field(value, f"{what}: {key}") for key, value in entry.items() if key not in ("value", "ladder")
        }
        if of_instances and "count" in fields:
            self._check_count(entry["count"], fields["count"], what)
        if fields:
            payload["fields"] = fields
        return payload

    def _check_count(self, node: Node, count: Any, what: str) -> None:
        if isinstance(count, dict):
            if "from" not in count or not self.numbers.is_number(count["from"]):
                self.problems.add(node, "not-a-count", f"{what}: count must be a number or come {{from: a number}}")
        elif isinstance(count, bool) or not isinstance(count, int) or count < 1:
            self.problems.add(node, "not-a-count", f"{what}: count must be a whole number from 1 up, not {count!r}")

    def _decided(self, node: Node, what: str, decision: Decision) -> Any:
        """Return what a decision may come to: one value, computed or written."""
        value = self._value(node, what, lists=False)
        if isinstance(value, dict) or value is None:
            return value
        known: Sequence[str] = decision.values or (tuple(self.instances) if decision.kind == "instance" else ())
        if known and value not in known:
            self.problems.add(
                node, "unknown-value", f"{what}: {value!r} is not a value of {decision.id}", nearest(str(value), known)
            )
        return value

    def _field(self, node: Node, what: str) -> Any:
        """Return a field: a value, or a mapping of names to values such as one for each channel."""
        if isinstance(node.value, dict) and _MEANT.isdisjoint(node.value):
            return {"map": {key: self._value(value, f"{what}: {key}") for key, value in node.items()}}
        return self._value(node, what)

    def _value(self, node: Node, what: str, lists: bool = True) -> Any:
        """Return a literal (also a list of them), or `{"from": operand}` / `{"template": name}`."""
        if isinstance(node.value, dict) and not node.value.keys().isdisjoint(keys.COMPUTED.optional):
            entry = self.reader.mapping(node, what, *keys.COMPUTED)
            if "template" in entry:
                return {"template": self.reader.one_of(entry["template"], f"{what}: template", self.numbers.quantities)}
            if "from" in entry:
                operand = self.numbers.operand(entry["from"], what, self.numbers.quantities)
                written = isinstance(entry["from"].value, (int, float))
                return operand if written else {"from": operand}
            return None
        parts = node.value if lists and isinstance(node.value, list) else [node]
        if all(_literal(part.value) for part in parts):
            return node.plain()
        hint = ""
        if isinstance(node.value, dict) and "unset" in node.value:
            hint = "unset goes with the entries of a map; elsewhere write value: null and a note"
        self.problems.add(node, "not-a-value", f"{what}: one text, number, true, false or null is expected here", hint)
        return None

    def exclude(self, node: Node, what: str) -> dict[str, Any]:
        """Read `{decision: value}`, `{decision: [values]}` or, for machines, `{decision: {where: …}}`."""
        found = self._decision(node, what)
        if found is None:
            return {"decision": "", "values": []}
        decision, value = found
        if isinstance(value.value, dict):
            return {"decision": decision.id, "values": self._where(value, what, decision)}
        return {"decision": decision.id, "values": self._literals(value, what, decision)}

    def _literals(self, node: Node, what: str, decision: Decision) -> list[Any]:
        """Return one or several values that a decision may come to; nothing computed, as it is compared."""
        found = []
        for part in node.value if isinstance(node.value, list) else [node]:
            value = self._decided(part, what, decision)
            if isinstance(value, dict):
                self.problems.add(part, "not-a-value", f"{what}: a value is compared here, and none is computed")
            else:
                found.append(value)
        return found

    def _where(self, node: Node, what: str, decision: Decision) -> list[str]:
        entry = self.reader.mapping(node, what, *keys.WHERE)
        if decision.kind != "instance":
            self.problems.add(node, "unused-key", f"{what}: `where` goes with decisions on machines only")
            return []
        if "where" not in entry:
            return []
        tests = self.reader.mapping(entry["where"], f"{what}: where", (), keys.WHERE_COLUMNS)
        found = list(self.instances)
        for column, test in tests.items():
            inner = self.reader.mapping(test, f"{what}: {column}", *keys.NOT) if isinstance(test.value, dict) else {}
            if isinstance(test.value, dict) and "not" not in inner:
                continue
            listed = inner.get("not", test)
            parts = listed.value if isinstance(listed.value, list) else [listed]
            wanted = [self.reader.text(part, f"{what}: {column}") for part in parts]
            known = sorted({str(instance.facts.get(column)) for instance in self.instances.values()})
            for part, value in zip(parts, wanted, strict=True):
                if value and value not in known:
                    self.problems.add(
                        part, "unknown-value", f"{what}: no instance has {column} {value!r}", nearest(value, known)
                    )
            negated = listed is not test
            found = [name for name in found if (str(self.instances[name].facts.get(column)) in wanted) != negated]
        return found

    def _decision(self, node: Node, what: str) -> tuple[Decision, Node] | None:
        entry = node.value if isinstance(node.value, dict) else {}
        if len(entry) != 1:
            self.problems.add(node, "one-decision", f"{what} names exactly one decision")
            return None
        ((name, value),) = entry.items()
        if name not in self.decisions:
            self.problems.add(
                node.keys[name], "unknown-decision", f"{what}: unknown decision {name!r}", nearest(name, self.decisions)
            )
            return None
        return self.decisions[name], value

    def given(self, node: Node | None, own: str, what: str) -> dict[str, Any]:
        """Read what a rule wants of the decisions before `own`: `{decision: value, [values] or {not: …}}`."""
        given: dict[str, Any] = {}
        if node is None:
            return given
        order = list(self.decisions)
        for name, test in self.reader.entries(node, f"{what}: given").items():
            if name not in self.decisions:
                self.problems.add(
                    node.keys[name],
                    "unknown-decision",
                    f"{what}: given: unknown decision {name!r}",
                    nearest(name, order),
                )
                continue
            if self.decisions[name].kind == "map":
                text = f"{what}: given: {name!r} has entries, and no one value to compare"
                self.problems.add(node.keys[name], "not-a-value", text)
                continue
            if own in order and order.index(name) >= order.index(own):
                self.problems.add(
                    node.keys[name],
                    "decided-later",
                    f"{what}: given: {name!r} is not decided before {own!r}",
                    "see decisions.yaml",
                )
            negated = isinstance(test.value, dict)
            inner = self.reader.mapping(test, f"{what}: given", *keys.NOT).get("not") if negated else test
            if inner is not None:
                values = self._literals(inner, f"{what}: given", self.decisions[name])
                given[name] = {"not" if negated else "in": values}
        return given


def _literal(value: Any) -> bool:
    """True for what can be written as one value: no list or mapping, and no number without a size."""
    return not isinstance(value, (list, dict)) and not (isinstance(value, float) and not math.isfinite(value))
