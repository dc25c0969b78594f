"""Rules: judgement as written, and the clauses the matcher works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import nearest
from . import keys
from .conditions import MAX_ROWS, Conditions
from .model import STRENGTHS, Candidate, Clause, Decision, Row, Rule
from .numbers import NumberReader
from .reading import Reader
from .selectors import Selectors
from .tree import Node

__all__ = ["EFFECTS", "LEVELS", "RuleReader"]

EFFECTS = tuple(keys.EFFECT_TEXTS)
LEVELS = {name: number for number, name in enumerate(keys.LEVEL_TEXTS)}


class RuleReader:
    """Reads rules against everything that is declared."""

    def __init__(
        self,
        reader: Reader,
        conditions: Conditions,
        selectors: Selectors,
        numbers: NumberReader,
        candidates: Mapping[str, Candidate],
        decisions: Mapping[str, Decision],
        sources: Mapping[str, Any],
        instances: Mapping[str, Any],
        ladders: Mapping[str, Any],
        pack_of: Mapping[str, str],
    ) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.conditions = conditions
        self.selectors = selectors
        self.numbers = numbers
        self.candidates = candidates
        self.decisions = decisions
        self.sources = sources
        self.instances = instances
        self.ladders = ladders
        self.pack_of = pack_of

    def read(self, node: Node) -> tuple[Rule, list[Clause]] | None:
        """Read one rule. Returns None when it is too broken to go on."""
        entry = self.reader.mapping(node, "rule", *keys.RULE)
        name = self.reader.text(entry.get("rule"), "rule")
        what = f"rule {name!r}"
        effects = [key for key in entry if key in EFFECTS]
        if len(effects) != 1:
            self.problems.add(node, "one-effect", f"{what} needs exactly one effect", ", ".join(EFFECTS))
            return None
        effect = effects[0]
        self._manners(node, entry, effect, what)
        rows = self.conditions.rows(entry.get("when"), f"{what}: when", effect in keys.KNOWN_WITH)
        mistakes = len(self.problems.found)
        if "for" in entry:
            self.selectors.check(entry["for"], f"{what}: for")
        selects = len(self.problems.found) == mistakes
        reading: Callable[[Node, str], tuple[Any, Any]] = getattr(self, f"_{effect}")
        payload, targets = reading(entry[effect], what)
        level = self.reader.one_of(entry["level"], f"{what}: level", LEVELS) if "level" in entry else "usual"
        rule = Rule(
            id=name,
            effect=effect,
            because=self.reader.text(entry.get("because"), f"{what}: because"),
            sources=self._sources(entry, what),
            basis=self.reader.text(entry.get("basis"), "basis"),
            finding=self.reader.text(entry.get("finding"), f"{what}: finding"),
            aspect=self.reader.text(entry.get("aspect"), f"{what}: aspect"),
            level=LEVELS[level or "usual"],
            payload=payload,
            given=self._given(entry, payload, what),
            file=node.file,
            line=node.line,
            pack=self.pack_of[node.file],
        )
        clauses = self._clauses(rule, rows, entry.get("for"), targets, node)
        if not clauses and selects:
            self.problems.add(entry["for"], "dead-selector", f"{what}: `for` selects no candidate")
        return rule, clauses

    def _manners(self, node: Node, entry: Mapping[str, Node], effect: str, what: str) -> None:
        if effect in ("favor", "avoid") and "aspect" not in entry:
            self.problems.add(node, "missing-key", f"{what}: {effect} needs an `aspect`")
        if effect not in ("favor", "avoid") and "aspect" in entry:
            self.problems.add(entry["aspect"], "unused-key", f"{what}: `aspect` goes with favor and avoid only")
        if effect not in keys.GIVEN_WITH and "given" in entry:
            message = f"{what}: `given` goes with {', '.join(keys.GIVEN_WITH)} only"
            self.problems.add(entry["given"], "unused-key", message)
        if effect != "choose" and "level" in entry:
            self.problems.add(entry["level"], "unused-key", f"{what}: `level` goes with choose only")
        if "because" not in entry:
            self.problems.add(node, "missing-key", f"{what}: key 'because' is missing")
        if "sources" not in entry and "basis" not in entry:
            self.problems.add(node, "missing-key", f"{what}: needs `sources`, or `basis: house-judgement`")

    def _sources(self, entry: Mapping[str, Node], what: str) -> tuple[str, ...]:
        found = []
        for node in self.reader.nodes(entry.get("sources"), f"{what}: sources"):
            source = self.reader.one_of(node, f"{what}: source", self.sources)
            if source:
                found.append(source)
        return tuple(found)

    # --- effects: each returns its payload and its explicit targets (None: decided by `for`) ---

    def _derive(self, node: Node, what: str) -> tuple[Any, Any]:
        entry = node.value if isinstance(node.value, dict) else {}
        if len(entry) != 1:
            self.problems.add(node, "one-attribute", f"{what}: derive sets exactly one attribute")
            return ["", None], None
        ((name, value),) = entry.items()
        attribute = self.conditions.attributes.get(name)
        if attribute is None:
            self.problems.add(
                node.keys[name],
                "unknown-attribute",
                f"{what}: unknown attribute {name!r}",
                nearest(name, self.conditions.attributes),
            )
            return ["", None], None
        return [name, self.conditions.value(value, what, attribute)], None

    def _impossible(self, node: Node, what: str) -> tuple[Any, Any]:
        if node.value is not True:
            self.problems.add(node, "not-true", f"{what}: write `impossible: true`")
        return None, None

    def _favor(self, node: Node, what: str) -> tuple[Any, Any]:
        if not isinstance(node.value, dict):
            word = self.reader.one_of(node, f"{what}: strength", STRENGTHS)
            return STRENGTHS.get(word or "", 1), None
        targets = {}
        for name, strength in node.items():
            if name not in self.candidates:
                self.problems.add(
                    node.keys[name],
                    "unknown-candidate",
                    f"{what}: unknown candidate {name!r}",
                    nearest(name, self.candidates),
                )
                continue
            word = self.reader.one_of(strength, f"{what}: strength", STRENGTHS)
            targets[name] = STRENGTHS.get(word or "", 1)
        return None, targets

    _avoid = _favor

    def _rule_out(self, node: Node, what: str) -> tuple[Any, Any]:
        if node.value is True:
            return None, None
        return None, dict.fromkeys(self._candidates(node, what), 1)

    def _candidates(self, node: Node, what: str) -> list[str]:
        names = [
            self.reader.one_of(entry, f"{what}: candidate", self.candidates) for entry in self.reader.nodes(node, what)
        ]
        return [name for name in names if name]

    def _choose(self, node: Node, what: str) -> tuple[Any, Any]:
        found = self._decision(node, what)
        if found is None:
            return {"decision": ""}, None
        decision, value = found
        if decision.kind == "map":
            entries = self.reader.entries(value, f"{what}: {decision.id}")
            return {
                "decision": decision.id,
                "entries": {key: self._entry(entry, f"{what}: {key}") for key, entry in entries.items()},
            }, None
        if not isinstance(value.value, dict) or not value.value.keys().isdisjoint(keys.COMPUTED.optional):
            return {"decision": decision.id, "value": self._decided(value, what, decision)}, None
        return self._choose_record(value, what, decision), None

    def _choose_record(self, node: Node, what: str, decision: Decision) -> dict[str, Any]:
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
            key: self._value(value, f"{what}: {key}") for key, value in entry.items() if key not in ("value", "ladder")
        }
        if fields:
            payload["fields"] = fields
        return payload

    def _decided(self, node: Node, what: str, decision: Decision) -> Any:
        value = self._value(node, what)
        if isinstance(value, dict) or value is None:
            return value
        known: Sequence[str] = decision.values or (tuple(self.instances) if decision.kind == "instance" else ())
        if known and value not in known:
            self.problems.add(
                node, "unknown-value", f"{what}: {value!r} is not a value of {decision.id}", nearest(str(value), known)
            )
        return value

    def _entry(self, node: Node, what: str) -> Any:
        """Return one entry of a map: a value, or `{"unset": text}`."""
        if isinstance(node.value, dict) and "unset" in node.value:
            entry = self.reader.mapping(node, what, *keys.UNSET)
            return {"unset": self.reader.text(entry["unset"], f"{what}: unset")}
        return self._value(node, what)

    def _value(self, node: Node, what: str) -> Any:
        """Return a literal, or `{"from": operand}` / `{"template": name}`."""
        if isinstance(node.value, dict) and not node.value.keys().isdisjoint(keys.COMPUTED.optional):
            entry = self.reader.mapping(node, what, *keys.COMPUTED)
            if "template" in entry:
                return {"template": self.reader.one_of(entry["template"], f"{what}: template", self.numbers.quantities)}
            return {"from": self.numbers.operand(entry["from"], what, self.numbers.quantities)}
        if isinstance(node.value, dict):
            if "unset" in node.value:
                text = f"{what}: `unset` goes with the entries of a map, such as hyperparameters"
                self.problems.add(node, "unused-key", text, "write value: null and a note")
            return {"map": {key: self._value(value, what) for key, value in node.items()}}
        return node.plain()

    def _exclude(self, node: Node, what: str) -> tuple[Any, Any]:
        found = self._decision(node, what)
        if found is None:
            return {"decision": "", "values": []}, None
        decision, value = found
        if isinstance(value.value, dict):
            return {"decision": decision.id, "values": self._where(value, what, decision)}, None
        nodes = value.value if isinstance(value.value, list) else [value]
        return {"decision": decision.id, "values": [self._decided(entry, what, decision) for entry in nodes]}, None

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
            listed = inner.get("not", test)
            wanted = [str(part.value) for part in (listed.value if isinstance(listed.value, list) else [listed])]
            known = sorted({str(instance.facts.get(column)) for instance in self.instances.values()})
            for value in wanted:
                if value not in known:
                    self.problems.add(
                        listed, "unknown-value", f"{what}: no instance has {column} {value!r}", nearest(value, known)
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

    def _advise(self, node: Node, what: str) -> tuple[Any, Any]:
        entry = self.reader.mapping(node, f"{what}: advise", *keys.ADVISE)
        return self._message(entry, what), self._message_targets(entry, what)

    def _warn(self, node: Node, what: str) -> tuple[Any, Any]:
        entry = self.reader.mapping(node, f"{what}: warn", *keys.WARN)
        return self._message(entry, what), self._message_targets(entry, what)

    def _message(self, entry: Mapping[str, Node], what: str) -> dict[str, Any]:
        if "error" in entry and "symptom" not in entry:
            self.problems.add(entry["error"], "missing-key", f"{what}: `error` goes with a `symptom`")
        failure = {
            "symptom": self.reader.text(entry.get("symptom"), f"{what}: symptom"),
            "errors": self._errors(entry.get("error"), what),
        }
        return {
            "topic": self.reader.text(entry.get("topic"), "topic"),
            "text": self.reader.text(entry.get("text"), f"{what}: text"),
            "rank": int(self.reader.number(entry.get("rank"), f"{what}: rank", 5)),
            **(failure if "symptom" in entry else {}),
        }

    def _errors(self, node: Node | None, what: str) -> list[str]:
        several = node is not None and isinstance(node.value, list)
        if several:
            return list(self.reader.texts(node, f"{what}: error"))
        return [self.reader.text(node, f"{what}: error")] if node is not None else []

    def _message_targets(self, entry: Mapping[str, Node], what: str) -> dict[str, int] | None:
        return dict.fromkeys(self._candidates(entry["candidates"], what), 1) if "candidates" in entry else None

    def _given(self, entry: Mapping[str, Node], payload: Any, what: str) -> dict[str, Any]:
        given: dict[str, Any] = {}
        node = entry.get("given")
        if node is None:
            return given
        order = list(self.decisions)
        own = payload.get("decision") if isinstance(payload, dict) else ""
        for name, test in self.reader.entries(node, f"{what}: given").items():
            if name not in self.decisions:
                self.problems.add(
                    node.keys[name],
                    "unknown-decision",
                    f"{what}: given: unknown decision {name!r}",
                    nearest(name, order),
                )
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
            if inner is None:
                continue
            nodes = inner.value if isinstance(inner.value, list) else [inner]
            given[name] = {
                "not" if negated else "in": [
                    self._decided(part, f"{what}: given", self.decisions[name]) for part in nodes
                ]
            }
        return given

    # --- clauses ---

    def _clauses(
        self, rule: Rule, rows: tuple[Row, ...], selector: Node | None, targets: Mapping[str, int] | None, node: Node
    ) -> list[Clause]:
        if rule.effect in ("favor", "avoid", "rule_out") and selector is None and targets is None:
            self.problems.add(node, "missing-key", f"rule {rule.id!r}: name the candidates, or give a selector (`for`)")
        names = list(targets) if targets is not None else list(self.candidates)
        if rule.effect in ("choose", "exclude"):
            kinds = self.decisions[rule.payload["decision"]].kinds if rule.payload["decision"] in self.decisions else ()
            names = [name for name in names if self.candidates[name].kind in kinds]
        if selector is None:
            whole = targets is None and len(names) == len(self.candidates)
            return [Clause(rule.id, rule, rows, None if whole else _weights(rule, names, targets))]
        groups: dict[Any, tuple[tuple[Row, ...], list[str]]] = {}
        for name in names:
            found = self.selectors.rows(selector, self.candidates[name])
            joined = self.conditions.merge(rows, found) if found else ()
            if joined:
                key = tuple(frozenset(row.items()) for row in joined)
                groups.setdefault(key, (joined, []))[1].append(name)
        if any(len(joined) > MAX_ROWS for joined, _ in groups.values()):
            self.problems.add(
                selector,
                "too-many-rows",
                f"rule {rule.id!r}: more than {MAX_ROWS} combinations of `any`",
                "split the rule",
            )
        several = len(groups) > 1
        return [
            Clause(f"{rule.id}@{number}" if several else rule.id, rule, joined, _weights(rule, found_names, targets))
            for number, (joined, found_names) in enumerate(groups.values(), 1)
        ]


def _weights(rule: Rule, names: list[str], targets: Mapping[str, int] | None) -> dict[str, int]:
    strength = rule.payload if rule.effect in ("favor", "avoid") and isinstance(rule.payload, int) else 1
    return {name: targets[name] if targets is not None else strength for name in names}
