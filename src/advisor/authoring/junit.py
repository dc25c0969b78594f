"""Outcomes as JUnit XML, which every build server shows."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from ..errors import printable
from .testing import Outcome

__all__ = ["junit"]


def junit(outcomes: Sequence[Outcome]) -> str:
    """Return one test suite per example file. No times are given: the same outcomes are the same bytes."""
    files: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        files.setdefault(outcome.example.file, []).append(outcome)
    failed = sum(not outcome.passed for outcome in outcomes)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="advisor rules test" tests="{len(outcomes)}" failures="{failed}">',
    ]
    for file, found in files.items():
        lines += _suite(file, found)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(file: str, outcomes: Sequence[Outcome]) -> list[str]:
    failed = sum(not outcome.passed for outcome in outcomes)
    lines = [f'  <testsuite name={_attribute(file)} tests="{len(outcomes)}" failures="{failed}">']
    for outcome in outcomes:
        example = outcome.example
        head = (
            f"    <testcase classname={_attribute(file)} name={_attribute(example.id)}"
            f' file={_attribute(file)} line="{example.line}"'
        )
        if outcome.passed:
            lines.append(f"{head}/>")
            continue
        message = "; ".join(difference.render() for difference in outcome.differences)
        lines_of = [line for difference in outcome.differences for line in (difference.render(), *difference.why)]
        details = "\n".join([example.place, *lines_of])
        lines += [
            f"{head}>",
            f"      <failure message={_attribute(message)}>{escape(printable(details))}</failure>",
            "    </testcase>",
        ]
    return [*lines, "  </testsuite>"]


def _attribute(text: str) -> str:
    return quoteattr(printable(text).replace("\n", " "))
