"""Random clauses and situations for the differential tests, and for the benchmark."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.cells import Cells
from advisor.knowledge.model import Row
from advisor.situation import Band


def random_clauses(count: int, attributes: int, chance: random.Random) -> list[list[Row]]:
    """Clauses over choices (c0, c1 …), booleans (b0 …) and numbers (n0 …)."""
    names = [("c", "b", "n")[number % 3] + str(number // 3) for number in range(attributes)]
    clauses = []
    for _ in range(count):
        rows = []
        for _ in range(1 if chance.random() < 0.8 else chance.randint(2, 4)):
            rows.append(
                {name: _cells(name, chance) for name in chance.sample(names, chance.randint(1, min(4, len(names))))}
            )
        clauses.append(rows)
    return clauses


def _cells(name: str, chance: random.Random) -> Cells:
    if name[0] == "c":
        return Cells.of(chance.sample(["red", "green", "blue", "grey"], chance.randint(1, 3)))
    if name[0] == "b":
        return Cells.of([chance.random() < 0.5])
    low, high = sorted(chance.sample(range(0, 1000, 50), 2))
    bounds = chance.choice([(low, None), (None, high), (low, high)])
    return Cells.span(bounds[0], chance.random() < 0.5, bounds[1], chance.random() < 0.5)


def random_known(
    clauses: Sequence[Sequence[Row]], share: float, chance: random.Random, bands: bool = False
) -> dict[str, Any]:
    """A partial situation in which about `share` of the attributes is known."""
    names = sorted({name for rows in clauses for row in rows for name in row})
    return {name: _value(name, chance, bands) for name in names if chance.random() < share}


def _value(name: str, chance: random.Random, bands: bool) -> Any:
    if name[0] == "c":
        return chance.choice(["red", "green", "blue", "grey"])
    if name[0] == "b":
        return chance.random() < 0.5
    if bands and chance.random() < 0.4:
        low, high = sorted(chance.sample(range(0, 1000, 25), 2))
        return Band(low, chance.random() < 0.5, high, chance.random() < 0.5)
    return chance.choice([chance.randrange(0, 1000, 50), chance.random() * 1000])


def random_situation(base: KnowledgeBase, chance: random.Random, share: float | None = None) -> dict[str, Any]:
    """A partial situation over the attributes of a knowledge base."""
    share = chance.random() if share is None else share
    known = {}
    for attribute in base.attributes.values():
        if chance.random() >= share:
            continue
        if attribute.discrete:
            known[attribute.name] = chance.choice(attribute.domain)
            continue
        low = attribute.low or 0
        high = min(attribute.high or 1e9, 1e9)
        number = low + (high - low) * chance.random() ** chance.choice([1, 4, 12])
        known[attribute.name] = max(int(low) or 1, int(number)) if attribute.type == "integer" else max(number, 1e-6)
    return known
