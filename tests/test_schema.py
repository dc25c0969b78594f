"""The JSON Schema of a situation accepts what the advisor accepts."""

from __future__ import annotations

import random

import jsonschema
import pytest

from advisor import Band, SituationError, read
from advisor.advice.interview.schema import situation_schema

from .random_knowledge import random_situation

DRAFTS = [jsonschema.Draft7Validator, jsonschema.Draft202012Validator]


@pytest.mark.parametrize("draft", DRAFTS)
def test_the_schema_is_valid_under_old_and_new_drafts(shipped, draft) -> None:
    draft.check_schema(situation_schema(shipped))


@pytest.mark.parametrize("draft", DRAFTS)
def test_random_situations_fit_the_schema(shipped, draft) -> None:
    chance = random.Random(9)
    validator = draft(situation_schema(shipped))
    for _ in range(200):
        values = random_situation(shipped, chance)
        plain = {name: value.document() if isinstance(value, Band) else value for name, value in values.items()}
        assert validator.is_valid({**plain, "declined": ["region"]}), plain


@pytest.mark.parametrize(
    "wrong",
    [{"task": "classify"}, {"sparse": 3}, {"rows": 0}, {"rows": 1.5}, {"rows": {"from": 1}}, {"colour": "red"}],
)
def test_what_the_advisor_refuses_does_not_fit_the_schema(shipped, wrong) -> None:
    assert not jsonschema.Draft202012Validator(situation_schema(shipped)).is_valid(wrong)
    with pytest.raises(SituationError):
        read(wrong, knowledge=shipped)
