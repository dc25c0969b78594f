"""A comparison as text or Markdown: before and after in two columns, then the reasons for what differs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from ..advice.comparison import Comparison
from ..advice.records import Decided, Recommendation
from ..advice.wording import value_text
from ..errors import printable
from ..knowledge.base import KnowledgeBase

__all__ = ["render"]

Row = tuple[str, str, str]


def render(base: KnowledgeBase, found: Comparison, markdown: bool = False, width: int = 80) -> str:
    """Return a comparison in words."""
    rows = [*_facts(found), *_firsts(found), *_decisions(found)]
    reasons = list(_reasons(base, found))
    if markdown:
        lines = ["| | before | after |", "|---|---|---|", *(f"| {' | '.join(map(_cell, row))} |" for row in rows)]
        lines += ["", *(f"- {printable(reason)}" for reason in reasons)]
        return "\n".join(lines).rstrip("\n") + "\n"
    lines = list(_table([("", "before", "after"), *rows], width))
    lines += [""] if reasons else []
    for reason in reasons:
        lines += textwrap.wrap(
            printable(reason), width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cell(text: str) -> str:
    return printable(text).replace("|", "\\|")


def _facts(found: Comparison) -> Iterable[Row]:
    for fact in found.facts:
        name = fact.name if fact.origin == "given" else f"{fact.name} (derived)"
        before, after = (value_text(side) if side is not None else "unknown" for side in (fact.before, fact.after))
        yield name, before, after


def _firsts(found: Comparison) -> Iterable[Row]:
    yield "First", _first(found.before), _first(found.after)
    yield "Settled", _settled(found.before), _settled(found.after)


def _first(answer: Recommendation) -> str:
    return f"{answer.pick.name}, score {answer.pick.score}" if answer.pick is not None else "nothing yet"


def _settled(answer: Recommendation) -> str:
    return "yes" if answer.settled else "may change"


def _decisions(found: Comparison) -> Iterable[Row]:
    for difference in found.decisions:
        yield difference.title, _value(difference.before), _value(difference.after)


def _value(made: Decided | None) -> str:
    if made is None:
        return "-"
    if isinstance(made.value, dict):
        known = [f"{key}={entry['value']}" for key, entry in made.value.items() if entry["value"] is not None]
        return ", ".join(known[:4]) + (", …" if len(known) > 4 else "") or "open"
    if made.value is None:
        return f"needs {', '.join(made.needs)}" if made.needs else "none"
    count = made.fields.get("count", 1)
    return f"{count} × {made.value}" if isinstance(count, int) and count > 1 else value_text(made.value)


def _reasons(base: KnowledgeBase, found: Comparison) -> Iterable[str]:
    """Yield why the first differs, and why each decision is as it is after."""
    was, now = found.before.pick, found.after.pick
    if not found.same_first and now is not None:
        for piece in now.evidence[:2]:
            yield f"{now.name}: {piece.because}"
        out = next((out for out in found.after.ruled_out if was is not None and out.id == was.id), None)
        if out is not None and was is not None:
            yield f"{was.name} is ruled out: {out.because}"
        elif was is not None:
            score = next((ranked.score for ranked in found.after.recommendations if ranked.id == was.id), None)
            yield f"{was.name} would have score {score}."
    for difference in found.decisions:
        made = difference.after
        if made is not None and base.decisions[difference.decision].headline:
            yield f"{difference.title} {_value(made)}: {made.because}"
    if found.same_first and not found.decisions:
        yield "Nothing else differs."


def _table(rows: Sequence[Row], width: int) -> Iterable[str]:
    first = min(max(len(row[0]) for row in rows), 24)
    rest = (width - first - 6) // 2
    for row in rows:
        columns = [
            textwrap.wrap(printable(cell), size) or [""] for cell, size in zip(row, (first, rest, rest), strict=True)
        ]
        for line in range(max(len(column) for column in columns)):
            cells = [column[line] if line < len(column) else "" for column in columns]
            yield f"  {cells[0]:<{first}}  {cells[1]:<{rest}}  {cells[2]}"
