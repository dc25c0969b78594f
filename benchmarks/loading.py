"""Loading, measured: the shipped rules, ten times the shipped rules, and 10 000 rules, from YAML and compiled; then checking them.

The larger folders hold the shipped rules several times under other ids, so a rule costs what a real one costs. Times are of the
processor, in one thread: a busy machine does not change them much.

    python benchmarks/loading.py [--repeat 3] [--check]

`--check` ends with 1 when a budget is missed: 10 000 rules in 5 s from YAML and 0.5 s compiled, ten times the rules at most 12 times
the time, lint and examples of the shipped rules 3 s together.
"""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec.json

import advisor
from advisor.authoring.lint.report import lint
from advisor.authoring.scope import scope_of
from advisor.authoring.suite import collect
from advisor.authoring.testing import run_examples
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder
from advisor.knowledge.place import rules_folder

RULE = re.compile(r"^(- \{?rule: )([a-z0-9.-]+)", re.MULTILINE)


def multiply(folder: Path, target: Path, rules: int) -> None:
    """Copy a rules folder and repeat its rules, under new ids, until there are `rules` of them."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("examples"))
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(target.rglob("*.yaml"))}
    texts = {path: text for path, text in texts.items() if RULE.search(text)}
    missing = rules - sum(len(RULE.findall(text)) for text in texts.values())
    copy = 1
    while missing > 0:
        copy += 1
        for path, text in texts.items():
            entries = re.split(r"(?m)^(?=- \{?rule: )", text)[1:][:missing]
            renamed = RULE.sub(rf"\1\2-copy{copy}", "".join(entries))
            path.with_name(f"{path.stem}-{copy}.yaml").write_text(renamed, encoding="utf-8")
            missing -= len(entries)


def best(call: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Return the shortest of several runs, in seconds of processor time, and what the call returned."""
    shortest, result = float("inf"), None
    for _ in range(repeat):
        start = time.process_time()
        result = call()
        shortest = min(shortest, time.process_time() - start)
    return shortest, result


def measure(label: str, folder: Path, repeat: int) -> tuple[float, float]:
    from_yaml, base = best(lambda: load_folder(folder), repeat)
    writing, document = best(lambda: msgspec.json.encode(base.document()), 1)
    compiled, _ = best(lambda: KnowledgeBase.from_json(document), repeat)
    print(
        f"{label:>22} {len(base.rules):>6} rules | from YAML {from_yaml:6.3f} s | compile {writing:6.3f} s"
        f" | compiled {compiled:6.3f} s | {len(document) / 1e6:5.1f} MB",
        flush=True,
    )
    return from_yaml, compiled


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    shipped = Path(rules_folder())
    print(f"advisor {advisor.__version__}, Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as temporary:
        one, _ = measure("shipped", shipped, options.repeat)
        count = len(load_folder(shipped).rules)
        multiply(shipped, Path(temporary, "ten"), 10 * count)
        ten, _ = measure("ten times the shipped", Path(temporary, "ten"), options.repeat)
        multiply(shipped, Path(temporary, "many"), 10_000)
        many, compiled = measure("10 000 rules", Path(temporary, "many"), options.repeat)
    print(f"ten times the rules cost {ten / one:.1f} times the time")
    linting, _ = best(lambda: lint(scope_of(())), options.repeat)
    suite = collect(())
    testing, _ = best(lambda: run_examples(suite.base, suite.examples), options.repeat)
    print(f"checking the shipped rules {linting:.2f} s, running their {len(suite.examples):,} examples {testing:.2f} s")
    missed = linting + testing > 3 or many > 5 or compiled > 0.5 or ten > 12 * one
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
