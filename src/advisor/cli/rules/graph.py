"""`advisor rules graph`: how attributes lead through rules to candidates and decisions, as Mermaid or DOT."""

from __future__ import annotations

import click

from ...authoring.graph import draw, to_dot, to_mermaid
from ...authoring.selection import RuleFilter, select
from ...errors import Diagnostic, SituationError
from ..command import Command, Number, SuggestingChoice
from ..knowledge import load
from ..output import write
from .common import filter_options

__all__ = ["command"]

_READABLE = 40


def command() -> click.Command:
    """Build the command."""
    return Command(
        "graph",
        params=[
            *filter_options(),
            click.Option(
                ["--to", "form"],
                type=SuggestingChoice(["mermaid", "dot"]),
                default="mermaid",
                help="Mermaid (default) or Graphviz.",
            ),
            click.Option(
                ["--most"],
                type=Number(1),
                default=_READABLE,
                metavar="N",
                help=f"Refuse to draw more rules than this ({_READABLE}).",
            ),
        ],
        callback=_run,
        help="Draw how attributes lead through rules to candidates and decisions. Narrow it down by filters, so that it can be read.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(form: str, most: int, **wanted: str | None) -> int:
    base = load()
    rules = select(base, RuleFilter(**{name: value or "" for name, value in wanted.items()}))
    if len(rules) > most:
        hint = f"add filters, such as --candidate and --effect or --decision, or --most {len(rules)}"
        raise SituationError(
            [Diagnostic("too-many-rules", f"{len(rules)} rules are too many to read in one graph", hint=hint)]
        )
    graph = draw(base, rules, wanted["candidate"] or "")
    write(to_mermaid(graph) if form == "mermaid" else to_dot(graph))
    return 0 if rules else 1
