"""The shipped examples, read once."""

from __future__ import annotations

from functools import cache

from advisor import load
from advisor.authoring import examples
from advisor.authoring.examples import Example

from .conftest import RULES


@cache
def read_examples() -> tuple[Example, ...]:
    return examples.read_examples(load(), examples.example_files(RULES), RULES)
