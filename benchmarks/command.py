"""Whole commands beside `python -c pass`: medians of wall time, pair by pair, and peak memory; then answers per second.

python benchmarks/command.py [--runs 15]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.examples import read_examples

import advisor
from advisor.advice.answer.recommend import advise
from advisor.situation import read_situation

COMMANDS = {
    "--version": ["--version"],
    "recommend --json": ["recommend", "--json", "--sparse", "--task", "classification"],
    "recommend": ["recommend", "--sparse", "--task", "classification"],
}


def run(arguments: list[str]) -> tuple[float, float]:
    """Return wall seconds and peak memory in MB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def commands(runs: int) -> None:
    bare = [sys.executable, "-c", "pass"]
    for name, arguments in COMMANDS.items():
        command = [str(Path(sys.executable).with_name("advisor")), *arguments]
        run(command)
        pairs = [(run(command), run(bare)) for _ in range(runs)]
        ratio = statistics.median(ours[0] / theirs[0] for ours, theirs in pairs)
        wall = statistics.median(ours[0] for ours, _ in pairs) * 1000
        print(
            f"{name:<18} {wall:6.1f} ms  {ratio:5.2f} x python -c pass  {max(ours[1] for ours, _ in pairs):5.1f} MB peak"
        )


def answers() -> None:
    base = advisor.load()
    situations = [
        read_situation(example.given, base.attributes) for example in read_examples() if not example.expect.impossible
    ]
    for label, top, engine in (("experta, top 3", 3, True), ("index, top 3", 3, False), ("index, all", None, False)):
        for situation in situations[:30]:
            advise(base, situation, top, engine=engine)
        times = []
        for situation in situations:
            start = time.perf_counter()
            advise(base, situation, top, engine=engine)
            times.append(time.perf_counter() - start)
        rate = len(times) / sum(times)
        print(
            f"{label:<18} {statistics.median(times) * 1000:6.2f} ms median, {rate:7.0f} answers/s over {len(times)} examples"
        )


def batch(lines: int) -> None:
    situations = [json.dumps(example.given) for example in read_examples() if not example.expect.impossible]
    text = "\n".join(situations[number % len(situations)] for number in range(lines)).encode()
    command = [str(Path(sys.executable).with_name("advisor")), "recommend", "--batch", "-"]
    start = time.perf_counter()
    subprocess.run(command, input=text, stdout=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    print(f"{'--batch, top 3':<18} {lines / seconds:6.0f} lines/s over {lines:,} lines, start-up included")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--lines", type=int, default=5000)
    options = parser.parse_args()
    commands(options.runs)
    answers()
    batch(options.lines)
