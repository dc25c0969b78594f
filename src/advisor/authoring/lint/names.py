"""Names that are declared and used nowhere, and names that are probably a slip of another."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...knowledge.tree import Node
from .finding import Finding, at
from .subject import Subject, children

__all__ = ["check_names"]

_SLIP = 0.86  # names more alike than this differ by a letter or two
_SHORT = 5


def check_names(subject: Subject) -> Iterator[Finding]:
    """Find what is declared and used nowhere, and rare names that resemble a frequent one."""
    used = _Used(subject)
    for kind, names in used.by_kind.items():
        for node in subject.items[kind]:
            name = str(node.value[kind].value)
            if name not in names:
                yield at(node.value[kind], f"unused-{kind}", f"{kind} {name!r} {_UNUSED[kind]}", "remove it")
    yield from _slips(subject, "aspect", lambda node: [node.value.get("aspect")])
    yield from _slips(subject, "topic", _topics)


_UNUSED = {
    "attribute": "changes nothing: no rule, quantity, table or ladder looks at it",
    "field": "is stated by no card and used by no rule",
    "quantity": "is used by no rule, ladder or quantity",
    "ladder": "is used by no rule",
    "table": "is used by no quantity or card",
    "source": "is cited nowhere",
    "decision": "is never made: no rule chooses a value for it",
}


class _Used:
    """The names that something refers to, by kind of item."""

    def __init__(self, subject: Subject) -> None:
        base = subject.base
        self.attributes = {name for clause in base.clauses for row in clause.rows for name in row}
        self.quantities: set[str] = set()
        self.tables: set[str] = set()
        self.ladders: set[str] = set()
        self.fields: set[str] = set()
        for candidate in base.candidates.values():
            self.attributes |= {name for mode in candidate.modes for row in mode.rows for name in row}
        for rule in base.rules.values():
            self._payload(rule.payload)
        for quantity in base.quantities.values():
            self._operand(list(quantity.operands))
        self.attributes |= {table.by for table in base.tables.values()}
        self.attributes |= {ladder.by for ladder in base.ladders.values()}
        self.tables |= _scalars(subject, ("algorithm", "service"))
        stated = [key for kind in ("algorithm", "service") for node in subject.items[kind] for key in _keys(node)]
        self.by_kind: Mapping[str, Iterable[str]] = {
            "attribute": self.attributes,
            "field": {*stated, *self.fields},
            "quantity": self.quantities | self.attributes,
            "ladder": self.ladders,
            "table": self.tables,
            "source": _cited(subject),
            "decision": {rule.payload["decision"] for rule in base.rules.values() if rule.effect == "choose"},
        }

    def _payload(self, value: Any) -> None:
        if isinstance(value, Mapping):
            if value.get("ladder"):
                self.ladders.add(value["ladder"])
            if "template" in value:
                self.quantities.add(value["template"])
            if "from" in value:
                self._operand([value["from"]])
            for entry in value.values():
                self._payload(entry)

    def _operand(self, operands: list[Any]) -> None:
        for operand in operands:
            if not isinstance(operand, (list, tuple)):
                continue
            kind, name = operand[0], operand[1]
            if kind == "attr":
                self.attributes.add(name)
            elif kind == "quantity":
                self.quantities.add(name)
            elif kind == "card":
                self.fields.add(name)
            elif kind == "table":
                self.attributes.add(operand[2])
                self._operand([name])
                if isinstance(name, str):
                    self.tables.add(name)


def _scalars(subject: Subject, kinds: Iterable[str]) -> set[str]:
    return {
        node.value
        for kind in kinds
        for top in subject.items[kind]
        for node in children(top)
        if isinstance(node.value, str)
    }


def _keys(card: Node) -> Iterator[str]:
    yield from card.value
    modes = card.value.get("modes")
    for mode in modes.value if modes is not None else ():
        yield from mode.value


def _cited(subject: Subject) -> set[str]:
    found: set[str] = set()
    for nodes in subject.items.values():
        for top in nodes:
            for node in children(top):
                listed = node.value.get("sources") if isinstance(node.value, dict) else None
                if listed is not None and isinstance(listed.value, list):
                    found.update(str(entry.value) for entry in listed.value)
    return found


def _topics(node: Node) -> list[Node | None]:
    messages = [node.value[effect] for effect in ("advise", "warn") if effect in node.value]
    return [message.value.get("topic") for message in messages]


def _slips(subject: Subject, what: str, nodes_of: Any) -> Iterator[Finding]:
    """Aspects and topics are free names: one that is used once and is nearly another is a slip."""
    nodes = [node for rule in subject.rule_nodes.values() for node in nodes_of(rule) if node is not None]
    counts = Counter(str(node.value) for node in nodes)
    for node in nodes:
        name = str(node.value)
        if counts[name] > 1 or len(name) < _SHORT:
            continue
        frequent = [other for other, count in counts.items() if count > 1]
        close = difflib.get_close_matches(name, frequent, n=1, cutoff=_SLIP)
        if close:
            yield at(node, "odd-name", f"{what} {name!r} is used once only", f"did you mean {close[0]!r}?")
