"""`advisor rules show RULE`: everything about one rule, for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import click

from ...authoring.portrait import Portrait, Reach, portray
from ...errors import printable
from ...knowledge.base import KnowledgeBase
from ..command import Command
from ..knowledge import load
from ..output import write, write_json
from .common import folders, json_option

__all__ = ["command"]

_WIDTH = 80
_SHOWN = 12


def command() -> click.Command:
    """Build the command."""
    return Command(
        "show",
        params=[click.Argument(["rule"]), json_option()],
        callback=_run,
        help=(
            "Show one rule: as written, its conditions in words, which candidates it concerns, what it competes with, "
            "its sources, and the examples in which it fires."
        ),
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _run(rule: str, as_json: bool) -> int:
    base = load()
    portrait = portray(base, rule, folders())
    if as_json:
        write_json(portrait.to_dict())
    else:
        write("\n".join(_page(base, portrait)) + "\n")
    return 0


def _page(base: KnowledgeBase, portrait: Portrait) -> Iterable[str]:
    rule = portrait.rule
    layer = f", pack {rule.pack}" if len(base.packs) > 1 else ""
    yield f"{rule.id} ({rule.file}:{rule.line}{layer})"
    if portrait.written is not None:
        yield ""
        yield from (f"  {printable(line)}" for line in portrait.written.text.splitlines())
    yield ""
    yield from _row("When", portrait.when)
    yield from _row("For", portrait.selects)
    yield from _row("Given", portrait.given)
    yield from _row("Then", portrait.concludes)
    for reach in portrait.reaches:
        yield from _row("Concerns" if not reach.when else "", _reached(reach), "" if not reach.when else "  - ")
    yield from _row("Because", rule.because)
    yield from _row("Finding", rule.finding)
    yield from _section("Competes with", [f"{rival.rule}: {rival.how}" for rival in portrait.rivals])
    sources = [f"{source.title}  {source.url}" for source in portrait.sources]
    yield from _section("Sources", sources or [f"basis: {rule.basis}"])
    fires = [f"{one.id} ({one.file}:{one.line})" for one in portrait.fires_in]
    yield from _section("Fires in", fires or ["no example"])


def _reached(reach: Reach) -> str:
    if reach.candidates is None:
        names = "every candidate"
    elif len(set(reach.strengths.values())) > 1:
        names = ", ".join(f"{name} {strength}" for name, strength in reach.strengths.items())
    else:
        names = ", ".join(reach.candidates) + "".join(f" ({strength})" for strength in set(reach.strengths.values()))
    return f"{reach.when}: {names}" if reach.when else names


def _row(title: str, text: str, start: str = "") -> list[str]:
    if not text:
        return []
    first = start or f"{title:<10} "
    return _wrap(text, first, " " * len(first))


def _section(title: str, lines: list[str]) -> Iterable[str]:
    if not lines:
        return
    yield f"\n{title}"
    for line in lines[:_SHOWN]:
        yield from _wrap(line, "  - ", "    ")
    if len(lines) > _SHOWN:
        yield f"    and {len(lines) - _SHOWN} more"


def _wrap(text: str, start: str, indent: str) -> list[str]:
    return textwrap.wrap(
        printable(text),
        _WIDTH,
        initial_indent=start,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
