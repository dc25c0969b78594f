"""One match, side by side: our index, CLIPS, ZEN, and experta's stock RETE up to 1 000 rules.

Every engine gets the same single-row rules over the same attributes, must return the ids of the fired rules, and must agree. Each
figure is the median over the same situations, measured in one run; the ratio is against our index.

    python benchmarks/match.py [--sizes 100,300,1000] [--situations 60]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.oracles.clips_export import ClipsRules
from tests.random_knowledge import random_clauses, random_known, random_situation

from advisor import load
from advisor.inference.index import RuleIndex
from advisor.inference.inference import infer
from advisor.inference.program import Program
from advisor.situation import Situation

ATTRIBUTES = 25


class Zen:
    """A ZEN decision table that collects the ids of all matching rows."""

    def __init__(self, clauses: list[Any]) -> None:
        import zen

        names = sorted({name for rows in clauses for row in rows for name in row})
        inputs = [{"id": f"in_{name}", "name": name, "field": name} for name in names]
        rules = [
            {
                "_id": f"{number}-{part}",
                "out": str(number),
                **{f"in_{name}": _zen(cells) for name, cells in row.items()},
            }
            for number, rows in enumerate(clauses)
            for part, row in enumerate(rows)
        ]
        table = {
            "hitPolicy": "collect",
            "inputs": inputs,
            "outputs": [{"id": "out", "name": "id", "field": "id"}],
            "rules": rules,
        }
        nodes = [
            {"id": "a", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {"id": "b", "type": "decisionTableNode", "name": "table", "content": table, "position": {"x": 1, "y": 0}},
            {"id": "c", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ]
        edges = [
            {"id": "1", "sourceId": "a", "targetId": "b", "type": "edge"},
            {"id": "2", "sourceId": "b", "targetId": "c", "type": "edge"},
        ]
        self.decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def fired(self, known: dict[str, Any]) -> list[int]:
        result = self.decision.evaluate(known)["result"]
        return sorted({int(row["id"]) for row in result or []})


def _zen(cells: Any) -> str:
    if cells.values is not None:
        return ", ".join(json.dumps(value) for value in sorted(cells.values, key=str))
    low, low_open, high, high_open = cells.spans[0]
    if low is None:
        return f"{'<' if high_open else '<='} {high}"
    if high is None:
        return f"{'>' if low_open else '>='} {low}"
    return f"{'(' if low_open else '['}{low}..{high}{')' if high_open else ']'}"


def median_us(call: Callable[[dict[str, Any]], Any], situations: list[dict[str, Any]], repeat: int) -> float:
    """Return the median over situations of the best of `repeat` calls, in microseconds."""
    times = []
    for known in situations:
        best = float("inf")
        for _ in range(repeat):
            start = time.perf_counter()
            call(known)
            best = min(best, time.perf_counter() - start)
        times.append(best * 1e6)
    return statistics.median(times)


def compare(
    label: str, clauses: list[Any], situations: dict[str, list[dict[str, Any]]], with_zen: bool, with_rete: bool
) -> None:
    index = RuleIndex(clauses)
    engines: dict[str, Callable[[dict[str, Any]], list[int]]] = {
        "index": lambda known: index.clauses(index.fired(known))
    }
    engines["clips"] = ClipsRules(clauses).fired
    if with_zen:
        engines["zen"] = Zen(clauses).fired
    if with_rete:
        from tests.oracles.rete import rete_engine

        engines["rete"] = rete_engine(clauses).fired_for
    for share, cases in situations.items():
        expected = [sorted(engines["index"](known)) for known in cases]
        line = f"{label:>14} {share:>5}"
        ours = 0.0
        for name, call in engines.items():
            some = cases[: 5 if name == "rete" else len(cases)]
            agree = all(call(known) == wanted for known, wanted in zip(some, expected, strict=False))
            figure = median_us(call, some, 1 if name == "rete" else 5)
            ours = figure if name == "index" else ours
            line += (
                f" | {name} {figure:9.1f} us"
                + ("" if name == "index" else f" {figure / ours:7.1f}x")
                + ("" if agree else " DISAGREES")
            )
        print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="100,300,1000,3000,10000")
    parser.add_argument("--situations", type=int, default=60)
    parser.add_argument("--rules", help="a knowledge folder (default: the shipped one)")
    options = parser.parse_args()
    base = load(options.rules)
    program = Program.of(base)
    chance = random.Random(1)
    shipped = [clause.rows for clause in program.clauses]
    cases = {
        share: [
            infer(program, Situation(random_situation(base, chance, part))).known for _ in range(options.situations)
        ]
        for share, part in (("few", 0.08), ("half", 0.5), ("all", 1.0))
    }
    compare(f"shipped {len(shipped)}", shipped, cases, with_zen=False, with_rete=False)
    for size in (int(text) for text in options.sizes.split(",")):
        clauses = [[rows[0]] for rows in random_clauses(size, ATTRIBUTES, chance)]
        cases = {
            share: [random_known(clauses, part, chance) for _ in range(options.situations)]
            for share, part in (("3", 3 / ATTRIBUTES), ("half", 0.5), ("all", 1.0))
        }
        compare(f"synthetic {size}", clauses, cases, with_zen=True, with_rete=size <= 1000)


if __name__ == "__main__":
    main()
