"""The shipped conformance kit is what the engine concludes today, and CLIPS fires the same clauses."""

from __future__ import annotations

import json

import pytest

from advisor.authoring.export.conformance import conformance_lines, kit_situations
from advisor.authoring.reference import Reference, references

from ..conftest import RULES

KIT = RULES / "conformance" / "situations.jsonl"
AGAIN = "run: advisor rules export --to conformance --out rules/conformance/situations.jsonl"


@pytest.fixture(scope="module")
def kit():
    header, *lines = (json.loads(line) for line in KIT.read_text(encoding="utf-8").splitlines())
    return header, lines


def test_the_kit_is_what_the_engine_concludes_today(shipped) -> None:
    made = [f"{line}\n" for line in conformance_lines(shipped, kit_situations(shipped, references([RULES])))]
    shipped_lines = KIT.read_text(encoding="utf-8").splitlines(keepends=True)
    different = [
        number for number, (one, other) in enumerate(zip(made, shipped_lines, strict=False), 1) if one != other
    ]
    assert different[:5] == [], AGAIN
    assert len(made) == len(shipped_lines), AGAIN


def test_the_kit_holds_about_two_hundred_situations_known_fully_and_in_part(kit) -> None:
    _, lines = kit
    assert 150 <= len(lines) <= 250
    assert {} in [line["situation"] for line in lines]
    assert sum(len(line["situation"]) == 1 for line in lines) >= 5
    assert sum(bool(line["decisions"]) for line in lines) >= 100


def test_the_kit_gives_plain_values_only(kit) -> None:
    _, lines = kit
    assert all(isinstance(value, (str, int, float)) for line in lines for value in line["situation"].values())


def test_clips_fires_what_the_kit_says(shipped, kit, tmp_path) -> None:
    pytest.importorskip("clips")
    from .test_export_clips import fired, loaded

    header, lines = kit
    environment = loaded(shipped, tmp_path)
    always = set(header["always"])
    for line in lines:
        assert set(fired(environment, line["situation"])) - always == set(line["fired"]), line["situation"]


def test_situations_that_cannot_be_or_have_bands_are_left_out(load_pack) -> None:
    base = load_pack(
        attributes="""
- {attribute: a, type: boolean, ask: A?}
- {attribute: b, type: boolean, ask: B?}
- {attribute: n, type: integer, ask: N?}
""",
        rules="- {rule: not-both, when: {a: true, b: true}, impossible: true, because: It is so., basis: house-judgement}",
        card="{algorithm: one, name: One, summary: s, order: 1, sources: [book]}",
        decisions="- {decision: d, title: D, values: [v]}",
    )
    given = [{"a": True, "b": True}, {"n": {"above": 5}}, {"c": 1}, {"n": 7, "a": True}, {"b": False}]
    found = kit_situations(base, [Reference(f"e{number}", one) for number, one in enumerate(given)])
    assert found == [{}, {"a": True, "n": 7}, {"a": True}, {"b": False}]
