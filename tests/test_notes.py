"""Every statement of the notes is accounted for: whether it holds, what is true instead, and what carries it."""

from __future__ import annotations

import json

import msgspec.json
import pytest

from advisor.advice.explain.statements import find_statement, statement_page
from advisor.knowledge.base import KnowledgeBase

from .test_cli import advisor as command
from .test_cli import refused
from .test_loading import errors, pack, rule

STATEMENTS = [f"N{number:02}" for number in range(1, 56)]
HOLD = (
    7,
    *range(8, 14),
    15,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    26,
    27,
    28,
    32,
    33,
    36,
    37,
    *range(39, 46),
    *range(47, 54),
    55,
)

RULE = rule(rule_out="[boost]")
NOTE = "- {note: N1, says: Boost is a line, verdict: holds, sources: [book], carried_by: {rules: [r]}}\n"


def note(**parts: str) -> str:
    entry = {
        "note": "N1",
        "says": "Boost is a line",
        "verdict": "holds",
        "sources": "[book]",
        "carried_by": "{rules: [r]}",
        **parts,
    }
    return "- {" + ", ".join(f"{key}: {value}" for key, value in entry.items() if value) + "}\n"


def test_every_statement_is_there_and_no_other(shipped) -> None:
    assert list(shipped.statements) == STATEMENTS


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_carried_by_something_and_has_a_source(name: str, shipped) -> None:
    page = statement_page(shipped, shipped.statements[name])
    assert page.carried_by
    assert all(carrier.text for carrier in page.carried_by)
    assert page.sources
    assert page.verdict == "holds" or page.instead


def test_what_was_right_holds_and_what_was_not_does_not(shipped) -> None:
    assert {int(name[1:]) for name, one in shipped.statements.items() if one.verdict == "holds"} == set(HOLD)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("N14", "without labels"),
        ("N16", "Allocation"),
        ("N24", "Only DeepAR is a built-in"),
        ("N30", "low-level"),
        ("N38", "shut down since 2026-09-29"),
        ("N54", "has been shut down"),
    ],
)
def test_what_is_true_instead_is_said(name: str, words: str, shipped) -> None:
    assert words in shipped.statements[name].instead


def test_a_statement_is_found_in_any_case(shipped) -> None:
    assert find_statement(shipped, " n14 ") is shipped.statements["N14"]
    assert find_statement(shipped, "N99") is None


