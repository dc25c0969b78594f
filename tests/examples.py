"""The shipped examples, read once, and those of packs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from advisor import load
from advisor.authoring import examples
from advisor.authoring.examples import Example
from advisor.authoring.suite import Suite, collect

from .conftest import RULES


@cache
def read_examples() -> tuple[Example, ...]:
    return examples.read_examples(load(), examples.example_files(RULES), RULES)


@cache
def possible_examples() -> tuple[Example, ...]:
    """The examples that are answered, not refused."""
    return tuple(example for example in read_examples() if not example.expect.impossible)


def suite_of(pack: Path) -> Suite:
    """Return the knowledge with a pack, and the examples of the pack."""
    return collect([pack])
