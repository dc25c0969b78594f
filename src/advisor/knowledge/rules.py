"""Rules: judgement as written, and the clauses the matcher works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import nearest
from . import keys
from .choices import ChoiceReader
from .conditions import MAX_ROWS, Conditions
from .model import STRENGTHS, Candidate, Clause, Decision, Row, Rule
from .reading import Reader
from .selectors import Selectors
from .tree import Node

__all__ = ["EFFECTS", "LEVELS", "RuleReader"]

EFFECTS = tuple(keys.EFFECT_TEXTS)
LEVELS = {name: number for number, name in enumerate(keys.LEVEL_NAMES)}


class RuleReader:
    """Reads rules against everything that is declared."""

    def __init__(
        self,
        reader: Reader,
        conditions: Conditions,
        selectors: Selectors,
        choices: ChoiceReader,
        candidates: Mapping[str, Candidate],
        decisions: Mapping[str, Decision],
        sources: Mapping[str, Any],
        pack_of: Mapping[str, str],
    ) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.conditions = conditions
        self.selectors = selectors
        self.choices = choices
        self.candidates = candidates
        self.decisions = decisions
        self.sources = sources
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
        own = payload.get("decision", "") if isinstance(payload, dict) else ""
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
            given=self.choices.given(entry.get("given"), own, what),
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
        return self.choices.choose(node, what), None

    def _exclude(self, node: Node, what: str) -> tuple[Any, Any]:
        return self.choices.exclude(node, what), None

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
