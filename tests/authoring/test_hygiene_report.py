"""What has grown old or stands alone is listed, against the knowledge's own day."""

from __future__ import annotations

import json

import pytest

from advisor.authoring.hygiene import KINDS, care
from advisor.authoring.scope import scope_of
from advisor.cli.app import run
from advisor.errors import AdvisorError, KnowledgeError

from .lint_cases import rule

SOURCES = """\
- {source: book, title: A book, url: 'https://example.org/book', read: 2026-11-22, review_by: 2027-05-22}
- {source: old, title: An old page, url: 'https://example.org/old', read: 2025-01-01, review_by: 2026-01-01}
- {source: undated, title: A page, url: 'https://example.org/page', read: 2026-01-01}
- {source: turned, title: Another page, url: 'https://example.org/turned', read: 2026-05-05, review_by: 2026-05-05}
- {source: bare, title: example org new thi, url: 'https://example.org/new-things', read: 2026-11-22, review_by: 2027-05-22}
"""
CITES = rule(when="{rows: {above: 5}}", rule_out="[line]", sources="[book, old, undated, turned, bare]")
EXAMPLES = """\
- example: e
  given: {sparse: true, task: classification, format: csv}
  expect: {first: boost, setup: {format: csv}}
  sources: [book]
- example: f
  given: {task: regression}
  expect: {ruled_out: [boost]}
  sources: [book]
"""


@pytest.fixture
def listed(clean_pack):
    """Return the matters of a pack as `kind name: detail (file:line)`, those of one kind."""

    def look(kind: str, as_of: str | None = None, **files: str) -> list[str]:
        folder = clean_pack(**{"sources": SOURCES.splitlines()[0] + "\n", "examples": EXAMPLES, **files})
        found = care(scope_of([folder]), as_of)
        return [f"{one.name}: {one.detail} ({one.file}:{one.line})" for one in found.of(kind)]

    return look


def test_a_source_past_review_is_listed(listed) -> None:
    assert listed("past-review", sources=SOURCES, r=CITES) == [
        "old: due 2026-01-01, read 2025-01-01, cited 1 time (pack/sources.yaml:2)"
    ]


def test_the_day_can_be_given(listed) -> None:
    assert [one.split(":")[0] for one in listed("past-review", "2028-01-01", sources=SOURCES, r=CITES)] == [
        "book",
        "old",
        "bare",
    ]
    assert listed("past-review", "2025-12-31", sources=SOURCES, r=CITES) == []


def test_a_source_without_sound_dates_is_listed(listed) -> None:
    assert listed("undated", sources=SOURCES, r=CITES) == [
        "undated: no date in `review_by`, cited 1 time (pack/sources.yaml:3)",
        "turned: read 2026-05-05, review by 2026-05-05: that cannot be (pack/sources.yaml:4)",
    ]


def test_a_title_that_is_only_the_address_is_listed(listed) -> None:
    assert listed("bare-title", sources=SOURCES, r=CITES) == [
        "bare: 'example org new thi' of https://example.org/new-things (pack/sources.yaml:5)"
    ]


def test_what_nothing_refers_to_is_listed(listed) -> None:
    assert listed(
        "unreferenced", sources=SOURCES.replace("source: old", "source: older"), r=CITES.replace("old, ", "")
    ) == ["source: source 'older' is cited nowhere (pack/sources.yaml:2)"]


def test_a_threshold_without_a_source_is_listed(listed) -> None:
    bare = "- {rule: r, when: {rows: {above: 5}}, rule_out: [line], because: It is so., sources: []}\n"
    assert listed("no-basis", r=bare) == ["rule r: 5 has no source (pack/r.yaml:1)"]
    assert listed("no-basis", r=bare.replace("sources: []", "basis: house-judgement")) == []
    assert listed("no-basis", q="- {quantity: q, product: [rows, 4]}\n") == [
        "quantity q: 4 has no source (pack/q.yaml:1)"
    ]
    assert listed("no-basis", q="- {quantity: q, product: [rows, rows]}\n") == []


def test_what_no_example_reaches_is_listed(listed) -> None:
    more = rule(when="{rows: {above: 5}}", rule_out="[line]") + rule(
        rule="s", when="{task: clustering}", choose="{format: libsvm}"
    )
    assert listed("no-example-candidate", r=more) == [
        "line: no example expects this algorithm, or that it is ruled out (pack/line.yaml:1)"
    ]
    assert listed("no-example-rule", r=more) == [
        "r: no example fires this `rule_out` (pack/r.yaml:1)",
        "s: no example fires this `choose` (pack/r.yaml:6)",
    ]
    assert listed("no-example-value", r=more) == ["format: libsvm: chosen by s, for one (pack/r.yaml:6)"]


def test_what_a_card_calls_unverified_is_listed(listed, clean_pack) -> None:
    from .conftest import CLEAN

    fields = (
        CLEAN["fields"]
        + "- {field: unverified, type: list}\n- {field: gpus, type: choice, values: [sure, unverified]}\n"
    )
    card = CLEAN["line"].replace("order: 2", "order: 2, unverified: [Whether it is fast], gpus: unverified")
    assert listed("unverified", fields=fields, line=card) == [
        "line: Whether it is fast (pack/line.yaml:1)",
        "line: gpus (pack/line.yaml:1)",
    ]


def test_a_day_that_is_none_is_refused(clean_pack) -> None:
    with pytest.raises(AdvisorError, match=r"'soon' is not a date \(write it as 2026-11-22\) \[bad-date\]"):
        care(scope_of([clean_pack()]), "soon")


def test_knowledge_that_cannot_be_loaded_is_refused(clean_pack) -> None:
    with pytest.raises(KnowledgeError):
        care(scope_of([clean_pack(r="- {rule: r}\n")]))


def test_strict_ends_with_1_only_for_what_should_be_mended(clean_pack, capfdbinary) -> None:
    sound = {
        "sources": SOURCES.splitlines()[0] + "\n",
        "examples": EXAMPLES.replace("ruled_out: [boost]", "first: line"),
    }
    folder = str(clean_pack(**sound))
    assert run(["rules", "hygiene", folder, "--strict"]) == 0
    assert capfdbinary.readouterr().out == b"As of 2026-11-22: all well\n"
    assert run(["rules", "hygiene", folder, "--strict", "--as-of", "2028-01-01"]) == 1
    assert run(["rules", "hygiene", folder, "--as-of", "2028-01-01"]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "Sources past their review date (1)\n  pack/sources.yaml:1: book: due 2027-05-22, read 2026-11-22" in text


def test_json_counts_and_lists_everything(clean_pack, capfdbinary) -> None:
    folder = str(clean_pack(sources=SOURCES, r=CITES))
    assert run(["rules", "hygiene", folder, "--json"]) == 0
    document = json.loads(capfdbinary.readouterr().out)
    assert document["schema"] == "advisor/hygiene/1"
    assert document["as_of"] == "2026-11-22"
    assert list(document["counts"]) == list(KINDS)
    assert sum(document["counts"].values()) == len(document["matters"])
    assert document["matters"][0] == {
        "kind": "past-review",
        "name": "old",
        "detail": "due 2026-01-01, read 2025-01-01, cited 1 time",
        "file": "pack/sources.yaml",
        "line": 2,
        "strict": True,
    }


def test_the_shipped_rules_leave_nothing_that_strict_minds() -> None:
    assert run(["rules", "hygiene", "--strict"]) == 0