CASES = {
    "unknown rule": (
        note(carried_by="{rules: [rr]}"),
        "note 'N1': rules: unknown 'rr' (did you mean 'r'?) [unknown-name]",
    ),
    "unknown card": (
        note(carried_by="{cards: [bost]}"),
        "note 'N1': cards: unknown 'bost' (did you mean 'boost'?) [unknown-name]",
    ),
    "unknown decision": (
        note(carried_by="{decisions: [formatt]}"),
        "note 'N1': decisions: unknown 'formatt' (did you mean 'format'?) [unknown-name]",
    ),
    "unknown attribute": (
        note(carried_by="{attributes: [row]}"),
        "note 'N1': attributes: unknown 'row' (did you mean 'rows'?) [unknown-name]",
    ),
    "unknown kind": (
        note(carried_by="{ruls: [r]}"),
        "note 'N1': carried_by: unknown key 'ruls' (did you mean 'rules'?) [unknown-key]",
    ),
    "carried by nothing": (
        note(carried_by="{rules: []}"),
        "note 'N1' points nowhere (name one of its rules, cards, decisions, attributes) [carried-by-nothing]",
    ),
    "carried by a text": (note(carried_by="boost"), "note 'N1': carried_by must be a mapping of keys to values"),
    "not said what carries it": (note(carried_by=""), "note: key 'carried_by' is missing [missing-key]"),
    "unknown verdict": (
        note(verdict="hold"),
        "note 'N1': verdict: unknown 'hold' (did you mean 'holds'?) [unknown-name]",
    ),
    "nothing instead": (
        note(verdict="corrected"),
        "note 'N1': key 'instead' is missing, as it is corrected [missing-key]",
    ),
    "unknown source": (
        note(sources="[bok]"),
        "note 'N1': source: unknown 'bok' (did you mean 'book'?) [unknown-name]",
    ),
    "no source": (note(sources="[]"), "note 'N1' needs a source [missing-source]"),
    "unknown key": (note(insted="x"), "note: unknown key 'insted' (did you mean 'instead'?) [unknown-key]"),
    "bad id": (note(note="n 1"), "note: 'n 1' is not a valid id (use A-Z, 0-9 and -) [bad-name]"),
    "twice": (NOTE + NOTE, "note 'N1' is already in pack/notes.yaml:1 [duplicate-id]"),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_broken_note_is_reported_with_its_place_and_the_nearest_name(case: str, load_pack) -> None:
    text, expected = CASES[case]
    (found,) = errors(load_pack, RULE, notes=text)
    assert found.startswith("pack/notes.yaml:")
    assert expected in found


def test_the_place_is_that_of_the_wrong_name(load_pack) -> None:
    text = "- note: N1\n  says: Boost is a line\n  verdict: holds\n  sources: [book]\n  carried_by: {cards: [bost]}\n"
    (found,) = errors(load_pack, RULE, notes=text)
    assert found.startswith("pack/notes.yaml:5:24: ")


def test_a_rule_that_cannot_be_read_is_not_reported_again_by_its_note(load_pack) -> None:
    (found,) = errors(load_pack, rule(rule_out="[boost]", avoid="{boost: weak}"), notes=NOTE)
    assert "[one-effect]" in found


def test_a_rule_may_have_a_note_and_is_still_a_rule(load_pack) -> None:
    base = pack(load_pack, "- {note: seen once, rule: r, rule_out: [boost], because: It is so., sources: [book]}\n")
    assert list(base.rules) == ["r"]
    assert base.statements == {}


def test_notes_survive_the_compiled_form(load_pack) -> None:
    base = pack(load_pack, RULE, notes=NOTE)
    again = KnowledgeBase.from_json(msgspec.json.encode(base.document()))
    assert again.statements == base.statements
    assert again.statements["N1"].rules == ("r",)


def test_the_command_lists_every_statement_within_80_columns() -> None:
    lines = command("explain", "notes").stdout.decode().splitlines()
    assert [line[:3] for line in lines[:55]] == STATEMENTS
    assert max(len(line) for line in lines) <= 80
    assert not [line for line in lines if "…" in line]


def test_the_command_shows_one_statement_in_any_case() -> None:
    text = command("explain", "n14").stdout.decode()
    assert text.startswith("N14: corrected\n")
    for words in ("The notes say: Random Cut Forest is a random forest", "What is true:", "card xgboost:", "https://"):
        assert words in text
    assert max(len(line) for line in text.splitlines() if "https://" not in line) <= 80


def test_the_command_writes_notes_as_json() -> None:
    listed = json.loads(command("explain", "notes", "--json").stdout)
    assert listed["schema"] == "advisor/notes/1"
    assert [one["id"] for one in listed["notes"]] == STATEMENTS
    one = json.loads(command("explain", "N54", "--json").stdout)
    assert one["schema"] == "advisor/note/1"
    assert one["verdict"] == "superseded"
    assert {"kind": "rule", "id": "serving-no-elastic-inference"}.items() <= one["carried_by"][0].items()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xgbost", "xgboost"),
        ("note", "notes"),
        ("N555", "N55"),
        ("split-by-grop", "split-by-group"),
        ("Linear Lerner", "linear-learner"),
    ],
)
def test_a_mistyped_name_gets_the_nearest_of_any_kind(typed: str, meant: str) -> None:
    assert f"did you mean '{meant}'?" in refused("explain", typed)


def test_a_word_that_only_notes_name_leads_to_them() -> None:
    assert "named in N17; see: advisor explain N17" in refused("explain", "covariance")


def test_a_word_of_a_candidates_name_leads_to_the_candidate() -> None:
    assert "did you mean 'lda' (Latent Dirichlet Allocation (LDA))?" in refused("explain", "Dirichlet")


def test_a_name_near_nothing_is_refused_without_a_traceback() -> None:
    assert "no note, rule, attribute or part of the set-up has this name" in refused("explain", "\x1b[31mred" * 50)
