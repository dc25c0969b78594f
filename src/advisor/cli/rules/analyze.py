"""`advisor rules analyze`: gaps, ties, contradictions and rules without effect, each with a situation that shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...errors import Diagnostic, printable
from ..command import Command, SuggestingChoice
from ..output import write, write_json

if TYPE_CHECKING:
    from ...authoring.analyze.asking import Asking
    from ...authoring.analyze.findings import Finding
    from ...authoring.analyze.report import Report
    from ...knowledge.base import KnowledgeBase

__all__ = ["command", "record"]

SCHEMA = "advisor/rules-analyze/1"
WIDTH = 100


def command() -> click.Command:
    """Build the command."""
    return Command(
        "analyze",
        params=[
            click.Argument(["folder"], required=False, type=click.Path(path_type=Path)),
            click.Option(["--all", "show_all"], is_flag=True, help="List the information too, not only the findings."),
            click.Option(["--output"], type=SuggestingChoice(["text", "json"]), help="How to show the result (text)."),
            click.Option(["--json", "as_json"], is_flag=True, help="Short for --output json."),
        ],
        callback=_run,
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


_HELP = """Find gaps, ties, contradictions and rules without effect, by looking at all possible situations.

FOLDER is laid out like rules/, or a pack: then it is looked at on top of the shipped rules and the packs in force, and what
concerns it is told. Without FOLDER the packs of --rules are analyzed, or the shipped rules. Each finding comes with a situation
that shows it, as a command to paste (for complete knowledge of your own, a line of Python).
docs/analysis.md explains each kind.
Findings should be mended (exit code 1); information is intended, or cannot be helped.
"""


def _run(folder: Path | None, show_all: bool, output: str | None, as_json: bool) -> int:
    from ...authoring.analyze.asking import Asking
    from ...authoring.analyze.own import of_packs
    from ...authoring.analyze.report import analyze
    from ...authoring.suite import PathError
    from .common import packs, scope

    if as_json and output == "text":
        raise PathError([Diagnostic("given-twice", "--json and --output text contradict each other")])
    if folder is not None and not folder.is_dir():
        raise PathError([Diagnostic("file", "no such folder", str(folder))])
    meant = scope((folder,) if folder is not None else ())
    base = meant.load()
    report = analyze(base)
    if meant.below is not None:
        report = of_packs(report, base, meant.below.load(), meant.reported_packs(base))
    asking = Asking.about(meant, packs()[0])
    if as_json or output == "json":
        write_json({"schema": SCHEMA, "found": [record(finding, asking) for finding in report.found]})
    else:
        write(printable("\n".join(_text(base, report, show_all, asking))) + "\n")
    return 1 if report.findings else 0


def _text(base: KnowledgeBase, report: Report, show_all: bool, asking: Asking) -> Iterator[str]:
    for finding in report.found if show_all else report.findings:
        yield from _finding(base, finding, asking)
        yield ""
    count, more = len(report.findings), len(report.information)
    yield f"{count or 'no'} finding{'' if count == 1 else 's'}" + (f", {more} for information" if more else "")
    if not show_all and more:
        yield from _summary(report)


def _finding(base: KnowledgeBase, finding: Finding, asking: Asking) -> Iterator[str]:
    place = f"{finding.file}:{finding.line}: " if finding.line else ""
    inexact = "" if finding.exact else " (not exact: not all situations were looked at)"
    text = f"{place}{finding.severity}: {finding.message}{inexact} [{finding.code}]"
    yield from textwrap.wrap(text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    others = [rule for rule in finding.rules[1:] if rule in base.rules]
    for rule in others[:4]:
        yield f"  see {base.rules[rule].file}:{base.rules[rule].line}: {rule}"
    if len(others) > 4:
        yield f"  and {len(others) - 4} more rules"
    if finding.situation is not None:
        yield f"  {asking.command(finding.situation) or asking.call(finding.situation)}"


def _summary(report: Report) -> Iterator[str]:
    from ...authoring.analyze.findings import CODES

    for code, what in CODES.items():
        number = sum(finding.code == code for finding in report.information)
        if number:
            yield f"  {number:>4} {code}: {what}"
    yield "  (--all lists them)"


def record(finding: Finding, asking: Asking) -> dict[str, Any]:
    """Return a finding as the JSON shows it, its situation also as a command (null where there is none)."""
    given = finding.situation
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "subject": list(finding.subject),
        "rules": list(finding.rules),
        "file": finding.file,
        "line": finding.line,
        "situation": None if given is None else dict(given),
        "command": None if given is None else asking.command(given),
        "exact": finding.exact,
    }
