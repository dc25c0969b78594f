"""Rules as a graph: from what they look at, through them, to what they decide. As Mermaid and as DOT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from ..advice.explain.wording import value_text
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import STRENGTHS, Clause, Rule
from . import phrases
from .selection import clauses_of, read_names

__all__ = ["Edge", "Graph", "Node", "draw", "to_dot", "to_mermaid"]

_STRENGTH_NAMES = {points: word for word, points in STRENGTHS.items()}
_MOST_TARGETS = 6  # a rule that concerns more candidates points to one node for all of them
# kind of node: (Mermaid brackets, DOT shape)
_SHAPES = {
    "attribute": ("([", "])", "ellipse"),
    "quantity": ("[/", "/]", "parallelogram"),
    "rule": ("[", "]", "box"),
    "decision": ("{{", "}}", "hexagon"),
    "candidate": ("[[", "]]", "box3d"),
    "message": (">", "]", "note"),
}
_ORDER = tuple(_SHAPES)


class Node(Struct, frozen=True):
    """One node: kind (attribute, quantity, rule, decision, candidate, message) and name."""

    kind: str
    name: str


class Edge(Struct, frozen=True):
    """An arrow with its label."""

    start: Node
    end: Node
    label: str = ""


class Graph(Struct, frozen=True):
    """Nodes, attributes first, and edges in the order of the rules."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def draw(base: KnowledgeBase, rules: Iterable[Rule], candidate: str = "") -> Graph:
    """Return the graph of some rules: what they look at, and what they conclude (with `candidate`, for that one alone)."""
    clauses = clauses_of(base)
    edges: dict[Edge, None] = {}
    for rule in rules:
        own = clauses.get(rule.id, [])
        node = Node("rule", rule.id)
        for name in read_names(base, rule, own):
            edges.update(dict.fromkeys(_from(base, name, node)))
        edges.update(dict.fromkeys(_conclusions(base, rule, own, node, candidate)))
    nodes = {node: None for edge in edges for node in (edge.start, edge.end)}
    return Graph(tuple(sorted(nodes, key=lambda node: (_ORDER.index(node.kind), node.name))), tuple(edges))


def _from(base: KnowledgeBase, name: str, node: Node) -> Iterable[Edge]:
    if name not in base.quantities:
        yield Edge(Node("attribute", name), node)
        return
    quantity = Node("quantity", name)
    yield Edge(quantity, node)
    for attribute in base.quantities[name].attributes:
        yield Edge(Node("attribute", attribute), quantity)


def _conclusions(base: KnowledgeBase, rule: Rule, clauses: list[Clause], node: Node, candidate: str) -> Iterable[Edge]:
    payload = rule.payload
    if rule.effect == "derive":
        yield Edge(node, Node("attribute", payload[0]), value_text(payload[1]))
    elif rule.effect in ("choose", "exclude"):
        # `choose metric = auc` without the name that stands in the node already
        label = phrases.effect(rule).replace(f" {payload['decision']}", "", 1)
        yield Edge(node, Node("decision", payload["decision"]), label)
    elif rule.effect == "impossible":
        yield Edge(node, Node("message", "impossible together"))
    elif rule.effect in ("advise", "warn"):
        yield Edge(node, Node("message", phrases.effect(rule)))
    else:
        targets = _targets(clauses)
        yield from _candidates(base, rule, {candidate: targets[candidate]} if candidate in targets else targets, node)


def _targets(clauses: Iterable[Clause]) -> dict[str, int]:
    found: dict[str, int] = {}
    for clause in clauses:
        for name, strength in (clause.targets or {}).items():
            found[name] = max(strength, found.get(name, 0))
    return found


def _candidates(base: KnowledgeBase, rule: Rule, targets: Mapping[str, int], node: Node) -> Iterable[Edge]:
    words = {"favor": "favors", "avoid": "avoids", "rule_out": "rules out"}
    if not targets or len(targets) > _MOST_TARGETS:
        count = len(targets) or len(base.candidates)
        strengths = {_STRENGTH_NAMES[strength] for strength in targets.values()}
        label = f" {strengths.pop()}" if len(strengths) == 1 and rule.effect != "rule_out" else ""
        yield Edge(node, Node("candidate", f"{count} candidates"), words[rule.effect] + label)
        return
    for name in base.candidates:
        if name in targets:
            strength = "" if rule.effect == "rule_out" else f" {_STRENGTH_NAMES[targets[name]]}"
            yield Edge(node, Node("candidate", name), f"{words[rule.effect]}{strength}")


def to_mermaid(graph: Graph) -> str:
    """Return the graph as a Mermaid flowchart."""
    number = {node: f"n{at}" for at, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node, name in number.items():
        opening, closing, _ = _SHAPES[node.kind]
        lines.append(f'  {name}{opening}"{_mermaid(node.name)}"{closing}')
    for edge in graph.edges:
        label = f'|"{_mermaid(edge.label)}"|' if edge.label else ""
        lines.append(f"  {number[edge.start]} -->{label} {number[edge.end]}")
    return "\n".join(lines) + "\n"


_CODES = str.maketrans({"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"})


def _mermaid(text: str) -> str:
    """Escape what ends a quoted text or is read as a code, a tag or Markdown."""
    return " ".join(text.split()).translate(_CODES)


def to_dot(graph: Graph) -> str:
    """Return the graph in the DOT language of Graphviz."""
    number = {node: f"n{at}" for at, node in enumerate(graph.nodes)}
    lines = ["digraph rules {", "  rankdir=LR;", '  node [fontname="Helvetica"];']
    for node, name in number.items():
        lines.append(f'  {name} [label="{_dot(node.name)}", shape={_SHAPES[node.kind][2]}];')
    for edge in graph.edges:
        label = f' [label="{_dot(edge.label)}"]' if edge.label else ""
        lines.append(f"  {number[edge.start]} -> {number[edge.end]}{label};")
    return "\n".join([*lines, "}"]) + "\n"


def _dot(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
