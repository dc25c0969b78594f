"""How many questions an interview takes, over all examples, and whether what it settles is what every fact would give.

Each example is interviewed from nothing: asked attributes that it gives are answered with its values, all others with *not sure*.
When only wishes are left, those it has are stated; a derived value that is not so is corrected, as in the review.

python benchmarks/interview.py [--every N] [--show]
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.examples import read_examples
from tests.interviewing import Interviewed, interviewed

import advisor
from advisor.advice.answer.ranking import rank
from advisor.advice.change.what_changes import what_changes
from advisor.inference.inference import infer
from advisor.inference.program import Program


def quantile(numbers: list[float], share: float) -> float:
    return sorted(numbers)[min(len(numbers) - 1, int(share * len(numbers)))]


def told(label: str, numbers: list[float], unit: str = "") -> None:
    print(
        f"{label:<42} median {statistics.median(numbers):6.2f}{unit}, 90 % {quantile(numbers, 0.9):6.2f}{unit}, "
        f"most {max(numbers):6.2f}{unit}"
    )


def seconds_for(given: dict) -> float:
    """Return the CPU seconds that the search for what would change an answer takes."""
    base = advisor.load()
    program, situation = Program.of(base), advisor.read(given)
    inference = infer(program, situation)
    leader = rank(base, inference).leader
    start = time.process_time()
    what_changes(program, inference, leader)
    return time.process_time() - start


def main(every: int, show: bool) -> None:
    examples = [example for example in read_examples()[::every] if not example.expect.impossible]
    found: list[Interviewed] = []
    start = time.perf_counter()
    for example in examples:
        found.append(interviewed(example.given))
        if show:
            one = found[-1]
            until = "-" if one.until_settled is None else one.until_settled
            print(
                f"{len(one.asked):3} {until:>3} {example.id}: {' '.join(one.asked)} | {' '.join(one.stated)} | {one.left}"
            )
    print(f"{len(found)} examples, {time.perf_counter() - start:.1f} s")
    told("questions", [len(one.asked) for one in found])
    told(
        "questions until settled but for wishes", [one.until_settled for one in found if one.until_settled is not None]
    )
    told("of all questions answered with not sure", [one.not_sure for one in found])
    told("wishes stated out of the offer", [len(one.stated) for one in found])
    print(f"interviews in which a derived value is corrected: {sum(bool(one.corrected) for one in found)}")
    settled = [one for one in found if one.settled]
    print(
        f"settled in the end: {len(settled)} of {len(found)}; of these the same first place as with every fact: "
        f"{sum(one.same_first for one in settled)}; in all {sum(one.same_first for one in found)}"
    )
    plain = [one for one in found if not one.stated]
    below = sum(len(one.asked) - at < low for one in plain for at, (low, _) in enumerate(one.left))
    inside = [low <= len(one.asked) - at <= high for one in plain for at, (low, high) in enumerate(one.left)]
    told("width of the range of what is left", [high - low for one in plain for low, high in one.left])
    print(f"the range held in {sum(inside) / len(inside):.0%} of {len(inside)} announcements; {below} times fewer came")
    gc.collect()
    gc.freeze()  # an advisor does not hold what this script does: that is no part of the figure
    changes = [seconds_for(example.given) * 1000 for example in examples]
    told("what would change the answer", changes, " ms")
    print(f"  at 99 % {quantile(changes, 0.99):.0f} ms; more than 100 ms in {sum(one > 100 for one in changes)}")
    told("next question", [seconds * 1000 for one in found for seconds in one.seconds], " ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth example")
    parser.add_argument("--show", action="store_true", help="show the questions of each example")
    options = parser.parse_args()
    main(options.every, options.show)
