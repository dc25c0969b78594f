"""A small knowledge folder to make mistakes in."""

from __future__ import annotations

from advisor.knowledge.load import ITEMS

KINDS = ", ".join(ITEMS)
ATTRIBUTES = """\
- {attribute: task, type: choice, ask: Task?, values: {classification: {aliases: [churn]}, regression: {}}}
- {attribute: sparse, type: boolean, ask: Sparse?}
- {attribute: rows, type: integer, ask: Rows?, at_least: 1, at_most: 1000000, unit: rows}
- {attribute: features, type: integer, ask: Features?, at_least: 1, at_most: 1000}
- {attribute: format, type: choice, ask: Format?, values: {csv: {}, libsvm: {}}}
"""
FIELDS = """\
- {field: tasks, type: list, of: task}
- {field: formats, type: list, of: format}
- {field: max_rows, type: integer, unit: rows}
- {field: max_cells, type: integer, unit: cells}
"""
DECISIONS = """\
- {decision: format, title: Format, values: [csv, libsvm]}
- {decision: machine, title: Machine, kind: instance, role: training}
- {decision: image, title: Image}
- {decision: settings, title: Settings, kind: map}
"""
MACHINES = """\
prefix: ml.
families:
  m1: {class: cpu, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [training]}, l: {vcpu: 4, memory_gib: 16, roles: [training]}}}
  g1: {class: gpu, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [training]}, x: {vcpu: 4, memory_gib: 16, roles: [endpoint]}}}
"""
STAIR = "- {ladder: stair, by: rows, steps: [{up_to: 10, use: ml.m1.s}, {up_to: 100, use: ml.m1.l}], beyond: spread, unknown: ml.m1.s}\n"
CARD = "{algorithm: boost, name: Boost, summary: s, order: 1, sources: [book], tasks: [classification], formats: [csv], max_rows: 500}\n"
OTHER = "{algorithm: line, name: Line, summary: s, order: 2, sources: [book], tasks: [classification, regression], formats: [csv, libsvm]}\n"


def rule(**parts: str) -> str:
    entry = {"rule": "r", "because": "It is so.", "sources": "[book]", **parts}
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items()) + "\n"


Case = tuple[str, list[str]]
