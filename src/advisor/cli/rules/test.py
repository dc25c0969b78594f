"""`advisor rules test`: run the examples, and say what they leave untested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...errors import Diagnostic, printable
from ..command import Command, Number, SuggestingChoice
from ..output import write, write_json
from .common import packs

if TYPE_CHECKING:
    from ...authoring.coverage import Coverage
    from ...authoring.missing import Missing
    from ...authoring.testing import Outcome

__all__ = ["command"]

SCHEMA = "advisor/rules-test/1"


def command() -> click.Command:
    """Build the command."""
    return Command(
        "test",
        params=[
            click.Argument(["paths"], nargs=-1, type=click.Path(path_type=Path)),
            click.Option(
                ["--coverage"],
                is_flag=True,
                help="Say which rules never fire and which conditions never hold, fail or wait, each with an example to paste.",
            ),
            click.Option(
                ["--threshold"],
                type=Number(0, 100, whole=False),
                metavar="PERCENT",
                help="Fail when fewer rules fire, or fewer conditions are seen both ways.",
            ),
            click.Option(["--junit"], type=click.Path(path_type=Path), metavar="FILE", help="Also write JUnit XML."),
            click.Option(["--output"], type=SuggestingChoice(["text", "json"]), help="How to show the result (text)."),
            click.Option(["--json", "as_json"], is_flag=True, help="Short for --output json."),
        ],
        callback=_run,
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


_HELP = """Run the examples of the knowledge: situations with the answer they must get.

PATHS are a folder laid out like rules/, a pack, or example files. The examples of a pack run on the shipped rules, the packs in
force and itself. Without PATHS the packs of --rules are tested, or the shipped rules.
A failure shows what was expected, what came, and the rules that made the difference.
"""


def _run(
    paths: tuple[Path, ...],
    coverage: bool,
    threshold: float | None,
    junit: Path | None,
    output: str | None,
    as_json: bool,
) -> int:
    from ...authoring.coverage import measure
    from ...authoring.missing import fill_gaps
    from ...authoring.suite import PathError, collect
    from ...authoring.testing import run_examples
    from ...inference.program import Program

    if as_json and output == "text":
        raise PathError([Diagnostic("given-twice", "--json and --output text contradict each other")])
    suite = collect(paths, *packs())
    if not suite.examples:
        raise PathError(
            [Diagnostic("no-examples", "no examples here", hint="an example file holds `- example: …` items")]
        )
    outcomes = run_examples(suite.base, suite.examples)
    program = Program.of(suite.base)
    situations = [example.situation for example in suite.examples]
    measured: Coverage | None = None
    missing: tuple[Missing, ...] = ()
    if coverage:
        measured, missing = fill_gaps(program, situations, suite.packs)
    elif threshold is not None:
        measured = measure(program, situations, suite.packs)
    if junit is not None:
        _write_junit(junit, outcomes)
    if as_json or output == "json":
        _write_json(outcomes, measured, missing)
    else:
        lines = [*_text(outcomes, measured, missing if coverage else None)]
        write(printable("\n".join(lines)) + "\n")
    below = measured is not None and threshold is not None and bool(_below(measured, threshold))
    if below and measured is not None and threshold is not None and not as_json and output != "json":
        write("".join(f"Below {threshold:g} %: {what}.\n" for what in _below(measured, threshold)))
    return 1 if below or any(not outcome.passed for outcome in outcomes) else 0


def _write_junit(path: Path, outcomes: Sequence[Outcome]) -> None:
    from ...authoring.junit import junit
    from ...authoring.suite import PathError

    try:
        path.write_text(junit(outcomes), encoding="utf-8")
    except OSError as error:
        reason = f"cannot be written: {error.strerror or error}"
        raise PathError([Diagnostic("file", reason, str(path))]) from None


_TITLES = {
    "rules_fired": "rules fired",
    "conditions_both_ways": "conditions seen to hold and to fail",
    "conditions_unknown": "conditions seen while unknown",
}


def _below(measured: Coverage, threshold: float) -> list[str]:
    from ...authoring.coverage import percent

    counted = {name: percent(count) for name, count in measured.counts.items()}
    return [_TITLES[name] for name in ("rules_fired", "conditions_both_ways") if counted[name] < threshold]


# --- text ---


def _text(outcomes: Sequence[Outcome], measured: Coverage | None, missing: Sequence[Missing] | None) -> Iterator[str]:
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        yield f"FAILED {outcome.example.place}: {outcome.example.id}"
        for difference in outcome.differences:
            yield f"  {difference.render()}"
            yield from (f"    {line}" for line in difference.why)
        yield ""
    if missing is not None:
        yield from _coverage_text(missing)
    verdict = f"{len(failed)} failed, {len(outcomes) - len(failed)} passed" if failed else "all passed"
    yield f"{len(outcomes):,} example{'' if len(outcomes) == 1 else 's'}: {verdict}"
    if measured is not None:
        from ...authoring.coverage import percent

        for name, count in measured.counts.items():
            yield f"{percent(count):5.1f} % {_TITLES[name]} ({count[0]:,} of {count[1]:,})"


def _coverage_text(missing: Sequence[Missing]) -> Iterator[str]:
    if not missing:
        return
    yield "# Examples for what no example shows yet. Check each answer, and name its source, before you keep it."
    for case in missing:
        yield from case.lines()
    yield ""


# --- JSON ---


def _write_json(outcomes: Sequence[Outcome], measured: Coverage | None, missing: Sequence[Missing]) -> None:
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "examples": len(outcomes),
        "failures": [_failure(outcome) for outcome in outcomes if not outcome.passed],
    }
    if measured is not None:
        data["coverage"] = _coverage_json(measured, missing)
    write_json(data)


def _failure(outcome: Outcome) -> dict[str, Any]:
    example = outcome.example
    return {
        "example": example.id,
        "file": example.file,
        "line": example.line,
        "column": example.column,
        "given": dict(example.given),
        "differences": [
            {
                "what": difference.what,
                "expected": list(difference.expected),
                "got": difference.got,
                "why": list(difference.why),
            }
            for difference in outcome.differences
        ],
    }


def _coverage_json(measured: Coverage, missing: Sequence[Missing]) -> dict[str, Any]:
    from ...authoring.coverage import percent

    return {
        **{
            name: {"count": count[0], "of": count[1], "percent": percent(count)}
            for name, count in measured.counts.items()
        },
        "incomplete": [
            {
                "rule": rule.rule.id,
                "file": rule.rule.file,
                "line": rule.rule.line,
                "fired": rule.fired,
                "conditions": [
                    {"condition": condition.text, "missing": list(condition.missing)}
                    for condition in rule.conditions
                    if condition.missing
                ],
            }
            for rule in measured.rules
            if not rule.complete
        ],
        "missing": [
            {
                "rule": case.rule.id,
                "what": case.what,
                "example": None
                if case.situation is None
                else {"example": case.name, "given": dict(case.situation), "expect": dict(case.expect)},
            }
            for case in missing
        ],
    }
