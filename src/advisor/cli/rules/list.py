"""`advisor rules list`: the rules, all of them or those that are meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
from msgspec.structs import replace

from ...authoring import phrases
from ...authoring.selection import RuleFilter, clauses_of, select
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Clause, Replaced, Rule
from ..command import Command
from ..knowledge import load
from ..output import write, write_json
from .common import filter_options, json_option

__all__ = ["command"]

SCHEMA = "advisor/rules/1"
_SHOWN = 3


def command() -> click.Command:
    """Build the command."""
    return Command(
        "list",
        params=[*filter_options(), json_option()],
        callback=_run,
        help="List the rules: id, what each concludes, and where it stands. Every filter that is given must fit.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(as_json: bool, **wanted: str | None) -> int:
    base = load()
    meant = RuleFilter(**{name: value or "" for name, value in wanted.items()})
    rules = select(base, meant)
    gone = _gone(base, meant)
    if as_json:
        gone_records = [
            {"id": one.rule, "pack": one.pack, "because": one.because, "replaced_by": one.by or None} for one in gone
        ]
        records = list(_records(base, rules))
        write_json({"schema": SCHEMA, "packs": list(base.packs), "rules": records, "replaced": gone_records})
    elif rules or gone:
        write("\n".join(_lines(base, rules, gone)) + "\n")
    return 0 if rules or gone else 1


def _gone(base: KnowledgeBase, wanted: RuleFilter) -> list[Replaced]:
    """Return the rules that are no longer in force, where all rules are meant or those of the pack that took them out."""
    other = replace(wanted, pack="")
    return [gone for gone in base.replaced.values() if other.empty and wanted.pack in ("", gone.pack)]


def _lines(base: KnowledgeBase, rules: list[Rule], replaced: list[Replaced]) -> Iterable[str]:
    clauses = clauses_of(base)
    width = max(len(name) for name in (*(rule.id for rule in rules), *(gone.rule for gone in replaced)))
    for rule in rules:
        yield f"{rule.id:<{width}}  {_says(base, rule, clauses.get(rule.id, []))}  {rule.file}:{rule.line}"
    for gone in replaced:
        what = f"replaced by {gone.by}" if gone.by else "switched off"
        yield f"{gone.rule:<{width}}  {what} in pack {gone.pack}: {gone.because}"


def _says(base: KnowledgeBase, rule: Rule, clauses: Iterable[Clause]) -> str:
    """Return what a rule concludes, with the candidates where it judges them."""
    reached = {name for clause in clauses for name in clause.targets or ()}
    if not reached or rule.effect not in ("favor", "avoid", "rule_out"):
        return phrases.effect(rule)
    names = [name for name in base.candidates if name in reached]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{phrases.effect(rule)}: {', '.join(names[:_SHOWN])}{more}"


def _records(base: KnowledgeBase, rules: Iterable[Rule]) -> Iterable[dict[str, Any]]:
    clauses = clauses_of(base)
    for rule in rules:
        targets = [clause.targets for clause in clauses.get(rule.id, ())]
        everyone = any(names is None for names in targets)
        reached = {name for names in targets for name in names or ()}
        yield {
            "id": rule.id,
            "effect": rule.effect,
            "says": phrases.effect(rule),
            "because": rule.because,
            "pack": rule.pack,
            "file": rule.file,
            "line": rule.line,
            "candidates": None if everyone else [name for name in base.candidates if name in reached],
            "sources": list(rule.sources),
        }
